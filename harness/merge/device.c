#include "merge/device.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "merge/provenance.h"

struct pooling {
    struct merge_device *device;
    const struct merge_members *members;
    const struct merge_member *rows; /* of the device */
    size_t count;
    struct merge_machine *machines;
    struct merge_block *blocks; /* scratch, as many as rows of a constant at most */
    struct merge_value *values;
    uint32_t *names;
    size_t outlier_capacity;
};

static struct merge_value value_of(const struct merge_member *row)
{
    bool never = isnan(row->value) || row->value >= (double)DW_NEVER;
    struct merge_value value = {
        .value = never ? (double)INFINITY : row->value, .samples = row->samples, .machines = 1};
    value.lo = isnan(row->lo) ? value.value : row->lo;
    value.hi = isnan(row->hi) ? (double)INFINITY : row->hi;
    return value;
}

/* The first row behind those of the same constant. */
static size_t end_of_constant(const struct pooling *pooling, size_t first)
{
    size_t end = first;
    while (end < pooling->count && pooling->rows[end].constant == pooling->rows[first].constant)
        end++;
    return end;
}

/* Rows of one constant, sorted by machine: a block for each machine that is no liar. */
static int make_blocks(const struct pooling *pooling, const struct merge_member *rows, size_t count,
                       size_t *block_count)
{
    int status = DW_OK;
    *block_count = 0;
    for (size_t first = 0, end; first < count && status == DW_OK; first = end) {
        const uint32_t machine = rows[first].machine;
        size_t used = 0;
        for (end = first; end < count && rows[end].machine == machine; end++)
            if (rows[end].samples > 0)
                pooling->values[used++] = value_of(&rows[end]);
        if (used == 0 || pooling->machines[machine].liar)
            continue;
        pooling->names[*block_count] = machine;
        pooling->blocks[*block_count] = (struct merge_block){.outlier = false};
        status = merge_runs(pooling->values, used, &pooling->blocks[(*block_count)++].value);
    }
    return status;
}

static int keep_outlier(struct pooling *pooling, const struct merge_outlier *outlier)
{
    struct merge_device *device = pooling->device;
    if (device->outlier_count == pooling->outlier_capacity) {
        size_t capacity = pooling->outlier_capacity ? pooling->outlier_capacity * 2 : 8;
        struct merge_outlier *grown = realloc(device->outliers, capacity * sizeof(*grown));
        if (!grown)
            return DW_ERROR_NO_MEMORY;
        device->outliers = grown;
        pooling->outlier_capacity = capacity;
    }
    device->outliers[device->outlier_count++] = *outlier;
    return DW_OK;
}

static int keep_outliers(struct pooling *pooling, uint32_t constant, size_t block_count,
                         const struct merge_value *pooled)
{
    int status = DW_OK;
    for (size_t i = 0; i < block_count && status == DW_OK; i++) {
        const struct merge_block *block = &pooling->blocks[i];
        struct merge_machine *machine = &pooling->machines[pooling->names[i]];
        const struct merge_outlier outlier = {.machine = pooling->names[i],
                                              .constant = constant,
                                              .value = block->value.value,
                                              .pooled = pooled->value,
                                              .deviations = block->deviations};
        machine->judged += block_count >= MERGE_OUTLIER_MACHINES;
        machine->outlying += block->outlier;
        if (block->outlier)
            status = keep_outlier(pooling, &outlier);
    }
    return status;
}

static void set_constant(struct fit_result *result, int id, const struct merge_value *pooled)
{
    const double never = (double)DW_NEVER;
    enum dw_wait wait;
    enum fit_cost cost;
    if (fit_find_cost(id, &wait, &cost))
        result->constants.cost[wait][cost] =
            (struct fit_cost_value){pooled->value, pooled->lo, pooled->hi, pooled->samples};
    result->row.constant[id] =
        isinf(pooled->value)
            ? (struct dw_constant){never, never, never, pooled->samples}
            : (struct dw_constant){pooled->value, pooled->lo, pooled->hi, pooled->samples};
}

static int pool_constant(struct pooling *pooling, int id, const struct merge_member *rows,
                         size_t count)
{
    struct merge_value *pooled = &pooling->device->constants[id];
    size_t block_count;
    int status = make_blocks(pooling, rows, count, &block_count);
    if (status != DW_OK || block_count == 0)
        return status;
    status = merge_pool(pooling->blocks, block_count, pooled);
    if (status == DW_OK)
        status = keep_outliers(pooling, rows[0].constant, block_count, pooled);
    if (status == DW_OK)
        set_constant(&pooling->device->result, id, pooled);
    return status;
}

static int find_constant(const char *name)
{
    int id = 0;
    while (id < DW_CONSTANT_COUNT && strcmp(name, dw_constant_info(id)->name) != 0)
        id++;
    return id;
}

static int pool_constants(struct pooling *pooling)
{
    int status = DW_OK;
    for (size_t first = 0, end; first < pooling->count && status == DW_OK; first = end) {
        const int id = find_constant(merge_text(pooling->members, pooling->rows[first].constant));
        end = end_of_constant(pooling, first);
        if (id < DW_CONSTANT_COUNT)
            status = pool_constant(pooling, id, pooling->rows + first, end - first);
    }
    return status;
}

/* Who is far from the others in most of what it says is believed in nothing. */
static size_t find_liars(struct pooling *pooling)
{
    struct merge_device *device = pooling->device;
    size_t lies = 0;
    for (size_t i = 0; i < device->outlier_count; i++) {
        const struct merge_outlier outlier = device->outliers[i];
        struct merge_machine *machine = &pooling->machines[outlier.machine];
        if (machine->outlying < MERGE_LIES_MIN || 2 * machine->outlying <= machine->judged)
            continue;
        device->liars += !machine->liar;
        machine->liar = true;
        device->outliers[lies] = outlier;
        device->outliers[lies++].liar = true;
    }
    return lies;
}

static int compare_votes(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* What most name; of equals the first by name, of none the empty one. Sorts. */
static const char *most_named(const char **votes, size_t count)
{
    const char *best = "";
    size_t most = 0;
    qsort(votes, count, sizeof(*votes), compare_votes);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first; end < count && strcmp(votes[end], votes[first]) == 0;)
            end++;
        if (end - first > most) {
            most = end - first;
            best = votes[first];
        }
    }
    return best;
}

/* The arm that most machines name, each by most of its fits. Rows are sorted by machine; votes has
 * room for as many. */
static const char *vote(const struct pooling *pooling, const struct merge_member *rows,
                        size_t count, const char **votes)
{
    size_t used = 0;
    for (size_t first = 0, end; first < count; first = end) {
        const char **own = votes + used;
        for (end = first; end < count && rows[end].machine == rows[first].machine; end++)
            own[end - first] = merge_text(pooling->members, rows[end].unit);
        if (!pooling->machines[rows[first].machine].liar)
            votes[used++] = most_named(own, end - first);
    }
    return most_named(votes, used);
}

static int take_variant(struct pooling *pooling, const struct merge_member *rows, size_t count)
{
    const char *constant = merge_text(pooling->members, rows[0].constant);
    const char **votes = malloc(count * sizeof(*votes));
    bool taken = false;
    if (!votes)
        return DW_ERROR_NO_MEMORY;
    for (int i = 0; i < DW_WAIT_COUNT * DW_MODE_COUNT && !taken; i++) {
        enum dw_wait wait = (enum dw_wait)(i / DW_MODE_COUNT);
        enum dw_mode mode = (enum dw_mode)(i % DW_MODE_COUNT);
        char name[48];
        snprintf(name, sizeof(name), "variant.%s.%s", dw_wait_name(wait), dw_mode_name(mode));
        if (strcmp(constant, name) == 0)
            taken = base_copy_text(pooling->device->result.row.variant[wait][mode],
                                   DW_ARM_NAME_SIZE, vote(pooling, rows, count, votes));
    }
    free(votes);
    if (taken)
        return DW_OK;
    base_error("%s: '%s' is no part of a calibration", merge_schema_member.file, constant);
    return DW_ERROR_PARSE;
}

static int take_variants(struct pooling *pooling)
{
    int status = DW_OK;
    for (size_t first = 0, end; first < pooling->count && status == DW_OK; first = end) {
        end = end_of_constant(pooling, first);
        if (find_constant(merge_text(pooling->members, pooling->rows[first].constant)) ==
            DW_CONSTANT_COUNT)
            status = take_variant(pooling, pooling->rows + first, end - first);
    }
    return status;
}

/* Twice where somebody lies: the second time without them, so that they move nobody else. */
static int pool_all(struct pooling *pooling)
{
    struct merge_device *device = pooling->device;
    const struct fit_result empty = device->result;
    for (size_t i = 0; i < pooling->count; i++)
        pooling->machines[pooling->rows[i].machine] = (struct merge_machine){.liar = false};
    int status = pool_constants(pooling);
    if (status != DW_OK)
        return status;
    const size_t lies = find_liars(pooling);
    if (lies > 0) {
        device->outlier_count = lies;
        device->result = empty;
        memset(device->constants, 0, sizeof(device->constants));
        status = pool_constants(pooling);
    }
    if (status == DW_OK)
        status = take_variants(pooling);
    return status == DW_OK ? merge_fill_provenance(device, pooling->members, pooling->rows,
                                                   pooling->count, pooling->machines)
                           : status;
}

int merge_device_create(struct merge_device *device, const struct merge_members *members,
                        const struct merge_member *rows, size_t count,
                        struct merge_machine *machines)
{
    const char *key = merge_text(members, rows[0].device);
    *device = (struct merge_device){
        .result = {.row = *dw_default_calibration(), .simulated = rows[0].simulated}};
    struct dw_calibration_row *row = &device->result.row;
    if (dw_parse_device_key(key, strlen(key), &row->key, NULL) != DW_OK)
        return DW_ERROR_PARSE; /* settled members have keys */
    row->driver_last = row->key.driver_version;
    struct pooling pooling = {.device = device,
                              .members = members,
                              .rows = rows,
                              .count = count,
                              .machines = machines,
                              .blocks = malloc(count * sizeof(*pooling.blocks)),
                              .values = malloc(count * sizeof(*pooling.values)),
                              .names = malloc(count * sizeof(*pooling.names))};
    int status =
        pooling.blocks && pooling.values && pooling.names ? pool_all(&pooling) : DW_ERROR_NO_MEMORY;
    if (status == DW_ERROR_NO_MEMORY)
        merge_no_memory(count);
    free(pooling.blocks);
    free(pooling.values);
    free(pooling.names);
    return status;
}

void merge_device_free(struct merge_device *device)
{
    free(device->outliers);
    device->outliers = NULL;
    device->outlier_count = 0;
}

#include "merge/device.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "follow/calibration.h"
#include "merge/pool.h"

static struct merge_value value_of(const struct results_member *row)
{
    bool never = isnan(row->value) || row->value >= (double)DW_NEVER;
    struct merge_value value = {
        .value = never ? (double)INFINITY : row->value, .samples = row->samples, .machines = 1};
    value.lo = isnan(row->lo) ? value.value : row->lo;
    value.hi = isnan(row->hi) ? (double)INFINITY : row->hi;
    return value;
}

/* Rows of one constant, sorted by machine: a block for each. */
static int make_blocks(const struct results_member *rows, size_t count, struct merge_block *blocks,
                       const char **machines, size_t *block_count)
{
    struct merge_value *values = malloc((count + 1) * sizeof(*values));
    int status = values ? DW_OK : DW_ERROR_NO_MEMORY;
    *block_count = 0;
    for (size_t first = 0, end; first < count && status == DW_OK; first = end) {
        size_t used = 0;
        for (end = first; end < count && strcmp(rows[end].machine, rows[first].machine) == 0; end++)
            if (rows[end].samples > 0)
                values[used++] = value_of(&rows[end]);
        if (used == 0)
            continue;
        machines[*block_count] = rows[first].machine;
        blocks[*block_count] = (struct merge_block){.outlier = false};
        status = merge_runs(values, used, &blocks[(*block_count)++].value);
    }
    free(values);
    return status;
}

static int keep_outliers(struct merge_constant *constant, const struct merge_block *blocks,
                         const char *const *machines, size_t count)
{
    constant->outliers = malloc((count + 1) * sizeof(*constant->outliers));
    if (!constant->outliers)
        return DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (blocks[i].outlier)
            constant->outliers[constant->outlier_count++] =
                (struct merge_outlier){machines[i], blocks[i].value.value, blocks[i].deviations};
    }
    return DW_OK;
}

static void set_constant(struct fit_result *result, int id, const struct merge_value *pooled)
{
    const double never = (double)DW_NEVER;
    for (int i = 0; i < DW_WAIT_COUNT * FIT_COST_COUNT; i++) {
        enum dw_wait wait = (enum dw_wait)(i / FIT_COST_COUNT);
        enum fit_cost cost = (enum fit_cost)(i % FIT_COST_COUNT);
        if ((int)fit_constant_id(wait, cost) == id)
            result->constants.cost[wait][cost] =
                (struct fit_cost_value){pooled->value, pooled->lo, pooled->hi, pooled->samples};
    }
    result->row.constant[id] =
        isinf(pooled->value)
            ? (struct dw_constant){never, never, never, pooled->samples}
            : (struct dw_constant){pooled->value, pooled->lo, pooled->hi, pooled->samples};
}

static int pool_constant(struct merge_device *device, int id, const struct results_member *rows,
                         size_t count)
{
    struct merge_block *blocks = malloc((count + 1) * sizeof(*blocks));
    const char **machines = malloc((count + 1) * sizeof(*machines));
    struct merge_constant *constant = &device->constants[id];
    size_t block_count = 0;
    int status = blocks && machines ? DW_OK : DW_ERROR_NO_MEMORY;
    if (status == DW_OK)
        status = make_blocks(rows, count, blocks, machines, &block_count);
    if (status == DW_OK && block_count > 0) {
        status = merge_pool(blocks, block_count, &constant->pooled);
        if (status == DW_OK)
            status = keep_outliers(constant, blocks, machines, block_count);
        if (status == DW_OK)
            set_constant(&device->result, id, &constant->pooled);
    }
    free(blocks);
    free(machines);
    return status;
}

/* The arm that most members name; of equals the first by name. The members' rows are one text's
 * after the other only by chance: count each against all. */
static bool vote_variant(struct merge_device *device, const struct results_member *rows,
                         size_t count)
{
    const char *best = NULL;
    size_t best_votes = 0;
    for (size_t i = 0; i < count; i++) {
        size_t votes = 0;
        for (size_t k = 0; k < count; k++)
            votes += strcmp(rows[i].unit, rows[k].unit) == 0;
        if (votes > best_votes || (votes == best_votes && strcmp(rows[i].unit, best) < 0)) {
            best = rows[i].unit;
            best_votes = votes;
        }
    }
    for (int i = 0; i < DW_WAIT_COUNT * DW_MODE_COUNT; i++) {
        enum dw_wait wait = (enum dw_wait)(i / DW_MODE_COUNT);
        enum dw_mode mode = (enum dw_mode)(i % DW_MODE_COUNT);
        char name[48];
        snprintf(name, sizeof(name), "variant.%s.%s", dw_wait_name(wait), dw_mode_name(mode));
        if (strcmp(rows[0].constant, name) == 0)
            return base_copy_text(device->result.row.variant[wait][mode], DW_ARM_NAME_SIZE, best);
    }
    return false;
}

static int take_constant(struct merge_device *device, const struct results_member *rows,
                         size_t count)
{
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        if (strcmp(rows[0].constant, dw_constant_info(id)->name) == 0)
            return pool_constant(device, id, rows, count);
    }
    if (vote_variant(device, rows, count))
        return DW_OK;
    base_error("%s: '%s' is no part of a calibration", merge_schema_member.file, rows[0].constant);
    return DW_ERROR_PARSE;
}

/* Rows are sorted by constant, machine and run: those of one constant name every member once. */
static void fill_provenance(struct merge_device *device, const struct results_member *rows,
                            size_t count)
{
    struct dw_calibration_row *row = &device->result.row;
    uint64_t hash[2] = {BASE_HASH_SEED, ~BASE_HASH_SEED};
    for (size_t i = 0; i < count && strcmp(rows[i].constant, rows[0].constant) == 0; i++) {
        device->runs++;
        device->machines += i == 0 || strcmp(rows[i].machine, rows[i - 1].machine) != 0;
        for (int k = 0; k < 2; k++) {
            hash[k] = base_hash_bytes(hash[k], rows[i].run, strlen(rows[i].run) + 1);
            hash[k] =
                base_hash_bytes(hash[k], rows[i].dataset_hash, strlen(rows[i].dataset_hash) + 1);
        }
    }
    if (device->runs == 1) {
        snprintf(row->run, sizeof(row->run), "%s", rows[0].run);
        snprintf(row->dataset_hash, sizeof(row->dataset_hash), "%s", rows[0].dataset_hash);
    } else {
        snprintf(row->run, sizeof(row->run), "%zu runs of %zu machines", device->runs,
                 device->machines);
        snprintf(row->dataset_hash, sizeof(row->dataset_hash), "%016" PRIx64 "%016" PRIx64, hash[0],
                 hash[1]);
    }
    base_copy_text(row->tool_version, sizeof(row->tool_version), fit_tool_version());
}

int merge_device_create(struct merge_device *device, const struct results_member *rows,
                        size_t count)
{
    int status = DW_OK;
    *device = (struct merge_device){.result = {.row = *dw_default_calibration()}};
    struct dw_calibration_row *row = &device->result.row;
    if (dw_parse_device_key(rows[0].device, strlen(rows[0].device), &row->key, NULL) != DW_OK) {
        base_error("%s: '%s' is no device's key", merge_schema_member.file, rows[0].device);
        return DW_ERROR_PARSE;
    }
    row->driver_last = row->key.driver_version;
    device->result.simulated = rows[0].simulated;
    fill_provenance(device, rows, count);
    for (size_t first = 0, end; first < count && status == DW_OK; first = end) {
        for (end = first; end < count && strcmp(rows[end].constant, rows[first].constant) == 0;)
            end++;
        status = take_constant(device, rows + first, end - first);
    }
    if (status == DW_ERROR_NO_MEMORY)
        base_error("out of memory for %zu members", count);
    return status;
}

void merge_device_free(struct merge_device *device)
{
    for (int id = 0; id < DW_CONSTANT_COUNT; id++)
        free(device->constants[id].outliers);
    *device = (struct merge_device){.runs = 0};
}

void merge_print_device(FILE *stream, const struct merge_device *device)
{
    char text[DW_DEVICE_TEXT_SIZE];
    dw_format_device_key(&device->result.row.key, text, sizeof(text));
    fprintf(stream, "%s%s: %zu runs of %zu machines\n  %-34s%12s%12s%12s %9s\n", text,
            device->result.simulated ? " (simulated)" : "", device->runs, device->machines,
            "constant", "value", "95 % from", "to", "machines");
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct merge_constant *constant = &device->constants[id];
        if (constant->pooled.machines == 0)
            continue;
        if (isinf(constant->pooled.value))
            fprintf(stream, "  %-34s%12s%12s%12s", dw_constant_info(id)->name, "never", "", "");
        else
            fprintf(stream, "  %-34s%12.6g%12.6g%12.6g", dw_constant_info(id)->name,
                    constant->pooled.value, constant->pooled.lo, constant->pooled.hi);
        fprintf(stream, " %9zu\n", constant->pooled.machines);
        for (size_t i = 0; i < constant->outlier_count; i++)
            fprintf(stream, "    left out: %s says %.6g, %.1f deviations from the other machines\n",
                    constant->outliers[i].machine, constant->outliers[i].value,
                    constant->outliers[i].deviations);
    }
}

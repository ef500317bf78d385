#include "compare/match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"

const struct fit_instance *compare_cell_instance(const struct compare_match *match,
                                                 const struct compare_cell *cell)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.ArraySubscript): set up to their count */
    return &match->data[0]->instances[cell->instance[0]];
}

const struct fit_arm *compare_cell_arm(const struct compare_match *match,
                                       const struct compare_cell *cell)
{
    return &match->data[0]->arms[cell->arm[0]];
}

/* A cell and the name it is sorted by. */
struct named_cell {
    struct compare_cell cell;
    const struct fit_instance *instance;
    char arm[DW_ARM_NAME_SIZE];
};

static int compare_named(const void *left, const void *right)
{
    const struct named_cell *a = left, *b = right;
    if (a->instance->wait != b->instance->wait)
        return a->instance->wait < b->instance->wait ? -1 : 1;
    int order = strcmp(a->arm, b->arm);
    if (order == 0)
        order = strcmp(a->instance->workload, b->instance->workload);
    return order != 0 ? order : strcmp(a->instance->instance, b->instance->instance);
}

static int sort_cells(const struct compare_match *match, struct compare_cell *cells, size_t count)
{
    struct named_cell *named = malloc((count + 1) * sizeof(*named));
    if (!named)
        return DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        named[i].cell = cells[i];
        named[i].instance = compare_cell_instance(match, &cells[i]);
        arm_format(&compare_cell_arm(match, &cells[i])->arm, named[i].arm, sizeof(named[i].arm));
    }
    qsort(named, count, sizeof(*named), compare_named);
    for (size_t i = 0; i < count; i++)
        cells[i] = named[i].cell;
    free(named);
    return DW_OK;
}

static uint32_t find_instance(const struct fit_data *data, const struct fit_instance *instance)
{
    const char *parts[] = {instance->workload, instance->instance, dw_wait_name(instance->wait)};
    uint32_t found = results_names_find(data->instance_names, parts, 3);
    return found == RESULTS_NO_NAME ? FIT_NONE : found;
}

/* Where each of A's instances is in B. */
static uint32_t *find_instances(struct compare_match *match)
{
    const struct fit_data *a = match->data[0], *b = match->data[1];
    uint32_t *there = malloc((a->instance_count + 1) * sizeof(*there));
    for (size_t i = 0; there && i < a->instance_count; i++) {
        there[i] = find_instance(b, &a->instances[i]);
        match->instance_count += there[i] != FIT_NONE;
    }
    return there;
}

static void take_arm(struct compare_match *match, uint32_t arm, const uint32_t *there)
{
    const struct fit_data *a = match->data[0], *b = match->data[1];
    uint32_t instance = a->arms[arm].instance;
    if (a->arms[arm].arm.role != ARM_ROLE_FORCED || there[instance] == FIT_NONE)
        return;
    uint32_t other = fit_data_find(b, there[instance], &a->arms[arm].arm);
    if (other == FIT_NONE)
        return;
    struct compare_cell cell = {{instance, there[instance]}, {arm, other}};
    if (a->arms[arm].status != b->arms[other].status)
        match->broken[match->broken_count++] = cell;
    else if (fit_data_timed(a, arm) && fit_data_timed(b, other))
        match->cells[match->cell_count++] = cell;
}

int compare_match_create(struct compare_match *match, const struct fit_data *a,
                         const struct fit_data *b)
{
    *match = (struct compare_match){.data = {a, b}};
    match->cells = calloc(a->arm_count + 1, sizeof(*match->cells));
    match->broken = malloc((a->arm_count + 1) * sizeof(*match->broken));
    uint32_t *there = find_instances(match);
    int status = match->cells && match->broken && there ? DW_OK : DW_ERROR_NO_MEMORY;
    if (status == DW_OK) {
        for (uint32_t i = 0; i < a->arm_count; i++)
            take_arm(match, i, there);
        status = sort_cells(match, match->cells, match->cell_count);
    }
    if (status == DW_OK)
        status = sort_cells(match, match->broken, match->broken_count);
    free(there);
    if (status != DW_OK)
        base_error("out of memory for %zu arms", a->arm_count);
    return status;
}

void compare_match_free(struct compare_match *match)
{
    free(match->cells);
    free(match->broken);
    *match = (struct compare_match){.cell_count = 0};
}

double compare_cell_values(const struct compare_match *match, const struct compare_cell *cell,
                           int run, double *values)
{
    const struct fit_data *data = match->data[run];
    double sum = 0, count = 0;
    for (size_t u = 0; u < data->unit_count; u++) {
        const struct fit_value *value = &data->values[cell->arm[run] * data->unit_count + u];
        values[u] = value->count > 0 ? value->log_wall : (double)NAN;
        if (value->count > 0) {
            sum += value->log_wall;
            count++;
        }
    }
    return sum / count;
}

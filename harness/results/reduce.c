#include "results/reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "measure/statistics.h"
#include "results/choices.h"
#include "results/device.h"
#include "results/reduce_cells.h"
#include "results/results.h"
#include "results/samples.h"

#define CONFIDENCE 0.95
#define SEED 1

struct reduction {
    struct reduce_cells cells;
    struct results_samples samples;
    struct results_summary *rows; /* one for each cell */
    uint32_t *baselines;          /* cell of each instance's baseline, or REDUCE_NO_CELL */
    double *values;               /* scratch, as long as the largest cell */
    uint32_t *processes;
};

static double median_of(const struct reduction *reduction, uint32_t cell, size_t offset)
{
    const struct results_samples *samples = &reduction->samples;
    size_t count = 0;
    for (size_t i = samples->starts[cell]; i < samples->starts[cell + 1]; i++) {
        double value;
        memcpy(&value, (const char *)&samples->times[i] + offset, sizeof(value));
        if (!isnan(value))
            reduction->values[count++] = value;
    }
    return measure_median(reduction->values, count);
}

static int fill_wall(const struct reduction *reduction, uint32_t cell, struct results_summary *row)
{
    const struct results_samples *samples = &reduction->samples;
    size_t first = samples->starts[cell], count = samples->starts[cell + 1] - first;
    struct measure_interval log_wall;
    for (size_t i = 0; i < count; i++) {
        reduction->values[i] = log(samples->times[first + i].wall_ns);
        reduction->processes[i] = samples->times[first + i].process;
    }
    int status = measure_location(reduction->values, reduction->processes, count, CONFIDENCE, SEED,
                                  &log_wall);
    if (status != DW_OK)
        return status;
    row->wall_ns = median_of(reduction, cell, offsetof(struct results_time, wall_ns));
    if (count > 1) {
        row->wall_ns_lo = fmin(exp(log_wall.lo), row->wall_ns);
        row->wall_ns_hi = fmax(exp(log_wall.hi), row->wall_ns);
    }
    return DW_OK;
}

struct differences {
    const struct reduction *reduction;
    size_t count;
};

static void take_difference(void *context, const struct results_time *a,
                            const struct results_time *b)
{
    struct differences *differences = context;
    differences->reduction->values[differences->count] = a->wall_ns - b->wall_ns;
    differences->reduction->processes[differences->count++] = a->process;
}

/* The interval is that of the differences taken in the same process and round, and not moved to the
 * difference of the medians: where a load comes and goes the medians of two same arms may be those
 * of its two states, while in most rounds the arms do not differ. */
static int fill_savings(const struct reduction *reduction, uint32_t cell,
                        struct results_summary *row)
{
    uint32_t baseline = reduction->baselines[reduction->cells.cells[cell].instance];
    if (baseline == REDUCE_NO_CELL || reduction->rows[baseline].samples == 0)
        return DW_OK;
    row->actual_savings_ns = reduction->rows[baseline].wall_ns - row->wall_ns;
    if (cell == baseline) {
        row->actual_savings_lo_ns = row->actual_savings_hi_ns = 0;
        return DW_OK;
    }
    struct differences differences = {reduction, 0};
    struct measure_interval interval;
    results_samples_pair(&reduction->samples, baseline, cell, take_difference, &differences);
    int status = measure_location(reduction->values, reduction->processes, differences.count,
                                  CONFIDENCE, SEED, &interval);
    if (status == DW_OK && differences.count > 1) {
        row->actual_savings_lo_ns = fmin(interval.lo, row->actual_savings_ns);
        row->actual_savings_hi_ns = fmax(interval.hi, row->actual_savings_ns);
    }
    return status;
}

static void fill_names(const struct reduction *reduction, uint32_t cell,
                       struct results_summary *row)
{
    const struct reduce_cell *from = &reduction->cells.cells[cell];
    const struct results_instance *instance = &reduction->cells.instances[from->instance];
    struct arm forced = from->arm;
    char name[DW_ARM_NAME_SIZE];
    memcpy(row->workload, instance->workload, sizeof(row->workload));
    memcpy(row->instance, instance->instance, sizeof(row->instance));
    memcpy(row->wait, instance->wait, sizeof(row->wait));
    row->launches = instance->launches;
    row->groups = instance->groups;
    row->steps = instance->steps;
    row->repeats = instance->repeats;
    row->kernel_ns = instance->kernel_ns;
    memcpy(row->arm, from->name, sizeof(row->arm));
    forced.role = ARM_ROLE_FORCED;
    arm_format(&forced, name, sizeof(name));
    snprintf(row->mode, sizeof(row->mode), "%s", dw_mode_name(arm_mode(&forced)));
    snprintf(row->variant, sizeof(row->variant), "%s", strchr(name, '/') + 1);
    snprintf(row->status, sizeof(row->status), "%s", arm_status_name(from->status));
}

static int fill_times(struct reduction *reduction, uint32_t cell, struct results_summary *row)
{
    const struct results_samples *samples = &reduction->samples;
    const struct reduce_cell *from = &reduction->cells.cells[cell];
    size_t count = samples->starts[cell + 1] - samples->starts[cell];
    row->record_ns = row->wall_ns = row->wall_ns_lo = row->wall_ns_hi = (double)NAN;
    row->host_ns = row->cpu_ns = row->gpu_ns = (double)NAN;
    row->actual_savings_ns = row->actual_savings_lo_ns = row->actual_savings_hi_ns = (double)NAN;
    if (from->status != ARM_STATUS_OK)
        return DW_OK;
    row->record_ns = measure_median(from->records_ns, from->record_count);
    if (count == 0)
        return DW_OK;
    row->samples = count;
    row->host_ns = median_of(reduction, cell, offsetof(struct results_time, host_ns));
    row->cpu_ns = median_of(reduction, cell, offsetof(struct results_time, cpu_ns));
    row->gpu_ns = median_of(reduction, cell, offsetof(struct results_time, gpu_ns));
    return fill_wall(reduction, cell, row);
}

static void mark_oracles(struct reduction *reduction)
{
    for (size_t i = 0; i < reduction->cells.instance_count; i++) {
        struct results_summary *best = NULL;
        for (size_t k = 0; k < reduction->cells.cell_count; k++) {
            struct results_summary *row = &reduction->rows[k];
            if (reduction->cells.cells[k].instance == i && row->samples > 0 &&
                reduction->cells.cells[k].arm.role == ARM_ROLE_FORCED &&
                (!best || row->wall_ns < best->wall_ns))
                best = row;
        }
        if (best)
            best->is_oracle = true;
    }
}

static int allocate(struct reduction *reduction)
{
    const struct results_samples *samples = &reduction->samples;
    size_t longest = 1, cells = reduction->cells.cell_count;
    for (size_t i = 0; i < cells; i++) {
        size_t length = samples->starts[i + 1] - samples->starts[i];
        longest = length > longest ? length : longest;
    }
    reduction->values = malloc(longest * sizeof(*reduction->values));
    reduction->processes = malloc(longest * sizeof(*reduction->processes));
    reduction->rows = calloc(cells + 1, sizeof(*reduction->rows));
    reduction->baselines =
        malloc((reduction->cells.instance_count + 1) * sizeof(*reduction->baselines));
    return reduction->values && reduction->processes && reduction->rows && reduction->baselines
               ? DW_OK
               : DW_ERROR_NO_MEMORY;
}

static int fill_rows(struct reduction *reduction, const struct results_device *device)
{
    const struct arm plain = arm_baseline();
    enum dw_tier tier;
    const struct dw_calibration_row *calibration =
        dw_lookup_calibration(dw_builtin_calibration(), &device->key, &tier);
    uint32_t count = (uint32_t)reduction->cells.cell_count;
    int status = DW_OK;
    for (size_t i = 0; i < reduction->cells.instance_count; i++)
        reduction->baselines[i] = REDUCE_NO_CELL;
    for (uint32_t i = 0; i < count && status == DW_OK; i++) {
        const struct reduce_cell *cell = &reduction->cells.cells[i];
        if (arm_equal(&cell->arm, &plain))
            reduction->baselines[cell->instance] = i;
        fill_names(reduction, i, &reduction->rows[i]);
        status = fill_times(reduction, i, &reduction->rows[i]);
    }
    for (uint32_t i = 0; i < count && status == DW_OK; i++) {
        if (reduction->rows[i].samples > 0)
            status = fill_savings(reduction, i, &reduction->rows[i]);
    }
    if (status != DW_OK)
        return status;
    mark_oracles(reduction);
    return results_fill_choices(reduction->rows, count, reduction->cells.instances,
                                reduction->cells.instance_count, calibration, tier, device->cores);
}

int results_reduce(const char *directory)
{
    struct reduction reduction = {.rows = NULL};
    struct results_device device;
    uint32_t processes;
    int status = results_read_device(directory, &device);
    if (status != DW_OK)
        return status;
    status = reduce_cells_read(&reduction.cells, directory);
    if (status == DW_OK)
        status = results_samples_read(&reduction.samples, directory, reduction.cells.cell_names, 0,
                                      &processes);
    if (status == DW_OK)
        status = results_samples_sort(&reduction.samples, (uint32_t)reduction.cells.cell_count);
    if (status == DW_OK) {
        status = allocate(&reduction);
        if (status == DW_OK)
            status = fill_rows(&reduction, &device);
        if (status == DW_ERROR_NO_MEMORY)
            base_error("%s: out of memory", directory);
    }
    if (status == DW_OK)
        status = results_write_file(&results_schema_summary, directory, reduction.rows,
                                    reduction.cells.cell_count);
    free(reduction.values);
    free(reduction.processes);
    free(reduction.rows);
    free(reduction.baselines);
    results_samples_free(&reduction.samples);
    reduce_cells_free(&reduction.cells);
    return status;
}

#include "fit/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "results/results.h"

/* Constants, variants, and run, dataset_hash, tool_version. */
#define ROWS_PER_DEVICE (DW_CONSTANT_COUNT + DW_WAIT_COUNT * DW_MODE_COUNT + 3)

static struct results_calibration *add_row(struct results_calibration *rows, size_t *count,
                                           const char *device, const char *constant,
                                           const char *unit)
{
    struct results_calibration *row = &rows[(*count)++];
    *row = (struct results_calibration){
        .value = (double)NAN, .lo = (double)NAN, .hi = (double)NAN, .samples = 0};
    snprintf(row->device, sizeof(row->device), "%s", device);
    snprintf(row->constant, sizeof(row->constant), "%s", constant);
    snprintf(row->unit, sizeof(row->unit), "%s", unit);
    return row;
}

/* Never, and unbounded, are empty. */
static double number_of(double value)
{
    return value >= (double)DW_NEVER ? (double)NAN : value;
}

/* Costs as fitted, certain or not; the rest as emitted. */
static void add_constants(struct results_calibration *rows, size_t *count, const char *device,
                          const struct fit_result *result)
{
    struct results_calibration *first = &rows[*count];
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant_info *info = dw_constant_info(id);
        const struct dw_constant *constant = &result->row.constant[id];
        /* A planner's constant that was not measured is not there. */
        if (id >= DW_REFERENCE_CONSTANT_COUNT && constant->samples == 0)
            continue;
        struct results_calibration *row = add_row(rows, count, device, info->name, info->unit);
        row->value = number_of(constant->value);
        row->lo = number_of(constant->lo);
        row->hi = number_of(constant->hi);
        row->samples = constant->samples;
    }
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int cost = 0; cost < FIT_COST_COUNT; cost++) {
            const struct fit_cost_value *value = &result->constants.cost[wait][cost];
            struct results_calibration *row =
                &first[fit_constant_id((enum dw_wait)wait, (enum fit_cost)cost)];
            if (value->samples == 0)
                continue;
            row->value = number_of(value->value);
            row->lo = number_of(value->lo);
            row->hi = number_of(value->hi);
            row->samples = value->samples;
        }
    }
}

static void add_device(struct results_calibration *rows, size_t *count,
                       const struct fit_result *result)
{
    const struct dw_calibration_row *from = &result->row;
    char device[DW_DEVICE_TEXT_SIZE];
    dw_format_device_key(&from->key, device, sizeof(device));
    add_constants(rows, count, device, result);
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int mode = 0; mode < DW_MODE_COUNT; mode++) {
            char constant[48];
            snprintf(constant, sizeof(constant), "variant.%s.%s", dw_wait_name((enum dw_wait)wait),
                     dw_mode_name((enum dw_mode)mode));
            if (from->variant[wait][mode][0])
                add_row(rows, count, device, constant, from->variant[wait][mode]);
        }
    }
    add_row(rows, count, device, "run", from->run);
    add_row(rows, count, device, "dataset_hash", from->dataset_hash);
    add_row(rows, count, device, "tool_version", from->tool_version);
}

int fit_write_csv(const char *directory, const struct fit_result *results, size_t count)
{
    struct results_calibration *rows = malloc(ROWS_PER_DEVICE * sizeof(*rows));
    char path[4096];
    struct base_atomic_file file;
    int status = base_join_path(path, sizeof(path), directory, results_schema_calibration.file);
    if (!rows) {
        base_error("%s: out of memory", directory);
        return DW_ERROR_NO_MEMORY;
    }
    if (status == DW_OK)
        status = base_atomic_open(&file, path);
    if (status != DW_OK) {
        free(rows);
        return status;
    }
    results_write_header(&results_schema_calibration, file.stream);
    for (size_t i = 0; i < count; i++) {
        size_t used = 0;
        add_device(rows, &used, &results[i]);
        for (size_t k = 0; k < used; k++)
            results_write_row(&results_schema_calibration, file.stream, &rows[k]);
    }
    free(rows);
    return base_atomic_commit(&file);
}

#include "follow/calibration.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"

int follow_read_calibration(const char *directory, struct follow_calibration *calibration)
{
    void *rows;
    size_t count;
    char path[4096];
    int status = base_join_path(path, sizeof(path), directory, results_schema_calibration.file);
    if (status != DW_OK)
        return status;
    if (!base_file_exists(path)) {
        base_error("%s has no %s; `dispatchwise fit %s --out %s` writes it", directory,
                   results_schema_calibration.file, directory, directory);
        return DW_ERROR_PARSE;
    }
    status = results_read_all(&results_schema_calibration, directory, &rows, &count);
    if (status == DW_OK)
        *calibration = (struct follow_calibration){.rows = rows, .count = count};
    else
        free(rows);
    return status;
}

void follow_free_calibration(struct follow_calibration *calibration)
{
    free(calibration->rows);
    *calibration = (struct follow_calibration){.count = 0};
}

const struct results_calibration *follow_find_constant(const struct follow_calibration *calibration,
                                                       const struct dw_device_key *key,
                                                       const char *name)
{
    char device[DW_DEVICE_TEXT_SIZE];
    dw_format_device_key(key, device, sizeof(device));
    for (size_t i = 0; i < calibration->count; i++) {
        const struct results_calibration *row = &calibration->rows[i];
        if (strcmp(row->constant, name) == 0 && strcmp(row->device, device) == 0)
            return row;
    }
    return NULL;
}

double follow_constant_value(const struct results_calibration *row)
{
    return isnan(row->value) || row->value >= (double)DW_NEVER ? (double)INFINITY : row->value;
}

bool follow_is_constant(double value, double lo, double hi)
{
    const double known = isnan(value) ? (double)INFINITY : value;
    return known >= 0 && !(lo > known) && !(hi < known);
}

static void set_constant(const struct results_calibration *row, int id, struct fit_result *result)
{
    const double value = follow_constant_value(row), never = (double)DW_NEVER;
    enum dw_wait wait;
    enum fit_cost cost;
    if (fit_find_cost(id, &wait, &cost)) {
        if (row->samples > 0)
            result->constants.cost[wait][cost] =
                (struct fit_cost_value){.value = value,
                                        .lo = isnan(row->lo) ? value : row->lo,
                                        .hi = isnan(row->hi) ? (double)INFINITY : row->hi,
                                        .samples = row->samples};
        return;
    }
    result->row.constant[id] = isinf(value)
                                   ? (struct dw_constant){never, never, never, row->samples}
                                   : (struct dw_constant){.value = value,
                                                          .lo = isnan(row->lo) ? 0 : row->lo,
                                                          .hi = isnan(row->hi) ? never : row->hi,
                                                          .samples = row->samples};
}

static bool set_variant(const struct results_calibration *row, struct dw_calibration_row *into)
{
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int mode = 0; mode < DW_MODE_COUNT; mode++) {
            char name[48];
            snprintf(name, sizeof(name), "variant.%s.%s", dw_wait_name((enum dw_wait)wait),
                     dw_mode_name((enum dw_mode)mode));
            if (strcmp(row->constant, name) == 0)
                return base_copy_text(into->variant[wait][mode], sizeof(into->variant[wait][mode]),
                                      row->unit);
        }
    }
    return false;
}

static bool set_text(const struct results_calibration *row, struct dw_calibration_row *into)
{
    if (strcmp(row->constant, "run") == 0)
        return base_copy_text(into->run, sizeof(into->run), row->unit);
    if (strcmp(row->constant, "dataset_hash") == 0)
        return base_copy_text(into->dataset_hash, sizeof(into->dataset_hash), row->unit);
    if (strcmp(row->constant, "tool_version") == 0)
        return base_copy_text(into->tool_version, sizeof(into->tool_version), row->unit);
    if (strcmp(row->constant, "driver_last") == 0 && row->value >= into->key.driver_version &&
        row->value <= (double)UINT32_MAX) {
        into->driver_last = (uint32_t)row->value;
        return true;
    }
    return false;
}

static bool set_row(const struct results_calibration *row, struct fit_result *result)
{
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant_info *info = dw_constant_info(id);
        if (strcmp(row->constant, info->name) != 0)
            continue;
        if (strcmp(row->unit, info->unit) != 0)
            return false;
        set_constant(row, id, result);
        return true;
    }
    return set_variant(row, &result->row) || set_text(row, &result->row);
}

void follow_emit_constants(struct fit_result *result)
{
    const double never = (double)DW_NEVER;
    for (int i = 0; i < DW_WAIT_COUNT * FIT_COST_COUNT; i++) {
        enum dw_wait wait = (enum dw_wait)(i / FIT_COST_COUNT);
        enum fit_cost cost = (enum fit_cost)(i % FIT_COST_COUNT);
        const struct fit_cost_value *value = &result->constants.cost[wait][cost];
        if (value->samples > 0)
            result->row.constant[fit_constant_id(wait, cost)] =
                isinf(value->value)
                    ? (struct dw_constant){never, never, never, value->samples}
                    : (struct dw_constant){value->value, value->lo, value->hi, value->samples};
    }
}

int follow_make_result(const struct follow_calibration *calibration,
                       const struct dw_device_key *key, const char *directory,
                       struct fit_result *result)
{
    struct fit_result made = {.row = *dw_default_calibration()};
    char device[DW_DEVICE_TEXT_SIZE];
    size_t count = 0;
    dw_format_device_key(key, device, sizeof(device));
    made.row.key = *key;
    made.row.driver_last = key->driver_version;
    for (size_t i = 0; i < calibration->count; i++) {
        const struct results_calibration *row = &calibration->rows[i];
        if (strcmp(row->device, device) != 0)
            continue;
        if (!follow_is_constant(row->value, row->lo, row->hi)) {
            base_error("%s/%s: '%s' is below 0, or outside its own interval", directory,
                       results_schema_calibration.file, row->constant);
            return DW_ERROR_PARSE;
        }
        if (!set_row(row, &made)) {
            base_error("%s/%s: '%s' with '%s' is no part of a calibration", directory,
                       results_schema_calibration.file, row->constant, row->unit);
            return DW_ERROR_PARSE;
        }
        count++;
    }
    if (count == 0) {
        base_error("%s/%s has nothing of %s; fit the run again", directory,
                   results_schema_calibration.file, device);
        return DW_ERROR_PARSE;
    }
    follow_emit_constants(&made);
    *result = made;
    return DW_OK;
}

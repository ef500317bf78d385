#include "fit/fit.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "dispatchwise/status.h"
#include "fit/planner.h"

#ifndef DISPATCHWISE_VERSION
#error "DISPATCHWISE_VERSION is the version of the program"
#endif

/* Half a launch off in a setup or a recording moves the number of launches from which it pays by
 * half a launch. */
#define CERTAIN_SHARE_OF_LAUNCH 0.5

/* A twentieth of a time more or less. */
#define CERTAIN_SHARE 0.05

const char *fit_tool_version(void)
{
    return DISPATCHWISE_VERSION;
}

enum dw_constant_id fit_constant_id(enum dw_wait wait, enum fit_cost cost)
{
    static const enum dw_constant_id ids[DW_WAIT_COUNT][FIT_COST_COUNT] = {
        [DW_WAIT_EACH] = {[FIT_LAUNCH] = DW_CONSTANT_EACH_LAUNCH,
                          [FIT_SETUP] = DW_CONSTANT_EACH_SETUP,
                          [FIT_RECORD] = DW_CONSTANT_EACH_RECORD,
                          [FIT_REPLAY] = DW_CONSTANT_EACH_REPLAY},
        [DW_WAIT_BATCH] = {[FIT_LAUNCH] = DW_CONSTANT_BATCH_LAUNCH,
                           [FIT_SETUP] = DW_CONSTANT_BATCH_SETUP,
                           [FIT_RECORD] = DW_CONSTANT_BATCH_RECORD,
                           [FIT_REPLAY] = DW_CONSTANT_BATCH_REPLAY},
    };
    return ids[wait][cost];
}

bool fit_find_cost(int id, enum dw_wait *wait, enum fit_cost *cost)
{
    for (int i = 0; i < DW_WAIT_COUNT * FIT_COST_COUNT; i++) {
        const enum dw_wait of_wait = (enum dw_wait)(i / FIT_COST_COUNT);
        const enum fit_cost of_cost = (enum fit_cost)(i % FIT_COST_COUNT);
        if ((int)fit_constant_id(of_wait, of_cost) != id)
            continue;
        *wait = of_wait;
        *cost = of_cost;
        return true;
    }
    return false;
}

bool fit_is_certain(const struct fit_constants *constants, enum dw_wait wait, enum fit_cost cost)
{
    const struct fit_cost_value *value = &constants->cost[wait][cost];
    const struct fit_cost_value *launch = &constants->cost[wait][FIT_LAUNCH];
    if (value->samples == 0)
        return false;
    if (isinf(value->value))
        return true;
    double width = value->hi - value->lo;
    if (width <= value->value)
        return true;
    return launch->hi - launch->lo <= launch->value &&
           width <= CERTAIN_SHARE_OF_LAUNCH * launch->value;
}

bool fit_constant_is_certain(const struct fit_result *result, int id)
{
    const struct dw_constant *constant = &result->row.constant[id];
    const bool share = strcmp(dw_constant_info(id)->unit, "share") == 0;
    enum dw_wait wait;
    enum fit_cost cost;
    if (fit_find_cost(id, &wait, &cost))
        return fit_is_certain(&result->constants, wait, cost);
    return constant->value >= (double)DW_NEVER ||
           constant->hi - constant->lo <= fmax(constant->value, share ? CERTAIN_SHARE : 0);
}

static void emit_constants(const struct fit_constants *constants, struct dw_calibration_row *row)
{
    const double never = (double)DW_NEVER;
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int cost = 0; cost < FIT_COST_COUNT; cost++) {
            const struct fit_cost_value *value = &constants->cost[wait][cost];
            if (value->samples == 0)
                continue;
            row->constant[fit_constant_id((enum dw_wait)wait, (enum fit_cost)cost)] =
                isinf(value->value)
                    ? (struct dw_constant){never, never, never, value->samples}
                    : (struct dw_constant){value->value, value->lo, value->hi, value->samples};
        }
    }
}

int fit_device(const struct fit_data *data, uint32_t left_out, size_t replicates,
               struct fit_result *result)
{
    struct fit_variants variants;
    *result =
        (struct fit_result){.row = *dw_default_calibration(), .simulated = data->device.simulated};
    fit_tune_variants(data, left_out, &variants);
    int status = fit_constants(data, &variants, left_out, replicates, &result->constants);
    if (status == DW_OK)
        status = fit_thresholds(data, left_out, replicates, &result->thresholds);
    if (status == DW_OK)
        status = fit_planner(data, left_out, replicates, result->row.constant);
    if (status != DW_OK)
        return status;
    struct dw_calibration_row *row = &result->row;
    row->key = data->device.key;
    row->driver_last = data->device.key.driver_version;
    emit_constants(&result->constants, row);
    fit_emit_thresholds(&result->thresholds, row->constant);
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int mode = 0; mode < DW_MODE_COUNT; mode++) {
            if (variants.known[wait][mode])
                arm_format(&variants.arm[wait][mode], row->variant[wait][mode],
                           sizeof(row->variant[wait][mode]));
        }
    }
    base_copy_text(row->run, sizeof(row->run), data->run_ids);
    base_copy_text(row->dataset_hash, sizeof(row->dataset_hash), data->dataset_hash);
    base_copy_text(row->tool_version, sizeof(row->tool_version), fit_tool_version());
    return DW_OK;
}

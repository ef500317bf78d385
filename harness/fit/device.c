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

static void emit_constants(struct fit_result *result)
{
    const struct fit_constants *constants = &result->constants;
    struct dw_calibration_row *row = &result->row;
    const double never = (double)DW_NEVER;
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int cost = 0; cost < FIT_COST_COUNT; cost++) {
            const struct fit_cost_value *value = &constants->cost[wait][cost];
            const enum dw_constant_id id = fit_constant_id((enum dw_wait)wait, (enum fit_cost)cost);
            if (value->samples == 0)
                continue;
            result->certain[id] =
                fit_is_certain(constants, (enum dw_wait)wait, (enum fit_cost)cost);
            row->constant[id] =
                isinf(value->value)
                    ? (struct dw_constant){never, never, never, value->samples}
                    : (struct dw_constant){value->value, value->lo, value->hi, value->samples};
        }
    }
}

static void emit_planner(const struct fit_planner *planner, struct fit_result *result)
{
    for (int id = DW_REFERENCE_CONSTANT_COUNT; id < DW_CONSTANT_COUNT; id++) {
        if (planner->constant[id].samples == 0)
            continue;
        result->row.constant[id] = planner->constant[id];
        result->certain[id] = planner->certain[id];
    }
}

int fit_device(const struct fit_data *data, uint32_t left_out, size_t replicates,
               struct fit_result *result)
{
    struct fit_variants variants;
    struct fit_planner planner;
    *result =
        (struct fit_result){.row = *dw_default_calibration(), .simulated = data->device.simulated};
    fit_tune_variants(data, left_out, &variants);
    int status = fit_constants(data, &variants, left_out, replicates, &result->constants);
    if (status == DW_OK)
        status = fit_planner(data, left_out, replicates, &planner);
    if (status != DW_OK)
        return status;
    struct dw_calibration_row *row = &result->row;
    row->key = data->device.key;
    row->driver_last = data->device.key.driver_version;
    emit_constants(result);
    emit_planner(&planner, result);
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

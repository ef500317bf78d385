#include "fit/print.h"

#include <inttypes.h>
#include <math.h>

static void print_cost(FILE *stream, const struct fit_result *result, enum dw_wait wait,
                       enum fit_cost cost)
{
    enum dw_constant_id id = fit_constant_id(wait, cost);
    const struct dw_constant_info *info = dw_constant_info((int)id);
    const struct fit_cost_value *value = &result->constants.cost[wait][cost];
    fprintf(stream, "  %-33s", info->name);
    if (value->samples == 0)
        fprintf(stream, "%12s  not measured, the default stays: %g\n", "-", info->initial);
    else if (isinf(value->value))
        fprintf(stream, "%12s  not legal under this wait\n", "never");
    else
        fprintf(stream, "%12.0f  %12.0f %12.0f %10" PRIu64 "  ns%s\n", value->value, value->lo,
                value->hi, value->samples,
                fit_is_certain(&result->constants, wait, cost) ? "" : ", not certain");
}

/* A constant that is not one of the four costs, if it was measured. */
static void print_constant(FILE *stream, const char *name, const char *unit,
                           const struct dw_constant *constant, bool certain)
{
    char hi[32];
    if (constant->samples == 0)
        return;
    if (constant->value >= (double)DW_NEVER) {
        fprintf(stream, "  %-33s%12s  nowhere among what was measured\n", name, "never");
        return;
    }
    snprintf(hi, sizeof(hi), constant->hi >= (double)DW_NEVER ? "unbounded" : "%.4g", constant->hi);
    fprintf(stream, "  %-33s%12.4g  %12.4g %12s %10" PRIu64 "  %s%s\n", name, constant->value,
            constant->lo, hi, constant->samples, unit, certain ? "" : ", not certain");
}

void fit_print(FILE *stream, const struct fit_result *result)
{
    char device[DW_DEVICE_TEXT_SIZE];
    dw_format_device_key(&result->row.key, device, sizeof(device));
    fprintf(stream, "%s%s\n", device, result->simulated ? " (simulated)" : "");
    fprintf(stream, "  %-33s%12s  %12s %12s %10s\n", "constant", "value", "95 % from", "to",
            "samples");
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int cost = 0; cost < FIT_COST_COUNT; cost++)
            print_cost(stream, result, (enum dw_wait)wait, (enum fit_cost)cost);
    }
    for (int id = DW_CONSTANT_BINDLESS_THRESHOLD; id < DW_CONSTANT_COUNT; id++)
        print_constant(stream, dw_constant_info(id)->name, dw_constant_info(id)->unit,
                       &result->row.constant[id], fit_constant_is_certain(result, id));
    print_constant(stream, "  of sets written before", "resources",
                   &result->thresholds.bindless_prewritten, true);
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int mode = 0; mode < DW_MODE_COUNT; mode++) {
            if (result->row.variant[wait][mode][0])
                fprintf(stream, "  best of %s, wait=%s: %s\n", dw_mode_name((enum dw_mode)mode),
                        dw_wait_name((enum dw_wait)wait), result->row.variant[wait][mode]);
        }
    }
}

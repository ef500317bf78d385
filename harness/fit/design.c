#include "fit/design.h"

#include <math.h>
#include <stdlib.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/constants.h"

/* Append the arm's number on an instance if it was timed there. */
static void locate(const struct fit_data *data, uint32_t instance, const struct arm *arm,
                   uint32_t *list, size_t *count, uint64_t *samples)
{
    const struct arm canonical = arm_canonical(arm, data->instances[instance].launches);
    uint32_t found = fit_data_find(data, instance, &canonical);
    if (!fit_data_timed(data, found))
        return;
    list[(*count)++] = found;
    *samples += data->arms[found].samples;
}

int fit_design_create(struct fit_design *design, const struct fit_data *data, enum dw_wait wait,
                      const struct fit_variants *variants, uint32_t left_out)
{
    const struct arm baseline = arm_baseline();
    size_t bytes = (data->instance_count + 1) * sizeof(uint32_t);
    *design = (struct fit_design){.data = data,
                                  .persistent = malloc(bytes),
                                  .reuse = malloc(bytes),
                                  .baseline = malloc(bytes)};
    if (!design->persistent || !design->reuse || !design->baseline) {
        base_error("out of memory for %zu instances", data->instance_count);
        return DW_ERROR_NO_MEMORY;
    }
    for (uint32_t i = 0; i < data->instance_count; i++) {
        if (data->instances[i].wait != wait || data->instances[i].family == left_out ||
            !fit_data_is_plain(&data->instances[i]))
            continue;
        if (variants->known[wait][DW_MODE_PERSISTENT_KERNEL])
            locate(data, i, &variants->arm[wait][DW_MODE_PERSISTENT_KERNEL], design->persistent,
                   &design->persistent_count, &design->persistent_samples);
        if (variants->known[wait][DW_MODE_COMMAND_REUSE])
            locate(data, i, &variants->arm[wait][DW_MODE_COMMAND_REUSE], design->reuse,
                   &design->reuse_count, &design->reuse_samples);
        locate(data, i, &baseline, design->baseline, &design->baseline_count,
               &design->baseline_samples);
    }
    return DW_OK;
}

void fit_design_free(struct fit_design *design)
{
    free(design->persistent);
    free(design->reuse);
    free(design->baseline);
    *design = (struct fit_design){.data = NULL};
}

/* The arm's and the baseline's time in the drawn units, ns; false if it was timed in none. */
static bool times_of(const struct fit_data *data, uint32_t arm, const uint32_t *draws,
                     double *arm_ns, double *base_ns)
{
    const struct fit_value *values = data->values + arm * data->unit_count;
    double wall = 0, base = 0, weight = 0;
    for (size_t u = 0; u < data->unit_count; u++) {
        if (values[u].count == 0)
            continue;
        wall += draws[u] * values[u].log_wall;
        base += draws[u] * values[u].log_base;
        weight += draws[u];
    }
    if (!(weight > 0))
        return false;
    *arm_ns = exp(wall / weight);
    *base_ns = exp(base / weight);
    return true;
}

static bool savings_row(const struct fit_data *data, uint32_t arm, const uint32_t *draws,
                        struct fit_row *row)
{
    const struct fit_instance *instance = &data->instances[data->arms[arm].instance];
    double arm_ns, base_ns, n = instance->launches;
    if (!times_of(data, arm, draws, &arm_ns, &base_ns))
        return false;
    double weight = 1 / hypot(arm_ns, base_ns);
    *row = (struct fit_row){.x = {[FIT_LAUNCH] = n * weight}, .y = (base_ns - arm_ns) * weight};
    if (arm_mode(&data->arms[arm].arm) == DW_MODE_PERSISTENT_KERNEL) {
        row->x[FIT_SETUP] = -weight;
    } else {
        row->x[FIT_RECORD] = -weight / (double)instance->repeats;
        row->x[FIT_REPLAY] = -n * weight;
    }
    return true;
}

size_t fit_savings_rows(const struct fit_design *design, const uint32_t *draws,
                        struct fit_row *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < design->persistent_count; i++)
        count += savings_row(design->data, design->persistent[i], draws, &rows[count]);
    for (size_t i = 0; i < design->reuse_count; i++)
        count += savings_row(design->data, design->reuse[i], draws, &rows[count]);
    return count;
}

size_t fit_level_rows(const struct fit_design *design, const uint32_t *arms, size_t count,
                      const uint32_t *draws, double record_ns, struct fit_row *rows)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const struct fit_instance *instance =
            &design->data->instances[design->data->arms[arms[i]].instance];
        double arm_ns, base_ns, n = instance->launches;
        if (isnan(instance->kernel_ns) ||
            !times_of(design->data, arms[i], draws, &arm_ns, &base_ns))
            continue;
        double over = arm_ns - n * instance->kernel_ns - record_ns / (double)instance->repeats;
        rows[used++] = (struct fit_row){.x = {n / arm_ns, 1 / arm_ns}, .y = over / arm_ns};
    }
    return used;
}

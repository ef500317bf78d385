#include "fit/score_oracle.h"

#include <math.h>
#include <stdlib.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/score_planner.h"

#define SEED 1

static void find_oracle(const struct fit_data *data, uint32_t arm, struct score_instance *instance)
{
    const struct fit_arm *candidate = &data->arms[arm];
    if (!score_is_candidate(data, arm))
        return;
    if (instance->oracle != FIT_NONE &&
        data->arms[instance->oracle].ratio_even <= candidate->ratio_even)
        return;
    instance->oracle = arm;
    instance->oracle_log = candidate->ratio_odd;
}

double score_arm_ns(const struct fit_data *data, uint32_t arm)
{
    double sum = 0, count = 0;
    for (size_t u = 0; u < data->unit_count; u++) {
        const struct fit_value *value = &data->values[arm * data->unit_count + u];
        if (value->count > 0) {
            sum += value->log_wall;
            count++;
        }
    }
    return exp(sum / count);
}

int score_arm_interval(const struct fit_data *data, uint32_t arm, struct measure_interval *ns)
{
    double *logs = malloc((data->unit_count + 1) * sizeof(*logs));
    uint32_t *units = malloc((data->unit_count + 1) * sizeof(*units));
    struct measure_interval interval;
    size_t count = 0;
    int status = logs && units ? DW_OK : DW_ERROR_NO_MEMORY;
    for (size_t u = 0; u < data->unit_count && status == DW_OK; u++) {
        const struct fit_value *value = &data->values[arm * data->unit_count + u];
        if (value->count == 0)
            continue;
        logs[count] = value->log_wall;
        units[count] = data->process_count > 1 ? (uint32_t)count : 0;
        count++;
    }
    if (status == DW_OK)
        status = measure_location(logs, units, count, 0.95, SEED, &interval);
    if (status == DW_OK) {
        ns->estimate = score_arm_ns(data, arm);
        ns->lo = ns->estimate * exp(interval.lo - interval.estimate);
        ns->hi = ns->estimate * exp(interval.hi - interval.estimate);
    }
    free(logs);
    free(units);
    return status;
}

/* The A/A arm against the baseline, unit by unit. ratios and units have room for every unit. */
static int judge_control(const struct fit_data *data, uint32_t control, double *ratios,
                         uint32_t *units, struct score_instance *instance)
{
    struct measure_interval wide, strict;
    size_t count = 0;
    if (!fit_data_timed(data, control))
        return DW_OK;
    for (size_t u = 0; u < data->unit_count; u++) {
        const struct fit_value *value = &data->values[control * data->unit_count + u];
        if (value->count == 0)
            continue;
        ratios[count] = value->log_wall - value->log_base;
        units[count] = data->process_count > 1 ? (uint32_t)count : 0;
        count++;
    }
    int status = measure_location(ratios, units, count, 0.95, SEED, &wide);
    if (status == DW_OK)
        status = measure_location(ratios, units, count, 0.99, SEED, &strict);
    if (status != DW_OK)
        return status;
    instance->has_control = true;
    instance->control_differs = strict.lo > 0 || strict.hi < 0;
    double far = count > 1 ? fmax(fabs(wide.lo), fabs(wide.hi)) : fabs(wide.estimate);
    instance->floor_log = sqrt(2) * far; /* half of the rounds are odd */
    return DW_OK;
}

int score_field_create(struct score_field *field, const struct fit_data *data)
{
    double *ratios = malloc(data->unit_count * sizeof(*ratios));
    uint32_t *units = malloc(data->unit_count * sizeof(*units));
    int status = DW_OK;
    *field = (struct score_field){
        .data = data, .instances = calloc(data->instance_count + 1, sizeof(*field->instances))};
    if (!field->instances || !ratios || !units)
        status = DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < data->instance_count && status == DW_OK; i++) {
        field->instances[i].oracle = FIT_NONE;
        status =
            judge_control(data, data->instances[i].control, ratios, units, &field->instances[i]);
    }
    for (uint32_t a = 0; a < data->arm_count && status == DW_OK; a++)
        find_oracle(data, a, &field->instances[data->arms[a].instance]);
    for (size_t i = 0; i < data->instance_count && status == DW_OK; i++) {
        struct score_instance *instance = &field->instances[i];
        uint32_t baseline = data->instances[i].baseline;
        instance->scored = fit_data_timed(data, baseline) && instance->oracle != FIT_NONE &&
                           !isnan(data->arms[baseline].ratio_odd);
        if (instance->scored)
            instance->base_ns = score_arm_ns(data, baseline);
        score_find_decisions(data, (uint32_t)i, instance);
        field->scored_count += instance->scored;
    }
    free(ratios);
    free(units);
    if (status != DW_OK)
        base_error("out of memory for %zu instances", data->instance_count);
    return status;
}

void score_field_free(struct score_field *field)
{
    free(field->instances);
    *field = (struct score_field){.data = NULL};
}

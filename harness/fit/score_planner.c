#include "fit/score_planner.h"

#include <math.h>

#include "dispatchwise/status.h"

double score_predict_ns(const struct fit_data *data, const struct dw_calibration_row *row,
                        uint32_t arm)
{
    const struct fit_instance *instance = &data->instances[data->arms[arm].instance];
    struct dw_prediction prediction;
    if (!fit_data_has_shape(instance) ||
        dw_predict(&instance->shape, row, &data->arms[arm].arm.choice, false, &prediction) != DW_OK)
        return (double)NAN;
    return prediction.wall_ns;
}

bool score_is_candidate(const struct fit_data *data, uint32_t arm)
{
    const struct fit_arm *candidate = &data->arms[arm];
    return candidate->arm.role == ARM_ROLE_FORCED && fit_data_timed(data, arm) &&
           arm_legal(&candidate->arm, data->instances[candidate->instance].wait) &&
           !isnan(candidate->ratio_even) && !isnan(candidate->ratio_odd);
}

uint32_t score_planned(const struct fit_data *data, const struct dw_calibration_row *row,
                       uint32_t instance)
{
    uint32_t best = FIT_NONE;
    double best_ns = (double)INFINITY;
    for (uint32_t a = 0; a < data->arm_count; a++) {
        if (data->arms[a].instance != instance || !score_is_candidate(data, a))
            continue;
        const double ns = score_predict_ns(data, row, a);
        /* Of equals the one with more plain sides. */
        if (ns < best_ns || (ns == best_ns && arm_count_sides(&data->arms[a].arm) <
                                                  arm_count_sides(&data->arms[best].arm))) {
            best = a;
            best_ns = ns;
        }
    }
    return best;
}

size_t score_count_untimed(const struct score_field *field, const struct dw_calibration_row *row,
                           size_t *asked)
{
    const struct fit_data *data = field->data;
    size_t untimed = 0;
    *asked = 0;
    for (uint32_t i = 0; i < data->instance_count; i++) {
        struct dw_plan plan;
        if (!field->instances[i].scored || !fit_data_has_shape(&data->instances[i]))
            continue;
        dw_plan_launch(&data->instances[i].shape, row, DW_TIER_DEVICE_DRIVER, &plan);
        if (isnan(plan.wall_ns))
            continue;
        const struct arm arm = {.choice = plan.choice, .role = ARM_ROLE_FORCED};
        const struct arm canonical = arm_canonical(&arm, data->instances[i].launches);
        (*asked)++;
        untimed += !fit_data_timed(data, fit_data_find(data, i, &canonical));
    }
    return untimed;
}

#include "fit/variants.h"

#include <math.h>
#include <string.h>

/* A variant must beat another by more than rounding to come before it by name. */
#define SUM_TOLERANCE 1e-9

/* log(time / baseline's time) of a choice on an instance over all rounds, and whether it could run:
 * an arm that is illegal, unsupported or missing is the baseline there. */
static double choice_ratio(const struct fit_data *data, uint32_t instance, const struct arm *arm,
                           bool *ran)
{
    const struct arm canonical = arm_canonical(arm, data->instances[instance].launches);
    uint32_t found = fit_data_find(data, instance, &canonical);
    *ran = fit_data_timed(data, found) && !isnan(data->arms[found].ratio);
    return *ran ? data->arms[found].ratio : 0.0;
}

static double summed_log_time(const struct fit_data *data, enum dw_wait wait, uint32_t left_out,
                              const struct arm *arm, uint32_t *ran_count)
{
    double sum = 0;
    *ran_count = 0;
    for (uint32_t i = 0; i < data->instance_count; i++) {
        bool ran;
        if (data->instances[i].wait != wait || data->instances[i].family == left_out ||
            !fit_data_is_plain(&data->instances[i]))
            continue;
        sum += choice_ratio(data, i, arm, &ran);
        *ran_count += ran;
    }
    return sum;
}

static bool comes_first(const struct arm *a, const struct arm *b)
{
    char left[DW_ARM_NAME_SIZE], right[DW_ARM_NAME_SIZE];
    arm_format(a, left, sizeof(left));
    arm_format(b, right, sizeof(right));
    return strcmp(left, right) < 0;
}

/* Names of arms that occur under a wait, each once. */
static bool first_of_its_name(const struct fit_data *data, uint32_t number, enum dw_wait wait)
{
    for (uint32_t i = 0; i < number; i++) {
        if (data->instances[data->arms[i].instance].wait == wait &&
            arm_equal(&data->arms[i].arm, &data->arms[number].arm))
            return false;
    }
    return true;
}

void fit_tune_variants(const struct fit_data *data, uint32_t left_out,
                       struct fit_variants *variants)
{
    double best[DW_WAIT_COUNT][DW_MODE_COUNT];
    *variants = (struct fit_variants){.known = {{false}}};
    for (uint32_t i = 0; i < data->arm_count; i++) {
        const struct arm *arm = &data->arms[i].arm;
        enum dw_wait wait = data->instances[data->arms[i].instance].wait;
        enum dw_mode mode = arm_mode(arm);
        struct arm *chosen = &variants->arm[wait][mode];
        uint32_t ran_count;
        /* Sides are other decisions'. */
        if (arm->role != ARM_ROLE_FORCED || !arm_legal(arm, wait) || arm_count_sides(arm) > 0 ||
            !first_of_its_name(data, i, wait))
            continue;
        double sum = summed_log_time(data, wait, left_out, arm, &ran_count);
        if (ran_count == 0)
            continue;
        if (!variants->known[wait][mode] || sum < best[wait][mode] - SUM_TOLERANCE ||
            (sum < best[wait][mode] + SUM_TOLERANCE && comes_first(arm, chosen))) {
            *chosen = *arm;
            variants->known[wait][mode] = true;
            best[wait][mode] = sum;
        }
    }
}

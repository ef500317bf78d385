#include "fit/score_policy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "fit/score_planner.h"
#include "modes/reference.h"

/* Closer to the oracle than this, the best static arm leaves no gap that could be measured. */
#define GAP_FLOORS 3

/* Choices are made on even rounds and judged on odd ones. */
enum rounds { ROUNDS_EVEN, ROUNDS_ODD };

/* log(time / baseline's) of an arm in half of the rounds; false, and 0, if it cannot run there. */
static bool ratio_in(enum rounds rounds, const struct fit_data *data, uint32_t instance,
                     const struct arm *arm, double *ratio)
{
    const struct arm canonical = arm_canonical(arm, data->instances[instance].launches);
    uint32_t found = fit_data_find(data, instance, &canonical);
    *ratio = 0;
    if (!arm_legal(&canonical, data->instances[instance].wait) || !fit_data_timed(data, found))
        return false;
    const struct fit_arm *timed = &data->arms[found];
    double value = rounds == ROUNDS_EVEN ? timed->ratio_even : timed->ratio_odd;
    if (isnan(value))
        return false;
    *ratio = value;
    return true;
}

/* What the reference policy is asked; compiling costs what the run measured, whatever the policy's
 * own constants are. */
static struct reference_batch batch_of(const struct score_field *field,
                                       const struct score_policy *policy, uint32_t instance)
{
    const struct fit_instance *from = &field->data->instances[instance];
    struct reference_batch batch = {.wait = from->wait,
                                    .launches = from->launches,
                                    .repeats = from->repeats,
                                    .kernel_ns = from->kernel_ns,
                                    .cores = field->data->device.cores};
    if (from->shape_count > 0)
        batch = reference_batch_of(&from->shape, policy->measured ? policy->measured : policy->row,
                                   field->data->device.cores);
    batch.sides = &field->instances[instance].sides;
    return batch;
}

int score_tally_create(struct score_tally *tally, const struct score_field *field)
{
    size_t count = field->data->instance_count + 1;
    size_t errors = field->data->arm_count + count * DW_MODE_COUNT;
    *tally = (struct score_tally){.regrets = malloc(count * sizeof(double)),
                                  .floors = malloc(count * sizeof(double)),
                                  .errors = malloc(errors * sizeof(double)),
                                  .time_errors = malloc(errors * sizeof(double))};
    if (tally->regrets && tally->floors && tally->errors && tally->time_errors)
        return DW_OK;
    base_error("out of memory for %zu instances", count);
    return DW_ERROR_NO_MEMORY;
}

void score_tally_free(struct score_tally *tally)
{
    free(tally->regrets);
    free(tally->floors);
    free(tally->errors);
    free(tally->time_errors);
    *tally = (struct score_tally){.regrets = NULL};
}

/* Savings as predicted and as measured, both as shares of the baseline's time. */
static void add_savings(struct score_tally *tally, const struct score_instance *instance,
                        double predicted, double ratio)
{
    tally->errors[tally->error_count++] = fabs(predicted - (1 - exp(ratio)));
    if (fabs(ratio) > instance->floor_log) {
        tally->signs_judged++;
        tally->signs_right += (predicted > 0) == (ratio < 0);
    }
}

/* What the formulas say of the arms that the policy would run, against what those arms took. */
static void add_reference_errors(struct score_tally *tally, const struct score_field *field,
                                 const struct score_policy *policy, uint32_t instance)
{
    struct reference_batch batch = batch_of(field, policy, instance);
    double base_ns = field->instances[instance].base_ns;
    for (int mode = 0; mode < DW_MODE_COUNT; mode++) {
        double ns = reference_savings_ns(policy->row, (enum dw_mode)mode, &batch), ratio;
        struct arm arm = reference_arm(policy->row, (enum dw_mode)mode, &batch);
        if (!isnan(ns) && ratio_in(ROUNDS_ODD, field->data, instance, &arm, &ratio))
            add_savings(tally, &field->instances[instance], ns / base_ns, ratio);
    }
}

/* What the planner's model says of every arm, against what it took. */
static void add_planner_errors(struct score_tally *tally, const struct score_field *field,
                               const struct dw_calibration_row *row, uint32_t instance)
{
    const struct fit_data *data = field->data;
    const uint32_t baseline = data->instances[instance].baseline;
    const double base_ns = score_predict_ns(data, row, baseline);
    for (uint32_t a = 0; a < data->arm_count; a++) {
        if (data->arms[a].instance != instance || !score_is_candidate(data, a))
            continue;
        const double ns = score_predict_ns(data, row, a), measured_ns = score_arm_ns(data, a);
        if (isnan(ns))
            continue;
        tally->time_errors[tally->time_error_count++] = fabs(ns / measured_ns - 1);
        if (a != baseline && !isnan(base_ns))
            add_savings(tally, &field->instances[instance],
                        (base_ns - ns) / field->instances[instance].base_ns,
                        data->arms[a].ratio_odd);
    }
}

bool score_choose(const struct score_field *field, const struct score_policy *policy,
                  uint32_t instance, double *ratio)
{
    if (policy->planner) {
        const uint32_t planned = score_planned(field->data, policy->row, instance);
        *ratio = planned == FIT_NONE ? 0 : field->data->arms[planned].ratio_odd;
        return planned != FIT_NONE;
    }
    if (policy->row) {
        const struct reference_batch batch = batch_of(field, policy, instance);
        const struct arm arm =
            reference_arm(policy->row, reference_mode(policy->row, &batch), &batch);
        return ratio_in(ROUNDS_ODD, field->data, instance, &arm, ratio);
    }
    if (policy->always)
        return ratio_in(ROUNDS_ODD, field->data, instance, policy->always, ratio);
    *ratio = field->instances[instance].oracle_log;
    return true;
}

static void add_instance(struct score_tally *tally, const struct score_field *field,
                         const struct score_policy *policy, uint32_t instance,
                         const struct arm *best)
{
    const struct score_instance *against = &field->instances[instance];
    double ratio, best_ratio;
    tally->fallbacks += !score_choose(field, policy, instance, &ratio);
    if (policy->planner)
        add_planner_errors(tally, field, policy->row, instance);
    else if (policy->row)
        add_reference_errors(tally, field, policy, instance);
    if (against->has_control)
        tally->floors[tally->floor_count++] = against->floor_log;
    ratio_in(ROUNDS_ODD, field->data, instance, best, &best_ratio);
    tally->regrets[tally->count++] = expm1(ratio - against->oracle_log);
    tally->agreed += ratio - against->oracle_log <= against->floor_log;
    tally->policy_log += ratio;
    tally->best_log += best_ratio;
    tally->oracle_log += against->oracle_log;
    tally->floor_squares += against->floor_log * against->floor_log;
}

void score_tally_add(struct score_tally *tally, const struct score_field *field,
                     const struct score_policy *policy, uint32_t family,
                     enum score_decision decision, const struct arm *best)
{
    for (uint32_t i = 0; i < field->data->instance_count; i++) {
        if (field->instances[i].scored && field->instances[i].decides[decision] &&
            (family == FIT_NONE || field->data->instances[i].family == family))
            add_instance(tally, field, policy, i, best);
    }
}

static double quantile(double *values, size_t count, double share)
{
    if (count == 0)
        return (double)NAN;
    gsl_sort(values, 1, count);
    return gsl_stats_quantile_from_sorted_data(values, 1, count, share);
}

struct results_score score_tally_row(struct score_tally *tally, const struct score_policy *policy,
                                     const char *set)
{
    struct results_score row = {.instances = tally->count,
                                .regret_mean = (double)NAN,
                                .gap_closed = (double)NAN,
                                .agreement = (double)NAN};
    snprintf(row.policy, sizeof(row.policy), "%s", policy->name);
    snprintf(row.set, sizeof(row.set), "%s", set);
    if (tally->count > 0) {
        double gap = tally->best_log - tally->oracle_log;
        row.regret_mean = gsl_stats_mean(tally->regrets, 1, tally->count);
        row.agreement = (double)tally->agreed / (double)tally->count;
        /* Noise floors of instances are apart: that of their sum grows as the root. */
        if (gap > GAP_FLOORS * sqrt(tally->floor_squares) && gap > 0)
            row.gap_closed = (tally->best_log - tally->policy_log) / gap;
    }
    row.regret_p95 = quantile(tally->regrets, tally->count, 0.95);
    row.regret_max = quantile(tally->regrets, tally->count, 1);
    row.prediction_error_median = quantile(tally->errors, tally->error_count, 0.5);
    row.prediction_error_p90 = quantile(tally->errors, tally->error_count, 0.9);
    return row;
}

struct results_decision score_tally_decision(struct score_tally *tally,
                                             const struct results_score *score,
                                             enum score_decision decision)
{
    struct results_decision row = {
        .instances = score->instances,
        .regret_mean = score->regret_mean,
        .regret_p95 = score->regret_p95,
        .gap_closed = score->gap_closed,
        .time_error_median = quantile(tally->time_errors, tally->time_error_count, 0.5),
        .noise_floor = expm1(quantile(tally->floors, tally->floor_count, 0.5)),
        .sign_correct = tally->signs_judged
                            ? (double)tally->signs_right / (double)tally->signs_judged
                            : (double)NAN,
    };
    base_copy_text(row.decision, sizeof(row.decision), score_decision_name(decision));
    base_copy_text(row.policy, sizeof(row.policy), score->policy);
    base_copy_text(row.set, sizeof(row.set), score->set);
    return row;
}

static int compare_arms(const void *left, const void *right)
{
    char a[DW_ARM_NAME_SIZE], b[DW_ARM_NAME_SIZE];
    arm_format(left, a, sizeof(a));
    arm_format(right, b, sizeof(b));
    return strcmp(a, b);
}

struct arm *score_static_arms(const struct fit_data *data, size_t *count)
{
    size_t used = 0, unique = 0;
    struct arm *arms = malloc((data->arm_count + 1) * sizeof(*arms));
    if (!arms) {
        base_error("out of memory for %zu arms", data->arm_count);
        return NULL;
    }
    for (uint32_t i = 0; i < data->arm_count; i++) {
        if (data->arms[i].arm.role == ARM_ROLE_FORCED && fit_data_timed(data, i))
            arms[used++] = data->arms[i].arm;
    }
    qsort(arms, used, sizeof(*arms), compare_arms);
    for (size_t i = 0; i < used; i++) {
        if (unique == 0 || !arm_equal(&arms[unique - 1], &arms[i]))
            arms[unique++] = arms[i];
    }
    *count = unique;
    return arms;
}

const struct arm *score_best_static(const struct score_field *field, const struct arm *arms,
                                    size_t count, uint32_t left_out)
{
    const struct arm *best = NULL;
    double best_sum = 0;
    for (size_t k = 0; k < count; k++) {
        double sum = 0;
        for (uint32_t i = 0; i < field->data->instance_count; i++) {
            double ratio;
            if (!field->instances[i].scored || field->data->instances[i].family == left_out)
                continue;
            ratio_in(ROUNDS_EVEN, field->data, i, &arms[k], &ratio);
            sum += ratio;
        }
        if (!best || sum < best_sum) {
            best = &arms[k];
            best_sum = sum;
        }
    }
    return best;
}

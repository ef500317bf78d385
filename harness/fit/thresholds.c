#include "fit/thresholds.h"

#include <math.h>
#include <stdlib.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/threshold_pairs.h"
#include "fit/threshold_stream.h"

static bool is_table(unsigned side)
{
    return side == DW_BINDING_SIDE_BINDLESS || side == DW_BINDING_SIDE_STATIC;
}

static bool is_speculation(unsigned side)
{
    return side == DW_SPECIALIZATION_SIDE_SPECULATE;
}

struct bindless {
    struct threshold_pairs *pairs;
    bool rebind;
    double (*ns)[2]; /* by pair: with sets, with a table; NaN: left out */
};

static const struct dw_shape *shape_of(const struct threshold_pairs *pairs, size_t pair)
{
    return &pairs->data->instances[pairs->pairs[pair].instance].shape;
}

/* False if no pair is usable in the drawn units. */
static bool fill_times(const struct bindless *bindless, const uint32_t *draws)
{
    bool any = false;
    for (size_t i = 0; i < bindless->pairs->count; i++) {
        double *ns = bindless->ns[i];
        if (shape_of(bindless->pairs, i)->rebind == bindless->rebind &&
            threshold_pair_times(bindless->pairs, i, draws, &ns[0], &ns[1]))
            any = true;
        else
            ns[0] = ns[1] = (double)NAN;
    }
    return any;
}

/* Regret of a table from `least` resources on, summed over the instances. */
static double sum_regret(const struct bindless *bindless, double least)
{
    double sum = 0;
    for (size_t i = 0; i < bindless->pairs->count; i++) {
        const double *ns = bindless->ns[i];
        const bool table = shape_of(bindless->pairs, i)->resources >= least;
        if (!isnan(ns[0]))
            sum += ns[table] / fmin(ns[0], ns[1]) - 1;
    }
    return sum;
}

/* Candidates are the numbers of resources that were tried, and never. */
static bool solve_bindless(void *context, const uint32_t *draws, double values[THRESHOLDS_MAX])
{
    const struct bindless *bindless = context;
    values[0] = (double)INFINITY;
    if (!fill_times(bindless, draws))
        return false;
    double best = sum_regret(bindless, values[0]);
    for (size_t i = 0; i < bindless->pairs->count; i++) {
        const double least = shape_of(bindless->pairs, i)->resources;
        const double sum = sum_regret(bindless, least);
        if (sum > best || (sum == best && least >= values[0]))
            continue;
        best = sum;
        values[0] = least;
    }
    return true;
}

static int fit_bindless(const struct fit_data *data, uint32_t left_out, size_t replicates,
                        struct fit_thresholds *thresholds)
{
    struct threshold_pairs pairs;
    int status = threshold_pairs_create(&pairs, data, left_out, DW_AXIS_BINDING, is_table);
    double(*ns)[2] = malloc((pairs.count + 1) * sizeof(*ns));
    if (status == DW_OK && !ns) {
        base_error("out of memory for %zu instances", pairs.count);
        status = DW_ERROR_NO_MEMORY;
    }
    for (int rebind = 0; rebind < 2 && status == DW_OK; rebind++) {
        struct bindless bindless = {&pairs, rebind == 1, ns};
        uint64_t samples = 0;
        struct dw_constant *const constants[THRESHOLDS_MAX] = {
            rebind == 1 ? &thresholds->bindless_rewritten : &thresholds->bindless_prewritten};
        for (size_t i = 0; i < pairs.count; i++)
            samples += shape_of(&pairs, i)->rebind == bindless.rebind ? pairs.pairs[i].samples : 0;
        status = threshold_bootstrap(&pairs, replicates, solve_bindless, &bindless, samples, 1,
                                     constants);
    }
    free(ns);
    threshold_pairs_free(&pairs);
    return status;
}

int fit_thresholds(const struct fit_data *data, uint32_t left_out, size_t replicates,
                   struct fit_thresholds *thresholds)
{
    struct threshold_pairs pairs;
    *thresholds = (struct fit_thresholds){.hot_count = {.samples = 0}};
    int status = fit_bindless(data, left_out, replicates, thresholds);
    if (status != DW_OK)
        return status;
    status = threshold_pairs_create(&pairs, data, left_out, DW_AXIS_SPECIALIZATION, is_speculation);
    if (status == DW_OK && pairs.count > 0)
        status = threshold_fit_speculation(&pairs, replicates, &thresholds->hot_count,
                                           &thresholds->confidence);
    threshold_pairs_free(&pairs);
    return status;
}

void fit_emit_thresholds(const struct fit_thresholds *thresholds, struct dw_constant *constants)
{
    const struct dw_constant *bindless = thresholds->bindless_rewritten.samples > 0
                                             ? &thresholds->bindless_rewritten
                                             : &thresholds->bindless_prewritten;
    if (bindless->samples > 0)
        constants[DW_CONSTANT_BINDLESS_THRESHOLD] = *bindless;
    if (thresholds->hot_count.samples > 0) {
        constants[DW_CONSTANT_HOT_COUNT] = thresholds->hot_count;
        constants[DW_CONSTANT_CONFIDENCE] = thresholds->confidence;
    }
}

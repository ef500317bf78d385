#include "fit/threshold_pairs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/constants.h"
#include "fit/planner_rows.h"

static bool is_timed(const struct fit_data *data, uint32_t arm)
{
    return data->arms[arm].arm.role == ARM_ROLE_FORCED && fit_data_timed(data, arm);
}

/* The arm that is this one but for its side of an axis; FIT_NONE: it was not timed. */
static uint32_t find_twin(const struct fit_data *data, uint32_t arm, int axis, unsigned side)
{
    struct arm twin = data->arms[arm].arm;
    twin.choice.side[axis] = (uint8_t)side;
    const uint32_t found = fit_data_find(data, data->arms[arm].instance, &twin);
    return fit_data_timed(data, found) ? found : FIT_NONE;
}

/* Append the instance's plain arms that have twins, and their twins. */
static void add_pair(struct threshold_pairs *pairs, uint32_t instance, int axis,
                     threshold_side *other, size_t *used)
{
    const struct fit_data *data = pairs->data;
    const unsigned sides = dw_axis_info(axis)->side_count;
    struct threshold_pair pair = {.instance = instance, .plain = pairs->arms + *used};
    for (int twins = 0; twins < 2; twins++) {
        const size_t first = *used;
        for (uint32_t a = 0; a < data->arm_count; a++) {
            bool paired = false;
            if (data->arms[a].instance != instance || !is_timed(data, a) ||
                data->arms[a].arm.choice.side[axis] != 0)
                continue;
            for (unsigned side = 1; side < sides; side++) {
                const uint32_t twin = other(side) ? find_twin(data, a, axis, side) : FIT_NONE;
                paired = paired || twin != FIT_NONE;
                if (twins == 1 && twin != FIT_NONE)
                    pairs->arms[(*used)++] = twin;
            }
            if (twins == 0 && paired)
                pairs->arms[(*used)++] = a;
        }
        if (twins == 0) {
            pair.plain_count = *used - first;
            pair.other = pairs->arms + *used;
        } else {
            pair.other_count = *used - first;
        }
    }
    for (size_t i = 0; i < pair.plain_count + pair.other_count; i++)
        pair.samples += data->arms[pair.plain[i]].samples;
    if (pair.plain_count > 0)
        pairs->pairs[pairs->count++] = pair;
}

int threshold_pairs_create(struct threshold_pairs *pairs, const struct fit_data *data,
                           uint32_t left_out, int axis, threshold_side *other)
{
    size_t used = 0;
    *pairs = (struct threshold_pairs){
        .data = data,
        .pairs = malloc((data->instance_count + 1) * sizeof(*pairs->pairs)),
        .arms = malloc((data->arm_count + 1) * sizeof(*pairs->arms))};
    if (!pairs->pairs || !pairs->arms) {
        base_error("out of memory for %zu arms", data->arm_count);
        return DW_ERROR_NO_MEMORY;
    }
    for (uint32_t i = 0; i < data->instance_count; i++) {
        if (data->instances[i].family != left_out && data->instances[i].shape_count > 0)
            add_pair(pairs, i, axis, other, &used);
    }
    return DW_OK;
}

void threshold_pairs_free(struct threshold_pairs *pairs)
{
    free(pairs->pairs);
    free(pairs->arms);
    *pairs = (struct threshold_pairs){.data = NULL};
}

static double best_ns(const struct fit_data *data, const uint32_t *arms, size_t count,
                      const uint32_t *draws)
{
    double best = (double)INFINITY;
    for (size_t i = 0; i < count; i++) {
        double measured[PLANNER_TIMES];
        planner_measure(data, arms[i], draws, measured);
        if (measured[PLANNER_WALL] < best)
            best = measured[PLANNER_WALL];
    }
    return exp(best);
}

bool threshold_pair_times(const struct threshold_pairs *pairs, size_t pair, const uint32_t *draws,
                          double *plain_ns, double *other_ns)
{
    const struct threshold_pair *of = &pairs->pairs[pair];
    *plain_ns = best_ns(pairs->data, of->plain, of->plain_count, draws);
    *other_ns = best_ns(pairs->data, of->other, of->other_count, draws);
    return isfinite(*plain_ns) && isfinite(*other_ns);
}

static double as_threshold(double value)
{
    return isinf(value) ? (double)DW_NEVER : value;
}

/* The middle 95 % of the replicates, and the value itself; of one unit everything is possible. */
static struct dw_constant make_constant(double value, double *replicates, size_t count,
                                        uint64_t samples)
{
    double lo = 0, hi = (double)INFINITY;
    if (count > 1) {
        gsl_sort(replicates, 1, count);
        lo = replicates[(size_t)(0.025 * (double)(count - 1))];
        hi = replicates[count - 1 - (size_t)(0.025 * (double)(count - 1))];
    }
    return (struct dw_constant){.value = as_threshold(value),
                                .lo = as_threshold(fmin(lo, value)),
                                .hi = as_threshold(fmax(hi, value)),
                                .samples = samples};
}

int threshold_bootstrap(const struct threshold_pairs *pairs, size_t replicates,
                        threshold_solve *solve, void *context, uint64_t samples, size_t count,
                        struct dw_constant *const constants[THRESHOLDS_MAX])
{
    const size_t units = pairs->data->unit_count;
    double values[THRESHOLDS_MAX], drawn[THRESHOLDS_MAX];
    double *kept = malloc((THRESHOLDS_MAX * replicates + 1) * sizeof(*kept));
    uint32_t *draws = malloc((units + 1) * sizeof(*draws));
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    const bool good = kept && draws && random;
    size_t solved = 0;
    for (size_t u = 0; u < units && good; u++)
        draws[u] = 1;
    if (good && solve(context, draws, values)) {
        gsl_rng_set(random, FIT_SEED);
        for (size_t r = 0; r < replicates && units > 1; r++) {
            memset(draws, 0, units * sizeof(*draws));
            for (size_t u = 0; u < units; u++)
                draws[gsl_rng_uniform_int(random, units)]++;
            if (!solve(context, draws, drawn))
                continue;
            for (size_t i = 0; i < count; i++)
                kept[i * replicates + solved] = drawn[i];
            solved++;
        }
        for (size_t i = 0; i < count; i++)
            *constants[i] = make_constant(values[i], kept + i * replicates, solved, samples);
    }
    if (!good)
        base_error("out of memory for %zu replicates", replicates);
    free(kept);
    free(draws);
    if (random)
        gsl_rng_free(random);
    return good ? DW_OK : DW_ERROR_NO_MEMORY;
}

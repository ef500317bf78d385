#include "fit/threshold_stream.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_rng.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/constants.h"
#include "fit/regress.h"

#define WINDOW 64
#define STREAM_STEPS 256
#define STREAMS 200
static const double predictabilities[] = {0.1, 0.3, 0.5, 0.7, 0.9, 0.99};
#define PREDICTABILITIES (sizeof(predictabilities) / sizeof(predictabilities[0]))

/* Thresholds tried: hits, and confidences in steps of 5 %. */
static const uint32_t hot_counts[] = {1, 2, 4, 8, 16, 32, 64, 128};
#define HOT_COUNTS (sizeof(hot_counts) / sizeof(hot_counts[0]))
#define CONFIDENCE_STEP_BPS 500
#define CONFIDENCES (10000 / CONFIDENCE_STEP_BPS + 1)

/* Predictions of the streams of one predictability: those that pass the thresholds at a place. */
struct tally {
    double made[HOT_COUNTS][CONFIDENCES], right[HOT_COUNTS][CONFIDENCES];
};

static void run_stream(gsl_rng *random, double predictability, struct tally *tally)
{
    bool window[WINDOW] = {false};
    uint32_t right_count = 0;
    for (uint32_t step = 0; step < STREAM_STEPS; step++) {
        const uint32_t seen = step < WINDOW ? step : WINDOW;
        const uint32_t bps = seen > 0 ? right_count * 10000 / seen : 0;
        const bool right = gsl_rng_uniform(random) < predictability;
        size_t hot = 0;
        while (hot + 1 < HOT_COUNTS && hot_counts[hot + 1] <= step)
            hot++;
        if (step >= hot_counts[0]) {
            tally->made[hot][bps / CONFIDENCE_STEP_BPS]++;
            tally->right[hot][bps / CONFIDENCE_STEP_BPS] += right;
        }
        right_count += right;
        right_count -= window[step % WINDOW];
        window[step % WINDOW] = right;
    }
}

/* From those whose largest passed thresholds stand at a place to all that pass them. */
static void accumulate(double counts[HOT_COUNTS][CONFIDENCES])
{
    for (size_t h = HOT_COUNTS; h-- > 0;)
        for (size_t c = CONFIDENCES - 1; c-- > 0;)
            counts[h][c] += counts[h][c + 1];
    for (size_t h = HOT_COUNTS - 1; h-- > 0;)
        for (size_t c = 0; c < CONFIDENCES; c++)
            counts[h][c] += counts[h + 1][c];
}

/* The streams do not depend on what compiling costs. */
static void run_streams(struct tally tallies[PREDICTABILITIES])
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    memset(tallies, 0, PREDICTABILITIES * sizeof(*tallies));
    gsl_rng_set(random, FIT_SEED);
    for (size_t p = 0; p < PREDICTABILITIES; p++) {
        for (int s = 0; s < STREAMS; s++)
            run_stream(random, predictabilities[p], &tallies[p]);
        accumulate(tallies[p].made);
        accumulate(tallies[p].right);
    }
    gsl_rng_free(random);
}

/* Regret of the thresholds at these places, summed; CONFIDENCES: never. What the policy asks beside
 * its thresholds, that a right prediction's share of the gain exceeds the cost, it asks here too.
 */
static double sum_regret(const struct tally tallies[PREDICTABILITIES],
                         const struct threshold_speculation *of, size_t hot, size_t confidence)
{
    double sum = 0;
    while (confidence < CONFIDENCES &&
           of->gain_ns * (double)(confidence * CONFIDENCE_STEP_BPS) / 10000 <= of->cost_ns)
        confidence++;
    for (size_t p = 0; p < PREDICTABILITIES; p++) {
        const bool taken = confidence < CONFIDENCES;
        const double all = tallies[p].made[0][0], all_right = tallies[p].right[0][0];
        const double made = taken ? tallies[p].made[hot][confidence] : 0;
        const double right = taken ? tallies[p].right[hot][confidence] : 0;
        const double hold_ns = all * of->hold_ns;
        const double ahead_ns = hold_ns + all * of->cost_ns - all_right * of->gain_ns;
        const double ns = hold_ns + made * of->cost_ns - right * of->gain_ns;
        sum += ns / fmin(hold_ns, ahead_ns) - 1;
    }
    return sum;
}

static void choose(const struct tally tallies[PREDICTABILITIES],
                   const struct threshold_speculation *speculation, double *hot_count,
                   double *confidence_bps)
{
    double best = sum_regret(tallies, speculation, 0, CONFIDENCES);
    *hot_count = *confidence_bps = (double)INFINITY;
    for (size_t h = 0; h < HOT_COUNTS; h++) {
        for (size_t c = 0; c < CONFIDENCES; c++) {
            const double sum = sum_regret(tallies, speculation, h, c);
            if (!(sum < best))
                continue;
            best = sum;
            *hot_count = hot_counts[h];
            *confidence_bps = (double)(c * CONFIDENCE_STEP_BPS);
        }
    }
}

void threshold_choose_speculation(const struct threshold_speculation *speculation,
                                  double *hot_count, double *confidence_bps)
{
    struct tally tallies[PREDICTABILITIES];
    run_streams(tallies);
    choose(tallies, speculation, hot_count, confidence_bps);
}

struct solving {
    const struct threshold_pairs *pairs;
    struct tally tallies[PREDICTABILITIES];
    struct fit_regression *regression;
    struct fit_row *rows;
};

/* Savings of a new pipeline: confidence*gain - cost, a row for each instance. */
static bool find_costs(const struct solving *solving, const uint32_t *draws,
                       struct threshold_speculation *found)
{
    const unsigned columns = 3; /* gain and cost */
    double coefficients[FIT_COLUMNS], hold_sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < solving->pairs->count; i++) {
        const struct dw_shape *shape =
            &solving->pairs->data->instances[solving->pairs->pairs[i].instance].shape;
        double hold_ns, ahead_ns;
        if (shape->specializations == 0 ||
            !threshold_pair_times(solving->pairs, i, draws, &hold_ns, &ahead_ns))
            continue;
        const double weight = 1 / hold_ns;
        solving->rows[count++] = (struct fit_row){
            .x = {weight * shape->specializations * shape->confidence_bps / 10000.0,
                  -weight * shape->specializations},
            .y = weight * (hold_ns - ahead_ns)};
        hold_sum += hold_ns / shape->specializations;
    }
    if (!fit_identified(solving->rows, count, columns) ||
        !fit_regress(solving->regression, solving->rows, count, columns, coefficients))
        return false;
    *found = (struct threshold_speculation){.hold_ns = hold_sum / (double)count,
                                            .gain_ns = fmax(0, coefficients[0]),
                                            .cost_ns = fmax(0, coefficients[1])};
    /* A right prediction hides no more than there was. */
    found->gain_ns = fmin(found->gain_ns, found->hold_ns);
    return true;
}

static bool solve(void *context, const uint32_t *draws, double values[THRESHOLDS_MAX])
{
    const struct solving *solving = context;
    struct threshold_speculation found;
    if (!find_costs(solving, draws, &found))
        return false;
    choose(solving->tallies, &found, &values[0], &values[1]);
    return true;
}

int threshold_fit_speculation(struct threshold_pairs *pairs, size_t replicates,
                              struct dw_constant *hot_count, struct dw_constant *confidence)
{
    struct solving *solving = malloc(sizeof(*solving));
    struct dw_constant *const constants[THRESHOLDS_MAX] = {hot_count, confidence};
    int status = DW_ERROR_NO_MEMORY;
    uint64_t samples = 0;
    for (size_t i = 0; i < pairs->count; i++)
        samples += pairs->pairs[i].samples;
    if (solving) {
        solving->pairs = pairs;
        solving->regression = fit_regression_create();
        solving->rows = malloc((pairs->count + 1) * sizeof(*solving->rows));
        run_streams(solving->tallies);
        if (solving->regression && solving->rows)
            status = threshold_bootstrap(pairs, replicates, solve, solving, samples, 2, constants);
        else
            base_error("out of memory for %zu instances", pairs->count);
        fit_regression_destroy(&solving->regression);
        free(solving->rows);
    } else {
        base_error("out of memory for a stream of predictions");
    }
    free(solving);
    return status;
}

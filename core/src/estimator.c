#include "dispatchwise/estimator.h"

#include <float.h>
#include <stdbool.h>
#include <stddef.h>

#define OCTAVES DW_ESTIMATOR_OCTAVES

/* A typical launch follows the last FOLLOWED or so, each taken as at most ABOVE of what it is and
 * at least BELOW: a disturbed launch is too long, never too short. */
#define FOLLOWED 128
#define SEEN_MAX 1024
#define ABOVE 1.3
#define BELOW 0.5

/* What a float can hold and be divided by. */
#define NS_MIN 1e-3
#define NS_MAX 1e18
#define THETA_MIN 1e-18
#define THETA_MAX 1e22

#define MISFIT_MAX 1.0
#define TIE 1e-3 /* the prior's say where launches and weight leave a choice open */

_Static_assert(sizeof(struct dw_kernel_estimator) <= 256, "an estimator fits four cache lines");

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

/* False for NaN too. */
static bool is_positive(double value)
{
    return value > 0 && value <= DBL_MAX;
}

void dw_estimator_init(struct dw_kernel_estimator *estimator, double prior_tau_ns,
                       double prior_theta_per_ns, uint32_t prior_weight)
{
    const double tau = is_positive(prior_tau_ns) ? prior_tau_ns : DW_ESTIMATOR_TAU_NS;
    const double theta =
        is_positive(prior_theta_per_ns) ? prior_theta_per_ns : DW_ESTIMATOR_THETA_PER_NS;
    *estimator = (struct dw_kernel_estimator){
        .prior_tau_ns = smaller(larger(tau, NS_MIN), NS_MAX),
        .prior_theta_per_ns = smaller(larger(theta, THETA_MIN), THETA_MAX),
        .prior_weight = prior_weight,
    };
}

static size_t octave_of(uint64_t groups)
{
    size_t octave = 0;
    while (groups >>= 1)
        octave++;
    return octave < OCTAVES ? octave : OCTAVES - 1;
}

void dw_estimator_add(struct dw_kernel_estimator *estimator, uint64_t groups, double ns)
{
    if (groups == 0 || !is_positive(ns))
        return;
    const size_t k = octave_of(groups);
    const double count = (double)groups;
    const double typical = (double)estimator->ns[k];
    uint32_t seen = estimator->seen[k];
    ns = smaller(larger(ns, NS_MIN), NS_MAX);
    estimator->launches++;
    if (seen > 0) {
        /* Within an octave a time may or may not grow with the groups. */
        const double scale = count / (double)estimator->groups[k];
        const double lo = BELOW * typical * smaller(scale, 1);
        const double hi = ABOVE * typical * larger(scale, 1);
        if (ns < lo)
            seen = (seen < FOLLOWED ? seen : FOLLOWED) / 2; /* what came before was too long */
        if (seen > 0)
            ns = smaller(larger(ns, lo), hi);
    }
    if (seen == 0) {
        estimator->groups[k] = (float)count;
        estimator->ns[k] = (float)ns;
    } else {
        const double gain = 1.0 / (seen < FOLLOWED ? seen + 1 : FOLLOWED);
        estimator->groups[k] += (float)((count - (double)estimator->groups[k]) * gain);
        estimator->ns[k] = (float)(typical + (ns - typical) * gain);
    }
    estimator->seen[k] = (uint16_t)(seen + 1 < SEEN_MAX ? seen + 1 : SEEN_MAX);
}

/* One of the two numbers: launches that speak for it, and what the others leave possible. */
struct side {
    double sum, bound;
    uint32_t launches;
};

static void take(struct side *side, double value, uint32_t launches)
{
    side->sum += value * launches;
    side->launches += launches;
}

/* The mean with the prior as so many launches; of the harmonic and the arithmetic mean, the one on
 * which a prior far off has the smaller leverage. */
static double settle(const struct side *side, double prior, uint32_t weight)
{
    if (side->launches == 0)
        return smaller(prior, side->bound);
    const double mean = side->sum / side->launches, all = (double)weight + side->launches;
    return prior > mean ? all / (weight / prior + side->launches / mean)
                        : (weight * prior + side->launches * mean) / all;
}

/* tau, and the share of the full device that a group takes: 1/theta, in ns. */
struct line {
    double tau, share;
    uint32_t tau_launches, share_launches;
};

/* Octaves below `split` speak for tau, those from it on for theta; `skip` for neither. */
static struct line fit(const struct dw_kernel_estimator *estimator, size_t split, size_t skip)
{
    struct side tau = {.bound = NS_MAX}, share = {.bound = 1 / THETA_MIN};
    for (size_t k = 0; k < OCTAVES; k++) {
        if (estimator->seen[k] == 0)
            continue;
        const double ns = (double)estimator->ns[k];
        const double each = ns / (double)estimator->groups[k];
        tau.bound = smaller(tau.bound, ns);
        share.bound = smaller(share.bound, each);
        if (k != skip && k < split)
            take(&tau, ns, estimator->seen[k]);
        else if (k != skip)
            take(&share, each, estimator->seen[k]);
    }
    return (struct line){
        .tau = settle(&tau, estimator->prior_tau_ns, estimator->prior_weight),
        .share = settle(&share, 1 / estimator->prior_theta_per_ns, estimator->prior_weight),
        .tau_launches = tau.launches,
        .share_launches = share.launches,
    };
}

/* How far apart two numbers are, as a share of the smaller one. */
static double distance(double a, double b)
{
    return larger(a, b) / smaller(a, b) - 1;
}

static double misfit(const struct dw_kernel_estimator *estimator, const struct line *line)
{
    const double from_tau = distance(line->tau, estimator->prior_tau_ns);
    const double from_share = distance(line->share, 1 / estimator->prior_theta_per_ns);
    double sum =
        TIE * (from_tau + from_share) +
        estimator->prior_weight * (smaller(from_tau, MISFIT_MAX) + smaller(from_share, MISFIT_MAX));
    for (size_t k = 0; k < OCTAVES; k++)
        if (estimator->seen[k] > 0) {
            const double expected = larger(line->tau, line->share * (double)estimator->groups[k]);
            sum += estimator->seen[k] *
                   smaller(distance((double)estimator->ns[k], expected), MISFIT_MAX);
        }
    return sum;
}

/* An octave in which the device fills speaks purely for neither number: leave it out, if each
 * number that has launches keeps some. */
static struct line without_knee(const struct dw_kernel_estimator *estimator, size_t split,
                                struct line whole)
{
    const double knee = smaller(larger(whole.tau / whole.share, 1), (double)UINT32_MAX);
    const struct line line = fit(estimator, split, octave_of((uint64_t)knee));
    const bool loses = (whole.tau_launches > 0 && line.tau_launches == 0) ||
                       (whole.share_launches > 0 && line.share_launches == 0);
    return loses ? whole : line;
}

void dw_estimator_get(const struct dw_kernel_estimator *estimator,
                      struct dw_kernel_estimate *estimate)
{
    struct line best = fit(estimator, 0, OCTAVES);
    double least = misfit(estimator, &best);
    size_t split = 0;
    for (size_t s = 1; s <= OCTAVES; s++) {
        if (estimator->seen[s - 1] == 0)
            continue; /* the same as the split before */
        const struct line line = fit(estimator, s, OCTAVES);
        const double sum = misfit(estimator, &line);
        if (sum < least) {
            least = sum;
            best = line;
            split = s;
        }
    }
    best = without_knee(estimator, split, best);
    *estimate = (struct dw_kernel_estimate){
        .tau_ns = best.tau,
        .theta_per_ns = 1 / best.share,
        .tau_launches = best.tau_launches,
        .theta_launches = best.share_launches,
    };
}

/* Instances on which two sides of an axis were timed with everything else alike. */
#ifndef FIT_THRESHOLD_PAIRS_H
#define FIT_THRESHOLD_PAIRS_H

#include "fit/data.h"

/* An instance with its arms on the plain side that have a twin on another one, and these. */
struct threshold_pair {
    uint32_t instance;
    const uint32_t *plain, *other; /* arm numbers, of the pairs' memory */
    size_t plain_count, other_count;
    uint64_t samples; /* timed batches of them */
};

struct threshold_pairs {
    const struct fit_data *data;
    struct threshold_pair *pairs;
    size_t count;
    uint32_t *arms;
};

/* True for the other sides that are looked at. */
typedef bool threshold_side(unsigned side);

/* DW_ERROR_NO_MEMORY, logged; free also after a failure. */
int threshold_pairs_create(struct threshold_pairs *pairs, const struct fit_data *data,
                           uint32_t left_out, int axis, threshold_side *other);
void threshold_pairs_free(struct threshold_pairs *pairs);

/* The best times of both in the drawn units, ns; false if either was timed in none of them. */
bool threshold_pair_times(const struct threshold_pairs *pairs, size_t pair, const uint32_t *draws,
                          double *plain_ns, double *other_ns);

/* Fit with every unit once, then with units drawn with replacement: solve writes up to
 * THRESHOLDS_MAX values (INFINITY: never) and returns false if it cannot. values and intervals of
 * those go to constants, with the samples; they stay as they are where the first fit fails.
 * DW_ERROR_NO_MEMORY, logged. */
#define THRESHOLDS_MAX 2
typedef bool threshold_solve(void *context, const uint32_t *draws, double values[THRESHOLDS_MAX]);
int threshold_bootstrap(const struct threshold_pairs *pairs, size_t replicates,
                        threshold_solve *solve, void *context, uint64_t samples, size_t count,
                        struct dw_constant *const constants[THRESHOLDS_MAX]);

#endif

/* What a kernel costs, learnt from a runtime's own timestamps: tau, the time of one workgroup
 * alone, and theta, the workgroups that a full device finishes per ns, so that a launch of G groups
 * takes max(tau, G/theta). Plain data in the caller's memory, one for each pipeline; copied,
 * compared and stored as it is. One thread at a time may use an estimator. */
#ifndef DISPATCHWISE_ESTIMATOR_H
#define DISPATCHWISE_ESTIMATOR_H

#include <stdint.h>

#include "dispatchwise/export.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DW_ESTIMATOR_OCTAVES 22

/* What stands for a prior that the caller does not have. */
#define DW_ESTIMATOR_TAU_NS 10000.0
#define DW_ESTIMATOR_THETA_PER_NS 0.01

/* Launches are gathered by octaves of their groups: octave k holds 2^k to 2^(k+1) - 1 groups, the
 * last one all that are larger. */
struct dw_kernel_estimator {
    double prior_tau_ns, prior_theta_per_ns;
    uint64_t launches;                  /* taken in all */
    uint32_t prior_weight;              /* in launches */
    float groups[DW_ESTIMATOR_OCTAVES]; /* a typical launch of each octave */
    float ns[DW_ESTIMATOR_OCTAVES];
    uint16_t seen[DW_ESTIMATOR_OCTAVES]; /* launches behind it, at most 1024 */
};

/* Start with what is believed of a kernel never seen, such as the estimate of a similar one, and as
 * how many launches the belief counts. A number that is not above 0 and finite stands for
 * DW_ESTIMATOR_TAU_NS or DW_ESTIMATOR_THETA_PER_NS. */
DW_API void dw_estimator_init(struct dw_kernel_estimator *estimator, double prior_tau_ns,
                              double prior_theta_per_ns, uint32_t prior_weight);

/* One launch: its workgroups and its device time, that of the launch alone (no barrier, no
 * neighbour). A launch that was disturbed takes too long and counts for little; no groups, or a
 * time that is not above 0 and finite, count for nothing. Constant time. */
DW_API void dw_estimator_add(struct dw_kernel_estimator *estimator, uint64_t groups, double ns);

/* Both numbers are always above 0 and finite. A number without launches of its own is the prior,
 * as far as the other launches allow it: no launch takes less than tau or than groups/theta. */
struct dw_kernel_estimate {
    double tau_ns, theta_per_ns;
    uint32_t tau_launches, theta_launches; /* that speak for it, at most 1024 an octave */
};
DW_API void dw_estimator_get(const struct dw_kernel_estimator *estimator,
                             struct dw_kernel_estimate *estimate);

#ifdef __cplusplus
}
#endif

#endif

/* When compiling ahead pays, by a simulated dispatcher. It meets a stream of pipelines, each of
 * which is the one that it predicts with a probability that it does not know; its confidence is the
 * share of right predictions among the last 64. Streams of several predictabilities pass, each from
 * a cold start; holding and speculating cost what was measured. */
#ifndef FIT_THRESHOLD_STREAM_H
#define FIT_THRESHOLD_STREAM_H

#include "fit/threshold_pairs.h"

/* What a new pipeline costs, ns: met unprepared, and if it is speculated on: cost_ns more always,
 * gain_ns less where the prediction was right. */
struct threshold_speculation {
    double hold_ns, gain_ns, cost_ns;
};

/* The hits and the confidence (bps) from which on speculating has the least regret, summed over the
 * predictabilities; INFINITY for both: it never pays. Regret of a stream: its time over the better
 * of always holding and always speculating, less 1. */
void threshold_choose_speculation(const struct threshold_speculation *speculation,
                                  double *hot_count, double *confidence_bps);

/* The costs from instances of several confidences, then the thresholds; where the confidences do
 * not tell gain from cost, both stay not measured. DW_ERROR_NO_MEMORY, logged. */
int threshold_fit_speculation(struct threshold_pairs *pairs, size_t replicates,
                              struct dw_constant *hot_count, struct dw_constant *confidence);

#endif

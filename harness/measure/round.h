/* The timing loop: every active arm once a round, in a seeded random order. There is no other. */
#ifndef MEASURE_ROUND_H
#define MEASURE_ROUND_H

#include "measure/engine.h"
#include "modes/reference.h"

/* An arm within a round. */
struct measure_arm {
    struct arm arm;
    void *handle;           /* of the engine; NULL: not to be timed */
    double record_share_ns; /* record_ns/repeats, added to wall and host time */
    /* Not NULL: the reference policy is asked anew for every batch, within its time. */
    const struct reference_batch *asked;
    /* Not NULL: the planner is, likewise. */
    const struct dw_shape *planned;
    const struct dw_calibration_row *row;
    enum dw_tier tier; /* of the row */
    double planted_ns; /* spent on the host within its time: a slowdown of known size; 0: none */
};

struct measure_sample {
    double wall_ns, host_ns, cpu_ns, gpu_ns; /* gpu_ns NaN where not stamped */
};

typedef int measure_sink(void *context, const struct measure_arm *arm, uint32_t round,
                         uint32_t position, const struct measure_sample *sample);

#define MEASURE_ARMS_MAX 160

/* Time one batch. Timestamps at its two ends cost device time, so the device span comes from a
 * second, stamped batch beside the timed one. */
int measure_batch_once(struct measure_engine *engine, const struct measure_arm *arm, bool stamped,
                       struct measure_sample *sample);

/* One round; the order follows from *random_state (not 0), which is advanced: arms that wait alike
 * are neighbours. Samples are handed to the sink when the round is whole, so a failed round leaves
 * none. */
int measure_round(struct measure_engine *engine, const struct measure_arm *arms, size_t count,
                  uint64_t *random_state, uint32_t round, bool stamped, measure_sink *sink,
                  void *context);

#endif

/* One instance in one process: its arms are opened and checked, timed in rounds and checked again.
 */
#ifndef RUN_SESSION_H
#define RUN_SESSION_H

#include "measure/round.h"
#include "run/rows.h"
#include "run/run.h"

struct run_session {
    struct measure_engine *engine;
    const struct run_state *state;          /* borrowed */
    const struct run_instance_state *known; /* the instance at hand, borrowed from state */
    struct run_rows rows;
    struct grid_instance instance;
    void *handle;
    struct measure_arm arms[RUN_ARMS_MAX];
    size_t count;
    bool has_baseline; /* without it nothing can be compared, and nothing is timed */
    struct reference_batch asked;
    struct reference_sides sides; /* that the device runs on the instance */
    struct dw_shape planned;      /* the instance as the planner takes it */
    const struct dw_calibration_row *row;
    enum dw_tier tier; /* of the row */
};

#define RUN_ROUNDS_EACH 3 /* at least, of a process on an instance: 5 processes make 15 */

/* Measure session->known for about slice_ns of the engine's clock, RUN_ROUNDS_EACH rounds at the
 * least; one that cannot be opened has its baseline written as unsupported, which is no failure.
 * Everything is closed again but after a fatal status on a real device. */
int run_measure_instance(struct run_session *session, double slice_ns);

#endif

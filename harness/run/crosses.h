/* The arms that cross what paid off on its own. */
#ifndef RUN_CROSSES_H
#define RUN_CROSSES_H

#include "dispatchwise/planner.h"
#include "run/run.h"

#define RUN_CROSSES_MAX 32
#define CROSSES_ROUNDS_MAX 250 /* that are looked at, of an arm in the first process */

/* The two best variants under the two best sides of each axis, and under every way of waiting:
 * legal ones, each once, at most capacity. None before the instance's first process has ended.
 * Returns how many. */
size_t run_cross_arms(const struct run_instance_state *known, const struct dw_shape *shape,
                      struct arm *arms, size_t capacity);

#endif

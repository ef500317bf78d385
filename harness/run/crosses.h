/* The arms that cross what paid off on its own. */
#ifndef RUN_CROSSES_H
#define RUN_CROSSES_H

#include "dispatchwise/planner.h"
#include "run/run.h"

#define RUN_CROSSES_MAX 32
#define CROSSES_ROUNDS_MAX 250 /* that are looked at, of an arm in the first process */

/* The three best variants, the best first, under the two best sides of each axis and every way of
 * waiting (two ways where there are other axes): legal ones, each once, at most capacity, which is
 * two variants where there are three axes. None before the instance's first process has ended.
 * Returns how many. */
size_t run_cross_arms(const struct run_instance_state *known, const struct dw_shape *shape,
                      struct arm *arms, size_t capacity);

#endif

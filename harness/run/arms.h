/* Which arms of an instance are run: the candidates that the user's selection leaves, and what is
 * always there. */
#ifndef RUN_ARMS_H
#define RUN_ARMS_H

#include "modes/arm.h"
#include "run/run.h"
#include "workload.h"

/* The baseline, the arms that submit as a recorded program did, what `selection` (names or
 * beginnings of names between commas; empty: everything) leaves of what the planner chose (NULL:
 * nothing), what it names in full, what it leaves of the candidates and of their crosses by what is
 * known of the instance (NULL: nothing), and the baseline's copy. A name in full stands for that
 * arm alone. Leaves room for two more. Returns how many. */
size_t run_list_arms(const char *selection, const struct run_instance_state *known,
                     const struct workload_shape *shape, uint32_t cores,
                     const struct dw_choice *chosen, struct arm arms[RUN_ARMS_MAX]);

#endif

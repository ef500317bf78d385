/* Kernels that take a recorded batch's place: of its grid and its device time. */
#ifndef RUN_TRACE_MATCH_H
#define RUN_TRACE_MATCH_H

#include "run/probe.h"
#include "run/trace_shapes.h"

#define RUN_MATCH_TOLERANCE 0.05 /* of the recorded device time */

/* The kernel of a batch: of the workloads in a list (names between commas; NULL: all) the first,
 * those that move most memory first, whose launch takes the recorded time within the tolerance with
 * some number of steps; where none does, the one that comes nearest; where no time was recorded,
 * the smallest. Fills steps of the shape. *workload stays NULL if the device holds none of them. */
int run_match_kernel(struct run_probe *probe, const char *list, struct run_trace_batch *batch,
                     const struct workload **workload, struct dw_kernel *kernel);

/* The arm that submits as the program did: a submit each, or as many launches a buffer as its
 * submits had, recorded anew or again. The baseline where the batch forbids that. */
struct arm run_recorded_arm(const struct run_trace_batch *batch);

#endif

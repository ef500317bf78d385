/* Kernels that take a recorded batch's place: of its grid and its device time. */
#ifndef RUN_TRACE_MATCH_H
#define RUN_TRACE_MATCH_H

#include "run/probe.h"
#include "run/trace_shapes.h"

#define RUN_MATCH_TOLERANCE 0.05 /* of the recorded device time */

/* The kernels of a batch, or of two that are replayed together: of the workloads in a list (names
 * between commas; NULL: all) the first, those that move most memory first, whose launches take the
 * recorded times within the tolerance with some numbers of steps; where none does, the one that
 * comes nearest; where no time was recorded, the smallest. Fills steps of the shape. *workload
 * stays NULL if the device holds none of them. */
int run_match_kernels(struct run_probe *probe, const char *list, struct run_trace_batch *batch,
                      const struct workload **workload,
                      struct dw_kernel kernel[RUN_TRACE_MEMBERS_MAX]);

/* The arm that submits as the program did: a submit each, or as many launches a buffer as its
 * submits had, recorded anew or again; two with a barrier between them or without; a new pipeline
 * compiled when it was met or ahead. The baseline where the batch forbids that. */
struct arm run_recorded_arm(const struct run_trace_batch *batch);

#endif

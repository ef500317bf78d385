/* The plan of a replay: an instance for every distinct batch of a trace, and what it stands for. */
#ifndef RUN_TRACE_PLAN_H
#define RUN_TRACE_PLAN_H

#include "results/schema.h"
#include "run/probe.h"
#include "run/trace_kinds.h"

struct run_trace_row {
    struct grid_instance instance;                  /* rows can have the same */
    struct dw_kernel kernel[RUN_TRACE_MEMBERS_MAX]; /* the second's groups are 0: there is none */
    struct results_weight weight;
};

/* Read FILE and find kernels among the workloads of a list (NULL: all); says what is left out and
 * what could not be matched. *rows is the caller's to free. Errors, logged, are those of reading
 * the trace and of the device. */
int run_plan_trace(const char *path, const char *list, struct run_probe *probe,
                   struct run_trace_row **rows, size_t *count);

#endif

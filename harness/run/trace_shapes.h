/* A recording's batches as shapes: those that a shape cannot tell apart are one, counted. */
#ifndef RUN_TRACE_SHAPES_H
#define RUN_TRACE_SHAPES_H

#include "measure/engine.h"
#include "workload.h"

#define RUN_TRACE_BATCHES_MAX 64 /* distinct ones that are replayed */

/* What batches of a trace have in common. */
struct run_trace_batch {
    struct workload_shape shape; /* steps is 1: the kernel that takes them is still to be found */
    uint64_t pipeline;           /* hash */
    uint32_t submits;            /* that have its launches */
    bool resubmitted;            /* most of them submit a recording again */
    uint64_t occurrences;
    double kernel_ns;   /* device time of a launch, median; NaN: not recorded */
    double recorded_ns; /* of the batch as the program saw it, median; NaN: it never waited */
    double cost;        /* of all of them: device ns, or launches in a trace without times */
};

struct run_trace {
    struct run_trace_batch *batches; /* the costliest first */
    size_t count;
    char device[256];   /* that the first program recorded ran on */
    uint64_t all;       /* batches in the file */
    uint64_t covered;   /* of them, by the distinct ones that are kept */
    double share;       /* of their cost, of that of all */
    uint64_t indirect;  /* not replayed: the grid is known on the device alone */
    uint64_t unseen;    /* not replayed: their pipeline was made before the recording */
    uint64_t too_large; /* not replayed: more workgroups or launches than a workload has */
    uint64_t rest;      /* not replayed: beyond RUN_TRACE_BATCHES_MAX */
    uint64_t unknown;   /* replayed as chains: what they access is not known */
    uint64_t untimed;   /* replayed without a device time to match */
    uint64_t draws;     /* recorded in the same command buffers, never replayed */
};

/* Read FILE. What `trace check` refuses is refused here, with the offset: DW_ERROR_PARSE and so on,
 * logged; so is a trace with nothing to replay. free also after a failure. */
int run_read_trace(const char *path, const struct measure_facts *facts, struct run_trace *trace);
void run_free_trace(struct run_trace *trace);

#endif

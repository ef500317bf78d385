/* A recording's batches as shapes: those that a shape cannot tell apart are one, counted. */
#ifndef RUN_TRACE_SHAPES_H
#define RUN_TRACE_SHAPES_H

#include "measure/engine.h"
#include "run/trace_kinds.h"

#define RUN_TRACE_BATCHES_MAX 64 /* distinct ones that are replayed */

/* What batches of a trace have in common, or two neighbours that are decided on together. */
struct run_trace_batch {
    struct workload_shape shape; /* steps are 1: the kernels that take them are still to be found */
    struct run_trace_key key;
    uint64_t occurrences;
    double kernel_ns[RUN_TRACE_MEMBERS_MAX]; /* device time of a launch, median; NaN: not known */
    double recorded_ns; /* of it as the program saw it, median; NaN: it never waited */
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
    uint64_t pairs;     /* replayed two at a time: nothing keeps their kernels apart */
    uint64_t unshaped;  /* neighbours that could be, but no shape has them */
    uint64_t compiled;  /* batches whose pipeline was compiled for them */
    uint64_t led;       /* of them, replayed with the batch before */
    uint64_t settled;   /* of them, replayed as if it had been there */
    uint64_t unknown;   /* replayed as chains: what they access is not known */
    uint64_t untimed;   /* replayed without a device time to match */
    uint64_t draws;     /* recorded in the same command buffers, never replayed */
};

/* Read FILE. What `trace check` refuses is refused here, with the offset: DW_ERROR_PARSE and so on,
 * logged; so is a trace with nothing to replay. free also after a failure. */
int run_read_trace(const char *path, const struct measure_facts *facts, struct run_trace *trace);
void run_free_trace(struct run_trace *trace);

#endif

/* What a shape sees of a batch, or of two neighbours, and how the program submitted it: those of
 * which it is the same are one kind. */
#ifndef RUN_TRACE_KINDS_H
#define RUN_TRACE_KINDS_H

#include "measure/engine.h"
#include "trace/batches.h"
#include "trace/table.h"
#include "workload.h"

#define RUN_TRACE_NO_KIND UINT32_MAX
#define RUN_TRACE_MEMBERS_MAX 2 /* batches that are decided on together */

struct run_trace_member {
    uint64_t pipeline; /* hash */
    uint32_t groups, reserved;
};

/* Hashed: no padding. */
struct run_trace_key {
    struct run_trace_member member[RUN_TRACE_MEMBERS_MAX];
    uint64_t copy_bytes;
    uint32_t members;                      /* 1 or 2 */
    uint32_t launches, resources, submits; /* launches: of each member */
    uint32_t wait, dependent, copy, resubmitted;
    uint32_t arms;  /* D2's verdict on two */
    uint32_t apart; /* a barrier or a submit is between the two */
    /* I2: 1 where the pipeline of the last member was compiled for it, by another thread if ahead;
     * what a dispatcher had foreseen, in classes. */
    uint32_t compiled, ahead, hits, confidence;
};

struct run_trace_kind {
    struct run_trace_key key;
    uint64_t occurrences, unknown;
    uint64_t rewritten;            /* with sets that are not as they were launched with before */
    uint64_t hits, confidence_bps; /* sums over all */
    struct trace_table identities;
};

struct run_trace_kinds {
    struct run_trace_kind *list;
    size_t count, size;
    struct trace_table numbers; /* a key's hash to its kind's number + 1 */
};

/* Is a batch alone replayed as one whose pipeline was compiled for it? One launch is: of several
 * the shape has the first ones before the pipeline is met. */
bool run_compiles_alone(const struct trace_batch *batch);

/* The number of the kind that a batch, or two (second may be NULL), are of, which may be new; they
 * are counted. RUN_TRACE_NO_KIND: no memory. */
uint32_t run_add_to_kind(struct run_trace_kinds *kinds, const struct trace_batch *first,
                         const struct trace_batch *second, const struct measure_facts *facts);
void run_free_kinds(struct run_trace_kinds *kinds);

/* The shape of a kind; steps are 1. */
struct workload_shape run_kind_shape(const struct run_trace_kind *kind);

#endif

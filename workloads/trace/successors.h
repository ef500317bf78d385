/* Which follows which, as a dispatcher learns it from what it has seen: for I2. */
#ifndef TRACE_SUCCESSORS_H
#define TRACE_SUCCESSORS_H

#include "table.h"

struct trace_successors {
    struct trace_table counts; /* of a pair */
    struct trace_table best;   /* of the first: its most frequent successor, and all there were */
};

/* Before what came was known. */
struct trace_prediction {
    uint64_t next;       /* what is foreseen */
    uint64_t hits, seen; /* of the prediction */
    uint32_t confidence_bps;
    bool predicted; /* it came */
};

/* `next` comes after `last`. False: no memory. */
bool trace_successors_learn(struct trace_successors *successors, uint64_t last, uint64_t next,
                            struct trace_prediction *prediction);
void trace_successors_free(struct trace_successors *successors);

#endif

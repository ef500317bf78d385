#include "successors.h"

#include <stdlib.h>
#include "hash.h"

struct best {
    uint64_t next, hits, seen;
};

/* 0 is no key. */
static uint64_t key_of(uint64_t last, uint64_t next)
{
    const uint64_t key = trace_hash(&next, sizeof next, last);
    return key ? key : 1;
}

bool trace_successors_learn(struct trace_successors *successors, uint64_t last, uint64_t next,
                            struct trace_prediction *prediction)
{
    const uint64_t pair = key_of(last, next), first = key_of(last, 0);
    struct best *best = trace_table_get(&successors->best, first);
    *prediction = (struct trace_prediction){.hits = 0};
    if (!best) {
        best = calloc(1, sizeof *best);
        if (!best || !trace_table_put(&successors->best, first, best)) {
            free(best);
            return false;
        }
    } else {
        *prediction = (struct trace_prediction){
            .next = best->next,
            .hits = best->hits,
            .seen = best->seen,
            .confidence_bps = (uint32_t)(best->hits * 10000 / best->seen),
            .predicted = best->next == next,
        };
    }
    const uintptr_t count = (uintptr_t)trace_table_get(&successors->counts, pair) + 1;
    if (!trace_table_put(&successors->counts, pair, (void *)count))
        return false;
    best->seen++;
    if (count > best->hits) {
        best->hits = count;
        best->next = next;
    }
    return true;
}

void trace_successors_free(struct trace_successors *successors)
{
    trace_table_free(&successors->best, free);
    trace_table_free(&successors->counts, NULL);
}

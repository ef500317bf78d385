/* Which batches of a recording a dispatcher decides on together: neighbours of another pipeline on
 * one queue, two at a time.
 *   at once   nothing keeps their kernels apart, and no wait for the first is between them: D2
 *   led       the second's pipeline was compiled for it: beside the first that could have been: I2
 * Pairs are taken as the batches come: what is in one already is in no other. */
#ifndef RUN_TRACE_NEIGHBOURS_H
#define RUN_TRACE_NEIGHBOURS_H

#include "trace/batches.h"
#include "trace/table.h"

enum run_neighbours { RUN_NEIGHBOURS_APART, RUN_NEIGHBOURS_AT_ONCE, RUN_NEIGHBOURS_LED };

/* How two that follow one another go together. AT_ONCE and LED are those that a shape has:
 *   as many launches of either; of two that run at once, none that depends on another
 *   recorded anew and submitted all at once, one by one, or several of one of them at a time; or
 *   one recording of both, submitted again
 *   no copies but those that the first waits for; no pipeline compiled for the first
 * *unshaped: they would be AT_ONCE, but no shape has them. */
enum run_neighbours run_judge_neighbours(const struct trace_batch *first,
                                         const struct trace_batch *second, bool *unshaped);

/* The batch's queue, unique in the file; not 0. */
uint64_t run_queue_of(const struct trace_batch *batch);
/* Is the host waiting for the batch's launch alone? */
bool run_waits_for_each(const struct trace_batch *batch);
/* Submits of two batches, or of one (second NULL). */
uint32_t run_count_submits(const struct trace_batch *first, const struct trace_batch *second);

/* Every batch in one call, alone (second NULL) or with the one behind it. */
typedef void run_neighbours_callback(void *context, const struct trace_batch *first,
                                     const struct trace_batch *second);

struct run_pairing {
    run_neighbours_callback *callback;
    void *context;
    struct trace_table open; /* of each queue the batch whose neighbour has not come yet */
    uint64_t unshaped;       /* neighbours that could run at once, and that no shape has */
    bool failed;             /* no memory */
};

/* The next batch. It and its neighbour are handed on when both are known. usable: it is one that
 * can be replayed. */
void run_pair_batch(struct run_pairing *pairing, const struct trace_batch *batch, bool usable);
/* What has no neighbour yet stays alone. */
void run_end_pairing(struct run_pairing *pairing);

#endif

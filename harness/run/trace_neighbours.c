#include "run/trace_neighbours.h"

#include <stdlib.h>

/* It may outlive the cutter, and its pipeline's fields with it. */
struct waiting {
    struct trace_batch batch;
    struct trace_pipeline pipeline;
    bool usable;
};

bool run_waits_for_each(const struct trace_batch *batch)
{
    return batch->waited && batch->launches == 1;
}

uint32_t run_count_submits(const struct trace_batch *first, const struct trace_batch *second)
{
    return first->submits + (second ? second->submits - second->joined : 0);
}

/* Buffers of an arm hold all launches of both kernels, one launch, or several of one kernel; those
 * that are submitted again hold all. Where a pipeline is new nothing is submitted again: what
 * recording takes does not matter beside it. */
static bool has_arm(const struct trace_batch *first, const struct trace_batch *second)
{
    const uint64_t launches = first->launches, submits = run_count_submits(first, second);
    const uint64_t again = second->compiled ? 0 : first->resubmitted + second->resubmitted;
    const bool apart = submits >= 2 * launches || 2 * launches / submits < launches;
    return submits == 1 || (2 * again < submits && apart);
}

enum run_neighbours run_judge_neighbours(const struct trace_batch *first,
                                         const struct trace_batch *second, bool *unshaped)
{
    const bool each = run_waits_for_each(first) && run_waits_for_each(second);
    const bool fresh = first->compiled || second->compiled;
    const bool at_once = second->follows && second->neighbour == TRACE_HAZARD_INDEPENDENT;
    /* The launches of the first wait for what is copied, and so do the second's. */
    const bool shaped = first->launches == second->launches &&
                        first->copies_verdict != DW_COPY_OVERLAP &&
                        second->copies_verdict == DW_COPY_NONE && has_arm(first, second);
    const bool flat = first->levels == 1 && second->levels == 1;
    *unshaped = at_once && !fresh && !(shaped && flat);
    if (at_once && !fresh && shaped && flat)
        return RUN_NEIGHBOURS_AT_ONCE;
    return second->compiled && !first->compiled && shaped && (second->follows || each)
               ? RUN_NEIGHBOURS_LED
               : RUN_NEIGHBOURS_APART;
}

uint64_t run_queue_of(const struct trace_batch *batch)
{
    const uint64_t key = (uint64_t)batch->process << 48 ^ batch->queue;
    return key ? key : 1;
}

void run_pair_batch(struct run_pairing *pairing, const struct trace_batch *batch, bool usable)
{
    struct waiting *before = trace_table_take(&pairing->open, run_queue_of(batch));
    bool unshaped = false;
    const enum run_neighbours found = before && before->usable && usable
                                          ? run_judge_neighbours(&before->batch, batch, &unshaped)
                                          : RUN_NEIGHBOURS_APART;
    pairing->unshaped += unshaped;
    if (before)
        pairing->callback(pairing->context, &before->batch,
                          found == RUN_NEIGHBOURS_APART ? NULL : batch);
    free(before);
    if (found != RUN_NEIGHBOURS_APART)
        return;
    struct waiting *made = malloc(sizeof *made);
    if (made) {
        *made = (struct waiting){.batch = *batch, .usable = usable};
        if (batch->pipeline) {
            made->pipeline = *batch->pipeline;
            made->batch.pipeline = &made->pipeline;
        }
    }
    if (!made || !trace_table_put(&pairing->open, run_queue_of(batch), made)) {
        free(made);
        pairing->failed = true;
    }
}

void run_end_pairing(struct run_pairing *pairing)
{
    for (size_t i = 0; i < pairing->open.size; i++) {
        const struct waiting *waiting = pairing->open.slots[i].value;
        if (pairing->open.slots[i].key != 0)
            pairing->callback(pairing->context, &waiting->batch, NULL);
    }
    trace_table_free(&pairing->open, free);
}

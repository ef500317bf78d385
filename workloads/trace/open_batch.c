#include "open_batch.h"

#include <stdlib.h>
#include "room.h"

#define SEGMENTS_MAX 4096

void open_batch_drop_level(struct open_batch *open)
{
    for (size_t i = 0; i < open->level_count; i++)
        free(open->level[i].list);
    open->level_count = 0;
}

void open_batch_free(struct open_batch *open)
{
    open_batch_drop_level(open);
    free(open->accesses.list);
    trace_table_free(&open->identities, NULL);
    free(open->segments);
    free(open);
}

/* Does the launch depend on one of its level, across a barrier? */
static bool next_level(const struct open_batch *open, const struct object_accesses *accesses)
{
    if (!open->barrier)
        return false;
    for (size_t i = 0; i < open->level_count; i++)
        if (objects_hazard(&open->level[i], accesses) != TRACE_HAZARD_INDEPENDENT)
            return true;
    return open->level_count == OPEN_BATCH_LEVEL_MAX;
}

bool open_batch_place(struct open_batch *open, const struct object_accesses *accesses)
{
    if (next_level(open, accesses)) {
        open->batch.levels++;
        open_batch_drop_level(open);
    }
    open->barrier = false;
    if (open->level_count == OPEN_BATCH_LEVEL_MAX)
        return true;
    struct object_accesses *place = &open->level[open->level_count];
    *place = (struct object_accesses){.list = NULL};
    if (!objects_copy_accesses(place, accesses))
        return false;
    open->level_count++;
    return true;
}

bool open_batch_note_segment(struct open_batch *open, const struct segment *at)
{
    struct segment *last = open->segment_count ? &open->segments[open->segment_count - 1] : NULL;
    if (last && last->submit == at->submit && last->recording == at->recording &&
        last->first + last->count == at->first) {
        last->count++;
        return true;
    }
    if (open->segment_count == SEGMENTS_MAX)
        return true; /* the rest of its times is not counted */
    struct segment *segments =
        trace_make_room(open->segments, open->segment_count, &open->segment_size, sizeof *segments);
    if (!segments)
        return false;
    open->segments = segments;
    open->segments[open->segment_count++] = *at;
    return true;
}

void open_batch_close(struct open_batch *open, bool waited)
{
    open->closed = true;
    open->batch.waited = waited;
    open->batch.distinct = open->identities.used;
    if (open->batch.follows)
        open->batch.neighbour = objects_hazard(&open->before->accesses, &open->accesses);
    open->before = NULL;
    open_batch_drop_level(open);
}

void open_batch_judge_copies(struct open_batch *open, const struct object_accesses *copied)
{
    if (objects_hazard(copied, &open->accesses) != TRACE_HAZARD_INDEPENDENT)
        open->batch.copies_verdict = DW_COPY_SERIALIZE;
    else if (open->batch.copies_verdict == DW_COPY_NONE)
        open->batch.copies_verdict = DW_COPY_OVERLAP;
}

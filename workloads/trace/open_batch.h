/* What a batch is while it grows, and until its times have come. */
#ifndef TRACE_OPEN_BATCH_H
#define TRACE_OPEN_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "accesses.h"
#include "batches.h"
#include "table.h"

/* Launches of a level that a next one is compared with; a longer level counts as met. */
#define OPEN_BATCH_LEVEL_MAX 64

/* The launches of a submit's recording that are in a batch: for their device times. */
struct segment {
    uint64_t submit, recording;
    uint32_t first, count;
};

struct open_batch {
    struct trace_batch batch;
    bool closed;                        /* written when the next submit comes: times may follow */
    uint64_t first_submit, last_submit; /* counted on the queue */
    struct object_accesses accesses;    /* of all its launches */
    struct trace_table identities;
    struct object_accesses level[OPEN_BATCH_LEVEL_MAX];
    size_t level_count;
    bool barrier; /* since the last launch */
    struct segment *segments;
    size_t segment_count, segment_size;
    struct open_batch *next;   /* that came after it */
    struct open_batch *before; /* while it grows; NULL: it is the first of its queue */
    uint64_t recorded_ns;      /* host time of recording its last launch */
};

/* With all that it holds. */
void open_batch_free(struct open_batch *open);
void open_batch_drop_level(struct open_batch *open);

/* Of a launch that joins; false: no memory. It is placed in the level, or begins the next. */
bool open_batch_place(struct open_batch *open, const struct object_accesses *accesses);
bool open_batch_note_segment(struct open_batch *open, const struct segment *at);

/* No launch joins it any more. */
void open_batch_close(struct open_batch *open, bool waited);

/* D3: of the copies since the batch before, and of those within. */
void open_batch_judge_copies(struct open_batch *open, const struct object_accesses *copied);

#endif

/* Batches: the launches that a dispatcher would have decided on together, cut from the stream of a
 * trace as it goes by. A batch is a run of launches on one queue in the order of its submits. It
 * ends where another pipeline is launched, where the host has waited for one of its submits before
 * the next, and where the program ends. Dependencies do not end it: they make levels in it. Of a
 * submit, more than a million operations are not followed. */
#ifndef TRACE_BATCHES_H
#define TRACE_BATCHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "accesses.h"
#include "dispatchwise/policy.h"
#include "kinds.h"

struct trace_batch {
    uint32_t process; /* in the file */
    uint64_t queue;
    const struct trace_pipeline *pipeline; /* NULL: was not seen; lives as long as the cutter */
    uint64_t identity; /* of all its launches: the same number is the same batch again */

    uint64_t launches, indirect; /* indirect: of them, with a grid that the device knows */
    uint64_t distinct;           /* launches that differ in pipeline, bindings or grid */
    uint64_t groups;             /* of all launches, and of the largest */
    uint64_t groups_max;
    uint32_t levels; /* dependency levels: a barrier and a hazard make the next */
    uint32_t barriers;
    uint32_t submits;     /* that have launches of it */
    uint32_t resubmitted; /* recordings among them that had been submitted before */
    uint64_t
        hazards[TRACE_HAZARD_COUNT]; /* between neighbours, the last of the batch before included */

    uint64_t copies, copy_bytes, copy_texels; /* since the batch before on this queue */
    enum dw_copy copies_verdict;              /* beside the launches, or one waits for the other */
    uint64_t resources;                       /* descriptors of its launches: the most of one */
    uint64_t rewrites; /* writes into its sets since they were last launched with */

    uint64_t begin_ns, end_ns; /* host time of its first and last submit */
    uint64_t gap_ns; /* since the last submit or wait of the batch before; 0: is the first */
    bool waited;     /* that is where it ends: the host waited for it, or for its first submits */
    /* When the host knew that it was done: a wait for it, or for what came after, had ended. 0: it
     * never did. */
    uint64_t done_ns;
    uint64_t record_ns; /* host time of recording it, but for pipelines; of a buffer with other
                         * launches, a share */
    uint64_t timed;     /* launches whose device time is known, and its sum */
    uint64_t device_ns;

    /* D2, to the batch before on its queue. */
    bool follows;                /* no wait of the host for that one is between them */
    bool joined;                 /* the submit that this one begins in is the last of that one */
    bool apart;                  /* a barrier or another submit is between them */
    enum trace_hazard neighbour; /* of all launches of both, where it follows */

    /* I2: what a dispatcher had seen when this batch came: of what had followed the pipeline before
     * it, the most frequent is predicted; it had come `hits` of `seen` times. */
    uint64_t hits, seen;
    uint32_t confidence_bps;
    bool predicted; /* it came again */
    bool missing;   /* the pipeline of the prediction was not there: it could have been compiled */
    /* The pipeline was created since the batch before, and this is the first that it is launched
     * in. */
    bool compiled;
    bool ahead;          /* by another thread than those that recorded and submitted it */
    uint64_t compile_ns; /* host time of creating it; of a call that created several, a share */
};

struct trace_cutter;

typedef void trace_batch_callback(void *context, const struct trace_batch *batch);

/* NULL: no memory. */
struct trace_cutter *trace_create_cutter(trace_batch_callback *callback, void *context);
/* The batches that are still open come first. */
void trace_destroy_cutter(struct trace_cutter **cutter);

/* The next event of a file, and its process. Returns 0 or DW_ERROR_NO_MEMORY. */
int trace_cut(struct trace_cutter *cutter, uint32_t process, const struct trace_event *event);

#endif

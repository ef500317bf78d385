/* What each recording of a program does, once it is submitted. */
#ifndef TRACE_RECORDINGS_H
#define TRACE_RECORDINGS_H

#include <stddef.h>
#include <stdint.h>
#include "accesses.h"
#include "objects.h"

enum op_type { OP_LAUNCH, OP_COPY, OP_BARRIER, OP_EXECUTE };

struct op {
    enum op_type type;
    const struct object_pipeline *pipeline; /* of a launch; kept by the table of pipelines */
    uint64_t identity;                      /* of a launch: pipeline, bindings and grid */
    uint64_t time_ns;                       /* of a launch: when it was recorded */
    uint64_t groups;                        /* of a launch; 0 if indirect */
    uint64_t bytes, texels;                 /* of a copy */
    uint64_t recording;                     /* executed */
    uint64_t sets;                          /* of a launch: which; 0: none */
    uint64_t set_writes;                    /* into them, ever */
    uint32_t resources;                     /* descriptors of a launch */
    struct object_accesses accesses;
};

struct recording {
    uint64_t id, submits;
    struct op *ops;
    size_t count, size;
    uint32_t launches;
    uint16_t thread;              /* that recorded it */
    uint64_t begin_ns, record_ns; /* host time: from its begin to its end, but for pipelines */
};

/* NULL: not there any more. */
struct recording *objects_recording(const struct objects *objects, uint64_t id);

#endif

/* The objects of one program as a trace goes by: what lives, and what each recording does. */
#ifndef TRACE_OBJECTS_H
#define TRACE_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "accesses.h"
#include "kinds.h"
#include "table.h"

#define OBJECTS_SETS_MAX 32 /* bound at a time */

struct object_pipeline {
    struct trace_pipeline fields;
    size_t binding_count;
    struct trace_item_binding bindings[];
};

enum op_type { OP_LAUNCH, OP_COPY, OP_BARRIER, OP_EXECUTE };

struct op {
    enum op_type type;
    const struct object_pipeline *pipeline; /* of a launch; kept by the table of pipelines */
    uint64_t identity;                      /* of a launch: pipeline, bindings and grid */
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
    uint64_t begin_ns, record_ns; /* host time: from its begin to its end */
};

struct objects; /* of one program */

/* NULL: no memory. */
struct objects *objects_create(void);
void objects_destroy(struct objects **objects);
/* Follow an event; 0 or DW_ERROR_NO_MEMORY. */
int objects_take(struct objects *objects, const struct trace_event *event);

/* NULL: not there any more. */
struct recording *objects_recording(const struct objects *objects, uint64_t id);

#endif

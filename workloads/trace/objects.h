/* The objects of one program as a trace goes by: what lives, and what its recordings do. */
#ifndef TRACE_OBJECTS_H
#define TRACE_OBJECTS_H

#include <stddef.h>
#include "kinds.h"

struct object_pipeline {
    struct trace_pipeline fields;
    size_t binding_count;
    struct trace_item_binding bindings[];
};

struct objects; /* of one program */

/* NULL: no memory. */
struct objects *objects_create(void);
void objects_destroy(struct objects **objects);
/* Follow an event; 0 or DW_ERROR_NO_MEMORY. */
int objects_take(struct objects *objects, const struct trace_event *event);

#endif

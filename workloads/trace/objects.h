/* The objects of one program as a trace goes by: what lives, and what its recordings do. */
#ifndef TRACE_OBJECTS_H
#define TRACE_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>
#include "creations.h"
#include "kinds.h"

struct object_pipeline {
    struct trace_pipeline fields;
    struct trace_creation creation;
    size_t binding_count;
    struct trace_item_binding bindings[];
};

struct objects; /* of one program */

/* Does the program have a pipeline of that hash? */
bool objects_has_pipeline(const struct objects *objects, uint64_t hash);

/* NULL: no memory. */
struct objects *objects_create(void);
void objects_destroy(struct objects **objects);
/* Follow an event; 0 or DW_ERROR_NO_MEMORY. */
int objects_take(struct objects *objects, const struct trace_event *event);

#endif

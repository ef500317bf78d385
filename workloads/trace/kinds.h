/* The format as tables, made of the same lines as its structs: for checking and for printing. */
#ifndef TRACE_KINDS_H
#define TRACE_KINDS_H

#include <stddef.h>
#include "format.h"

struct trace_field {
    const char *name; /* NULL ends the list */
    uint32_t bytes;   /* 4 or 8 */
};

struct trace_layout {
    const char *name;
    size_t bytes; /* of the fields, without header and items */
    const struct trace_field *fields;
    enum trace_item item; /* of which there can be many */
};

extern const struct trace_layout trace_kind_layouts[TRACE_KIND_COUNT];
extern const struct trace_layout trace_item_layouts[TRACE_ITEM_COUNT];

/* The fields of an event: (const struct trace_buffer *)trace_fields(event). */
static inline const void *trace_fields(const struct trace_event *event)
{
    return event + 1;
}

/* Its items, and how many there are; text has its bytes, padding included. */
static inline const void *trace_items(const struct trace_event *event, size_t *count)
{
    const struct trace_layout *layout = &trace_kind_layouts[event->kind];
    const size_t head = sizeof *event + layout->bytes;
    const size_t size = trace_item_layouts[layout->item].bytes;
    *count = size != 0 ? (event->bytes - head) / size : 0;
    return (const char *)event + head;
}

#endif

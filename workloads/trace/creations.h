/* When a program created its pipelines, and which it has: for I2. */
#ifndef TRACE_CREATIONS_H
#define TRACE_CREATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "format.h"
#include "table.h"

struct trace_creation {
    uint64_t begin_ns, end_ns; /* of the call */
    uint64_t share_ns;         /* of it, where it created several */
    uint16_t thread;
};

struct trace_creations {
    struct trace_creation *list; /* as they ended */
    size_t count, size;
    struct trace_table there; /* pipelines of a hash that live */
};

/* A pipeline event. NULL: no memory. Valid until the next. */
const struct trace_creation *trace_creations_add(struct trace_creations *creations,
                                                 const struct trace_event *event);
/* A pipeline of that hash is destroyed. False: no memory. */
bool trace_creations_drop(struct trace_creations *creations, uint64_t hash);
bool trace_creations_has(const struct trace_creations *creations, uint64_t hash);
/* How long a thread created pipelines between two times. */
uint64_t trace_creations_within(const struct trace_creations *creations, uint16_t thread,
                                uint64_t begin_ns, uint64_t end_ns);
void trace_creations_free(struct trace_creations *creations);

#endif

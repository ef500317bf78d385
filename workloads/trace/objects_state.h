/* What objects.c and recordings.c share, and no one else. */
#ifndef TRACE_OBJECTS_STATE_H
#define TRACE_OBJECTS_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "kinds.h"
#include "recordings.h"
#include "table.h"

#define OBJECTS_SETS_MAX 32 /* bound at a time */

struct set {
    uint64_t pool, layout, writes;
    struct trace_item_descriptor *list;
    size_t count, size;
    bool large;
};

/* What is bound where in the recording whose commands come by. */
struct bound {
    uint64_t pipeline;
    uint64_t sets[OBJECTS_SETS_MAX];
    uint64_t dynamic_hash;
};

struct objects {
    struct trace_table resources, layouts, sets, pipelines, recordings;
    struct trace_creations creations;
    struct trace_table current; /* command buffer to the recording that it holds */
    struct recording *open;     /* also among recordings */
    struct bound bound;
    bool failed; /* no memory */
};

/* Into one of the tables. An object may come twice in a forged trace: the second is refused. False:
 * the value is still the caller's. */
bool objects_keep(struct objects *objects, struct trace_table *table, uint64_t id, void *value);
/* Add a range of a resource, or of a view of one, as memory. */
void objects_touch(struct objects *objects, struct object_accesses *accesses, uint64_t id,
                   uint64_t offset, uint64_t range, uint32_t access);

/* Of recordings.c. Follow an event from TRACE_RECORDING on. */
void objects_take_command(struct objects *objects, const struct trace_event *event);
/* What a command buffer holds goes, before it is recorded anew or goes itself. */
void objects_drop_held(struct objects *objects, uint64_t commands);
void objects_free_recording(void *recording); /* NULL: nothing happens */

#endif

#include "creations.h"

#include <stdlib.h>
#include "kinds.h"
#include "room.h"

/* 0 is no key. */
static uint64_t key_of(uint64_t hash)
{
    return hash ? hash : 1;
}

static uintptr_t count_there(const struct trace_creations *creations, uint64_t hash)
{
    return (uintptr_t)trace_table_get(&creations->there, key_of(hash));
}

const struct trace_creation *trace_creations_add(struct trace_creations *creations,
                                                 const struct trace_event *event)
{
    const struct trace_pipeline *fields = trace_fields(event);
    struct trace_creation *list =
        trace_make_room(creations->list, creations->count, &creations->size, sizeof *list);
    if (!list)
        return NULL;
    creations->list = list;
    if (!trace_table_put(&creations->there, key_of(fields->hash),
                         (void *)(count_there(creations, fields->hash) + 1)))
        return NULL;
    struct trace_creation *made = &creations->list[creations->count++];
    *made = (struct trace_creation){
        .begin_ns = event->time_ns,
        .end_ns = event->time_ns + event->duration_ns,
        .share_ns = event->duration_ns / (fields->batch ? fields->batch : 1),
        .thread = event->thread,
    };
    return made;
}

bool trace_creations_drop(struct trace_creations *creations, uint64_t hash)
{
    const uintptr_t count = count_there(creations, hash);
    return count == 0 || trace_table_put(&creations->there, key_of(hash), (void *)(count - 1));
}

bool trace_creations_has(const struct trace_creations *creations, uint64_t hash)
{
    return count_there(creations, hash) > 0;
}

uint64_t trace_creations_within(const struct trace_creations *creations, uint16_t thread,
                                uint64_t begin_ns, uint64_t end_ns)
{
    uint64_t within_ns = 0;
    for (size_t i = creations->count; i > 0 && creations->list[i - 1].end_ns > begin_ns; i--) {
        const struct trace_creation *creation = &creations->list[i - 1];
        if (creation->thread == thread && creation->begin_ns >= begin_ns &&
            creation->end_ns <= end_ns)
            within_ns += creation->share_ns;
    }
    return within_ns;
}

void trace_creations_free(struct trace_creations *creations)
{
    free(creations->list);
    trace_table_free(&creations->there, NULL);
}

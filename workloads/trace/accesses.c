#include "accesses.h"

#include <stdlib.h>
#include <string.h>
#include "format.h"

bool objects_add_access(struct object_accesses *accesses, struct object_access access)
{
    for (size_t i = 0; i < accesses->count; i++) {
        struct object_access *known = &accesses->list[i];
        if (known->place == access.place && known->begin == access.begin &&
            known->end == access.end) {
            known->access |= access.access;
            return true;
        }
    }
    if (accesses->count == accesses->size) {
        const size_t size = accesses->size ? 2 * accesses->size : 4;
        struct object_access *list = realloc(accesses->list, size * sizeof *list);
        if (!list)
            return false;
        accesses->list = list;
        accesses->size = size;
    }
    accesses->list[accesses->count++] = access;
    return true;
}

bool objects_add_accesses(struct object_accesses *to, const struct object_accesses *from)
{
    to->unknown |= from->unknown;
    for (size_t i = 0; i < from->count && !to->unknown; i++)
        if (!objects_add_access(to, from->list[i]))
            return false;
    return true;
}

bool objects_copy_accesses(struct object_accesses *to, const struct object_accesses *from)
{
    if (from->count > to->size) {
        struct object_access *list = realloc(to->list, from->count * sizeof *list);
        if (!list)
            return false;
        to->list = list;
        to->size = from->count;
    }
    if (from->count > 0)
        memcpy(to->list, from->list, from->count * sizeof *to->list);
    to->count = from->count;
    to->unknown = from->unknown;
    return true;
}

static bool overlap(const struct object_access *a, const struct object_access *b)
{
    return a->place == b->place && a->begin < b->end && b->begin < a->end;
}

enum trace_hazard objects_hazard(const struct object_accesses *a, const struct object_accesses *b)
{
    bool both = false, after_write = false, after_read = false;
    if (a->unknown || b->unknown)
        return TRACE_HAZARD_UNKNOWN;
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++) {
            if (!overlap(&a->list[i], &b->list[j]))
                continue;
            const uint32_t first = a->list[i].access, second = b->list[j].access;
            both |= first & second & TRACE_ACCESS_WRITE;
            after_write |= (first & TRACE_ACCESS_WRITE) && (second & TRACE_ACCESS_READ);
            after_read |= (first & TRACE_ACCESS_READ) && (second & TRACE_ACCESS_WRITE);
        }
    return both          ? TRACE_HAZARD_WRITE_WRITE
           : after_write ? TRACE_HAZARD_READ_AFTER_WRITE
           : after_read  ? TRACE_HAZARD_WRITE_AFTER_READ
                         : TRACE_HAZARD_INDEPENDENT;
}

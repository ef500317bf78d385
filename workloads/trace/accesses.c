#include "accesses.h"

#include <stdlib.h>
#include <string.h>
#include "format.h"
#include "room.h"

/* A list with more ranges may be anything. */
#define ACCESSES_MAX 4096

static int compare(const struct object_access *a, const struct object_access *b)
{
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return (a->end > b->end) - (a->end < b->end);
}

/* Where the range stands, or has its place. */
static size_t find(const struct object_accesses *accesses, const struct object_access *access)
{
    size_t first = 0, last = accesses->count;
    while (first < last) {
        const size_t middle = first + (last - first) / 2;
        if (compare(&accesses->list[middle], access) < 0)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

bool objects_add_access(struct object_accesses *accesses, struct object_access access)
{
    const size_t at = find(accesses, &access);
    if (at < accesses->count && compare(&accesses->list[at], &access) == 0) {
        accesses->list[at].access |= access.access;
        return true;
    }
    accesses->unknown |= accesses->count == ACCESSES_MAX;
    if (accesses->unknown)
        return true;
    struct object_access *list =
        trace_make_room(accesses->list, accesses->count, &accesses->size, sizeof *list);
    if (!list)
        return false;
    accesses->list = list;
    struct object_access *place = &accesses->list[at];
    memmove(place + 1, place, (accesses->count - at) * sizeof *place);
    *place = access;
    accesses->count++;
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

/* How far the ranges of a list that began so far go, within a place. */
struct reach {
    uint64_t place, read, written;
};

static void extend(struct reach *reach, const struct object_access *item)
{
    if (reach->place != item->place)
        *reach = (struct reach){.place = item->place};
    if (item->access & TRACE_ACCESS_READ && item->end > reach->read)
        reach->read = item->end;
    if (item->access & TRACE_ACCESS_WRITE && item->end > reach->written)
        reach->written = item->end;
}

/* Both lists at once, in the order in which their ranges begin: one overlaps what began before it
 * and goes on. */
enum trace_hazard objects_hazard(const struct object_accesses *a, const struct object_accesses *b)
{
    const struct object_accesses *const lists[2] = {a, b};
    struct reach reaches[2] = {{0}, {0}};
    size_t at[2] = {0, 0};
    bool both = false, after_write = false, after_read = false;
    if (a->unknown || b->unknown)
        return TRACE_HAZARD_UNKNOWN;
    while (at[0] < a->count || at[1] < b->count) {
        const bool second = at[0] == a->count ||
                            (at[1] < b->count && compare(&b->list[at[1]], &a->list[at[0]]) < 0);
        const struct object_access *item = &lists[second]->list[at[second]++];
        const struct reach *other = &reaches[!second];
        if (item->begin == item->end)
            continue;
        const bool reads = item->access & TRACE_ACCESS_READ;
        const bool writes = item->access & TRACE_ACCESS_WRITE;
        const bool meets_read = other->place == item->place && other->read > item->begin;
        const bool meets_write = other->place == item->place && other->written > item->begin;
        both |= writes && meets_write;
        after_write |= second ? reads && meets_write : writes && meets_read;
        after_read |= second ? writes && meets_read : reads && meets_write;
        extend(&reaches[second], item);
    }
    return both          ? TRACE_HAZARD_WRITE_WRITE
           : after_write ? TRACE_HAZARD_READ_AFTER_WRITE
           : after_read  ? TRACE_HAZARD_WRITE_AFTER_READ
                         : TRACE_HAZARD_INDEPENDENT;
}

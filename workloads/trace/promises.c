#include "promises.h"

#include <stdlib.h>
#include <string.h>
#include "room.h"

/* By value, each once: a timeline only ever rises. */
struct list {
    struct promise *list;
    size_t count, size;
};

void promises_free_list(void *list)
{
    struct list *gone = list;
    if (gone)
        free(gone->list);
    free(gone);
}

static struct list *list_of(struct trace_table *promises, uint64_t sync)
{
    struct list *list = trace_table_get(promises, sync);
    if (list)
        return list;
    list = calloc(1, sizeof *list);
    if (list && !trace_table_put(promises, sync, list)) {
        free(list);
        list = NULL;
    }
    return list;
}

static void drop_first(struct list *list, size_t count)
{
    list->count -= count;
    memmove(list->list, list->list + count, list->count * sizeof *list->list);
}

bool promises_add(struct trace_table *promises, uint64_t sync, struct promise made)
{
    struct list *list = sync != 0 ? list_of(promises, sync) : NULL;
    if (!list)
        return sync == 0;
    size_t at = list->count;
    while (at > 0 && list->list[at - 1].value > made.value)
        at--;
    if (at > 0 && list->list[at - 1].value == made.value) { /* a fence comes again */
        list->list[at - 1] = made;
        return true;
    }
    struct promise *grown = trace_make_room(list->list, list->count, &list->size, sizeof *grown);
    if (!grown)
        return false;
    list->list = grown;
    memmove(grown + at + 1, grown + at, (list->count - at) * sizeof *grown);
    grown[at] = made;
    if (list->count++ == PROMISES_MAX) {
        /* A wait for what is forgotten is over with a signal that is not known any more. */
        drop_first(list, 1);
        list->list[0].queue = 0;
    }
    return true;
}

size_t promises_keep(struct trace_table *promises, uint64_t sync, uint64_t value, bool found,
                     struct promise kept[PROMISES_MAX])
{
    struct list *list = trace_table_get(promises, sync);
    size_t count = 0;
    if (!list)
        return 0;
    while (count < list->count && list->list[count].value <= value)
        count++;
    /* A wait is over with the first that is enough; what is found is no more than that. */
    const bool met = count > 0 && list->list[count - 1].value == value;
    if (!found && !met && count < list->count)
        count++;
    memcpy(kept, list->list, count * sizeof *kept);
    if (count > 1)
        drop_first(list, count - 1);
    return count;
}

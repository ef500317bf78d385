/* Lists that grow by themselves. */
#ifndef TRACE_ROOM_H
#define TRACE_ROOM_H

#include <stddef.h>
#include <stdlib.h>

/* A list of *size places of so many bytes, count of them used, with room for one more: where there
 * was none it may have moved, and *size is what it is now. NULL: no memory, and the list is as it
 * was. */
static inline void *trace_make_room(void *list, size_t count, size_t *size, size_t bytes)
{
    const size_t more = *size ? 2 * *size : 4;
    if (count < *size)
        return list;
    list = realloc(list, more * bytes);
    if (list)
        *size = more;
    return list;
}

#endif

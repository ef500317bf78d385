/* What launches and copies do to memory, and whether two of them conflict in it. */
#ifndef TRACE_ACCESSES_H
#define TRACE_ACCESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A range of memory and what is done to it. Resources that share memory meet in it. */
struct object_access {
    uint64_t place; /* the memory, or a resource that none was bound to */
    uint64_t begin, end;
    uint32_t access; /* enum trace_access */
};

struct object_accesses {
    struct object_access *list; /* by place, begin and end */
    size_t count, size;
    bool unknown; /* may be anything */
};

/* False: no memory. A list holds no range twice, and to one that may be anything nothing is added.
 */
bool objects_add_access(struct object_accesses *accesses, struct object_access access);
bool objects_add_accesses(struct object_accesses *to, const struct object_accesses *from);
bool objects_copy_accesses(struct object_accesses *to, const struct object_accesses *from);

/* The program's own words for two launches, the policy's order of verdicts; a meets b after it. */
enum trace_hazard {
    TRACE_HAZARD_INDEPENDENT,
    TRACE_HAZARD_WRITE_WRITE,
    TRACE_HAZARD_READ_AFTER_WRITE,
    TRACE_HAZARD_WRITE_AFTER_READ,
    TRACE_HAZARD_UNKNOWN,
    TRACE_HAZARD_COUNT
};
enum trace_hazard objects_hazard(const struct object_accesses *a, const struct object_accesses *b);

#endif

/* What a shader does with each of its resources, by a walk over its instructions: for those that no
 * decoration speaks of. */
#ifndef RECORDER_ACCESS_H
#define RECORDER_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct recorder_access {
    uint32_t variable_count;
    struct {
        uint32_t id;
        uint32_t access;   /* enum trace_access */
    } variables[64];       /* what is not among them may be accessed in any way */
    bool addresses;        /* uses buffer addresses */
    uint32_t shared_bytes; /* of workgroup memory, where its size is plain */
};

/* words: a module of SPIR-V, entry: the name of a compute entry point in it. False: not understood,
 * nothing is known. */
bool recorder_walk_access(const uint32_t *words, size_t count, const char *entry,
                          struct recorder_access *access);

#endif

/* What a compute shader is, from its SPIR-V. */
#ifndef RECORDER_REFLECT_H
#define RECORDER_REFLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "trace/format.h"

struct recorder_reflection {
    struct recorder_reflection *next; /* the list is its module's */
    char *entry;
    uint64_t hash; /* of words and entry point */
    bool understood;
    bool addresses;
    uint32_t shared_bytes;
    uint32_t local[3];          /* workgroup size as written; 0: not known */
    uint32_t local_constant[3]; /* specialization constants in its place; UINT32_MAX: none */
    struct trace_item_binding *bindings;
    size_t binding_count;
};

/* NULL: no memory. */
struct recorder_reflection *recorder_reflect(const uint32_t *words, size_t count,
                                             const char *entry);
void recorder_free_reflections(struct recorder_reflection *first);

#endif

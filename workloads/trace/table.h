/* From numbers to pointers; the caller owns what they point to. */
#ifndef TRACE_TABLE_H
#define TRACE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trace_slot {
    uint64_t key; /* 0: empty */
    void *value;
};

struct trace_table {
    struct trace_slot *slots;
    size_t size, used;
};

void *trace_table_get(const struct trace_table *table, uint64_t key);
/* Sets or replaces; false: no memory. key is not 0. */
bool trace_table_put(struct trace_table *table, uint64_t key, void *value);
/* NULL: was not there. */
void *trace_table_take(struct trace_table *table, uint64_t key);
/* NULL: values are kept. The table is empty after. */
void trace_table_free(struct trace_table *table, void (*release)(void *));

#endif

#include "table.h"

#include <stdlib.h>

#define SIZE_MIN 64

static size_t home(const struct trace_table *table, uint64_t key)
{
    return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (table->size - 1);
}

static struct trace_slot *find(const struct trace_table *table, uint64_t key)
{
    size_t i = home(table, key);
    while (table->slots[i].key != key && table->slots[i].key != 0)
        i = (i + 1) & (table->size - 1);
    return &table->slots[i];
}

void *trace_table_get(const struct trace_table *table, uint64_t key)
{
    return table->size != 0 && key != 0 ? find(table, key)->value : NULL;
}

static bool grow(struct trace_table *table)
{
    struct trace_table larger = {.size = table->size ? 2 * table->size : SIZE_MIN,
                                 .used = table->used};
    larger.slots = calloc(larger.size, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < table->size; i++)
        if (table->slots[i].key != 0)
            *find(&larger, table->slots[i].key) = table->slots[i];
    free(table->slots);
    *table = larger;
    return true;
}

bool trace_table_put(struct trace_table *table, uint64_t key, void *value)
{
    if (2 * table->used >= table->size && !grow(table))
        return false;
    struct trace_slot *slot = find(table, key);
    table->used += slot->key == 0;
    *slot = (struct trace_slot){key, value};
    return true;
}

void *trace_table_take(struct trace_table *table, uint64_t key)
{
    const size_t mask = table->size - 1;
    if (table->size == 0 || key == 0)
        return NULL;
    struct trace_slot *slot = find(table, key);
    if (slot->key == 0)
        return NULL;
    void *value = slot->value;
    size_t hole = (size_t)(slot - table->slots);
    for (size_t i = (hole + 1) & mask; table->slots[i].key != 0; i = (i + 1) & mask) {
        if (((i - home(table, table->slots[i].key)) & mask) < ((i - hole) & mask))
            continue;
        table->slots[hole] = table->slots[i];
        hole = i;
    }
    table->slots[hole] = (struct trace_slot){0, NULL};
    table->used--;
    return value;
}

void trace_table_free(struct trace_table *table, void (*release)(void *))
{
    for (size_t i = 0; release && i < table->size; i++)
        if (table->slots[i].key != 0)
            release(table->slots[i].value);
    free(table->slots);
    *table = (struct trace_table){.slots = NULL};
}

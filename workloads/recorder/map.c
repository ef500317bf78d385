#include "map.h"

#include <stdlib.h>

#define SLOTS_MIN 64

struct slot {
    atomic_uint_least64_t key, value; /* key 0: empty */
    uint64_t count;                   /* of puts; the writers' */
};

struct recorder_table {
    struct recorder_table *older;
    size_t size, used; /* size: a power of two; used: at most half of it where there is memory */
    struct slot slots[];
};

static size_t home(const struct recorder_table *table, uint64_t key)
{
    return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (table->size - 1);
}

static struct slot *find(struct recorder_table *table, uint64_t key)
{
    for (size_t i = home(table, key);; i = (i + 1) & (table->size - 1)) {
        struct slot *slot = &table->slots[i];
        const uint64_t found = atomic_load_explicit(&slot->key, memory_order_acquire);
        if (found == key || found == 0)
            return slot;
    }
}

static void fill(struct slot *slot, uint64_t key, uint64_t value, uint64_t count)
{
    slot->count = count;
    atomic_store_explicit(&slot->value, value, memory_order_release);
    atomic_store_explicit(&slot->key, key, memory_order_release);
}

void recorder_map_init(struct recorder_map *map)
{
    pthread_mutex_init(&map->lock, NULL);
    atomic_init(&map->moves, 0);
    atomic_init(&map->table, NULL);
}

void recorder_map_free(struct recorder_map *map)
{
    for (struct recorder_table *table = atomic_load(&map->table), *older; table; table = older) {
        older = table->older;
        free(table);
    }
    pthread_mutex_destroy(&map->lock);
}

/* The table with room for one more; NULL: no memory. Without memory a table is filled further than
 * it should be. Called by the writer. */
static struct recorder_table *with_room(struct recorder_map *map)
{
    struct recorder_table *old = atomic_load_explicit(&map->table, memory_order_relaxed);
    if (old && old->used * 2 < old->size)
        return old;
    const size_t size = old ? old->size * 2 : SLOTS_MIN;
    struct recorder_table *table = calloc(1, sizeof *table + size * sizeof(struct slot));
    if (!table)
        return old && old->used * 4 < old->size * 3 ? old : NULL;
    table->older = old;
    table->size = size;
    for (size_t i = 0; old && i < old->size; i++) {
        struct slot *slot = &old->slots[i];
        const uint64_t key = atomic_load_explicit(&slot->key, memory_order_relaxed);
        if (key != 0)
            fill(find(table, key), key, atomic_load_explicit(&slot->value, memory_order_relaxed),
                 slot->count);
    }
    table->used = old ? old->used : 0;
    atomic_store_explicit(&map->table, table, memory_order_release);
    return table;
}

bool recorder_map_reserve(struct recorder_map *map)
{
    pthread_mutex_lock(&map->lock);
    const bool room = with_room(map) != NULL;
    pthread_mutex_unlock(&map->lock);
    return room;
}

uint64_t recorder_map_put(struct recorder_map *map, uint64_t key, uint64_t value)
{
    pthread_mutex_lock(&map->lock);
    struct recorder_table *table = with_room(map);
    if (table) {
        struct slot *slot = find(table, key);
        if (atomic_load_explicit(&slot->key, memory_order_relaxed) == key) {
            value = atomic_load_explicit(&slot->value, memory_order_relaxed);
            slot->count++;
        } else {
            fill(slot, key, value, 1);
            table->used++;
        }
    }
    pthread_mutex_unlock(&map->lock);
    return table ? value : 0;
}

uint64_t recorder_map_get(struct recorder_map *map, uint64_t key)
{
    for (;;) {
        const uint_fast64_t moves = atomic_load_explicit(&map->moves, memory_order_acquire);
        struct recorder_table *table = atomic_load_explicit(&map->table, memory_order_acquire);
        if (!table || key == 0)
            return 0;
        if (moves % 2 != 0) { /* a writer stands in a move: wait, it may be waiting for a core */
            pthread_mutex_lock(&map->lock);
            pthread_mutex_unlock(&map->lock);
            continue;
        }
        uint64_t value = 0;
        for (size_t i = home(table, key), tried = 0; tried < table->size; tried++) {
            struct slot *slot = &table->slots[i];
            const uint64_t found = atomic_load_explicit(&slot->key, memory_order_acquire);
            if (found == key)
                value = atomic_load_explicit(&slot->value, memory_order_acquire);
            if (found == key || found == 0)
                break;
            i = (i + 1) & (table->size - 1);
        }
        if (atomic_load_explicit(&map->moves, memory_order_relaxed) == moves)
            return value;
    }
}

/* Empty a slot, and move back what only stands behind it because it was full. */
static void empty(struct recorder_map *map, struct recorder_table *table, struct slot *slot)
{
    const size_t mask = table->size - 1;
    size_t hole = (size_t)(slot - table->slots);
    atomic_fetch_add_explicit(&map->moves, 1, memory_order_acq_rel);
    for (size_t i = (hole + 1) & mask;; i = (i + 1) & mask) {
        struct slot *next = &table->slots[i];
        const uint64_t key = atomic_load_explicit(&next->key, memory_order_relaxed);
        if (key == 0)
            break;
        if (((i - home(table, key)) & mask) < ((i - hole) & mask))
            continue;
        fill(&table->slots[hole], key, atomic_load_explicit(&next->value, memory_order_relaxed),
             next->count);
        hole = i;
    }
    atomic_store_explicit(&table->slots[hole].key, 0, memory_order_release);
    table->used--;
    atomic_fetch_add_explicit(&map->moves, 1, memory_order_release);
}

uint64_t recorder_map_take(struct recorder_map *map, uint64_t key)
{
    uint64_t value = 0;
    if (key == 0)
        return 0;
    pthread_mutex_lock(&map->lock);
    struct recorder_table *table = atomic_load_explicit(&map->table, memory_order_relaxed);
    struct slot *slot = table ? find(table, key) : NULL;
    if (slot && atomic_load_explicit(&slot->key, memory_order_relaxed) == key &&
        --slot->count == 0) {
        value = atomic_load_explicit(&slot->value, memory_order_relaxed);
        empty(map, table, slot);
    }
    pthread_mutex_unlock(&map->lock);
    return value;
}

uint64_t recorder_map_take_any(struct recorder_map *map)
{
    uint64_t value = 0;
    pthread_mutex_lock(&map->lock);
    struct recorder_table *table = atomic_load_explicit(&map->table, memory_order_relaxed);
    for (size_t i = 0; table && table->used > 0 && i < table->size && value == 0; i++)
        if (atomic_load_explicit(&table->slots[i].key, memory_order_relaxed) != 0) {
            value = atomic_load_explicit(&table->slots[i].value, memory_order_relaxed);
            empty(map, table, &table->slots[i]);
        }
    pthread_mutex_unlock(&map->lock);
    return value;
}

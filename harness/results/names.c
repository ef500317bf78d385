#include "results/names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct entry {
    uint64_t hash;
    char *key; /* the parts, each with its NUL */
    size_t size;
};

struct results_names {
    struct entry *entries; /* by number */
    uint32_t count, capacity;
    uint32_t *slots;   /* number + 1; 0: free */
    size_t slot_count; /* a power of two, over twice the count */
};

struct results_names *results_names_create(void)
{
    return calloc(1, sizeof(struct results_names));
}

void results_names_destroy(struct results_names **names)
{
    if (!*names)
        return;
    for (uint32_t i = 0; i < (*names)->count; i++)
        free((*names)->entries[i].key);
    free((*names)->entries);
    free((*names)->slots);
    free(*names);
    *names = NULL;
}

static uint64_t hash_parts(const char *const *parts, size_t count)
{
    uint64_t hash = BASE_HASH_SEED;
    for (size_t i = 0; i < count; i++)
        hash = base_hash_bytes(hash, parts[i], strlen(parts[i]) + 1);
    return hash;
}

static bool same(const struct entry *entry, uint64_t hash, const char *const *parts, size_t count)
{
    const char *key = entry->key, *end = entry->key + entry->size;
    if (entry->hash != hash)
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(parts[i]) + 1;
        if ((size_t)(end - key) < size || memcmp(key, parts[i], size) != 0)
            return false;
        key += size;
    }
    return key == end;
}

/* The slot that holds the tuple, or the free one where it belongs. */
static size_t probe(const struct results_names *names, uint64_t hash, const char *const *parts,
                    size_t count)
{
    size_t mask = names->slot_count - 1, at = (size_t)hash & mask;
    while (names->slots[at] != 0 &&
           !same(&names->entries[names->slots[at] - 1], hash, parts, count))
        at = (at + 1) & mask;
    return at;
}

static bool grow(struct results_names *names)
{
    uint32_t capacity = names->capacity ? names->capacity * 2 : 64;
    size_t slot_count = (size_t)capacity * 4;
    uint32_t *slots = calloc(slot_count, sizeof(*slots));
    struct entry *entries = realloc(names->entries, capacity * sizeof(*entries));
    if (entries)
        names->entries = entries;
    if (!slots || !entries) {
        free(slots);
        return false;
    }
    for (uint32_t i = 0; i < names->count; i++) {
        size_t at = (size_t)entries[i].hash & (slot_count - 1);
        while (slots[at] != 0)
            at = (at + 1) & (slot_count - 1);
        slots[at] = i + 1;
    }
    free(names->slots);
    names->slots = slots;
    names->slot_count = slot_count;
    names->capacity = capacity;
    return true;
}

uint32_t results_names_find(const struct results_names *names, const char *const *parts,
                            size_t count)
{
    if (names->count == 0)
        return RESULTS_NO_NAME;
    uint32_t found = names->slots[probe(names, hash_parts(parts, count), parts, count)];
    return found == 0 ? RESULTS_NO_NAME : found - 1;
}

uint32_t results_names_add(struct results_names *names, const char *const *parts, size_t count)
{
    uint32_t found = results_names_find(names, parts, count);
    if (found != RESULTS_NO_NAME)
        return found;
    if (names->count == names->capacity && !grow(names))
        return RESULTS_NO_NAME;

    struct entry *entry = &names->entries[names->count];
    *entry = (struct entry){.hash = hash_parts(parts, count)};
    for (size_t i = 0; i < count; i++)
        entry->size += strlen(parts[i]) + 1;
    entry->key = malloc(entry->size);
    if (!entry->key)
        return RESULTS_NO_NAME;
    char *key = entry->key;
    for (size_t i = 0; i < count; i++) {
        memcpy(key, parts[i], strlen(parts[i]) + 1);
        key += strlen(parts[i]) + 1;
    }
    names->slots[probe(names, entry->hash, parts, count)] = names->count + 1;
    return names->count++;
}

uint32_t results_names_count(const struct results_names *names)
{
    return names->count;
}

const char *results_names_text(const struct results_names *names, uint32_t number)
{
    return names->entries[number].key;
}

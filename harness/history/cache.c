#include "history/cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "results/results.h"

#define PATH_SIZE 4096
#define BYTES_MAX ((size_t)1 << 31)
/* A file may change twice within the clock's tick: one that is younger is not relied upon. */
#define SETTLED_S 2

struct header {
    char magic[16];
    uint64_t layout, count, size, checksum; /* of the entries: bytes, hash */
};
static const char magic[16] = "dw-history-1";

/* What every entry has; then its name and the causes, each with its NUL. Entries are padded to
 * eight bytes. */
struct entry {
    uint64_t stamp, size;
    struct dw_device_key key;
    char run_id[sizeof(((struct follow_facts *)0)->run_id)];
    char started[sizeof(((struct follow_facts *)0)->started)];
    char selector[sizeof(((struct follow_facts *)0)->selector)];
    uint64_t simulated;
    double values[HISTORY_SERIES_COUNT];
};

/* Another program's idea of an entry is another layout. */
static uint64_t find_layout(void)
{
    const uint64_t sizes[] = {sizeof(struct entry), offsetof(struct entry, values),
                              FOLLOW_CAUSE_COUNT, RESULTS_SCHEMA_VERSION};
    uint64_t hash = base_hash_bytes(BASE_HASH_SEED, sizes, sizeof(sizes));
    for (int i = 0; i < HISTORY_SERIES_COUNT; i++) {
        char name[HISTORY_NAME_SIZE];
        history_series_name(i, name);
        hash = base_hash_bytes(hash, name, strlen(name) + 1);
    }
    for (int i = 0; i < FOLLOW_CAUSE_COUNT; i++) {
        const char *name = follow_cause_name((enum follow_cause)i);
        hash = base_hash_bytes(hash, name, strlen(name) + 1);
    }
    return hash;
}

static const char *name_of(const char *entry)
{
    return entry + sizeof(struct entry);
}

#define ENDS(array) (memchr(array, '\0', sizeof(array)) != NULL)

/* The entry's texts end within it, each where it has its place. */
static bool is_whole(const char *entry, const struct entry *fixed)
{
    const char *at = name_of(entry), *end = entry + fixed->size;
    if (!ENDS(fixed->key.name) || !ENDS(fixed->key.host) || !ENDS(fixed->run_id) ||
        !ENDS(fixed->started) || !ENDS(fixed->selector))
        return false;
    for (int i = 0; i <= FOLLOW_CAUSE_COUNT; i++) {
        const char *nul = at < end ? memchr(at, '\0', (size_t)(end - at)) : NULL;
        if (!nul)
            return false;
        at = nul + 1;
    }
    return true;
}

static bool find_entries(struct history_cache *cache, const struct header *header)
{
    size_t at = 0;
    for (; cache->count < header->count; cache->count++) {
        struct entry fixed;
        const char *entry = cache->bytes + at;
        if (header->size - at < sizeof(fixed))
            return false;
        memcpy(&fixed, entry, sizeof(fixed));
        if (fixed.size <= sizeof(fixed) || fixed.size > header->size - at ||
            !is_whole(entry, &fixed))
            return false;
        cache->entries[cache->count] = entry;
        at += fixed.size;
    }
    return at == header->size;
}

/* Nothing is as large as the header says until the file is. */
static bool read_cache(struct history_cache *cache, FILE *file)
{
    struct header header;
    struct stat status;
    if (fread(&header, sizeof(header), 1, file) != 1 || fstat(fileno(file), &status) != 0 ||
        memcmp(header.magic, magic, sizeof(magic)) != 0 || header.layout != find_layout() ||
        header.size > BYTES_MAX || (uint64_t)status.st_size != sizeof(header) + header.size ||
        header.count > header.size / sizeof(struct entry))
        return false;
    cache->bytes = malloc((size_t)header.size + 1);
    cache->entries = malloc(((size_t)header.count + 1) * sizeof(*cache->entries));
    return cache->bytes && cache->entries &&
           fread(cache->bytes, 1, (size_t)header.size, file) == header.size &&
           base_hash_bytes(BASE_HASH_SEED, cache->bytes, (size_t)header.size) == header.checksum &&
           find_entries(cache, &header);
}

void history_open_cache(struct history_cache *cache, const char *directory)
{
    char path[PATH_SIZE];
    *cache = (struct history_cache){.count = 0};
    if (base_join_path(path, sizeof(path), directory, HISTORY_CACHE_FILE) != DW_OK)
        return;
    FILE *file = fopen(path, "rb");
    if (!file)
        return;
    if (!read_cache(cache, file))
        history_close_cache(cache);
    fclose(file);
}

void history_close_cache(struct history_cache *cache)
{
    free(cache->bytes);
    free(cache->entries);
    *cache = (struct history_cache){.count = 0};
}

uint64_t history_stamp(const char *run)
{
    static const struct results_schema *const schemas[] = {
        &results_schema_run, &results_schema_score, &results_schema_calibration};
    const time_t settled = time(NULL) - SETTLED_S;
    uint64_t hash = BASE_HASH_SEED;
    for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]); i++) {
        char path[PATH_SIZE];
        struct stat status;
        uint64_t parts[4] = {0, 0, 0, 0};
        if (base_join_path(path, sizeof(path), run, schemas[i]->file) != DW_OK)
            return 0;
        if (stat(path, &status) == 0) {
            if (status.st_mtim.tv_sec > settled || status.st_ctim.tv_sec > settled)
                return 0;
            parts[0] =
                (uint64_t)status.st_mtim.tv_sec * 1000000000u + (uint64_t)status.st_mtim.tv_nsec;
            parts[1] =
                (uint64_t)status.st_ctim.tv_sec * 1000000000u + (uint64_t)status.st_ctim.tv_nsec;
            parts[2] = (uint64_t)status.st_size;
            parts[3] = (uint64_t)status.st_ino;
        }
        hash = base_hash_bytes(hash, parts, sizeof(parts));
    }
    return hash ? hash : 1;
}

static int compare_name(const void *key, const void *entry)
{
    return strcmp(key, name_of(*(const char *const *)entry));
}

bool history_find_cached(const struct history_cache *cache, const char *name, uint64_t stamp,
                         struct history_run *run)
{
    struct entry fixed;
    const char *const *found =
        cache->count == 0 || stamp == 0
            ? NULL
            : bsearch(name, cache->entries, cache->count, sizeof(*cache->entries), compare_name);
    if (!found)
        return false;
    memcpy(&fixed, *found, sizeof(fixed));
    if (fixed.stamp != stamp)
        return false;
    run->facts = (struct follow_facts){.key = fixed.key, .simulated = fixed.simulated != 0};
    memcpy(run->facts.run_id, fixed.run_id, sizeof(fixed.run_id));
    memcpy(run->facts.started, fixed.started, sizeof(fixed.started));
    memcpy(run->facts.selector, fixed.selector, sizeof(fixed.selector));
    memcpy(run->values, fixed.values, sizeof(fixed.values));
    const char *text = name_of(*found);
    for (int i = 0; i < FOLLOW_CAUSE_COUNT; i++) {
        text += strlen(text) + 1;
        run->facts.causes[i] = strdup(text);
        if (!run->facts.causes[i]) {
            follow_free_facts(&run->facts);
            return false;
        }
    }
    return true;
}

static size_t texts_size(const char *name, const struct history_run *run)
{
    size_t size = strlen(name) + 1;
    for (int i = 0; i < FOLLOW_CAUSE_COUNT; i++)
        size += strlen(run->facts.causes[i]) + 1;
    return (size + 7) & ~(size_t)7;
}

/* Append one entry; at has room for it, zeroed. */
static size_t put_entry(char *at, const char *name, uint64_t stamp, const struct history_run *run)
{
    struct entry fixed;
    memset(&fixed, 0, sizeof(fixed));
    fixed.stamp = stamp;
    fixed.size = sizeof(fixed) + texts_size(name, run);
    fixed.key = run->facts.key;
    fixed.simulated = run->facts.simulated;
    memcpy(fixed.run_id, run->facts.run_id, sizeof(fixed.run_id));
    memcpy(fixed.started, run->facts.started, sizeof(fixed.started));
    memcpy(fixed.selector, run->facts.selector, sizeof(fixed.selector));
    memcpy(fixed.values, run->values, sizeof(fixed.values));
    memcpy(at, &fixed, sizeof(fixed));
    char *text = at + sizeof(fixed);
    memcpy(text, name, strlen(name) + 1);
    for (int i = 0; i < FOLLOW_CAUSE_COUNT; i++) {
        text += strlen(text) + 1;
        memcpy(text, run->facts.causes[i], strlen(run->facts.causes[i]) + 1);
    }
    return (size_t)fixed.size;
}

static void write_cache(const char *path, const struct header *header, const char *bytes)
{
    struct base_atomic_file file;
    if (base_atomic_open(&file, path) != DW_OK)
        return;
    fwrite(header, sizeof(*header), 1, file.stream);
    fwrite(bytes, 1, (size_t)header->size, file.stream);
    (void)base_atomic_commit(&file);
}

void history_save_cache(const char *directory, const char *const *names, const uint64_t *stamps,
                        const struct history_run *runs, size_t count)
{
    struct header header = {.layout = find_layout()};
    char path[PATH_SIZE];
    size_t size = 0;
    if (count < HISTORY_CACHE_RUNS || access(directory, W_OK | X_OK) != 0 ||
        base_join_path(path, sizeof(path), directory, HISTORY_CACHE_FILE) != DW_OK)
        return;
    for (size_t i = 0; i < count; i++)
        size += stamps[i] ? sizeof(struct entry) + texts_size(names[i], &runs[i]) : 0;
    char *bytes = size < BYTES_MAX ? calloc(1, size + 1) : NULL;
    if (!bytes)
        return;
    memcpy(header.magic, magic, sizeof(magic));
    for (size_t i = 0; i < count; i++) {
        if (!stamps[i])
            continue;
        header.size += put_entry(bytes + header.size, names[i], stamps[i], &runs[i]);
        header.count++;
    }
    header.checksum = base_hash_bytes(BASE_HASH_SEED, bytes, (size_t)header.size);
    write_cache(path, &header, bytes);
    free(bytes);
}

#include "history/runs.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "history/cache.h"
#include "history/folders.h"
#include "results/results.h"

#define READERS_MAX 8

/* A database as it is read, folder by folder. */
struct database {
    const char *directory;
    struct history_folders folders;
    struct history_cache cache;
    struct history_run *runs;
    const char **names; /* of the folders below the directory */
    uint64_t *stamps;   /* 0: not to be cached */
    int *statuses;
    bool *fresh; /* read from the files */
};

/* One of the threads that read: every so-manyth folder. */
struct reader {
    pthread_t thread;
    struct database *database;
    size_t first, step;
};

static void *read_share(void *context)
{
    struct reader *reader = context;
    /* cppcheck-suppress uninitvar; set before the thread starts */
    struct database *database = reader->database;
    for (size_t i = reader->first; i < database->folders.count; i += reader->step) {
        const char *path = database->folders.paths[i];
        database->stamps[i] = history_stamp(path);
        if (history_find_cached(&database->cache, database->names[i], database->stamps[i],
                                &database->runs[i]))
            continue;
        database->fresh[i] = true;
        database->statuses[i] = history_read_run(path, &database->runs[i]);
        if (database->statuses[i] != DW_OK)
            database->stamps[i] = 0;
    }
    return NULL;
}

static void read_in_parallel(struct database *database)
{
    struct reader readers[READERS_MAX];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = processors < 1 ? 1 : processors > READERS_MAX ? READERS_MAX : (size_t)processors;
    size_t started = 1;
    for (size_t i = 0; i < count; i++)
        readers[i] = (struct reader){.database = database, .first = i, .step = count};
    while (started < count &&
           pthread_create(&readers[started].thread, NULL, read_share, &readers[started]) == 0)
        started++;
    read_share(&readers[0]);
    for (size_t i = started; i < count; i++)
        read_share(&readers[i]);
    for (size_t i = 1; i < started; i++)
        pthread_join(readers[i].thread, NULL);
}

int history_compare_device(const struct follow_facts *a, const struct follow_facts *b)
{
    int order = dw_compare_device_key(&a->key, &b->key);
    if (order != 0)
        return order;
    if (a->simulated != b->simulated)
        return a->simulated ? 1 : -1;
    /* A software rasteriser's UUID is its version, a simulated device's selector its file. */
    if (a->key.kind == DW_DEVICE_KIND_CPU || a->simulated)
        return 0;
    return strcmp(a->selector, b->selector);
}

static int compare_runs(const void *left, const void *right)
{
    const struct history_run *a = left, *b = right;
    int order = history_compare_device(&a->facts, &b->facts);
    if (order == 0)
        order = strcmp(a->facts.started, b->facts.started);
    if (order == 0)
        order = strcmp(a->facts.run_id, b->facts.run_id);
    return order != 0 ? order : strcmp(a->path, b->path);
}

static bool is_copy(const struct history_run *a, const struct history_run *b)
{
    return history_compare_device(&a->facts, &b->facts) == 0 &&
           strcmp(a->facts.run_id, b->facts.run_id) == 0 &&
           /* By bits, since what was not measured is NaN, and equals itself. */
           /* NOLINTNEXTLINE(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c) */
           memcmp(a->values, b->values, sizeof(a->values)) == 0;
}

static void free_run(struct history_run *run)
{
    free(run->path);
    follow_free_facts(&run->facts);
}

/* Keep what was read, sorted, each run once. */
static void collect(struct history_runs *found, struct database *database)
{
    size_t kept = 0;
    found->runs = database->runs;
    database->runs = NULL;
    for (size_t i = 0; i < database->folders.count; i++) {
        if (database->statuses[i] != DW_OK) {
            found->refused++;
            continue;
        }
        found->runs[kept] = found->runs[i];
        found->runs[kept++].path = database->folders.paths[i];
        database->folders.paths[i] = NULL;
    }
    qsort(found->runs, kept, sizeof(*found->runs), compare_runs);
    for (size_t i = 0; i < kept; i++) {
        if (found->count > 0 && is_copy(&found->runs[found->count - 1], &found->runs[i]))
            free_run(&found->runs[i]);
        else
            found->runs[found->count++] = found->runs[i];
    }
}

static int make_room(struct database *database)
{
    const size_t count = database->folders.count;
    database->runs = calloc(count, sizeof(*database->runs));
    database->names = calloc(count, sizeof(*database->names));
    database->stamps = calloc(count, sizeof(*database->stamps));
    database->statuses = calloc(count, sizeof(*database->statuses));
    database->fresh = calloc(count, sizeof(*database->fresh));
    if (!database->runs || !database->names || !database->stamps || !database->statuses ||
        !database->fresh) {
        base_error("%s: out of memory for %zu runs", database->directory, count);
        return DW_ERROR_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const char *name = database->folders.paths[i] + strlen(database->directory);
        database->names[i] = name + strspn(name, "/");
    }
    return DW_OK;
}

/* If anything was read that can be relied upon, or a run is gone. */
static void save(const struct database *database)
{
    bool changed = database->cache.count > database->folders.count;
    for (size_t i = 0; i < database->folders.count; i++)
        changed = changed || (database->fresh[i] && database->stamps[i]);
    if (changed)
        history_save_cache(database->directory, database->names, database->stamps, database->runs,
                           database->folders.count);
}

static void close_database(struct database *database)
{
    free(database->runs);
    free(database->names);
    free(database->stamps);
    free(database->statuses);
    free(database->fresh);
    history_close_cache(&database->cache);
    history_free_folders(&database->folders);
}

int history_read_runs(const char *directory, struct history_runs *runs)
{
    struct database database = {.directory = directory};
    struct history_runs found = {.count = 0};
    int status = history_find_folders(directory, &database.folders);
    if (status == DW_OK && database.folders.count == 0) {
        base_error("%s holds no run: no folder in it has a %s", directory, results_schema_run.file);
        status = DW_ERROR_PARSE;
    }
    if (status == DW_OK)
        status = make_room(&database);
    if (status == DW_OK) {
        history_open_cache(&database.cache, directory);
        read_in_parallel(&database);
        save(&database);
        collect(&found, &database);
        *runs = found;
    }
    close_database(&database);
    return status;
}

void history_free_runs(struct history_runs *runs)
{
    for (size_t i = 0; i < runs->count; i++)
        free_run(&runs->runs[i]);
    free(runs->runs);
    *runs = (struct history_runs){.count = 0};
}

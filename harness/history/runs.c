#include "history/runs.h"

#include <math.h>
#include <stdio.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "history/folders.h"
#include "results/results.h"

#define READERS_MAX 8

#define NAME(name) #name,
static const char *const policies[] = {HISTORY_POLICIES(NAME)};
static const char *const sets[] = {HISTORY_SETS(NAME)};
static const char *const scores[] = {HISTORY_SCORES(NAME)};
#undef NAME

#define OFFSET(name) offsetof(struct results_score, name),
static const size_t score_offsets[] = {HISTORY_SCORES(OFFSET)};
#undef OFFSET

static int score_series(size_t policy, size_t set, size_t score)
{
    return DW_CONSTANT_COUNT +
           (int)((policy * HISTORY_SET_COUNT + set) * HISTORY_SCORE_COUNT + score);
}

void history_series_name(int series, char name[HISTORY_NAME_SIZE])
{
    if (history_is_constant(series)) {
        snprintf(name, HISTORY_NAME_SIZE, "%s", dw_constant_info(series)->name);
        return;
    }
    const int score = series - DW_CONSTANT_COUNT, pair = score / HISTORY_SCORE_COUNT;
    snprintf(name, HISTORY_NAME_SIZE, "%s %s %s", policies[pair / HISTORY_SET_COUNT],
             sets[pair % HISTORY_SET_COUNT], scores[score % HISTORY_SCORE_COUNT]);
}

/* Where a text is among names; count if it is none. */
static size_t find(const char *text, const char *const *names, size_t count)
{
    size_t at = 0;
    while (at < count && strcmp(text, names[at]) != 0)
        at++;
    return at;
}

int history_score_series(const char *policy, const char *score)
{
    return score_series(find(policy, policies, HISTORY_POLICY_COUNT), 0,
                        find(score, scores, HISTORY_SCORE_COUNT));
}

static int take_score(void *context, const void *data)
{
    struct history_run *run = context;
    const struct results_score *row = data;
    size_t policy = find(row->policy, policies, HISTORY_POLICY_COUNT);
    size_t set = find(row->set, sets, HISTORY_SET_COUNT);
    if (policy == HISTORY_POLICY_COUNT || set == HISTORY_SET_COUNT)
        return DW_OK;
    for (size_t i = 0; i < HISTORY_SCORE_COUNT; i++)
        memcpy(&run->values[score_series(policy, set, i)], (const char *)row + score_offsets[i],
               sizeof(double));
    return DW_OK;
}

struct constants_reading {
    struct history_run *run;
    char device[DW_DEVICE_TEXT_SIZE];
};

static int take_constant(void *context, const void *data)
{
    const struct constants_reading *reading = context;
    const struct results_calibration *row = data;
    if (row->samples == 0 || strcmp(row->device, reading->device) != 0)
        return DW_OK;
    for (int i = 0; i < DW_CONSTANT_COUNT; i++) {
        if (strcmp(row->constant, dw_constant_info(i)->name) == 0)
            reading->run->values[i] =
                isnan(row->value) || row->value >= (double)DW_NEVER ? (double)INFINITY : row->value;
    }
    return DW_OK;
}

static int read_if_there(const struct results_schema *schema, const char *directory,
                         results_callback *callback, void *context)
{
    char path[4096];
    int status = base_join_path(path, sizeof(path), directory, schema->file);
    if (status != DW_OK || !base_file_exists(path))
        return status;
    return results_read(schema, directory, callback, context);
}

static int read_run(const char *path, struct history_run *run)
{
    struct constants_reading reading = {.run = run};
    for (int i = 0; i < HISTORY_SERIES_COUNT; i++)
        run->values[i] = (double)NAN;
    int status = follow_read_facts(path, &run->facts);
    if (status != DW_OK)
        return status;
    dw_format_device_key(&run->facts.key, reading.device, sizeof(reading.device));
    status = read_if_there(&results_schema_score, path, take_score, run);
    if (status == DW_OK)
        status = read_if_there(&results_schema_calibration, path, take_constant, &reading);
    if (status != DW_OK)
        follow_free_facts(&run->facts);
    return status;
}

/* One of the threads that read: every so-manyth folder. */
struct reader {
    pthread_t thread;
    struct history_folders *folders;
    struct history_run *runs;
    int *statuses;
    size_t first, step;
};

static void *read_share(void *context)
{
    struct reader *reader = context;
    for (size_t i = reader->first; i < reader->folders->count; i += reader->step)
        reader->statuses[i] = read_run(reader->folders->paths[i], &reader->runs[i]);
    return NULL;
}

static void read_in_parallel(struct history_folders *folders, struct history_run *runs,
                             int *statuses)
{
    struct reader readers[READERS_MAX];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = processors < 1 ? 1 : processors > READERS_MAX ? READERS_MAX : (size_t)processors;
    size_t started = 1;
    for (size_t i = 0; i < count; i++)
        readers[i] = (struct reader){
            .folders = folders, .runs = runs, .statuses = statuses, .first = i, .step = count};
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
           memcmp(a->values, b->values, sizeof(a->values)) == 0;
}

static void free_run(struct history_run *run)
{
    free(run->path);
    follow_free_facts(&run->facts);
}

/* Keep what was read, sorted, each run once. */
static void collect(struct history_runs *found, struct history_folders *folders,
                    const int *statuses)
{
    size_t kept = 0;
    for (size_t i = 0; i < folders->count; i++) {
        if (statuses[i] != DW_OK) {
            found->refused++;
            continue;
        }
        found->runs[kept] = found->runs[i];
        found->runs[kept++].path = folders->paths[i];
        folders->paths[i] = NULL;
    }
    qsort(found->runs, kept, sizeof(*found->runs), compare_runs);
    for (size_t i = 0; i < kept; i++) {
        if (found->count > 0 && is_copy(&found->runs[found->count - 1], &found->runs[i]))
            free_run(&found->runs[i]);
        else
            found->runs[found->count++] = found->runs[i];
    }
}

int history_read_runs(const char *directory, struct history_runs *runs)
{
    struct history_folders folders;
    struct history_runs found = {.count = 0};
    int *statuses = NULL, status = history_find_folders(directory, &folders);
    if (status == DW_OK && folders.count == 0) {
        base_error("%s holds no run: no folder in it has a %s", directory, results_schema_run.file);
        status = DW_ERROR_PARSE;
    }
    if (status == DW_OK) {
        found.runs = calloc(folders.count, sizeof(*found.runs));
        statuses = calloc(folders.count, sizeof(*statuses));
        if (found.runs && statuses) {
            read_in_parallel(&folders, found.runs, statuses);
            collect(&found, &folders, statuses);
            *runs = found;
        } else {
            base_error("%s: out of memory for %zu runs", directory, folders.count);
            free(found.runs);
            status = DW_ERROR_NO_MEMORY;
        }
    }
    free(statuses);
    history_free_folders(&folders);
    return status;
}

void history_free_runs(struct history_runs *runs)
{
    for (size_t i = 0; i < runs->count; i++)
        free_run(&runs->runs[i]);
    free(runs->runs);
    *runs = (struct history_runs){.count = 0};
}

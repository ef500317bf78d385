#include "results/samples.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"

struct reading {
    struct results_samples *samples;
    const char *directory;
    const struct results_names *cells;
    uint32_t first_process, process_count;
};

static bool reserve(struct results_samples *samples)
{
    if (samples->count < samples->capacity)
        return true;
    size_t capacity = samples->capacity ? samples->capacity + samples->capacity / 2 : 4096;
    struct results_time *times = realloc(samples->times, capacity * sizeof(*times));
    if (!times)
        return false;
    samples->times = times;
    samples->capacity = capacity;
    return true;
}

static int refuse(const struct reading *reading, const struct results_sample *sample,
                  const char *what)
{
    base_error("%s/%s: %s %s %s %s, process %" PRIu64 ", round %" PRIu64 ": %s", reading->directory,
               results_schema_sample.file, sample->workload, sample->instance, sample->wait,
               sample->arm, sample->process, sample->round, what);
    return DW_ERROR_PARSE;
}

static int take_sample(void *context, const void *row)
{
    struct reading *reading = context;
    const struct results_sample *sample = row;
    const char *parts[] = {sample->workload, sample->instance, sample->wait, sample->arm};
    uint32_t cell = results_names_find(reading->cells, parts, 4);
    if (cell == RESULTS_NO_NAME)
        return refuse(reading, sample, "the arm is not among those of the run");
    if (!(sample->wall_ns > 0))
        return refuse(reading, sample, "wall_ns is not above 0");
    if (sample->process >= RESULTS_PROCESSES_MAX || sample->round >= RESULTS_ROUNDS_MAX)
        return refuse(reading, sample, "the process or the round is not below its limit");
    if (!reserve(reading->samples)) {
        base_error("%s: out of memory after %zu samples", reading->directory,
                   reading->samples->count);
        return DW_ERROR_NO_MEMORY;
    }
    uint32_t process = reading->first_process + (uint32_t)sample->process;
    if (process >= reading->process_count)
        reading->process_count = process + 1;
    reading->samples->times[reading->samples->count++] =
        (struct results_time){.cell = cell,
                              .process = process,
                              .round = (uint32_t)sample->round,
                              .wall_ns = sample->wall_ns,
                              .host_ns = sample->host_ns,
                              .cpu_ns = sample->cpu_ns,
                              .gpu_ns = sample->gpu_ns};
    return DW_OK;
}

int results_samples_read(struct results_samples *samples, const char *directory,
                         const struct results_names *cells, uint32_t first_process,
                         uint32_t *process_count)
{
    struct reading reading = {samples, directory, cells, first_process, first_process};
    int status = results_read(&results_schema_sample, directory, take_sample, &reading);
    if (status == DW_OK)
        *process_count = reading.process_count;
    return status;
}

static int compare_times(const void *left, const void *right)
{
    const struct results_time *a = left, *b = right;
    if (a->process != b->process)
        return a->process < b->process ? -1 : 1;
    if (a->round != b->round)
        return a->round < b->round ? -1 : 1;
    return 0;
}

/* Move every sample to its cell's place: a permutation in cycles, without a second copy. */
static void distribute(struct results_samples *samples, size_t *next)
{
    for (uint32_t cell = 0; cell < samples->cell_count; cell++) {
        while (next[cell] < samples->starts[cell + 1]) {
            struct results_time *time = &samples->times[next[cell]];
            if (time->cell == cell) {
                next[cell]++;
                continue;
            }
            struct results_time moved = *time;
            *time = samples->times[next[moved.cell]];
            samples->times[next[moved.cell]++] = moved;
        }
    }
}

int results_samples_sort(struct results_samples *samples, uint32_t cell_count)
{
    size_t *starts = calloc((size_t)cell_count + 1, sizeof(*starts));
    size_t *next = malloc(((size_t)cell_count + 1) * sizeof(*next));
    if (!starts || !next) {
        free(starts);
        free(next);
        base_error("out of memory for %" PRIu32 " arms", cell_count);
        return DW_ERROR_NO_MEMORY;
    }
    for (size_t i = 0; i < samples->count; i++)
        starts[samples->times[i].cell + 1]++;
    for (uint32_t cell = 0; cell < cell_count; cell++)
        starts[cell + 1] += starts[cell];
    memcpy(next, starts, ((size_t)cell_count + 1) * sizeof(*next));
    samples->starts = starts;
    samples->cell_count = cell_count;
    distribute(samples, next);
    for (uint32_t cell = 0; cell < cell_count; cell++) {
        size_t count = starts[cell + 1] - starts[cell];
        if (count > 1)
            qsort(samples->times + starts[cell], count, sizeof(*samples->times), compare_times);
    }
    free(next);
    return DW_OK;
}

void results_samples_free(struct results_samples *samples)
{
    free(samples->times);
    free(samples->starts);
    *samples = (struct results_samples){0};
}

void results_samples_pair(const struct results_samples *samples, uint32_t a, uint32_t b,
                          results_pair *pair, void *context)
{
    size_t i = samples->starts[a], k = samples->starts[b];
    while (i < samples->starts[a + 1] && k < samples->starts[b + 1]) {
        int order = compare_times(&samples->times[i], &samples->times[k]);
        if (order == 0)
            pair(context, &samples->times[i], &samples->times[k]);
        i += order <= 0;
        k += order >= 0;
    }
}

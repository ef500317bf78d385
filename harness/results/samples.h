/* The samples of runs in memory: numbers only, sorted by cell (an arm on an instance), process and
 * round, so that arms can be paired. 48 bytes a sample. */
#ifndef RESULTS_SAMPLES_H
#define RESULTS_SAMPLES_H

#include "names.h"
#include "results.h"

/* Processes of one run and rounds of one process are fewer. */
#define RESULTS_PROCESSES_MAX 4096
#define RESULTS_ROUNDS_MAX (UINT32_C(1) << 31)

struct results_time {
    uint32_t cell, process, round;
    double wall_ns, host_ns, cpu_ns, gpu_ns;
};

struct results_samples {
    struct results_time *times;
    size_t count, capacity;
    size_t *starts; /* cell i is times[starts[i]..starts[i + 1]), once sorted */
    uint32_t cell_count;
};

/* Append DIRECTORY/samples.csv. cells holds the tuples workload, instance, wait, arm that may
 * occur; a sample of another one, or with a wall time that is not above 0, is refused
 * (DW_ERROR_PARSE, logged). first_process is added to the process numbers; *process_count becomes
 * one more than the largest. */
int results_samples_read(struct results_samples *samples, const char *directory,
                         const struct results_names *cells, uint32_t first_process,
                         uint32_t *process_count);

/* Sort, and fill starts for cell_count cells. DW_ERROR_NO_MEMORY, logged. */
int results_samples_sort(struct results_samples *samples, uint32_t cell_count);

void results_samples_free(struct results_samples *samples);

/* Call pair for every process and round in which both cells were timed. */
typedef void results_pair(void *context, const struct results_time *a,
                          const struct results_time *b);
void results_samples_pair(const struct results_samples *samples, uint32_t a, uint32_t b,
                          results_pair *pair, void *context);

#endif

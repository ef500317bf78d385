/* What C hands to Google Benchmark: functions that run their body as often as they are told, and
 * the samples of a run, already timed by the harness's loop. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bench {
    const char *name;
    void (*run)(uint64_t iterations);
};

/* The core's, in core_benchmarks.c. */
extern const struct bench bench_core[];
extern const size_t bench_core_count;

#define BENCH_COUNTERS_MAX 5

/* One arm on one instance. */
struct bench_series {
    char name[352];        /* workload/instance/wait/arm */
    const double *seconds; /* wall time of each batch, by process, then by round */
    size_t count;
    size_t processes;     /* that timed it */
    size_t fewest;        /* samples that any of them has, at least */
    const size_t *starts; /* of each process in seconds */
    struct {
        const char *name;
        double value;
    } counters[BENCH_COUNTERS_MAX];
    size_t counter_count;
};

/* A run. */
struct bench_set {
    struct bench_series *series;
    size_t count;
    double *seconds; /* of all series */
    size_t *starts;
    struct {
        const char *key;
        char value[512];
    } context[8];
    size_t context_count;
};

/* Read the samples of a run's folder. Returns 0 or a negative enum dw_status, logged. */
int bench_load_run(const char *directory, struct bench_set *set);
void bench_free_set(struct bench_set *set);

/* The samples of repetition `turn` of `repetitions`: with as many repetitions as processes the
 * first `fewest` of each process, else consecutive parts of one size. *count is that size, 0 if
 * there are fewer samples than repetitions. */
const double *bench_take_part(const struct bench_series *series, size_t repetitions, size_t turn,
                              size_t *count);

/* What is not Google Benchmark's on the command line, argv[0] included: --run names a folder, the
 * options of `dispatchwise run` measure one first; without any of them *set stays empty. True: go
 * on; false: the program ends with *code (--help, the processes of a live run, errors). */
int bench_read_options(int argc, char **argv, struct bench_set *set, int *code);

#ifdef __cplusplus
}
#endif

#endif

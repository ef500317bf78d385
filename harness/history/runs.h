/* A folder of runs as a database: every folder below it that holds a run.csv, with the few numbers
 * of each that are followed over time. */
#ifndef HISTORY_RUNS_H
#define HISTORY_RUNS_H

#include "follow/facts.h"

/* What is followed: every constant, and these policies' scores on either set. The static arms'
 * scores say more of the grid than of the device. */
#define HISTORY_POLICIES(X) X(reference_defaults) X(reference_fitted) X(planner)
#define HISTORY_SETS(X) X(fit) X(held_out)
#define HISTORY_SCORES(X)                                                                          \
    X(regret_mean)                                                                                 \
    X(regret_p95)                                                                                  \
    X(regret_max)                                                                                  \
    X(gap_closed)                                                                                  \
    X(agreement)                                                                                   \
    X(prediction_error_median)                                                                     \
    X(prediction_error_p90)

#define HISTORY_ONE(name) +1
enum {
    HISTORY_POLICY_COUNT = 0 HISTORY_POLICIES(HISTORY_ONE),
    HISTORY_SET_COUNT = 0 HISTORY_SETS(HISTORY_ONE),
    HISTORY_SCORE_COUNT = 0 HISTORY_SCORES(HISTORY_ONE),
    HISTORY_SERIES_COUNT =
        DW_CONSTANT_COUNT + HISTORY_POLICY_COUNT * HISTORY_SET_COUNT * HISTORY_SCORE_COUNT
};

struct history_run {
    char *path; /* owned */
    struct follow_facts facts;
    double values[HISTORY_SERIES_COUNT]; /* NaN: not there; INFINITY: never */
};

struct history_runs {
    struct history_run *runs; /* by device (history_compare_device), then by time */
    size_t count;
    size_t refused; /* folders that could not be read, each named in a message */
};

/* Read all of them. A copy of a run (the accepted baseline) is not counted twice. DW_ERROR_PARSE,
 * logged, where there is none; DW_ERROR_IO, DW_ERROR_NO_MEMORY. */
int history_read_runs(const char *directory, struct history_runs *runs);
void history_free_runs(struct history_runs *runs);

/* Read one run; its path is left to the caller. DW_ERROR_PARSE and others, logged by name. */
int history_read_run(const char *path, struct history_run *run);

/* One history: the same specimen (its UUID; a CPU by its model) whatever the driver. Negative, 0 or
 * positive. */
int history_compare_device(const struct follow_facts *a, const struct follow_facts *b);

/* A series' name, "batch.record_overhead" or "planner held_out gap_closed". */
#define HISTORY_NAME_SIZE 96
void history_series_name(int series, char name[HISTORY_NAME_SIZE]);
static inline bool history_is_constant(int series)
{
    return series < DW_CONSTANT_COUNT;
}
/* The series of a policy's score on the runs that it was fitted on. */
int history_score_series(const char *policy, const char *score);

#endif

/* The arms that both of two runs timed on the same instance (cells), and what each run says of them
 * per unit of resampling (a process, as in fit/data.h). */
#ifndef COMPARE_MATCH_H
#define COMPARE_MATCH_H

#include "fit/data.h"

#define COMPARE_RUNS 2

/* Run 0 is A, run 1 is B. */
struct compare_cell {
    uint32_t instance[COMPARE_RUNS], arm[COMPARE_RUNS]; /* numbers within each run's data */
};

struct compare_match {
    const struct fit_data *data[COMPARE_RUNS];
    struct compare_cell *cells; /* sorted by wait and arm, then by workload and instance */
    size_t cell_count;
    size_t instance_count; /* that are in both runs */
    size_t broken_count;   /* arms that ended with another status in B than in A */
    struct compare_cell *broken;
};

/* DW_ERROR_NO_MEMORY, logged. free also after a failure. */
int compare_match_create(struct compare_match *match, const struct fit_data *a,
                         const struct fit_data *b);
void compare_match_free(struct compare_match *match);

const struct fit_instance *compare_cell_instance(const struct compare_match *match,
                                                 const struct compare_cell *cell);
/* Its arm in run A. */
const struct fit_arm *compare_cell_arm(const struct compare_match *match,
                                       const struct compare_cell *cell);

/* The cell's log wall times in one run, unit by unit, NaN where it was not timed; values has room
 * for data->unit_count. Returns the mean of those there are. */
double compare_cell_values(const struct compare_match *match, const struct compare_cell *cell,
                           int run, double *values);

#endif

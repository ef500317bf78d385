/* How noisy a run was: the A/A arm against the baseline of the same round. */
#ifndef RUN_SCATTER_H
#define RUN_SCATTER_H

#include <stddef.h>

struct run_scatter {
    double log_sd; /* robust sd of the log ratio of one round; NaN without rounds */
    size_t rounds;
};

/* Read a run's samples. Unlike a floor, which more rounds lower, it can be compared between runs of
 * different lengths. DW_ERROR_IO, DW_ERROR_PARSE, DW_ERROR_NO_MEMORY, logged. */
int run_find_scatter(const char *folder, struct run_scatter *scatter);

#endif

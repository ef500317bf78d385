/* Two runs' fitted constants compared. */
#ifndef COMPARE_CONSTANTS_H
#define COMPARE_CONSTANTS_H

#include "compare/judge.h"
#include "compare/match.h"

struct compare_constant {
    int id;                           /* enum dw_constant_id */
    double value[COMPARE_RUNS];       /* INFINITY: never */
    struct compare_estimate estimate; /* as a share of A's value */
    double p;                         /* adjusted */
    enum compare_verdict verdict;
};

struct compare_constants {
    bool there[COMPARE_RUNS]; /* the run has a calibration.csv */
    struct compare_constant rows[DW_CONSTANT_COUNT];
    size_t count; /* constants measured in both runs */
};

/* DW_ERROR_PARSE or DW_ERROR_NO_MEMORY, logged. A run without a calibration.csv has no constants.
 */
int compare_constants_create(struct compare_constants *constants, const struct compare_match *match,
                             const char *const runs[COMPARE_RUNS], double threshold);

#endif

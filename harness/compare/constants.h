/* Two runs' fitted constants compared. The reference policy's costs and what the device says of
 * itself are judged. The others are told: the planner's constants stand in for each other, so that
 * the fit of another run can end elsewhere with the same times and a narrow interval; thresholds
 * are picked from a few candidates; the prediction's error is no property of the device. What
 * changes them changes times. */
#ifndef COMPARE_CONSTANTS_H
#define COMPARE_CONSTANTS_H

#include "compare/judge.h"
#include "compare/match.h"

struct compare_constant {
    int id;                           /* enum dw_constant_id */
    double value[COMPARE_RUNS];       /* INFINITY: never */
    struct compare_estimate estimate; /* as a share of A's value */
    bool judged;
    double p;                     /* adjusted; NaN: not judged */
    enum compare_verdict verdict; /* unclear where it is not judged */
};

struct compare_constants {
    bool there[COMPARE_RUNS]; /* the run has a calibration.csv */
    struct compare_constant rows[DW_CONSTANT_COUNT];
    size_t count; /* constants measured in both runs */
    size_t judged_count;
};

/* The verdict's name, "told" where there is none. */
const char *compare_constant_verdict(const struct compare_constant *constant);

/* DW_ERROR_PARSE or DW_ERROR_NO_MEMORY, logged. A run without a calibration.csv has no constants.
 */
int compare_constants_create(struct compare_constants *constants, const struct compare_match *match,
                             const char *const runs[COMPARE_RUNS], double threshold);

#endif

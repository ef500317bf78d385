/* Which choices changed between two runs: the reference policy's, the planner's, the oracle. They
 * are told, not judged: near a crossover a choice flips by noise, and costs nothing. */
#ifndef COMPARE_FLIPS_H
#define COMPARE_FLIPS_H

#include <stddef.h>
#include "dispatchwise/calibration.h"

enum compare_chooser { COMPARE_REFERENCE, COMPARE_PLANNER, COMPARE_ORACLE, COMPARE_CHOOSER_COUNT };
/* "reference_choice", "planner_choice", "oracle" */
const char *compare_chooser_name(enum compare_chooser chooser);

struct compare_flip {
    enum compare_chooser chooser;
    char workload[32], instance[128], wait[8];
    char a[DW_ARM_NAME_SIZE], b[DW_ARM_NAME_SIZE];
    /* log(time of B's choice / time of A's choice), both as run B measured them; NaN: not timed. */
    double gain_log;
};

struct compare_flips {
    struct compare_flip *flips;
    size_t count, compared; /* choices that both runs made */
};

/* From both runs' summary.csv. DW_ERROR_PARSE, DW_ERROR_NO_MEMORY, logged. free also after a
 * failure. */
int compare_flips_create(struct compare_flips *flips, const char *a, const char *b);
void compare_flips_free(struct compare_flips *flips);

#endif

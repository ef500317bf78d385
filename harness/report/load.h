/* The files of a run as a report needs them, in memory. */
#ifndef REPORT_LOAD_H
#define REPORT_LOAD_H

#include "results/device.h"
#include "results/schema.h"

struct report_run {
    char directory[4096]; /* absolute */
    char started[64];     /* empty: not recorded */
    struct results_device device;
    struct results_run *pairs; /* run.csv */
    size_t pair_count;
    struct results_score *scores; /* none: not scored yet */
    size_t score_count;
    struct results_calibration *constants; /* of the run's device; none: not fitted yet */
    size_t constant_count;
    struct results_summary *rows; /* by report_load_summary, as what follows */
    size_t row_count;
    struct results_instance *instances; /* none: the shapes were not recorded */
    size_t instance_count;
};

/* Read all of a run but its summary; also says if there is no summary. DW_ERROR_PARSE (a folder
 * that is not a run, a file that is not understood), DW_ERROR_NO_MEMORY; logged. Free also after a
 * failure. */
int report_load(struct report_run *run, const char *directory);
int report_load_summary(struct report_run *run);
void report_free(struct report_run *run);

/* A constant or another row of the run's calibration; NULL if it is not there. */
const struct results_calibration *report_constant(const struct report_run *run, const char *name);
/* NULL if it is not there. */
const struct results_score *report_score(const struct report_run *run, const char *policy,
                                         const char *set);

/* By workload, instance and wait; 0: they are of one instance. */
int report_compare_instances(const struct results_summary *a, const struct results_summary *b);

#endif

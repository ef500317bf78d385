/* What is exported of a run, gathered from its files. */
#ifndef EXPORT_GATHER_H
#define EXPORT_GATHER_H

#include "follow/calibration.h"
#include "follow/facts.h"
#include "modes/arm.h"
#include "results/names.h"

enum export_chooser { EXPORT_REFERENCE, EXPORT_PLANNER, EXPORT_ORACLE, EXPORT_CHOOSER_COUNT };

struct export_run {
    struct follow_facts facts;
    double timestamp_s;                    /* when it started, Unix time; NaN: not known */
    struct follow_calibration calibration; /* empty where there is no calibration.csv */
    struct results_score *scores;          /* likewise */
    size_t score_count;
    uint64_t choices[EXPORT_CHOOSER_COUNT][DW_WAIT_COUNT][DW_MODE_COUNT]; /* instances */
    uint64_t arms[ARM_STATUS_COUNT]; /* arms on instances, by how they ended */
    double noise_median, noise_p95;  /* |A/A ratio - 1| over instances; NaN: no A/A arm */
};

/* Read run.csv, summary.csv and, where they are there, scores.csv and calibration.csv.
 * DW_ERROR_PARSE, logged by name. free also after a failure. */
int export_gather(struct export_run *run, const char *directory);
void export_free(struct export_run *run);

#endif

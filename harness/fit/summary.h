/* The fitted policies' columns of a summary. */
#ifndef FIT_SUMMARY_H
#define FIT_SUMMARY_H

#include "dispatchwise/calibration.h"

/* Rewrite predicted_savings_ns, reference_choice and planner_choice of RUN/summary.csv by a
 * calibration row. */
int fit_update_summary(const char *run, const struct dw_calibration_row *row, uint64_t cores);

#endif

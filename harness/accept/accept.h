/* Making a run the baseline that later runs are held against, and carrying what moved clearly into
 * the committed calibration table. */
#ifndef ACCEPT_ACCEPT_H
#define ACCEPT_ACCEPT_H

#include <stdbool.h>
#include "fit/fit.h"

/* A constant that moves less than this share is left as it is, as is one whose intervals meet. */
#define ACCEPT_SHARE 0.02

#define ACCEPT_BASELINE "dispatchwise-results/baseline"
#define ACCEPT_TABLE "core/generated/calibration_table.h"

/* Refuse a baseline that could not be replaced: the run itself, or a folder that holds something
 * and is no run's. DW_ERROR_PARSE, logged. */
int accept_check_baseline(const char *run, const char *baseline);

/* Replace the folder BASELINE by a copy of the run's files: the old ones or the new ones are there,
 * never a mixture. What is no file of a run, such as figures drawn beside, stays. A folder that is
 * no run's is not replaced. It is made as BASELINE.new; what a killed call left there goes with the
 * next. DW_ERROR_PARSE, DW_ERROR_IO, logged. */
int accept_baseline(const char *run, const char *baseline);

/* True if the constant moved clearly: measured now and not before, never on one side only, or
 * intervals apart and more than ACCEPT_SHARE. */
bool accept_has_moved(const struct dw_constant *before, const struct dw_constant *after);

/* Bring the run's calibration into the table FILE where constants moved clearly, or all of it if
 * the device says other things of itself; where none did the file's bytes are left alone. What was
 * fitted together goes together: a way of waiting's reference costs with their variants, the
 * thresholds, the planner's constants. Says what moved. DW_ERROR_PARSE, DW_ERROR_IO, logged. */
int accept_update_table(const struct fit_result *result, const char *file);

#endif

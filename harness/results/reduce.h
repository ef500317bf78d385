/* From samples to the summary: one row per instance and arm. */
#ifndef RESULTS_REDUCE_H
#define RESULTS_REDUCE_H

#include "dispatchwise/calibration.h"
#include "results/schema.h"

/* Write DIRECTORY/summary.csv from its run.csv, instances.csv, arms.csv and samples.csv. The
 * reference policy's columns are those of the best row of the table that is compiled in. Errors are
 * logged: DW_ERROR_IO, DW_ERROR_PARSE, DW_ERROR_NO_MEMORY. */
int results_reduce(const char *directory);

/* Fill predicted_savings_ns and reference_choice of one summary row by a calibration row. cores as
 * the device reports them, 0 if it does not. DW_ERROR_PARSE, logged, if the row's wait or arm is no
 * such name or its batch is too large. */
int results_fill_reference(struct results_summary *row,
                           const struct dw_calibration_row *calibration, uint64_t cores);

#endif

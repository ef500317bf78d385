/* From samples to the summary: one row per instance and arm. */
#ifndef RESULTS_REDUCE_H
#define RESULTS_REDUCE_H

/* Write DIRECTORY/summary.csv from its run.csv, instances.csv, arms.csv and samples.csv. The
 * policies' columns are those of the best row of the table that is compiled in. Errors are
 * logged: DW_ERROR_IO, DW_ERROR_PARSE, DW_ERROR_NO_MEMORY. */
int results_reduce(const char *directory);

#endif

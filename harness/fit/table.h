/* Writing calibrations: calibration_table.h, which a build compiles in, and calibration.csv. */
#ifndef FIT_TABLE_H
#define FIT_TABLE_H

#include "fit/fit.h"

/* The text of a table: the results' rows and those of kept (may be NULL) that none of them
 * replaces, sorted. The same rows give the same bytes. DW_ERROR_NO_MEMORY, logged. */
int fit_write_table(FILE *stream, const struct fit_result *results, size_t count,
                    const struct dw_calibration_table *kept);

/* Write DIRECTORY/calibration.csv: every constant as fitted, the tuned variants, where they come
 * from. Results sorted by device. */
int fit_write_csv(const char *directory, const struct fit_result *results, size_t count);

/* Write that table to DIRECTORY/calibration_table.h. At least one row is fitted or kept.
 * DW_ERROR_IO or DW_ERROR_NO_MEMORY, logged. */
int fit_save_table(const char *directory, const struct fit_result *results, size_t count,
                   const struct dw_calibration_table *kept);

#endif

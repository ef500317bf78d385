/* Pooling the calibrations of one device and driver from many machines. The same members give the
 * same bytes, in whatever order and in however many steps they were merged. Time and memory grow
 * with the number of members. */
#ifndef MERGE_MERGE_H
#define MERGE_MERGE_H

#include <stddef.h>
#include "merge/cut.h"

/* Merge runs' folders, merged ones and folders of runs into OUT: members.csv, outliers.csv,
 * calibration.csv, and calibration_table.h (as fit writes it) of the rows that the cut leaves;
 * prints what was pooled and what was left out. DW_ERROR_PARSE, logged by name, before anything is
 * written. */
int merge_folders(const char *const *folders, size_t count, const char *out,
                  const struct merge_cut *cut);

#endif

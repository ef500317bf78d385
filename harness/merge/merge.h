/* Pooling the calibrations of one device and driver from many machines. The same members give the
 * same bytes, in whatever order and in however many steps they were merged. */
#ifndef MERGE_MERGE_H
#define MERGE_MERGE_H

#include <stddef.h>

/* Merge runs' folders and merged ones into OUT: calibration.csv, calibration_table.h (as fit writes
 * it) and members.csv; prints what was pooled and what was left out. DW_ERROR_PARSE, logged by
 * name, before anything is written. */
int merge_folders(const char *const *folders, size_t count, const char *out);

#endif

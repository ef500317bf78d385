/* Rows in the order of a table, sorted in the memory that they stand in. */
#ifndef CORE_SORT_ROWS_H
#define CORE_SORT_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "dispatchwise/calibration.h"

/* Whether two rows are of one device and a driver is in the ranges of both. */
bool dw_rows_meet(const struct dw_calibration_row *a, const struct dw_calibration_row *b);

/* Sort rows in O(count log count). Returns whether no two of them meet. */
bool dw_sort_rows(struct dw_calibration_row *rows, size_t count);

#endif

/* What each way of taking a decision takes beside the arm that differs in it alone, over what it
 * depends on: the points of the report's curves. */
#ifndef REPORT_CURVES_H
#define REPORT_CURVES_H

#include "report/load.h"

/* The rows of curves.csv, sorted by curve, side and x; malloc'd, NULL: none. All is taken from the
 * run's summary and instances: arms with a role or without a time are left out, and so is what
 * depends on a shape that is not known. DW_ERROR_NO_MEMORY, logged. */
int report_find_curves(const struct report_run *run, struct results_curve **rows, size_t *count);

#endif

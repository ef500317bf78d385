/* How well the fitted constants are known. */
#ifndef FIT_PLANNER_INTERVAL_H
#define FIT_PLANNER_INTERVAL_H

#include "fit/planner_solve.h"

/* Fill constants and intervals from a solved problem: a bootstrap of the data's units,
 * each replicate a step of Gauss and Newton from the optimum. scale: of the residuals.
 * DW_ERROR_NO_MEMORY, logged. */
int planner_find_intervals(struct planner_problem *problem, const double scale[PLANNER_TIMES],
                           size_t replicates, struct dw_constant *constants);

#endif

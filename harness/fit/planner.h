/* The planner's constants that explain a run's times, with intervals: robust least squares of log
 * times over every arm of every instance, planner_rows.h says how they are weighed. Of constants
 * that could make up for each other, the interval is all that they could take over, up to where one
 * of them is 0; one that no time moves with may be as large as none moves with by more than 5 %. */
#ifndef FIT_PLANNER_H
#define FIT_PLANNER_H

#include "fit/data.h"

/* Fill the planner's constants among DW_CONSTANT_COUNT from all families but left_out (FIT_NONE:
 * from all); those that no arm depends on stay as they are. Instances whose kernels' times are not
 * known are left out. DW_ERROR_NO_MEMORY, logged. */
int fit_planner(const struct fit_data *data, uint32_t left_out, size_t replicates,
                struct dw_constant *constants);

#endif

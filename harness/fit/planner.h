/* The planner's constants that explain a run's times, with intervals: robust least squares of log
 * times over every arm of every instance, planner_rows.h says how they are weighed. */
#ifndef FIT_PLANNER_H
#define FIT_PLANNER_H

#include "fit/data.h"

/* What is known of the planner's constants. A constant is certain if its interval is at most as
 * wide as its value, or so narrow that no measured arm's predicted time moves by more than 5 %
 * within it, and if the times tell it from the others: of constants that could make up for each
 * other, the interval is all that they could take over, up to where one of them is 0. */
struct fit_planner {
    struct dw_constant constant[DW_CONSTANT_COUNT]; /* the planner's; samples 0: not measured */
    bool certain[DW_CONSTANT_COUNT];
};

/* Fit on all families but left_out (FIT_NONE: on all). Instances whose kernels' times are not known
 * are left out. DW_ERROR_NO_MEMORY, logged. */
int fit_planner(const struct fit_data *data, uint32_t left_out, size_t replicates,
                struct fit_planner *planner);

#endif

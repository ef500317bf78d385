/* Between a row of instances.csv and the shape that it describes. */
#ifndef RESULTS_INSTANCE_H
#define RESULTS_INSTANCE_H

#include "grid.h"
#include "results/schema.h"

/* How the name of an instance begins that stands for recorded batches. */
#define RESULTS_RECORDED "recorded-"

/* The family that an instance counts as: its workload, or the one of all recordings. */
extern const char results_recordings_family[];
const char *results_family(const char *workload, const char *instance);

/* Fill the row's names and shape; its times stay as they are. */
void results_put_shape(const struct grid_instance *instance, struct results_instance *row);

/* The instance that a row describes. DW_ERROR_PARSE, logged, if it is none of this build. */
int results_take_shape(const struct results_instance *row, struct grid_instance *instance);

/* The row as the planner takes it, with the kernels' times; a time that was not measured is NaN,
 * one below 1 ns is 1.
 * DW_ERROR_PARSE, logged, for a row that describes no batch; the workload need not be of this
 * build. */
int results_take_planner_shape(const struct results_instance *row, struct dw_shape *shape);

#endif

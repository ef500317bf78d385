/* Why a choice takes longer than another, in words. */
#ifndef COMMANDS_PLAN_WHY_H
#define COMMANDS_PLAN_WHY_H

#include <stddef.h>

#include "dispatchwise/planner.h"

/* A time with its unit; size PLAN_TIME_SIZE always suffices. */
#define PLAN_TIME_SIZE 32
void plan_format_time(double ns, char text[PLAN_TIME_SIZE]);

/* What of `choice` takes the most time beyond what it takes of `best`, for instance "gaps between
 * submits: 64 x 11 us"; empty where nothing does. */
#define PLAN_WHY_SIZE 128
void plan_explain(const struct dw_shape *shape, const struct dw_calibration_row *row,
                  const struct dw_choice *choice, const struct dw_choice *best,
                  char why[PLAN_WHY_SIZE]);

#endif

/* Robust nonlinear least squares for the planner's constants: residuals in log time, Levenberg and
 * Marquardt's steps, constants held at or above 0. */
#ifndef FIT_PLANNER_SOLVE_H
#define FIT_PLANNER_SOLVE_H

#include "fit/planner_rows.h"

/* The normal equations at the constants as they stand. */
struct planner_normal {
    double matrix[PLANNER_COLUMNS][PLANNER_COLUMNS];
    double gradient[PLANNER_COLUMNS];
};

/* A residual's weight: of its row, of its kind of time, and Tukey's bisquare at the scales. 0 where
 * the time was not taken. */
double planner_weight(const struct planner_problem *problem, size_t row, enum planner_time time,
                      const double scale[PLANNER_TIMES]);

/* Fill matrix and gradient from slopes and residuals. */
void planner_normal_equations(const struct planner_problem *problem,
                              const double scale[PLANNER_TIMES], struct planner_normal *normal);

/* Move the problem's constants to the optimum, from where they stand; predictions and slopes are
 * then up to date, scale is that of the residuals. DW_ERROR_NO_MEMORY, logged. */
int planner_solve(struct planner_problem *problem, double scale[PLANNER_TIMES]);

#endif

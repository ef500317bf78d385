/* The directions of the constants' space: those that a problem's times tell, with how well, and
 * those that they do not. */
#ifndef FIT_PLANNER_DIRECTIONS_H
#define FIT_PLANNER_DIRECTIONS_H

#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>

#include "fit/planner_solve.h"

/* Columns that a time moves with, scaled to length 1. */
struct planner_directions {
    size_t count;
    unsigned column[PLANNER_COLUMNS];
    double length[PLANNER_COLUMNS]; /* of the columns */
    gsl_vector *value;              /* eigenvalues of the scaled matrix */
    gsl_matrix *vector;
};

/* False if there is no memory; free also then. */
bool planner_directions_create(const struct planner_normal *normal,
                               struct planner_directions *directions);
void planner_directions_free(struct planner_directions *directions);

/* The Gauss-Newton step for right-hand sides, along the directions that the times tell. */
void planner_step_along(const struct planner_directions *directions,
                        const double right[PLANNER_COLUMNS], double step[PLANNER_COLUMNS]);

/* Widen the intervals of constants that can make up for each other to all that they could be, none
 * of them below 0. False if there is no memory. */
bool planner_widen_untold(const struct planner_directions *directions,
                          struct dw_constant *constants);

#endif

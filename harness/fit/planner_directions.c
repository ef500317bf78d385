#include "fit/planner_directions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>

/* Directions of which the scaled normal equations see less than this (a share of 1 % of a column's
 * length, squared) are not told by the times. */
#define SINGULAR 1e-4
/* A constant is in such a direction if it has so much of it. */
#define INVOLVED 0.1

void planner_directions_free(struct planner_directions *directions)
{
    gsl_vector_free(directions->value);
    gsl_matrix_free(directions->vector);
}

bool planner_directions_create(const struct planner_normal *normal,
                               struct planner_directions *directions)
{
    size_t count = 0;
    *directions = (struct planner_directions){.count = 0};
    for (unsigned c = 0; c < PLANNER_COLUMNS; c++) {
        if (!(normal->matrix[c][c] > 0))
            continue;
        directions->column[count] = c;
        directions->length[count++] = sqrt(normal->matrix[c][c]);
    }
    directions->count = count;
    if (count == 0)
        return true;
    gsl_matrix *matrix = gsl_matrix_alloc(count, count);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(count);
    directions->value = gsl_vector_alloc(count);
    directions->vector = gsl_matrix_alloc(count, count);
    bool good = matrix && work && directions->value && directions->vector;
    for (size_t a = 0; a < count && good; a++)
        for (size_t b = 0; b < count; b++)
            gsl_matrix_set(matrix, a, b,
                           normal->matrix[directions->column[a]][directions->column[b]] /
                               (directions->length[a] * directions->length[b]));
    good =
        good && gsl_eigen_symmv(matrix, directions->value, directions->vector, work) == GSL_SUCCESS;
    gsl_matrix_free(matrix);
    gsl_eigen_symmv_free(work);
    return good;
}

void planner_step_along(const struct planner_directions *directions,
                        const double right[PLANNER_COLUMNS], double step[PLANNER_COLUMNS])
{
    memset(step, 0, PLANNER_COLUMNS * sizeof(*step));
    for (size_t d = 0; d < directions->count; d++) {
        const double value = gsl_vector_get(directions->value, d);
        double along = 0;
        if (value < SINGULAR)
            continue;
        for (size_t a = 0; a < directions->count; a++)
            along += gsl_matrix_get(directions->vector, a, d) * right[directions->column[a]] /
                     directions->length[a];
        for (size_t a = 0; a < directions->count; a++)
            step[directions->column[a]] +=
                gsl_matrix_get(directions->vector, a, d) * along / (value * directions->length[a]);
    }
}

/* What the times do not tell: for each column its part in each such direction, and, while one
 * constant is moved, the directions that those which came to 0 have taken away. */
struct untold {
    size_t count;
    double part[PLANNER_COLUMNS][PLANNER_COLUMNS]; /* by column, then direction */
    size_t lost_count;
    double lost[PLANNER_COLUMNS][PLANNER_COLUMNS];
};

static double dot(const double *a, const double *b, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

static void list_untold(const struct planner_directions *directions, struct untold *untold)
{
    untold->count = untold->lost_count = 0;
    for (size_t d = 0; d < directions->count; d++) {
        if (gsl_vector_get(directions->value, d) >= SINGULAR)
            continue;
        for (size_t a = 0; a < directions->count; a++)
            untold->part[a][untold->count] = gsl_matrix_get(directions->vector, a, d);
        untold->count++;
    }
}

/* What is left of a vector of parts; false if next to nothing is. */
static bool take_lost(const struct untold *untold, double *parts)
{
    const double before = dot(parts, parts, untold->count);
    for (size_t i = 0; i < untold->lost_count; i++) {
        const double along = dot(parts, untold->lost[i], untold->count);
        for (size_t d = 0; d < untold->count; d++)
            parts[d] -= along * untold->lost[i][d];
    }
    return dot(parts, parts, untold->count) > 1e-6 * before;
}

/* How far a constant (the place of its column) can go up or down (sign) while the others make up
 * for it, none of them below 0. */
static double find_extreme(const struct planner_directions *directions, struct untold *untold,
                           const struct dw_constant *constants, size_t place, double sign)
{
    double values[PLANNER_COLUMNS];
    untold->lost_count = 0;
    for (size_t a = 0; a < directions->count; a++)
        values[a] = constants[PLANNER_FIRST + (int)directions->column[a]].value;
    while (untold->lost_count < untold->count) {
        double parts[PLANNER_COLUMNS], far = (double)INFINITY, rates[PLANNER_COLUMNS];
        size_t blocking = place;
        memcpy(parts, untold->part[place], untold->count * sizeof(*parts));
        if (!take_lost(untold, parts))
            break;
        for (size_t a = 0; a < directions->count; a++) {
            rates[a] = sign * dot(untold->part[a], parts, untold->count) / directions->length[a];
            if (rates[a] < 0 && fabs(rates[a]) * directions->length[a] > 1e-6 &&
                values[a] / -rates[a] < far) {
                far = values[a] / -rates[a];
                blocking = a;
            }
        }
        if (!isfinite(far))
            return sign * far;
        for (size_t a = 0; a < directions->count; a++)
            values[a] = fmax(0, values[a] + far * rates[a]);
        if (blocking == place)
            break;
        double *lost = untold->lost[untold->lost_count];
        memcpy(lost, untold->part[blocking], untold->count * sizeof(*lost));
        if (!take_lost(untold, lost))
            break;
        const double length = sqrt(dot(lost, lost, untold->count));
        for (size_t d = 0; d < untold->count; d++)
            lost[d] /= length;
        untold->lost_count++;
    }
    return values[place];
}

bool planner_widen_untold(const struct planner_directions *directions,
                          struct dw_constant *constants)
{
    struct untold *untold = malloc(sizeof(*untold));
    if (!untold)
        return false;
    list_untold(directions, untold);
    for (size_t a = 0; a < directions->count; a++) {
        struct dw_constant *constant = &constants[PLANNER_FIRST + (int)directions->column[a]];
        if (dot(untold->part[a], untold->part[a], untold->count) < INVOLVED * INVOLVED)
            continue;
        constant->hi = fmax(constant->hi, find_extreme(directions, untold, constants, a, 1));
        constant->lo =
            fmin(constant->lo, fmax(0, find_extreme(directions, untold, constants, a, -1)));
    }
    free(untold);
    return true;
}

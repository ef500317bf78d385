#include "fit/planner_interval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_rstat.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/constants.h"

/* Directions of which the scaled normal equations see less than this (a share of 1 % of a column's
 * length, squared) are not told by the times. */
#define SINGULAR 1e-4
/* A constant is in such a direction if it has so much of it. */
#define INVOLVED 0.1

/* No predicted time moves by more, as a logarithm. */
#define SMALL_EFFECT 0.05
#define HUGE_COST 1e12

struct directions {
    size_t count;
    unsigned column[PLANNER_COLUMNS];
    double length[PLANNER_COLUMNS]; /* of the columns */
    gsl_vector *value;              /* eigenvalues of the scaled matrix */
    gsl_matrix *vector;
};

static void free_directions(struct directions *directions)
{
    gsl_vector_free(directions->value);
    gsl_matrix_free(directions->vector);
}

static bool find_directions(const struct planner_normal *normal, struct directions *directions)
{
    size_t count = 0;
    *directions = (struct directions){.count = 0};
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

/* The Gauss-Newton step for right-hand sides, along the directions that the times tell. */
static void step_along(const struct directions *directions, const double right[PLANNER_COLUMNS],
                       double step[PLANNER_COLUMNS])
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

/* What a replicate's times, in place of the measured ones, add to the gradient. */
static void replicate_gradient(const struct planner_problem *problem,
                               const double scale[PLANNER_TIMES], const uint32_t *draws,
                               double right[PLANNER_COLUMNS])
{
    memset(right, 0, PLANNER_COLUMNS * sizeof(*right));
    for (size_t i = 0; i < problem->row_count; i++) {
        const struct planner_row *row = &problem->rows[i];
        const struct planner_term *terms = problem->terms + row->first_term;
        double measured[PLANNER_TIMES];
        planner_measure(problem->data, row->arm, draws, measured);
        for (int t = 0; t < PLANNER_TIMES; t++) {
            const double weight = planner_weight(problem, i, (enum planner_time)t, scale);
            if (weight == 0 || isnan(measured[t]))
                continue;
            const double moved = weight * (measured[t] - row->measured[t]);
            for (size_t k = 0; k < row->term_count; k++)
                right[terms[k].column] += moved * terms[k].slope[t];
        }
    }
}

/* Standard deviations over replicates in which units are drawn with replacement. */
static bool bootstrap(const struct planner_problem *problem, const struct directions *directions,
                      const double scale[PLANNER_TIMES], size_t replicates,
                      double deviation[PLANNER_COLUMNS])
{
    const size_t units = problem->data->unit_count;
    gsl_rstat_workspace *moments[PLANNER_COLUMNS] = {NULL};
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    uint32_t *draws = malloc(units * sizeof(*draws));
    bool good = random && draws;
    for (unsigned c = 0; c < PLANNER_COLUMNS; c++) {
        moments[c] = gsl_rstat_alloc();
        good = good && moments[c];
    }
    if (good)
        gsl_rng_set(random, FIT_SEED);
    for (size_t r = 0; r < replicates && good; r++) {
        double right[PLANNER_COLUMNS], step[PLANNER_COLUMNS];
        memset(draws, 0, units * sizeof(*draws));
        for (size_t u = 0; u < units; u++)
            draws[gsl_rng_uniform_int(random, units)]++;
        replicate_gradient(problem, scale, draws, right);
        step_along(directions, right, step);
        for (unsigned c = 0; c < PLANNER_COLUMNS; c++)
            gsl_rstat_add(step[c], moments[c]);
    }
    for (unsigned c = 0; c < PLANNER_COLUMNS; c++) {
        deviation[c] = good ? gsl_rstat_sd(moments[c]) : 0;
        if (moments[c])
            gsl_rstat_free(moments[c]);
    }
    if (random)
        gsl_rng_free(random);
    free(draws);
    return good;
}

/* Along a direction that the times do not tell, constants make up for each other until one is 0. */
static void widen_along(const struct directions *directions, size_t direction,
                        struct dw_constant *constants)
{
    double least = -(double)INFINITY, most = (double)INFINITY;
    for (size_t a = 0; a < directions->count; a++) {
        const struct dw_constant *constant = &constants[PLANNER_FIRST + (int)directions->column[a]];
        const double rate =
            gsl_matrix_get(directions->vector, a, direction) / directions->length[a];
        const double share = gsl_matrix_get(directions->vector, a, direction);
        if (fabs(share) < INVOLVED)
            continue;
        if (rate > 0)
            least = fmax(least, -constant->value / rate);
        else
            most = fmin(most, -constant->value / rate);
    }
    for (size_t a = 0; a < directions->count; a++) {
        const int id = PLANNER_FIRST + (int)directions->column[a];
        const double share = gsl_matrix_get(directions->vector, a, direction);
        const double rate = share / directions->length[a];
        struct dw_constant *constant = &constants[id];
        if (fabs(share) < INVOLVED)
            continue;
        const double low = constant->value + rate * (rate > 0 ? least : most);
        const double high = constant->value + rate * (rate > 0 ? most : least);
        constant->lo = fmax(0, fmin(constant->lo, low));
        constant->hi = fmax(constant->hi, high);
    }
}

/* By how much a constant's change from one value to another moves an arm's predicted time at most.
 */
static double effect(struct planner_problem *problem, unsigned column, double from, double to)
{
    double *value = planner_value(problem, column), kept = *value, most = 0;
    for (size_t i = 0; i < problem->row_count; i++) {
        const struct planner_row *row = &problem->rows[i];
        double low[PLANNER_TIMES], high[PLANNER_TIMES];
        bool depends = false;
        for (size_t k = 0; k < row->term_count; k++)
            depends = depends || problem->terms[row->first_term + k].column == column;
        if (!depends)
            continue;
        *value = from;
        planner_predict(&problem->trial, row->shape, &row->choice, low);
        *value = to;
        planner_predict(&problem->trial, row->shape, &row->choice, high);
        most = fmax(most, fabs(log(high[PLANNER_WALL] / low[PLANNER_WALL])));
    }
    *value = kept;
    return most;
}

/* A constant that no time moves with where it stands may be as large as none moves with. */
static double find_highest(struct planner_problem *problem, unsigned column)
{
    const double value = *planner_value(problem, column);
    double low = value, high = fmax(value, 1);
    while (high < HUGE_COST && effect(problem, column, value, high) <= SMALL_EFFECT) {
        low = high;
        high *= 2;
    }
    if (!(high < HUGE_COST))
        return (double)INFINITY;
    while (high - low > 1e-3 * high) {
        const double middle = (low + high) / 2;
        if (effect(problem, column, value, middle) <= SMALL_EFFECT)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static void fill(struct planner_problem *problem, const struct planner_normal *normal,
                 const struct directions *directions, const double half[PLANNER_COLUMNS],
                 struct dw_constant *constants)
{
    for (unsigned c = 0; c < PLANNER_COLUMNS; c++) {
        const int id = PLANNER_FIRST + (int)c;
        const double value = *planner_value(problem, c);
        if (problem->samples[c] == 0)
            continue;
        constants[id] = (struct dw_constant){.value = value,
                                             .lo = fmax(0, value - half[c]),
                                             .hi = value + half[c],
                                             .samples = problem->samples[c]};
        if (!(normal->matrix[c][c] > 0)) {
            constants[id].lo = 0;
            constants[id].hi = find_highest(problem, c);
        }
    }
    for (size_t d = 0; d < directions->count; d++) {
        if (gsl_vector_get(directions->value, d) < SINGULAR)
            widen_along(directions, d, constants);
    }
}

int planner_find_intervals(struct planner_problem *problem, const double scale[PLANNER_TIMES],
                           size_t replicates, struct dw_constant *constants)
{
    struct planner_normal *normal = malloc(sizeof(*normal));
    struct directions directions = {.count = 0};
    double half[PLANNER_COLUMNS];
    const size_t units = problem->data->unit_count;
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    bool good = normal != NULL;
    if (good) {
        planner_normal_equations(problem, scale, normal);
        good = find_directions(normal, &directions) &&
               bootstrap(problem, &directions, scale, replicates, half);
    }
    for (unsigned c = 0; c < PLANNER_COLUMNS && good; c++)
        half[c] = units > 1 ? half[c] * fit_interval_factor(units) : (double)INFINITY;
    if (good)
        fill(problem, normal, &directions, half, constants);
    free_directions(&directions);
    free(normal);
    gsl_set_error_handler(handler);
    if (!good)
        base_error("out of memory for %zu arms", problem->row_count);
    return good ? DW_OK : DW_ERROR_NO_MEMORY;
}

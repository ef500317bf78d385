#include "fit/planner_interval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_rstat.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/constants.h"
#include "fit/planner_directions.h"

/* No predicted time moves by more, as a logarithm. */
#define SMALL_EFFECT 0.05
#define HUGE_COST 1e12

/* What a replicate's times, in place of the measured ones, add to the gradient. weights: by row. */
static void replicate_gradient(const struct planner_problem *problem,
                               double (*weights)[PLANNER_TIMES], const uint32_t *draws,
                               double right[PLANNER_COLUMNS])
{
    memset(right, 0, PLANNER_COLUMNS * sizeof(*right));
    for (size_t i = 0; i < problem->row_count; i++) {
        const struct planner_row *row = &problem->rows[i];
        const struct planner_term *terms = problem->terms + row->first_term;
        double measured[PLANNER_TIMES];
        planner_measure(problem->data, row->arm, draws, measured);
        for (int t = 0; t < PLANNER_TIMES; t++) {
            const double weight = weights[i][t];
            if (weight == 0 || isnan(measured[t]))
                continue;
            const double moved = weight * (measured[t] - row->measured[t]);
            for (size_t k = 0; k < row->term_count; k++)
                right[terms[k].column] += moved * terms[k].slope[t];
        }
    }
}

/* Standard deviations over replicates in which units are drawn with replacement. */
static bool bootstrap(const struct planner_problem *problem,
                      const struct planner_directions *directions,
                      const double scale[PLANNER_TIMES], size_t replicates,
                      double deviation[PLANNER_COLUMNS])
{
    const size_t units = problem->data->unit_count;
    gsl_rstat_workspace *moments[PLANNER_COLUMNS] = {NULL};
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    uint32_t *draws = malloc(units * sizeof(*draws));
    double(*weights)[PLANNER_TIMES] = malloc((problem->row_count + 1) * sizeof(*weights));
    bool good = random && draws && weights;
    for (unsigned c = 0; c < PLANNER_COLUMNS; c++) {
        moments[c] = gsl_rstat_alloc();
        good = good && moments[c];
    }
    if (good)
        gsl_rng_set(random, FIT_SEED);
    for (size_t i = 0; i < problem->row_count && good; i++)
        for (int t = 0; t < PLANNER_TIMES; t++)
            weights[i][t] = planner_weight(problem, i, (enum planner_time)t, scale);
    for (size_t r = 0; r < replicates && good; r++) {
        double right[PLANNER_COLUMNS], step[PLANNER_COLUMNS];
        memset(draws, 0, units * sizeof(*draws));
        for (size_t u = 0; u < units; u++)
            draws[gsl_rng_uniform_int(random, units)]++;
        replicate_gradient(problem, weights, draws, right);
        planner_step_along(directions, right, step);
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
    free(weights);
    return good;
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
                 const double half[PLANNER_COLUMNS], struct dw_constant *constants)
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
}

int planner_find_intervals(struct planner_problem *problem, const double scale[PLANNER_TIMES],
                           size_t replicates, struct dw_constant *constants)
{
    struct planner_normal *normal = malloc(sizeof(*normal));
    struct planner_directions directions = {.count = 0};
    double half[PLANNER_COLUMNS];
    const size_t units = problem->data->unit_count;
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    bool good = normal != NULL;
    if (good) {
        planner_normal_equations(problem, scale, normal);
        good = planner_directions_create(normal, &directions) &&
               bootstrap(problem, &directions, scale, replicates, half);
    }
    for (unsigned c = 0; c < PLANNER_COLUMNS && good; c++)
        half[c] = units > 1 ? half[c] * fit_interval_factor(units) : (double)INFINITY;
    if (good)
        fill(problem, normal, half, constants);
    good = good && planner_widen_untold(&directions, constants);
    planner_directions_free(&directions);
    free(normal);
    gsl_set_error_handler(handler);
    if (!good)
        base_error("out of memory for %zu arms", problem->row_count);
    return good ? DW_OK : DW_ERROR_NO_MEMORY;
}

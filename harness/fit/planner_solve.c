#include "fit/planner_solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "measure/statistics.h"

#define BISQUARE 4.685 /* 95 % efficient for normal errors */
#define MAD_TO_SD 1.4826

/* Far from the optimum nothing is an outlier: the scale comes down to the residuals' own. */
#define SCALE_FIRST 2.0
#define SCALE_FALL 0.5
#define SCALE_LEAST 1e-4 /* times are no better than that */

/* Larger values of an idle constant: as many, from the most down, each so much smaller; after so
 * many scales. */
#define RAISED_VALUES 12
#define RAISED_STEP 1.6
#define RAISED_FIRST 2
#define RAISED_AGAIN 4

#define STEPS_MAX 300
#define DAMPING_FIRST 1e-2
#define DAMPING_LEAST 1e-9
#define DAMPING_MOST 1e9
#define MOST_TIMES 2       /* a constant may come to so many times its most: times scatter */
#define SETTLED 1e-7       /* share of the cost that a step wins */
#define SETTLED_LEVEL 1e-2 /* the same, before the scale comes down */

static double residual(const struct planner_problem *problem, size_t row, enum planner_time time)
{
    return problem->predicted[row][time] - problem->rows[row].measured[time];
}

double planner_weight(const struct planner_problem *problem, size_t row, enum planner_time time,
                      const double scale[PLANNER_TIMES])
{
    const double r = residual(problem, row, time);
    if (isnan(r))
        return 0;
    const double u = r / (BISQUARE * scale[time]), rest = 1 - u * u;
    return rest > 0 ? problem->rows[row].weight[time] * rest * rest : 0;
}

/* Robust standard deviations of the residuals of each kind; 0 where there are none. */
static void find_scales(const struct planner_problem *problem, double *scratch,
                        double scale[PLANNER_TIMES])
{
    for (int t = 0; t < PLANNER_TIMES; t++) {
        size_t count = 0;
        for (size_t i = 0; i < problem->row_count; i++) {
            double r = fabs(residual(problem, i, (enum planner_time)t));
            if (!isnan(r))
                scratch[count++] = r;
        }
        scale[t] = count > 0 ? fmax(MAD_TO_SD * measure_median(scratch, count), SCALE_LEAST) : 0;
    }
}

void planner_normal_equations(const struct planner_problem *problem,
                              const double scale[PLANNER_TIMES], struct planner_normal *normal)
{
    memset(normal, 0, sizeof(*normal));
    for (size_t i = 0; i < problem->row_count; i++) {
        const struct planner_row *row = &problem->rows[i];
        const struct planner_term *terms = problem->terms + row->first_term;
        for (int t = 0; t < PLANNER_TIMES; t++) {
            const double weight = planner_weight(problem, i, (enum planner_time)t, scale);
            if (weight == 0)
                continue;
            const double r = residual(problem, i, (enum planner_time)t);
            for (size_t a = 0; a < row->term_count; a++) {
                const double slope = weight * terms[a].slope[t];
                normal->gradient[terms[a].column] += slope * r;
                for (size_t b = 0; b <= a; b++)
                    normal->matrix[terms[a].column][terms[b].column] += slope * terms[b].slope[t];
            }
        }
    }
    /* A row's terms stand in the order of the columns. */
    for (size_t a = 0; a < PLANNER_COLUMNS; a++)
        for (size_t b = 0; b < a; b++)
            normal->matrix[b][a] = normal->matrix[a][b];
}

/* The cost whose weights are the normal equations'. */
static double robust_cost(const struct planner_problem *problem, const double scale[PLANNER_TIMES])
{
    double cost = 0;
    for (size_t i = 0; i < problem->row_count; i++) {
        for (int t = 0; t < PLANNER_TIMES; t++) {
            const double r = residual(problem, i, (enum planner_time)t),
                         limit = BISQUARE * scale[t];
            if (isnan(r) || !(limit > 0))
                continue;
            const double u = r / limit, rest = u * u < 1 ? 1 - u * u : 0;
            cost += problem->rows[i].weight[t] * limit * limit / 6 * (1 - rest * rest * rest);
        }
    }
    return cost;
}

/* The damped step of the constants that are not held at their bound; false if there is none. */
static bool find_step(const struct planner_normal *normal, const double from[PLANNER_COLUMNS],
                      double damping, double step[PLANNER_COLUMNS])
{
    unsigned column[PLANNER_COLUMNS];
    size_t count = 0;
    for (unsigned c = 0; c < PLANNER_COLUMNS; c++) {
        step[c] = 0;
        if (normal->matrix[c][c] > 0 && (from[c] > 0 || normal->gradient[c] < 0))
            column[count++] = c;
    }
    if (count == 0)
        return false;
    gsl_matrix *matrix = gsl_matrix_alloc(count, count);
    gsl_vector *right = gsl_vector_alloc(count);
    bool good = matrix && right;
    for (size_t a = 0; a < count && good; a++) {
        /* Columns are scaled to length 1. */
        const double length = sqrt(normal->matrix[column[a]][column[a]]);
        for (size_t b = 0; b < count; b++)
            gsl_matrix_set(matrix, a, b,
                           normal->matrix[column[a]][column[b]] /
                               (length * sqrt(normal->matrix[column[b]][column[b]])));
        gsl_matrix_set(matrix, a, a, 1 + damping);
        gsl_vector_set(right, a, -normal->gradient[column[a]] / length);
    }
    good = good && gsl_linalg_cholesky_decomp1(matrix) == GSL_SUCCESS &&
           gsl_linalg_cholesky_svx(matrix, right) == GSL_SUCCESS;
    for (size_t a = 0; a < count && good; a++)
        step[column[a]] = gsl_vector_get(right, a) / sqrt(normal->matrix[column[a]][column[a]]);
    gsl_matrix_free(matrix);
    gsl_vector_free(right);
    return good;
}

static void take_step(struct planner_problem *problem, const double from[PLANNER_COLUMNS],
                      const double step[PLANNER_COLUMNS])
{
    for (unsigned c = 0; c < PLANNER_COLUMNS; c++)
        *planner_value(problem, c) =
            fmin(fmax(0, from[c] + step[c]), MOST_TIMES * problem->most[c]);
    planner_predict_all(problem);
}

/* One step down at these scales; the share of the cost that it won, 0 if there was none. */
static double descend(struct planner_problem *problem, const double scale[PLANNER_TIMES],
                      double *damping, struct planner_normal *normal)
{
    const double before = robust_cost(problem, scale);
    double from[PLANNER_COLUMNS], step[PLANNER_COLUMNS];
    for (unsigned c = 0; c < PLANNER_COLUMNS; c++)
        from[c] = *planner_value(problem, c);
    planner_slopes(problem);
    planner_normal_equations(problem, scale, normal);
    /* NOLINTNEXTLINE(cert-flp30-c): powers of ten are tried, not counted */
    for (; *damping <= DAMPING_MOST; *damping *= 10) {
        if (!find_step(normal, from, *damping, step))
            continue;
        take_step(problem, from, step);
        const double after = robust_cost(problem, scale);
        if (after < before) {
            *damping = fmax(*damping / 10, DAMPING_LEAST);
            return (before - after) / before;
        }
    }
    *damping = DAMPING_FIRST;
    memset(step, 0, sizeof(step));
    take_step(problem, from, step);
    return 0;
}

/* A constant that no time moves with where it stands may be too small to be the larger side of any
 * maximum: no slope tells. Try larger ones, while nothing is an outlier. */
static void raise_idle(struct planner_problem *problem, const double scale[PLANNER_TIMES],
                       const struct planner_normal *normal)
{
    for (unsigned c = 0; c < PLANNER_COLUMNS; c++) {
        double *value = planner_value(problem, c), best_value = *value;
        if (problem->samples[c] == 0 || normal->matrix[c][c] > 0 || !isfinite(problem->most[c]))
            continue;
        double best = robust_cost(problem, scale);
        for (int i = RAISED_VALUES; i > 0; i--) {
            *value = MOST_TIMES * problem->most[c] * pow(RAISED_STEP, i - RAISED_VALUES);
            planner_predict_all(problem);
            const double cost = robust_cost(problem, scale);
            if (cost < best) {
                best = cost;
                best_value = *value;
            }
        }
        *value = best_value;
        planner_predict_all(problem);
    }
}

int planner_solve(struct planner_problem *problem, double scale[PLANNER_TIMES])
{
    struct planner_normal *normal = malloc(sizeof(*normal));
    double *scratch = malloc((problem->row_count + 1) * sizeof(*scratch));
    if (!normal || !scratch) {
        free(normal);
        free(scratch);
        base_error("out of memory for %zu arms", problem->row_count);
        return DW_ERROR_NO_MEMORY;
    }
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    double damping = DAMPING_FIRST, least = SCALE_FIRST;
    planner_predict_all(problem);
    for (int i = 0, level = 0; i < STEPS_MAX; i++) {
        find_scales(problem, scratch, scale);
        for (int t = 0; t < PLANNER_TIMES; t++)
            scale[t] = scale[t] > 0 ? fmax(scale[t], least) : 0;
        const double won = descend(problem, scale, &damping, normal);
        if (least <= SCALE_LEAST && won < SETTLED)
            break;
        if (won > SETTLED_LEVEL)
            continue;
        if (++level == RAISED_FIRST || level == RAISED_AGAIN)
            raise_idle(problem, scale, normal);
        least = fmax(least * SCALE_FALL, SCALE_LEAST);
    }
    gsl_set_error_handler(handler);
    planner_slopes(problem);
    find_scales(problem, scratch, scale);
    free(normal);
    free(scratch);
    return DW_OK;
}

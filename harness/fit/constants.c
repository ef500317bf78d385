#include "fit/constants.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/design.h"

#define CONFIDENCE 0.95
#define BIT(column) (1U << (column))
_Static_assert((int)FIT_COST_COUNT == FIT_COLUMNS, "a column for each cost");

/* How one wait's constants can be told apart. */
enum method {
    METHOD_NONE,
    METHOD_SAVINGS, /* both kinds of savings at once: a persistent kernel is legal */
    METHOD_REUSE, /* reuse savings give launch - replay and record, the reuse arm's level replay */
    METHOD_LEVEL, /* the baseline's level gives launch, nothing else is known */
};

struct solver {
    struct fit_design design;
    struct fit_regression *regression;
    struct fit_row *rows;
    enum method method;
    unsigned columns; /* METHOD_SAVINGS: the costs that occur */
};

/* Replay and launch share what the level leaves: neither may be below 0, their difference, which is
 * what the savings tell, stays. */
static void split_difference(double difference, double replay, double cost[FIT_COST_COUNT])
{
    double least = difference < 0 ? -difference : 0;
    cost[FIT_REPLAY] = replay > least ? replay : least;
    cost[FIT_LAUNCH] = cost[FIT_REPLAY] + difference;
}

static bool solve_reuse(struct solver *solver, const uint32_t *draws, bool bounded,
                        double cost[FIT_COST_COUNT])
{
    struct fit_design *design = &solver->design;
    double savings[FIT_COLUMNS], level[FIT_COLUMNS];
    size_t count = fit_savings_rows(design, draws, solver->rows);
    unsigned columns = BIT(FIT_LAUNCH) | BIT(FIT_RECORD);
    if (!fit_regress(solver->regression, solver->rows, count, columns, savings))
        return false;
    if (bounded && savings[FIT_RECORD] < 0 &&
        !fit_regress(solver->regression, solver->rows, count, BIT(FIT_LAUNCH), savings))
        return false;
    count = fit_level_rows(design, design->reuse, design->reuse_count, draws, savings[FIT_RECORD],
                           solver->rows);
    if (!fit_regress(solver->regression, solver->rows, count, BIT(0) | BIT(1), level))
        return false;
    cost[FIT_SETUP] = 0;
    cost[FIT_RECORD] = savings[FIT_RECORD];
    cost[FIT_REPLAY] = level[0];
    cost[FIT_LAUNCH] = savings[FIT_LAUNCH] + level[0];
    if (bounded)
        split_difference(savings[FIT_LAUNCH], level[0], cost);
    return true;
}

static bool is_below_zero(const double cost[FIT_COST_COUNT])
{
    for (unsigned c = 0; c < FIT_COST_COUNT; c++)
        if (cost[c] < 0)
            return true;
    return false;
}

/* What the costs leave of the rows; as the regression, it lets no outlier decide. */
static double sum_errors(const struct fit_row *rows, size_t count,
                         const double cost[FIT_COST_COUNT])
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double error = rows[i].y;
        for (unsigned c = 0; c < FIT_COST_COUNT; c++)
            error -= rows[i].x[c] * cost[c];
        sum += fabs(error);
    }
    return sum;
}

/* Of the sets of columns whose costs are all above 0 the one that explains most; the others' are 0.
 */
static void hold_at_zero(struct solver *solver, size_t count, double cost[FIT_COST_COUNT])
{
    double held[FIT_COST_COUNT] = {0};
    double least = sum_errors(solver->rows, count, held);
    for (unsigned columns = (solver->columns - 1) & solver->columns; columns != 0;
         columns = (columns - 1) & solver->columns) {
        if (!fit_regress(solver->regression, solver->rows, count, columns, cost) ||
            is_below_zero(cost))
            continue;
        const double errors = sum_errors(solver->rows, count, cost);
        if (errors < least) {
            least = errors;
            memcpy(held, cost, sizeof held);
        }
    }
    memcpy(cost, held, sizeof held);
}

static bool solve_savings(struct solver *solver, const uint32_t *draws, bool bounded,
                          double cost[FIT_COST_COUNT])
{
    const size_t count = fit_savings_rows(&solver->design, draws, solver->rows);
    if (!fit_regress(solver->regression, solver->rows, count, solver->columns, cost))
        return false;
    if (bounded && is_below_zero(cost))
        hold_at_zero(solver, count, cost);
    return true;
}

/* bounded: constants below 0 are held at 0 and the others fitted again. */
static bool solve(struct solver *solver, const uint32_t *draws, bool bounded,
                  double cost[FIT_COST_COUNT])
{
    struct fit_design *design = &solver->design;
    double level[FIT_COLUMNS];
    size_t count;
    switch (solver->method) {
    case METHOD_SAVINGS:
        return solve_savings(solver, draws, bounded, cost);
    case METHOD_REUSE:
        return solve_reuse(solver, draws, bounded, cost);
    case METHOD_LEVEL:
        count = fit_level_rows(design, design->baseline, design->baseline_count, draws, 0,
                               solver->rows);
        if (!fit_regress(solver->regression, solver->rows, count, BIT(0) | BIT(1), level))
            return false;
        cost[FIT_SETUP] = cost[FIT_RECORD] = cost[FIT_REPLAY] = 0;
        cost[FIT_LAUNCH] = bounded && level[0] < 0 ? 0 : level[0];
        return true;
    case METHOD_NONE:
        break;
    }
    return false;
}

static void choose_method(struct solver *solver, const uint32_t *draws)
{
    const unsigned persistent = BIT(FIT_LAUNCH) | BIT(FIT_SETUP);
    const unsigned all = persistent | BIT(FIT_RECORD) | BIT(FIT_REPLAY);
    const unsigned reuse = BIT(FIT_LAUNCH) | BIT(FIT_RECORD), level = BIT(0) | BIT(1);
    struct fit_design *design = &solver->design;
    size_t count = fit_savings_rows(design, draws, solver->rows);
    solver->method = METHOD_SAVINGS;
    solver->columns = all;
    if (design->persistent_count > 0 && fit_identified(solver->rows, count, all))
        return;
    size_t drains = design->persistent_count < count ? design->persistent_count : count;
    solver->columns = persistent;
    if (design->reuse_count == 0 && fit_identified(solver->rows, drains, persistent))
        return;
    design->persistent_count = 0;
    count = fit_savings_rows(design, draws, solver->rows);
    if (fit_identified(solver->rows, count, reuse)) {
        count = fit_level_rows(design, design->reuse, design->reuse_count, draws, 0, solver->rows);
        solver->method = METHOD_REUSE;
        if (fit_identified(solver->rows, count, level))
            return;
    }
    count =
        fit_level_rows(design, design->baseline, design->baseline_count, draws, 0, solver->rows);
    solver->method = fit_identified(solver->rows, count, level) ? METHOD_LEVEL : METHOD_NONE;
}

static uint64_t samples_behind(const struct solver *solver, enum fit_cost cost)
{
    const struct fit_design *design = &solver->design;
    uint64_t reuse = design->reuse_samples;
    switch (solver->method) {
    case METHOD_SAVINGS:
        if (!(solver->columns & BIT(cost)))
            return 0;
        if (cost == FIT_SETUP)
            return design->persistent_samples;
        return cost == FIT_LAUNCH ? design->persistent_samples + reuse : reuse;
    case METHOD_REUSE:
        return cost == FIT_SETUP ? 0 : reuse;
    case METHOD_LEVEL:
        return cost == FIT_LAUNCH ? design->baseline_samples : 0;
    case METHOD_NONE:
        break;
    }
    return 0;
}

/* Standard deviations of the unbounded costs over replicates in which units are drawn with
 * replacement; how many replicates could be solved. */
static size_t bootstrap(struct solver *solver, size_t replicates, uint32_t *draws, double *values,
                        double deviation[FIT_COST_COUNT])
{
    size_t units = solver->design.data->unit_count, solved = 0;
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, FIT_SEED);
    for (size_t r = 0; r < replicates; r++) {
        double cost[FIT_COST_COUNT];
        for (size_t u = 0; u < units; u++)
            draws[u] = 0;
        for (size_t u = 0; u < units; u++)
            draws[gsl_rng_uniform_int(random, units)]++;
        if (!solve(solver, draws, false, cost))
            continue;
        for (size_t c = 0; c < FIT_COST_COUNT; c++)
            values[c * replicates + solved] = cost[c];
        solved++;
    }
    gsl_rng_free(random);
    for (size_t c = 0; c < FIT_COST_COUNT; c++)
        deviation[c] = solved > 1 ? gsl_stats_sd(values + c * replicates, 1, solved) : 0;
    return solved;
}

double fit_interval_factor(size_t units)
{
    return gsl_cdf_tdist_Pinv(0.5 + CONFIDENCE / 2, (double)units - 1) *
           sqrt((double)units / ((double)units - 1));
}

static int fit_wait(struct solver *solver, size_t replicates,
                    struct fit_cost_value result[FIT_COST_COUNT])
{
    size_t units = solver->design.data->unit_count;
    double cost[FIT_COST_COUNT], raw[FIT_COST_COUNT], deviation[FIT_COST_COUNT];
    uint32_t *draws = malloc(units * sizeof(*draws));
    double *values = malloc((FIT_COST_COUNT * replicates + 1) * sizeof(*values));
    if (!draws || !values) {
        free(draws);
        free(values);
        base_error("out of memory for %zu replicates", replicates);
        return DW_ERROR_NO_MEMORY;
    }
    for (size_t u = 0; u < units; u++)
        draws[u] = 1;
    choose_method(solver, draws);
    if (solve(solver, draws, true, cost) && solve(solver, draws, false, raw)) {
        size_t solved = units > 1 ? bootstrap(solver, replicates, draws, values, deviation) : 0;
        for (int c = 0; c < FIT_COST_COUNT; c++) {
            double half = solved > 1 ? fit_interval_factor(units) * deviation[c] : (double)INFINITY;
            /* One that is held at 0 may be as large as its free fit allows. */
            double centre = cost[c] > 0 ? cost[c] : raw[c];
            result[c] = (struct fit_cost_value){
                .value = cost[c],
                .lo = fmax(0, fmin(cost[c], centre - half)),
                .hi = fmax(cost[c], centre + half),
                .samples = samples_behind(solver, (enum fit_cost)c),
            };
        }
    }
    free(draws);
    free(values);
    return DW_OK;
}

int fit_constants(const struct fit_data *data, const struct fit_variants *variants,
                  uint32_t left_out, size_t replicates, struct fit_constants *constants)
{
    int status = DW_OK;
    *constants = (struct fit_constants){.cost = {{{.samples = 0}}}};
    for (int wait = 0; wait < DW_WAIT_COUNT && status == DW_OK; wait++) {
        struct solver solver = {.regression = fit_regression_create()};
        status = fit_design_create(&solver.design, data, (enum dw_wait)wait, variants, left_out);
        solver.rows = malloc((2 * data->instance_count + 1) * sizeof(*solver.rows));
        if (!solver.regression || !solver.rows) {
            base_error("out of memory for %zu instances", data->instance_count);
            status = DW_ERROR_NO_MEMORY;
        }
        if (status == DW_OK)
            status = fit_wait(&solver, replicates, constants->cost[wait]);
        /* Launches that are each waited for cannot be drained from one queue. */
        if (wait == DW_WAIT_EACH && solver.design.baseline_samples > 0)
            constants->cost[wait][FIT_SETUP] =
                (struct fit_cost_value){(double)INFINITY, (double)INFINITY, (double)INFINITY,
                                        solver.design.baseline_samples};
        fit_design_free(&solver.design);
        fit_regression_destroy(&solver.regression);
        free(solver.rows);
    }
    return status;
}

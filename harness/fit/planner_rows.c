#include "fit/planner_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"

/* Steps of the numeric slopes, in the constant's unit: the times are piecewise linear. */
#define STEP_SHARE 1e-4
#define STEP_LEAST 1e-5
/* A constant this large, ns or a share, is the larger side of every maximum. */
#define HUGE_COST 1e9
#define START_SHARE 0.25
/* Shares of times start no higher. */
#define START_SHARE_MOST 0.5

/* The choice is made by wall times; the others tell what they are made of, and matter less the less
 * of the wall time they are. */
static const double time_weights[PLANNER_TIMES] = {
    [PLANNER_WALL] = 1, [PLANNER_HOST] = 0.3, [PLANNER_GPU] = 0.1};

bool planner_predict(const struct dw_calibration_row *row, const struct dw_shape *shape,
                     const struct dw_choice *choice, double ns[PLANNER_TIMES])
{
    struct dw_prediction prediction = {(double)NAN, (double)NAN, (double)NAN, 0, 0};
    const bool known = dw_predict(shape, row, choice, false, &prediction) == DW_OK;
    ns[PLANNER_WALL] = prediction.wall_ns;
    ns[PLANNER_HOST] = prediction.host_ns;
    ns[PLANNER_GPU] = prediction.device_ns;
    return known;
}

void planner_measure(const struct fit_data *data, uint32_t arm, const uint32_t *draws,
                     double measured[PLANNER_TIMES])
{
    const struct fit_value *values = data->values + arm * data->unit_count;
    double sum[PLANNER_TIMES] = {0}, weight[PLANNER_TIMES] = {0};
    for (size_t u = 0; u < data->unit_count; u++) {
        const double logs[] = {values[u].log_wall, values[u].log_host, values[u].log_gpu};
        const uint32_t counts[] = {values[u].count, values[u].host_count, values[u].gpu_count};
        for (int t = 0; t < PLANNER_TIMES; t++) {
            sum[t] += counts[t] > 0 ? draws[u] * logs[t] : 0;
            weight[t] += counts[t] > 0 ? draws[u] : 0;
        }
    }
    for (int t = 0; t < PLANNER_TIMES; t++)
        measured[t] = weight[t] > 0 ? sum[t] / weight[t] : (double)NAN;
}

/* A time that is predicted to be nothing is a short one: its error is large, but it has one. */
static double at_least_1(double ns)
{
    return fmax(ns, 1);
}

void planner_predict_all(struct planner_problem *problem)
{
    for (size_t i = 0; i < problem->row_count; i++) {
        const struct planner_row *row = &problem->rows[i];
        double ns[PLANNER_TIMES];
        planner_predict(&problem->trial, row->shape, &row->choice, ns);
        for (int t = 0; t < PLANNER_TIMES; t++)
            problem->predicted[i][t] = log(at_least_1(ns[t]));
    }
}

void planner_slopes(struct planner_problem *problem)
{
    for (size_t i = 0; i < problem->row_count; i++) {
        const struct planner_row *row = &problem->rows[i];
        double ns[PLANNER_TIMES], moved[PLANNER_TIMES];
        planner_predict(&problem->trial, row->shape, &row->choice, ns);
        for (size_t k = 0; k < row->term_count; k++) {
            struct planner_term *term = &problem->terms[row->first_term + k];
            double *value = planner_value(problem, term->column), kept = *value;
            double step = fmax(kept * STEP_SHARE, STEP_LEAST);
            *value = kept + step;
            planner_predict(&problem->trial, row->shape, &row->choice, moved);
            *value = kept;
            for (int t = 0; t < PLANNER_TIMES; t++)
                term->slope[t] = (moved[t] - ns[t]) / (step * at_least_1(ns[t]));
        }
    }
}

/* How fast each of the row's times grows with a constant, the others as they are. */
static bool find_growth(struct planner_problem *problem, const struct planner_row *row,
                        unsigned column, double growth[PLANNER_TIMES])
{
    double *value = planner_value(problem, column), kept = *value;
    double ns[PLANNER_TIMES], moved[PLANNER_TIMES];
    bool grows = false;
    *value = 0;
    planner_predict(&problem->trial, row->shape, &row->choice, ns);
    *value = HUGE_COST;
    planner_predict(&problem->trial, row->shape, &row->choice, moved);
    *value = kept;
    for (int t = 0; t < PLANNER_TIMES; t++) {
        growth[t] = (moved[t] - ns[t]) / HUGE_COST;
        grows = grows || growth[t] > 0;
    }
    return grows;
}

static bool add_term(struct planner_problem *problem, struct planner_row *row, unsigned column)
{
    if (problem->term_count == problem->term_capacity) {
        size_t capacity = problem->term_capacity ? problem->term_capacity * 2 : 1024;
        struct planner_term *moved = realloc(problem->terms, capacity * sizeof(*moved));
        if (!moved)
            return false;
        problem->terms = moved;
        problem->term_capacity = capacity;
    }
    if (row->term_count == 0)
        row->first_term = problem->term_count;
    problem->terms[problem->term_count++] = (struct planner_term){.column = column};
    row->term_count++;
    problem->samples[column] += problem->data->arms[row->arm].samples;
    return true;
}

/* The most that a constant can be by the rows' wall times. A share of another constant grows
 * nothing while that is 0: where nothing was found, the others are tried at their starts. */
static void bound_constants(struct planner_problem *problem)
{
    double *most = problem->most;
    double growth[PLANNER_TIMES];
    for (unsigned c = 0; c < PLANNER_COLUMNS; c++) {
        double bound = (double)INFINITY;
        for (size_t i = 0; i < problem->row_count && !(most[c] < HUGE_COST); i++) {
            const struct planner_row *row = &problem->rows[i];
            if (find_growth(problem, row, c, growth) && growth[PLANNER_WALL] > 0)
                bound = fmin(bound, exp(row->measured[PLANNER_WALL]) / growth[PLANNER_WALL]);
        }
        most[c] = fmin(most[c], bound);
    }
}

static void start(struct planner_problem *problem)
{
    for (unsigned c = 0; c < PLANNER_COLUMNS; c++)
        problem->most[c] = (double)INFINITY;
    for (int pass = 0; pass < 2; pass++) {
        bound_constants(problem);
        for (unsigned c = 0; c < PLANNER_COLUMNS; c++) {
            bool share = strcmp(dw_constant_info(PLANNER_FIRST + (int)c)->unit, "share") == 0;
            double value = isfinite(problem->most[c]) ? START_SHARE * problem->most[c] : 0;
            *planner_value(problem, c) = share ? fmin(value, START_SHARE_MOST) : value;
        }
    }
}

static bool find_terms(struct planner_problem *problem)
{
    double growth[PLANNER_TIMES];
    bool good = true;
    for (size_t i = 0; i < problem->row_count; i++) {
        for (unsigned c = 0; c < PLANNER_COLUMNS; c++) {
            if (find_growth(problem, &problem->rows[i], c, growth))
                good = good && add_term(problem, &problem->rows[i], c);
        }
    }
    return good;
}

static void add_rows(struct planner_problem *problem, uint32_t left_out, const uint32_t *draws)
{
    const struct fit_data *data = problem->data;
    for (uint32_t a = 0; a < data->arm_count; a++) {
        const struct fit_arm *arm = &data->arms[a];
        const struct fit_instance *instance = &data->instances[arm->instance];
        double ns[PLANNER_TIMES];
        if (arm->arm.role != ARM_ROLE_FORCED || !fit_data_timed(data, a) ||
            instance->family == left_out || !fit_data_has_shape(instance) ||
            !planner_predict(&problem->trial, &instance->shape, &arm->arm.choice, ns))
            continue;
        struct planner_row *row = &problem->rows[problem->row_count++];
        *row = (struct planner_row){.arm = a, .shape = &instance->shape, .choice = arm->arm.choice};
        planner_measure(data, a, draws, row->measured);
    }
}

/* best, sum: scratch, one for each instance. */
static void weigh_rows(struct planner_problem *problem, double *best, double *sum)
{
    const struct fit_data *data = problem->data;
    for (size_t i = 0; i < data->instance_count; i++) {
        best[i] = (double)INFINITY;
        sum[i] = 0;
    }
    for (size_t i = 0; i < problem->row_count; i++) {
        uint32_t instance = data->arms[problem->rows[i].arm].instance;
        best[instance] = fmin(best[instance], problem->rows[i].measured[PLANNER_WALL]);
    }
    for (size_t i = 0; i < problem->row_count; i++) {
        struct planner_row *row = &problem->rows[i];
        uint32_t instance = data->arms[row->arm].instance;
        row->weight[PLANNER_WALL] = exp(best[instance] - row->measured[PLANNER_WALL]);
        sum[instance] += row->weight[PLANNER_WALL];
    }
    for (size_t i = 0; i < problem->row_count; i++) {
        struct planner_row *row = &problem->rows[i];
        const double weight = row->weight[PLANNER_WALL] / sum[data->arms[row->arm].instance];
        for (int t = 0; t < PLANNER_TIMES; t++)
            row->weight[t] = weight * time_weights[t] *
                             exp((row->measured[t] - row->measured[PLANNER_WALL]) / 2);
    }
}

static void add_fact(uint64_t value, uint64_t processes, enum dw_constant_id id,
                     struct dw_constant *constants)
{
    const double number = (double)value;
    if (value == 0)
        return;
    constants[id] = (struct dw_constant){number, number, number, processes > 0 ? processes : 1};
}

void planner_fill_facts(const struct fit_data *data, struct dw_constant *constants)
{
    const uint64_t processes = data->process_count;
    add_fact(data->device.cores, processes, DW_CONSTANT_DEVICE_CORES, constants);
    add_fact(data->device.resident, processes, DW_CONSTANT_DEVICE_RESIDENT, constants);
    add_fact(data->device.resources, processes, DW_CONSTANT_DEVICE_RESOURCES, constants);
}

int planner_problem_create(struct planner_problem *problem, const struct fit_data *data,
                           uint32_t left_out)
{
    uint32_t *draws = malloc((data->unit_count + 1) * sizeof(*draws));
    double *scratch = malloc(2 * (data->instance_count + 1) * sizeof(*scratch));
    bool good;
    *problem = (struct planner_problem){
        .data = data,
        .trial = *dw_default_calibration(),
        .rows = malloc((data->arm_count + 1) * sizeof(*problem->rows)),
        .predicted = malloc((data->arm_count + 1) * sizeof(*problem->predicted)),
    };
    good = draws && scratch && problem->rows && problem->predicted;
    if (good) {
        for (size_t u = 0; u < data->unit_count; u++)
            draws[u] = 1;
        for (unsigned c = 0; c < PLANNER_COLUMNS; c++)
            problem->trial.constant[PLANNER_FIRST + (int)c] = (struct dw_constant){.samples = 1};
        planner_fill_facts(data, problem->trial.constant);
        add_rows(problem, left_out, draws);
        weigh_rows(problem, scratch, scratch + data->instance_count);
        start(problem);
        good = find_terms(problem);
    }
    free(draws);
    free(scratch);
    if (!good)
        base_error("out of memory for %zu arms", data->arm_count);
    return good ? DW_OK : DW_ERROR_NO_MEMORY;
}

void planner_problem_free(struct planner_problem *problem)
{
    free(problem->rows);
    free(problem->terms);
    free(problem->predicted);
    *problem = (struct planner_problem){.data = NULL};
}

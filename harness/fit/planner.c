#include "fit/planner.h"

#include <math.h>

#include "dispatchwise/status.h"
#include "fit/planner_interval.h"

/* The relative standard deviation of a median absolute deviation of n values is this / sqrt(n). */
#define MAD_DEVIATION 1.17

/* The prediction error's interval goes by instances: the arms of one err alike. */
static void add_error(const struct planner_problem *problem, double error,
                      struct dw_constant *constants)
{
    double instances = 0;
    uint64_t samples = 0;
    for (size_t i = 0; i < problem->row_count; i++) {
        instances += problem->rows[i].weight[PLANNER_WALL]; /* 1 an instance */
        samples += problem->data->arms[problem->rows[i].arm].samples;
    }
    const double half = fmin(1, 1.96 * MAD_DEVIATION / sqrt(instances)) * error;
    constants[DW_CONSTANT_PREDICTION_ERROR] =
        (struct dw_constant){error, error - half, error + half, samples};
}

int fit_planner(const struct fit_data *data, uint32_t left_out, size_t replicates,
                struct dw_constant *constants)
{
    struct planner_problem problem;
    double scale[PLANNER_TIMES];
    int status = planner_problem_create(&problem, data, left_out);
    if (status == DW_OK && problem.row_count > 0) {
        status = planner_solve(&problem, scale);
        if (status == DW_OK)
            status = planner_find_intervals(&problem, scale, replicates, constants);
        if (status == DW_OK)
            add_error(&problem, scale[PLANNER_WALL], constants);
    }
    if (status == DW_OK)
        planner_fill_facts(data, constants);
    planner_problem_free(&problem);
    return status;
}

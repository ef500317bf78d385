/* What the planner's constants are fitted to: a row for each arm on an instance that the planner
 * can be asked about, with the logarithms of its wall time, its host time and its device span,
 * measured and predicted.
 *
 * Every instance weighs alike, and within it an arm weighs best time / its time: an arm that takes
 * ten times the best is chosen by an error of a factor of ten, so its own error matters little, and
 * it must not bend the constants of the arms among which the choice is made. */
#ifndef FIT_PLANNER_ROWS_H
#define FIT_PLANNER_ROWS_H

#include "dispatchwise/planner.h"
#include "fit/data.h"

/* The planner's costs: the constants that are fitted. */
#define PLANNER_FIRST DW_CONSTANT_HOST_SUBMIT
#define PLANNER_LAST DW_CONSTANT_SPECIALIZATION_STEAL_BUSY
#define PLANNER_COLUMNS (PLANNER_LAST - PLANNER_FIRST + 1)

enum planner_time { PLANNER_WALL, PLANNER_HOST, PLANNER_GPU, PLANNER_TIMES };

struct planner_row {
    uint32_t arm;
    const struct dw_shape *shape; /* borrowed from the data */
    struct dw_choice choice;
    double measured[PLANNER_TIMES]; /* log ns; NaN: not taken */
    double weight[PLANNER_TIMES];   /* of a residual that is no outlier; NaN: not taken */
    size_t first_term, term_count;  /* of the problem's terms */
};

/* A constant that a row's time is made of. */
struct planner_term {
    unsigned column;
    double slope[PLANNER_TIMES]; /* of the logarithms, by the constant */
};

struct planner_problem {
    const struct fit_data *data;
    struct planner_row *rows;
    size_t row_count;
    struct planner_term *terms;
    size_t term_count, term_capacity;
    uint64_t samples[PLANNER_COLUMNS]; /* timed batches that depend on the constant; 0: none */
    /* The most that a constant could be if the arms were nothing but it. */
    double most[PLANNER_COLUMNS];
    /* The constants as they stand; all count as measured. */
    struct dw_calibration_row trial;
    double (*predicted)[PLANNER_TIMES]; /* log ns, by row */
};

/* The constants that are no costs but what the device says of itself, as far as it does. */
void planner_fill_facts(const struct fit_data *data, struct dw_constant *constants);

/* Rows of all families but left_out (FIT_NONE: of all), which constants each is made of, and
 * starting values: a quarter of the most that each could be.
 * DW_ERROR_NO_MEMORY, logged; free also after a failure. */
int planner_problem_create(struct planner_problem *problem, const struct fit_data *data,
                           uint32_t left_out);
void planner_problem_free(struct planner_problem *problem);

static inline double *planner_value(struct planner_problem *problem, unsigned column)
{
    return &problem->trial.constant[PLANNER_FIRST + (int)column].value;
}

/* Predicted times, ns. False, and NaN, if the choice is illegal or unsupported. */
bool planner_predict(const struct dw_calibration_row *row, const struct dw_shape *shape,
                     const struct dw_choice *choice, double ns[PLANNER_TIMES]);

/* The measured logarithms of an arm in the drawn units (draws[u]: how often unit u counts). */
void planner_measure(const struct fit_data *data, uint32_t arm, const uint32_t *draws,
                     double measured[PLANNER_TIMES]);

/* Fill predicted from the trial's constants. */
void planner_predict_all(struct planner_problem *problem);
/* Fill the slopes; predicted is up to date. */
void planner_slopes(struct planner_problem *problem);

#endif

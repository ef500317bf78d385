/* Policies on the instances of a run, and the tallies of their scores. */
#ifndef FIT_SCORE_POLICY_H
#define FIT_SCORE_POLICY_H

#include "fit/score_oracle.h"
#include "results/schema.h"

/* One way to choose: by a calibration row, always one arm, or the oracle (neither is set). */
struct score_policy {
    char name[168];
    const struct dw_calibration_row *row;      /* the reference policy with these constants */
    const struct dw_calibration_row *measured; /* of the run; NULL: row */
    bool planner;                              /* the planner with the row's constants instead */
    const struct arm *always;
};

/* The scores of one policy as they add up, instance by instance. */
struct score_tally {
    double *regrets; /* time(choice) / time(oracle) - 1 */
    size_t count, agreed;
    double *errors; /* |predicted - actual savings| / baseline time */
    size_t error_count;
    double *time_errors; /* |predicted - measured| / measured wall time */
    size_t time_error_count;
    size_t signs_judged, signs_right; /* of savings outside the noise floor */
    double *floors;                   /* noise floors, logarithms */
    size_t floor_count;
    double policy_log, best_log, oracle_log; /* sums */
    double floor_squares;                    /* sum of squared noise floors, logarithms */
    size_t fallbacks;                        /* choices that could not run: the baseline ran */
};

/* DW_ERROR_NO_MEMORY, logged. free also after a failure. */
int score_tally_create(struct score_tally *tally, const struct score_field *field);
void score_tally_free(struct score_tally *tally);

/* Add the instances of one family (FIT_NONE: of all) on which a decision is to be taken; best is
 * the best static arm to compare with. */
void score_tally_add(struct score_tally *tally, const struct score_field *field,
                     const struct score_policy *policy, uint32_t family,
                     enum score_decision decision, const struct arm *best);

/* log(time / baseline's) of the policy's choice on a scored instance, in the odd rounds; false if
 * it could not run there and is the baseline. */
bool score_choose(const struct score_field *field, const struct score_policy *policy,
                  uint32_t instance, double *ratio);

/* The row of scores.csv; reorders the tally. */
struct results_score score_tally_row(struct score_tally *tally, const struct score_policy *policy,
                                     const char *set);

/* The row of decisions.csv, from the tally's row of scores.csv; reorders the tally. */
struct results_decision score_tally_decision(struct score_tally *tally,
                                             const struct results_score *score,
                                             enum score_decision decision);

/* The arms that occur as forced choices, each once, sorted by name: malloc'd, *count long. NULL if
 * there is no memory, logged. */
struct arm *score_static_arms(const struct fit_data *data, size_t *count);

/* The one that is fastest over all families but left_out (FIT_NONE: over all). */
const struct arm *score_best_static(const struct score_field *field, const struct arm *arms,
                                    size_t count, uint32_t left_out);

#endif

/* The planner on the arms of a run. */
#ifndef FIT_SCORE_PLANNER_H
#define FIT_SCORE_PLANNER_H

#include "fit/score_oracle.h"

/* The wall time that a calibration row's constants predict for an arm, ns; NaN where they do not.
 */
double score_predict_ns(const struct fit_data *data, const struct dw_calibration_row *row,
                        uint32_t arm);

/* True for an arm that the planner may choose: the oracle's candidates. */
bool score_is_candidate(const struct fit_data *data, uint32_t arm);

/* The candidate of an instance with the least predicted time; FIT_NONE: none is predicted. */
uint32_t score_planned(const struct fit_data *data, const struct dw_calibration_row *row,
                       uint32_t instance);

/* How many of the scored instances the planner, free to choose any arm, chooses one on that was not
 * timed there. *asked: instances on which it can choose. */
size_t score_count_untimed(const struct score_field *field, const struct dw_calibration_row *row,
                           size_t *asked);

#endif

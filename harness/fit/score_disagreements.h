/* Where the planner's model and the measurement differ most. */
#ifndef FIT_SCORE_DISAGREEMENTS_H
#define FIT_SCORE_DISAGREEMENTS_H

#include <stdio.h>
#include "fit/score_oracle.h"
#include "results/schema.h"

#define SCORE_DISAGREEMENTS_MAX 200

/* The arms that the row predicts worst, by the logarithm of predicted over measured, at most
 * SCORE_DISAGREEMENTS_MAX: malloc'd, *count long. DW_ERROR_NO_MEMORY, logged. */
int score_find_disagreements(const struct fit_data *data, const struct dw_calibration_row *row,
                             struct results_disagreement **rows, size_t *count);

void score_print_disagreements(FILE *stream, const struct results_disagreement *rows, size_t count);

#endif

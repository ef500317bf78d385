/* Scores for people: a headline, a table, notes. */
#ifndef FIT_SCORE_PRINT_H
#define FIT_SCORE_PRINT_H

#include <stdio.h>
#include "results/schema.h"

struct score_board {
    struct results_score *rows;
    size_t count;
    size_t default_fallbacks, fitted_fallbacks; /* choices that could not run, of all instances */
};

void score_print(FILE *stream, const struct score_board *board);

#endif

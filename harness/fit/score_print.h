/* Scores for people: a headline, a table, notes. */
#ifndef FIT_SCORE_PRINT_H
#define FIT_SCORE_PRINT_H

#include <stdio.h>
#include "results/schema.h"

struct score_board {
    struct results_score *rows;
    size_t count;
    struct results_decision *decisions;
    size_t decision_count;
    struct results_disagreement *disagreements;
    size_t disagreement_count;
    /* Of all instances: choices that could not run, with the defaults, fitted, of the planner. */
    size_t fallbacks[3];
    size_t untimed, asked; /* the planner's free choices that were not timed, of so many */
};

void score_print(FILE *stream, const struct score_board *board);

#endif

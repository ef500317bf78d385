/* How good policies are on a run: what their choices cost against the best arm measured. */
#ifndef FIT_SCORE_H
#define FIT_SCORE_H

#include <stdbool.h>

/* Score the run's policies and write scores.csv, decisions.csv and disagreements.csv into OUT_DIR;
 * print also prints the tables, a headline and what to know about the numbers. DW_ERROR_PARSE: not
 * a run, or nothing in it can be scored. Logged. */
int score_run(const char *run_dir, const char *out_dir, bool print);

#endif

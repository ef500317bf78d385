/* What to know about a score's numbers: noise, processes that disagree, choices that could not run.
 */
#ifndef FIT_SCORE_NOTES_H
#define FIT_SCORE_NOTES_H

#include <stdio.h>
#include "fit/score_oracle.h"

/* Two levels of an arm across processes: each process sits tightly at one of them. */
struct score_modes {
    double low_ns, high_ns; /* mean logarithms of the processes at each, as times */
    size_t low_count, high_count;
};

/* True if the values (log ns, one a process, of at least five; reordered) split into two groups of
 * at least two, each far tighter than the gap between them, the gap at least 10 %. */
bool score_find_modes(double *log_walls, size_t count, struct score_modes *modes);

/* A/A verdict, noise floor, arms with two modes, and whether the reference policy's own arm took
 * its forced twin's time. */
void score_print_notes(FILE *stream, const struct score_field *field);

#endif

/* A history for people and as CSV. */
#ifndef HISTORY_PRINT_H
#define HISTORY_PRINT_H

#include <stdbool.h>
#include <stdio.h>
#include "history/changes.h"

/* Every run; last: only so many of each device, 0: all. */
void history_print_runs(FILE *stream, const struct history_runs *runs, size_t last);
void history_print_runs_csv(FILE *stream, const struct history_runs *runs, size_t last);

void history_print_changes(FILE *stream, const struct history_runs *runs,
                           const struct history_changes *changes);
void history_print_changes_csv(FILE *stream, const struct history_runs *runs,
                               const struct history_changes *changes);

#endif

/* Where a device's constants and scores stepped to another level, and what changed with them. */
#ifndef HISTORY_CHANGES_H
#define HISTORY_CHANGES_H

#include "history/runs.h"
#include "history/steps.h"

/* Steps below this share of the level before, or (of scores) below this size, are not told. */
#define HISTORY_SHARE 0.02
#define HISTORY_SCORE_LEAST 0.001

struct history_change {
    size_t last, first; /* numbers of the runs before and on the new level */
    int series;
    struct history_step step;
};

struct history_changes {
    struct history_change *changes; /* by device, time and series */
    size_t count, capacity;
};

/* DW_ERROR_NO_MEMORY, logged. free also after a failure. */
int history_find_changes(const struct history_runs *runs, struct history_changes *changes);
void history_free_changes(struct history_changes *changes);

/* What changed in the runs' surroundings at the change; empty: nothing that is recorded. Where it
 * is off by one run, the text says so. */
void history_attribute(const struct history_runs *runs, const struct history_change *change,
                       char *text, size_t size);

#endif

/* This program started again as one process of a run. */
#ifndef RUN_CHILD_H
#define RUN_CHILD_H

#include "run/run.h"

/* Run `dispatchwise ARGUMENTS...` (NULL at the end), hear its "done total" lines, and wait for it.
 * Interrupts are passed on to it. Its status by its exit code; DW_ERROR_DEVICE_LOST, logged, where
 * a signal ended it, DW_ERROR_INTERRUPTED if that was ours. */
int run_child(char *const *arguments, run_told *told, void *context);

/* Called by the child: it ends with the process that started it, whose number this is. */
void run_follow_parent(uint64_t parent);

#endif

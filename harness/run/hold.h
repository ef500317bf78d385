/* A run's folder is held by one process at a time: run.lock in it, locked and naming the holder. */
#ifndef RUN_HOLD_H
#define RUN_HOLD_H

/* Hold the folder; *lock is passed on to the processes that are started, so that one that outlives
 * its parent for a moment still holds it. The lock goes with the processes: what a killed run left
 * holds nobody off. DW_ERROR_INVALID_ARGUMENT, naming who holds it; DW_ERROR_IO. Logged. */
int run_hold_folder(const char *folder, int *lock);

/* Let go of it, and remove the file; *lock is -1 afterwards, and may be before. */
void run_release_folder(const char *folder, int *lock);

#endif

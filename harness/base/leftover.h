/* Temporaries, NAME.N.tmp beside NAME, that outlived their process. A process that makes one holds
 * a lock on it until it is renamed or removed: one whose lock is free was left by a killed process.
 */
#ifndef BASE_LEFTOVER_H
#define BASE_LEFTOVER_H

#include <stdbool.h>

/* Remove PATH.N.tmp, for every number N, that nobody holds: a file, or a folder of files. */
void base_remove_leftovers(const char *path);

/* Hold a temporary that was just made. False if it was taken for a leftover before: make it anew.
 * A file system without locks holds nothing, and nothing is removed there either. */
bool base_hold_temporary(int descriptor);

/* A folder PATH.N.tmp that is new and held until *held is closed; leftovers of PATH are removed
 * before. Returns 0 or DW_ERROR_IO, logged. */
int base_make_temporary(const char *path, char folder[4096], int *held);

#endif

/* The folders that hold a run.csv. */
#ifndef HISTORY_FOLDERS_H
#define HISTORY_FOLDERS_H

#include <stddef.h>

struct history_folders {
    char **paths; /* sorted; owned */
    size_t count, capacity;
};

/* Look up to three levels below the directory; what holds a run.csv is not looked into. Links and
 * names that begin with a dot are left out. DW_ERROR_IO, DW_ERROR_NO_MEMORY, logged. free also
 * after a failure. */
int history_find_folders(const char *directory, struct history_folders *folders);
void history_free_folders(struct history_folders *folders);

#endif

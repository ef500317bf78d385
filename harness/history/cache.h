/* What was read of a large database before, so that a night more costs a night more: one file in
 * its folder. A run whose files have changed since, and a cache that is not understood, is read
 * anew; the results are the same without it. */
#ifndef HISTORY_CACHE_H
#define HISTORY_CACHE_H

#include <stdbool.h>
#include <stdint.h>
#include "history/runs.h"

#define HISTORY_CACHE_FILE ".dispatchwise-history.cache"
/* Fewer runs are read faster than it is worth to leave a file. */
#define HISTORY_CACHE_RUNS 200

struct history_cache {
    char *bytes;
    const char **entries; /* sorted by path */
    size_t count;
};

/* Always succeeds; empty where there is nothing to go by. */
void history_open_cache(struct history_cache *cache, const char *directory);
void history_close_cache(struct history_cache *cache);

/* What a run's files are now; 0: not to be relied upon (they changed just now). */
uint64_t history_stamp(const char *run);

/* Fill run from the cache; false: not in it as stamped, or no memory. name: below the directory. */
bool history_find_cached(const struct history_cache *cache, const char *name, uint64_t stamp,
                         struct history_run *run);

/* Write the cache. names in the order of strcmp; a stamp of 0 leaves a run out. Does nothing where
 * the folder cannot be written to. */
void history_save_cache(const char *directory, const char *const *names, const uint64_t *stamps,
                        const struct history_run *runs, size_t count);

#endif

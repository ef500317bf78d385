/* From the shards of one plan to the run that they are parts of. */
#ifndef RUN_UNITE_H
#define RUN_UNITE_H

#include <stddef.h>

/* Write into OUT, a new folder, what one run of the whole plan would have left: instances.csv in
 * the plan's order, arms.csv, samples.csv, summary.csv, and run.csv last but for the summary.
 * Shards of another device, driver, program, plan or choice of arms, a shard that is missing, named
 * twice or not finished: DW_ERROR_PARSE, logged by name, before anything is written. */
int run_unite(const char *const *shards, size_t count, const char *out);

#endif

/* One value from several machines' values: a weighted Hodges-Lehmann estimate with machines as
 * blocks, the spread between machines in its interval, and outliers left out by name. */
#ifndef MERGE_POOL_H
#define MERGE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An outlier is both: this many robust deviations from the group's median, and this far in the
 * logarithm (a group may agree by chance). Only among so many machines. */
#define MERGE_OUTLIER_DEVIATIONS 3.5
#define MERGE_OUTLIER_LOG 0.1
#define MERGE_OUTLIER_MACHINES 3

struct merge_value {
    double value, lo, hi; /* 95 %; INFINITY: never */
    uint64_t samples;
    size_t machines;
};

/* One machine's value of a constant; outlier is set by merge_pool. */
struct merge_block {
    struct merge_value value;
    double deviations; /* robust z against the group */
    bool outlier;
};

/* One machine's fits: the medians of their values and of the ends of their intervals; never where
 * most say never. count at least 1. DW_ERROR_NO_MEMORY, not logged. */
int merge_runs(const struct merge_value *values, size_t count, struct merge_value *machine);

/* Pool machines; count at least 1. Never where most machines say never. An interval of no width is
 * exact where most are; else it counts as wide as the group's median one. DW_ERROR_NO_MEMORY, not
 * logged. */
int merge_pool(struct merge_block *blocks, size_t count, struct merge_value *pooled);

#endif

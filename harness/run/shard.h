/* A share of a plan: whole instances, so that each shard has its baselines and its A/A arms. */
#ifndef RUN_SHARD_H
#define RUN_SHARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "results/results.h"

#define RUN_SHARDS_MAX 4096

struct run_shard {
    uint32_t number, count; /* from 1 to count */
};

/* "I/N"; false if it is none. */
bool run_parse_shard(const char *text, struct run_shard *shard);

/* The shard of every instance of a plan, from 1: as even as can be, mixed by an order that depends
 * on nothing but the number of instances. DW_ERROR_NO_MEMORY, not logged. */
int run_assign_shards(size_t instances, uint32_t shard_count, uint32_t *shards);

/* A plan before a shard was taken from it. */
struct run_whole {
    size_t count;
    uint64_t hash; /* of the instances' names, in their order */
};

/* Keep the rows of shard "I/N" (NULL: all). DW_ERROR_INVALID_ARGUMENT, logged, if it holds none;
 * DW_ERROR_NO_MEMORY. */
int run_keep_shard(const char *shard, struct results_instance *rows, size_t *count,
                   struct run_whole *whole);

#endif

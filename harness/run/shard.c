#include "run/shard.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "measure/random.h"

bool run_parse_shard(const char *text, struct run_shard *shard)
{
    char number[16];
    uint64_t first, second;
    const char *slash = strchr(text, '/');
    if (!slash || (size_t)(slash - text) >= sizeof number)
        return false;
    memcpy(number, text, (size_t)(slash - text));
    number[slash - text] = '\0';
    if (!base_parse_u64(slash + 1, RUN_SHARDS_MAX, &second) ||
        !base_parse_u64(number, second, &first) || first == 0)
        return false;
    *shard = (struct run_shard){(uint32_t)first, (uint32_t)second};
    return true;
}

/* Mixed: a grid's instances alternate in what they are, and every second one would be of a kind. */
int run_assign_shards(size_t instances, uint32_t shard_count, uint32_t *shards)
{
    uint64_t random_state = instances;
    size_t *order = calloc(instances + 1, sizeof *order);
    if (!order)
        return DW_ERROR_NO_MEMORY;
    measure_shuffle(&random_state, order, instances);
    for (size_t i = 0; i < instances; i++)
        shards[order[i]] = (uint32_t)(i % shard_count) + 1;
    free(order);
    return DW_OK;
}

static struct run_whole describe(const struct results_instance *rows, size_t count)
{
    struct run_whole whole = {.count = count, .hash = BASE_HASH_SEED};
    for (size_t i = 0; i < count; i++) {
        const char *const names[] = {rows[i].workload, rows[i].instance, rows[i].wait};
        for (size_t k = 0; k < 3; k++)
            whole.hash = base_hash_bytes(whole.hash, names[k], strlen(names[k]) + 1);
    }
    return whole;
}

int run_keep_shard(const char *text, struct results_instance *rows, size_t *count,
                   struct run_whole *whole)
{
    struct run_shard shard = {1, 1};
    size_t kept = 0;
    if (text && !run_parse_shard(text, &shard))
        return DW_ERROR_INVALID_ARGUMENT;
    uint32_t *shards = calloc(*count + 1, sizeof *shards);
    const int status = shards ? run_assign_shards(*count, shard.count, shards) : DW_ERROR_NO_MEMORY;
    *whole = describe(rows, *count);
    for (size_t i = 0; i < whole->count && status == DW_OK; i++)
        if (shards[i] == shard.number)
            rows[kept++] = rows[i];
    free(shards);
    if (status != DW_OK)
        return status;
    *count = kept;
    if (kept > 0 || whole->count == 0)
        return DW_OK;
    base_error("--shard %s is empty: the plan has %zu instances", text, whole->count);
    return DW_ERROR_INVALID_ARGUMENT;
}

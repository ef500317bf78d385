#include "fit/data.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "measure/statistics.h"

/* The paired rounds of one arm, in the order of processes and rounds. */
struct pair {
    uint32_t process, round;
    double log_wall, log_base, log_host, log_gpu; /* NaN: not taken */
};

struct pairs {
    struct pair *pairs;
    size_t count;
};

struct scratch {
    struct pairs pairs;
    double *values;
    uint32_t *rounds; /* of each process */
};

static void take_pair(void *context, const struct results_time *base,
                      const struct results_time *arm)
{
    struct pairs *pairs = context;
    pairs->pairs[pairs->count++] = (struct pair){
        .process = arm->process,
        .round = arm->round,
        .log_wall = log(arm->wall_ns),
        .log_base = log(base->wall_ns),
        .log_host = arm->host_ns > 0 ? log(arm->host_ns) : (double)NAN,
        .log_gpu = arm->gpu_ns > 0 ? log(arm->gpu_ns) : (double)NAN,
    };
}

/* parity 2: all rounds. */
static double median_ratio(const struct pairs *pairs, unsigned parity, double *values)
{
    size_t count = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        if (parity == 2 || pairs->pairs[i].round % 2 == parity)
            values[count++] = pairs->pairs[i].log_wall - pairs->pairs[i].log_base;
    }
    return measure_median(values, count);
}

/* Add the block's median of one of a pair's times to a unit's sum; returns the rounds behind it. */
static uint32_t add_median(const struct pair *pairs, size_t count, size_t offset, double *values,
                           double *sum)
{
    size_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        double value;
        memcpy(&value, (const char *)&pairs[i] + offset, sizeof(value));
        if (!isnan(value))
            values[taken++] = value;
    }
    if (taken > 0)
        *sum += (double)taken * measure_median(values, taken);
    return (uint32_t)taken;
}

/* One block: medians of its rounds, added to the unit's sums. */
static void add_block(const struct pair *pairs, size_t count, double *values,
                      struct fit_value *unit)
{
    unit->count +=
        add_median(pairs, count, offsetof(struct pair, log_wall), values, &unit->log_wall);
    add_median(pairs, count, offsetof(struct pair, log_base), values, &unit->log_base);
    unit->host_count +=
        add_median(pairs, count, offsetof(struct pair, log_host), values, &unit->log_host);
    unit->gpu_count +=
        add_median(pairs, count, offsetof(struct pair, log_gpu), values, &unit->log_gpu);
}

/* Blocks are ranges of round numbers, the same for all arms: what drifts, drifts in all of them.
 * Each has FIT_BLOCK_ROUNDS rounds or more. */
static uint32_t count_blocks(uint32_t rounds)
{
    uint32_t blocks = rounds / FIT_BLOCK_ROUNDS;
    return blocks < 1 ? 1 : blocks > FIT_BLOCKS_MAX ? FIT_BLOCKS_MAX : blocks;
}

static uint32_t block_of(const struct pair *pair, uint32_t rounds)
{
    return (uint32_t)((uint64_t)pair->round * count_blocks(rounds) / rounds);
}

static void reduce_arm(const struct fit_data *data, struct scratch *scratch,
                       struct fit_value *values)
{
    const struct pairs *pairs = &scratch->pairs;
    for (size_t first = 0, end; first < pairs->count; first = end) {
        uint32_t process = pairs->pairs[first].process, rounds = scratch->rounds[process];
        uint32_t block = block_of(&pairs->pairs[first], rounds);
        for (end = first + 1; end < pairs->count && pairs->pairs[end].process == process &&
                              block_of(&pairs->pairs[end], rounds) == block;)
            end++;
        add_block(pairs->pairs + first, end - first, scratch->values,
                  &values[data->process_count > 1 ? process : block]);
    }
    for (size_t unit = 0; unit < data->unit_count; unit++) {
        if (values[unit].count > 0) {
            values[unit].log_wall /= values[unit].count;
            values[unit].log_base /= values[unit].count;
        }
        if (values[unit].host_count > 0)
            values[unit].log_host /= values[unit].host_count;
        if (values[unit].gpu_count > 0)
            values[unit].log_gpu /= values[unit].gpu_count;
    }
}

static void plan_blocks(const struct results_samples *samples, struct fit_data *data,
                        uint32_t *rounds)
{
    for (uint32_t p = 0; p < data->process_count; p++)
        rounds[p] = 0;
    for (size_t i = 0; i < samples->count; i++) {
        const struct results_time *time = &samples->times[i];
        if (time->round >= rounds[time->process])
            rounds[time->process] = time->round + 1;
    }
    if (data->process_count == 1)
        data->unit_count = count_blocks(rounds[0]);
    else
        data->unit_count = data->process_count > 0 ? data->process_count : 1;
}

static void reduce_all(struct fit_data *data, const struct results_samples *samples,
                       struct scratch *scratch)
{
    for (uint32_t i = 0; i < data->arm_count; i++) {
        struct fit_arm *arm = &data->arms[i];
        uint32_t baseline = data->instances[arm->instance].baseline;
        if (arm->status != ARM_STATUS_OK || baseline == FIT_NONE ||
            data->arms[baseline].status != ARM_STATUS_OK)
            continue;
        scratch->pairs.count = 0;
        results_samples_pair(samples, baseline, i, take_pair, &scratch->pairs);
        arm->samples = scratch->pairs.count;
        arm->ratio = median_ratio(&scratch->pairs, 2, scratch->values);
        arm->ratio_even = median_ratio(&scratch->pairs, 0, scratch->values);
        arm->ratio_odd = median_ratio(&scratch->pairs, 1, scratch->values);
        reduce_arm(data, scratch, data->values + i * data->unit_count);
    }
}

int fit_data_reduce(struct fit_data *data, const struct results_samples *samples)
{
    size_t longest = 1;
    for (size_t i = 0; i < data->arm_count; i++) {
        size_t length = samples->starts[i + 1] - samples->starts[i];
        longest = length > longest ? length : longest;
    }
    struct scratch scratch = {
        .pairs = {malloc(longest * sizeof(struct pair)), 0},
        .values = malloc(longest * sizeof(double)),
        .rounds = malloc(((size_t)data->process_count + 1) * sizeof(uint32_t)),
    };
    int status = DW_ERROR_NO_MEMORY;
    if (scratch.pairs.pairs && scratch.values && scratch.rounds) {
        plan_blocks(samples, data, scratch.rounds);
        data->values = calloc(data->arm_count * data->unit_count + 1, sizeof(*data->values));
        if (data->values) {
            reduce_all(data, samples, &scratch);
            status = DW_OK;
        }
    }
    if (status != DW_OK)
        base_error("out of memory for %zu samples", samples->count);
    free(scratch.pairs.pairs);
    free(scratch.values);
    free(scratch.rounds);
    return status;
}

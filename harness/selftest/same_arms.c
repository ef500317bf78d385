/* The baseline against its own copy: is "different" said no more often than the stated level
 * allows, do both take the same time on the whole, and how small a difference can be told? */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "dispatchwise/status.h"
#include "selftest/series.h"

#define VERDICTS_MAX 240
#define BIAS_MOST 1   /* %: the precision that sampling stops on */
#define FLOOR_MOST 25 /* %: above it nothing that a policy decides can be told */

static const struct {
    enum dw_wait wait;
    uint32_t launches, groups, steps;
} shapes[] = {
    {DW_WAIT_EACH, 1, 1, 1},  {DW_WAIT_BATCH, 8, 4, 1},  {DW_WAIT_EACH, 4, 8, 4},
    {DW_WAIT_BATCH, 1, 1, 1}, {DW_WAIT_BATCH, 2, 32, 8},
};
#define SHAPES (sizeof shapes / sizeof shapes[0])

enum { DIFFERENT, BIAS, FLOOR, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [DIFFERENT] = {"called_different", "verdicts", SELFTEST_AT_MOST},
    [BIAS] = {"bias", "%", SELFTEST_AT_MOST},
    [FLOOR] = {"noise_floor", "%", SELFTEST_AT_MOST},
};

struct tally {
    double logs[VERDICTS_MAX], floors[VERDICTS_MAX];
    size_t count, different;
};

/* An instance of every workload before one has a second. */
static struct grid_instance nth_instance(size_t i)
{
    assert(workload_count > 0);
    const size_t shape = i / workload_count % SHAPES;
    return selftest_instance(workload_registry[i % workload_count]->name, shapes[shape].wait,
                             shapes[shape].launches, shapes[shape].groups, shapes[shape].steps);
}

static int gather(const struct selftest *test, double budget_s, struct tally *tally)
{
    struct measure_engine *engine = test->engine;
    const uint64_t start = engine->ops->wall_ns(engine);
    uint64_t random_state = test->seed + 1;
    int status = DW_OK;
    while (status == DW_OK && tally->count < VERDICTS_MAX &&
           (tally->count < workload_count ||
            (double)(engine->ops->wall_ns(engine) - start) < budget_s * 1e9)) {
        const struct grid_instance instance = nth_instance(tally->count);
        struct selftest_same same;
        status = selftest_time_same(test, &instance, &random_state, &same);
        if (status != DW_OK)
            break;
        tally->logs[tally->count] = same.log;
        tally->floors[tally->count++] = same.floor_log;
        tally->different += same.differs;
    }
    return status;
}

/* What the two copies differ by at the least, all instances together. */
static int find_bias(struct tally *tally, struct selftest_value *value)
{
    uint32_t units[VERDICTS_MAX];
    struct measure_interval interval;
    for (size_t i = 0; i < tally->count; i++)
        units[i] = (uint32_t)i;
    const int status =
        measure_location(tally->logs, units, tally->count, 1 - SELFTEST_CHANCE, 1, &interval);
    if (status != DW_OK)
        return status;
    *value = (struct selftest_value){.value = 100 * expm1(fmax(fmax(interval.lo, -interval.hi), 0)),
                                     .limit = BIAS_MOST};
    snprintf(value->note, sizeof value->note, "at the least; about %.2g %%",
             100 * expm1(interval.estimate));
    return DW_OK;
}

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    struct tally *tally = calloc(1, sizeof *tally);
    if (!tally)
        return DW_ERROR_NO_MEMORY;
    int status = gather(test, budget_s, tally);
    if (status == DW_OK)
        status = find_bias(tally, &values[BIAS]);
    if (status == DW_OK) {
        values[DIFFERENT] =
            (struct selftest_value){.value = (double)tally->different,
                                    .limit = selftest_most(SELFTEST_LEVEL, tally->count)};
        snprintf(values[DIFFERENT].note, SELFTEST_NOTE_SIZE, "of %zu, at the %g %% level",
                 tally->count, 100 * SELFTEST_LEVEL);
        values[FLOOR] = (struct selftest_value){
            .value = 100 * expm1(measure_median(tally->floors, tally->count)), .limit = FLOOR_MOST};
        snprintf(values[FLOOR].note, SELFTEST_NOTE_SIZE, "median of %d rounds each",
                 SELFTEST_BLOCKS * MEASURE_ROUNDS_MIN);
    }
    free(tally);
    return status;
}

const struct selftest_check selftest_same_arms = {
    .name = "same_arms",
    .what = "the baseline against its own copy",
    .figures = figures,
    .count = FIGURES,
    .share = 0.35,
    .run = run,
};

#include "selftest/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "dispatchwise/status.h"
#include "measure/random.h"
#include "run/run.h"

static const struct measure_kernel_times unknown = {0};

/* One block at work. */
struct block {
    struct measure_engine *engine;
    const struct selftest_series *series;
    struct selftest_outcome *outcome;
    uint32_t number;
    void *instances[SELFTEST_MEMBERS_MAX]; /* by the first member on it */
    struct measure_arm arms[SELFTEST_MEMBERS_MAX];
    double wall_ns[SELFTEST_MEMBERS_MAX]; /* of the round at hand */
};

/* The first member on the same instance. */
static size_t home_of(const struct selftest_series *series, size_t member)
{
    size_t first = 0;
    while (series->members[first].instance != series->members[member].instance)
        first++;
    return first;
}

static int open_member(struct block *block, size_t which)
{
    const struct selftest_member *member = &block->series->members[which];
    const struct measure_ops *ops = block->engine->ops;
    void **instance = &block->instances[home_of(block->series, which)];
    struct measure_opened opened = {.status = ARM_STATUS_OK};
    void *handle = NULL;
    int status = DW_OK;
    if (!*instance)
        status = ops->open_instance(block->engine, member->instance, &unknown, instance);
    if (status == DW_OK)
        status = ops->open_arm(block->engine, *instance, &member->arm, &opened, &handle);
    if (status != DW_OK)
        return status;
    if (!handle) {
        char name[DW_ARM_NAME_SIZE];
        arm_format(&member->arm, name, sizeof name);
        block->outcome->status = opened.status;
        snprintf(block->outcome->detail, sizeof block->outcome->detail, "%s: %s: %s", name,
                 arm_status_name(opened.status), opened.detail);
    }
    block->arms[which] = (struct measure_arm){
        .arm = member->arm, .handle = handle, .planted_ns = member->planted_ns};
    return DW_OK;
}

static int keep_sample(void *context, const struct measure_arm *arm, uint32_t round,
                       uint32_t position, const struct measure_sample *sample)
{
    struct block *block = context;
    const size_t which = (size_t)(arm - block->arms);
    struct selftest_times *times = &block->outcome->times[which];
    (void)round;
    (void)position;
    block->wall_ns[which] = sample->wall_ns;
    int status = measure_add_ratio(&times->walls, sample->wall_ns, block->number);
    if (status == DW_OK)
        status = measure_add_ratio(&times->busy, sample->cpu_ns / sample->wall_ns, block->number);
    if (status == DW_OK && !isnan(sample->gpu_ns))
        status = measure_add_ratio(&times->spans, sample->gpu_ns, block->number);
    return status;
}

static int time_rounds(struct block *block, uint64_t *random_state)
{
    const struct selftest_series *series = block->series;
    int status = DW_OK;
    for (uint32_t round = 0; round < MEASURE_ROUNDS_MIN && status == DW_OK; round++) {
        const bool stamped = series->stamp_every > 0 && round % series->stamp_every == 0;
        status = measure_round(block->engine, block->arms, series->count, random_state, round,
                               stamped, keep_sample, block);
        for (size_t i = 0; i < series->count && status == DW_OK; i++)
            status = measure_add_ratio(&block->outcome->times[i].ratios,
                                       log(block->wall_ns[i] / block->wall_ns[0]), block->number);
    }
    return status;
}

/* Were the words right to the end? */
static int check_words(struct block *block)
{
    int status = DW_OK;
    for (size_t i = 0; i < block->series->count && status == DW_OK; i++) {
        enum arm_status result = ARM_STATUS_OK;
        if (block->instances[i])
            status = block->engine->ops->check(block->engine, block->instances[i], &result);
        if (status == DW_OK && result != ARM_STATUS_OK)
            status = DW_ERROR_WRONG_RESULT;
    }
    return status;
}

static void close_block(struct block *block)
{
    const struct measure_ops *ops = block->engine->ops;
    for (size_t i = 0; i < block->series->count; i++)
        if (block->arms[i].handle)
            ops->close_arm(block->engine, &block->arms[i].handle);
    for (size_t i = 0; i < block->series->count; i++)
        if (block->instances[i])
            ops->close_instance(block->engine, &block->instances[i]);
}

/* An arm's words are checked on the instance's buffers, so that they are opened one after the
 * other, and timed when all are. */
static int time_block(struct block *block, uint64_t *random_state)
{
    size_t order[SELFTEST_MEMBERS_MAX];
    const size_t count = block->series->count;
    int status = DW_OK;
    block->engine->running = NULL;
    measure_shuffle(random_state, order, count);
    for (size_t i = 0; i < count && status == DW_OK; i++)
        status = open_member(block, order[i]);
    const bool whole = status == DW_OK && block->outcome->status == ARM_STATUS_OK;
    if (whole)
        status = time_rounds(block, random_state);
    if (whole && status == DW_OK)
        status = check_words(block);
    if (measure_may_close(block->engine, status))
        close_block(block);
    return status;
}

int selftest_time_series(const struct selftest *test, const struct selftest_series *series,
                         uint64_t *random_state, struct selftest_outcome *outcome)
{
    int status = DW_OK;
    *outcome = (struct selftest_outcome){.status = ARM_STATUS_OK};
    for (uint32_t b = 0; b < SELFTEST_BLOCKS && status == DW_OK && outcome->status == ARM_STATUS_OK;
         b++) {
        struct block block = {
            .engine = test->engine, .series = series, .outcome = outcome, .number = b};
        status = time_block(&block, random_state);
    }
    return status;
}

void selftest_free_outcome(struct selftest_outcome *outcome)
{
    for (size_t i = 0; i < SELFTEST_MEMBERS_MAX; i++) {
        measure_free_ratios(&outcome->times[i].ratios);
        measure_free_ratios(&outcome->times[i].walls);
        measure_free_ratios(&outcome->times[i].spans);
        measure_free_ratios(&outcome->times[i].busy);
    }
}

int selftest_locate(const struct measure_ratios *ratios, double confidence,
                    struct measure_interval *interval)
{
    return measure_location(ratios->values, ratios->process, ratios->count, confidence, 1,
                            interval);
}

int selftest_quantile(const struct measure_ratios *ratios, double share, double *value)
{
    double *sorted = malloc((ratios->count + 1) * sizeof *sorted);
    if (!sorted)
        return DW_ERROR_NO_MEMORY;
    *value = (double)NAN;
    if (ratios->count > 0) {
        memcpy(sorted, ratios->values, ratios->count * sizeof *sorted);
        gsl_sort(sorted, 1, ratios->count);
        *value = gsl_stats_quantile_from_sorted_data(sorted, 1, ratios->count, share);
    }
    free(sorted);
    return DW_OK;
}

struct grid_instance selftest_instance(const char *workload, enum dw_wait wait, uint32_t launches,
                                       uint32_t groups, uint32_t steps)
{
    struct grid_instance instance = {.workload = workload_find(workload),
                                     .shape =
                                         WORKLOAD_PLAIN_SHAPE(wait, launches, groups, steps, 1)};
    workload_instance_name(&instance.shape, instance.name);
    return instance;
}

int selftest_time_same(const struct selftest *test, const struct grid_instance *instance,
                       uint64_t *random_state, struct selftest_same *same)
{
    struct selftest_series series = {.members = {{.instance = instance, .arm = arm_baseline()},
                                                 {.instance = instance, .arm = arm_baseline()}},
                                     .count = 2};
    struct selftest_outcome outcome;
    struct measure_interval usual, strict;
    struct selftest_same found;
    series.members[1].arm.role = ARM_ROLE_CONTROL;
    int status = selftest_time_series(test, &series, random_state, &outcome);
    if (status == DW_OK && outcome.status != ARM_STATUS_OK)
        status = DW_ERROR_WRONG_RESULT;
    const struct measure_ratios *ratios = &outcome.times[1].ratios;
    if (status == DW_OK)
        status = selftest_locate(ratios, 0.95, &usual);
    if (status == DW_OK)
        status = selftest_locate(ratios, 1 - SELFTEST_LEVEL, &strict);
    if (status == DW_OK)
        status = selftest_quantile(&outcome.times[0].walls, 0.5, &found.wall_ns);
    if (status == DW_OK) {
        found.log = usual.estimate;
        found.floor_log = fmax(fabs(usual.lo), fabs(usual.hi));
        found.differs = strict.lo > 0 || strict.hi < 0;
        *same = found;
    }
    selftest_free_outcome(&outcome);
    return status;
}

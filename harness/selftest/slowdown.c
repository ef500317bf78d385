/* A slowdown planted on the host, of a size that the noise floor allows to see: is it found, and
 * does the interval of its size hold it? */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dispatchwise/status.h"
#include "selftest/series.h"

#define PLANTS_MAX 100
#define PLANTS_MIN 4
#define PLANT_LEAST 0.1 /* of the baseline's time */
#define CONFIDENCE 0.95

static const struct {
    enum dw_wait wait;
    uint32_t launches, groups;
} shapes[] = {{DW_WAIT_EACH, 1, 1}, {DW_WAIT_BATCH, 8, 1}, {DW_WAIT_EACH, 4, 4}};
#define SHAPES (sizeof shapes / sizeof shapes[0])

enum { FOUND, HELD, PLANTED, FLOOR, ERROR, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [FOUND] = {"found", "plants", SELFTEST_AT_LEAST},
    [HELD] = {"size_in_interval", "plants", SELFTEST_AT_LEAST},
    [PLANTED] = {"planted", "%", SELFTEST_TOLD},
    [FLOOR] = {"noise_floor", "%", SELFTEST_TOLD},
    [ERROR] = {"size_error", "%", SELFTEST_TOLD},
};

/* Logs, one a plant. */
struct tally {
    double planted[PLANTS_MAX], floors[PLANTS_MAX], errors[PLANTS_MAX];
    size_t count, found, held;
};

/* What the baseline would have shown of itself with planted_ns more: the median log of its ratios
 * to its own time a round before or behind. Where times have two modes, log(1 + planted / median)
 * is none. */
static int expect(const struct measure_ratios *walls, double planted_ns, double *expected)
{
    double *logs = malloc((2 * walls->count + 1) * sizeof *logs);
    size_t count = 0;
    if (!logs)
        return DW_ERROR_NO_MEMORY;
    for (size_t i = 1; i < walls->count; i++) {
        if (walls->process[i] != walls->process[i - 1])
            continue;
        logs[count++] = log((walls->values[i] + planted_ns) / walls->values[i - 1]);
        logs[count++] = log((walls->values[i - 1] + planted_ns) / walls->values[i]);
    }
    *expected = measure_median(logs, count);
    free(logs);
    return DW_OK;
}

static int time_plant(const struct selftest *test, const struct grid_instance *instance,
                      double planted_ns, uint64_t *random_state, struct tally *tally)
{
    const struct selftest_series series = {
        .members = {{.instance = instance, .arm = arm_baseline()},
                    {.instance = instance, .arm = arm_baseline(), .planted_ns = planted_ns}},
        .count = 2};
    struct selftest_outcome outcome;
    struct measure_interval usual, strict;
    double planted;
    int status = selftest_time_series(test, &series, random_state, &outcome);
    const struct measure_ratios *ratios = &outcome.times[1].ratios;
    if (status == DW_OK)
        status = selftest_locate(ratios, CONFIDENCE, &usual);
    if (status == DW_OK)
        status = selftest_locate(ratios, 1 - SELFTEST_LEVEL, &strict);
    if (status == DW_OK)
        status = expect(&outcome.times[0].walls, planted_ns, &planted);
    if (status == DW_OK) {
        tally->found += strict.lo > 0;
        tally->held += usual.lo <= planted && planted <= usual.hi;
        tally->errors[tally->count] = fabs(usual.estimate - planted);
        tally->planted[tally->count++] = planted;
    }
    selftest_free_outcome(&outcome);
    return status;
}

/* One floor can be low by luck: the larger of the last one and the median of all so far. */
static double usual_floor(const struct tally *tally)
{
    double floors[PLANTS_MAX];
    memcpy(floors, tally->floors, (tally->count + 1) * sizeof *floors);
    return fmax(tally->floors[tally->count], measure_median(floors, tally->count + 1));
}

static int gather(const struct selftest *test, double budget_s, struct tally *tally)
{
    struct measure_engine *engine = test->engine;
    const uint64_t start = engine->ops->wall_ns(engine);
    uint64_t random_state = test->seed + 2;
    int status = DW_OK;
    while (status == DW_OK && tally->count < PLANTS_MAX &&
           (tally->count < PLANTS_MIN ||
            (double)(engine->ops->wall_ns(engine) - start) < budget_s * 1e9)) {
        const size_t shape = tally->count % SHAPES;
        const struct grid_instance instance = selftest_instance(
            "spin", shapes[shape].wait, shapes[shape].launches, shapes[shape].groups, 1);
        struct selftest_same same;
        status = selftest_time_same(test, &instance, &random_state, &same);
        if (status != DW_OK)
            break;
        tally->floors[tally->count] = same.floor_log;
        const double share = fmax(PLANT_LEAST, expm1(SELFTEST_FLOORS * usual_floor(tally)));
        status = time_plant(test, &instance, share * same.wall_ns, &random_state, tally);
    }
    return status;
}

static void fill(struct tally *tally, struct selftest_value *values)
{
    values[FOUND] = (struct selftest_value){.value = (double)tally->found,
                                            .limit = selftest_least(SELFTEST_POWER, tally->count)};
    values[HELD] = (struct selftest_value){.value = (double)tally->held,
                                           .limit = selftest_least(CONFIDENCE, tally->count)};
    snprintf(values[FOUND].note, SELFTEST_NOTE_SIZE, "of %zu, each of %d noise floors or %g %%",
             tally->count, SELFTEST_FLOORS, 100 * PLANT_LEAST);
    snprintf(values[HELD].note, SELFTEST_NOTE_SIZE, "of %zu intervals of %g %%", tally->count,
             100 * CONFIDENCE);
    values[PLANTED].value = 100 * expm1(measure_median(tally->planted, tally->count));
    values[FLOOR].value = 100 * expm1(measure_median(tally->floors, tally->count));
    values[ERROR].value = 100 * expm1(measure_median(tally->errors, tally->count));
}

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    struct tally *tally = calloc(1, sizeof *tally);
    if (!tally)
        return DW_ERROR_NO_MEMORY;
    const int status = gather(test, budget_s, tally);
    if (status == DW_OK)
        fill(tally, values);
    free(tally);
    return status;
}

const struct selftest_check selftest_slowdown = {
    .name = "slowdown",
    .what = "a delay of known size, planted in a copy of the baseline",
    .figures = figures,
    .count = FIGURES,
    .share = 0.25,
    .run = run,
};

/* The device's clock: how fine it is, whether it only goes forward, whether its ticks are as long
 * as it says, and whether a batch's span lies within the host's time of it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "dispatchwise/status.h"
#include "selftest/baseline.h"
#include "selftest/series.h"

#define BATCHES 400
#define BITS_LEAST 36 /* as Vulkan promises */
#define RATE_MOST 1   /* %: that the two clocks may differ by */
#define STEP_SHARE 10 /* of the smallest batch, a step is at most one part in so many */

enum { BITS, STEP, BACK, OUTSIDE, RATE, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [BITS] = {"valid_bits", "bits", SELFTEST_AT_LEAST},
    [STEP] = {"smallest_step", "ns", SELFTEST_AT_MOST},
    [BACK] = {"steps_back", "batches", SELFTEST_AT_MOST},
    [OUTSIDE] = {"spans_over_wall_time", "batches", SELFTEST_AT_MOST},
    [RATE] = {"rate_off", "%", SELFTEST_AT_MOST},
};

/* A stamped batch: where it begins and how long it is on the device, and the host's readings
 * around it. */
struct reading {
    uint64_t begin_ticks, before_ns, after_ns;
    double span_ns;
};

static int read_batches(struct measure_engine *engine, void *arm, struct reading *readings)
{
    int status = DW_OK;
    for (size_t i = 0; i < BATCHES && status == DW_OK; i++) {
        struct measure_batch batch = {.span_ns = (double)NAN};
        engine->running = arm;
        status = engine->ops->prepare(engine, arm, true);
        readings[i].before_ns = engine->ops->wall_ns(engine);
        if (status == DW_OK)
            status = engine->ops->execute(engine, arm, true, &batch);
        readings[i].after_ns = engine->ops->wall_ns(engine);
        readings[i].begin_ticks = batch.begin_ticks;
        readings[i].span_ns = batch.span_ns;
    }
    return status;
}

static int take_readings(const struct selftest *test, struct reading *readings)
{
    const struct grid_instance instance = selftest_instance("spin", DW_WAIT_EACH, 1, 1, 1);
    struct selftest_baseline baseline;
    int status = selftest_open_baseline(test->engine, &instance, &baseline);
    if (status == DW_OK && !baseline.arm)
        status = DW_ERROR_WRONG_RESULT;
    if (status == DW_OK)
        status = read_batches(test->engine, baseline.arm, readings);
    selftest_close_baseline(test->engine, status, &baseline);
    return status;
}

/* From one batch's begin to another's; the clock may have come round. */
static double ticks_ns(const struct measure_facts *facts, const struct reading *from,
                       const struct reading *to)
{
    const unsigned bits = facts->timestamp_bits;
    const uint64_t mask = bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
    return (double)((to->begin_ticks - from->begin_ticks) & mask) * facts->timestamp_period_ns;
}

static int compare_reals(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* The smallest difference of two times, those of spans and of distances from one begin to the
 * next. */
static double smallest_step(const struct measure_facts *facts, const struct reading *readings)
{
    static double times[2 * BATCHES];
    double step = (double)INFINITY;
    size_t count = 0;
    for (size_t i = 0; i < BATCHES; i++) {
        times[count++] = readings[i].span_ns;
        if (i > 0)
            times[count++] = ticks_ns(facts, &readings[i - 1], &readings[i]);
    }
    qsort(times, count, sizeof *times, compare_reals);
    for (size_t i = 1; i < count; i++)
        if (times[i] > times[i - 1])
            step = fmin(step, times[i] - times[i - 1]);
    return step;
}

/* Of some readings, the one in which the device's clock can be placed best on the host's. */
static const struct reading *narrowest(const struct reading *readings, size_t count)
{
    const struct reading *best = readings;
    for (size_t i = 1; i < count; i++)
        if (readings[i].after_ns - readings[i].before_ns < best->after_ns - best->before_ns)
            best = &readings[i];
    return best;
}

/* How far the two clocks are apart at the least: a begin lies somewhere between the host's
 * readings around it. */
static double rate_off(const struct measure_facts *facts, const struct reading *from,
                       const struct reading *to)
{
    const double device_ns = ticks_ns(facts, from, to);
    const double least_ns = (double)(to->before_ns - from->after_ns);
    const double most_ns = (double)(to->after_ns - from->before_ns);
    return fmax(fmax(least_ns - device_ns, device_ns - most_ns), 0) / most_ns;
}

static void fill(const struct measure_facts *facts, const struct reading *readings,
                 struct selftest_value *values)
{
    unsigned back = 0, outside = 0;
    double least_ns = (double)INFINITY;
    const struct reading *first = narrowest(readings, BATCHES / 4);
    const struct reading *last = narrowest(readings + 3 * BATCHES / 4, BATCHES / 4);
    for (size_t i = 0; i < BATCHES; i++) {
        const double wall_ns = (double)(readings[i].after_ns - readings[i].before_ns);
        least_ns = fmin(least_ns, wall_ns);
        outside += !(readings[i].span_ns <= wall_ns + facts->timestamp_period_ns);
        if (i > 0) {
            /* Half of what the clock counts, or more, is a step back. */
            const double passed_ns = ticks_ns(facts, &readings[i - 1], &readings[i]);
            const double host_ns = (double)(readings[i].after_ns - readings[i - 1].before_ns);
            back += !(passed_ns + facts->timestamp_period_ns >= readings[i - 1].span_ns &&
                      passed_ns <= 2 * host_ns);
        }
    }
    const double host_ns = (double)(last->before_ns - first->before_ns);
    values[STEP] = (struct selftest_value){.value = smallest_step(facts, readings),
                                           .limit = least_ns / STEP_SHARE};
    snprintf(values[STEP].note, SELFTEST_NOTE_SIZE, "a tick is %.6g ns",
             facts->timestamp_period_ns);
    values[BACK] = (struct selftest_value){.value = back, .limit = 0};
    values[OUTSIDE] = (struct selftest_value){.value = outside, .limit = 0};
    snprintf(values[BACK].note, SELFTEST_NOTE_SIZE, "of %d", BATCHES);
    snprintf(values[OUTSIDE].note, SELFTEST_NOTE_SIZE, "of %d", BATCHES);
    values[RATE] =
        (struct selftest_value){.value = 100 * rate_off(facts, first, last), .limit = RATE_MOST};
    snprintf(values[RATE].note, SELFTEST_NOTE_SIZE, "at the least, against the host's over %.3g ms",
             host_ns * 1e-6);
}

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    const struct measure_facts *facts = &test->engine->facts;
    (void)budget_s;
    if (facts->timestamp_bits == 0) {
        selftest_skip(values, FIGURES, "the device has no timestamps on its compute queue");
        return DW_OK;
    }
    struct reading *readings = calloc(BATCHES, sizeof *readings);
    if (!readings)
        return DW_ERROR_NO_MEMORY;
    const int status = take_readings(test, readings);
    values[BITS] = (struct selftest_value){.value = facts->timestamp_bits, .limit = BITS_LEAST};
    if (status == DW_OK)
        fill(facts, readings, values);
    free(readings);
    return status;
}

const struct selftest_check selftest_device_clock = {
    .name = "device_clock",
    .what = "the clock of all device spans",
    .figures = figures,
    .count = FIGURES,
    .run = run,
};

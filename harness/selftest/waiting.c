/* The ways of waiting: who looks without pause goes on no later than who is woken, and both wait as
 * long as the device works. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "dispatchwise/status.h"
#include "selftest/series.h"

#define ROUNDS_MAX 40
#define ROUNDS_MIN 3
#define FLOORS 2    /* median differences of two copies: what may be */
#define TOLERANCE 2 /* %: the margin in which arms count as the same */
/* Who spins has a processor, and a device that is the processor needs another to work on: of both
 * together at least so much is had. */
#define BUSY_LEAST 0.9
#define BUSY_LEAST_CPU 1.25

enum { LATER, GAIN, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [LATER] = {"spin_later_than_block", "%", SELFTEST_AT_MOST},
    [GAIN] = {"wake_that_spin_saves", "us", SELFTEST_TOLD},
};

/* Logs and times, one an instance. */
struct tally {
    double ratios[ROUNDS_MAX], floors[ROUNDS_MAX], gains_ns[ROUNDS_MAX], busy[ROUNDS_MAX];
    size_t count;
    char refused[SELFTEST_NOTE_SIZE]; /* "" unless the device cannot */
};

/* Of a series of block, spin and block again, undisturbed: whatever else wants the processor delays
 * a thread that spins and one that sleeps in different ways. */
static int keep(const struct selftest_outcome *outcome, uint32_t launches, struct tally *tally)
{
    double wall_ns[3];
    const size_t at = tally->count;
    int status = selftest_quantile(&outcome->times[1].busy, 0.5, &tally->busy[at]);
    for (size_t i = 0; i < 3 && status == DW_OK; i++)
        status = selftest_quantile(&outcome->times[i].walls, SELFTEST_UNDISTURBED, &wall_ns[i]);
    if (status != DW_OK)
        return status;
    tally->ratios[at] = log(wall_ns[1] / wall_ns[0]);
    tally->floors[at] = fabs(log(wall_ns[2] / wall_ns[0]));
    tally->gains_ns[at] = (wall_ns[0] - wall_ns[1]) / launches;
    tally->count++;
    return DW_OK;
}

static int time_sides(const struct selftest *test, const struct grid_instance *instance,
                      uint64_t *random_state, struct tally *tally)
{
    struct selftest_series series = {.members = {{.instance = instance, .arm = arm_baseline()},
                                                 {.instance = instance, .arm = arm_baseline()},
                                                 {.instance = instance, .arm = arm_baseline()}},
                                     .count = 3};
    struct selftest_outcome outcome;
    series.members[1].arm.choice.side[DW_AXIS_WAITING] = DW_WAITING_SIDE_SPIN;
    series.members[2].arm.role = ARM_ROLE_CONTROL;
    int status = selftest_time_series(test, &series, random_state, &outcome);
    if (status == DW_OK && outcome.status != ARM_STATUS_OK)
        snprintf(tally->refused, sizeof tally->refused, "%.150s", outcome.detail);
    else if (status == DW_OK)
        status = keep(&outcome, instance->shape.launches, tally);
    selftest_free_outcome(&outcome);
    return status;
}

static int gather(const struct selftest *test, double budget_s, struct tally *tally)
{
    struct measure_engine *engine = test->engine;
    const uint64_t start = engine->ops->wall_ns(engine);
    uint64_t random_state = test->seed + 5;
    int status = DW_OK;
    while (status == DW_OK && !tally->refused[0] && tally->count < ROUNDS_MAX &&
           (tally->count < ROUNDS_MIN ||
            (double)(engine->ops->wall_ns(engine) - start) < budget_s * 1e9)) {
        const struct grid_instance instance =
            selftest_instance("spin", DW_WAIT_EACH, tally->count % 2 ? 4 : 1, 1, 1);
        status = time_sides(test, &instance, &random_state, tally);
    }
    return status;
}

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    struct tally tally = {.count = 0};
    const int status = gather(test, budget_s, &tally);
    if (status != DW_OK)
        return status;
    if (tally.refused[0]) {
        selftest_skip(values, FIGURES, "%s", tally.refused);
        return DW_OK;
    }
    const bool is_cpu = test->engine->facts.key.kind == DW_DEVICE_KIND_CPU;
    const double busy = measure_median(tally.busy, tally.count);
    if (busy < (is_cpu ? BUSY_LEAST_CPU : BUSY_LEAST)) {
        selftest_skip(values, FIGURES, "no processor to spare: spinning had %.2f, %s", busy,
                      is_cpu ? "the device's work included" : "other work took it");
        return DW_OK;
    }
    const double floor_log = FLOORS * measure_median(tally.floors, tally.count);
    values[LATER] =
        (struct selftest_value){.value = 100 * expm1(measure_median(tally.ratios, tally.count)),
                                .limit = fmax(TOLERANCE, 100 * expm1(floor_log))};
    snprintf(values[LATER].note, SELFTEST_NOTE_SIZE,
             "below 0: earlier; the limit is what two copies differ by, or %d %%", TOLERANCE);
    values[GAIN].value = measure_median(tally.gains_ns, tally.count) / 1e3;
    snprintf(values[GAIN].note, SELFTEST_NOTE_SIZE, "a launch");
    return DW_OK;
}

const struct selftest_check selftest_waiting = {
    .name = "waiting",
    .what = "spinning against blocking",
    .figures = figures,
    .count = FIGURES,
    .share = 0.1,
    .run = run,
};

/* The host's clock: what a reading costs, and how fine it is. */
#include <stdio.h>
#include <time.h>

#include "dispatchwise/status.h"
#include "measure/statistics.h"
#include "selftest/selftest.h"

#define SERIES 101
#define READINGS 1000 /* a series: short, so that most are not interrupted */
#define STEP_MOST_NS 1000
#define COST_MOST_NS 1000

enum { COST, STEP, BACK, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [COST] = {"reading", "ns", SELFTEST_AT_MOST},
    [STEP] = {"smallest_step", "ns", SELFTEST_AT_MOST},
    [BACK] = {"steps_back", "readings", SELFTEST_AT_MOST},
};

struct readings {
    double costs_ns[SERIES]; /* of a reading */
    uint64_t step_ns;
    unsigned back;
};

static double read_series(uint64_t (*clock_ns)(void), struct readings *readings)
{
    const uint64_t first = clock_ns();
    uint64_t last = first;
    for (unsigned i = 1; i < READINGS; i++) {
        const uint64_t now = clock_ns();
        readings->back += now < last;
        if (now > last && now - last < readings->step_ns)
            readings->step_ns = now - last;
        last = now;
    }
    return ((double)last - (double)first) / (READINGS - 1);
}

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    struct readings readings = {.step_ns = UINT64_MAX};
    struct timespec said;
    (void)budget_s;
    if (clock_getres(CLOCK_MONOTONIC, &said) != 0)
        return DW_ERROR_UNSUPPORTED;
    for (size_t i = 0; i < SERIES; i++)
        readings.costs_ns[i] = read_series(test->clock_ns, &readings);
    values[COST] = (struct selftest_value){.value = measure_median(readings.costs_ns, SERIES),
                                           .limit = COST_MOST_NS};
    values[STEP] =
        (struct selftest_value){.value = (double)readings.step_ns, .limit = STEP_MOST_NS};
    snprintf(values[STEP].note, SELFTEST_NOTE_SIZE, "the system says %ld ns",
             (long)said.tv_sec * 1000000000L + said.tv_nsec);
    values[BACK] = (struct selftest_value){.value = readings.back, .limit = 0};
    snprintf(values[BACK].note, SELFTEST_NOTE_SIZE, "of %d", SERIES * (READINGS - 1));
    return DW_OK;
}

const struct selftest_check selftest_host_clock = {
    .name = "host_clock",
    .what = "the clock of all wall times",
    .figures = figures,
    .count = FIGURES,
    .run = run,
};

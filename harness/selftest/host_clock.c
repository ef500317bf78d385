/* The host's clock: what a reading costs, and how fine it is. */
#include <stdio.h>
#include <time.h>

#include "dispatchwise/status.h"
#include "selftest/selftest.h"

#define READINGS 100000
#define STEP_MOST_NS 1000
#define COST_MOST_NS 1000

enum { COST, STEP, BACK, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [COST] = {"reading", "ns", SELFTEST_AT_MOST},
    [STEP] = {"smallest_step", "ns", SELFTEST_AT_MOST},
    [BACK] = {"steps_back", "readings", SELFTEST_AT_MOST},
};

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    struct timespec said;
    const uint64_t first = test->clock_ns();
    uint64_t last = first, step = UINT64_MAX;
    unsigned back = 0;
    (void)budget_s;
    for (unsigned i = 1; i < READINGS; i++) {
        const uint64_t now = test->clock_ns();
        back += now < last;
        if (now > last && now - last < step)
            step = now - last;
        last = now;
    }
    if (clock_getres(CLOCK_MONOTONIC, &said) != 0)
        return DW_ERROR_UNSUPPORTED;
    values[COST] = (struct selftest_value){.value = (double)(last - first) / (READINGS - 1),
                                           .limit = COST_MOST_NS};
    values[STEP] = (struct selftest_value){.value = (double)step, .limit = STEP_MOST_NS};
    snprintf(values[STEP].note, SELFTEST_NOTE_SIZE, "the system says %ld ns",
             (long)said.tv_sec * 1000000000L + said.tv_nsec);
    values[BACK] = (struct selftest_value){.value = back, .limit = 0};
    return DW_OK;
}

const struct selftest_check selftest_host_clock = {
    .name = "host_clock",
    .what = "the clock of all wall times",
    .figures = figures,
    .count = FIGURES,
    .run = run,
};

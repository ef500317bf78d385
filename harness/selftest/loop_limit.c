/* The loop limit that the canary found when the device was opened: a kernel that loops up to it
 * computes what it should. */
#include <stdio.h>

#include "dispatchwise/status.h"
#include "selftest/baseline.h"
#include "selftest/series.h"

#define LOOPS_MOST 1000000 /* the canary counts so far */

enum { LIMIT, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [LIMIT] = {"loops_right", "iterations", SELFTEST_AT_LEAST},
};

/* The most steps whose loops the device does. */
static uint32_t most_steps(const struct workload *workload, uint64_t loops)
{
    struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 1, 1, 1, 1);
    for (uint32_t step = UINT32_C(1) << 20; step > 0; step /= 2) {
        shape.steps += step;
        if (shape.steps > workload->steps_max || workload->loops(&shape) > loops)
            shape.steps -= step;
    }
    return shape.steps;
}

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    const uint64_t found = test->engine->facts.loop_limit;
    const uint64_t loops = found < LOOPS_MOST ? found : LOOPS_MOST;
    struct grid_instance instance = selftest_instance("spin", DW_WAIT_EACH, 1, 1, 1);
    struct selftest_baseline baseline;
    (void)budget_s;
    instance.shape.steps = most_steps(instance.workload, loops);
    workload_instance_name(&instance.shape, instance.name);
    const int status = selftest_open_baseline(test->engine, &instance, &baseline);
    selftest_close_baseline(test->engine, status, &baseline);
    if (status != DW_OK)
        return status;
    const struct measure_opened *opened = &baseline.opened;
    const double needed = (double)instance.workload->loops(&instance.shape);
    values[LIMIT] = (struct selftest_value){
        .value = opened->status == ARM_STATUS_OK && needed <= (double)found ? needed : 0,
        .limit = needed};
    if (opened->status != ARM_STATUS_OK)
        snprintf(values[LIMIT].note, SELFTEST_NOTE_SIZE, "%s: %.120s",
                 arm_status_name(opened->status), opened->detail);
    else if (found == UINT64_MAX)
        snprintf(values[LIMIT].note, SELFTEST_NOTE_SIZE, "the device has no limit below %d",
                 LOOPS_MOST);
    else
        snprintf(values[LIMIT].note, SELFTEST_NOTE_SIZE, "the device's limit is %llu",
                 (unsigned long long)found);
    return DW_OK;
}

const struct selftest_check selftest_loop_limit = {
    .name = "loop_limit",
    .what = "loops as long as the device is said to do",
    .figures = figures,
    .count = FIGURES,
    .run = run,
};

/* Faults planted in the device's own batches: every arm that they touch is to be called wrong. */
#include <stdio.h>

#include "dispatchwise/status.h"
#include "measure/caught.h"
#include "modes/mode.h"
#include "selftest/series.h"

#define LAUNCHES 20
#define GROUPS 4

enum { SKIPPED, DOUBLED, BARRIER, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [SKIPPED] = {"skipped_launch_caught", "arms", SELFTEST_AT_LEAST},
    [DOUBLED] = {"doubled_launch_caught", "arms", SELFTEST_AT_LEAST},
    [BARRIER] = {"missing_barrier_caught", "arms", SELFTEST_AT_LEAST},
};

/* What is planted for each figure, and in the arms of which modes. */
static const struct {
    enum measure_fault fault;
    bool modes[DW_MODE_COUNT];
} plants[FIGURES] = {
    [SKIPPED] = {MEASURE_FAULT_SKIPPED_LAUNCH,
                 {[DW_MODE_PLAIN_LAUNCHES] = true, [DW_MODE_COMMAND_REUSE] = true}},
    [DOUBLED] = {MEASURE_FAULT_DOUBLED_LAUNCH,
                 {[DW_MODE_PLAIN_LAUNCHES] = true, [DW_MODE_COMMAND_REUSE] = true}},
    [BARRIER] = {MEASURE_FAULT_MISSING_BARRIER, {[DW_MODE_PERSISTENT_KERNEL] = true}},
};

static int try_plant(struct measure_engine *engine, size_t which, struct selftest_value *value)
{
    const struct grid_instance instance =
        selftest_instance("spin", DW_WAIT_BATCH, LAUNCHES, GROUPS, 3);
    const struct dw_shape planned = workload_planner_shape(&instance.shape);
    struct arm arms[MODE_CANDIDATES_MAX];
    struct measure_caught caught;
    const size_t all = mode_list_candidates(&planned, engine->facts.cores, arms);
    size_t count = 0;
    for (size_t i = 0; i < all; i++)
        if (plants[which].modes[arm_mode(&arms[i])])
            arms[count++] = arms[i];
    engine->ops->plant(engine, plants[which].fault);
    const int status = measure_count_caught(engine, &instance, arms, count, &caught);
    engine->ops->plant(engine, MEASURE_FAULT_NONE);
    if (status != DW_OK)
        return status;
    /* Of no arm at all nothing is known. */
    *value = (struct selftest_value){.value = (double)caught.caught,
                                     .limit = caught.tried > 0 ? (double)caught.tried : 1};
    if (caught.missed[0])
        snprintf(value->note, sizeof value->note, "not caught: %.130s", caught.missed);
    return DW_OK;
}

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    int status = DW_OK;
    (void)budget_s;
    if (!test->engine->ops->plant) {
        selftest_skip(values, FIGURES, "a simulated device computes nothing");
        return DW_OK;
    }
    for (size_t i = 0; i < FIGURES && status == DW_OK; i++)
        status = try_plant(test->engine, i, &values[i]);
    return status;
}

const struct selftest_check selftest_outputs = {
    .name = "outputs",
    .what = "faults planted in batches, of the arms that they touch",
    .figures = figures,
    .count = FIGURES,
    .run = run,
};

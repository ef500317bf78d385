/* What the timing loop itself takes: a batch of nothing, timed as any other. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "dispatchwise/status.h"
#include "selftest/series.h"

#define BATCHES 2000
#define WARM 100     /* batches before the first that counts */
#define SHARE_MOST 1 /* %: the precision that sampling stops on */

enum { WITHIN, SHARE, AROUND, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [WITHIN] = {"within_a_sample", "ns", SELFTEST_TOLD},
    [SHARE] = {"of_the_smallest_batch", "%", SELFTEST_AT_MOST},
    [AROUND] = {"around_a_sample", "ns", SELFTEST_TOLD},
};

/* An engine whose batches are nothing, on the host's clocks. */
struct nothing {
    struct measure_engine base; /* first */
    uint64_t (*clock_ns)(void);
};

static int prepare(struct measure_engine *base, void *arm, bool stamped)
{
    (void)base;
    (void)arm;
    (void)stamped;
    return DW_OK;
}

static int execute(struct measure_engine *base, void *arm, bool stamped,
                   struct measure_batch *batch)
{
    (void)base;
    (void)arm;
    (void)stamped;
    (void)batch;
    return DW_OK;
}

static uint64_t wall_ns(struct measure_engine *base)
{
    return ((struct nothing *)base)->clock_ns();
}

static uint64_t processor_ns(struct measure_engine *base)
{
    (void)base;
    return base_processor_ns();
}

static const struct measure_ops nothing_ops = {
    .prepare = prepare, .execute = execute, .wall_ns = wall_ns, .processor_ns = processor_ns};

static int time_nothing(const struct selftest *test, double *within_ns, double *whole_ns)
{
    static double walls[BATCHES];
    struct nothing nothing = {.base = {.ops = &nothing_ops}, .clock_ns = test->clock_ns};
    const struct measure_arm arm = {.arm = arm_baseline(), .handle = &nothing};
    struct measure_sample sample;
    int status = DW_OK;
    for (size_t i = 0; i < WARM && status == DW_OK; i++)
        status = measure_batch_once(&nothing.base, &arm, false, &sample);
    const uint64_t start = test->clock_ns();
    for (size_t i = 0; i < BATCHES && status == DW_OK; i++) {
        status = measure_batch_once(&nothing.base, &arm, false, &sample);
        walls[i] = sample.wall_ns;
    }
    *whole_ns = (double)(test->clock_ns() - start) / BATCHES;
    *within_ns = measure_median(walls, BATCHES);
    return status;
}

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    const struct grid_instance smallest = selftest_instance("spin", DW_WAIT_EACH, 1, 1, 1);
    uint64_t random_state = test->seed + 3;
    struct selftest_same same;
    double within_ns, whole_ns;
    (void)budget_s;
    int status = time_nothing(test, &within_ns, &whole_ns);
    if (status == DW_OK)
        status = selftest_time_same(test, &smallest, &random_state, &same);
    if (status != DW_OK)
        return status;
    values[WITHIN].value = within_ns;
    values[AROUND].value = whole_ns - within_ns;
    values[SHARE] =
        (struct selftest_value){.value = 100 * within_ns / same.wall_ns, .limit = SHARE_MOST};
    snprintf(values[SHARE].note, SELFTEST_NOTE_SIZE, "one launch, waited for: %.4g us",
             same.wall_ns / 1e3);
    return DW_OK;
}

const struct selftest_check selftest_bookkeeping = {
    .name = "bookkeeping",
    .what = "the timing loop's own time, on batches of nothing",
    .figures = figures,
    .count = FIGURES,
    .run = run,
};

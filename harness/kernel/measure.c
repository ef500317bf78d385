#include "kernel/measure.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "kernel/sweep.h"
#include "measure/random.h"

#define REPETITIONS_MIN 7
#define REPETITIONS_MAX 61
#define FULL 4.0  /* a launch of so many times one group's time has filled the device */
#define APART 2.0 /* an interval of so many times the smallest has, too */

enum { EMPTY, ALONE, GIVEN, LARGEST, FREE_ALONE, FREE_GIVEN, SERIES_COUNT };

struct rounds {
    struct kernel_series series[SERIES_COUNT];
    double slopes[SERIES_COUNT][REPETITIONS_MAX];
    uint32_t count;
};

static int prepare(struct kernel_setup *setup, const struct kernel_bounds *bounds,
                   const uint32_t largest[3], struct rounds *rounds)
{
    static const uint32_t alone[3] = {1, 1, 1};
    const uint32_t *given = setup->inputs->groups;
    const struct {
        const uint32_t *grid;
        unsigned how;
    } plan[SERIES_COUNT] = {
        [EMPTY] = {alone, KERNEL_EMPTY | KERNEL_CHAINED},
        [ALONE] = {alone, KERNEL_CHAINED},
        [GIVEN] = {given, KERNEL_CHAINED},
        [LARGEST] = {largest, KERNEL_CHAINED},
        [FREE_ALONE] = {alone, KERNEL_FREE},
        [FREE_GIVEN] = {given, KERNEL_FREE},
    };
    int status = DW_OK;
    for (size_t i = 0; i < SERIES_COUNT && status == DW_OK; i++)
        status = kernel_plan_series(setup, plan[i].grid, plan[i].how, bounds->submit_ns,
                                    &rounds->series[i]);
    return status;
}

/* Every series once a round, in a new order. */
static int repeat(struct kernel_setup *setup, const struct kernel_bounds *bounds,
                  struct rounds *rounds)
{
    uint64_t random = bounds->seed;
    size_t order[SERIES_COUNT];
    const uint64_t end = base_clock_ns() + (uint64_t)(bounds->budget_s * 1e9);
    int status = DW_OK;
    while (status == DW_OK && rounds->count < REPETITIONS_MAX &&
           (rounds->count < REPETITIONS_MIN || base_clock_ns() < end)) {
        measure_shuffle(&random, order, SERIES_COUNT);
        for (size_t i = 0; i < SERIES_COUNT && status == DW_OK; i++)
            status = kernel_slope(setup, &rounds->series[order[i]],
                                  &rounds->slopes[order[i]][rounds->count]);
        rounds->count++;
    }
    return status;
}

/* A series, less another one of the same round if there is one. */
static int locate(const struct rounds *rounds, int series, int less, struct measure_interval *out)
{
    static const uint32_t one_process[REPETITIONS_MAX];
    double values[REPETITIONS_MAX];
    for (uint32_t i = 0; i < rounds->count; i++)
        values[i] = rounds->slopes[series][i] - (less < 0 ? 0 : rounds->slopes[less][i]);
    return measure_location(values, one_process, rounds->count, 0.95, 1, out);
}

/* Groups per time from the time. */
static struct measure_interval rate(uint64_t groups, const struct measure_interval *ns)
{
    const double count = (double)groups;
    return (struct measure_interval){
        .estimate = ns->estimate > 0 ? count / ns->estimate : (double)INFINITY,
        .lo = ns->hi > 0 ? count / ns->hi : 0,
        .hi = ns->lo > 0 ? count / ns->lo : (double)INFINITY,
    };
}

/* No launch takes less than groups/theta, nor do launches follow each other faster: both rates are
 * bounds from below, and equal to theta where the device was full. */
static void settle_theta(struct kernel_costs *costs, struct measure_interval largest_ns)
{
    const struct measure_interval by_largest = rate(costs->full_groups, &largest_ns);
    const struct measure_interval by_free = rate(costs->groups, &costs->launch_interval_ns);
    const double floor_ns = kernel_floor_ns(costs->tau_ns.estimate, costs->barrier_ns.estimate);
    const bool full = largest_ns.estimate >= FULL * floor_ns;
    const bool fills = costs->launch_interval_ns.estimate >= APART * costs->interval_ns.estimate;
    const bool free =
        !full && !(by_largest.hi < (double)INFINITY && by_largest.estimate > by_free.estimate);
    costs->theta_per_ns = free ? by_free : by_largest;
    costs->theta_from = full            ? KERNEL_THETA_FULL
                        : free && fills ? KERNEL_THETA_FREE
                                        : KERNEL_THETA_AT_LEAST;
}

static int summarize(const struct rounds *rounds, struct kernel_costs *costs)
{
    struct measure_interval largest;
    int status = locate(rounds, EMPTY, -1, &costs->barrier_ns);
    if (status == DW_OK)
        status = locate(rounds, GIVEN, EMPTY, &costs->kernel_ns);
    if (status == DW_OK)
        status = locate(rounds, ALONE, EMPTY, &costs->tau_ns);
    if (status == DW_OK)
        status = locate(rounds, FREE_ALONE, -1, &costs->interval_ns);
    if (status == DW_OK)
        status = locate(rounds, FREE_GIVEN, -1, &costs->launch_interval_ns);
    if (status == DW_OK)
        status = locate(rounds, LARGEST, EMPTY, &largest);
    if (status == DW_OK)
        settle_theta(costs, largest);
    costs->repetitions = rounds->count;
    return status;
}

int kernel_measure(struct kernel_setup *setup, const struct kernel_bounds *bounds,
                   struct kernel_costs *costs)
{
    static struct rounds rounds; /* a process measures one kernel */
    struct kernel_costs found = {.groups = kernel_count_groups(setup->inputs->groups)};
    uint32_t largest[3];
    memset(&rounds, 0, sizeof rounds);
    int status = kernel_sweep(setup, bounds->max_groups, bounds->submit_ns, largest);
    if (status == DW_OK)
        status = prepare(setup, bounds, largest, &rounds);
    if (status == DW_OK)
        status = repeat(setup, bounds, &rounds);
    if (status != DW_OK)
        return status;
    found.full_groups = kernel_count_groups(largest);
    found.clock_step_ns = kernel_clock_step(setup->device);
    status = summarize(&rounds, &found);
    if (status == DW_OK)
        *costs = found;
    return status;
}

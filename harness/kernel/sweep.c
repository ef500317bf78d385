#include "kernel/sweep.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/log.h"
#include "measure/statistics.h"

#define SUBMIT_NS 3e6 /* about how long a long submit may take */
#define EXTRA_MAX 1024
#define GROWTH 4
#define LOOKS 3          /* at a step of the sweep */
#define PRICE_NOISE 0.25 /* of a barrier's price: a time below it means nothing */

/* A launch of so many times one group's time is enough: its last wave may be nearly empty. */
#define WAVES 16

uint64_t kernel_count_groups(const uint32_t grid[3])
{
    const uint64_t plane = (uint64_t)grid[0] * grid[1];
    return plane > UINT64_MAX / grid[2] ? UINT64_MAX : plane * grid[2];
}

static int too_long(const uint32_t grid[3], double launch_ns, double submit_ns)
{
    base_error("one launch of %" PRIu64 " workgroups takes about %.3g s; a submit may take %.3g s "
               "(--limit)",
               kernel_count_groups(grid), launch_ns * 1e-9, submit_ns * 1e-9);
    return DW_ERROR_UNSUPPORTED;
}

int kernel_plan_series(struct kernel_setup *setup, const uint32_t grid[3], unsigned how,
                       double submit_ns, struct kernel_series *series)
{
    struct kernel_series plan = {{grid[0], grid[1], grid[2]}, how, 0};
    double span = 0;
    int status = kernel_span(setup, grid, 1, how, &span); /* warms up, and may compile */
    if (status == DW_OK)
        status = kernel_span(setup, grid, 1, how, &span);
    if (status == DW_OK && span > submit_ns)
        return too_long(grid, span, submit_ns);
    while (status == DW_OK && span < SUBMIT_NS && plan.extra < EXTRA_MAX &&
           GROWTH * span < submit_ns) {
        plan.extra = plan.extra == 0 ? GROWTH - 1 : GROWTH * plan.extra;
        status = kernel_span(setup, grid, 1 + plan.extra, how, &span);
    }
    if (status == DW_OK && plan.extra == 0 && 2 * span < submit_ns)
        plan.extra = 1;
    if (status == DW_OK)
        *series = plan;
    return status;
}

int kernel_slope(struct kernel_setup *setup, const struct kernel_series *series, double *slope_ns)
{
    double shortest, longest;
    int status = kernel_span(setup, series->grid, 1, series->how, &shortest);
    if (status != DW_OK)
        return status;
    if (series->extra == 0) {
        *slope_ns = shortest;
        return DW_OK;
    }
    status = kernel_span(setup, series->grid, 1 + series->extra, series->how, &longest);
    if (status == DW_OK)
        *slope_ns = (longest - shortest) / series->extra;
    return status;
}

static int look(struct kernel_setup *setup, const uint32_t grid[3], unsigned how, double submit_ns,
                double *slope_ns)
{
    struct kernel_series series;
    double slopes[LOOKS];
    int status = kernel_plan_series(setup, grid, how, submit_ns, &series);
    for (int i = 0; i < LOOKS && status == DW_OK; i++)
        status = kernel_slope(setup, &series, &slopes[i]);
    if (status == DW_OK)
        *slope_ns = measure_median(slopes, LOOKS);
    return status;
}

/* Up to the given grid dimension by dimension; beyond it along the last that is used. */
static bool grow(const struct kernel_setup *setup, uint64_t max_groups, uint32_t grid[3])
{
    const uint32_t *given = setup->inputs->groups;
    for (int i = 0; i < 3; i++)
        if (grid[i] < given[i]) {
            grid[i] = given[i] / 2 < grid[i] ? given[i] : 2 * grid[i];
            return true;
        }
    const int i = given[2] > 1 ? 2 : given[1] > 1 ? 1 : 0;
    const uint64_t others = kernel_count_groups(grid) / grid[i];
    const uint32_t limit = setup->device->limits.maxComputeWorkGroupCount[i];
    const uint64_t most = max_groups / others < limit ? max_groups / others : limit;
    const uint64_t next = 2 * (uint64_t)grid[i] < most ? 2 * (uint64_t)grid[i] : most;
    if (next <= grid[i])
        return false;
    grid[i] = (uint32_t)next;
    return true;
}

double kernel_floor_ns(double alone_ns, double price_ns)
{
    return fmax(alone_ns, PRICE_NOISE * price_ns);
}

int kernel_sweep(struct kernel_setup *setup, uint64_t max_groups, double submit_ns,
                 uint32_t largest[3])
{
    uint32_t grid[3] = {1, 1, 1};
    const uint64_t given = kernel_count_groups(setup->inputs->groups);
    uint64_t groups = 1;
    double price = 0, slope = 0;
    int status = look(setup, grid, KERNEL_EMPTY | KERNEL_CHAINED, submit_ns, &price);
    if (status == DW_OK)
        status = look(setup, grid, KERNEL_CHAINED, submit_ns, &slope);
    const double enough_ns = WAVES * kernel_floor_ns(slope - price, price);
    while (status == DW_OK && (groups < given || slope - price < enough_ns)) {
        uint32_t next[3] = {grid[0], grid[1], grid[2]};
        if (!grow(setup, max_groups, next))
            break;
        const uint64_t more = kernel_count_groups(next);
        const double expected = slope * (double)more / (double)groups;
        if (expected > submit_ns) {
            if (groups < given)
                status = too_long(next, expected, submit_ns);
            break;
        }
        status = look(setup, next, KERNEL_CHAINED, submit_ns, &slope);
        memcpy(grid, next, sizeof grid);
        groups = more;
    }
    if (status == DW_OK)
        memcpy(largest, grid, sizeof grid);
    return status;
}

#include "grid.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include "grid_fit.h"

#define GROUPS_LEVELS 5 /* 1, 8, 64, 512, 4096 */
#define REPEATS_MANY 100

#define SLOPE_POINTS 4
#define BATCH_POINTS 6
#define EACH_POINTS 4
#define POINTS_MIN 8

/* Other points to try where shrinking made two alike. */
#define REPLACEMENTS_MAX 128

/* Found by search: the six synthetic workloads' phases lie far apart. */
#define PHASE_SEED UINT32_C(7125)

/* Where a workload's points lie in every dimension depends on its name alone, so that a new
 * workload leaves the others' grids as they are. */
struct plan {
    struct grid_fit fit;
    double phase[4]; /* in [0, 1): slope, kernel, groups, launches */
    struct grid_instance *instances;
    size_t count;
};

enum { PHASE_SLOPE, PHASE_KERNEL, PHASE_GROUPS, PHASE_LAUNCHES };

static double fraction(double value)
{
    return value - floor(value);
}

static struct plan plan_make(const struct workload *workload, const struct grid_device *device,
                             const struct grid_kernel *kernel, struct grid_instance *instances)
{
    struct plan plan = {
        .fit = grid_fit_make(workload, device, kernel),
        .instances = instances,
    };
    uint32_t hash = grid_hash(PHASE_SEED, workload->name);

    for (size_t i = 0; i < sizeof plan.phase / sizeof *plan.phase; ++i) {
        hash = (hash ^ (hash >> 15)) * UINT32_C(0x2c1b3c6d);
        plan.phase[i] = (hash ^ (hash >> 12)) / 4294967296.0;
    }
    return plan;
}

static bool add_shape(struct plan *plan, const struct workload_shape *shape)
{
    struct grid_instance *instance = &plan->instances[plan->count];
    struct workload_refusal refusal;

    if (plan->count == GRID_INSTANCES_MAX ||
        !workload_check_shape(plan->fit.workload, shape, &refusal))
        return false;
    workload_instance_name(shape, instance->name);
    for (size_t i = 0; i < plan->count; ++i) {
        if (plan->instances[i].shape.wait == shape->wait &&
            strcmp(plan->instances[i].name, instance->name) == 0)
            return false;
    }
    instance->workload = plan->fit.workload;
    instance->shape = *shape;
    ++plan->count;
    return true;
}

static bool add_point(struct plan *plan, const struct grid_point *point)
{
    struct workload_shape shape = grid_fit_kernel(&plan->fit, point);
    const double most = fmax(1, grid_fit_launches(&plan->fit, &shape));

    shape.launches = grid_round_launches(pow(most, point->launches) + 1e-9);
    return add_shape(plan, &shape);
}

static uint32_t alternate_repeats(const struct plan *plan, size_t index)
{
    return (index + (plan->phase[PHASE_SLOPE] < 0.5)) % 2 ? REPEATS_MANY : 1;
}

static uint32_t groups_level(const struct plan *plan, size_t index)
{
    const size_t level = (size_t)(plan->phase[PHASE_GROUPS] * GROUPS_LEVELS) + 2 * index;

    return UINT32_C(1) << (3 * (level % GROUPS_LEVELS));
}

/* Waited for once, the smallest kernel, the same groups, and launches from few to all that fit: the
 * slope over n. */
static void add_slope(struct plan *plan)
{
    const struct grid_point smallest = {DW_WAIT_BATCH, 0, 1, groups_level(plan, 0), 1};
    const double from = 0.75 * plan->phase[PHASE_SLOPE];
    struct workload_shape shape = grid_fit_kernel(&plan->fit, &smallest);
    uint32_t before = 0;
    double most;

    /* The output is not what should bound the launches. */
    while (shape.groups > 1 &&
           grid_fit_launches(&plan->fit, &shape) == grid_fit_held(&plan->fit, &shape))
        shape.groups /= 2;
    most = fmax(1, grid_fit_launches(&plan->fit, &shape));
    for (unsigned i = 0; i < SLOPE_POINTS; ++i) {
        const double exponent = (i + from) / (SLOPE_POINTS - 1 + from);
        const double room = fmax(1, most - (SLOPE_POINTS - 1 - i));

        shape.launches = grid_round_launches(fmin(pow(most, exponent) + 1e-9, room));
        if (shape.launches <= before && before < room)
            shape.launches = before + 1;
        before = shape.launches;
        shape.repeats = alternate_repeats(plan, i);
        add_shape(plan, &shape);
    }
}

/* The rest of the space: every length of kernel once, both waits, few and many launches and groups,
 * turned by the workload's phases; waited for each, also two batches of the smallest kernel. */
static void add_spread(struct plan *plan)
{
    static const struct {
        enum dw_wait wait;
        unsigned kernel; /* 0: the smallest; else quarters of the way to the longest */
    } spread[] = {
        {DW_WAIT_BATCH, 1}, {DW_WAIT_BATCH, 3}, {DW_WAIT_EACH, 0},
        {DW_WAIT_EACH, 0},  {DW_WAIT_EACH, 2},  {DW_WAIT_EACH, 4},
    };
    const unsigned turn = (unsigned)(plan->phase[PHASE_KERNEL] * 4);
    const double start = plan->phase[PHASE_LAUNCHES];

    for (size_t i = 0; i < sizeof spread / sizeof *spread; ++i) {
        struct grid_point point = {
            .wait = spread[i].wait,
            .kernel = spread[i].kernel == 0 ? 0 : ((spread[i].kernel - 1 + turn) % 4 + 1) / 4.0,
            .launches = fraction(start + 0.6180339887 * (double)i),
            .groups = groups_level(plan, i),
            .repeats = alternate_repeats(plan, i),
        };

        if (spread[i].kernel == 0)
            point.launches = (i % 2 == 0 ? start : 2 + start) / 3;
        add_point(plan, &point);
    }
}

static size_t count_wait(const struct plan *plan, enum dw_wait wait)
{
    size_t count = 0;

    for (size_t i = 0; i < plan->count; ++i)
        count += plan->instances[i].shape.wait == wait;
    return count;
}

/* Points of a sequence that fills the space evenly (powers of the root of x^3 = x + 1), until both
 * waits have their number. */
static void add_replacements(struct plan *plan)
{
    for (size_t i = 0; i < REPLACEMENTS_MAX; ++i) {
        const bool batch = count_wait(plan, DW_WAIT_BATCH) < BATCH_POINTS;
        const struct grid_point point = {
            .wait = batch ? DW_WAIT_BATCH : DW_WAIT_EACH,
            .kernel = fraction(plan->phase[PHASE_KERNEL] + 0.7548776662 * (double)i),
            .launches = fraction(plan->phase[PHASE_LAUNCHES] + 0.5698402910 * (double)i),
            .groups = groups_level(plan, i),
            .repeats = alternate_repeats(plan, i),
        };

        if (!batch && count_wait(plan, DW_WAIT_EACH) >= EACH_POINTS)
            return;
        add_point(plan, &point);
    }
}

/* A device on which hardly anything fits still gets its number, by the repeats, which cost it
 * nothing. */
static void add_repeats(struct plan *plan)
{
    for (uint32_t i = 0; plan->count < POINTS_MIN; ++i) {
        const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(
            i % 2 ? DW_WAIT_EACH : DW_WAIT_BATCH, 1, 1, 1, UINT32_C(1) << i / 2);

        add_shape(plan, &shape);
    }
}

size_t grid_build(const struct workload *workload, const struct grid_device *device,
                  const struct grid_kernel *kernel, struct grid_instance *instances)
{
    struct plan plan = plan_make(workload, device, kernel, instances);

    static_assert(BATCH_POINTS + EACH_POINTS <= GRID_INSTANCES_MAX, "the instances must fit");
    add_slope(&plan);
    add_spread(&plan);
    add_replacements(&plan);
    add_repeats(&plan);
    return plan.count;
}

/* Instances with something beside their launches: what D2, D3, D9 and I2 decide on, chains, and
 * batches of several at once. */
#include <math.h>
#include <string.h>
#include "grid.h"
#include "grid_fit.h"

/* What a point asks for beside its launches. Numbers of lists are turned by the workload's name, so
 * that the workloads together cover the lists. */
enum beside {
    BESIDE_CHAIN = 1,
    BESIDE_SECOND = 2,
    BESIDE_COPY = 4,
    BESIDE_REWRITTEN = 8,
    BESIDE_PREWRITTEN = 16,
    BESIDE_NEW = 32,
};

static const struct point {
    unsigned beside; /* enum beside */
    enum dw_wait wait;
    double kernel; /* as in struct grid_point */
    uint32_t groups, launches;
} points[] = {
    {BESIDE_CHAIN, DW_WAIT_BATCH, 0, 8, 256},
    {BESIDE_CHAIN, DW_WAIT_BATCH, 0.5, 256, 32},
    {BESIDE_SECOND, DW_WAIT_BATCH, 0.5, 4, 1},
    {BESIDE_SECOND, DW_WAIT_BATCH, 0.25, 8, 16},
    {BESIDE_SECOND, DW_WAIT_BATCH, 0.75, 4096, 2},
    {BESIDE_COPY, DW_WAIT_BATCH, 0.25, 64, 4},
    {BESIDE_COPY, DW_WAIT_BATCH, 0.75, 64, 2},
    {BESIDE_REWRITTEN, DW_WAIT_BATCH, 0, 8, 128},
    {BESIDE_PREWRITTEN, DW_WAIT_BATCH, 0, 8, 128},
    {BESIDE_NEW, DW_WAIT_EACH, 0.75, 64, 8},
    {BESIDE_SECOND | BESIDE_COPY | BESIDE_PREWRITTEN, DW_WAIT_BATCH, 0.25, 16, 16},
};
#define POINTS (sizeof points / sizeof *points)
_Static_assert(POINTS <= GRID_INSTANCES_MAX, "the instances must fit");

static const uint64_t copies[] = {UINT64_C(1) << 12, UINT64_C(1) << 22, UINT64_C(1) << 16,
                                  UINT64_C(1) << 24, UINT64_C(1) << 20, UINT64_C(1) << 25,
                                  UINT64_C(1) << 18};
static const uint32_t resources[] = {1, 8, 24, 64, 256};
static const uint32_t seconds[] = {1, 4, 16}; /* times the first kernel's steps, or their part */
static const uint32_t confidences[] = {10000, 5000, 9000, 0};

#define PICK(list, turn) list[(turn) % (sizeof(list) / sizeof *(list))]

static unsigned turn_of(const char *name)
{
    const uint32_t hash = grid_hash(UINT32_C(2166136261), name);

    return (hash ^ (hash >> 15)) % 1009;
}

/* Resources that a device binds and that tell something; 0: it binds none. */
static uint32_t pick_resources(const struct grid_device *device, unsigned turn)
{
    const uint32_t wanted = PICK(resources, turn);

    return wanted < device->max_resources ? wanted : device->max_resources;
}

static void add_second(struct workload_shape *shape, unsigned turn)
{
    const uint32_t ratio = PICK(seconds, turn);

    shape->second_groups = shape->groups;
    shape->second_steps = shape->steps / ratio > 0 ? shape->steps / ratio : 1;
}

static bool make_shape(const struct grid_fit *fit, const struct point *point, unsigned turn,
                       struct workload_shape *shape)
{
    const struct grid_point wanted = {point->wait, point->kernel, 1, point->groups,
                                      turn % 2 ? 100 : 1};
    double most;

    *shape = grid_fit_kernel(fit, &wanted);
    if (point->beside & BESIDE_SECOND)
        add_second(shape, turn);
    most = grid_fit_launches(fit, shape) / (shape->second_groups > 0 ? 2 : 1);
    shape->launches = grid_round_launches(fmin(point->launches, most));
    if (point->beside & BESIDE_CHAIN)
        shape->dependent = 1;
    if (point->beside & BESIDE_COPY) {
        shape->copy_bytes = PICK(copies, turn);
        shape->copy = DW_COPY_OVERLAP;
    }
    if (point->beside & (BESIDE_REWRITTEN | BESIDE_PREWRITTEN)) {
        shape->resources = pick_resources(&fit->device, turn);
        shape->rebind = (point->beside & BESIDE_REWRITTEN) != 0;
        if (shape->resources == 0)
            return false;
    }
    if (point->beside & BESIDE_NEW) {
        shape->specializations = 1;
        shape->confidence_bps = PICK(confidences, turn);
        shape->lone_core = turn % 3 == 0;
    }
    return true;
}

size_t grid_build_beside(const struct workload *workload, const struct grid_device *device,
                         const struct grid_kernel *kernel, struct grid_instance *instances)
{
    const struct grid_fit fit = grid_fit_make(workload, device, kernel);
    const unsigned turn = turn_of(workload->name);
    size_t count = 0;

    for (size_t i = 0; i < POINTS; ++i) {
        struct grid_instance *instance = &instances[count];
        struct workload_refusal refusal;

        if (!make_shape(&fit, &points[i], turn + (unsigned)i, &instance->shape) ||
            !workload_check_shape(workload, &instance->shape, &refusal))
            continue;
        instance->workload = workload;
        workload_instance_name(&instance->shape, instance->name);
        ++count;
    }
    return count;
}

#include "grid_fit.h"

#include <math.h>

#define LAUNCHES_MAX 4096.0
#define LONGEST_NS 2e6

/* Kernels with more groups count as the same kernel while they take at most this much longer. */
#define KERNEL_TOLERANCE 1.25

/* A persistent workgroup must be able to drain several items before a loop limit cuts it off. */
#define ITEMS_BELOW_LOOP_LIMIT 4

/* No workgroup does a step faster; guards against an estimate that noise made too small. */
#define STEP_NS_MIN 0.3

double grid_kernel_ns(const struct grid_kernel *kernel, uint32_t groups, uint32_t steps)
{
    return fmax(kernel->alone_ns + steps * kernel->alone_step_ns,
                groups * (kernel->share_ns + steps * kernel->share_step_ns));
}

/* An estimate can be anything: noise makes it negative, an outlier infinite. */
static double sane_ns(double value)
{
    return value > 0 ? fmin(value, 1e12) : 0;
}

struct grid_fit grid_fit_make(const struct workload *workload, const struct grid_device *device,
                              const struct grid_kernel *kernel)
{
    return (struct grid_fit){
        .workload = workload,
        .device = {sane_ns(device->each_ns), sane_ns(device->batch_ns),
                   sane_ns(device->max_sample_ns), device->max_output_words, device->loop_limit,
                   device->max_resources},
        .kernel = {sane_ns(kernel->alone_ns), fmax(sane_ns(kernel->alone_step_ns), STEP_NS_MIN),
                   sane_ns(kernel->share_ns), sane_ns(kernel->share_step_ns)},
    };
}

static double smallest_ns(const struct grid_fit *fit)
{
    return fmax(1, grid_kernel_ns(&fit->kernel, 1, 1));
}

static double target_ns(const struct grid_fit *fit, double level)
{
    const double smallest = smallest_ns(fit);
    const double longest = fmax(smallest, fmin(LONGEST_NS, fit->device.max_sample_ns / 4));

    return smallest * pow(longest / smallest, level);
}

static bool steps_allowed(const struct grid_fit *fit, struct workload_shape shape, uint32_t steps)
{
    const uint64_t limit = fit->device.loop_limit / ITEMS_BELOW_LOOP_LIMIT;

    shape.steps = steps;
    return steps <= fit->workload->steps_max && fit->workload->loops(&shape) <= limit;
}

/* The power of two of steps with which the kernel comes nearest to target_ns. */
static uint32_t choose_steps(const struct grid_fit *fit, const struct workload_shape *shape,
                             double target)
{
    uint32_t steps = 1;

    while (steps < UINT32_C(1) << 30 && steps_allowed(fit, *shape, steps * 2)) {
        const double now = grid_kernel_ns(&fit->kernel, shape->groups, steps);
        const double next = grid_kernel_ns(&fit->kernel, shape->groups, steps * 2);

        if (next > target && next * fmax(now, 1) > target * target)
            break;
        steps *= 2;
    }
    return steps;
}

double grid_fit_held(const struct grid_fit *fit, const struct workload_shape *shape)
{
    return (double)fit->device.max_output_words / (double)fit->workload->region_words(shape);
}

double grid_fit_launches(const struct grid_fit *fit, const struct workload_shape *shape)
{
    const double launch = shape->wait == DW_WAIT_EACH ? fit->device.each_ns : fit->device.batch_ns;
    const double kernel = grid_kernel_ns(&fit->kernel, shape->groups, shape->steps);
    const double in_sample = fit->device.max_sample_ns / fmax(1, launch + kernel);

    return fmin(fmin(in_sample, grid_fit_held(fit, shape)), LAUNCHES_MAX);
}

uint32_t grid_round_launches(double launches)
{
    const uint32_t whole = launches > 1 ? (uint32_t)launches : 1;
    uint32_t unit = 1;

    while (whole / unit >= 8)
        unit *= 2;
    return whole / unit * unit;
}

struct workload_shape grid_fit_kernel(const struct grid_fit *fit, const struct grid_point *point)
{
    const double target = target_ns(fit, point->kernel) * KERNEL_TOLERANCE;
    struct workload_shape shape =
        WORKLOAD_PLAIN_SHAPE(point->wait, 1, point->groups, 1, point->repeats);

    while (shape.groups > 1 && (grid_kernel_ns(&fit->kernel, shape.groups, 1) > target ||
                                grid_fit_held(fit, &shape) < 1))
        shape.groups /= 2;
    shape.steps = choose_steps(fit, &shape, target / KERNEL_TOLERANCE);
    /* A loop limit can stop the steps short of a long kernel; more groups then make it. */
    while (point->kernel > 0 && shape.groups < GRID_GROUPS_MAX &&
           !steps_allowed(fit, shape, shape.steps * 2) &&
           grid_kernel_ns(&fit->kernel, shape.groups * 2, shape.steps) <= target)
        shape.groups *= 2;
    while (grid_fit_launches(fit, &shape) < 1 && (shape.steps > 1 || shape.groups > 1)) {
        const bool too_many_words = grid_fit_held(fit, &shape) < 1;

        if (shape.steps == 1 || (too_many_words && shape.groups > 1))
            shape.groups /= 2;
        else
            shape.steps /= 2;
    }
    return shape;
}

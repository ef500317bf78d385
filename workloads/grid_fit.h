/* Makes what an instance should be like fit a device: groups, steps, launches. */
#ifndef WORKLOADS_GRID_FIT_H
#define WORKLOADS_GRID_FIT_H

#include "grid.h"

/* A workload on a device, the device's numbers made sane. */
struct grid_fit {
    const struct workload *workload;
    struct grid_device device;
    struct grid_kernel kernel;
};

/* What an instance should be like, before it is made to fit. */
struct grid_point {
    enum dw_wait wait;
    double kernel;   /* 0: the smallest kernel, 1: the longest, logarithmic between them */
    double launches; /* 0: one, 1: as many as fit, logarithmic between them */
    uint32_t groups, repeats;
};

#define GRID_GROUPS_MAX 4096 /* the most a point asks for */

struct grid_fit grid_fit_make(const struct workload *workload, const struct grid_device *device,
                              const struct grid_kernel *kernel);

/* Groups, then steps, that come nearest to the point, shrunk until one launch fits; launches is 1.
 */
struct workload_shape grid_fit_kernel(const struct grid_fit *fit, const struct grid_point *point);

/* How many launches of the shape the output holds, and how many it and a sample hold; below 1 if
 * not even one. */
double grid_fit_held(const struct grid_fit *fit, const struct workload_shape *shape);
double grid_fit_launches(const struct grid_fit *fit, const struct workload_shape *shape);

/* FNV-1a of a workload's name: each has its own turn at the grid. */
static inline uint32_t grid_hash(uint32_t seed, const char *name)
{
    for (; *name != '\0'; ++name)
        seed = (seed ^ (unsigned char)*name) * UINT32_C(16777619);
    return seed;
}

/* Round down to three significant bits: estimates that differ a little give the same instances. */
uint32_t grid_round_launches(double launches);

#endif

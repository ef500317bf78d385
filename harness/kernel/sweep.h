/* Slopes over the number of launches, and the way up to a launch that fills the device. */
#ifndef KERNEL_SWEEP_H
#define KERNEL_SWEEP_H

#include "kernel/setup.h"

/* One kind of launch, and how many more than one a long submit holds. */
struct kernel_series {
    uint32_t grid[3];
    unsigned how;   /* KERNEL_CHAINED and so on */
    uint32_t extra; /* 0: one launch is so long that nothing fixed matters */
};

uint64_t kernel_count_groups(const uint32_t grid[3]);

/* Find `extra`, growing it, so that a long submit is well above the clock and what is fixed, and at
 * most submit_ns. DW_ERROR_UNSUPPORTED, logged: a single launch is longer. */
int kernel_plan_series(struct kernel_setup *setup, const uint32_t grid[3], unsigned how,
                       double submit_ns, struct kernel_series *series);

/* The device time that one launch more adds. */
int kernel_slope(struct kernel_setup *setup, const struct kernel_series *series, double *slope_ns);

/* What one group is taken to need at least: its time, or what the barrier's price hides. */
double kernel_floor_ns(double alone_ns, double price_ns);

/* Double the groups from one, through the given grid, until a launch takes many times as long as
 * one group, or max_groups, the device's limit or submit_ns forbid more. largest: the last grid.
 * DW_ERROR_UNSUPPORTED, logged: one launch of the given grid is too long for a submit. */
int kernel_sweep(struct kernel_setup *setup, uint64_t max_groups, double submit_ns,
                 uint32_t largest[3]);

#endif

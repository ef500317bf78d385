/* What a kernel costs on a device, by the device's own clock: slopes over the number of launches in
 * one submit, so that what a submit costs does not count. */
#ifndef KERNEL_MEASURE_H
#define KERNEL_MEASURE_H

#include "kernel/setup.h"
#include "measure/statistics.h"

struct kernel_bounds {
    uint64_t max_groups; /* in one launch; at least those of the inputs */
    double submit_ns;    /* no submit is planned to take longer */
    double budget_s;     /* of the repetitions; a few are always done */
    uint64_t seed;       /* of their order */
};

/* Where theta comes from. */
enum kernel_theta {
    KERNEL_THETA_FULL,    /* a launch of several times the time of one group */
    KERNEL_THETA_FREE,    /* launches that overlap, together filling the device */
    KERNEL_THETA_AT_LEAST /* the device was never seen full: a lower bound */
};

/* Medians with their 95 % intervals over the repetitions. */
struct kernel_costs {
    struct measure_interval
        barrier_ns;                    /* a barrier and an empty launch, taken off kernel and tau */
    struct measure_interval kernel_ns; /* one launch of the given groups, alone */
    struct measure_interval tau_ns;    /* one workgroup, alone */
    struct measure_interval theta_per_ns; /* workgroups of a full device */
    struct measure_interval interval_ns;  /* the smallest: launches of one group, no barrier */
    struct measure_interval launch_interval_ns; /* the same at the given groups */
    enum kernel_theta theta_from;
    uint64_t groups, full_groups; /* given; of the largest launch */
    double clock_step_ns;         /* the smallest step seen of the device's clock */
    uint32_t repetitions;
};

/* Grows step by step: no launch is tried before one half as large was timed.
 * DW_ERROR_UNSUPPORTED, logged, if one launch is too long for a submit; DW_ERROR_TIMEOUT and
 * DW_ERROR_DEVICE_LOST end the device. */
int kernel_measure(struct kernel_setup *setup, const struct kernel_bounds *bounds,
                   struct kernel_costs *costs);

#endif

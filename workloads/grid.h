/* The shape grid: from what a device measured for a few probes to the instances that a full run
 * covers. Pure: the same numbers give the same grid. */
#ifndef WORKLOADS_GRID_H
#define WORKLOADS_GRID_H

#include "workload.h"

/* Device time of one launch alone is about max(alone + steps*alone_step, groups*(share +
 * steps*share_step)), all in ns: the first term is one workgroup's latency, the second the device
 * when it is full. */
struct grid_kernel {
    double alone_ns, alone_step_ns;
    double share_ns, share_step_ns;
};

struct grid_device {
    double each_ns;            /* plain launch, waited for: wall ns a launch of an empty kernel */
    double batch_ns;           /* plain launch, waited for once: the same */
    double max_sample_ns;      /* one plain batch takes at most about this */
    uint64_t max_output_words; /* launches * region_words is at most this */
    uint64_t loop_limit;       /* loop iterations an invocation may do; UINT64_MAX: unlimited */
    uint32_t max_resources;    /* buffers that a launch can bind beside what all share */
};

struct grid_instance {
    const struct workload *workload;
    struct workload_shape shape;
    char name[WORKLOAD_INSTANCE_SIZE];
};

double grid_kernel_ns(const struct grid_kernel *kernel, uint32_t groups, uint32_t steps);

/* The largest number of instances one workload can have. */
#define GRID_INSTANCES_MAX 16

/* Fill instances (GRID_INSTANCES_MAX long) for one workload; returns how many: at least 8, unique
 * by name and wait. Both waits; launches from 1 to thousands, groups from 1 to thousands, kernels
 * from the smallest to milliseconds, repeats of 1 and 100, all shrunk until a sample fits. */
size_t grid_build(const struct workload *workload, const struct grid_device *device,
                  const struct grid_kernel *kernel, struct grid_instance *instances);

/* The same with something beside the launches, for D2, D3, D9 and I2, for chains and for several at
 * once: at most GRID_INSTANCES_MAX. */
size_t grid_build_beside(const struct workload *workload, const struct grid_device *device,
                         const struct grid_kernel *kernel, struct grid_instance *instances);

#endif

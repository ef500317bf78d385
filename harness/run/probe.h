/* The few measurements that scale the grid to a device, and each instance's kernel time. */
#ifndef RUN_PROBE_H
#define RUN_PROBE_H

#include "grid.h"
#include "measure/engine.h"

/* What of a kernel does not depend on its grid. */
struct run_probe_tau {
    const struct workload *workload;
    uint32_t steps;
    double ns;
};

struct run_probe {
    struct measure_engine *engine;
    double empty_ns; /* slope of a chain of empty launches: the barrier's price */
    struct run_probe_tau *tau;
    size_t tau_count;
};
void run_free_probe(struct run_probe *probe);

/* Time of a launch under both waits and the price of a barrier. */
int run_probe_device(struct run_probe *probe, struct grid_device *device);
/* Device time of one launch of a workload over groups and steps. */
int run_probe_kernel(const struct run_probe *probe, const struct workload *workload,
                     const struct grid_device *device, struct grid_kernel *kernel);

/* What is launched, so many times in a batch. */
struct run_probe_launch {
    const struct workload *workload;
    uint32_t launches, groups, steps;
};

/* Device time of one launch, ns: the slope over n of a chain with barriers, less the barrier. NaN
 * where the device has no timestamps. */
int run_probe_apart(const struct run_probe *probe, const struct run_probe_launch *launch,
                    double *kernel_ns);
/* What else tells a kernel, its kernel_ns being known: tau, the time of a workgroup that has a core
 * to itself; theta, from the slope over n of launches whose workgroups are all in one dispatch. */
int run_probe_rest(struct run_probe *probe, const struct run_probe_launch *launch,
                   struct dw_kernel *kernel);

#endif

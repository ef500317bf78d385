/* The few measurements that scale the grid to a device, and each instance's kernel time. */
#ifndef RUN_PROBE_H
#define RUN_PROBE_H

#include "grid.h"
#include "measure/engine.h"

/* What of a kernel does not depend on its grid. */
struct run_probe_full {
    const struct workload *workload;
    uint32_t steps;
    double tau_ns, theta_per_ns;
};

struct run_probe {
    struct measure_engine *engine;
    double empty_ns; /* slope of a chain of empty launches: the barrier's price */
    struct run_probe_full *full;
    size_t full_count;
};
void run_free_probe(struct run_probe *probe);

/* Time of a launch under both waits and the price of a barrier. */
int run_probe_device(struct run_probe *probe, struct grid_device *device);
/* Device time of one launch of a workload over groups and steps. */
int run_probe_kernel(const struct run_probe *probe, const struct workload *workload,
                     const struct grid_device *device, struct grid_kernel *kernel);
/* The times of a workload's kernel: of one launch, the slope over n of a chain with barriers, less
 * the barrier; of one workgroup, the same; theta, from the slope without barriers of launches that
 * fill the device. NaN where the device has no timestamps. */
int run_probe_times(struct run_probe *probe, const struct workload *workload, uint32_t groups,
                    uint32_t steps, struct dw_kernel *kernel);
/* The first of them alone, ns. */
int run_probe_apart(const struct run_probe *probe, const struct workload *workload, uint32_t groups,
                    uint32_t steps, double *kernel_ns);

#endif

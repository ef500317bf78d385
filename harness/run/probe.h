/* The few measurements that scale the grid to a device, and each instance's kernel time. */
#ifndef RUN_PROBE_H
#define RUN_PROBE_H

#include "grid.h"
#include "measure/engine.h"

struct run_probe {
    struct measure_engine *engine;
    double empty_ns; /* slope of a chain of empty launches: the barrier's price */
};

/* Time of a launch under both waits and the price of a barrier. */
int run_probe_device(struct run_probe *probe, struct grid_device *device);
/* Device time of one launch of a workload over groups and steps. */
int run_probe_kernel(const struct run_probe *probe, const struct workload *workload,
                     const struct grid_device *device, struct grid_kernel *kernel);
/* The times of a workload's kernel: of one launch, the slope over n of a chain with barriers, less
 * the barrier; of one workgroup, the same; of launches without barriers, the slope, from which
 * comes theta. NaN where the device has no timestamps. */
int run_probe_times(const struct run_probe *probe, const struct workload *workload, uint32_t groups,
                    uint32_t steps, struct dw_kernel *kernel);

#endif

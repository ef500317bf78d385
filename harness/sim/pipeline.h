/* The pipeline world: a drain, and what stands beside the launches. */
#ifndef SIM_PIPELINE_H
#define SIM_PIPELINE_H

#include "sim/parameters.h"

/* Of a batch, the recording of reusable buffers apart. */
struct sim_spent {
    double wall_ns, host_ns, span_ns; /* host: in calls other than waits */
};

struct sim_spent sim_drain(const struct sim_parameters *parameters,
                           const struct grid_kernel *kernel, const struct workload_shape *shape,
                           const struct dw_choice *choice);

/* What binding its resources adds to a launch, and once to a call. */
struct sim_binding {
    double host_ns, device_ns;
    double fetch_ns;
};
struct sim_binding sim_bind(const struct sim_parameters *parameters,
                            const struct workload_shape *shape, const struct dw_choice *choice);

/* From the device's end to the host's going on; and how much longer it takes in all if the host was
 * blocked in a batch of so long. */
double sim_wake_ns(const struct sim_parameters *parameters, enum dw_wait wait,
                   const struct dw_choice *choice);
double sim_deeper_ns(const struct sim_parameters *parameters, const struct workload_shape *shape,
                     const struct dw_choice *choice, double wall_ns);
/* Of the time in waits, the share without processor time. */
double sim_asleep_share(const struct dw_choice *choice);

/* Two at once: share `serial` of the shorter is not hidden behind the longer. */
double sim_overlap_ns(double a_ns, double b_ns, double serial);

/* The batch with its copy, then with its new pipelines. */
struct sim_spent sim_copy(const struct sim_parameters *parameters,
                          const struct workload_shape *shape, const struct dw_choice *choice,
                          struct sim_spent batch);
struct sim_spent sim_specialize(const struct sim_parameters *parameters,
                                const struct workload_shape *shape, const struct dw_choice *choice,
                                struct sim_spent batch);

#endif

/* How long a batch takes on the simulated device, before noise. */
#ifndef SIM_MODEL_H
#define SIM_MODEL_H

#include "sim/parameters.h"

struct sim_times {
    double wall_ns;   /* the whole batch */
    double waited_ns; /* of it, in blocking waits; the rest is processor time */
    double span_ns;   /* from the device's first work to its last */
    double record_ns; /* recording reusable buffers, once */
};

/* The planted kernel of a workload. */
struct grid_kernel sim_kernel(const struct sim_parameters *parameters,
                              const struct workload *workload);

struct sim_times sim_model(const struct sim_parameters *parameters,
                           const struct grid_instance *instance, const struct arm *arm);

/* The pipeline world's. */
struct sim_times sim_model_pipeline(const struct sim_pipeline *pipeline,
                                    const struct grid_kernel *kernel,
                                    const struct workload_shape *shape, const struct arm *arm);

#endif

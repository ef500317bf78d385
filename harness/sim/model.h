/* The simulated device: what it is, what it allows, and how long a batch takes, before noise. */
#ifndef SIM_MODEL_H
#define SIM_MODEL_H

#include "measure/engine.h"
#include "sim/parameters.h"

struct sim_times {
    double wall_ns;   /* the whole batch */
    double waited_ns; /* of it, in waits */
    double asleep_ns; /* of that, not spinning: no processor time */
    double span_ns;   /* from the device's first work to its last */
    double record_ns; /* recording reusable buffers, once */
};

void sim_fill_facts(const struct sim_parameters *parameters, struct measure_facts *facts);

/* Whether the choice can be had on an instance; if not, detail says why. */
enum arm_status sim_allow(const struct sim_parameters *parameters,
                          const struct workload_shape *shape, const struct dw_choice *choice,
                          char detail[MEASURE_DETAIL_SIZE]);

/* The times of an arm that sim_allow allows. */
struct sim_times sim_model(const struct sim_parameters *parameters,
                           const struct grid_instance *instance, const struct arm *arm);

/* Device span of a chain. */
double sim_chain_ns(const struct sim_parameters *parameters, const struct grid_instance *instance,
                    uint32_t launches, enum measure_chain chain);

/* The pipeline world's. */
struct sim_times sim_model_pipeline(const struct sim_parameters *parameters,
                                    const struct grid_kernel *kernel,
                                    const struct workload_shape *shape,
                                    const struct dw_choice *choice);

#endif

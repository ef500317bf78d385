#include "sim/model.h"

#include <math.h>

#define PERSISTENT_GROUPS_A_CORE 4
#define PERSISTENT_GROUPS 64

/* The planted kernel of a workload. */
static struct grid_kernel planted_kernel(const struct sim_parameters *parameters,
                                         const struct workload *workload)
{
    struct grid_kernel kernel = parameters->kernel;
    for (size_t i = 0; i < workload_count; i++) {
        if (workload_registry[i] != workload)
            continue;
        const struct grid_kernel *own = &parameters->workload_kernel[i];
        kernel.alone_ns = own->alone_ns < 0 ? kernel.alone_ns : own->alone_ns;
        kernel.alone_step_ns = own->alone_step_ns < 0 ? kernel.alone_step_ns : own->alone_step_ns;
        kernel.share_ns = own->share_ns < 0 ? kernel.share_ns : own->share_ns;
        kernel.share_step_ns = own->share_step_ns < 0 ? kernel.share_step_ns : own->share_step_ns;
    }
    return kernel;
}

/* The variant of the arm's mode that pays no penalty; the baseline is the formula's fixed point. */
static struct arm best_variant(const struct sim_parameters *parameters, enum dw_mode mode,
                               enum dw_wait wait)
{
    const uint32_t cores = (uint32_t)parameters->constant[DW_CONSTANT_DEVICE_CORES];
    struct arm best = arm_baseline();
    if (mode == DW_MODE_COMMAND_REUSE)
        return parameters->best_reuse[wait];
    if (mode != DW_MODE_PERSISTENT_KERNEL)
        return best;
    if (parameters->best_persistent.choice.number[0] > 0)
        return parameters->best_persistent;
    best.choice.variant = DW_VARIANT_DRAIN;
    best.choice.number[0] = PERSISTENT_GROUPS;
    if (cores > 0)
        best.choice.number[0] = cores * PERSISTENT_GROUPS_A_CORE;
    best.choice.number[1] = 1;
    return best;
}

static struct sim_times reference_times(const struct sim_parameters *parameters, double kernel_ns,
                                        const struct workload_shape *shape, const struct arm *arm)
{
    const enum dw_mode mode = arm_mode(arm);
    const struct sim_costs *costs = &parameters->costs[shape->wait];
    const struct arm best = best_variant(parameters, mode, shape->wait);
    struct arm wanted = arm_canonical(&best, shape->launches);
    struct arm plain = arm_canonical(arm, shape->launches);
    wanted.role = plain.role = ARM_ROLE_FORCED;
    const double stretch = arm_equal(&wanted, &plain) ? 1 : 1 + parameters->variant_penalty;
    const double device_ns = shape->launches * kernel_ns;
    double host_ns = shape->launches * costs->launch_ns, record_ns = 0;
    if (mode == DW_MODE_PERSISTENT_KERNEL) {
        host_ns = costs->setup_ns;
    } else if (mode == DW_MODE_COMMAND_REUSE) {
        host_ns = shape->launches * costs->replay_ns;
        record_ns = costs->record_ns;
    }
    return (struct sim_times){.wall_ns = (host_ns + device_ns) * stretch,
                              .waited_ns = device_ns * stretch,
                              .asleep_ns = device_ns * stretch,
                              .span_ns = device_ns * stretch,
                              .record_ns = record_ns};
}

struct sim_times sim_model(const struct sim_parameters *parameters,
                           const struct grid_instance *instance, const struct arm *arm)
{
    const struct grid_kernel kernel = planted_kernel(parameters, instance->workload);
    const struct workload_shape *shape = &instance->shape;
    if (parameters->world == SIM_WORLD_PIPELINE)
        return sim_model_pipeline(parameters, &kernel, shape, &arm->choice);
    return reference_times(parameters, grid_kernel_ns(&kernel, shape->groups, shape->steps), shape,
                           arm);
}

double sim_chain_ns(const struct sim_parameters *parameters, const struct grid_instance *instance,
                    uint32_t launches, enum measure_chain chain)
{
    const struct workload_shape *shape = &instance->shape;
    const struct grid_kernel kernel = planted_kernel(parameters, instance->workload);
    const double *constant = parameters->constant;
    const double barrier_ns = constant[DW_CONSTANT_DEVICE_BARRIER];
    const double kernel_ns =
        chain == MEASURE_CHAIN_EMPTY ? 0 : grid_kernel_ns(&kernel, shape->groups, shape->steps);
    if (chain == MEASURE_CHAIN_MERGED)
        return grid_kernel_ns(&kernel, launches * shape->groups, shape->steps) + barrier_ns;
    return launches * (kernel_ns + barrier_ns);
}

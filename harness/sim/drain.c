#include <math.h>

#include "sim/pipeline.h"

struct sim_spent sim_drain(const struct sim_parameters *parameters,
                           const struct grid_kernel *kernel, const struct workload_shape *shape,
                           const struct dw_choice *choice)
{
    const double *constant = parameters->constant;
    const double items = (double)shape->launches * shape->groups;
    const double workgroups = choice->number[0], claim = choice->number[1];
    const double stretch = 1 + constant[DW_CONSTANT_PERSISTENT_STRETCH];
    const double alone_ns = constant[DW_CONSTANT_PERSISTENT_ALONE] *
                            (kernel->alone_ns + shape->steps * kernel->alone_step_ns);
    const double share_ns = stretch * (kernel->share_ns + shape->steps * kernel->share_step_ns);
    const double waves = ceil(items / (workgroups * claim));
    const double busiest_ns =
        waves * constant[DW_CONSTANT_PERSISTENT_POP] + fmin(waves * claim, items) * alone_ns;
    const double apart_ns = fmax(share_ns, constant[DW_CONSTANT_PERSISTENT_SERIAL] / claim);
    const double crowd = fmin(workgroups, items * constant[DW_CONSTANT_DEVICE_CORES]);
    const double host_ns = constant[DW_CONSTANT_HOST_SUBMIT] + constant[DW_CONSTANT_HOST_ATTACH];
    const double span_ns = constant[DW_CONSTANT_PERSISTENT_START] +
                           workgroups * constant[DW_CONSTANT_PERSISTENT_GROUP] +
                           fmax(busiest_ns, fmax(items, crowd) * apart_ns);
    return (struct sim_spent){
        .wall_ns = host_ns + span_ns + sim_wake_ns(parameters, shape->wait, choice),
        .host_ns = host_ns,
        .span_ns = span_ns,
    };
}

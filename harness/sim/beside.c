/* What stands beside the launches: bindings, waits, a copy, new pipelines. */
#include "sim/pipeline.h"

#include <math.h>

/* Of a time blocked and then spun through: "most of it". */
#define BLOCKED_SHARE 0.9

/* A thread that is blocked sleeps the deeper each time that it is as long again. */
#define AWAKE_NS 100000

/* Of all kernels. */
static double count_launches(const struct workload_shape *shape)
{
    return shape->launches * (shape->second_groups > 0 ? 2.0 : 1.0);
}

struct sim_binding sim_bind(const struct sim_parameters *parameters,
                            const struct workload_shape *shape, const struct dw_choice *choice)
{
    static const int rewritten[4] = {DW_CONSTANT_REWRITE_HOST, DW_CONSTANT_REWRITE_HOST_RESOURCE,
                                     DW_CONSTANT_REWRITE_DEVICE,
                                     DW_CONSTANT_REWRITE_DEVICE_RESOURCE};
    static const int bound[DW_BINDING_SIDE_COUNT][4] = {
        [DW_BINDING_SIDE_TRADITIONAL] = {DW_CONSTANT_PREWRITTEN_HOST,
                                         DW_CONSTANT_PREWRITTEN_HOST_RESOURCE,
                                         DW_CONSTANT_PREWRITTEN_DEVICE,
                                         DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE},
        [DW_BINDING_SIDE_PUSH] = {DW_CONSTANT_PUSH_HOST, DW_CONSTANT_PUSH_HOST_RESOURCE,
                                  DW_CONSTANT_PUSH_DEVICE, DW_CONSTANT_PUSH_DEVICE_RESOURCE},
        [DW_BINDING_SIDE_BINDLESS] = {DW_CONSTANT_BINDLESS_HOST, DW_CONSTANT_BINDLESS_HOST_RESOURCE,
                                      DW_CONSTANT_BINDLESS_DEVICE,
                                      DW_CONSTANT_BINDLESS_DEVICE_RESOURCE},
        [DW_BINDING_SIDE_STATIC] = {DW_CONSTANT_STATIC_HOST, DW_CONSTANT_STATIC_HOST_RESOURCE,
                                    DW_CONSTANT_STATIC_DEVICE, DW_CONSTANT_STATIC_DEVICE_RESOURCE},
    };
    const unsigned side = choice->side[DW_AXIS_BINDING];
    const int *ids = side == DW_BINDING_SIDE_TRADITIONAL && shape->rebind ? rewritten : bound[side];
    const double *constant = parameters->constant;
    if (shape->resources == 0)
        return (struct sim_binding){0, 0, 0};
    return (struct sim_binding){
        .host_ns = constant[ids[0]] + shape->resources * constant[ids[1]],
        .device_ns = constant[ids[2]] + shape->resources * constant[ids[3]],
        .fetch_ns = shape->resources * constant[DW_CONSTANT_DEVICE_FETCH],
    };
}

double sim_wake_ns(const struct sim_parameters *parameters, enum dw_wait wait,
                   const struct dw_choice *choice)
{
    static const int wakes[DW_WAITING_SIDE_COUNT][DW_WAIT_COUNT] = {
        [DW_WAITING_SIDE_BLOCK] = {DW_CONSTANT_EACH_WAKE_BLOCK, DW_CONSTANT_BATCH_WAKE_BLOCK},
        [DW_WAITING_SIDE_SPIN] = {DW_CONSTANT_EACH_WAKE_SPIN, DW_CONSTANT_BATCH_WAKE_SPIN},
        [DW_WAITING_SIDE_TIMELINE] = {DW_CONSTANT_EACH_WAKE_TIMELINE,
                                      DW_CONSTANT_BATCH_WAKE_TIMELINE},
        [DW_WAITING_SIDE_BLOCK_THEN_SPIN] = {DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN,
                                             DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN},
    };
    return parameters->constant[wakes[choice->side[DW_AXIS_WAITING]][wait]];
}

double sim_deeper_ns(const struct sim_parameters *parameters, const struct workload_shape *shape,
                     const struct dw_choice *choice, double wall_ns)
{
    const double waits = shape->wait == DW_WAIT_EACH ? count_launches(shape) : 1;
    const double longer = 1 + wall_ns / waits / AWAKE_NS;
    const int doublings = ilogb(longer);
    if (choice->side[DW_AXIS_WAITING] != DW_WAITING_SIDE_BLOCK)
        return 0;
    return waits * parameters->constant[DW_CONSTANT_WAKE_DOUBLING] *
           (doublings + ldexp(longer, -doublings) - 1);
}

double sim_asleep_share(const struct dw_choice *choice)
{
    static const double shares[DW_WAITING_SIDE_COUNT] = {
        [DW_WAITING_SIDE_BLOCK] = 1,
        [DW_WAITING_SIDE_BLOCK_THEN_SPIN] = BLOCKED_SHARE,
    };
    return shares[choice->side[DW_AXIS_WAITING]];
}

double sim_overlap_ns(double a_ns, double b_ns, double serial)
{
    return fmax(a_ns, b_ns) + serial * fmin(a_ns, b_ns);
}

struct sim_spent sim_copy(const struct sim_parameters *parameters,
                          const struct workload_shape *shape, const struct dw_choice *choice,
                          struct sim_spent batch)
{
    const double *constant = parameters->constant;
    const double kib = (double)shape->copy_bytes / 1024, parts = choice->copy_parts;
    double copy_ns = 0, serial = 0;
    switch ((enum dw_copy_side)choice->side[DW_AXIS_COPY]) {
    case DW_COPY_SIDE_SERIALIZE:
        copy_ns = constant[DW_CONSTANT_COPY_SERIALIZE_LATENCY] +
                  kib * constant[DW_CONSTANT_COPY_SERIALIZE_KIB];
        serial = 1;
        break;
    case DW_COPY_SIDE_TRANSFER:
        copy_ns = constant[DW_CONSTANT_COPY_TRANSFER_LATENCY] +
                  kib * constant[DW_CONSTANT_COPY_TRANSFER_KIB] +
                  parts * constant[DW_CONSTANT_COPY_TRANSFER_PART];
        serial = constant[DW_CONSTANT_COPY_TRANSFER_SERIAL];
        break;
    case DW_COPY_SIDE_QUEUE:
        copy_ns = constant[DW_CONSTANT_COPY_QUEUE_LATENCY] +
                  kib * constant[DW_CONSTANT_COPY_QUEUE_KIB] +
                  parts * constant[DW_CONSTANT_COPY_QUEUE_PART];
        serial = constant[DW_CONSTANT_COPY_QUEUE_SERIAL];
        break;
    case DW_COPY_SIDE_DIRECT:
        copy_ns =
            constant[DW_CONSTANT_COPY_DIRECT_LATENCY] + kib * constant[DW_CONSTANT_COPY_DIRECT_KIB];
        serial = constant[DW_CONSTANT_COPY_DIRECT_SERIAL];
        break;
    case DW_COPY_SIDE_COUNT:
        break;
    }
    if (shape->copy_bytes == 0)
        return batch;
    batch.wall_ns = sim_overlap_ns(batch.wall_ns, copy_ns, serial);
    if (choice->side[DW_AXIS_COPY] == DW_COPY_SIDE_DIRECT)
        batch.host_ns += copy_ns;
    else
        batch.span_ns = sim_overlap_ns(batch.span_ns, copy_ns, serial);
    return batch;
}

/* One thread compiles ahead, one pipeline behind the other, while the rest of the batch runs. */
struct sim_spent sim_specialize(const struct sim_parameters *parameters,
                                const struct workload_shape *shape, const struct dw_choice *choice,
                                struct sim_spent batch)
{
    const double *constant = parameters->constant;
    const double steal = constant[parameters->has.spare_core > 0 && !shape->lone_core
                                      ? DW_CONSTANT_SPECIALIZATION_STEAL
                                      : DW_CONSTANT_SPECIALIZATION_STEAL_BUSY];
    const double compiling_ns = shape->specializations * constant[DW_CONSTANT_SPECIALIZATION_MISS];
    /* They are met at even distances, and nothing is foreseen behind the last. */
    const double launches = count_launches(shape);
    const double before = floor(launches * shape->specializations / (shape->specializations + 1.0));
    const double lead_ns = batch.wall_ns * before / launches;
    double stalled_ns = compiling_ns;
    if (choice->side[DW_AXIS_SPECIALIZATION] == DW_SPECIALIZATION_SIDE_SPECULATE)
        stalled_ns +=
            steal * compiling_ns - shape->confidence_bps * 1e-4 * fmin(compiling_ns, lead_ns);
    batch.wall_ns += stalled_ns;
    batch.host_ns += stalled_ns;
    return batch;
}

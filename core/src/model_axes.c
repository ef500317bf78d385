#include <float.h>

#include "model.h"

/* Sides and constants stand in the same order. */
_Static_assert(DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN - DW_CONSTANT_EACH_WAKE_BLOCK ==
                       DW_WAITING_SIDE_BLOCK_THEN_SPIN &&
                   DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN - DW_CONSTANT_BATCH_WAKE_BLOCK ==
                       DW_WAITING_SIDE_BLOCK_THEN_SPIN,
               "a waiting side has a constant for each wait");

int dw_model_wake_constant(const struct dw_shape *shape, unsigned side)
{
    return (shape->wait == DW_WAIT_EACH ? DW_CONSTANT_EACH_WAKE_BLOCK
                                        : DW_CONSTANT_BATCH_WAKE_BLOCK) +
           (int)side;
}

int dw_model_binding_constant(const struct dw_shape *shape, unsigned side)
{
    static const int constants[DW_BINDING_SIDE_COUNT] = {
        [DW_BINDING_SIDE_TRADITIONAL] = DW_CONSTANT_PREWRITTEN_HOST,
        [DW_BINDING_SIDE_PUSH] = DW_CONSTANT_PUSH_HOST,
        [DW_BINDING_SIDE_BINDLESS] = DW_CONSTANT_BINDLESS_HOST,
        [DW_BINDING_SIDE_STATIC] = DW_CONSTANT_STATIC_HOST,
    };
    if (side == DW_BINDING_SIDE_TRADITIONAL && shape->rebind)
        return DW_CONSTANT_REWRITE_HOST;
    return constants[side];
}

struct model_binding dw_model_binding(const struct model *model, unsigned side)
{
    const double resources = model->shape->resources;
    const struct dw_constant *constant =
        &model->constant[dw_model_binding_constant(model->shape, side)];
    if (model->shape->resources == 0)
        return (struct model_binding){0, 0};
    return (struct model_binding){
        .host_ns = constant[0].value + resources * constant[1].value,
        .device_ns = constant[2].value + resources * constant[3].value,
    };
}

const struct model_copy dw_model_copies[DW_COPY_SIDE_COUNT] = {
    [DW_COPY_SIDE_SERIALIZE] = {DW_CONSTANT_COPY_SERIALIZE_LATENCY, DW_CONSTANT_COPY_SERIALIZE_KIB,
                                0, 0},
    [DW_COPY_SIDE_TRANSFER] = {DW_CONSTANT_COPY_TRANSFER_LATENCY, DW_CONSTANT_COPY_TRANSFER_KIB,
                               DW_CONSTANT_COPY_TRANSFER_SERIAL, DW_CONSTANT_COPY_TRANSFER_PART},
    [DW_COPY_SIDE_QUEUE] = {DW_CONSTANT_COPY_QUEUE_LATENCY, DW_CONSTANT_COPY_QUEUE_KIB,
                            DW_CONSTANT_COPY_QUEUE_SERIAL, DW_CONSTANT_COPY_QUEUE_PART},
    [DW_COPY_SIDE_DIRECT] = {DW_CONSTANT_COPY_DIRECT_LATENCY, DW_CONSTANT_COPY_DIRECT_KIB,
                             DW_CONSTANT_COPY_DIRECT_SERIAL, 0},
};

struct model_time dw_model_add_copy(const struct model *model, unsigned side, uint32_t parts,
                                    struct model_time rest)
{
    const struct model_copy *copy = &dw_model_copies[side];
    if (model->shape->copy_bytes == 0)
        return rest;
    double copy_ns = model_constant(model, copy->latency) +
                     (double)model->shape->copy_bytes / 1024 * model_constant(model, copy->kib);
    if (copy->part != 0)
        copy_ns += parts * model_constant(model, copy->part);
    const double serial = copy->serial != 0 ? model_constant(model, copy->serial) : 1;
    rest.wall_ns = model_overlap(rest.wall_ns, copy_ns, serial);
    if (side == DW_COPY_SIDE_DIRECT)
        rest.host_ns += copy_ns;
    else
        rest.device_ns = model_overlap(rest.device_ns, copy_ns, serial);
    return rest;
}

/* Launches before the last that meets a new pipeline: they are met at even distances. */
static uint64_t launches_before(const struct dw_shape *shape, uint64_t launches)
{
    const uint64_t parts = (uint64_t)shape->specializations + 1;
    return launches / parts * (parts - 1) + launches % parts * (parts - 1) / parts;
}

/* Ahead, a pipeline that was predicted is compiled behind the launches before it: of the rest of
 * the batch all but its end can hide them. */
struct model_time dw_model_add_specialization(const struct model *model, unsigned side,
                                              uint32_t parts, struct model_time rest)
{
    (void)parts;
    const struct dw_shape *shape = model->shape;
    if (shape->specializations == 0)
        return rest;
    const double compiling_ns =
        shape->specializations * model_constant(model, DW_CONSTANT_SPECIALIZATION_MISS);
    const uint64_t launches = (uint64_t)shape->launches * model->kernels;
    const double before = (double)launches_before(shape, launches);
    const double lead_ns = rest.wall_ns * before / (double)launches;
    double added_ns = compiling_ns;
    if (side == DW_SPECIALIZATION_SIDE_SPECULATE) {
        const int steal = shape->spare_core ? DW_CONSTANT_SPECIALIZATION_STEAL
                                            : DW_CONSTANT_SPECIALIZATION_STEAL_BUSY;
        added_ns += compiling_ns * model_constant(model, steal) -
                    shape->confidence_bps / 10000.0 * model_min(compiling_ns, lead_ns);
    }
    rest.wall_ns += added_ns;
    rest.host_ns += added_ns;
    return rest;
}

/* The wait that is doubled: about from so long a one on, a blocked thread wakes later. */
#define ASLEEP_NS 100e3

/* The logarithm to base 2 of 1 + t, straight between the powers: nothing is linked for it. It ends
 * for times beyond all numbers. */
static double count_doublings(double t)
{
    double doublings = 0, rest = model_min(1 + t, DBL_MAX);
    while (rest >= 2) {
        rest /= 2;
        doublings++;
    }
    return doublings + (rest - 1);
}

struct model_time dw_model_add_waiting(const struct model *model, unsigned side,
                                       struct model_time rest)
{
    const struct dw_shape *shape = model->shape;
    if (side != DW_WAITING_SIDE_BLOCK)
        return rest;
    const double waits = shape->wait == DW_WAIT_EACH ? (double)shape->launches * model->kernels : 1;
    rest.wall_ns += waits * model_constant(model, DW_CONSTANT_WAKE_DOUBLING) *
                    count_doublings(rest.wall_ns / (waits * ASLEEP_NS));
    return rest;
}

struct model_time dw_model_choice(const struct model *model, const struct dw_choice *choice)
{
    const uint8_t *side = choice->side;
    const struct model_binding binding = dw_model_binding(model, side[DW_AXIS_BINDING]);
    const double wake_ns =
        model_constant(model, dw_model_wake_constant(model->shape, side[DW_AXIS_WAITING]));
    struct model_launching launching;
    dw_make_launching(model, choice, &binding, &launching);
    struct model_time time = dw_model_launches(&launching, side[DW_AXIS_ARMS], wake_ns);
    time = dw_model_add_copy(model, side[DW_AXIS_COPY], choice->copy_parts, time);
    time = dw_model_add_specialization(model, side[DW_AXIS_SPECIALIZATION], 0, time);
    return dw_model_add_waiting(model, side[DW_AXIS_WAITING], time);
}

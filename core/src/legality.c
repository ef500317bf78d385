#include "legality.h"

#include "dispatchwise/status.h"

#include "model.h"

static const char *illegal_drain(const struct dw_shape *shape)
{
    if (shape->levels > 1)
        return "a drain's items cannot depend on each other";
    if (shape->second.groups > 0)
        return "a drain runs one kernel";
    if (shape->resources > 0)
        return "a drain binds once, not for each launch";
    if (shape->specializations > 0)
        return "a drain runs one pipeline";
    return NULL;
}

static const char *illegal_reuse(const struct dw_shape *shape, const struct dw_choice *choice)
{
    bool both;
    const uint32_t launches = dw_model_buffer_launches(choice, shape->launches, &both);
    if (shape->specializations > 0)
        return "a recorded buffer's pipelines must be there before";
    if (shape->second.groups > 0 && !both)
        return "a recorded buffer of fewer launches serves one kernel";
    if (shape->resources > 0 && shape->rebind)
        return "a recorded buffer's bindings must repeat";
    if (shape->resources > 0 && launches < shape->launches)
        return "a recorded buffer of fewer launches binds the same for all";
    return NULL;
}

const char *dw_illegal_variant(const struct dw_shape *shape, const struct dw_choice *choice)
{
    const struct dw_variant_info *variant = dw_variant_info(choice->variant);
    if (!variant->legal[shape->wait])
        return "each launch is waited for";
    switch (variant->mode) {
    case DW_MODE_PERSISTENT_KERNEL:
        return illegal_drain(shape);
    case DW_MODE_COMMAND_REUSE:
        return illegal_reuse(shape, choice);
    case DW_MODE_PLAIN_LAUNCHES:
    case DW_MODE_COUNT:
        break;
    }
    return NULL;
}

static const char *illegal_arms(const struct dw_shape *shape, unsigned side)
{
    (void)side;
    if (shape->second.groups == 0)
        return "there is no second kernel";
    if (shape->arms != DW_ARMS_INDEPENDENT)
        return "the kernels depend on each other";
    if (shape->wait != DW_WAIT_BATCH)
        return "each launch is waited for";
    return shape->levels > 1 ? "the launches depend on each other" : NULL;
}

static const char *illegal_copy(const struct dw_shape *shape, unsigned side)
{
    (void)side;
    if (shape->copy_bytes == 0)
        return "there is no copy";
    return shape->copy != DW_COPY_OVERLAP ? "the launches use what is copied" : NULL;
}

static const char *illegal_binding(const struct dw_shape *shape, unsigned side)
{
    if (shape->resources == 0)
        return "launches bind no resources of their own";
    return side == DW_BINDING_SIDE_STATIC && shape->dynamic_indexing
               ? "the shaders compute indices at run time"
               : NULL;
}

static const char *illegal_specialization(const struct dw_shape *shape, unsigned side)
{
    (void)side;
    return shape->specializations == 0 ? "every pipeline is there already" : NULL;
}

static const char *illegal_waiting(const struct dw_shape *shape, unsigned side)
{
    (void)side;
    return shape->spare_core ? NULL : "there is no core to spare for spinning";
}

const char *dw_illegal_side(const struct dw_shape *shape, int axis, unsigned side)
{
    static const char *(*const axes[DW_AXIS_COUNT])(const struct dw_shape *, unsigned) = {
        [DW_AXIS_ARMS] = illegal_arms,       [DW_AXIS_COPY] = illegal_copy,
        [DW_AXIS_BINDING] = illegal_binding, [DW_AXIS_SPECIALIZATION] = illegal_specialization,
        [DW_AXIS_WAITING] = illegal_waiting,
    };
    return side == 0 ? NULL : axes[axis](shape, side);
}

/* The constants that a variant's times are made of, whatever the wait, the numbers and the sides;
 * 0 ends a row. */
#define NEEDS_MAX 10
#define NEEDS_CALL                                                                                 \
    DW_CONSTANT_HOST_SUBMIT, DW_CONSTANT_HOST_ATTACH, DW_CONSTANT_HOST_BUFFER,                     \
        DW_CONSTANT_HOST_LAUNCH
#define NEEDS_SUBMIT NEEDS_CALL, DW_CONSTANT_DEVICE_SUBMIT
#define NEEDS_RUN NEEDS_SUBMIT, DW_CONSTANT_DEVICE_LAUNCH
static const uint8_t variant_needs[DW_VARIANT_COUNT][NEEDS_MAX] = {
    [DW_VARIANT_EACH] = {NEEDS_SUBMIT},
    [DW_VARIANT_BATCHED] = {NEEDS_RUN},
    [DW_VARIANT_INFOS] = {NEEDS_SUBMIT, DW_CONSTANT_HOST_INFO, DW_CONSTANT_DEVICE_INFO},
    [DW_VARIANT_RESUBMIT] = {NEEDS_SUBMIT},
    [DW_VARIANT_MULTI] = {NEEDS_SUBMIT},
    [DW_VARIANT_UNROLLED] = {NEEDS_RUN},
    [DW_VARIANT_ARMED] = {NEEDS_SUBMIT, DW_CONSTANT_HOST_SIGNAL, DW_CONSTANT_DEVICE_ARMED},
    [DW_VARIANT_DRAIN] = {DW_CONSTANT_HOST_SUBMIT, DW_CONSTANT_HOST_ATTACH,
                          DW_CONSTANT_PERSISTENT_START, DW_CONSTANT_PERSISTENT_GROUP,
                          DW_CONSTANT_PERSISTENT_POP, DW_CONSTANT_PERSISTENT_SERIAL,
                          DW_CONSTANT_PERSISTENT_ALONE, DW_CONSTANT_PERSISTENT_STRETCH},
};

static const char *const unmeasured[DW_CONSTANT_COUNT] = {
#define UNMEASURED(id, name, unit, initial) [DW_CONSTANT_##id] = name " was not measured",
    DW_CONSTANTS(UNMEASURED)
#undef UNMEASURED
};

/* What never pays is not to be had either. */
static const char *missing(const struct dw_constant *constant, int id)
{
    return constant[id].samples > 0 && constant[id].value < (double)DW_NEVER ? NULL
                                                                             : unmeasured[id];
}

static const char *missing_of(const struct dw_constant *constant, const int *ids, size_t count)
{
    const char *found = NULL;
    for (size_t i = 0; i < count && found == NULL; i++)
        found = ids[i] != 0 ? missing(constant, ids[i]) : NULL;
    return found;
}

/* Do its buffers have several launches? */
static bool fills_buffers(const struct dw_choice *choice)
{
    return choice->variant == DW_VARIANT_BATCHED || choice->variant == DW_VARIANT_UNROLLED;
}

/* Does a barrier stand between two kernels of a buffer? */
static bool parts_kernels(const struct dw_shape *shape, unsigned arms)
{
    return shape->second.groups > 0 && arms == DW_ARMS_SIDE_SERIAL;
}

/* Does the device hold all that no barrier keeps apart at once, whatever the buffers? */
static bool is_held(const struct dw_shape *shape, const struct dw_constant *constant)
{
    const double groups = (double)shape->kernel.groups + shape->second.groups;
    return dw_model_level(shape) * groups <= constant[DW_CONSTANT_DEVICE_RESIDENT].value;
}

const char *dw_unmeasured_variant(const struct dw_shape *shape, const struct dw_constant *constant,
                                  const struct dw_choice *choice, unsigned arms)
{
    const uint8_t *needs = variant_needs[choice->variant];
    const char *found = NULL;
    for (int i = 0; i < NEEDS_MAX && needs[i] != 0 && found == NULL; i++)
        found = missing(constant, needs[i]);
    const bool filled = fills_buffers(choice), levels = shape->levels > 1;
    const int more[] = {
        dw_model_many_buffers(choice, shape->launches) ? DW_CONSTANT_DEVICE_BUFFER : 0,
        filled && !is_held(shape, constant) ? DW_CONSTANT_DEVICE_OVERLAP : 0,
        levels || (filled && parts_kernels(shape, arms)) ? DW_CONSTANT_DEVICE_BARRIER : 0,
        levels ? DW_CONSTANT_HOST_BARRIER : 0,
    };
    return found != NULL ? found : missing_of(constant, more, 4);
}

static const char *unmeasured_arms(const struct dw_shape *shape, const struct dw_constant *constant,
                                   unsigned side)
{
    static const int needs[DW_ARMS_SIDE_COUNT][2] = {
        [DW_ARMS_SIDE_QUEUES] = {DW_CONSTANT_ARMS_QUEUES_OVERHEAD, DW_CONSTANT_ARMS_QUEUES_SERIAL},
        [DW_ARMS_SIDE_FAMILIES] = {DW_CONSTANT_ARMS_FAMILIES_OVERHEAD,
                                   DW_CONSTANT_ARMS_FAMILIES_SERIAL},
    };
    (void)shape;
    return missing_of(constant, needs[side], 2);
}

static const char *unmeasured_copy(const struct dw_shape *shape, const struct dw_constant *constant,
                                   unsigned side)
{
    const struct model_copy *copy = &dw_model_copies[side];
    const int needs[] = {copy->latency, copy->kib, copy->serial, copy->part};
    return shape->copy_bytes > 0 ? missing_of(constant, needs, 4) : NULL;
}

static const char *unmeasured_binding(const struct dw_shape *shape,
                                      const struct dw_constant *constant, unsigned side)
{
    const int first = dw_model_binding_constant(shape, side);
    const int needs[] = {first, first + 1, first + 2, first + 3, DW_CONSTANT_DEVICE_FETCH};
    return shape->resources > 0 ? missing_of(constant, needs, 5) : NULL;
}

static const char *unmeasured_specialization(const struct dw_shape *shape,
                                             const struct dw_constant *constant, unsigned side)
{
    const int steal = shape->spare_core ? DW_CONSTANT_SPECIALIZATION_STEAL
                                        : DW_CONSTANT_SPECIALIZATION_STEAL_BUSY;
    const int needs[] = {DW_CONSTANT_SPECIALIZATION_MISS,
                         side == DW_SPECIALIZATION_SIDE_SPECULATE ? steal : 0};
    return shape->specializations > 0 ? missing_of(constant, needs, 2) : NULL;
}

static const char *unmeasured_waiting(const struct dw_shape *shape,
                                      const struct dw_constant *constant, unsigned side)
{
    const int needs[] = {dw_model_wake_constant(shape, side),
                         side == DW_WAITING_SIDE_BLOCK ? DW_CONSTANT_WAKE_DOUBLING : 0};
    return missing_of(constant, needs, 2);
}

const char *dw_unmeasured_side(const struct dw_shape *shape, const struct dw_constant *constant,
                               int axis, unsigned side)
{
    static const char *(*const axes[DW_AXIS_COUNT])(const struct dw_shape *,
                                                    const struct dw_constant *, unsigned) = {
        [DW_AXIS_ARMS] = unmeasured_arms,
        [DW_AXIS_COPY] = unmeasured_copy,
        [DW_AXIS_BINDING] = unmeasured_binding,
        [DW_AXIS_SPECIALIZATION] = unmeasured_specialization,
        [DW_AXIS_WAITING] = unmeasured_waiting,
    };
    return axes[axis](shape, constant, side);
}

/* Numbers and sides out of their range. */
static bool is_choice(const struct dw_choice *choice)
{
    const struct dw_variant_info *variant = dw_variant_info(choice->variant);
    if (variant == NULL)
        return false;
    for (unsigned i = 0; i < 2; i++)
        if ((choice->number[i] > 0) != (i < variant->number_count))
            return false;
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        if (choice->side[axis] >= dw_axis_info(axis)->side_count)
            return false;
    return dw_axis_info(DW_AXIS_COPY)->side[choice->side[DW_AXIS_COPY]].numbered ==
           (choice->copy_parts > 0);
}

const char *dw_illegal_choice(const struct dw_shape *shape, const struct dw_choice *choice)
{
    if (!is_choice(choice))
        return "a number is out of its range";
    const char *found = dw_illegal_variant(shape, choice);
    for (int axis = 0; axis < DW_AXIS_COUNT && found == NULL; axis++)
        found = dw_illegal_side(shape, axis, choice->side[axis]);
    return found;
}

const char *dw_unmeasured_choice(const struct dw_shape *shape, const struct dw_constant *constant,
                                 const struct dw_choice *choice)
{
    const char *found = dw_unmeasured_variant(shape, constant, choice, choice->side[DW_AXIS_ARMS]);
    for (int axis = 0; axis < DW_AXIS_COUNT && found == NULL; axis++)
        found = dw_unmeasured_side(shape, constant, axis, choice->side[axis]);
    return found;
}

const char *dw_unsupported_choice(const struct dw_shape *shape,
                                  const struct dw_calibration_row *row,
                                  const struct dw_choice *choice)
{
    if (dw_check_shape(shape, row, NULL, NULL) != DW_OK)
        return "the device does not take such a shape";
    return dw_unmeasured_choice(shape, row->constant, choice);
}

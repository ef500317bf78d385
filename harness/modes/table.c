#include "modes/mode.h"

static const struct mode_ops *const mode_table[DW_VARIANT_COUNT] = {
    [DW_VARIANT_EACH] = &mode_plain_ops,  [DW_VARIANT_BATCHED] = &mode_plain_ops,
    [DW_VARIANT_INFOS] = &mode_plain_ops, [DW_VARIANT_RESUBMIT] = &mode_reuse_ops,
    [DW_VARIANT_MULTI] = &mode_reuse_ops, [DW_VARIANT_UNROLLED] = &mode_reuse_ops,
    [DW_VARIANT_ARMED] = &mode_armed_ops, [DW_VARIANT_DRAIN] = &mode_persistent_ops,
};

const struct mode_ops *mode_find(enum dw_variant variant)
{
    return mode_table[variant];
}

const struct mode_axis_ops *mode_find_axis(const struct mode_batch *batch,
                                           const struct dw_choice *choice, enum dw_axis axis)
{
    if (axis == DW_AXIS_COPY && batch->shape.copy_bytes > 0)
        return &mode_copy_sides[choice->side[axis]];
    if (axis == DW_AXIS_SPECIALIZATION && batch->shape.specializations > 0)
        return &mode_specialization_ops;
    return NULL;
}

/* Variants that are tried where something stands beside the launches: of each kind one, whole.
 * Those that the batch is best launched by carry the sides of the other axes. */
static bool is_whole(const struct dw_choice *variant)
{
    switch ((enum dw_variant)variant->variant) {
    case DW_VARIANT_EACH:
    case DW_VARIANT_RESUBMIT:
    case DW_VARIANT_ARMED:
        return true;
    case DW_VARIANT_BATCHED:
    case DW_VARIANT_UNROLLED:
        return variant->number[0] == DW_ALL;
    case DW_VARIANT_INFOS:
    case DW_VARIANT_MULTI:
    case DW_VARIANT_DRAIN:
    case DW_VARIANT_COUNT:
        break;
    }
    return false;
}

static bool is_carrier(const struct dw_shape *shape, const struct dw_choice *variant)
{
    return is_whole(variant) &&
           (shape->wait == DW_WAIT_EACH || dw_variant_info(variant->variant)->number_count > 0);
}

/* Ways of waiting differ by microseconds, a new pipeline costs milliseconds. */
static bool carries_waiting(const struct dw_shape *shape)
{
    return shape->wait == DW_WAIT_EACH && shape->specializations == 0;
}

/* One drain of those listed, four workgroups a core where there are cores. */
static bool is_middle_drain(const struct dw_choice *variant, uint32_t cores)
{
    return variant->variant == DW_VARIANT_DRAIN && variant->number[1] == 1 &&
           variant->number[0] == (cores > 0 && cores <= DW_CORES_MAX ? 4 * cores : 64);
}

/* Into how many parts a copy is cut. */
static const uint32_t copy_parts[] = {1, 4, 16};

struct list {
    const struct dw_shape *shape;
    struct arm *arms;
    size_t count;
};

static void add(struct list *list, const struct dw_choice *choice)
{
    if (list->count < MODE_CANDIDATES_MAX && !dw_illegal_choice(list->shape, choice))
        list->arms[list->count++] = (struct arm){.choice = *choice};
}

static void add_sides(struct list *list, const struct dw_choice *carrier, int axis)
{
    const struct dw_axis_info *info = dw_axis_info(axis);
    for (unsigned side = 1; side < info->side_count; side++) {
        const size_t cuts = info->side[side].numbered ? sizeof copy_parts / sizeof *copy_parts : 1;
        for (size_t i = 0; i < cuts; i++) {
            struct dw_choice choice = *carrier;
            choice.side[axis] = (uint8_t)side;
            choice.copy_parts = info->side[side].numbered ? copy_parts[i] : 0;
            add(list, &choice);
        }
    }
}

/* True if something stands beside the launches: their variants are then not what is looked at. */
static bool stands_beside(const struct dw_shape *shape)
{
    return shape->levels > 1 || shape->resources > 0 || shape->second.groups > 0 ||
           shape->copy_bytes > 0 || shape->specializations > 0;
}

size_t mode_list_candidates(const struct dw_shape *shape, uint32_t cores,
                            struct arm arms[MODE_CANDIDATES_MAX])
{
    struct dw_choice variants[DW_VARIANT_CHOICES_MAX];
    struct list list = {.shape = shape, .arms = arms};
    const size_t count = dw_list_variants(shape->wait, shape->launches, cores, variants);
    const bool beside = stands_beside(shape);
    for (size_t i = 0; i < count; i++)
        if (!beside || is_whole(&variants[i]) || is_middle_drain(&variants[i], cores))
            add(&list, &variants[i]);
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        for (size_t i = 0; i < count; i++)
            if (is_carrier(shape, &variants[i]) &&
                (axis != DW_AXIS_WAITING || carries_waiting(shape)))
                add_sides(&list, &variants[i], axis);
    return list.count;
}

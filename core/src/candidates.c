#include "candidates.h"

#include "legality.h"

/* The numbers worth trying, per variant. A drain's first number is in workgroups a core where the
 * device reports cores, else in workgroups. */
#define NUMBERS_MAX 8
struct numbers {
    uint32_t first[NUMBERS_MAX], second[NUMBERS_MAX];
};
static const struct numbers numbers[DW_VARIANT_COUNT] = {
    [DW_VARIANT_EACH] = {{1}, {0}},           [DW_VARIANT_BATCHED] = {{16, 128, DW_ALL}, {0}},
    [DW_VARIANT_INFOS] = {{16}, {0}},         [DW_VARIANT_RESUBMIT] = {{1}, {0}},
    [DW_VARIANT_MULTI] = {{16, DW_ALL}, {0}}, [DW_VARIANT_UNROLLED] = {{16, 128, DW_ALL}, {0}},
    [DW_VARIANT_ARMED] = {{1}, {0}},
};
static const struct numbers drain_by_core = {{1, 2, 4, 8, 16, 16}, {1, 1, 1, 1, 1, 4}};
static const struct numbers drain_plain = {{4, 64, 64, 1024}, {1, 1, 4, 1}};

/* Parts of a copy. Beside launches that do not use it they only cost; the first is the fewest. */
static const uint32_t parts[] = {1, 4};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

/* A variant's numbers rise: when one is all of this batch, the next is the same act. */
static size_t list_numbers(int variant, const struct numbers *row, uint32_t launches,
                           uint32_t scale, struct dw_choice *choices)
{
    const unsigned number_count = dw_variant_info(variant)->number_count;
    const bool limited = dw_variant_info(variant)->mode != DW_MODE_PERSISTENT_KERNEL;
    size_t count = 0;
    for (bool all = false; count < NUMBERS_MAX && row->first[count] > 0 && !all; count++) {
        all = limited && number_count > 0 && row->first[count] >= launches;
        choices[count] = (struct dw_choice){.variant = (uint8_t)variant};
        if (number_count > 0)
            choices[count].number[0] = all ? DW_ALL : row->first[count] * scale;
        if (number_count > 1)
            choices[count].number[1] = row->second[count];
    }
    return count;
}

size_t dw_list_variants(enum dw_wait wait, uint32_t launches, uint32_t cores,
                        struct dw_choice choices[DW_VARIANT_CHOICES_MAX])
{
    size_t count = 0;
    cores = cores <= DW_CORES_MAX ? cores : 0;
    for (int v = 0; v < DW_VARIANT_COUNT; v++) {
        const bool drain = v == DW_VARIANT_DRAIN;
        const struct numbers *row = !drain ? &numbers[v] : cores ? &drain_by_core : &drain_plain;
        if (dw_variant_info(v)->legal[wait])
            count += list_numbers(v, row, launches, drain && cores ? cores : 1, &choices[count]);
    }
    return count;
}

uint32_t dw_candidate_cores(const struct dw_constant *constant)
{
    const struct dw_constant *cores = &constant[DW_CONSTANT_DEVICE_CORES];
    return cores->samples > 0 && cores->value >= 1 && cores->value <= DW_CORES_MAX
               ? (uint32_t)cores->value
               : 0;
}

uint32_t dw_device_cores(const struct dw_calibration_row *row)
{
    return dw_candidate_cores(row->constant);
}

size_t dw_candidate_sides(const struct dw_shape *shape, int axis,
                          struct candidate_side sides[CANDIDATE_SIDES_MAX])
{
    const struct dw_axis_info *info = dw_axis_info(axis);
    size_t count = 0;
    for (unsigned side = 0; side < info->side_count; side++) {
        if (dw_illegal_side(shape, axis, side) != NULL)
            continue;
        for (size_t i = 0; i < (info->side[side].numbered ? PARTS : 1); i++)
            sides[count++] =
                (struct candidate_side){(uint8_t)side, info->side[side].numbered ? parts[i] : 0};
    }
    return count;
}

size_t dw_list_choices(const struct dw_shape *shape, const struct dw_calibration_row *row,
                       struct dw_choice *choices, size_t capacity)
{
    struct dw_choice variants[DW_VARIANT_CHOICES_MAX];
    struct candidate_side sides[DW_AXIS_COUNT][CANDIDATE_SIDES_MAX];
    size_t side_count[DW_AXIS_COUNT], combinations = 1, count = 0;
    const size_t variant_count =
        dw_list_variants(shape->wait, shape->launches, dw_candidate_cores(row->constant), variants);
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++) {
        side_count[axis] = dw_candidate_sides(shape, axis, sides[axis]);
        combinations *= side_count[axis];
    }
    for (size_t v = 0; v < variant_count; v++) {
        for (size_t i = 0; i < combinations; i++) {
            struct dw_choice choice = variants[v];
            size_t digits = i;
            for (int axis = 0; axis < DW_AXIS_COUNT; digits /= side_count[axis], axis++) {
                const struct candidate_side *side = &sides[axis][digits % side_count[axis]];
                choice.side[axis] = side->side;
                choice.copy_parts = side->parts > 0 ? side->parts : choice.copy_parts;
            }
            if (dw_illegal_choice(shape, &choice) != NULL ||
                dw_unsupported_choice(shape, row, &choice) != NULL)
                continue;
            if (count < capacity)
                choices[count] = choice;
            count++;
        }
    }
    return count;
}

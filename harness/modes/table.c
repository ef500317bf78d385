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

static bool already(const struct arm *arms, size_t count, const struct arm *arm)
{
    for (size_t i = 0; i < count; i++)
        if (arm_equal(&arms[i], arm))
            return true;
    return false;
}

size_t mode_list_candidates(enum dw_wait wait, uint32_t launches, uint32_t cores,
                            struct arm arms[MODE_CANDIDATES_MAX])
{
    size_t count = 0;
    for (int v = 0; v < DW_VARIANT_COUNT; v++) {
        const struct dw_variant_info *variant = dw_variant_info(v);
        const bool drain = v == DW_VARIANT_DRAIN;
        const struct numbers *row = !drain ? &numbers[v] : cores ? &drain_by_core : &drain_plain;
        for (size_t i = 0; i < NUMBERS_MAX && row->first[i]; i++) {
            struct arm arm = {.choice.variant = (uint8_t)v};
            if (variant->number_count > 0)
                arm.choice.number[0] = row->first[i] * (drain && cores ? cores : 1);
            if (variant->number_count > 1)
                arm.choice.number[1] = row->second[i];
            arm = arm_canonical(&arm, launches);
            if (arm_legal(&arm, wait) && !already(arms, count, &arm) && count < MODE_CANDIDATES_MAX)
                arms[count++] = arm;
        }
    }
    return count;
}

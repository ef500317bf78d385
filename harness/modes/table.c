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

size_t mode_list_candidates(enum dw_wait wait, uint32_t launches, uint32_t cores,
                            struct arm arms[MODE_CANDIDATES_MAX])
{
    struct dw_choice choices[MODE_CANDIDATES_MAX];
    const size_t count = dw_list_variants(wait, launches, cores, choices);
    for (size_t i = 0; i < count; i++)
        arms[i] = (struct arm){.choice = choices[i], .role = ARM_ROLE_FORCED};
    return count;
}

#include "dispatchwise/policy.h"

#include "thresholds.h"

enum dw_bindless dw_decide_bindless(const struct dw_bindless_inputs *inputs,
                                    const struct dw_thresholds *thresholds)
{
    uint64_t from = (thresholds != NULL ? thresholds : &dw_default_thresholds)->bindless_resources;
    bool indexable = inputs->support == DW_BINDLESS_SUPPORT_FULL ||
                     (inputs->support == DW_BINDLESS_SUPPORT_STATIC && !inputs->dynamic_indexing);
    return indexable && from != DW_NEVER && inputs->resource_count >= from
               ? DW_BINDLESS_BINDLESS
               : DW_BINDLESS_TRADITIONAL_BINDINGS;
}

/* D9, inline for the bundle. */
#ifndef CORE_BINDLESS_H
#define CORE_BINDLESS_H

#include "dispatchwise/policy.h"

static inline enum dw_bindless bindless_decide(const struct dw_bindless_inputs *inputs,
                                               const struct dw_thresholds *thresholds)
{
    uint64_t from = thresholds->bindless_resources;
    bool indexable = inputs->support == DW_BINDLESS_SUPPORT_FULL ||
                     (inputs->support == DW_BINDLESS_SUPPORT_STATIC && !inputs->dynamic_indexing);
    return indexable && from != DW_NEVER && inputs->resource_count >= from
               ? DW_BINDLESS_BINDLESS
               : DW_BINDLESS_TRADITIONAL_BINDINGS;
}

#endif

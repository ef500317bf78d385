#include "dispatchwise/policy.h"

#include "slots.h"

enum dw_copy dw_decide_copy(const struct dw_copy_inputs *inputs, const struct dw_arm *arm_a)
{
    if (!inputs->has_copy)
        return DW_COPY_NONE;
    if (slots_hold(arm_a->reads, inputs->dst_slot) || slots_hold(arm_a->writes, inputs->dst_slot))
        return DW_COPY_SERIALIZE;
    return DW_COPY_OVERLAP;
}

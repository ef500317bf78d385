#include "dispatchwise/policy.h"

#include "slots.h"

enum dw_arms dw_decide_arms(const struct dw_arm *a, const struct dw_arm *b)
{
    if (dw_slots_meet(a->writes, b->writes))
        return DW_ARMS_WRITE_WRITE_CONFLICT;
    if (dw_slots_meet(a->writes, b->reads))
        return DW_ARMS_READ_AFTER_WRITE;
    if (dw_slots_meet(a->reads, b->writes))
        return DW_ARMS_WRITE_AFTER_READ;
    return DW_ARMS_INDEPENDENT;
}

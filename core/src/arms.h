/* D2 and D3 together, inline for the bundle. */
#ifndef CORE_ARMS_H
#define CORE_ARMS_H

#include "dispatchwise/policy.h"

#include "slots.h"

/* Larger sets fill the 64 bits, which then tell nothing. */
#define ARMS_FEW 64

/* Most arms share nothing, and bits show that without comparing slots; what they do not show, the
 * decisions themselves find out. */
static inline void arms_decide(const struct dw_arm *a, const struct dw_arm *b,
                               const struct dw_copy_inputs *copy, struct dw_policy_verdict *verdict)
{
    uint64_t a_reads = UINT64_MAX, a_writes = UINT64_MAX, b_reads = 0, b_writes = UINT64_MAX;
    if ((a->reads.count | a->writes.count | b->reads.count | b->writes.count) < ARMS_FEW) {
        a_reads = slots_gather(a->reads);
        a_writes = slots_gather(a->writes);
        b_reads = slots_gather(b->reads);
        b_writes = slots_gather(b->writes);
    }
    verdict->arms = DW_ARMS_INDEPENDENT;
    if (((a_writes & (b_reads | b_writes)) | (a_reads & b_writes)) != 0)
        verdict->arms = dw_decide_arms(a, b);
    verdict->copy = copy->has_copy ? DW_COPY_OVERLAP : DW_COPY_NONE;
    if (copy->has_copy && ((a_reads | a_writes) >> copy->dst_slot % 64 & 1) != 0)
        verdict->copy = dw_decide_copy(copy, a);
}

#endif

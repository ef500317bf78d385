/* D2 and D3 together, inline for the bundle. */
#ifndef CORE_ARMS_H
#define CORE_ARMS_H

#include "dispatchwise/policy.h"

#include "slots.h"

/* Larger sets fill the 64 bits, which then tell nothing. */
#define ARMS_FEW 64

/* Most arms share nothing, and bits show that without comparing slots. False where they do not:
 * dw_decide_arms and dw_decide_copy must look. */
static inline bool arms_decide_apart(const struct dw_arm *a, const struct dw_arm *b,
                                     const struct dw_copy_inputs *copy,
                                     struct dw_policy_verdict *verdict)
{
    uint64_t a_reads, a_writes, b_reads, b_writes, met;
    if ((a->reads.count | a->writes.count | b->reads.count | b->writes.count) >= ARMS_FEW)
        return false;
    a_reads = slots_gather(a->reads);
    a_writes = slots_gather(a->writes);
    b_reads = slots_gather(b->reads);
    b_writes = slots_gather(b->writes);
    met = (a_writes & (b_reads | b_writes)) | (a_reads & b_writes);
    verdict->arms = DW_ARMS_INDEPENDENT;
    verdict->copy = DW_COPY_NONE;
    if (copy->has_copy) {
        verdict->copy = DW_COPY_OVERLAP;
        met |= (a_reads | a_writes) & UINT64_C(1) << copy->dst_slot % 64;
    }
    return met == 0;
}

#endif

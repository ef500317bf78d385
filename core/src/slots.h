/* Sets of binding slots: does one hold a slot, do two meet? */
#ifndef CORE_SLOTS_H
#define CORE_SLOTS_H

#include <stdbool.h>

#include "dispatchwise/policy.h"

static inline bool slots_hold(struct dw_slots set, uint32_t slot)
{
    for (size_t i = 0; i < set.count; i++)
        if (set.slots[i] == slot)
            return true;
    return false;
}

/* For sets of any size and slots of any number; 32 KiB of stack. */
bool dw_slots_meet(struct dw_slots a, struct dw_slots b);

/* The bit of every slot, modulo 64: where two sets have no bit in common they have no slot in
 * common. */
static inline uint64_t slots_gather(struct dw_slots set)
{
    uint64_t bits;
    if (set.count == 0)
        return 0;
    /* Most sets are one slot or two: no loop for those. */
    bits = UINT64_C(1) << set.slots[0] % 64 | UINT64_C(1) << set.slots[set.count - 1] % 64;
    for (size_t i = 1; i + 1 < set.count; i++)
        bits |= UINT64_C(1) << set.slots[i] % 64;
    return bits;
}

#endif

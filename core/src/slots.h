/* Do two sets of binding slots meet? */
#ifndef CORE_SLOTS_H
#define CORE_SLOTS_H

#include <stdbool.h>

#include "dispatchwise/policy.h"

/* Pairs up to which comparing each with each is the fastest. */
#define SLOTS_PAIRS_DIRECT 256

static inline bool slots_hold(struct dw_slots set, uint32_t slot)
{
    for (size_t i = 0; i < set.count; i++)
        if (set.slots[i] == slot)
            return true;
    return false;
}

/* For sets of any size; 32 KiB of stack. */
bool dw_slots_meet_large(struct dw_slots a, struct dw_slots b);

static inline bool slots_meet(struct dw_slots a, struct dw_slots b)
{
    if (a.count > SLOTS_PAIRS_DIRECT || b.count > SLOTS_PAIRS_DIRECT ||
        a.count * b.count > SLOTS_PAIRS_DIRECT)
        return a.count != 0 && b.count != 0 && dw_slots_meet_large(a, b);
    for (size_t i = 0; i < a.count; i++)
        if (slots_hold(b, a.slots[i]))
            return true;
    return false;
}

#endif

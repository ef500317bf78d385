#include "base/slot_sets.h"

const char *const base_slot_names[BASE_SLOTS_COUNT] = {
    [BASE_SLOTS_A_READS] = "arm_a_reads", [BASE_SLOTS_A_WRITES] = "arm_a_writes",
    [BASE_SLOTS_B_READS] = "arm_b_reads", [BASE_SLOTS_B_WRITES] = "arm_b_writes",
    [BASE_SLOTS_COPY] = "copy_dst_slot",
};

/* The next slot of a text; false where it is none. */
static bool take_slot(const char **text, uint32_t *slot)
{
    uint64_t value = 0;
    const char *first = *text;
    for (; **text >= '0' && **text <= '9' && value <= UINT32_MAX; (*text)++)
        value = value * 10 + (uint64_t)(**text - '0');
    *slot = (uint32_t)value;
    return *text > first && value <= UINT32_MAX && (**text == ' ' || **text == '\0');
}

const char *base_put_slots(struct base_slot_sets *sets, enum base_slot_set set, const char *text)
{
    const size_t most = set == BASE_SLOTS_COPY ? 1 : BASE_SLOTS_MAX;
    uint32_t *slots = sets->slots[set];
    size_t count = 0;
    for (; *text; text += *text == ' ') {
        uint32_t slot;
        if (*text == ' ')
            continue;
        if (!take_slot(&text, &slot))
            return "slots separated by spaces, each a whole number below 2^32";
        for (size_t i = 0; i < count; i++)
            if (slots[i] == slot)
                return "each slot once";
        if (count == most)
            return set == BASE_SLOTS_COPY ? "one slot" : "at most 64 slots";
        slots[count++] = slot;
    }
    sets->count[set] = count;
    return NULL;
}

static struct dw_slots slots_of(const struct base_slot_sets *sets, enum base_slot_set set)
{
    return (struct dw_slots){sets->slots[set], sets->count[set]};
}

enum dw_arms base_judge_arms(const struct base_slot_sets *sets)
{
    const struct dw_arm a = {slots_of(sets, BASE_SLOTS_A_READS),
                             slots_of(sets, BASE_SLOTS_A_WRITES)};
    const struct dw_arm b = {slots_of(sets, BASE_SLOTS_B_READS),
                             slots_of(sets, BASE_SLOTS_B_WRITES)};
    return dw_decide_arms(&a, &b);
}

enum dw_copy base_judge_copy(const struct base_slot_sets *sets, uint64_t copy_bytes)
{
    const struct dw_arm a = {slots_of(sets, BASE_SLOTS_A_READS),
                             slots_of(sets, BASE_SLOTS_A_WRITES)};
    const struct dw_copy_inputs copy = {.has_copy = copy_bytes > 0,
                                        .dst_slot = sets->slots[BASE_SLOTS_COPY][0]};
    if (copy_bytes > 0 && sets->count[BASE_SLOTS_COPY] == 0)
        return DW_COPY_OVERLAP;
    return dw_decide_copy(&copy, &a);
}

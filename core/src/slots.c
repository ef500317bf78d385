#include "slots.h"

#include <string.h>

/* Pairs up to which comparing each with each is the fastest. */
#define PAIRS_DIRECT 4096

/* Both ways share one block of stack that fits a first-level cache. */
#define TABLE_BITS 13
#define TABLE_SIZE (1u << TABLE_BITS)
#define TABLE_FILL (TABLE_SIZE / 2)
#define BITMAP_BITS (TABLE_SIZE * 32u)

static void find_range(struct dw_slots set, uint32_t *low, uint32_t *high)
{
    *low = UINT32_MAX;
    *high = 0;
    for (size_t i = 0; i < set.count; i++) {
        uint32_t slot = set.slots[i];
        *low = slot < *low ? slot : *low;
        *high = slot > *high ? slot : *high;
    }
}

/* Slots from low on, span of them: one bit each. */
static bool meet_by_bitmap(struct dw_slots a, struct dw_slots b, uint32_t low, uint32_t span,
                           uint32_t *bits)
{
    memset(bits, 0, TABLE_SIZE * sizeof(bits[0]));
    for (size_t i = 0; i < a.count; i++) {
        uint32_t bit = a.slots[i] - low;
        if (bit <= span)
            bits[bit / 32] |= UINT32_C(1) << bit % 32;
    }
    for (size_t i = 0; i < b.count; i++) {
        uint32_t bit = b.slots[i] - low;
        if (bit <= span && (bits[bit / 32] >> bit % 32 & 1) != 0)
            return true;
    }
    return false;
}

/* Multiplicative hashing; the high bits are the mixed ones. */
static uint32_t hash_slot(uint32_t slot)
{
    return (uint32_t)(slot * UINT32_C(0x9e3779b1)) >> (32 - TABLE_BITS);
}

/* Slots of a in a half-full table of open addressing. empty is a slot that the sets do not share.
 */
static void fill_table(struct dw_slots a, uint32_t empty, uint32_t *table)
{
    for (uint32_t i = 0; i < TABLE_SIZE; i++)
        table[i] = empty;
    for (size_t i = 0; i < a.count; i++) {
        uint32_t slot = a.slots[i], at = hash_slot(slot);
        while (table[at] != empty && table[at] != slot)
            at = (at + 1) % TABLE_SIZE;
        table[at] = slot;
    }
}

static bool meet_table(struct dw_slots b, uint32_t empty, const uint32_t *table)
{
    for (size_t i = 0; i < b.count; i++) {
        uint32_t slot = b.slots[i], at = hash_slot(slot);
        while (table[at] != empty) {
            if (table[at] == slot)
                return true;
            at = (at + 1) % TABLE_SIZE;
        }
    }
    return false;
}

/* The smaller set goes through the table piece by piece, the larger one past it. */
static bool meet_by_hash(struct dw_slots a, struct dw_slots b, uint32_t empty, uint32_t *table)
{
    if (a.count > b.count) {
        struct dw_slots larger = a;
        a = b;
        b = larger;
    }
    while (a.count > 0) {
        struct dw_slots piece = {a.slots, a.count < TABLE_FILL ? a.count : TABLE_FILL};
        fill_table(piece, empty, table);
        if (meet_table(b, empty, table))
            return true;
        a.slots += piece.count;
        a.count -= piece.count;
    }
    return false;
}

static bool meet_large(struct dw_slots a, struct dw_slots b)
{
    uint32_t table[TABLE_SIZE];
    uint32_t a_low, a_high, b_low, b_high, low, high;
    find_range(a, &a_low, &a_high);
    find_range(b, &b_low, &b_high);
    low = a_low > b_low ? a_low : b_low;
    high = a_high < b_high ? a_high : b_high;
    if (low > high)
        return false;
    if (a_low == b_low || a_high == b_high)
        return true;
    if (high - low < BITMAP_BITS)
        return meet_by_bitmap(a, b, low, high - low, table);
    /* 0 is below low: whoever holds it, they do not share it. */
    return meet_by_hash(a, b, 0, table);
}

bool dw_slots_meet(struct dw_slots a, struct dw_slots b)
{
    if (a.count == 0 || b.count == 0)
        return false;
    if (a.count > PAIRS_DIRECT || b.count > PAIRS_DIRECT || a.count * b.count > PAIRS_DIRECT)
        return meet_large(a, b);
    for (size_t i = 0; i < a.count; i++)
        if (slots_hold(b, a.slots[i]))
            return true;
    return false;
}

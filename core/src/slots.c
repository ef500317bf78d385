#include "slots.h"

#include <string.h>

/* Pairs up to which comparing each with each is the fastest. */
#define PAIRS_DIRECT 4096

/* Slots of one set that go through the table at a time, at most half of it. */
#define PIECE_COUNT 4096u
#define TABLE_BITS 13
#define FILTER_BITS 17
#define WORD_BITS 32u

/* Either bits alone, or a filter in front of a table: small enough for a first-level cache. */
union workspace {
    uint32_t bits[8192];
    struct {
        uint32_t filter[(1u << FILTER_BITS) / WORD_BITS]; /* a bit for every hash that occurs */
        uint16_t table[1u << TABLE_BITS]; /* open addressing: 1 + the slot's place in the piece */
    } hashed;
};
_Static_assert(sizeof(union workspace) == 32768, "as slots.h says");
_Static_assert(PIECE_COUNT * 2 == 1u << TABLE_BITS && PIECE_COUNT < UINT16_MAX, "half full");

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

static bool has_bit(const uint32_t *bits, uint32_t bit)
{
    return (bits[bit / WORD_BITS] >> bit % WORD_BITS & 1) != 0;
}

static void set_bit(uint32_t *bits, uint32_t bit)
{
    bits[bit / WORD_BITS] |= UINT32_C(1) << bit % WORD_BITS;
}

/* Slots from low to low + span, one bit each. */
static bool meet_by_bits(struct dw_slots a, struct dw_slots b, uint32_t low, uint32_t span,
                         uint32_t *bits)
{
    memset(bits, 0, (span / WORD_BITS + 1) * sizeof(bits[0]));
    for (size_t i = 0; i < a.count; i++)
        if (a.slots[i] - low <= span)
            set_bit(bits, a.slots[i] - low);
    for (size_t i = 0; i < b.count; i++)
        if (b.slots[i] - low <= span && has_bit(bits, b.slots[i] - low))
            return true;
    return false;
}

/* Multiplicative hashing: the high bits are the mixed ones. */
static uint32_t hash_slot(uint32_t slot)
{
    return slot * UINT32_C(0x9e3779b1);
}

/* Where the slot stands in the table, or the free place where it belongs. */
static uint32_t find_place(const uint16_t *table, const uint32_t *piece, uint32_t slot)
{
    uint32_t at = hash_slot(slot) >> (32 - TABLE_BITS);
    while (table[at] != 0 && piece[table[at] - 1] != slot)
        at = (at + 1) % (1u << TABLE_BITS);
    return at;
}

static bool piece_meets(struct dw_slots piece, struct dw_slots b, union workspace *space)
{
    uint32_t *filter = space->hashed.filter;
    uint16_t *table = space->hashed.table;
    memset(&space->hashed, 0, sizeof(space->hashed));
    for (size_t i = 0; i < piece.count; i++) {
        uint32_t slot = piece.slots[i];
        set_bit(filter, hash_slot(slot) >> (32 - FILTER_BITS));
        table[find_place(table, piece.slots, slot)] = (uint16_t)(i + 1);
    }
    for (size_t i = 0; i < b.count; i++) {
        uint32_t slot = b.slots[i];
        if (has_bit(filter, hash_slot(slot) >> (32 - FILTER_BITS)) &&
            table[find_place(table, piece.slots, slot)] != 0)
            return true;
    }
    return false;
}

/* The smaller set goes through the table piece by piece, the larger one past it. */
static bool meet_by_hash(struct dw_slots a, struct dw_slots b, union workspace *space)
{
    if (a.count > b.count) {
        struct dw_slots larger = a;
        a = b;
        b = larger;
    }
    while (a.count > 0) {
        struct dw_slots piece = {a.slots, a.count < PIECE_COUNT ? a.count : PIECE_COUNT};
        if (piece_meets(piece, b, space))
            return true;
        a.slots += piece.count;
        a.count -= piece.count;
    }
    return false;
}

static bool meet_large(struct dw_slots a, struct dw_slots b)
{
    union workspace space;
    uint32_t a_low, a_high, b_low, b_high, low, high;
    find_range(a, &a_low, &a_high);
    find_range(b, &b_low, &b_high);
    low = a_low > b_low ? a_low : b_low;
    high = a_high < b_high ? a_high : b_high;
    if (low > high)
        return false;
    if (high - low < sizeof(space.bits) * 8)
        return meet_by_bits(a, b, low, high - low, space.bits);
    return meet_by_hash(a, b, &space);
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

#include "dispatchwise/choice.h"
#include "dispatchwise/status.h"

#include <string.h>

#include "text.h"

static const struct dw_variant_info variants[DW_VARIANT_COUNT] = {
#define VARIANT(id, in_mode, text, numbers, each)                                                  \
    [DW_VARIANT_##id] = {.name = (text),                                                           \
                         .mode = DW_MODE_##in_mode,                                                \
                         .number_count = (numbers),                                                \
                         .legal = {[DW_WAIT_EACH] = (each), [DW_WAIT_BATCH] = true}},
    DW_VARIANTS(VARIANT)
#undef VARIANT
};

#define SIDE(id, text, has_number) {(text), (has_number)},
static const struct dw_axis_info axes[DW_AXIS_COUNT] = {
    [DW_AXIS_ARMS] = {"arms", DW_ARMS_SIDE_COUNT, {DW_ARMS_SIDES(SIDE)}},
    [DW_AXIS_COPY] = {"copy", DW_COPY_SIDE_COUNT, {DW_COPY_SIDES(SIDE)}},
    [DW_AXIS_BINDING] = {"binding", DW_BINDING_SIDE_COUNT, {DW_BINDING_SIDES(SIDE)}},
    [DW_AXIS_SPECIALIZATION] = {"specialization",
                                DW_SPECIALIZATION_SIDE_COUNT,
                                {DW_SPECIALIZATION_SIDES(SIDE)}},
    [DW_AXIS_WAITING] = {"waiting", DW_WAITING_SIDE_COUNT, {DW_WAITING_SIDES(SIDE)}},
};
#undef SIDE

const struct dw_variant_info *dw_variant_info(int variant)
{
    return variant >= 0 && variant < DW_VARIANT_COUNT ? &variants[variant] : NULL;
}

const struct dw_axis_info *dw_axis_info(int axis)
{
    return axis >= 0 && axis < DW_AXIS_COUNT ? &axes[axis] : NULL;
}

enum dw_mode dw_choice_mode(const struct dw_choice *choice)
{
    return variants[choice->variant].mode;
}

bool dw_equal_choices(const struct dw_choice *a, const struct dw_choice *b)
{
    return a->variant == b->variant && memcmp(a->side, b->side, sizeof(a->side)) == 0 &&
           a->number[0] == b->number[0] && a->number[1] == b->number[1] &&
           a->copy_parts == b->copy_parts;
}

static void put_number(struct text *out, const char *separator, uint32_t number)
{
    text_put(out, separator);
    if (number == DW_ALL)
        text_put(out, "all");
    else
        text_put_u64(out, number);
}

size_t dw_format_choice(const struct dw_choice *choice, char *text, size_t size)
{
    struct text out = {text, size, 0};
    const struct dw_variant_info *variant = &variants[choice->variant];
    text_put(&out, dw_mode_name(variant->mode));
    text_put(&out, "/");
    text_put(&out, variant->name);
    for (unsigned i = 0; i < variant->number_count; i++)
        put_number(&out, i == 0 ? ":" : "x", choice->number[i]);
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++) {
        const struct dw_side_info *side = &axes[axis].side[choice->side[axis]];
        if (choice->side[axis] == 0)
            continue;
        text_put(&out, "+");
        text_put(&out, axes[axis].name);
        text_put(&out, "=");
        text_put(&out, side->name);
        if (side->numbered)
            put_number(&out, ":", choice->copy_parts);
    }
    return text_finish(&out);
}

struct cursor {
    const char *at, *end;
};

static bool take_text(struct cursor *cursor, const char *text)
{
    size_t length = strlen(text);
    if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, text, length) != 0)
        return false;
    cursor->at += length;
    return true;
}

/* A name ends where the text does or at a byte that no name has. */
static bool take_name(struct cursor *cursor, const char *name)
{
    static const char ends[] = {'/', ':', '+', '='};
    struct cursor after = *cursor;
    if (!take_text(&after, name) || (after.at < after.end && !memchr(ends, *after.at, sizeof ends)))
        return false;
    *cursor = after;
    return true;
}

/* "all", or digits without leading zeros, from 1 to DW_ALL - 1. */
static bool take_number(struct cursor *cursor, uint32_t *number)
{
    uint64_t value = 0;
    if (take_text(cursor, "all")) {
        *number = DW_ALL;
        return true;
    }
    if (cursor->at == cursor->end || *cursor->at == '0')
        return false;
    for (; cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++) {
        value = value * 10 + (unsigned)(*cursor->at - '0');
        if (value >= DW_ALL)
            return false;
    }
    *number = (uint32_t)value;
    return value != 0;
}

static bool take_variant(struct cursor *cursor, struct dw_choice *choice)
{
    for (int i = 0; i < DW_VARIANT_COUNT; i++) {
        struct cursor after = *cursor;
        if (!take_name(&after, dw_mode_name(variants[i].mode)) || !take_text(&after, "/") ||
            !take_name(&after, variants[i].name))
            continue;
        *cursor = after;
        choice->variant = (uint8_t)i;
        for (unsigned n = 0; n < variants[i].number_count; n++)
            if (!take_text(cursor, n == 0 ? ":" : "x") || !take_number(cursor, &choice->number[n]))
                return false;
        return true;
    }
    return false;
}

static bool take_side(struct cursor *cursor, const struct dw_axis_info *axis, uint8_t *side,
                      uint32_t *parts)
{
    for (unsigned i = 1; i < axis->side_count; i++) {
        if (!take_name(cursor, axis->side[i].name))
            continue;
        *side = (uint8_t)i;
        return !axis->side[i].numbered ||
               (take_text(cursor, ":") && take_number(cursor, parts) && *parts != DW_ALL);
    }
    return false;
}

/* Axes stand in their order, each at most once. */
static bool take_sides(struct cursor *cursor, struct dw_choice *choice)
{
    for (int axis = 0; axis < DW_AXIS_COUNT && cursor->at < cursor->end; axis++) {
        struct cursor after = *cursor;
        if (!take_text(&after, "+") || !take_name(&after, axes[axis].name))
            continue;
        *cursor = after;
        if (!take_text(cursor, "=") ||
            !take_side(cursor, &axes[axis], &choice->side[axis], &choice->copy_parts))
            return false;
    }
    return cursor->at == cursor->end;
}

int dw_parse_choice(const char *text, size_t length, struct dw_choice *choice)
{
    struct cursor cursor = {text, text + length};
    struct dw_choice found = {.variant = 0};
    if (!take_variant(&cursor, &found) || !take_sides(&cursor, &found))
        return DW_ERROR_PARSE;
    *choice = found;
    return DW_OK;
}

struct dw_choice dw_canonical_choice(const struct dw_choice *choice, uint32_t launches)
{
    struct dw_choice canonical = *choice;
    if (variants[choice->variant].mode == DW_MODE_PERSISTENT_KERNEL)
        return canonical;
    for (unsigned i = 0; i < variants[choice->variant].number_count; i++)
        if (choice->number[i] >= launches)
            canonical.number[i] = DW_ALL;
    return canonical;
}

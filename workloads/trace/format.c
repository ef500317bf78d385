#include "format.h"

#include <stddef.h>
#include "kinds.h"

#define U64_ROW(field) {#field, 8},
#define U32_ROW(field) {#field, 4},
#define END_ROW                                                                                    \
    {                                                                                              \
        NULL, 0                                                                                    \
    }

#define KIND_FIELDS(kind, name, item, fields)                                                      \
    static const struct trace_field name##_fields[] = {fields(U64_ROW, U32_ROW) END_ROW};
TRACE_KINDS(KIND_FIELDS)
#undef KIND_FIELDS

#define ITEM_FIELDS(item, name, fields)                                                            \
    static const struct trace_field item_##name##_fields[] = {fields(U64_ROW, U32_ROW) END_ROW};
TRACE_ITEMS(ITEM_FIELDS)
#undef ITEM_FIELDS

const struct trace_layout trace_kind_layouts[TRACE_KIND_COUNT] = {
#define KIND_ROW(kind, name, item, fields)                                                         \
    [TRACE_##kind] = {#name, sizeof(struct trace_##name), name##_fields, TRACE_ITEM_##item},
    TRACE_KINDS(KIND_ROW)
#undef KIND_ROW
};

const struct trace_layout trace_item_layouts[TRACE_ITEM_COUNT] = {
    [TRACE_ITEM_NONE] = {"none", 0, NULL, TRACE_ITEM_NONE},
    [TRACE_ITEM_TEXT] = {"text", 1, NULL, TRACE_ITEM_NONE},
#define ITEM_ROW(item, name, fields)                                                               \
    [TRACE_ITEM_##                                                                                 \
        item] = {#name, sizeof(struct trace_item_##name), item_##name##_fields, TRACE_ITEM_NONE},
    TRACE_ITEMS(ITEM_ROW)
#undef ITEM_ROW
};

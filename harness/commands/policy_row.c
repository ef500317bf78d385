#include "commands/policy_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum kind { KIND_U64, KIND_SLOTS, KIND_COPY, KIND_SUPPORT, KIND_FLAG };

static const struct {
    enum kind kind;
    size_t offset;
} columns[POLICY_COLUMN_COUNT] = {
#define COLUMN(name, kind, field, initial) {KIND_##kind, offsetof(struct dw_policy_inputs, field)},
    POLICY_COLUMNS(COLUMN)
#undef COLUMN
};

const char *const policy_column_names[POLICY_COLUMN_COUNT] = {
#define NAME(name, kind, field, initial) #name,
    POLICY_COLUMNS(NAME)
#undef NAME
};

const char *const policy_column_initials[POLICY_COLUMN_COUNT] = {
#define INITIAL(name, kind, field, initial) initial,
    POLICY_COLUMNS(INITIAL)
#undef INITIAL
};

void policy_row_release(struct policy_row *row)
{
    for (size_t i = 0; i < POLICY_COLUMN_COUNT; i++)
        free(row->memory[i].slots);
    memset(row, 0, sizeof(*row));
}

static const char *set_slots(struct policy_slots *memory, const char *text, size_t length,
                             struct dw_slots *set)
{
    static const char expected[] = "slots separated by spaces, each a whole number below 2^32";
    size_t count = 0;
    if (memory->capacity < length / 2 + 1) {
        uint32_t *slots = realloc(memory->slots, (length + 1) * sizeof(*slots));
        if (slots == NULL)
            return "fewer slots: there is no memory for these";
        memory->slots = slots;
        memory->capacity = length + 1;
    }
    for (; *text != '\0'; text++) {
        uint64_t slot = 0;
        const char *first = text;
        for (; *text >= '0' && *text <= '9' && slot <= UINT32_MAX; text++)
            slot = slot * 10 + (uint64_t)(*text - '0');
        if (slot > UINT32_MAX || (*text != ' ' && *text != '\0'))
            return expected;
        if (text > first)
            memory->slots[count++] = (uint32_t)slot;
        if (*text == '\0')
            break;
    }
    set->slots = memory->slots;
    set->count = count;
    return NULL;
}

static const char *set_copy(const char *text, struct dw_copy_inputs *copy)
{
    uint64_t slot = 0;
    if (*text != '\0' && !base_parse_u64(text, UINT32_MAX, &slot))
        return "a whole number below 2^32, or nothing";
    copy->has_copy = *text != '\0';
    copy->dst_slot = (uint32_t)slot;
    return NULL;
}

static const char *set_support(const char *text, enum dw_bindless_support *support)
{
    for (int i = 0; i < DW_BINDLESS_SUPPORT_COUNT; i++) {
        if (strcmp(text, dw_bindless_support_name((enum dw_bindless_support)i)) == 0) {
            *support = (enum dw_bindless_support)i;
            return NULL;
        }
    }
    return "full, static or unsupported";
}

const char *policy_row_set(struct policy_row *row, int column, const char *text, size_t length)
{
    void *field = (char *)&row->inputs + columns[column].offset;
    switch (columns[column].kind) {
    case KIND_U64:
        return base_parse_u64(text, UINT64_MAX, field) ? NULL : "a whole number below 2^64";
    case KIND_SLOTS:
        return set_slots(&row->memory[column], text, length, field);
    case KIND_COPY:
        return set_copy(text, field);
    case KIND_SUPPORT:
        return set_support(text, field);
    case KIND_FLAG:
        if ((*text != '0' && *text != '1') || text[1] != '\0')
            return "0 or 1";
        *(bool *)field = *text == '1';
        return NULL;
    }
    return "another column";
}

const char policy_verdict_header[] =
    "persistent,persistent_savings_ns,arms,copy,reuse,reuse_savings_ns,bindless,trace_jit,"
    "trace_jit_savings_ns,mode,mode_savings_ns\n";

static char *put_text(char *to, const char *text, char end)
{
    to = stpcpy(to, text);
    *to = end;
    return to + 1;
}

static char *put_number(char *to, struct dw_u128 value, char end)
{
    to += dw_format_u128(value, to);
    *to = end;
    return to + 1;
}

size_t policy_verdict_line(const struct dw_policy_verdict *verdict, char line[POLICY_LINE_SIZE])
{
    char *to = line;
    to = put_text(to, dw_persistent_name(verdict->persistent.verdict), ',');
    to = put_number(to, verdict->persistent.savings_ns, ',');
    to = put_text(to, dw_arms_name(verdict->arms), ',');
    to = put_text(to, dw_copy_name(verdict->copy), ',');
    to = put_text(to, dw_reuse_name(verdict->reuse.verdict), ',');
    to = put_number(to, verdict->reuse.savings_ns, ',');
    to = put_text(to, dw_bindless_name(verdict->bindless), ',');
    to = put_text(to, dw_trace_jit_name(verdict->trace_jit.verdict), ',');
    to = put_number(to, verdict->trace_jit.savings_ns, ',');
    to = put_text(to, dw_mode_name(verdict->mode.mode), ',');
    to = put_number(to, verdict->mode.savings_ns, '\n');
    return (size_t)(to - line);
}

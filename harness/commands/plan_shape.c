#include "commands/plan_shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"

enum kind { KIND_WAIT, KIND_U32, KIND_U64, KIND_REAL, KIND_CHAIN, KIND_FLAG, KIND_SLOTS };

static const struct {
    enum kind kind;
    size_t offset; /* in the shape; of slots the set */
} columns[PLAN_COLUMN_COUNT] = {
#define COLUMN(name, kind, field) {KIND_##kind, offsetof(struct dw_shape, field)},
#define SLOTS(name, set) {KIND_SLOTS, BASE_SLOTS_##set},
    PLAN_COLUMNS(COLUMN, SLOTS)
#undef COLUMN
#undef SLOTS
};

const char *const plan_column_names[PLAN_COLUMN_COUNT] = {
#define NAME(name, kind, field) #name,
#define SLOTS(name, set) #name,
    PLAN_COLUMNS(NAME, SLOTS)
#undef NAME
#undef SLOTS
};

void plan_shape_begin(struct plan_shape *input)
{
    input->shape = dw_default_shape();
    memset(input->given, 0, sizeof(input->given));
    input->chain = input->derived = false;
    input->slots = (struct base_slot_sets){.count = {0}};
}

static const char *set_u32(const char *text, uint32_t *field)
{
    uint64_t value;
    if (!base_parse_u64(text, UINT32_MAX, &value))
        return "a whole number below 2^32";
    *field = (uint32_t)value;
    return NULL;
}

static const char *set_flag(const char *text, bool *field)
{
    if ((*text != '0' && *text != '1') || text[1] != '\0')
        return "0 or 1";
    *field = *text == '1';
    return NULL;
}

static const char *set_wait(const char *text, enum dw_wait *field)
{
    for (int i = 0; i < DW_WAIT_COUNT; i++) {
        if (strcmp(text, dw_wait_name((enum dw_wait)i)) == 0) {
            *field = (enum dw_wait)i;
            return NULL;
        }
    }
    return "each or batch";
}

const char *plan_shape_set(struct plan_shape *input, int column, const char *text)
{
    void *field = (char *)&input->shape + columns[column].offset;
    if (*text == '\0')
        return NULL;
    input->given[column] = true;
    switch (columns[column].kind) {
    case KIND_WAIT:
        return set_wait(text, field);
    case KIND_U32:
        return set_u32(text, field);
    case KIND_U64:
        return base_parse_u64(text, UINT64_MAX, field) ? NULL : "a whole number below 2^64";
    case KIND_REAL:
        return base_parse_real(text, field) ? NULL : "a number";
    case KIND_CHAIN:
        return set_flag(text, &input->chain);
    case KIND_FLAG:
        return set_flag(text, field);
    case KIND_SLOTS:
        return base_put_slots(&input->slots, (enum base_slot_set)columns[column].offset, text);
    }
    return "another column";
}

struct refusal {
    const char *field, *reason;
};

static void refuse(struct refusal *refusal, bool wrong, int column, const char *reason)
{
    if (wrong && refusal->field == NULL)
        *refusal = (struct refusal){plan_column_names[column], reason};
}

static void derive_kernel(struct plan_shape *input, struct dw_kernel *kernel, int tau, int theta)
{
    if (kernel->groups == 0 || !(kernel->kernel_ns > 0))
        return;
    if (!input->given[tau])
        kernel->tau_ns = kernel->kernel_ns;
    if (!input->given[theta])
        kernel->theta_per_ns = kernel->groups / kernel->kernel_ns;
    input->derived |= !input->given[tau] || !input->given[theta];
}

/* What columns say together. */
static void check_columns(struct plan_shape *input, struct refusal *refusal)
{
    static const int of_second[] = {PLAN_COLUMN_b_kernel_ns, PLAN_COLUMN_b_tau_ns,
                                    PLAN_COLUMN_b_theta, PLAN_COLUMN_arm_b_reads,
                                    PLAN_COLUMN_arm_b_writes};
    for (size_t i = 0; i < sizeof(of_second) / sizeof(of_second[0]); i++)
        refuse(refusal, input->shape.second.groups == 0 && input->given[of_second[i]],
               PLAN_COLUMN_b_groups, "at least 1 where there is a second kernel");
    refuse(refusal, input->given[PLAN_COLUMN_dependent] && input->given[PLAN_COLUMN_levels],
           PLAN_COLUMN_levels, "nothing where dependent is given");
    refuse(refusal, input->given[PLAN_COLUMN_copy_dst_slot] && input->shape.copy_bytes == 0,
           PLAN_COLUMN_copy_bytes, "at least 1 where there is a copy");
    refuse(refusal, input->shape.kernel.kernel_ns == 0, PLAN_COLUMN_kernel_ns,
           "the time of one launch");
}

int plan_shape_finish(struct plan_shape *input, const struct dw_calibration_row *row,
                      const char **field, const char **reason)
{
    struct dw_shape *shape = &input->shape;
    struct refusal refusal = {NULL, NULL};
    check_columns(input, &refusal);
    if (input->chain)
        shape->levels = shape->launches;
    derive_kernel(input, &shape->kernel, PLAN_COLUMN_tau_ns, PLAN_COLUMN_theta);
    derive_kernel(input, &shape->second, PLAN_COLUMN_b_tau_ns, PLAN_COLUMN_b_theta);
    shape->arms = base_judge_arms(&input->slots);
    shape->copy = base_judge_copy(&input->slots, shape->copy_bytes);
    if (refusal.field == NULL)
        return dw_check_shape(shape, row, field, reason);
    *field = refusal.field;
    *reason = refusal.reason;
    return DW_ERROR_INVALID_ARGUMENT;
}

static int find_column(const char *name)
{
    for (int i = 0; i < PLAN_COLUMN_COUNT; i++)
        if (strcmp(name, plan_column_names[i]) == 0)
            return i;
    const char *nearest = base_nearest_name(name, plan_column_names, PLAN_COLUMN_COUNT);
    if (nearest != NULL)
        base_error("plan: unknown key '%s'; did you mean %s?", name, nearest);
    else
        base_error("plan: unknown key '%s'; dispatchwise plan --help lists the keys", name);
    return -1;
}

/* "k=v", which is cut in two. */
static int take_pair(struct plan_shape *input, char *pair)
{
    char *equals = strchr(pair, '=');
    if (equals == NULL) {
        base_error("plan: expected KEY=VALUE, found '%s'", pair);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    *equals = '\0';
    const char *value = equals + 1;
    const int column = find_column(pair);
    if (column < 0)
        return DW_ERROR_INVALID_ARGUMENT;
    if (input->given[column]) {
        base_error("plan: %s is given twice", pair);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    const char *expected = plan_shape_set(input, column, value);
    if (expected == NULL)
        return DW_OK;
    base_error("plan: %s: expected %s, found '%s'", pair, expected, value);
    return DW_ERROR_INVALID_ARGUMENT;
}

int plan_shape_parse(struct plan_shape *input, const char *text,
                     const struct dw_calibration_row *row)
{
    const char *field, *reason;
    char *copy = strdup(text), *rest = copy;
    int status = copy != NULL ? DW_OK : DW_ERROR_NO_MEMORY;
    plan_shape_begin(input);
    for (char *pair; status == DW_OK && (pair = strsep(&rest, ",")) != NULL;)
        status = take_pair(input, pair);
    free(copy);
    if (status != DW_OK)
        return status;
    status = plan_shape_finish(input, row, &field, &reason);
    if (status != DW_OK)
        base_error("plan: %s: expected %s", field, reason);
    return status;
}

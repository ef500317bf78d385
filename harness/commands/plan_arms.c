#include "commands/plan_arms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"

/* Every variant of any wait and every side, each in the place of the base's own. */
struct changes {
    struct dw_choice list[PLAN_CHANGES_MAX];
    int axis[PLAN_CHANGES_MAX]; /* what was changed; -1: the variant */
    size_t count;
};

static void add_change(struct changes *changes, const struct dw_choice *choice, int axis)
{
    changes->list[changes->count] = *choice;
    changes->axis[changes->count++] = axis;
}

static void list_changes(const struct dw_shape *shape, uint32_t cores, const struct dw_choice *base,
                         struct changes *changes)
{
    struct dw_choice variants[DW_VARIANT_CHOICES_MAX];
    const size_t count = dw_list_variants(DW_WAIT_BATCH, shape->launches, cores, variants);
    changes->count = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(variants[i].side, base->side, sizeof(base->side));
        variants[i].copy_parts = base->copy_parts;
        add_change(changes, &variants[i], -1);
    }
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++) {
        for (unsigned side = 0; side < dw_axis_info(axis)->side_count; side++) {
            struct dw_choice choice = *base;
            choice.side[axis] = (uint8_t)side;
            if (axis == DW_AXIS_COPY)
                choice.copy_parts = dw_axis_info(axis)->side[side].numbered ? 1 : 0;
            add_change(changes, &choice, axis);
        }
    }
}

static void add_arm(struct plan_arms *arms, const struct dw_shape *shape,
                    const struct dw_calibration_row *row, const struct dw_choice *choice)
{
    struct dw_prediction prediction;
    for (size_t i = 0; i < arms->count; i++)
        if (dw_equal_choices(&arms->list[i].choice, choice))
            return;
    if (dw_predict(shape, row, choice, false, &prediction) == DW_OK)
        arms->list[arms->count++] = (struct plan_arm){*choice, prediction.wall_ns};
}

static int compare_arms(const void *a, const void *b)
{
    const struct plan_arm *x = a, *y = b;
    return (x->wall_ns > y->wall_ns) - (x->wall_ns < y->wall_ns);
}

/* As many as there are lines; the baseline, if it is behind them, on the last. */
static void cut(struct plan_arms *arms)
{
    const struct dw_choice baseline = {.variant = DW_VARIANT_EACH};
    for (size_t i = PLAN_ARMS_MAX; i < arms->count; i++)
        if (dw_equal_choices(&arms->list[i].choice, &baseline))
            arms->list[PLAN_ARMS_MAX - 1] = arms->list[i];
    if (arms->count > PLAN_ARMS_MAX)
        arms->count = PLAN_ARMS_MAX;
}

/* All arms are distinct already; only their times are missing. */
static int list_all(const struct dw_shape *shape, const struct dw_calibration_row *row,
                    struct plan_arms *arms)
{
    const size_t count = dw_list_choices(shape, row, NULL, 0);
    struct dw_choice *choices = calloc(count, sizeof(*choices));
    arms->list = calloc(count, sizeof(*arms->list));
    if (choices == NULL || arms->list == NULL) {
        base_error("plan: %zu arms: %s", count, dw_status_text(DW_ERROR_NO_MEMORY));
        free(choices);
        plan_free_arms(arms);
        return DW_ERROR_NO_MEMORY;
    }
    dw_list_choices(shape, row, choices, count);
    for (size_t i = 0; i < count; i++) {
        struct dw_prediction prediction = {.wall_ns = 0};
        dw_predict(shape, row, &choices[i], false, &prediction);
        arms->list[arms->count++] = (struct plan_arm){choices[i], prediction.wall_ns};
    }
    free(choices);
    return DW_OK;
}

static int list_near(const struct dw_shape *shape, const struct dw_calibration_row *row,
                     const struct dw_choice *choice, struct plan_arms *arms)
{
    const struct dw_choice baseline = {.variant = DW_VARIANT_EACH};
    struct changes changes;
    arms->list = calloc(PLAN_CHANGES_MAX + 2, sizeof(*arms->list));
    if (arms->list == NULL) {
        base_error("plan: %s", dw_status_text(DW_ERROR_NO_MEMORY));
        return DW_ERROR_NO_MEMORY;
    }
    add_arm(arms, shape, row, choice);
    list_changes(shape, dw_device_cores(row), choice, &changes);
    for (size_t i = 0; i < changes.count; i++)
        add_arm(arms, shape, row, &changes.list[i]);
    add_arm(arms, shape, row, &baseline);
    return DW_OK;
}

int plan_list_arms(const struct dw_shape *shape, const struct dw_calibration_row *row,
                   const struct dw_choice *choice, bool all, struct plan_arms *arms)
{
    *arms = (struct plan_arms){.list = NULL};
    const int status = all ? list_all(shape, row, arms) : list_near(shape, row, choice, arms);
    if (status != DW_OK)
        return status;
    qsort(arms->list, arms->count, sizeof(*arms->list), compare_arms);
    if (!all)
        cut(arms);
    arms->left_out = dw_list_choices(shape, row, NULL, 0) - arms->count;
    return DW_OK;
}

void plan_free_arms(struct plan_arms *arms)
{
    free(arms->list);
    *arms = (struct plan_arms){.list = NULL};
}

/* A variant by its name with numbers, a side as "axis=side". */
static void name_change(const struct dw_choice *choice, int axis, char name[DW_ARM_NAME_SIZE])
{
    const struct dw_choice variant = {.variant = choice->variant,
                                      .number = {choice->number[0], choice->number[1]}};
    if (axis < 0)
        dw_format_choice(&variant, name, DW_ARM_NAME_SIZE);
    else
        snprintf(name, DW_ARM_NAME_SIZE, "%s=%s", dw_axis_info(axis)->name,
                 dw_axis_info(axis)->side[choice->side[axis]].name);
}

static void add_refusal(struct plan_refusals *refusals, const char *why,
                        const struct dw_choice *choice, int axis)
{
    refusals->list[refusals->count].why = why;
    name_change(choice, axis, refusals->list[refusals->count++].name);
}

void plan_list_illegal(const struct dw_shape *shape, struct plan_refusals *refusals)
{
    const struct dw_choice baseline = {.variant = DW_VARIANT_EACH};
    struct changes changes;
    refusals->count = 0;
    list_changes(shape, 0, &baseline, &changes);
    for (size_t i = 0; i < changes.count; i++) {
        const char *why = dw_illegal_choice(shape, &changes.list[i]);
        if (why != NULL)
            add_refusal(refusals, why, &changes.list[i], changes.axis[i]);
    }
}

void plan_list_unsupported(const struct dw_shape *shape, const struct dw_calibration_row *row,
                           const struct dw_choice *choice, struct plan_refusals *refusals)
{
    struct changes changes;
    refusals->count = 0;
    list_changes(shape, dw_device_cores(row), choice, &changes);
    for (size_t i = 0; i < changes.count; i++) {
        const char *why = dw_unsupported_choice(shape, row, &changes.list[i]);
        if (why != NULL && dw_illegal_choice(shape, &changes.list[i]) == NULL)
            add_refusal(refusals, why, &changes.list[i], changes.axis[i]);
    }
}

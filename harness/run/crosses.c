/* What an instance is also run under once its arms have been seen: axes that paid off on their own,
 * crossed. Everything follows from the rounds of the run's first process on the instance, so that
 * all later processes add the same arms. */
#include "run/crosses.h"

#include <math.h>
#include <string.h>

#include "measure/statistics.h"

#define VARIANTS 3 /* the best of so many different ones, each with its best numbers */
#define SIDES 2    /* so many of the best of each axis */
#define RANKS_MAX 3

/* Best times first; a time is the median log ratio to the baseline. */
struct ranking {
    struct {
        double log_time;
        struct dw_choice choice;
    } best[RANKS_MAX];
    size_t count;
};

/* Keep at most `most`. */
static void rank(struct ranking *ranking, size_t most, double log_time,
                 const struct dw_choice *choice)
{
    size_t at = ranking->count < most ? ranking->count++ : most;
    while (at > 0 && ranking->best[at - 1].log_time > log_time) {
        if (at < most)
            ranking->best[at] = ranking->best[at - 1];
        at--;
    }
    if (at < most) {
        ranking->best[at].log_time = log_time;
        ranking->best[at].choice = *choice;
    }
}

/* NaN where the first process did not time the arm. */
static double first_median(const struct run_arm_state *arm, uint32_t process)
{
    double values[CROSSES_ROUNDS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < arm->ratios.count && count < CROSSES_ROUNDS_MAX; i++)
        if (arm->ratios.process[i] == process)
            values[count++] = arm->ratios.values[i];
    return measure_median(values, count);
}

static uint32_t first_process(const struct run_instance_state *known)
{
    uint32_t first = UINT32_MAX;
    for (size_t i = 0; i < known->arm_count; i++)
        if (known->arms[i].ratios.count > 0 && known->arms[i].ratios.process[0] < first)
            first = known->arms[i].ratios.process[0];
    return first;
}

/* The one axis on which the choice leaves its plain side; -1: none, DW_AXIS_COUNT: several. */
static int only_axis(const struct dw_choice *choice)
{
    int only = -1;
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        if (choice->side[axis] != 0)
            only = only < 0 ? axis : DW_AXIS_COUNT;
    return only;
}

/* The best time of each of something, and the choice that took it. */
struct fastest {
    double log_time;
    struct dw_choice choice;
};

static void keep_faster(struct fastest *fastest, double log_time, const struct dw_choice *choice)
{
    if (log_time < fastest->log_time)
        *fastest = (struct fastest){log_time, *choice};
}

struct crossing {
    const struct dw_shape *shape;
    struct fastest variant[DW_VARIANT_COUNT], side[DW_AXIS_COUNT][DW_SIDES_MAX];
    struct ranking variants, sides[DW_AXIS_COUNT];
    struct arm *arms;
    size_t count, capacity;
};

/* Variants by their time with every axis plain, sides by their best time on any variant. */
static void find_fastest(struct crossing *crossing, const struct run_instance_state *known)
{
    const struct arm baseline = arm_baseline();
    const uint32_t process = first_process(known);
    const struct fastest never = {.log_time = (double)INFINITY};
    for (int variant = 0; variant < DW_VARIANT_COUNT; variant++)
        crossing->variant[variant] = never;
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        for (int side = 0; side < DW_SIDES_MAX; side++)
            crossing->side[axis][side] = never;
    for (size_t i = 0; i < known->arm_count; i++) {
        const struct run_arm_state *arm = &known->arms[i];
        const struct dw_choice *choice = &arm->arm.choice;
        const int axis = only_axis(choice);
        const double log_time = arm_equal(&arm->arm, &baseline) ? 0 : first_median(arm, process);
        if (arm->arm.role != ARM_ROLE_FORCED || arm->status != ARM_STATUS_OK || isnan(log_time))
            continue;
        if (axis < 0)
            keep_faster(&crossing->variant[choice->variant], log_time, choice);
        else if (axis < DW_AXIS_COUNT)
            keep_faster(&crossing->side[axis][choice->side[axis]], log_time, choice);
    }
}

/* The plain side's time is the best variant's. */
static void rank_all(struct crossing *crossing)
{
    for (int variant = 0; variant < DW_VARIANT_COUNT; variant++)
        if (isfinite(crossing->variant[variant].log_time))
            rank(&crossing->variants, VARIANTS, crossing->variant[variant].log_time,
                 &crossing->variant[variant].choice);
    for (int axis = 0; axis < DW_AXIS_COUNT && crossing->variants.count > 0; axis++) {
        struct fastest *sides = crossing->side[axis];
        sides[0].log_time = crossing->variants.best[0].log_time;
        for (int side = 0; side < DW_SIDES_MAX; side++)
            if (isfinite(sides[side].log_time))
                rank(&crossing->sides[axis], SIDES, sides[side].log_time, &sides[side].choice);
    }
}

static void add(struct crossing *crossing, const struct dw_choice *choice)
{
    const struct arm arm = {.choice = *choice};
    if (crossing->count == crossing->capacity || dw_illegal_choice(crossing->shape, choice))
        return;
    for (size_t i = 0; i < crossing->count; i++)
        if (arm_equal(&crossing->arms[i], &arm))
            return;
    crossing->arms[crossing->count++] = arm;
}

/* Every combination of the ranked sides of the axes from `axis` on; waiting is the caller's. */
static void cross(struct crossing *crossing, struct dw_choice choice, int axis)
{
    if (axis == DW_AXIS_WAITING) {
        add(crossing, &choice);
        return;
    }
    const struct ranking *sides = &crossing->sides[axis];
    for (size_t i = 0; i < sides->count; i++) {
        choice.side[axis] = sides->best[i].choice.side[axis];
        if (axis == DW_AXIS_COPY)
            choice.copy_parts = sides->best[i].choice.copy_parts;
        cross(crossing, choice, axis + 1);
    }
}

size_t run_cross_arms(const struct run_instance_state *known, const struct dw_shape *shape,
                      struct arm *arms, size_t capacity)
{
    struct crossing crossing = {.shape = shape, .arms = arms, .capacity = capacity};
    unsigned axes = 0;
    /* Arms that were opened in a process which was killed before its first round tell nothing. */
    if (known->rounds == 0)
        return 0;
    find_fastest(&crossing, known);
    rank_all(&crossing);
    if (crossing.variants.count == 0 || shape->specializations > 0)
        return 0;
    for (int axis = 0; axis < DW_AXIS_WAITING; axis++)
        axes += crossing.sides[axis].count > 1;
    for (size_t i = 0; i < crossing.variants.count; i++)
        for (unsigned waiting = 0; waiting < DW_WAITING_SIDE_COUNT; waiting++) {
            struct dw_choice choice = crossing.variants.best[i].choice;
            /* Axes multiply: where there are others, blocking is held against one other way. */
            if (axes > 0 && waiting != DW_WAITING_SIDE_BLOCK && waiting != DW_WAITING_SIDE_TIMELINE)
                continue;
            choice.side[DW_AXIS_WAITING] = (uint8_t)waiting;
            cross(&crossing, choice, 0);
        }
    return crossing.count;
}

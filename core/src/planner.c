#include "dispatchwise/planner.h"
#include "dispatchwise/status.h"

#include <math.h>

#include "candidates.h"
#include "legality.h"
#include "model.h"

/* A choice in the making, and its time so far. */
struct best {
    struct dw_choice choice;
    struct model_time time;
    bool found;
};

static void keep_faster(struct best *best, const struct dw_choice *choice, struct model_time time)
{
    if (best->found && best->time.wall_ns <= time.wall_ns)
        return;
    *best = (struct best){*choice, time, true};
}

/* The wake is a summand of every time: the shortest is everyone's. */
static bool choose_waiting(const struct model *model, struct dw_choice *choice, double *wake_ns)
{
    bool found = false;
    for (unsigned side = 0; side < DW_WAITING_SIDE_COUNT; side++) {
        const double ns = model_constant(model, dw_model_wake_constant(model->shape, side));
        if (dw_illegal_side(model->shape, DW_AXIS_WAITING, side) != NULL ||
            dw_unmeasured_side(model->shape, model->constant, DW_AXIS_WAITING, side) != NULL ||
            (found && *wake_ns <= ns))
            continue;
        found = true;
        *wake_ns = ns;
        choice->side[DW_AXIS_WAITING] = (uint8_t)side;
    }
    return found;
}

/* The ways of binding that cost less than every other on the host or on the device. */
struct bindings {
    size_t count;
    struct model_binding cost[DW_BINDING_SIDE_COUNT];
    uint8_t side[DW_BINDING_SIDE_COUNT];
};

static void add_binding(struct bindings *bindings, unsigned side, struct model_binding cost)
{
    size_t kept = 0;
    for (size_t i = 0; i < bindings->count; i++)
        if (bindings->cost[i].host_ns <= cost.host_ns &&
            bindings->cost[i].device_ns <= cost.device_ns)
            return;
    for (size_t i = 0; i < bindings->count; i++) {
        if (cost.host_ns <= bindings->cost[i].host_ns &&
            cost.device_ns <= bindings->cost[i].device_ns)
            continue;
        bindings->cost[kept] = bindings->cost[i];
        bindings->side[kept++] = bindings->side[i];
    }
    bindings->cost[kept] = cost;
    bindings->side[kept++] = (uint8_t)side;
    bindings->count = kept;
}

static void list_bindings(const struct model *model, struct bindings *bindings)
{
    bindings->count = 0;
    for (unsigned side = 0; side < DW_BINDING_SIDE_COUNT; side++)
        if (dw_illegal_side(model->shape, DW_AXIS_BINDING, side) == NULL &&
            dw_unmeasured_side(model->shape, model->constant, DW_AXIS_BINDING, side) == NULL)
            add_binding(bindings, side, dw_model_binding(model, side));
}

static void choose_launches(const struct model *model, const struct dw_choice *start,
                            double wake_ns, struct best *best)
{
    struct dw_choice variants[DW_VARIANT_CHOICES_MAX];
    struct bindings bindings;
    const struct dw_shape *shape = model->shape;
    const size_t count = dw_list_variants(shape->wait, shape->launches,
                                          dw_candidate_cores(model->constant), variants);
    bool arms[DW_ARMS_SIDE_COUNT];
    for (unsigned side = 0; side < DW_ARMS_SIDE_COUNT; side++)
        arms[side] = dw_illegal_side(shape, DW_AXIS_ARMS, side) == NULL &&
                     dw_unmeasured_side(shape, model->constant, DW_AXIS_ARMS, side) == NULL;
    list_bindings(model, &bindings);
    for (size_t v = 0; v < count; v++) {
        struct dw_choice choice = *start;
        if (dw_illegal_variant(shape, &variants[v]) != NULL)
            continue;
        choice.variant = variants[v].variant;
        choice.number[0] = variants[v].number[0];
        choice.number[1] = variants[v].number[1];
        for (unsigned side = 0; side < DW_ARMS_SIDE_COUNT; side++) {
            choice.side[DW_AXIS_ARMS] = (uint8_t)side;
            if (!arms[side] || dw_unmeasured_variant(shape, model->constant, &choice) != NULL)
                continue;
            for (size_t b = 0; b < bindings.count; b++) {
                choice.side[DW_AXIS_BINDING] = bindings.side[b];
                keep_faster(best, &choice,
                            dw_model_launches(model, &choice, &bindings.cost[b], wake_ns));
            }
        }
    }
}

typedef struct model_time add_side(const struct model *model, const struct dw_choice *choice,
                                   struct model_time rest);

/* The best side beside the fastest rest: no side makes a slower rest end earlier. */
static void choose_side(const struct model *model, int axis, add_side *add, struct best *best)
{
    struct candidate_side sides[CANDIDATE_SIDES_MAX];
    const struct best rest = *best;
    const size_t count = dw_candidate_sides(model->shape, axis, sides);
    best->found = false;
    for (size_t i = 0; i < count; i++) {
        struct dw_choice choice = rest.choice;
        if (dw_unmeasured_side(model->shape, model->constant, axis, sides[i].side) != NULL)
            continue;
        choice.side[axis] = sides[i].side;
        choice.copy_parts = sides[i].parts > 0 ? sides[i].parts : choice.copy_parts;
        keep_faster(best, &choice, add(model, &choice, rest.time));
    }
}

static double predict_baseline(const struct dw_shape *shape, const struct dw_calibration_row *row)
{
    const struct dw_choice baseline = {.variant = DW_VARIANT_EACH};
    struct dw_prediction prediction;
    return dw_predict(shape, row, &baseline, false, &prediction) == DW_OK ? prediction.wall_ns
                                                                          : (double)NAN;
}

void dw_plan_launch(const struct dw_shape *shape, const struct dw_calibration_row *row,
                    enum dw_tier tier, struct dw_plan *plan)
{
    struct dw_choice start = {.variant = DW_VARIANT_EACH};
    struct best best = {.found = false};
    struct model model;
    double wake_ns = 0;
    *plan = (struct dw_plan){start, (double)NAN, (double)NAN};
    if (tier > DW_TIER_DEVICE || dw_check_shape(shape, row, NULL, NULL) != DW_OK)
        return;
    dw_make_model(shape, row->constant, &model);
    if (choose_waiting(&model, &start, &wake_ns))
        choose_launches(&model, &start, wake_ns, &best);
    if (best.found)
        choose_side(&model, DW_AXIS_COPY, dw_model_add_copy, &best);
    if (best.found)
        choose_side(&model, DW_AXIS_SPECIALIZATION, dw_model_add_specialization, &best);
    if (!best.found)
        return;
    plan->choice = best.choice;
    plan->wall_ns = best.time.wall_ns;
    plan->baseline_ns = predict_baseline(shape, row);
}

/* Whom a range is looked for. */
struct range {
    struct dw_shape shape;
    const struct dw_calibration_row *row;
    enum dw_tier tier;
    bool chain;
    struct dw_choice choice;
};

static bool holds(struct range *range, uint64_t launches)
{
    struct dw_plan plan;
    range->shape.launches = (uint32_t)launches;
    if (range->chain)
        range->shape.levels = (uint32_t)launches;
    if (launches == 0 || launches > UINT32_MAX ||
        dw_check_shape(&range->shape, range->row, NULL, NULL) != DW_OK)
        return false;
    dw_plan_launch(&range->shape, range->row, range->tier, &plan);
    return dw_equal_choices(&plan.choice, &range->choice);
}

/* The last number from `inside` on, downwards or upwards, for which the choice holds: in steps that
 * double, then halve. */
static uint32_t find_end(struct range *range, uint64_t inside, bool up)
{
    uint64_t step = 1;
    const uint64_t room = up ? UINT32_MAX - inside : inside - 1;
    const uint64_t start = inside;
    uint64_t held = 0; /* how far from the start it holds */
    for (; step <= room && holds(range, up ? start + step : start - step); step *= 2)
        held = step;
    uint64_t fails = step <= room ? step : room + 1;
    while (fails - held > 1) {
        const uint64_t middle = held + (fails - held) / 2;
        if (holds(range, up ? start + middle : start - middle))
            held = middle;
        else
            fails = middle;
    }
    return (uint32_t)(up ? start + held : start - held);
}

void dw_plan_range(const struct dw_shape *shape, const struct dw_calibration_row *row,
                   enum dw_tier tier, uint32_t *least, uint32_t *most)
{
    struct dw_plan plan;
    struct range range = {.shape = *shape, .row = row, .tier = tier};
    range.chain = shape->levels > 1 && shape->levels == shape->launches;
    dw_plan_launch(shape, row, tier, &plan);
    range.choice = plan.choice;
    *least = find_end(&range, shape->launches, false);
    *most = find_end(&range, shape->launches, true);
}

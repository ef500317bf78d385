#include "dispatchwise/planner.h"
#include "dispatchwise/status.h"

#include <math.h>

#include "candidates.h"
#include "legality.h"
#include "model.h"

/* The wake is a summand of every time: the shortest is everyone's. */
static bool choose_waiting(const struct model *model, uint8_t *chosen, double *wake_ns)
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
        *chosen = (uint8_t)side;
    }
    return found;
}

/* The ways of binding that cost less than every other on the host or on the device. */
struct bindings {
    size_t count;
    struct model_binding least; /* of each cost */
    struct model_binding cost[DW_BINDING_SIDE_COUNT];
    uint8_t side[DW_BINDING_SIDE_COUNT];
};

static void add_binding(struct bindings *bindings, unsigned side, struct model_binding cost)
{
    size_t kept = 0;
    bindings->least = bindings->count == 0
                          ? cost
                          : (struct model_binding){
                                model_min(bindings->least.host_ns, cost.host_ns),
                                model_min(bindings->least.device_ns, cost.device_ns),
                            };
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

/* The fastest launches found. */
struct fastest {
    const struct dw_choice *variant;
    uint8_t arms, binding;
    struct model_time time;
};

/* A variant that the batch can have, and no more than what it takes, by sides of arms: no way of
 * binding is faster than one that had the least of each cost. */
struct trial {
    const struct dw_choice *variant;
    unsigned arms; /* a bit a side */
    double least_ns[DW_ARMS_SIDE_COUNT], least_of_all_ns;
};

static bool has_side(unsigned sides, unsigned side)
{
    return (sides >> side & 1) != 0;
}

static void try_bindings(const struct model *model, const struct trial *trial,
                         const struct bindings *bindings, double wake_ns, struct fastest *fastest)
{
    for (size_t i = 0; i < bindings->count; i++) {
        struct model_launching launching;
        dw_make_launching(model, trial->variant, &bindings->cost[i], &launching);
        for (unsigned side = 0; side < DW_ARMS_SIDE_COUNT; side++) {
            if (!has_side(trial->arms, side) ||
                (fastest->variant != NULL && trial->least_ns[side] >= fastest->time.wall_ns))
                continue;
            const struct model_time time = dw_model_launches(&launching, side, wake_ns);
            if (fastest->variant == NULL || time.wall_ns < fastest->time.wall_ns)
                *fastest = (struct fastest){trial->variant, (uint8_t)side, bindings->side[i], time};
        }
    }
}

/* The sides of arms that a batch can have here, whatever the variant. */
static unsigned list_arms(const struct model *model)
{
    unsigned sides = 0;
    for (unsigned side = 0; side < DW_ARMS_SIDE_COUNT; side++)
        if (dw_illegal_side(model->shape, DW_AXIS_ARMS, side) == NULL &&
            dw_unmeasured_side(model->shape, model->constant, DW_AXIS_ARMS, side) == NULL)
            sides |= 1u << side;
    return sides;
}

/* Of these, those with the variant: what it needs depends on the side by its barriers alone. */
static unsigned list_variant_arms(const struct model *model, const struct dw_choice *variant,
                                  unsigned sides)
{
    const unsigned serial = 1u << DW_ARMS_SIDE_SERIAL;
    unsigned kept = 0;
    if (dw_unmeasured_variant(model->shape, model->constant, variant, DW_ARMS_SIDE_SERIAL) == NULL)
        kept |= sides & serial;
    if ((sides & ~serial) != 0 && dw_unmeasured_variant(model->shape, model->constant, variant,
                                                        DW_ARMS_SIDE_CONCURRENT) == NULL)
        kept |= sides & ~serial;
    return kept;
}

/* Two kernels that share no buffer have no barrier between them that could be left out. */
static void find_least(const struct model *model, const struct bindings *bindings, double wake_ns,
                       struct trial *trial)
{
    struct model_launching launching;
    dw_make_launching(model, trial->variant, &bindings->least, &launching);
    if (has_side(trial->arms, DW_ARMS_SIDE_SERIAL) && !launching.one_buffer)
        trial->arms &= ~(1u << DW_ARMS_SIDE_CONCURRENT);
    trial->least_of_all_ns = (double)INFINITY;
    for (unsigned side = 0; trial->arms >> side != 0; side++) {
        if (!has_side(trial->arms, side))
            continue;
        trial->least_ns[side] = dw_model_launches(&launching, side, wake_ns).wall_ns;
        trial->least_of_all_ns = model_min(trial->least_of_all_ns, trial->least_ns[side]);
    }
}

/* The variants that the batch can have; *first is the most promising one. */
static size_t list_trials(const struct model *model, const struct bindings *bindings,
                          double wake_ns, size_t count,
                          const struct dw_choice variants[DW_VARIANT_CHOICES_MAX],
                          struct trial trials[DW_VARIANT_CHOICES_MAX], size_t *first)
{
    const unsigned batch_arms = list_arms(model);
    unsigned arms = 0;
    size_t listed = 0;
    *first = 0;
    for (size_t v = 0; v < count; v++) {
        struct trial *trial = &trials[listed];
        if (dw_illegal_variant(model->shape, &variants[v]) != NULL)
            continue;
        if (listed == 0 || trials[listed - 1].variant->variant != variants[v].variant)
            arms = list_variant_arms(model, &variants[v], batch_arms);
        trial->variant = &variants[v];
        trial->arms = arms;
        find_least(model, bindings, wake_ns, trial);
        if (trial->least_of_all_ns < trials[*first].least_of_all_ns)
            *first = listed;
        listed++;
    }
    return listed;
}

static bool choose_launches(const struct model *model, double wake_ns, struct dw_choice *choice,
                            struct model_time *time)
{
    struct dw_choice variants[DW_VARIANT_CHOICES_MAX];
    struct trial trials[DW_VARIANT_CHOICES_MAX];
    struct bindings bindings;
    struct fastest fastest = {.variant = NULL};
    const size_t count = dw_list_variants(model->shape->wait, model->shape->launches,
                                          dw_candidate_cores(model->constant), variants);
    list_bindings(model, &bindings);
    if (bindings.count == 0)
        return false;
    size_t first;
    const size_t listed = list_trials(model, &bindings, wake_ns, count, variants, trials, &first);
    if (listed > 0)
        try_bindings(model, &trials[first], &bindings, wake_ns, &fastest);
    for (size_t i = 0; i < listed; i++)
        if (fastest.variant == NULL || trials[i].least_of_all_ns < fastest.time.wall_ns)
            try_bindings(model, &trials[i], &bindings, wake_ns, &fastest);
    if (fastest.variant == NULL)
        return false;
    *choice = *fastest.variant;
    choice->side[DW_AXIS_ARMS] = fastest.arms;
    choice->side[DW_AXIS_BINDING] = fastest.binding;
    *time = fastest.time;
    return true;
}

typedef struct model_time add_side(const struct model *model, unsigned side, uint32_t parts,
                                   struct model_time rest);

/* The best side beside the fastest rest: no side makes a slower rest end earlier. Of one side the
 * least number is the best. */
static bool choose_side(const struct model *model, int axis, add_side *add,
                        struct dw_choice *choice, struct model_time *time)
{
    struct candidate_side sides[CANDIDATE_SIDES_MAX];
    const struct candidate_side *best = NULL;
    const struct model_time rest = *time;
    const size_t count = dw_candidate_sides(model->shape, axis, sides);
    for (size_t i = 0; i < count; i++) {
        if ((i > 0 && sides[i].side == sides[i - 1].side) ||
            dw_unmeasured_side(model->shape, model->constant, axis, sides[i].side) != NULL)
            continue;
        const struct model_time found = add(model, sides[i].side, sides[i].parts, rest);
        if (best == NULL || found.wall_ns < time->wall_ns) {
            best = &sides[i];
            *time = found;
        }
    }
    if (best == NULL)
        return false;
    choice->side[axis] = best->side;
    choice->copy_parts = best->parts > 0 ? best->parts : choice->copy_parts;
    return true;
}

void dw_plan_launch(const struct dw_shape *shape, const struct dw_calibration_row *row,
                    enum dw_tier tier, struct dw_plan *plan)
{
    const struct dw_choice baseline = {.variant = DW_VARIANT_EACH};
    struct dw_choice choice;
    struct model_time time;
    struct model model;
    double wake_ns = 0;
    uint8_t waiting = 0;
    *plan = (struct dw_plan){baseline, (double)NAN, (double)NAN};
    if (tier > DW_TIER_DEVICE || dw_check_shape(shape, row, NULL, NULL) != DW_OK)
        return;
    dw_make_model(shape, row->constant, &model);
    if (!choose_waiting(&model, &waiting, &wake_ns) ||
        !choose_launches(&model, wake_ns, &choice, &time) ||
        !choose_side(&model, DW_AXIS_COPY, dw_model_add_copy, &choice, &time) ||
        !choose_side(&model, DW_AXIS_SPECIALIZATION, dw_model_add_specialization, &choice, &time))
        return;
    choice.side[DW_AXIS_WAITING] = waiting;
    plan->choice = choice;
    plan->wall_ns = time.wall_ns;
    if (dw_unmeasured_choice(shape, row->constant, &baseline) == NULL)
        plan->baseline_ns = dw_model_choice(&model, &baseline).wall_ns;
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

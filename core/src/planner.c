#include "dispatchwise/planner.h"
#include "dispatchwise/status.h"

#include <math.h>

#include "candidates.h"
#include "legality.h"
#include "model.h"

/* The ways of waiting that may be the best. The wake is a summand of every time: the shortest is
 * everyone's. But a thread that blocks takes the longer to wake the longer it waited: it is looked
 * at beside the best of the others, unless it wakes later even at once. */
struct waits {
    size_t count;
    uint8_t side[2];
    double wake_ns[2];
};

static void list_waits(const struct model *model, struct waits *waits)
{
    waits->count = 0;
    for (unsigned i = DW_WAITING_SIDE_COUNT; i-- > 0;) {
        const double ns = model_constant(model, dw_model_wake_constant(model->shape, i));
        if (dw_illegal_side(model->shape, DW_AXIS_WAITING, i) != NULL ||
            dw_unmeasured_side(model->shape, model->constant, DW_AXIS_WAITING, i) != NULL ||
            (waits->count > 0 && waits->wake_ns[0] < ns))
            continue;
        const size_t place = i == DW_WAITING_SIDE_BLOCK ? waits->count : 0;
        waits->side[place] = (uint8_t)i;
        waits->wake_ns[place] = ns;
        waits->count = place + 1;
    }
}
_Static_assert(DW_WAITING_SIDE_BLOCK == 0, "blocking is looked at last");

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

/* A variant with a side of arms, and no more than what it takes: no way of binding is faster than
 * one that had the least of each cost. */
struct trial {
    const struct dw_choice *variant;
    unsigned arms;
    double least_ns;
};
#define TRIALS_MAX (DW_VARIANT_CHOICES_MAX * DW_ARMS_SIDE_COUNT)

struct search {
    const struct model *model;
    double wake_ns;
    struct bindings bindings;
    struct trial trials[TRIALS_MAX];
    size_t count, first; /* the most promising one */
    /* The fastest so far. */
    const struct trial *trial;
    uint8_t binding;
    struct model_time time;
};

/* The sides of arms that a batch can have here, a bit each, whatever the variant. */
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
static void add_trials(struct search *search, const struct dw_choice *variant, unsigned sides)
{
    struct model_launching launching;
    dw_make_launching(search->model, variant, &search->bindings.least, &launching);
    if ((sides & 1u << DW_ARMS_SIDE_SERIAL) != 0 && !launching.one_buffer)
        sides &= ~(1u << DW_ARMS_SIDE_CONCURRENT);
    for (unsigned side = 0; sides >> side != 0; side++) {
        if ((sides >> side & 1) == 0)
            continue;
        const double ns = dw_model_launches(&launching, side, search->wake_ns).wall_ns;
        search->trials[search->count] = (struct trial){variant, side, ns};
        if (ns < search->trials[search->first].least_ns)
            search->first = search->count;
        search->count++;
    }
}

static void list_trials(struct search *search, size_t count,
                        const struct dw_choice variants[DW_VARIANT_CHOICES_MAX])
{
    const struct model *model = search->model;
    const unsigned batch_arms = list_arms(model);
    const struct dw_choice *listed = NULL;
    unsigned arms = 0;
    bool listed_many = false;
    for (size_t v = 0; v < count; v++) {
        if (dw_illegal_variant(model->shape, &variants[v]) != NULL)
            continue;
        const bool many = dw_model_many_buffers(&variants[v], model->shape->launches);
        if (listed == NULL || listed->variant != variants[v].variant || listed_many != many)
            arms = list_variant_arms(model, &variants[v], batch_arms);
        listed = &variants[v];
        listed_many = many;
        add_trials(search, listed, arms);
    }
}

static void try_bindings(struct search *search, const struct trial *trial)
{
    if (search->trial != NULL && trial->least_ns >= search->time.wall_ns)
        return;
    for (size_t i = 0; i < search->bindings.count; i++) {
        struct model_launching launching;
        dw_make_launching(search->model, trial->variant, &search->bindings.cost[i], &launching);
        const struct model_time time = dw_model_launches(&launching, trial->arms, search->wake_ns);
        if (search->trial != NULL && time.wall_ns >= search->time.wall_ns)
            continue;
        search->trial = trial;
        search->binding = search->bindings.side[i];
        search->time = time;
    }
}

static bool choose_launches(const struct model *model, double wake_ns, struct dw_choice *choice,
                            struct model_time *time)
{
    struct dw_choice variants[DW_VARIANT_CHOICES_MAX];
    struct search search;
    search.model = model;
    search.wake_ns = wake_ns;
    search.count = search.first = 0;
    search.trial = NULL;
    list_bindings(model, &search.bindings);
    if (search.bindings.count == 0)
        return false;
    list_trials(&search,
                dw_list_variants(model->shape->wait, model->shape->launches,
                                 dw_candidate_cores(model->constant), variants),
                variants);
    if (search.count == 0)
        return false;
    try_bindings(&search, &search.trials[search.first]);
    for (size_t i = 0; i < search.count; i++)
        if (i != search.first)
            try_bindings(&search, &search.trials[i]);
    *choice = *search.trial->variant;
    choice->side[DW_AXIS_ARMS] = (uint8_t)search.trial->arms;
    choice->side[DW_AXIS_BINDING] = search.binding;
    *time = search.time;
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

static bool choose_all(const struct model *model, uint8_t waiting, double wake_ns,
                       struct dw_choice *choice, struct model_time *time)
{
    if (!choose_launches(model, wake_ns, choice, time) ||
        !choose_side(model, DW_AXIS_COPY, dw_model_add_copy, choice, time) ||
        !choose_side(model, DW_AXIS_SPECIALIZATION, dw_model_add_specialization, choice, time))
        return false;
    choice->side[DW_AXIS_WAITING] = waiting;
    *time = dw_model_add_waiting(model, waiting, *time);
    return true;
}

void dw_plan_launch(const struct dw_shape *shape, const struct dw_calibration_row *row,
                    enum dw_tier tier, struct dw_plan *plan)
{
    const struct dw_choice baseline = {.variant = DW_VARIANT_EACH};
    struct model model;
    struct waits waits;
    bool found = false;
    *plan = (struct dw_plan){baseline, (double)NAN, (double)NAN};
    if (tier > DW_TIER_DEVICE || dw_check_shape(shape, row, NULL, NULL) != DW_OK)
        return;
    dw_make_model(shape, row->constant, &model);
    list_waits(&model, &waits);
    for (size_t i = waits.count; i-- > 0;) {
        struct dw_choice choice;
        struct model_time time;
        if (!choose_all(&model, waits.side[i], waits.wake_ns[i], &choice, &time) ||
            (found && plan->wall_ns <= time.wall_ns))
            continue;
        found = true;
        plan->choice = choice;
        plan->wall_ns = time.wall_ns;
    }
    if (found && dw_unmeasured_choice(shape, row->constant, &baseline) == NULL)
        plan->baseline_ns = dw_model_choice(&model, &baseline).wall_ns;
}

#include "dispatchwise/planner.h"
#include "dispatchwise/status.h"

/* What a range is looked for. */
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

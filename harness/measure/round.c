#include "measure/round.h"

#include <assert.h>
#include <math.h>

#include "dispatchwise/status.h"
#include "measure/random.h"

/* Ask the policy whose choice the arm is; false if it chooses something else now. */
static bool is_chosen(const struct measure_arm *arm)
{
    if (arm->asked)
        return reference_mode(arm->row, arm->asked) == arm_mode(&arm->arm);
    if (arm->planned) {
        struct dw_plan plan;
        dw_plan_launch(arm->planned, arm->row, arm->tier, &plan);
        return dw_equal_choices(&plan.choice, &arm->arm.choice);
    }
    return true;
}

int measure_batch_once(struct measure_engine *engine, const struct measure_arm *arm, bool stamped,
                       struct measure_sample *sample)
{
    const struct measure_ops *ops = engine->ops;
    struct measure_batch batch = {0}, span = {.span_ns = (double)NAN};
    engine->running = arm->handle;
    int status = ops->prepare(engine, arm->handle, false);
    if (status != DW_OK)
        return status;
    const uint64_t processor = ops->processor_ns(engine);
    const uint64_t start = ops->wall_ns(engine);
    if (!is_chosen(arm))
        return DW_ERROR_WRONG_RESULT;
    status = ops->execute(engine, arm->handle, false, &batch);
    if (arm->planted_ns > 0)
        ops->spend(engine, arm->planted_ns);
    const uint64_t end = ops->wall_ns(engine);
    sample->cpu_ns = (double)(ops->processor_ns(engine) - processor);
    sample->wall_ns = (double)(end - start) + arm->record_share_ns;
    sample->host_ns = (double)(end - start - batch.waited_ns) + arm->record_share_ns;
    if (status == DW_OK && stamped)
        status = ops->prepare(engine, arm->handle, true);
    if (status == DW_OK && stamped)
        status = ops->execute(engine, arm->handle, true, &span);
    sample->gpu_ns = span.span_ns;
    return status;
}

/* Arms that wait alike follow each other: how soon a blocked thread wakes depends on whether it
 * slept or spun just before (on an H200 by 5 to 30 %). The groups' order is drawn, and that in
 * each. */
static void draw_order(uint64_t *random_state, const struct measure_arm *arms, size_t count,
                       size_t *order)
{
    size_t drawn[MEASURE_ARMS_MAX], sides[DW_WAITING_SIDE_COUNT], placed = 0;
    measure_shuffle(random_state, drawn, count);
    measure_shuffle(random_state, sides, DW_WAITING_SIDE_COUNT);
    for (size_t side = 0; side < DW_WAITING_SIDE_COUNT; side++)
        for (size_t i = 0; i < count; i++)
            if (arms[drawn[i]].arm.choice.side[DW_AXIS_WAITING] == sides[side])
                order[placed++] = drawn[i];
    assert(placed == count);
}

int measure_round(struct measure_engine *engine, const struct measure_arm *arms, size_t count,
                  uint64_t *random_state, uint32_t round, bool stamped, measure_sink *sink,
                  void *context)
{
    size_t order[MEASURE_ARMS_MAX];
    struct measure_sample samples[MEASURE_ARMS_MAX];
    int status = DW_OK;
    draw_order(random_state, arms, count, order);
    for (size_t i = 0; i < count && status == DW_OK; i++)
        if (arms[order[i]].handle)
            status = measure_batch_once(engine, &arms[order[i]], stamped, &samples[i]);
    uint32_t position = 0;
    for (size_t i = 0; i < count && status == DW_OK; i++)
        if (arms[order[i]].handle)
            status = sink(context, &arms[order[i]], round, position++, &samples[i]);
    return status;
}

#include "modes/reference.h"

#include <math.h>

#include "dispatchwise/policy.h"

static struct arm default_arm(enum dw_mode mode, uint64_t cores)
{
    struct arm arm = arm_baseline();
    if (mode == DW_MODE_COMMAND_REUSE) {
        arm.choice.variant = DW_VARIANT_RESUBMIT;
    } else if (mode == DW_MODE_PERSISTENT_KERNEL) {
        arm.choice.variant = DW_VARIANT_DRAIN;
        arm.choice.number[0] =
            cores > 0 && cores <= DW_CORES_MAX ? (uint32_t)cores : REFERENCE_RESIDENT_GROUPS;
        arm.choice.number[1] = 1;
    }
    return arm;
}

void reference_add_sides(struct reference_sides *sides, const struct dw_choice *choice)
{
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        sides->known[axis][choice->side[axis]] = true;
}

static uint64_t whole_ns(double ns)
{
    if (!(ns > 0))
        return 0;
    return ns < (double)DW_NEVER ? (uint64_t)ns : DW_NEVER;
}

struct reference_batch reference_batch_of(const struct dw_shape *shape,
                                          const struct dw_calibration_row *measured, uint64_t cores)
{
    const struct dw_constant *constant = measured->constant;
    const int steal = shape->spare_core ? DW_CONSTANT_SPECIALIZATION_STEAL
                                        : DW_CONSTANT_SPECIALIZATION_STEAL_BUSY;
    const double miss_ns = constant[DW_CONSTANT_SPECIALIZATION_MISS].value;
    return (struct reference_batch){.wait = shape->wait,
                                    .launches = shape->launches,
                                    .repeats = shape->repeats,
                                    .kernel_ns = shape->kernel.kernel_ns,
                                    .cores = cores,
                                    .shape = shape,
                                    .miss_ns = miss_ns,
                                    .speculate_ns = miss_ns * constant[steal].value};
}

static bool has(const struct reference_batch *batch, int axis, unsigned side)
{
    return !batch->sides || batch->sides->known[axis][side];
}

static uint8_t choose_binding(const struct dw_thresholds *thresholds,
                              const struct reference_batch *batch)
{
    const bool full = has(batch, DW_AXIS_BINDING, DW_BINDING_SIDE_BINDLESS);
    const bool constant = has(batch, DW_AXIS_BINDING, DW_BINDING_SIDE_STATIC);
    const struct dw_bindless_inputs inputs = {
        .resource_count = batch->shape->resources,
        .support = full       ? DW_BINDLESS_SUPPORT_FULL
                   : constant ? DW_BINDLESS_SUPPORT_STATIC
                              : DW_BINDLESS_SUPPORT_UNSUPPORTED,
        .dynamic_indexing = batch->shape->dynamic_indexing,
    };
    if (batch->shape->resources == 0 ||
        dw_decide_bindless(&inputs, thresholds) != DW_BINDLESS_BINDLESS)
        return DW_BINDING_SIDE_TRADITIONAL;
    return full ? DW_BINDING_SIDE_BINDLESS : DW_BINDING_SIDE_STATIC;
}

/* A shader of a batch that is run again is hit as often as it is launched. */
static uint8_t choose_specialization(const struct dw_thresholds *thresholds,
                                     const struct reference_batch *batch)
{
    const struct dw_trace_jit_inputs inputs = {
        .shader_hit_count = batch->launches * batch->repeats,
        .prediction_confidence_bps = batch->shape->confidence_bps,
        .speculative_spec_cost_ns = whole_ns(batch->speculate_ns),
        .miss_cost_ns = whole_ns(batch->miss_ns),
    };
    if (batch->shape->specializations == 0 ||
        !has(batch, DW_AXIS_SPECIALIZATION, DW_SPECIALIZATION_SIDE_SPECULATE) ||
        dw_decide_trace_jit(&inputs, thresholds).verdict != DW_TRACE_JIT_SPECULATE)
        return DW_SPECIALIZATION_SIDE_HOLD_STEADY;
    return DW_SPECIALIZATION_SIDE_SPECULATE;
}

static void choose_sides(const struct dw_calibration_row *row, const struct reference_batch *batch,
                         struct dw_choice *choice)
{
    const struct dw_thresholds thresholds = dw_calibration_thresholds(row);
    const struct dw_shape *shape = batch->shape;
    if (shape->second.groups > 0 && shape->arms == DW_ARMS_INDEPENDENT &&
        has(batch, DW_AXIS_ARMS, DW_ARMS_SIDE_CONCURRENT))
        choice->side[DW_AXIS_ARMS] = DW_ARMS_SIDE_CONCURRENT;
    if (shape->copy == DW_COPY_OVERLAP) {
        choice->side[DW_AXIS_COPY] =
            has(batch, DW_AXIS_COPY, DW_COPY_SIDE_TRANSFER) ? DW_COPY_SIDE_TRANSFER
            : has(batch, DW_AXIS_COPY, DW_COPY_SIDE_QUEUE)  ? DW_COPY_SIDE_QUEUE
                                                            : DW_COPY_SIDE_SERIALIZE;
        choice->copy_parts = choice->side[DW_AXIS_COPY] != DW_COPY_SIDE_SERIALIZE;
    }
    choice->side[DW_AXIS_BINDING] = choose_binding(&thresholds, batch);
    choice->side[DW_AXIS_SPECIALIZATION] = choose_specialization(&thresholds, batch);
}

struct arm reference_arm(const struct dw_calibration_row *row, enum dw_mode mode,
                         const struct reference_batch *batch)
{
    struct arm arm;
    if (!arm_parse(row->variant[batch->wait][mode], &arm))
        arm = default_arm(mode, batch->cores);
    if (batch->shape)
        choose_sides(row, batch, &arm.choice);
    return arm_canonical(&arm, batch->launches);
}

enum dw_mode reference_mode(const struct dw_calibration_row *row,
                            const struct reference_batch *batch)
{
    struct dw_costs costs = dw_calibration_costs(row, batch->wait);
    struct dw_persistent_inputs persistent = {
        .batch_size = batch->launches,
        .per_launch_overhead_ns = costs.per_launch_overhead_ns,
        .per_item_kernel_ns = whole_ns(batch->kernel_ns),
        .persistent_setup_overhead_ns = costs.persistent_setup_overhead_ns,
    };
    struct dw_reuse_inputs reuse = {
        .repeat_count = batch->launches * batch->repeats,
        .per_launch_overhead_ns = costs.per_launch_overhead_ns,
        .record_overhead_ns = costs.record_overhead_ns,
        .replay_overhead_ns = costs.replay_overhead_ns,
    };
    struct dw_persistent_decision d1 = dw_decide_persistent(&persistent);
    struct dw_reuse_decision d4 = dw_decide_reuse(&reuse);
    return dw_select_mode(&d1, &d4).mode;
}

double reference_savings_ns(const struct dw_calibration_row *row, enum dw_mode mode,
                            const struct reference_batch *batch)
{
    struct dw_costs costs = dw_calibration_costs(row, batch->wait);
    double n = batch->launches, launch = (double)costs.per_launch_overhead_ns;
    if (costs.per_launch_overhead_ns == DW_NEVER)
        return (double)NAN;
    if (mode == DW_MODE_PERSISTENT_KERNEL && costs.persistent_setup_overhead_ns != DW_NEVER)
        return n * launch - (double)costs.persistent_setup_overhead_ns;
    if (mode == DW_MODE_COMMAND_REUSE && costs.record_overhead_ns != DW_NEVER &&
        costs.replay_overhead_ns != DW_NEVER)
        return n * (launch - (double)costs.replay_overhead_ns) -
               (double)costs.record_overhead_ns / (double)batch->repeats;
    return (double)NAN;
}

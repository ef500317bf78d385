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
            cores > 0 && cores < DW_ALL ? (uint32_t)cores : REFERENCE_RESIDENT_GROUPS;
        arm.choice.number[1] = 1;
    }
    return arm;
}

struct arm reference_arm(const struct dw_calibration_row *row, enum dw_mode mode,
                         const struct reference_batch *batch)
{
    struct arm arm;
    if (!arm_parse(row->variant[batch->wait][mode], &arm))
        arm = default_arm(mode, batch->cores);
    return arm_canonical(&arm, batch->launches);
}

enum dw_mode reference_mode(const struct dw_calibration_row *row,
                            const struct reference_batch *batch)
{
    struct dw_costs costs = dw_calibration_costs(row, batch->wait);
    struct dw_persistent_inputs persistent = {
        .batch_size = batch->launches,
        .per_launch_overhead_ns = costs.per_launch_overhead_ns,
        .per_item_kernel_ns =
            batch->kernel_ns > 0 && batch->kernel_ns < 1e18 ? (uint64_t)batch->kernel_ns : 0,
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

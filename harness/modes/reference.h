/* The reference policy met with arms: what it chooses for a batch on a calibrated device, which arm
 * that is, and what it predicts. The decisions are core's. */
#ifndef MODES_REFERENCE_H
#define MODES_REFERENCE_H

#include "dispatchwise/planner.h"
#include "modes/arm.h"

/* The sides of the axes that a device is known to run. */
struct reference_sides {
    bool known[DW_AXIS_COUNT][DW_SIDES_MAX];
};

/* Note the sides of a choice that ran. */
void reference_add_sides(struct reference_sides *sides, const struct dw_choice *choice);

/* What the policy is asked about: batch_size = launches, repeat_count = launches * repeats. */
struct reference_batch {
    enum dw_wait wait;
    uint32_t launches;
    uint64_t repeats; /* batches that one recording serves */
    double kernel_ns; /* device time of one launch; carried, does not matter */
    uint64_t cores;   /* that the device reports; 0: not reported */
    /* What stands beside the launches, borrowed; NULL: nothing. */
    const struct dw_shape *shape;
    const struct reference_sides *sides; /* that are supported, borrowed; NULL: all */
    double miss_ns;                      /* of a pipeline that is not there yet */
    double speculate_ns;                 /* of compiling one ahead, from the launching thread */
};

/* Workgroups kept resident where neither a tuned variant nor the device says how many. */
#define REFERENCE_RESIDENT_GROUPS 64

/* The batch of a shape. The costs of compiling are what the row measured, 0 where it did not. */
struct reference_batch reference_batch_of(const struct dw_shape *shape,
                                          const struct dw_calibration_row *measured,
                                          uint64_t cores);

/* The arm that runs a mode: the row's tuned variant, else plain_launches/each,
 * command_reuse/resubmit, persistent_kernel/drain with one workgroup a core; and on each axis the
 * side that the decision names, if it is supported. Canonical for the batch; it may be illegal for
 * it. */
struct arm reference_arm(const struct dw_calibration_row *row, enum dw_mode mode,
                         const struct reference_batch *batch);

/* The primary mode of the policy with the row's costs. */
enum dw_mode reference_mode(const struct dw_calibration_row *row,
                            const struct reference_batch *batch);

/* What the policy's formula says that a mode saves on one batch, ns, below 0 where it loses: for
 * the persistent kernel launches*launch - setup, for reuse launches*(launch - replay) -
 * record/repeats. NaN where there is no formula (plain launches) or the constant is never. */
double reference_savings_ns(const struct dw_calibration_row *row, enum dw_mode mode,
                            const struct reference_batch *batch);

#endif

/* The reference policy met with arms: what it chooses for a batch on a calibrated device, which arm
 * that is, and what it predicts. The decisions are core's. */
#ifndef MODES_REFERENCE_H
#define MODES_REFERENCE_H

#include "modes/arm.h"

/* What the policy is asked about: batch_size = launches, repeat_count = launches * repeats. */
struct reference_batch {
    enum dw_wait wait;
    uint32_t launches;
    uint64_t repeats; /* batches that one recording serves */
    double kernel_ns; /* device time of one launch; carried, does not matter */
    uint64_t cores;   /* that the device reports; 0: not reported */
};

/* Workgroups kept resident where neither a tuned variant nor the device says how many. */
#define REFERENCE_RESIDENT_GROUPS 64

/* The arm that runs a mode: the row's tuned variant, else plain_launches/each,
 * command_reuse/resubmit, persistent_kernel/drain with one workgroup a core. Canonical for the
 * batch; it may be illegal under the batch's wait. */
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

/* D1, inline for the bundle: it writes the parts, for a struct returned goes through memory. */
#ifndef CORE_PERSISTENT_H
#define CORE_PERSISTENT_H

#include "dispatchwise/policy.h"

#include "wide.h"

static inline void persistent_decide(const struct dw_persistent_inputs *inputs,
                                     struct dw_persistent_decision *decision)
{
    wide launches_ns = wide_multiply(inputs->batch_size, inputs->per_launch_overhead_ns);
    /* An overhead of 0 exceeds no setup. */
    bool pays = inputs->batch_size > 1 && launches_ns > inputs->persistent_setup_overhead_ns;
    decision->verdict = pays ? DW_PERSISTENT_KERNEL : DW_PERSISTENT_STANDARD_LAUNCHES;
    decision->savings_ns =
        wide_split(pays ? launches_ns - inputs->persistent_setup_overhead_ns : 0);
}

#endif

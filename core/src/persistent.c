#include "dispatchwise/policy.h"

#include "wide.h"

struct dw_persistent_decision dw_decide_persistent(const struct dw_persistent_inputs *inputs)
{
    struct dw_persistent_decision decision = {DW_PERSISTENT_STANDARD_LAUNCHES, {0, 0}};
    wide launches_ns = wide_multiply(inputs->batch_size, inputs->per_launch_overhead_ns);
    if (inputs->batch_size > 1 && inputs->per_launch_overhead_ns != 0 &&
        launches_ns > inputs->persistent_setup_overhead_ns) {
        decision.verdict = DW_PERSISTENT_KERNEL;
        decision.savings_ns = wide_split(launches_ns - inputs->persistent_setup_overhead_ns);
    }
    return decision;
}

#include "dispatchwise/policy.h"

#include "wide.h"

struct dw_reuse_decision dw_decide_reuse(const struct dw_reuse_inputs *inputs)
{
    struct dw_reuse_decision decision = {DW_REUSE_PLAIN_LAUNCHES, {0, 0}};
    if (inputs->repeat_count > 1 && inputs->per_launch_overhead_ns > inputs->replay_overhead_ns) {
        wide replays_ns = wide_multiply(inputs->repeat_count, inputs->per_launch_overhead_ns -
                                                                  inputs->replay_overhead_ns);
        if (replays_ns > inputs->record_overhead_ns) {
            decision.verdict = DW_REUSE_RECORD_AND_REPLAY;
            decision.savings_ns = wide_split(replays_ns - inputs->record_overhead_ns);
        }
    }
    return decision;
}

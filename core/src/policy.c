#include "dispatchwise/policy.h"

#include "dispatchwise/audit.h"

struct dw_mode_decision dw_select_mode(const struct dw_persistent_decision *persistent,
                                       const struct dw_reuse_decision *reuse)
{
    struct dw_mode_decision decision = {DW_MODE_PLAIN_LAUNCHES, {0, 0}};
    bool queue = persistent->verdict == DW_PERSISTENT_KERNEL;
    bool replay = reuse->verdict == DW_REUSE_RECORD_AND_REPLAY;
    if (queue && (!replay || dw_compare_u128(persistent->savings_ns, reuse->savings_ns) > 0)) {
        decision.mode = DW_MODE_PERSISTENT_KERNEL;
        decision.savings_ns = persistent->savings_ns;
    } else if (replay) {
        decision.mode = DW_MODE_COMMAND_REUSE;
        decision.savings_ns = reuse->savings_ns;
    }
    return decision;
}

void dw_evaluate_policy(const struct dw_policy_inputs *inputs,
                        const struct dw_thresholds *thresholds, struct dw_audit_ring *ring,
                        struct dw_policy_verdict *verdict)
{
    verdict->persistent = dw_decide_persistent(&inputs->persistent);
    verdict->arms = dw_decide_arms(&inputs->arm_a, &inputs->arm_b);
    verdict->copy = dw_decide_copy(&inputs->copy, &inputs->arm_a);
    verdict->reuse = dw_decide_reuse(&inputs->reuse);
    verdict->bindless = dw_decide_bindless(&inputs->bindless, thresholds);
    verdict->trace_jit = dw_decide_trace_jit(&inputs->trace_jit, thresholds);
    verdict->mode = dw_select_mode(&verdict->persistent, &verdict->reuse);
    if (ring != NULL)
        dw_record_verdict(ring, verdict);
}

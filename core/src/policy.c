#include "dispatchwise/policy.h"

#include "dispatchwise/audit.h"

#include "arms.h"
#include "bindless.h"
#include "command_reuse.h"
#include "mode.h"
#include "persistent.h"
#include "thresholds.h"
#include "trace_jit.h"

struct dw_mode_decision dw_select_mode(const struct dw_persistent_decision *persistent,
                                       const struct dw_reuse_decision *reuse)
{
    struct dw_mode_decision decision;
    mode_select(persistent, reuse, &decision);
    return decision;
}

/* What dw_evaluate_policy leaves to the decisions themselves. Out of line, so that it saves no
 * registers for them. */
__attribute__((noinline)) static void look_at_slots(const struct dw_policy_inputs *inputs,
                                                    struct dw_audit_ring *ring,
                                                    struct dw_policy_verdict *verdict)
{
    verdict->arms = dw_decide_arms(&inputs->arm_a, &inputs->arm_b);
    verdict->copy = dw_decide_copy(&inputs->copy, &inputs->arm_a);
    if (ring != NULL)
        dw_record_verdict(ring, verdict);
}

/* The arguments do not overlap, which lets the compiler keep them in registers; and every call is
 * the last thing done. */
void dw_evaluate_policy(const struct dw_policy_inputs *restrict inputs,
                        const struct dw_thresholds *restrict thresholds,
                        struct dw_audit_ring *restrict ring,
                        struct dw_policy_verdict *restrict verdict)
{
    if (thresholds == NULL)
        thresholds = &dw_default_thresholds;
    verdict->bindless = bindless_decide(&inputs->bindless, thresholds);
    trace_jit_decide(&inputs->trace_jit, thresholds, &verdict->trace_jit);
    persistent_decide(&inputs->persistent, &verdict->persistent);
    reuse_decide(&inputs->reuse, &verdict->reuse);
    mode_select(&verdict->persistent, &verdict->reuse, &verdict->mode);
    if (!arms_decide_apart(&inputs->arm_a, &inputs->arm_b, &inputs->copy, verdict))
        look_at_slots(inputs, ring, verdict);
    else if (ring != NULL)
        dw_record_verdict(ring, verdict);
}

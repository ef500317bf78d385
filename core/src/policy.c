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

/* The arguments do not overlap, which lets the compiler keep them in registers. */
void dw_evaluate_policy(const struct dw_policy_inputs *restrict inputs,
                        const struct dw_thresholds *restrict thresholds,
                        struct dw_audit_ring *restrict ring,
                        struct dw_policy_verdict *restrict verdict)
{
    if (thresholds == NULL)
        thresholds = &dw_default_thresholds;
    arms_decide(&inputs->arm_a, &inputs->arm_b, &inputs->copy, verdict);
    verdict->bindless = bindless_decide(&inputs->bindless, thresholds);
    trace_jit_decide(&inputs->trace_jit, thresholds, &verdict->trace_jit);
    persistent_decide(&inputs->persistent, &verdict->persistent);
    reuse_decide(&inputs->reuse, &verdict->reuse);
    mode_select(&verdict->persistent, &verdict->reuse, &verdict->mode);
    if (ring != NULL)
        dw_record_verdict(ring, verdict);
}

#include "dispatchwise/policy.h"

#include "thresholds.h"
#include "wide.h"

/* floor(value / 10000), in halves of 64 bits: no call into the compiler's 128-bit division. */
static wide weigh(wide value)
{
    uint64_t hi = (uint64_t)(value >> 64), lo = (uint64_t)value, rest, upper, lower;
    if (hi == 0)
        return lo / 10000;
    rest = hi % 10000;
    upper = rest << 32 | lo >> 32;
    rest = upper % 10000;
    lower = rest << 32 | (lo & UINT32_MAX);
    return (wide)(hi / 10000) << 64 | upper / 10000 << 32 | lower / 10000;
}

struct dw_trace_jit_decision dw_decide_trace_jit(const struct dw_trace_jit_inputs *inputs,
                                                 const struct dw_thresholds *thresholds)
{
    struct dw_trace_jit_decision decision = {DW_TRACE_JIT_HOLD_STEADY, {0, 0}};
    wide weighted_ns;
    if (thresholds == NULL)
        thresholds = &dw_default_thresholds;
    if (inputs->shader_hit_count < thresholds->hot_hits || thresholds->hot_hits == DW_NEVER ||
        inputs->prediction_confidence_bps < thresholds->confidence_bps ||
        thresholds->confidence_bps == DW_NEVER || inputs->miss_cost_ns == 0)
        return decision;
    weighted_ns = weigh(wide_multiply(inputs->miss_cost_ns, inputs->prediction_confidence_bps));
    if (weighted_ns > inputs->speculative_spec_cost_ns) {
        decision.verdict = DW_TRACE_JIT_SPECULATE;
        decision.savings_ns = wide_split(weighted_ns - inputs->speculative_spec_cost_ns);
    }
    return decision;
}

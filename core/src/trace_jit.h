/* I2, inline for the bundle. */
#ifndef CORE_TRACE_JIT_H
#define CORE_TRACE_JIT_H

#include "dispatchwise/policy.h"

#include "wide.h"

/* floor(value / 10000), in halves of 64 bits: no call into the compiler's 128-bit division. */
static inline wide weigh(wide value)
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

static inline void trace_jit_decide(const struct dw_trace_jit_inputs *inputs,
                                    const struct dw_thresholds *thresholds,
                                    struct dw_trace_jit_decision *decision)
{
    wide weighted_ns = 0;
    bool pays = false;
    if (inputs->shader_hit_count >= thresholds->hot_hits && thresholds->hot_hits != DW_NEVER &&
        inputs->prediction_confidence_bps >= thresholds->confidence_bps &&
        thresholds->confidence_bps != DW_NEVER) {
        /* A miss that costs nothing weighs nothing. */
        weighted_ns = weigh(wide_multiply(inputs->miss_cost_ns, inputs->prediction_confidence_bps));
        pays = weighted_ns > inputs->speculative_spec_cost_ns;
    }
    decision->verdict = pays ? DW_TRACE_JIT_SPECULATE : DW_TRACE_JIT_HOLD_STEADY;
    decision->savings_ns = wide_split(pays ? weighted_ns - inputs->speculative_spec_cost_ns : 0);
}

#endif

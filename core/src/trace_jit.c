#include "trace_jit.h"

#include "thresholds.h"

struct dw_trace_jit_decision dw_decide_trace_jit(const struct dw_trace_jit_inputs *inputs,
                                                 const struct dw_thresholds *thresholds)
{
    struct dw_trace_jit_decision decision;
    trace_jit_decide(inputs, thresholds != NULL ? thresholds : &dw_default_thresholds, &decision);
    return decision;
}

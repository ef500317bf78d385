#include "bindless.h"

#include "thresholds.h"

enum dw_bindless dw_decide_bindless(const struct dw_bindless_inputs *inputs,
                                    const struct dw_thresholds *thresholds)
{
    return bindless_decide(inputs, thresholds != NULL ? thresholds : &dw_default_thresholds);
}

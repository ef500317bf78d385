#include "persistent.h"

struct dw_persistent_decision dw_decide_persistent(const struct dw_persistent_inputs *inputs)
{
    struct dw_persistent_decision decision;
    persistent_decide(inputs, &decision);
    return decision;
}

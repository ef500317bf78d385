#include "command_reuse.h"

struct dw_reuse_decision dw_decide_reuse(const struct dw_reuse_inputs *inputs)
{
    struct dw_reuse_decision decision;
    reuse_decide(inputs, &decision);
    return decision;
}

/* D4, inline for the bundle. */
#ifndef CORE_COMMAND_REUSE_H
#define CORE_COMMAND_REUSE_H

#include "dispatchwise/policy.h"

#include "wide.h"

static inline void reuse_decide(const struct dw_reuse_inputs *inputs,
                                struct dw_reuse_decision *decision)
{
    bool cheaper = inputs->per_launch_overhead_ns > inputs->replay_overhead_ns;
    wide replays_ns = wide_multiply(inputs->repeat_count,
                                    inputs->per_launch_overhead_ns - inputs->replay_overhead_ns);
    bool pays = inputs->repeat_count > 1 && cheaper && replays_ns > inputs->record_overhead_ns;
    decision->verdict = pays ? DW_REUSE_RECORD_AND_REPLAY : DW_REUSE_PLAIN_LAUNCHES;
    decision->savings_ns = wide_split(pays ? replays_ns - inputs->record_overhead_ns : 0);
}

#endif

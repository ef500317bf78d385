/* The primary mode, inline for the bundle. */
#ifndef CORE_MODE_H
#define CORE_MODE_H

#include "dispatchwise/policy.h"

#include "wide.h"

static inline void mode_select(const struct dw_persistent_decision *persistent,
                               const struct dw_reuse_decision *reuse,
                               struct dw_mode_decision *decision)
{
    bool queue = persistent->verdict == DW_PERSISTENT_KERNEL;
    bool replay = reuse->verdict == DW_REUSE_RECORD_AND_REPLAY;
    wide queue_ns = wide_join(persistent->savings_ns), replay_ns = wide_join(reuse->savings_ns);
    if (queue && (!replay || queue_ns > replay_ns)) {
        decision->mode = DW_MODE_PERSISTENT_KERNEL;
        decision->savings_ns = wide_split(queue_ns);
    } else {
        decision->mode = replay ? DW_MODE_COMMAND_REUSE : DW_MODE_PLAIN_LAUNCHES;
        decision->savings_ns = wide_split(replay ? replay_ns : 0);
    }
}

#endif

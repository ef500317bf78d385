/* The reference policy: six decisions and the primary mode, for one batch. Pure functions of plain
 * numbers: any 64-bit value is taken as written, products and sums are exact in 128 bits, nothing
 * allocates, logs or fails. Costs are nanoseconds of host time. */
#ifndef DISPATCHWISE_POLICY_H
#define DISPATCHWISE_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dispatchwise/calibration.h"
#include "dispatchwise/export.h"
#include "dispatchwise/u128.h"

#ifdef __cplusplus
extern "C" {
#endif

struct dw_audit_ring; /* dispatchwise/audit.h */

/* X(id, name): the verdicts of each decision. */
#define DW_PERSISTENT_VERDICTS(X)                                                                  \
    X(STANDARD_LAUNCHES, "standard_launches")                                                      \
    X(KERNEL, "persistent_kernel")
#define DW_ARMS_VERDICTS(X)                                                                        \
    X(INDEPENDENT, "independent")                                                                  \
    X(WRITE_WRITE_CONFLICT, "write_write_conflict")                                                \
    X(READ_AFTER_WRITE, "read_after_write")                                                        \
    X(WRITE_AFTER_READ, "write_after_read")
#define DW_COPY_VERDICTS(X)                                                                        \
    X(NONE, "none")                                                                                \
    X(OVERLAP, "overlap")                                                                          \
    X(SERIALIZE, "serialize")
#define DW_REUSE_VERDICTS(X)                                                                       \
    X(PLAIN_LAUNCHES, "plain_launches")                                                            \
    X(RECORD_AND_REPLAY, "record_and_replay")
#define DW_BINDLESS_VERDICTS(X)                                                                    \
    X(TRADITIONAL_BINDINGS, "traditional_bindings")                                                \
    X(BINDLESS, "bindless")
#define DW_TRACE_JIT_VERDICTS(X)                                                                   \
    X(HOLD_STEADY, "hold_steady")                                                                  \
    X(SPECULATE, "speculate")
#define DW_BINDLESS_SUPPORTS(X)                                                                    \
    X(UNSUPPORTED, "unsupported")                                                                  \
    X(STATIC, "static")                                                                            \
    X(FULL, "full")

/* X(enum suffix, constant prefix, list): the enums above, each with dw_<suffix>_name and a count.
 */
#define DW_VERDICT_ENUMS(X)                                                                        \
    X(persistent, PERSISTENT, DW_PERSISTENT_VERDICTS)                                              \
    X(arms, ARMS, DW_ARMS_VERDICTS)                                                                \
    X(copy, COPY, DW_COPY_VERDICTS)                                                                \
    X(reuse, REUSE, DW_REUSE_VERDICTS)                                                             \
    X(bindless, BINDLESS, DW_BINDLESS_VERDICTS)                                                    \
    X(trace_jit, TRACE_JIT, DW_TRACE_JIT_VERDICTS)                                                 \
    X(bindless_support, BINDLESS_SUPPORT, DW_BINDLESS_SUPPORTS)

#define DW_PERSISTENT_ENUM(id, name) DW_PERSISTENT_##id,
enum dw_persistent { DW_PERSISTENT_VERDICTS(DW_PERSISTENT_ENUM) DW_PERSISTENT_COUNT };
#undef DW_PERSISTENT_ENUM
#define DW_ARMS_ENUM(id, name) DW_ARMS_##id,
enum dw_arms { DW_ARMS_VERDICTS(DW_ARMS_ENUM) DW_ARMS_COUNT };
#undef DW_ARMS_ENUM
#define DW_COPY_ENUM(id, name) DW_COPY_##id,
enum dw_copy { DW_COPY_VERDICTS(DW_COPY_ENUM) DW_COPY_COUNT };
#undef DW_COPY_ENUM
#define DW_REUSE_ENUM(id, name) DW_REUSE_##id,
enum dw_reuse { DW_REUSE_VERDICTS(DW_REUSE_ENUM) DW_REUSE_COUNT };
#undef DW_REUSE_ENUM
#define DW_BINDLESS_ENUM(id, name) DW_BINDLESS_##id,
enum dw_bindless { DW_BINDLESS_VERDICTS(DW_BINDLESS_ENUM) DW_BINDLESS_COUNT };
#undef DW_BINDLESS_ENUM
#define DW_TRACE_JIT_ENUM(id, name) DW_TRACE_JIT_##id,
enum dw_trace_jit { DW_TRACE_JIT_VERDICTS(DW_TRACE_JIT_ENUM) DW_TRACE_JIT_COUNT };
#undef DW_TRACE_JIT_ENUM
/* How shaders may index a descriptor array. STATIC: by constants only. */
#define DW_BINDLESS_SUPPORT_ENUM(id, name) DW_BINDLESS_SUPPORT_##id,
enum dw_bindless_support {
    DW_BINDLESS_SUPPORTS(DW_BINDLESS_SUPPORT_ENUM) DW_BINDLESS_SUPPORT_COUNT
};
#undef DW_BINDLESS_SUPPORT_ENUM

/* The names above, as files and logs write them; "unknown" for a number that is none. */
DW_API const char *dw_persistent_name(enum dw_persistent verdict);
DW_API const char *dw_arms_name(enum dw_arms verdict);
DW_API const char *dw_copy_name(enum dw_copy verdict);
DW_API const char *dw_reuse_name(enum dw_reuse verdict);
DW_API const char *dw_bindless_name(enum dw_bindless verdict);
DW_API const char *dw_trace_jit_name(enum dw_trace_jit verdict);
DW_API const char *dw_bindless_support_name(enum dw_bindless_support support);

/* D1: one kernel that drains a queue against one launch per item. Pays if batch_size is above 1,
 * per_launch_overhead_ns is not 0 and batch_size * per_launch_overhead_ns exceeds
 * persistent_setup_overhead_ns; what exceeds is saved. */
struct dw_persistent_inputs {
    uint64_t batch_size;
    uint64_t per_launch_overhead_ns;
    uint64_t per_item_kernel_ns; /* carried for the record: either way the items run as long */
    uint64_t persistent_setup_overhead_ns;
};
struct dw_persistent_decision {
    enum dw_persistent verdict;
    struct dw_u128 savings_ns; /* 0 unless the verdict is DW_PERSISTENT_KERNEL */
};
DW_API struct dw_persistent_decision
dw_decide_persistent(const struct dw_persistent_inputs *inputs);

/* D4: record once and replay against recording every time. Pays if repeat_count is above 1,
 * per_launch_overhead_ns exceeds replay_overhead_ns and repeat_count times their difference
 * exceeds record_overhead_ns; what exceeds is saved. */
struct dw_reuse_inputs {
    uint64_t repeat_count;
    uint64_t per_launch_overhead_ns;
    uint64_t record_overhead_ns;
    uint64_t replay_overhead_ns;
};
struct dw_reuse_decision {
    enum dw_reuse verdict;
    struct dw_u128 savings_ns; /* 0 unless the verdict is DW_REUSE_RECORD_AND_REPLAY */
};
DW_API struct dw_reuse_decision dw_decide_reuse(const struct dw_reuse_inputs *inputs);

/* Binding slots in any order, duplicates allowed; slots may be NULL if count is 0. Borrowed for the
 * call. */
struct dw_slots {
    const uint32_t *slots;
    size_t count;
};
struct dw_arm {
    struct dw_slots reads, writes;
};

/* D2: may two arms run at once? The first hazard found, in the order of the verdicts: both write a
 * slot; b reads what a writes; b writes what a reads. Up to 32 KiB of stack where sets are large.
 */
DW_API enum dw_arms dw_decide_arms(const struct dw_arm *a, const struct dw_arm *b);

/* D3: may a copy to the device run beside arm_a? Not if the arm reads or writes its slot. */
struct dw_copy_inputs {
    bool has_copy;
    uint32_t dst_slot; /* not looked at without a copy */
};
DW_API enum dw_copy dw_decide_copy(const struct dw_copy_inputs *inputs, const struct dw_arm *arm_a);

/* D9: one descriptor table against binding per launch. Pays from thresholds->bindless_resources
 * resources on, where the device can index as the shaders do. thresholds NULL: the defaults; so
 * everywhere below. */
struct dw_bindless_inputs {
    uint64_t resource_count;
    enum dw_bindless_support support;
    bool dynamic_indexing; /* the shaders compute indices at run time */
};
DW_API enum dw_bindless dw_decide_bindless(const struct dw_bindless_inputs *inputs,
                                           const struct dw_thresholds *thresholds);

/* I2: compile the predicted specialization ahead? Only from thresholds->hot_hits hits and
 * thresholds->confidence_bps on and if a miss costs anything; then it pays if
 * floor(miss_cost_ns * prediction_confidence_bps / 10000) exceeds speculative_spec_cost_ns, and
 * what exceeds is saved. A confidence above 10000 bps is computed as written. */
struct dw_trace_jit_inputs {
    uint64_t shader_hit_count;
    uint64_t prediction_confidence_bps; /* hundredths of a percent */
    uint64_t speculative_spec_cost_ns;
    uint64_t miss_cost_ns;
};
struct dw_trace_jit_decision {
    enum dw_trace_jit verdict;
    struct dw_u128 savings_ns; /* 0 unless the verdict is DW_TRACE_JIT_SPECULATE */
};
DW_API struct dw_trace_jit_decision dw_decide_trace_jit(const struct dw_trace_jit_inputs *inputs,
                                                        const struct dw_thresholds *thresholds);

/* The primary mode: D1 and D4 exclude each other, so the larger savings win; equal savings choose
 * command reuse, which keeps no kernel resident. */
struct dw_mode_decision {
    enum dw_mode mode;
    struct dw_u128 savings_ns; /* 0 for plain launches */
};
DW_API struct dw_mode_decision dw_select_mode(const struct dw_persistent_decision *persistent,
                                              const struct dw_reuse_decision *reuse);

struct dw_policy_inputs {
    struct dw_persistent_inputs persistent;
    struct dw_arm arm_a, arm_b; /* an arm that is not there: empty sets */
    struct dw_copy_inputs copy;
    struct dw_reuse_inputs reuse;
    struct dw_bindless_inputs bindless;
    struct dw_trace_jit_inputs trace_jit;
};
struct dw_policy_verdict {
    struct dw_persistent_decision persistent;
    enum dw_arms arms;
    enum dw_copy copy;
    struct dw_reuse_decision reuse;
    enum dw_bindless bindless;
    struct dw_trace_jit_decision trace_jit;
    struct dw_mode_decision mode;
};

/* Every decision for one batch. ring: where positive verdicts are recorded; NULL: nowhere. */
DW_API void dw_evaluate_policy(const struct dw_policy_inputs *inputs,
                               const struct dw_thresholds *thresholds, struct dw_audit_ring *ring,
                               struct dw_policy_verdict *verdict);

#ifdef __cplusplus
}
#endif

#endif

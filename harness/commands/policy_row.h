/* What `policy` reads and writes: the inputs by column name, and a verdict as a CSV row. */
#ifndef COMMANDS_POLICY_ROW_H
#define COMMANDS_POLICY_ROW_H

#include <stddef.h>
#include <stdint.h>

#include "dispatchwise/policy.h"

/* X(name, kind, field of struct dw_policy_inputs, what stands for a key that is left out) */
#define POLICY_COLUMNS(X)                                                                          \
    X(batch_size, U64, persistent.batch_size, "1")                                                 \
    X(per_launch_overhead_ns, U64, persistent.per_launch_overhead_ns, "0")                         \
    X(per_item_kernel_ns, U64, persistent.per_item_kernel_ns, "0")                                 \
    X(persistent_setup_overhead_ns, U64, persistent.persistent_setup_overhead_ns, "0")             \
    X(arm_a_reads, SLOTS, arm_a.reads, "")                                                         \
    X(arm_a_writes, SLOTS, arm_a.writes, "")                                                       \
    X(arm_b_reads, SLOTS, arm_b.reads, "")                                                         \
    X(arm_b_writes, SLOTS, arm_b.writes, "")                                                       \
    X(copy_dst_slot, COPY, copy, "")                                                               \
    X(repeat_count, U64, reuse.repeat_count, "1")                                                  \
    X(reuse_per_launch_overhead_ns, U64, reuse.per_launch_overhead_ns, "0")                        \
    X(record_overhead_ns, U64, reuse.record_overhead_ns, "0")                                      \
    X(replay_overhead_ns, U64, reuse.replay_overhead_ns, "0")                                      \
    X(resource_count, U64, bindless.resource_count, "0")                                           \
    X(bindless_support, SUPPORT, bindless.support, "unsupported")                                  \
    X(dynamic_indexing, FLAG, bindless.dynamic_indexing, "0")                                      \
    X(shader_hit_count, U64, trace_jit.shader_hit_count, "0")                                      \
    X(prediction_confidence_bps, U64, trace_jit.prediction_confidence_bps, "0")                    \
    X(speculative_spec_cost_ns, U64, trace_jit.speculative_spec_cost_ns, "0")                      \
    X(miss_cost_ns, U64, trace_jit.miss_cost_ns, "0")

enum policy_column_id {
#define POLICY_COLUMN_ENUM(name, kind, field, initial) POLICY_COLUMN_##name,
    POLICY_COLUMNS(POLICY_COLUMN_ENUM)
#undef POLICY_COLUMN_ENUM
        POLICY_COLUMN_COUNT
};

extern const char *const policy_column_names[POLICY_COLUMN_COUNT];
extern const char *const policy_column_initials[POLICY_COLUMN_COUNT];

/* The inputs of one row. Zeroed memory is an empty row; its slots are kept from row to row. */
struct policy_row {
    struct dw_policy_inputs inputs;
    struct policy_slots {
        uint32_t *slots;
        size_t capacity;
    } memory[POLICY_COLUMN_COUNT]; /* of the columns that hold sets of slots */
};
void policy_row_release(struct policy_row *row);

/* Put a value's text into the row. NULL, or what was expected instead. */
const char *policy_row_set(struct policy_row *row, int column, const char *text, size_t length);

/* The columns of a verdict, with the line's end; every line fits POLICY_LINE_SIZE. */
#define POLICY_LINE_SIZE 512
extern const char policy_verdict_header[];
/* Write the line, without a NUL; returns its length. */
size_t policy_verdict_line(const struct dw_policy_verdict *verdict, char line[POLICY_LINE_SIZE]);

#endif

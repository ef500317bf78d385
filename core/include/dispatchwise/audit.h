/* The audit log: what the policy decided for, and what it expected to save. A ring in the caller's
 * memory; recording neither allocates nor blocks. One thread at a time may use a ring. */
#ifndef DISPATCHWISE_AUDIT_H
#define DISPATCHWISE_AUDIT_H

#include <stddef.h>
#include <stdint.h>

#include "dispatchwise/export.h"
#include "dispatchwise/policy.h"
#include "dispatchwise/u128.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DW_AUDIT_RING_SIZE 256

/* X(id, decision, action, detail): the events, one for each verdict that changes what is done. */
#define DW_AUDIT_EVENTS(X)                                                                         \
    X(PERSISTENT_KERNEL, "persistent_kernel", "queue_batch", "launch_overhead")                    \
    X(COMMAND_REUSE, "command_reuse", "record_and_replay", "repeat_shape")                         \
    X(BINDLESS, "bindless", "descriptor_array", "resource_count_threshold")                        \
    X(TRACE_JIT, "trace_jit", "speculate", "predicted_shape")

enum dw_audit_id {
#define DW_AUDIT_ENUM(id, decision, action, detail) DW_AUDIT_##id,
    DW_AUDIT_EVENTS(DW_AUDIT_ENUM)
#undef DW_AUDIT_ENUM
        DW_AUDIT_COUNT
};

struct dw_audit_event {
    enum dw_audit_id id;
    struct dw_u128 saved_ns;
};

/* Zeroed memory is an empty ring; dw_clear_audit empties one. */
struct dw_audit_ring {
    struct dw_audit_event events[DW_AUDIT_RING_SIZE];
    uint64_t recorded; /* in all; event n lies at n % DW_AUDIT_RING_SIZE until it is overwritten */
    uint64_t counts[DW_AUDIT_COUNT];         /* in all, of each event */
    struct dw_u128 saved_ns[DW_AUDIT_COUNT]; /* their sums, staying at 2^128 - 1 once there */
};

DW_API void dw_clear_audit(struct dw_audit_ring *ring);

/* Record a verdict's events, in the order of DW_AUDIT_EVENTS; dw_evaluate_policy does so itself if
 * it is given a ring. A full ring drops the oldest. */
DW_API void dw_record_verdict(struct dw_audit_ring *ring, const struct dw_policy_verdict *verdict);

/* Events that the ring holds, at most DW_AUDIT_RING_SIZE. */
DW_API size_t dw_count_audit_events(const struct dw_audit_ring *ring);

/* Event number i of those held, the oldest first; NULL from dw_count_audit_events on. */
DW_API const struct dw_audit_event *dw_get_audit_event(const struct dw_audit_ring *ring, size_t i);

/* The events held, the oldest first, a line each: "command_reuse record_and_replay saved=25ns
 * repeat_shape". Like snprintf: writes at most size bytes, the last a NUL (text may be NULL if size
 * is 0), and returns the length that the whole text has. */
DW_API size_t dw_format_audit(const struct dw_audit_ring *ring, char *text, size_t size);

/* Counters of everything ever recorded, as a Prometheus text exposition; written and returned like
 * dw_format_audit. Savings are in seconds, exact to the nanosecond. */
DW_API size_t dw_format_audit_metrics(const struct dw_audit_ring *ring, char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif

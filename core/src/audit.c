#include "dispatchwise/audit.h"

#include "text.h"
#include "wide.h"

static const struct {
    const char *decision, *action, *detail;
} descriptions[] = {
#define DESCRIPTION(id, decision, action, detail) {decision, action, detail},
    DW_AUDIT_EVENTS(DESCRIPTION)
#undef DESCRIPTION
};
_Static_assert(sizeof(descriptions) / sizeof(descriptions[0]) == DW_AUDIT_COUNT, "a text each");

void dw_clear_audit(struct dw_audit_ring *ring)
{
    memset(ring, 0, sizeof(*ring));
}

static void record(struct dw_audit_ring *ring, enum dw_audit_id id, struct dw_u128 saved_ns)
{
    struct dw_audit_event *event = &ring->events[ring->recorded++ % DW_AUDIT_RING_SIZE];
    wide saved = wide_join(saved_ns), sum = wide_join(ring->saved_ns[id]);
    event->id = id;
    event->saved_ns = saved_ns;
    ring->counts[id]++;
    sum = sum + saved < sum ? ~(wide)0 : sum + saved;
    ring->saved_ns[id] = wide_split(sum);
}

void dw_record_verdict(struct dw_audit_ring *ring, const struct dw_policy_verdict *verdict)
{
    const struct dw_u128 nothing = {0, 0};
    if (verdict->persistent.verdict == DW_PERSISTENT_KERNEL)
        record(ring, DW_AUDIT_PERSISTENT_KERNEL, verdict->persistent.savings_ns);
    if (verdict->reuse.verdict == DW_REUSE_RECORD_AND_REPLAY)
        record(ring, DW_AUDIT_COMMAND_REUSE, verdict->reuse.savings_ns);
    if (verdict->bindless == DW_BINDLESS_BINDLESS)
        record(ring, DW_AUDIT_BINDLESS, nothing);
    if (verdict->trace_jit.verdict == DW_TRACE_JIT_SPECULATE)
        record(ring, DW_AUDIT_TRACE_JIT, verdict->trace_jit.savings_ns);
}

size_t dw_count_audit_events(const struct dw_audit_ring *ring)
{
    return ring->recorded < DW_AUDIT_RING_SIZE ? (size_t)ring->recorded : DW_AUDIT_RING_SIZE;
}

const struct dw_audit_event *dw_get_audit_event(const struct dw_audit_ring *ring, size_t i)
{
    size_t count = dw_count_audit_events(ring);
    return i < count ? &ring->events[(ring->recorded - count + i) % DW_AUDIT_RING_SIZE] : NULL;
}

size_t dw_format_audit(const struct dw_audit_ring *ring, char *text, size_t size)
{
    struct text out = {text, size, 0};
    const struct dw_audit_event *event;
    for (size_t i = 0; (event = dw_get_audit_event(ring, i)) != NULL; i++) {
        text_put(&out, descriptions[event->id].decision);
        text_put(&out, " ");
        text_put(&out, descriptions[event->id].action);
        text_put(&out, " saved=");
        text_put_u128(&out, event->saved_ns);
        text_put(&out, "ns ");
        text_put(&out, descriptions[event->id].detail);
        text_put(&out, "\n");
    }
    return text_finish(&out);
}

static void put_series(struct text *out, const char *metric, int id)
{
    text_put(out, metric);
    text_put(out, "{decision=\"");
    text_put(out, descriptions[id].decision);
    text_put(out, "\",action=\"");
    text_put(out, descriptions[id].action);
    text_put(out, "\"} ");
}

static void put_metric(struct text *out, const char *metric, const char *help)
{
    text_put(out, "# HELP ");
    text_put(out, metric);
    text_put(out, " ");
    text_put(out, help);
    text_put(out, "\n# TYPE ");
    text_put(out, metric);
    text_put(out, " counter\n");
}

static void put_seconds(struct text *out, struct dw_u128 ns)
{
    const uint64_t second = UINT64_C(1000000000);
    wide all = wide_join(ns);
    uint64_t fraction = (uint64_t)(all % second);
    char digits[10] = ".";
    for (size_t i = sizeof(digits) - 1; i > 0; i--, fraction /= 10)
        digits[i] = (char)('0' + fraction % 10);
    text_put_u128(out, wide_split(all / second));
    text_put_bytes(out, digits, sizeof(digits));
}

size_t dw_format_audit_metrics(const struct dw_audit_ring *ring, char *text, size_t size)
{
    static const char events[] = "dispatchwise_policy_verdicts_total";
    static const char saved[] = "dispatchwise_policy_predicted_savings_seconds_total";
    struct text out = {text, size, 0};
    put_metric(&out, events, "Verdicts that changed how a batch was launched.");
    for (int id = 0; id < DW_AUDIT_COUNT; id++) {
        put_series(&out, events, id);
        text_put_u64(&out, ring->counts[id]);
        text_put(&out, "\n");
    }
    put_metric(&out, saved, "Host time that those verdicts were predicted to save.");
    for (int id = 0; id < DW_AUDIT_COUNT; id++) {
        put_series(&out, saved, id);
        put_seconds(&out, ring->saved_ns[id]);
        text_put(&out, "\n");
    }
    return text_finish(&out);
}

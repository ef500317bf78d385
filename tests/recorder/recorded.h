/* A trace read and held against what must hold of every trace: what an event names was made before
 * it and is not gone, recordings stand whole, time does not run back within a thread. */
#ifndef TESTS_RECORDER_RECORDED_H
#define TESTS_RECORDER_RECORDED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "trace/reader.h"

#define RECORDED_IDS 65536

struct recorded {
    uint32_t processes, devices, pipelines, submits, submitted, ends, waits, polls;
    uint32_t recordings, dispatches, spans, lost, threads;
    uint8_t alive[RECORDED_IDS];               /* 1: made, 2: gone */
    uint64_t open;                             /* the recording whose commands come */
    uint64_t local_x, shared_bytes, constants; /* of the last pipeline */
    struct trace_item_binding bindings[32];
    size_t binding_count;
    uint32_t writes, pushes[2]; /* of descriptors; by bind point */
    struct trace_item_descriptor described[4];
    size_t described_count; /* of the last write or push */
};

static inline void recorded_made(struct recorded *seen, uint64_t id)
{
    assert_in_range(id, 1, RECORDED_IDS - 1);
    assert_int_equal(seen->alive[id], 0);
    seen->alive[id] = 1;
}

static inline void recorded_named(const struct recorded *seen, uint64_t id)
{
    assert_in_range(id, 1, RECORDED_IDS - 1);
    assert_int_equal(seen->alive[id], 1);
}

static inline void recorded_pipeline(struct recorded *seen, const struct trace_event *event)
{
    const struct trace_pipeline *pipeline = trace_fields(event);
    const struct trace_item_binding *bindings = trace_items(event, &seen->binding_count);
    recorded_named(seen, pipeline->device);
    recorded_named(seen, pipeline->layout);
    recorded_made(seen, pipeline->id);
    assert_true(seen->binding_count <= 32);
    memcpy(seen->bindings, bindings, seen->binding_count * sizeof *bindings);
    seen->local_x = pipeline->local_x;
    seen->shared_bytes = pipeline->shared_bytes;
    seen->pipelines++;
    assert_true(event->duration_ns > 0);
}

static inline void recorded_submit(struct recorded *seen, const struct trace_event *event)
{
    const struct trace_submit *submit = trace_fields(event);
    size_t count;
    const struct trace_item_part *parts = trace_items(event, &count);
    recorded_made(seen, submit->id);
    recorded_named(seen, submit->queue);
    if (submit->fence)
        recorded_named(seen, submit->fence);
    for (size_t i = 0; i < count; i++)
        recorded_named(seen, parts[i].id);
    seen->submits++;
}

static inline void recorded_descriptors(struct recorded *seen, const struct trace_event *event)
{
    const struct trace_item_descriptor *items = trace_items(event, &seen->described_count);
    if (seen->described_count <= sizeof seen->described / sizeof seen->described[0])
        memcpy(seen->described, items, seen->described_count * sizeof *items);
    if (event->kind == TRACE_WRITE_SET) {
        seen->writes++;
    } else {
        const struct trace_push_set *push = trace_fields(event);
        recorded_named(seen, push->layout);
        assert_in_range(push->point, 0, 1);
        seen->pushes[push->point]++;
    }
}

/* Objects that events of these kinds make, by their first field. */
static inline void recorded_object(struct recorded *seen, const struct trace_event *event)
{
    const uint64_t *fields = trace_fields(event);
    switch ((unsigned)event->kind) {
    case TRACE_DEVICE:
        seen->devices++;
        recorded_made(seen, fields[0]);
        break;
    case TRACE_QUEUE:
    case TRACE_MEMORY:
    case TRACE_BUFFER:
    case TRACE_IMAGE:
    case TRACE_SET_LAYOUT:
    case TRACE_PIPELINE_LAYOUT:
    case TRACE_SYNC:
        recorded_named(seen, fields[1]);
        recorded_made(seen, fields[0]);
        break;
    case TRACE_SET:
        recorded_named(seen, fields[2]);
        recorded_made(seen, fields[0]);
        break;
    case TRACE_BIND_MEMORY:
        recorded_named(seen, fields[0]);
        recorded_named(seen, fields[1]);
        break;
    case TRACE_WRITE_SET:
    case TRACE_MAP:
    case TRACE_UNMAP:
    case TRACE_SIGNAL:
        recorded_named(seen, fields[0]);
        break;
    default:
        break;
    }
}

static inline void recorded_command(struct recorded *seen, const struct trace_event *event)
{
    const uint64_t *fields = trace_fields(event);
    if (event->kind == TRACE_RECORDING) {
        assert_int_equal(seen->open, 0);
        recorded_made(seen, fields[0]);
        seen->open = fields[0];
        seen->recordings++;
        return;
    }
    assert_int_not_equal(seen->open, 0);
    if (event->kind == TRACE_RECORDING_END) {
        assert_int_equal(seen->open, fields[0]);
        seen->open = 0;
    }
    if (event->kind == TRACE_BIND_PIPELINE || event->kind == TRACE_BIND_SETS)
        recorded_named(seen, fields[0]);
    seen->dispatches += event->kind == TRACE_DISPATCH || event->kind == TRACE_DISPATCH_INDIRECT;
}

static inline void recorded_event(struct recorded *seen, const struct trace_event *event)
{
    const uint64_t *fields = trace_fields(event);
    size_t count;
    const struct trace_item_span *spans;
    recorded_object(seen, event);
    if (event->kind >= TRACE_RECORDING)
        recorded_command(seen, event);
    else
        assert_int_equal(seen->open, 0);
    if (event->thread >= seen->threads)
        seen->threads = event->thread + 1u;
    switch ((unsigned)event->kind) {
    case TRACE_DESTROY:
        assert_true(fields[0] < RECORDED_IDS);
        seen->alive[fields[0]] = 2;
        break;
    case TRACE_PIPELINE:
        recorded_pipeline(seen, event);
        break;
    case TRACE_SPECIALIZATION:
        trace_items(event, &count);
        seen->constants += count;
        break;
    case TRACE_SUBMIT:
        recorded_submit(seen, event);
        break;
    case TRACE_SUBMITTED:
        recorded_named(seen, fields[0]);
        seen->submitted++;
        break;
    case TRACE_WAIT:
        seen->waits++;
        seen->polls += ((const struct trace_wait *)trace_fields(event))->polls;
        break;
    case TRACE_WRITE_SET:
    case TRACE_PUSH_SET:
        recorded_descriptors(seen, event);
        break;
    case TRACE_GPU_TIMES:
        spans = trace_items(event, &count);
        seen->lost += ((const struct trace_gpu_times *)trace_fields(event))->lost;
        for (size_t i = 0; i < count; i++)
            assert_true(spans[i].duration_ns < 10000000000);
        seen->spans += (uint32_t)count;
        break;
    case TRACE_END:
        seen->ends++;
        break;
    default:
        break;
    }
}

/* A file of one program. */
static inline void recorded_read(const char *path, struct recorded *seen)
{
    struct trace_reader *reader = NULL;
    struct trace_refusal refusal = {0, ""};
    const struct trace_event *event;
    memset(seen, 0, sizeof *seen);
    int status = trace_open_reader(path, &reader, &refusal);
    while (status >= 0 && (status = trace_next(reader, &event, &refusal)) == 1)
        recorded_event(seen, event);
    if (status != 0)
        fail_msg("%s: at byte %llu: %s", path, (unsigned long long)refusal.offset, refusal.reason);
    seen->processes = trace_reader_process(reader) + 1;
    trace_close_reader(&reader);
}

#endif

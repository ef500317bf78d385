/* A recording made event by event: buffers of launches, submits, waits and device times. */
#ifndef TESTS_RUN_RECORDED_H
#define TESTS_RUN_RECORDED_H

#include "program.h"

#include "trace/writer.h"

/* Ids of what every recording has: set SET + i reads buffer BUFFER + i and writes BUFFER + i + 1.
 */
enum {
    RECORDED_QUEUE = 2,
    RECORDED_FENCE,
    RECORDED_SET = 20,
    RECORDED_BUFFER = 40,
    RECORDED_PIPELINE = 100 /* the last: there may be more */
};
enum { RECORDED_PIPELINES = 4, RECORDED_SETS = 6, RECORDED_BUFFERS = 9 };

struct recorded {
    struct trace_writer *writer;
    struct trace_stream *stream;
    uint64_t now_ns, next_id;
};

static inline void recorded_put(struct recorded *to, uint16_t kind, const void *fields,
                                const void *items, size_t count)
{
    assert_int_equal(trace_append(to->stream, kind, to->now_ns, 0, fields, items, count), 0);
}

/* The pipeline of that number, created by the thread of a stream in so much time. */
static inline void recorded_create(struct recorded *to, struct trace_stream *stream,
                                   uint64_t number, uint64_t hash, uint64_t ns)
{
    const struct trace_item_binding bindings[2] = {
        {.count = 1, .access = TRACE_ACCESS_READ},
        {.binding = 1, .count = 1, .access = TRACE_ACCESS_WRITE}};
    const struct trace_pipeline pipeline = {
        .id = RECORDED_PIPELINE + number, .hash = hash, .local_x = 64, .batch = 1};
    assert_int_equal(trace_append(stream, TRACE_PIPELINE, to->now_ns, ns, &pipeline, bindings, 2),
                     0);
    to->now_ns += ns;
}

static inline void recorded_destroy(struct recorded *to, uint64_t number)
{
    const struct trace_destroy destroy = {.id = RECORDED_PIPELINE + number};
    recorded_put(to, TRACE_DESTROY, &destroy, NULL, 0);
}

static inline void recorded_open(struct recorded *to, const char *path)
{
    const struct trace_program program = {.pid = 1, .gpu_times = 1};
    const struct trace_device device = {.id = 1};
    *to = (struct recorded){.now_ns = 1000, .next_id = 1000};
    remove(path); /* a writer appends */
    assert_int_equal(trace_open_writer(path, &to->writer), 0);
    to->stream = trace_take_stream(to->writer);
    assert_non_null(to->stream);
    recorded_put(to, TRACE_PROGRAM, &program, "mine", 4);
    recorded_put(to, TRACE_DEVICE, &device, "simulated", 9);
    for (uint64_t i = 0; i < RECORDED_BUFFERS; i++) {
        const struct trace_buffer buffer = {.id = RECORDED_BUFFER + i, .bytes = 1000};
        recorded_put(to, TRACE_BUFFER, &buffer, NULL, 0);
    }
    for (uint64_t i = 0; i < RECORDED_PIPELINES; i++)
        recorded_create(to, to->stream, i, 100 + i, 0);
    for (uint64_t i = 0; i < RECORDED_SETS; i++) {
        const struct trace_set set = {.id = RECORDED_SET + i};
        const struct trace_write_set write = {.set = set.id};
        const struct trace_item_descriptor items[2] = {
            {.type = 7, .resource = RECORDED_BUFFER + i, .range = UINT64_MAX},
            {.binding = 1, .type = 7, .resource = RECORDED_BUFFER + i + 1, .range = UINT64_MAX}};
        recorded_put(to, TRACE_SET, &set, NULL, 0);
        recorded_put(to, TRACE_WRITE_SET, &write, items, 2);
    }
}

static inline void recorded_close(struct recorded *to)
{
    trace_give_back_stream(to->stream);
    assert_int_equal(trace_flush(to->writer), 0);
    trace_close_writer(&to->writer);
}

/* A buffer of launches of (groups, 1, 1): P0 to P3 bind a pipeline, S0 to S5 a set, D launches, I
 * launches what the device knows, B is a barrier, C copies 64 bytes between the last two buffers.
 */
static inline uint64_t recorded_buffer(struct recorded *to, const char *text, uint32_t groups)
{
    const uint64_t id = to->next_id++;
    const struct trace_recording begin = {.id = id, .commands = id + 1000000};
    const struct trace_recording_end end = {.id = id};
    recorded_put(to, TRACE_RECORDING, &begin, NULL, 0);
    for (const char *c = text; *c != '\0'; c++) {
        const struct trace_bind_pipeline pipeline = {
            .pipeline = RECORDED_PIPELINE + (uint64_t)(c[1] - '0'), .point = 1};
        const struct trace_bind_sets sets = {.point = 1};
        const struct trace_item_id set = {.id = RECORDED_SET + (uint64_t)(c[1] - '0')};
        const struct trace_dispatch dispatch = {.x = groups, .y = 1, .z = 1};
        const struct trace_dispatch_indirect indirect = {.buffer = RECORDED_BUFFER};
        const struct trace_barrier barrier = {.flags = 0};
        const struct trace_copy copy = {.source = RECORDED_BUFFER + 7, .dest = RECORDED_BUFFER + 8};
        const struct trace_item_region region = {.bytes = 64};
        if (*c == 'P')
            recorded_put(to, TRACE_BIND_PIPELINE, &pipeline, NULL, 0);
        else if (*c == 'S')
            recorded_put(to, TRACE_BIND_SETS, &sets, &set, 1);
        else if (*c == 'D')
            recorded_put(to, TRACE_DISPATCH, &dispatch, NULL, 0);
        else if (*c == 'I')
            recorded_put(to, TRACE_DISPATCH_INDIRECT, &indirect, NULL, 0);
        else if (*c == 'B')
            recorded_put(to, TRACE_BARRIER, &barrier, NULL, 0);
        else if (*c == 'C')
            recorded_put(to, TRACE_COPY, &copy, &region, 1);
    }
    recorded_put(to, TRACE_RECORDING_END, &end, NULL, 0);
    return id;
}

/* A buffer of one launch of a pipeline, whatever its number. */
static inline uint64_t recorded_buffer_of(struct recorded *to, uint64_t number, uint64_t set,
                                          uint32_t groups)
{
    const uint64_t id = to->next_id++;
    const struct trace_recording begin = {.id = id, .commands = id + 1000000};
    const struct trace_bind_pipeline pipeline = {.pipeline = RECORDED_PIPELINE + number,
                                                 .point = 1};
    const struct trace_bind_sets sets = {.point = 1};
    const struct trace_item_id bound = {.id = RECORDED_SET + set};
    const struct trace_dispatch dispatch = {.x = groups, .y = 1, .z = 1};
    const struct trace_recording_end end = {.id = id};
    recorded_put(to, TRACE_RECORDING, &begin, NULL, 0);
    recorded_put(to, TRACE_BIND_PIPELINE, &pipeline, NULL, 0);
    recorded_put(to, TRACE_BIND_SETS, &sets, &bound, 1);
    recorded_put(to, TRACE_DISPATCH, &dispatch, NULL, 0);
    recorded_put(to, TRACE_RECORDING_END, &end, NULL, 0);
    return id;
}

static inline uint64_t recorded_submit(struct recorded *to, uint64_t buffer)
{
    const uint64_t id = to->next_id++;
    const struct trace_submit submit = {
        .id = id, .queue = RECORDED_QUEUE, .fence = RECORDED_FENCE, .infos = 1};
    const struct trace_item_part part = {.id = buffer, .role = TRACE_ROLE_RECORDING};
    recorded_put(to, TRACE_SUBMIT, &submit, &part, 1);
    return id;
}

/* The host waits, until so much later. */
static inline void recorded_wait(struct recorded *to, uint64_t ns)
{
    const struct trace_wait wait = {.type = TRACE_WAIT_FENCES, .all = 1};
    const struct trace_item_point point = {.id = RECORDED_FENCE};
    to->now_ns += ns;
    recorded_put(to, TRACE_WAIT, &wait, &point, 1);
}

/* The device times of a submit's launches, each its own, or all the same. */
static inline void recorded_times_of(struct recorded *to, uint64_t submit, uint64_t buffer,
                                     size_t launches, const uint64_t *ns)
{
    const struct trace_gpu_times times = {.submit = submit, .recording = buffer};
    struct trace_item_span spans[64];
    assert_true(launches <= 64);
    for (size_t i = 0; i < launches; i++)
        spans[i] = (struct trace_item_span){.duration_ns = ns[i]};
    recorded_put(to, TRACE_GPU_TIMES, &times, spans, launches);
}

static inline void recorded_times(struct recorded *to, uint64_t submit, uint64_t buffer,
                                  size_t launches, uint64_t ns)
{
    uint64_t same[64];
    for (size_t i = 0; i < 64; i++)
        same[i] = ns;
    recorded_times_of(to, submit, buffer, launches, same);
}

#endif

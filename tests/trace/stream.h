/* A stream that is written here event by event, and the batches that are cut from it. */
#ifndef TESTS_TRACE_STREAM_H
#define TESTS_TRACE_STREAM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "trace/batches.h"
#include "trace/writer.h"

#define BATCHES_MAX 64

/* Ids of what every stream has: buffers of 1000 bytes in a memory of their own each, but for
 * SHARED, which lies over the second half of BUFFER + 0; set SET + i reads buffer i and writes
 * buffer i + 1. */
enum {
    DEVICE = 1,
    QUEUE = 2,
    OTHER_QUEUE,
    FENCE,
    COMMANDS,
    SHARED,
    PIPELINE = 10,
    SET = 20,
    BUFFER = 40,
    MEMORY = 60
};
enum { PIPELINES = 3, SETS = 6, BUFFERS = 8 };

static struct trace_cutter *cutter;
static struct trace_batch cut[BATCHES_MAX];
static size_t cut_count;
static uint64_t now_ns, next_id;
static uint16_t thread; /* of the events that come */

static inline void keep_batch(void *context, const struct trace_batch *batch)
{
    (void)context;
    assert_true(cut_count < BATCHES_MAX);
    cut[cut_count++] = *batch;
}

/* An event of a call that took so long. */
static inline void play_long(uint64_t duration_ns, uint16_t kind, const void *fields,
                             const void *items, size_t count)
{
    static uint64_t event[1024];
    assert_true(trace_event_bytes(kind, count) <= sizeof event);
    trace_put(event, kind, thread, now_ns + 1000, duration_ns, fields, items, count);
    now_ns += 1000 + duration_ns;
    assert_int_equal(trace_cut(cutter, 0, (const struct trace_event *)event), 0);
}

static inline void play(uint16_t kind, const void *fields, const void *items, size_t count)
{
    play_long(0, kind, fields, items, count);
}

static inline void write_set(uint64_t set, uint64_t source, uint64_t dest)
{
    const struct trace_item_descriptor items[2] = {
        {.type = 7, .resource = source, .range = UINT64_MAX},
        {.binding = 1, .type = 7, .resource = dest, .range = UINT64_MAX}};
    const struct trace_write_set write = {.set = set};
    play(TRACE_WRITE_SET, &write, items, 2);
}

static inline void add_buffer(uint64_t id, uint64_t memory, uint64_t offset)
{
    const struct trace_buffer buffer = {.id = id, .device = DEVICE, .bytes = 1000};
    const struct trace_bind_memory bind = {.resource = id, .memory = memory, .offset = offset};
    play(TRACE_BUFFER, &buffer, NULL, 0);
    play(TRACE_BIND_MEMORY, &bind, NULL, 0);
}

/* One of `batch` that a call creates. */
static inline void create_pipeline(uint64_t id, uint64_t hash, uint64_t duration_ns, uint32_t batch)
{
    const struct trace_item_binding bindings[2] = {
        {.count = 1, .access = TRACE_ACCESS_READ},
        {.binding = 1, .count = 1, .access = TRACE_ACCESS_WRITE}};
    const struct trace_pipeline pipeline = {.id = id, .hash = hash, .local_x = 64, .batch = batch};
    play_long(duration_ns, TRACE_PIPELINE, &pipeline, bindings, 2);
}

static inline int start(void **state)
{
    (void)state;
    cut_count = 0;
    now_ns = 0;
    next_id = 1000;
    thread = 0;
    cutter = trace_create_cutter(keep_batch, NULL);
    for (uint64_t i = 0; i < BUFFERS; i++)
        add_buffer(BUFFER + i, MEMORY + i, 0);
    add_buffer(SHARED, MEMORY, 500);
    for (uint64_t i = 0; i < PIPELINES; i++)
        create_pipeline(PIPELINE + i, 100 + i, 0, 1);
    for (uint64_t i = 0; i < SETS; i++) {
        const struct trace_set set = {.id = SET + i};
        play(TRACE_SET, &set, NULL, 0);
        write_set(SET + i, BUFFER + i, BUFFER + i + 1);
    }
    return 0;
}

static inline int stop(void **state)
{
    (void)state;
    trace_destroy_cutter(&cutter);
    return 0;
}

/* A recording: P0 to P2 bind a pipeline, S0 to S5 a set, D launches, B is a barrier, C copies
 * buffer 6 to 7 and c buffer 0 to 7. Returns its id. */
static inline uint64_t record(const char *text)
{
    const uint64_t id = next_id++;
    const struct trace_recording recording = {.id = id, .commands = COMMANDS + 1000 + id};
    const struct trace_recording_end end = {.id = id};
    play(TRACE_RECORDING, &recording, NULL, 0);
    for (const char *c = text; *c != '\0'; c++) {
        const struct trace_bind_pipeline pipeline = {.pipeline = PIPELINE + (uint64_t)(c[1] - '0'),
                                                     .point = 1};
        const struct trace_bind_sets sets = {.point = 1};
        const struct trace_item_id set = {.id = SET + (uint64_t)(c[1] - '0')};
        const struct trace_dispatch dispatch = {.x = 4, .y = 2, .z = 1};
        const struct trace_barrier barrier = {.flags = 0};
        const struct trace_copy copy = {.source = *c == 'C' ? BUFFER + 6 : BUFFER,
                                        .dest = BUFFER + 7};
        const struct trace_item_region region = {.bytes = 100};
        if (*c == 'P')
            play(TRACE_BIND_PIPELINE, &pipeline, NULL, 0);
        else if (*c == 'S')
            play(TRACE_BIND_SETS, &sets, &set, 1);
        else if (*c == 'D')
            play(TRACE_DISPATCH, &dispatch, NULL, 0);
        else if (*c == 'B')
            play(TRACE_BARRIER, &barrier, NULL, 0);
        else if (*c == 'C' || *c == 'c')
            play(TRACE_COPY, &copy, &region, 1);
    }
    play(TRACE_RECORDING_END, &end, NULL, 0);
    return id;
}

static inline uint64_t submit_to(uint64_t queue, uint64_t recording)
{
    const uint64_t id = next_id++;
    const struct trace_submit submit = {.id = id, .queue = queue, .fence = FENCE};
    const struct trace_item_part part = {.id = recording, .role = TRACE_ROLE_RECORDING};
    play(TRACE_SUBMIT, &submit, &part, 1);
    return id;
}

static inline void wait_fence(void)
{
    const struct trace_wait wait = {.type = TRACE_WAIT_FENCES, .all = 1};
    const struct trace_item_point point = {.id = FENCE};
    play(TRACE_WAIT, &wait, &point, 1);
}

static inline void finish(size_t batches)
{
    trace_destroy_cutter(&cutter);
    if (cut_count != batches)
        fail_msg("%zu batches, expected %zu", cut_count, batches);
}

static inline void want_batch(size_t index, uint64_t launches, uint32_t levels, uint64_t distinct)
{
    const struct trace_batch *batch = &cut[index];
    if (batch->launches != launches || batch->levels != levels || batch->distinct != distinct)
        fail_msg("batch %zu: %llu launches, %u levels, %llu distinct", index,
                 (unsigned long long)batch->launches, batch->levels,
                 (unsigned long long)batch->distinct);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

#endif

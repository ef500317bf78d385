/* Streams that no program writes, each of which would take minutes if it were believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "trace/batches.h"
#include "trace/writer.h"

#define ITEMS 1500

static struct trace_cutter *cutter;
static uint64_t launches;

static void count_batch(void *context, const struct trace_batch *batch)
{
    (void)context;
    launches += batch->launches;
}

static int start(void **state)
{
    (void)state;
    launches = 0;
    cutter = trace_create_cutter(count_batch, NULL);
    return cutter ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    trace_destroy_cutter(&cutter);
    return 0;
}

static void play(uint16_t kind, const void *fields, const void *items, size_t count)
{
    static uint64_t event[TRACE_EVENT_BYTES_MAX / sizeof(uint64_t)];
    assert_true(trace_event_bytes(kind, count) <= sizeof event);
    trace_put(event, kind, 0, 1, 0, fields, items, count);
    assert_int_equal(trace_cut(cutter, 0, (const struct trace_event *)event), 0);
}

/* Each recording executes the one before it so often. */
static void recordings_of_recordings(void **state)
{
    static struct trace_item_id ids[ITEMS];
    const struct trace_dispatch dispatch = {1, 1, 1, 0};
    const struct trace_submit submit = {.id = 1, .queue = 2, .infos = 1};
    const struct trace_item_part part = {.id = 5, .role = TRACE_ROLE_RECORDING};
    (void)state;
    for (uint64_t id = 1; id <= 5; id++) {
        const struct trace_recording recording = {.id = id};
        const struct trace_recording_end end = {.id = id};
        const struct trace_execute execute = {.count = ITEMS};
        for (size_t i = 0; i < ITEMS; i++)
            ids[i].id = id - 1;
        play(TRACE_RECORDING, &recording, NULL, 0);
        if (id == 1)
            play(TRACE_DISPATCH, &dispatch, NULL, 0);
        else
            play(TRACE_EXECUTE, &execute, ids, ITEMS);
        play(TRACE_RECORDING_END, &end, NULL, 0);
    }
    play(TRACE_SUBMIT, &submit, &part, 1);
    stop(NULL);
    assert_in_range(launches, ITEMS, 1 << 20);
}

/* An element far beyond its binding's end goes through all the bindings behind it. */
static void elements_far_beyond(void **state)
{
    static struct trace_item_slot slots[ITEMS];
    static struct trace_item_descriptor items[ITEMS];
    const struct trace_set_layout layout = {.id = 1};
    const struct trace_set set = {.id = 2, .layout = 1};
    const struct trace_write_set write = {.set = 2};
    (void)state;
    for (uint32_t i = 0; i < ITEMS; i++) {
        slots[i] = (struct trace_item_slot){.binding = ITEMS - 1 - i, .count = 1};
        items[i].element = UINT32_MAX - i;
    }
    play(TRACE_SET_LAYOUT, &layout, slots, ITEMS);
    play(TRACE_SET, &set, NULL, 0);
    for (int i = 0; i < 20; i++)
        play(TRACE_WRITE_SET, &write, items, ITEMS);
}

/* A semaphore is signalled again and again, always with less than before, and nobody waits; and
 * then every wait is for all of it. */
static void signals_without_end(void **state)
{
    static struct trace_item_part parts[ITEMS];
    static struct trace_item_point points[ITEMS];
    const struct trace_submit submit = {.id = 1, .queue = 2, .infos = 1};
    const struct trace_wait wait = {.type = TRACE_WAIT_SEMAPHORES, .all = 1};
    (void)state;
    for (uint64_t event = 0; event < 400; event++) {
        for (uint64_t i = 0; i < ITEMS; i++)
            parts[i] = (struct trace_item_part){
                .id = 3, .value = UINT64_MAX - event * ITEMS - i, .role = TRACE_ROLE_SIGNAL};
        play(TRACE_SUBMIT, &submit, parts, ITEMS);
    }
    for (size_t i = 0; i < ITEMS; i++)
        points[i] = (struct trace_item_point){.id = 3, .value = i % 2 ? UINT64_MAX : 0};
    for (int i = 0; i < 400; i++)
        play(TRACE_WAIT, &wait, points, ITEMS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(recordings_of_recordings, start, stop),
        cmocka_unit_test_setup_teardown(elements_far_beyond, start, stop),
        cmocka_unit_test_setup_teardown(signals_without_end, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

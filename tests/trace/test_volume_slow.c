/* Ten million events: read as a stream, in memory that does not grow with them. Times are printed;
 * they depend on the machine, so that only memory is judged. */
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "trace_file.h"

#define EVENTS 10000000u
#define LAUNCHES 100u /* a recording: three events each */
#define MEMORY_KIB (64 * 1024)

static struct trace_stream *stream;
static uint64_t now_ns = 1, events;

static void put(uint16_t kind, const void *fields, const void *items, size_t count)
{
    assert_int_equal(trace_append(stream, kind, now_ns, 50, fields, items, count), 0);
    now_ns += 100;
    events++;
}

static void put_objects(void)
{
    const struct trace_device device = {.id = 1};
    const struct trace_queue queue = {.id = 2, .device = 1};
    const struct trace_buffer buffers[2] = {{.id = 3, .device = 1, .bytes = 4096},
                                            {.id = 4, .device = 1, .bytes = 4096}};
    const struct trace_set set = {.id = 5};
    const struct trace_item_descriptor written[2] = {
        {.type = 7, .resource = 3, .range = 4096},
        {.binding = 1, .type = 7, .resource = 4, .range = 4096}};
    const struct trace_write_set write = {.set = 5};
    const struct trace_pipeline pipeline = {.id = 6, .hash = 77, .shader_hash = 7, .local_x = 64};
    const struct trace_item_binding bindings[2] = {{.count = 1, .access = TRACE_ACCESS_READ},
                                                   {.binding = 1, .count = 1, .access = 2}};
    put(TRACE_DEVICE, &device, "none", 4);
    put(TRACE_QUEUE, &queue, NULL, 0);
    put(TRACE_BUFFER, &buffers[0], NULL, 0);
    put(TRACE_BUFFER, &buffers[1], NULL, 0);
    put(TRACE_SET, &set, NULL, 0);
    put(TRACE_WRITE_SET, &write, written, 2);
    put(TRACE_PIPELINE, &pipeline, bindings, 2);
}

/* A recording, its submit and its wait, as a program makes them. */
static void put_batch(uint64_t id, struct trace_writer *writer)
{
    const struct trace_recording recording = {.id = id, .commands = 7, .device = 1};
    const struct trace_recording_end end = {.id = id};
    const struct trace_bind_pipeline pipeline = {.pipeline = 6, .point = 1};
    const struct trace_bind_sets sets = {.point = 1};
    const struct trace_item_id set = {.id = 5};
    const struct trace_push_constants push = {.bytes = 4};
    const struct trace_dispatch dispatch = {.x = 16, .y = 1, .z = 1};
    const struct trace_barrier barrier = {.flags = 0};
    const struct trace_item_hazard hazard = {.source_stages = 1};
    const struct trace_submit submit = {.id = id + 1, .queue = 2, .fence = 8, .infos = 1};
    const struct trace_item_part part = {.id = id, .role = TRACE_ROLE_RECORDING};
    const struct trace_submitted back = {.submit = id + 1};
    const struct trace_wait wait = {.type = TRACE_WAIT_FENCES, .all = 1};
    const struct trace_item_point point = {.id = 8};
    put(TRACE_RECORDING, &recording, NULL, 0);
    put(TRACE_BIND_PIPELINE, &pipeline, NULL, 0);
    put(TRACE_BIND_SETS, &sets, &set, 1);
    for (uint32_t i = 0; i < LAUNCHES; i++) {
        put(TRACE_PUSH_CONSTANTS, &push, NULL, 0);
        put(TRACE_DISPATCH, &dispatch, NULL, 0);
        put(TRACE_BARRIER, &barrier, &hazard, 1);
    }
    put(TRACE_RECORDING_END, &end, NULL, 0);
    put(TRACE_SUBMIT, &submit, &part, 1);
    assert_int_equal(trace_flush(writer), 0);
    put(TRACE_SUBMITTED, &back, NULL, 0);
    put(TRACE_WAIT, &wait, &point, 1);
}

static void write_volume(void)
{
    struct trace_writer *writer;
    assert_int_equal(trace_create_file("volume"), 0);
    assert_int_equal(trace_open_writer("volume", &writer), 0);
    stream = trace_take_stream(writer);
    assert_non_null(stream);
    put_objects();
    for (uint64_t id = 100; events < EVENTS; id += 2)
        put_batch(id, writer);
    assert_int_equal(trace_flush(writer), 0);
    trace_close_writer(&writer);
}

/* The program's peak memory, in KiB. */
static long run(const char *action)
{
    struct timespec start, end;
    struct rusage usage;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &start);
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        if (freopen("out", "w", stdout))
            execl(DISPATCHWISE_PROGRAM, "dispatchwise", "trace", action, "volume", (char *)NULL);
        _exit(126);
    }
    assert_int_equal(wait4(child, &status, 0, &usage), child);
    assert_int_equal(status, 0);
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("trace %s: %.2f s, %ld KiB\n", action,
           (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9,
           usage.ru_maxrss);
    return usage.ru_maxrss;
}

static void test_volume(void **state)
{
    (void)state;
    write_volume();
    assert_in_range(run("check"), 1, MEMORY_KIB);
    assert_in_range(run("info"), 1, MEMORY_KIB);
    struct file_bytes out = file_read("out");
    out.data[out.size] = '\0';
    assert_non_null(strstr((const char *)out.data, "batches: "));
    free(out.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_volume)};
    return cmocka_run_group_tests(tests, trace_enter, trace_leave);
}

/* What cuts batches, and what each says. */
#include "stream.h"

/* What one recording, submitted once, comes to. */
static void test_recordings(void **state)
{
    static const struct {
        const char *text;
        uint64_t launches, distinct;
        uint32_t levels;
        enum trace_hazard hazard; /* of all neighbours */
    } rows[] = {
        {"P0S0D", 1, 1, 1, TRACE_HAZARD_INDEPENDENT},
        {"P0S0DS2DS4D", 3, 3, 1, TRACE_HAZARD_INDEPENDENT},
        {"P0S0DBS2DBS4D", 3, 3, 1, TRACE_HAZARD_INDEPENDENT}, /* barriers for nothing */
        {"P0S0DBDBD", 3, 1, 3, TRACE_HAZARD_WRITE_WRITE},
        {"P0S0DDD", 3, 1, 1, TRACE_HAZARD_WRITE_WRITE}, /* nothing keeps them apart */
        {"P0S0DBS1DBS2D", 3, 3, 3, TRACE_HAZARD_READ_AFTER_WRITE},
        {"P0S3DBS2DBS1D", 3, 3, 3, TRACE_HAZARD_WRITE_AFTER_READ},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        stop(NULL);
        start(NULL);
        submit_to(QUEUE, record(rows[i].text));
        finish(1);
        want_batch(0, rows[i].launches, rows[i].levels, rows[i].distinct);
        assert_int_equal(cut[0].groups, 8 * rows[i].launches);
        assert_int_equal(cut[0].groups_max, 8);
        assert_int_equal(cut[0].resources, 2);
        if (cut[0].hazards[rows[i].hazard] != rows[i].launches - 1)
            fail_msg("%s: another hazard", rows[i].text);
    }
}

static void test_pipelines_cut(void **state)
{
    (void)state;
    submit_to(QUEUE, record("P0S0DDP1DP0D"));
    finish(3);
    want_batch(0, 2, 1, 1);
    assert_int_equal(cut[1].pipeline == NULL, 0);
    want_batch(2, 1, 1, 1);
    assert_int_not_equal(cut[0].identity, cut[1].identity);
}

static void test_queues_cut(void **state)
{
    (void)state;
    const uint64_t recording = record("P0S0D");
    submit_to(QUEUE, recording);
    submit_to(OTHER_QUEUE, recording);
    submit_to(QUEUE, recording);
    finish(2);
    assert_int_equal(cut[0].launches + cut[1].launches, 3);
}

/* The same work, waited for each time: two batches of one identity. */
static void test_waits_cut(void **state)
{
    (void)state;
    const uint64_t recording = record("P0S0DBD");
    submit_to(QUEUE, recording);
    wait_fence();
    submit_to(QUEUE, recording);
    finish(2);
    assert_true(cut[0].waited);
    assert_false(cut[1].waited);
    assert_int_equal(cut[0].identity, cut[1].identity);
    assert_int_equal(cut[1].gap_ns, 1000);
    assert_int_equal(cut[1].resubmitted, 1);
}

/* A wait says that its submit was done, and all before it; not what came after. */
static void test_done(void **state)
{
    (void)state;
    const uint64_t recording = record("P0S0D");
    submit_to(QUEUE, recording);
    submit_to(QUEUE, record("P1S1D"));
    const struct trace_wait wait = {.type = TRACE_WAIT_FENCES, .all = 1};
    const struct trace_item_point point = {.id = FENCE};
    const struct trace_submit later = {.id = next_id++, .queue = QUEUE, .fence = FENCE + 100};
    const struct trace_item_part part = {.id = recording, .role = TRACE_ROLE_RECORDING};
    play(TRACE_SUBMIT, &later, &part, 1);
    play(TRACE_WAIT, &wait, &point, 1);
    const uint64_t done_ns = now_ns;
    finish(3);
    assert_int_equal(cut[0].done_ns, done_ns);
    assert_int_equal(cut[1].done_ns, done_ns);
    assert_int_equal(cut[2].done_ns, 0);
}

/* Host time of a recording goes to its batches, once. */
static void test_record_times(void **state)
{
    (void)state;
    const uint64_t recording = record("P0S0DP1S1D"); /* seven events, 1000 ns apart */
    submit_to(QUEUE, recording);
    wait_fence();
    submit_to(QUEUE, recording);
    finish(4);
    assert_int_equal(cut[0].record_ns, 3500);
    assert_int_equal(cut[1].record_ns, 3500);
    assert_int_equal(cut[2].record_ns, 0);
    assert_int_equal(cut[3].record_ns, 0);
}

static void test_resubmits(void **state)
{
    (void)state;
    const uint64_t recording = record("P0S0D");
    for (int i = 0; i < 5; i++)
        submit_to(QUEUE, recording);
    finish(1);
    want_batch(0, 5, 5, 1); /* submits are in order: each is a level of its own */
    assert_int_equal(cut[0].submits, 5);
    assert_int_equal(cut[0].resubmitted, 4);
}

static void test_secondaries(void **state)
{
    (void)state;
    const uint64_t inner = record("P0S0DBS1D");
    const uint64_t outer = next_id++;
    const struct trace_recording recording = {.id = outer, .commands = COMMANDS};
    const struct trace_recording_end end = {.id = outer};
    const struct trace_execute execute = {.count = 2};
    const struct trace_item_id ids[2] = {{inner}, {inner}};
    play(TRACE_RECORDING, &recording, NULL, 0);
    play(TRACE_EXECUTE, &execute, ids, 2);
    play(TRACE_RECORDING_END, &end, NULL, 0);
    submit_to(QUEUE, outer);
    finish(1);
    assert_int_equal(cut[0].launches, 4);
    assert_int_equal(cut[0].distinct, 2);
}

static void test_copies(void **state)
{
    (void)state;
    submit_to(QUEUE, record("CP0S0D"));
    wait_fence();
    submit_to(QUEUE, record("P0S1DcD"));
    wait_fence();
    submit_to(QUEUE, record("P0S0DcD"));
    wait_fence();
    submit_to(QUEUE, record("P0S0D"));
    finish(4);
    assert_int_equal(cut[0].copies_verdict, DW_COPY_OVERLAP);
    assert_int_equal(cut[0].copy_bytes, 100);
    assert_int_equal(cut[1].copies_verdict, DW_COPY_OVERLAP);
    assert_int_equal(cut[2].copies_verdict, DW_COPY_OVERLAP); /* both only read buffer 0 */
    assert_int_equal(cut[3].copies_verdict, DW_COPY_NONE);
}

static void test_copy_conflicts(void **state)
{
    (void)state;
    write_set(SET, BUFFER + 7, BUFFER + 1);
    submit_to(QUEUE, record("CP0S0D"));
    finish(1);
    assert_int_equal(cut[0].copies_verdict, DW_COPY_SERIALIZE);
}

/* Two buffers in one memory. */
static void test_aliases(void **state)
{
    (void)state;
    write_set(SET, BUFFER + 3, BUFFER);
    write_set(SET + 1, SHARED, BUFFER + 4);
    submit_to(QUEUE, record("P0S0DBS1D"));
    finish(1);
    want_batch(0, 2, 2, 2);
    assert_int_equal(cut[0].hazards[TRACE_HAZARD_READ_AFTER_WRITE], 1);
}

static void test_rewrites(void **state)
{
    (void)state;
    submit_to(QUEUE, record("P0S0D"));
    wait_fence();
    submit_to(QUEUE, record("P0S0D"));
    wait_fence();
    write_set(SET, BUFFER + 2, BUFFER + 3);
    submit_to(QUEUE, record("P0S0D"));
    finish(3);
    assert_int_equal(cut[0].rewrites, 0);
    assert_int_equal(cut[1].rewrites, 0);
    assert_int_equal(cut[2].rewrites, 1);
    assert_int_equal(cut[0].identity, cut[1].identity);
    assert_int_not_equal(cut[1].identity, cut[2].identity);
}

/* 0 1 0 1 0 2: what followed 0 was known, until it was another. */
static void test_predictions(void **state)
{
    static const char *const texts[] = {"P0S0D", "P1S0D", "P0S0D", "P1S0D", "P0S0D", "P2S0D"};
    (void)state;
    for (int i = 0; i < 6; i++)
        submit_to(QUEUE, record(texts[i]));
    finish(6);
    assert_int_equal(cut[1].seen, 0);
    assert_false(cut[1].predicted);
    assert_int_equal(cut[3].hits, 1);
    assert_int_equal(cut[3].confidence_bps, 10000);
    assert_true(cut[3].predicted);
    assert_int_equal(cut[5].hits, 2);
    assert_int_equal(cut[5].seen, 2);
    assert_false(cut[5].predicted);
}

/* Times that come after the wait are still the batch's. */
static void test_device_times(void **state)
{
    (void)state;
    const uint64_t recording = record("P0S0DDP1D");
    const uint64_t submit = submit_to(QUEUE, recording);
    const struct trace_gpu_times times = {.submit = submit, .recording = recording};
    const struct trace_item_span spans[3] = {{1, 10}, {11, 20}, {31, 400}};
    wait_fence();
    play(TRACE_GPU_TIMES, &times, spans, 3);
    finish(2);
    assert_int_equal(cut[0].timed, 2);
    assert_int_equal(cut[0].device_ns, 30);
    assert_int_equal(cut[1].device_ns, 400);
}

static void test_unknown(void **state)
{
    (void)state;
    const struct trace_pipeline pipeline = {
        .id = PIPELINE + 9, .hash = 5, .flags = TRACE_PIPELINE_ADDRESSES};
    play(TRACE_PIPELINE, &pipeline, NULL, 0);
    submit_to(QUEUE, record("P9DBD"));
    finish(1);
    want_batch(0, 2, 2, 1);
    assert_int_equal(cut[0].hazards[TRACE_HAZARD_UNKNOWN], 1);
}

/* A command buffer that is recorded anew is another recording; what it held is gone. */
static void test_destroyed(void **state)
{
    (void)state;
    const uint64_t recording = record("P0S0D");
    const struct trace_destroy destroy = {.id = COMMANDS + 1000 + recording};
    submit_to(QUEUE, recording);
    play(TRACE_DESTROY, &destroy, NULL, 0);
    submit_to(QUEUE, recording);
    finish(1);
    assert_int_equal(cut[0].launches, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_recordings),     TEST(test_pipelines_cut), TEST(test_queues_cut),
        TEST(test_waits_cut),      TEST(test_done),          TEST(test_record_times),
        TEST(test_resubmits),      TEST(test_secondaries),   TEST(test_copies),
        TEST(test_copy_conflicts), TEST(test_aliases),       TEST(test_rewrites),
        TEST(test_predictions),    TEST(test_device_times),  TEST(test_unknown),
        TEST(test_destroyed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is between a batch and the one before: D2, and pipelines that were compiled: I2. */
#include "stream.h"

/* A submit of two recordings, or of one (the second 0). */
static void submit_both(uint64_t first, uint64_t second)
{
    const struct trace_submit submit = {.id = next_id++, .queue = QUEUE, .fence = FENCE};
    const struct trace_item_part parts[2] = {{.id = first, .role = TRACE_ROLE_RECORDING},
                                             {.id = second, .role = TRACE_ROLE_RECORDING}};
    play(TRACE_SUBMIT, &submit, parts, second ? 2 : 1);
}

/* What is between a batch and the one before. */
static void test_neighbours(void **state)
{
    static const struct {
        const char *first, *second; /* second NULL: one recording has both */
        bool waits, joined, apart;
        enum trace_hazard hazard;
    } rows[] = {
        {"P0S0DP1S2D", NULL, false, true, false, TRACE_HAZARD_INDEPENDENT},
        {"P0S0DBP1S2D", NULL, false, true, true, TRACE_HAZARD_INDEPENDENT},
        {"P0S0DBP1S1D", NULL, false, true, true, TRACE_HAZARD_READ_AFTER_WRITE},
        /* The last launches alone would be independent. */
        {"P0S0DS4DBP1S1D", NULL, false, true, true, TRACE_HAZARD_READ_AFTER_WRITE},
        {"P0S0D", "P1S2D", false, false, true, TRACE_HAZARD_INDEPENDENT},
        {"P0S0D", "P1S0D", false, false, true, TRACE_HAZARD_WRITE_WRITE},
        {"P0S0D", "P1S2D", true, false, true, TRACE_HAZARD_INDEPENDENT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        stop(NULL);
        start(NULL);
        submit_to(QUEUE, record(rows[i].first));
        if (rows[i].waits)
            wait_fence();
        if (rows[i].second)
            submit_to(QUEUE, record(rows[i].second));
        finish(2);
        const struct trace_batch *batch = &cut[1];
        assert_false(cut[0].follows);
        if (batch->follows == rows[i].waits || batch->joined != rows[i].joined ||
            batch->apart != rows[i].apart || batch->neighbour != rows[i].hazard)
            fail_msg("row %zu: follows %d joined %d apart %d, hazard %d", i, batch->follows,
                     batch->joined, batch->apart, batch->neighbour);
    }
}

/* A pipeline is compiled for a batch if it was created since the batch before. */
static void test_compiled(void **state)
{
    (void)state;
    submit_to(QUEUE, record("P0S0D")); /* the start of the program is nobody's */
    wait_fence();
    create_pipeline(PIPELINE + 7, 107, 50000, 2); /* of a call that creates two */
    create_pipeline(PIPELINE + 8, 108, 50000, 2);
    submit_to(QUEUE, record("P7S0D"));
    wait_fence();
    submit_to(QUEUE, record("P8S0D")); /* was there before the batch before */
    submit_to(QUEUE, record("P1S0D"));
    submit_to(QUEUE, record("P7S0D"));
    thread = 1;
    create_pipeline(PIPELINE + 9, 109, 30000, 1);
    thread = 0;
    submit_to(QUEUE, record("P9S0D"));
    finish(6);
    for (size_t i = 0; i < 6; i++)
        if (cut[i].compiled != (i == 1 || i == 5) || cut[i].ahead != (i == 5))
            fail_msg("batch %zu: compiled %d, ahead %d", i, cut[i].compiled, cut[i].ahead);
    assert_int_equal(cut[1].compile_ns, 25000);
    assert_int_equal(cut[5].compile_ns, 30000);
}

/* In one submit what counts is when the launch before was recorded; and what is created while
 * commands are recorded is no time of recording. */
static void test_compiled_on_the_way(void **state)
{
    (void)state;
    const uint64_t early = record("P0S0D");
    create_pipeline(PIPELINE + 7, 107, 50000, 1);
    const uint64_t late = record("P7S0D");
    submit_both(early, late);
    wait_fence();
    /* The creation comes first in the file, and in time it is within the recording. */
    const uint64_t begin_ns = now_ns;
    create_pipeline(PIPELINE + 8, 108, 50000, 1);
    const uint64_t end_ns = now_ns;
    now_ns = begin_ns - 1000;
    const struct trace_recording recording = {.id = next_id, .commands = COMMANDS};
    const struct trace_recording_end end = {.id = next_id};
    const struct trace_bind_pipeline bind = {.pipeline = PIPELINE + 8, .point = 1};
    const struct trace_dispatch dispatch = {.x = 1, .y = 1, .z = 1};
    play(TRACE_RECORDING, &recording, NULL, 0);
    now_ns = end_ns;
    play(TRACE_BIND_PIPELINE, &bind, NULL, 0);
    play(TRACE_DISPATCH, &dispatch, NULL, 0);
    play(TRACE_RECORDING_END, &end, NULL, 0);
    submit_to(QUEUE, next_id++);
    finish(3);
    assert_false(cut[0].compiled);
    assert_true(cut[1].compiled);
    assert_true(cut[1].joined);
    assert_true(cut[2].compiled);
    assert_false(cut[2].ahead);
    assert_int_equal(cut[2].compile_ns, 50000);
    assert_int_equal(cut[2].record_ns, end_ns + 3000 - begin_ns - 50000);
}

/* What is foreseen can be compiled where it is not there: it was destroyed, and comes again. */
static void test_missing(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 3; i++) {
        const struct trace_destroy destroy = {.id = 500 + i};
        submit_to(QUEUE, record("P0S0D"));
        create_pipeline(destroy.id, 107, 1000, 1);
        const struct trace_recording recording = {.id = next_id, .commands = COMMANDS};
        const struct trace_recording_end end = {.id = next_id};
        const struct trace_bind_pipeline bind = {.pipeline = destroy.id, .point = 1};
        const struct trace_dispatch dispatch = {.x = 1, .y = 1, .z = 1};
        play(TRACE_RECORDING, &recording, NULL, 0);
        play(TRACE_BIND_PIPELINE, &bind, NULL, 0);
        play(TRACE_DISPATCH, &dispatch, NULL, 0);
        play(TRACE_RECORDING_END, &end, NULL, 0);
        submit_to(QUEUE, next_id++);
        play(TRACE_DESTROY, &destroy, NULL, 0);
    }
    /* Foreseen is the one that is gone; or one that is there, and another comes. */
    submit_to(QUEUE, record("P0S0D"));
    submit_to(QUEUE, record("P1S0D"));
    submit_to(QUEUE, record("P2S0D"));
    submit_to(QUEUE, record("P1S0D"));
    create_pipeline(PIPELINE + 9, 109, 1000, 1);
    submit_to(QUEUE, record("P9S0D"));
    finish(11);
    for (size_t i = 1; i < 6; i += 2) {
        assert_true(cut[i].compiled);
        assert_int_equal(cut[i].hits, i / 2);
        assert_int_equal(cut[i].missing, i > 1);
    }
    assert_true(cut[7].missing);
    assert_false(cut[7].compiled);
    assert_true(cut[10].compiled);
    assert_int_equal(cut[10].hits, 1);
    assert_false(cut[10].missing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_neighbours),
        TEST(test_compiled),
        TEST(test_compiled_on_the_way),
        TEST(test_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

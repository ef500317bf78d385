/* What the host's waits make of batches, where it waits for other submits than the last. */
#include "stream.h"

/* Frames in flight have a fence each. */
enum { FRAMES = 4, FRAME_FENCE = 200 };

static void submit_frame(uint64_t frame, uint64_t recording)
{
    const struct trace_submit submit = {
        .id = next_id++, .queue = QUEUE, .fence = FRAME_FENCE + frame % FRAMES};
    const struct trace_item_part part = {.id = recording, .role = TRACE_ROLE_RECORDING};
    play(TRACE_SUBMIT, &submit, &part, 1);
}

/* Returns when it was over. */
static uint64_t wait_frame(uint64_t frame)
{
    const struct trace_wait wait = {.type = TRACE_WAIT_FENCES, .all = 1};
    const struct trace_item_point point = {.id = FRAME_FENCE + frame % FRAMES};
    play(TRACE_WAIT, &wait, &point, 1);
    return now_ns;
}

static void want_wait(size_t index, bool waited, bool follows, uint64_t done_ns)
{
    const struct trace_batch *batch = &cut[index];
    if (batch->waited != waited || batch->follows != follows || batch->done_ns != done_ns)
        fail_msg("batch %zu: waited %d, follows %d, done at %llu, expected %d, %d, %llu", index,
                 batch->waited, batch->follows, (unsigned long long)batch->done_ns, waited, follows,
                 (unsigned long long)done_ns);
}

/* One frame in flight, of two pipelines in turn: a frame is not waited for before the next one is
 * submitted, and the last one never is. */
static void test_earlier_frames(void **state)
{
    uint64_t done_ns[6] = {0};
    (void)state;
    for (uint64_t frame = 0; frame < 6; frame++) {
        submit_frame(frame, record(frame % 2 ? "P1S2D" : "P0S0D"));
        if (frame > 0)
            done_ns[frame - 1] = wait_frame(frame - 1);
    }
    finish(6);
    for (size_t i = 0; i < 6; i++)
        want_wait(i, false, i > 0, done_ns[i]);
}

/* Of one pipeline: a frame joins the one before, until the host waits for that one. */
static void test_part_of_a_batch(void **state)
{
    uint64_t done_ns[5] = {0};
    (void)state;
    for (uint64_t frame = 0; frame < 5; frame++) {
        submit_frame(frame, record("P0S0D"));
        if (frame > 0)
            done_ns[frame - 1] = wait_frame(frame - 1);
    }
    finish(3);
    want_batch(0, 2, 2, 1);
    want_batch(1, 2, 2, 1);
    want_batch(2, 1, 1, 1);
    want_wait(0, true, false, done_ns[1]); /* done is what all of it is */
    want_wait(1, true, false, done_ns[3]);
    want_wait(2, false, false, 0);
}

/* A fence that is asked again, or of what came before, says nothing of the batch. */
static void test_old_news(void **state)
{
    (void)state;
    submit_frame(0, record("P0S0D"));
    const uint64_t done_ns = wait_frame(0);
    submit_frame(1, record("P0S0D"));
    wait_frame(0);
    submit_frame(2, record("P0S0D"));
    const uint64_t begin_ns = now_ns;
    wait_frame(0);
    submit_frame(3, record("P1S2D"));
    const uint64_t next_ns = now_ns;
    finish(3);
    want_batch(1, 2, 2, 1);
    want_wait(0, true, false, done_ns);
    want_wait(1, false, false, 0);
    want_wait(2, false, true, 0);
    /* Nor does it shorten the time from the batch before. */
    assert_int_equal(cut[2].gap_ns, next_ns - begin_ns);
}

/* A submit behind it, of copies alone, is as good as its own. */
static void test_later_submits(void **state)
{
    (void)state;
    submit_frame(0, record("P0S0D"));
    submit_frame(1, record("C"));
    const uint64_t done_ns = wait_frame(1);
    submit_frame(2, record("P1S2D"));
    finish(2);
    want_wait(0, true, false, done_ns);
    want_wait(1, false, false, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_earlier_frames),
        TEST(test_part_of_a_batch),
        TEST(test_old_news),
        TEST(test_later_submits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

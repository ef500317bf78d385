/* What the host's waits make of batches, where it waits for other submits than the last. */
#include "stream.h"

/* Frames in flight have a fence each. */
enum { FRAMES = 4, FRAME_FENCE = 200, SEMAPHORE = 300 };

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

/* Of a wait for any of several nothing is known of each. */
static void test_any(void **state)
{
    const struct trace_item_point points[2] = {{.id = FRAME_FENCE}, {.id = FRAME_FENCE + 1}};
    (void)state;
    for (uint32_t all = 0; all < 2; all++)
        for (size_t count = 1; count <= 2; count++) {
            const struct trace_wait wait = {.type = TRACE_WAIT_FENCES, .all = all};
            stop(NULL);
            start(NULL);
            submit_frame(0, record("P0S0D"));
            submit_frame(1, record("P1S2D"));
            play(TRACE_WAIT, &wait, points, count);
            finish(2);
            want_wait(0, false, false, all || count == 1 ? now_ns : 0);
            want_wait(1, all && count == 2, true, all && count == 2 ? now_ns : 0);
        }
}

static void submit_signal(uint64_t queue, uint64_t recording, uint64_t value)
{
    const struct trace_submit submit = {.id = next_id++, .queue = queue};
    const struct trace_item_part parts[2] = {
        {.id = recording, .role = TRACE_ROLE_RECORDING},
        {.id = SEMAPHORE, .value = value, .role = TRACE_ROLE_SIGNAL}};
    play(TRACE_SUBMIT, &submit, parts, 2);
}

/* A wait for the value, or a poll that found it. */
static uint64_t wait_value(enum trace_wait_type type, uint64_t value)
{
    const struct trace_wait wait = {.type = type, .all = 1};
    const struct trace_item_point point = {.id = SEMAPHORE, .value = value};
    play(TRACE_WAIT, &wait, &point, 1);
    return now_ns;
}

/* Each value is one of a timeline's: at the beginning (i), signalled by a submit to a queue (a) or
 * to another (b), or by the host (h), waited for (w), or found by a poll (p). Returns how many
 * submits there were. */
static uint64_t play_timeline(const char *text)
{
    static const char *const launches[PIPELINES] = {"P0S0D", "P1S2D", "P2S4D"};
    uint64_t submits = 0;
    for (const char *c = text; *c != '\0'; c += 2) {
        const uint64_t value = (uint64_t)(c[1] - '0');
        const struct trace_sync sync = {
            .id = SEMAPHORE, .type = TRACE_SYNC_TIMELINE, .value = value};
        const struct trace_signal signal = {.id = SEMAPHORE, .value = value};
        if (*c == 'i')
            play(TRACE_SYNC, &sync, NULL, 0);
        else if (*c == 'h')
            play(TRACE_SIGNAL, &signal, NULL, 0);
        else if (*c == 'w' || *c == 'p')
            wait_value(*c == 'w' ? TRACE_WAIT_SEMAPHORES : TRACE_WAIT_SEMAPHORE_VALUE, value);
        else
            submit_signal(*c == 'a' ? QUEUE : OTHER_QUEUE, record(launches[submits++]), value);
    }
    return submits;
}

/* Which submit a batch is, each being its own: batches come queue by queue. */
static size_t submit_of(size_t batch)
{
    size_t before = 0;
    for (size_t i = 0; i < cut_count; i++)
        before += cut[i].begin_ns < cut[batch].begin_ns;
    return before;
}

/* Which of the submits are known to be done. */
static void test_timelines(void **state)
{
    static const struct {
        const char *text, *done;
    } rows[] = {
        {"i0a1a2w1", "10"},
        {"i0a1a2w2", "11"},
        {"i0a1a2w1w2", "11"},
        {"i0a1a2w2w1", "11"},
        {"i0a1a2w3", "11"},
        {"i0a1a2a3w2", "110"},
        /* What ends a wait is the first that is enough; a poll says how far it is. */
        {"i0a2a4w3", "11"},
        {"i0a2a4w1", "10"},
        {"i0a2a4p3", "10"},
        {"i0a2a4p4", "11"},
        {"i0a2p0", "0"},
        /* It was there before, or came from the host. */
        {"i0a1w0", "0"},
        {"i5a6w5", "0"},
        {"i5a6w3", "0"},
        {"i0a1h3a5w3", "10"},
        {"i0a1h3a5w2", "10"},
        {"i0a1h3a5p3", "10"},
        {"i0a1h3a5w4", "11"},
        /* Of several queues, in whatever order they were submitted. */
        {"i0a1b2w1", "10"},
        {"i0a1b2w2", "11"},
        {"i0b2a1w1", "01"},
        {"i0b2a1w2", "11"},
        {"i0a1b2a3w2", "110"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char done[PIPELINES + 1] = "";
        stop(NULL);
        start(NULL);
        const uint64_t submits = play_timeline(rows[i].text);
        finish(submits);
        for (size_t k = 0; k < submits; k++)
            done[submit_of(k)] = cut[k].done_ns > 0 ? '1' : '0';
        if (strcmp(done, rows[i].done) != 0)
            fail_msg("%s: %s, expected %s", rows[i].text, done, rows[i].done);
    }
}

/* One frame in flight, as above. */
static void test_earlier_values(void **state)
{
    uint64_t done_ns[6] = {0};
    (void)state;
    for (uint64_t frame = 0; frame < 6; frame++) {
        submit_signal(QUEUE, record(frame % 2 ? "P1S2D" : "P0S0D"), frame + 1);
        if (frame > 0)
            done_ns[frame - 1] = wait_value(TRACE_WAIT_SEMAPHORES, frame);
    }
    finish(6);
    for (size_t i = 0; i < 6; i++)
        want_wait(i, false, i > 0, done_ns[i]);
}

/* Of many that nobody waits for the last are kept. */
static void test_many_values(void **state)
{
    (void)state;
    submit_signal(QUEUE, record("P0S0D"), 1);
    submit_signal(QUEUE, record("P1S2D"), 2);
    for (uint64_t value = 3; value <= 200; value++)
        submit_signal(QUEUE, record("P2S4D"), value);
    wait_value(TRACE_WAIT_SEMAPHORES, 1);
    wait_value(TRACE_WAIT_SEMAPHORES, 100);
    submit_signal(QUEUE, record("P2S4D"), 201);
    const uint64_t done_ns = wait_value(TRACE_WAIT_SEMAPHORES, 199);
    submit_signal(QUEUE, record("P2S4D"), 202);
    finish(4);
    want_batch(2, 199, 199, 1);
    want_wait(0, false, false, done_ns);
    want_wait(1, false, true, done_ns);
    want_wait(2, true, true, 0); /* a part of it */
    want_wait(3, false, false, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_earlier_frames),
        TEST(test_part_of_a_batch),
        TEST(test_old_news),
        TEST(test_later_submits),
        TEST(test_any),
        TEST(test_timelines),
        TEST(test_earlier_values),
        TEST(test_many_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

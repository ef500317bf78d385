/* Batches that are replayed with the one before them: neighbours that nothing keeps apart, and
 * pipelines that were compiled for a batch; and what an interval that is too wide says. */
#include "replayed.h"

#define ROUNDS 20
#define NEW 9 /* number of the pipeline that comes and goes */

/* Two kernels of 3 ms and of 1 ms in a buffer, on buffers of their own; then two that follow one
 * another without a barrier. Each is waited for so long. */
static void record_pairs(const char *path, const double wait_ns[2])
{
    struct recorded to;
    recorded_open(&to, path);
    for (int i = 0; i < ROUNDS; i++) {
        static const char *const texts[2] = {"P0S0DBP1S2D", "P0S0DP2S4D"};
        for (int kind = 0; kind < 2; kind++) {
            const uint64_t buffer = recorded_buffer(&to, texts[kind], 7 + (uint32_t)kind);
            const uint64_t submit = recorded_submit(&to, buffer);
            recorded_wait(&to, (uint64_t)wait_ns[kind]);
            recorded_times_of(&to, submit, buffer, 2, (const uint64_t[2]){3000000, 1000000});
        }
    }
    recorded_close(&to);
}

static double side_ns(const struct table *summary, const struct table *weights, size_t row,
                      const char *arm)
{
    const double ns = wall_ns(summary, weights, row, arm);
    if (!(ns > 0))
        fail_msg("%s was not timed", arm);
    return ns;
}

static void neighbours_are_replayed_together(void **state)
{
    static const char *const arms[2] = {"plain_launches/batched:all",
                                        "plain_launches/batched:all+arms=concurrent"};
    static const char *const seconds[2] = {"0000000000000065", "0000000000000066"};
    struct table weights, summary, instances, program;
    double wait_ns[2] = {5000000, 5000000}, oracle_ns = 0;
    (void)state;
    for (int pass = 0; pass < 2; pass++) {
        record_pairs("pairs.dwtrace", wait_ns);
        replay("pairs.dwtrace", "pairs");
        expect_text(outcome.out, "40 pairs of neighbours that nothing keeps apart");
        table_read(&weights, "pairs/weights.csv");
        table_read(&summary, "pairs/summary.csv");
        assert_int_equal(weights.rows - 1, 2);
        for (int kind = 0; kind < 2; kind++) {
            const size_t row = table_find(&weights, 1, "b_pipeline", seconds[kind], NULL, NULL);
            assert_true(row > 0);
            assert_string_equal(table_text(&weights, row, "pipeline"), "0000000000000064");
            assert_string_equal(table_text(&weights, row, "arm"), arms[kind]);
            assert_string_equal(table_text(&weights, row, "occurrences"), "20");
            assert_string_equal(table_text(&weights, row, "batches"), "2");
            assert_true(fabs(table_number(&weights, row, "matched_kernel_ns") / 3e6 - 1) <= 0.05);
            assert_true(fabs(table_number(&weights, row, "b_matched_kernel_ns") / 1e6 - 1) <= 0.05);
            expect_near("recorded_ns", table_number(&weights, row, "recorded_ns"), wait_ns[kind]);
            assert_true(side_ns(&summary, &weights, row, arms[1]) <
                        0.8 * side_ns(&summary, &weights, row, arms[0]));
            wait_ns[kind] = round(wall_ns(&summary, &weights, row, arms[kind]));
            oracle_ns += pass ? ROUNDS * wall_ns(&summary, &weights, row, NULL) : 0;
        }
        table_read(&instances, "pairs/instances.csv");
        for (size_t row = 1; row < instances.rows; row++) {
            assert_string_equal(table_text(&instances, row, "arms"), "independent");
            assert_string_equal(table_text(&instances, row, "wait"), "batch");
            assert_string_equal(table_text(&instances, row, "groups"),
                                table_text(&instances, row, "b_groups"));
        }
        table_free(&instances);
        table_free(&weights);
        table_free(&summary);
    }
    EXPECT(&outcome, 0, "dispatchwise score pairs");
    expect_text(outcome.out, "80 of 80 batches, submitted as recorded, take the time recorded");
    table_read(&program, "pairs/program.csv");
    expect_near("oracle", program_ns(&program, "oracle", "fit"), oracle_ns);
    assert_true(program_ns(&program, "oracle", "fit") <
                0.9 * program_ns(&program, "as_recorded", "fit"));
    expect_near("planner", program_ns(&program, "planner", "fit"), oracle_ns);
    table_free(&program);
}

/* A kernel of 4 ms; behind it one of 1 ms, whose pipeline is created for it, by another thread if
 * `ahead`; later it is launched once more and goes. */
static void record_compiled(const char *path, bool ahead)
{
    struct recorded to;
    recorded_open(&to, path);
    struct trace_stream *other = trace_take_stream(to.writer);
    assert_non_null(other);
    for (int i = 0; i < ROUNDS; i++) {
        const uint64_t number = NEW + (uint64_t)i;
        const uint64_t first = recorded_buffer(&to, "P0S0D", 7);
        const uint64_t led = recorded_submit(&to, first);
        recorded_create(&to, ahead ? other : to.stream, number, 777, 6000000);
        const uint64_t second = recorded_buffer_of(&to, number, 1, 8);
        const uint64_t fresh = recorded_submit(&to, second);
        recorded_wait(&to, 2000000);
        recorded_times(&to, led, first, 1, 4000000);
        recorded_times(&to, fresh, second, 1, i == 0 ? 9000000 : 1000000);
        const uint64_t again = recorded_submit(&to, second);
        recorded_wait(&to, 1200000);
        recorded_times(&to, again, second, 1, 1000000);
        recorded_destroy(&to, number);
    }
    trace_give_back_stream(other);
    recorded_close(&to);
}

/* The instance of a kind that occurs so often. */
static const char *instance_of(const struct table *weights, const char *occurrences)
{
    const size_t row =
        table_find(weights, 1, "b_pipeline", "0000000000000309", "occurrences", occurrences);
    if (!row)
        fail_msg("nothing occurs %s times", occurrences);
    return table_text(weights, row, "instance");
}

static void new_pipelines_are_compiled(void **state)
{
    /* The first is foreseen by nobody; then as often as it has come. */
    static const struct {
        const char *part, *occurrences, *repeats;
        double speculates;
    } rows[] = {
        {"-new1", "1", "1", 0},
        {"-new1p10000", "7", "4", 1},
        {"-new1p10000", "12", "14", 1},
    };
    (void)state;
    for (int ahead = 0; ahead < 2; ahead++) {
        struct table weights, summary, instances;
        double batches = 0;
        size_t found = 0;
        record_compiled("compiled.dwtrace", ahead);
        replay("compiled.dwtrace", "compiled");
        expect_text(outcome.out, "20 batches had their pipeline compiled for them: 20 are replayed "
                                 "with the batch before, 0 as if");
        table_read(&weights, "compiled/weights.csv");
        table_read(&summary, "compiled/summary.csv");
        table_read(&instances, "compiled/instances.csv");
        for (size_t row = 1; row < weights.rows; row++)
            batches +=
                table_number(&weights, row, "occurrences") * table_number(&weights, row, "batches");
        assert_true(batches == 3 * ROUNDS);
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            const size_t row = table_find(&weights, 1, "b_pipeline", "0000000000000309",
                                          "occurrences", rows[i].occurrences);
            assert_true(row > 0);
            found++;
            const char *name = table_text(&weights, row, "instance");
            assert_non_null(strstr(name, rows[i].part));
            const size_t at = table_find(&instances, 1, "instance", name, NULL, NULL);
            assert_string_equal(table_text(&instances, at, "repeats"), rows[i].repeats);
            assert_string_equal(table_text(&instances, at, "resources"), "0");
            assert_string_equal(table_text(&weights, row, "arm"),
                                ahead ? "plain_launches/each+specialization=speculate"
                                      : "plain_launches/each");
            /* What the program waited for is in its time. */
            expect_near("recorded_ns", table_number(&weights, row, "recorded_ns"),
                        ahead ? 8000000 : 8000000);
            /* The second kernel's time is that of its later launches. */
            assert_true(fabs(table_number(&weights, row, "b_matched_kernel_ns") / 1e6 - 1) <= 0.05);
            side_ns(&summary, &weights, row, table_text(&weights, row, "arm"));
            const double hold_ns = side_ns(&summary, &weights, row, "plain_launches/batched:all");
            const double ahead_ns = side_ns(&summary, &weights, row,
                                            "plain_launches/batched:all+specialization=speculate");
            if ((ahead_ns < hold_ns) != (rows[i].speculates > 0))
                fail_msg("%s: %f ns held, %f ns ahead", name, hold_ns, ahead_ns);
        }
        assert_int_equal(weights.rows - 1, found + 1); /* and the later launch, alone */
        table_free(&weights);
        table_free(&summary);
        table_free(&instances);
    }
}

/* Both policies choose a side, each by what was known then. */
static void policies_choose_a_side(void **state)
{
    struct table summary, weights;
    (void)state;
    record_compiled("chosen.dwtrace", false);
    EXPECT(&outcome, 0,
           "dispatchwise tune --device sim:sim.csv --workload saxpy,spin,histogram --trace "
           "chosen.dwtrace --budget 5 -q -o chosen 2>&1");
    table_read(&summary, "chosen/summary.csv");
    table_read(&weights, "chosen/weights.csv");
    for (int hot = 0; hot < 2; hot++) {
        const char *name = instance_of(&weights, hot ? "12" : "1");
        const size_t at = table_find(&summary, 1, "instance", name, NULL, NULL);
        assert_true(at > 0);
        for (int policy = 0; policy < 2; policy++) {
            const char *chosen =
                table_text(&summary, at, policy ? "reference_choice" : "planner_choice");
            if ((strstr(chosen, "+specialization=speculate") != NULL) != hot)
                fail_msg("%s: %s chooses %s", name, policy ? "the reference" : "the planner",
                         chosen);
        }
    }
    table_free(&summary);
    table_free(&weights);
}

/* A launch of so long, waited for so long, in a trace of its own. */
static void record_one(const char *path, double wait_ns)
{
    struct recorded to;
    recorded_open(&to, path);
    for (int i = 0; i < ROUNDS; i++) {
        const uint64_t buffer = recorded_buffer(&to, "P0S0D", 7);
        const uint64_t submit = recorded_submit(&to, buffer);
        recorded_wait(&to, (uint64_t)wait_ns);
        recorded_times(&to, submit, buffer, 1, 500000);
    }
    recorded_close(&to);
}

/* A replay whose processes differ by much agrees with every time, and says nothing. */
static void what_is_not_known_is_withheld(void **state)
{
    static const struct {
        const char *effect, *expected;
        double off;
        bool wide;
    } rows[] = {
        {"0", "20 of 20 batches", 1.01, false},
        {"0.002", "20 of 20 batches", 1.01, false},
        {"0.3", "is not known well enough", 1.01, true},
        {"0.3", "takes another time", 100, false},
    };
    struct table weights, summary;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        EXPECT(&outcome, 0, "sed 's/^process_effect,.*/process_effect,%s/' sim.csv >wide.csv",
               rows[i].effect);
        record_one("one.dwtrace", 600000);
        for (int pass = 0; pass < 2; pass++) {
            EXPECT(&outcome, 0,
                   "rm -rf one && dispatchwise run --device sim:wide.csv --trace one.dwtrace "
                   "--budget 2 -q -o one");
            table_read(&weights, "one/weights.csv");
            table_read(&summary, "one/summary.csv");
            const double ns = wall_ns(&summary, &weights, 1, table_text(&weights, 1, "arm"));
            if (pass == 0)
                record_one("one.dwtrace", rows[i].off * ns);
            table_free(&weights);
            table_free(&summary);
        }
        EXPECT(&outcome, 0, "dispatchwise score one");
        if (!strstr(outcome.out, rows[i].expected) ||
            (strstr(outcome.out, "known to +-") != NULL) != rows[i].wide)
            fail_msg("row %zu: %s", i, outcome.out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_are_replayed_together),
        cmocka_unit_test(new_pipelines_are_compiled),
        cmocka_unit_test(policies_choose_a_side),
        cmocka_unit_test(what_is_not_known_is_withheld),
    };
    return cmocka_run_group_tests(tests, replay_enter, program_leave);
}

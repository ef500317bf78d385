/* Replays of recordings on the simulated device, whose times are exact here. */
#include "replayed.h"

#define RECORDINGS DISPATCHWISE_SOURCE_DIR "/workloads/recordings/"

/* Every batch is in it, with its grid and with its device time. */
static void every_batch_occurs(void **state)
{
    static const struct {
        const char *name;
        uint64_t batches;
        size_t kinds;
    } rows[] = {
        {"avgblur", 16, 2}, {"gblur", 16, 2}, {"scale", 8, 1}, {"overlay", 8, 1}, {"chain", 40, 9}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct table weights, instances;
        char trace[256];
        double batches = 0;
        snprintf(trace, sizeof trace, RECORDINGS "%s.dwtrace", rows[i].name);
        replay(trace, "every");
        expect_text(outcome.out, "100.0 % of the device time");
        expect_text(outcome.out, "recorded on llvmpipe");
        table_read(&weights, "every/weights.csv");
        table_read(&instances, "every/instances.csv");
        assert_int_equal(weights.rows - 1, rows[i].kinds);
        assert_int_equal(instances.rows - 1, rows[i].kinds);
        for (size_t row = 1; row < weights.rows; row++) {
            const double recorded_ns = table_number(&weights, row, "recorded_kernel_ns");
            const double matched_ns = table_number(&weights, row, "matched_kernel_ns");
            batches +=
                table_number(&weights, row, "occurrences") * table_number(&weights, row, "batches");
            if (!(fabs(matched_ns / recorded_ns - 1) <= 0.05))
                fail_msg("%s: %f ns for %f", trace, matched_ns, recorded_ns);
            assert_string_equal(table_text(&weights, row, "arm"), "plain_launches/each");
            assert_string_equal(table_text(&instances, row, "kernel_ns"),
                                table_text(&weights, row, "matched_kernel_ns"));
        }
        assert_true(batches == (double)rows[i].batches);
        assert_string_equal(run_value("every", "trace"), trace);
        table_free(&weights);
        table_free(&instances);
    }
}

static void the_program_is_a_sum(void **state)
{
    struct table weights, summary, program;
    double recorded_ns = 0, replayed_ns = 0, oracle_ns = 0;
    (void)state;
    replay(RECORDINGS "avgblur.dwtrace", "sum");
    EXPECT(&outcome, 0, "dispatchwise score sum");
    expect_text(outcome.out, "The program as a whole: 16 of 16 batches, submitted as recorded, "
                             "take the time recorded");
    table_read(&weights, "sum/weights.csv");
    table_read(&summary, "sum/summary.csv");
    table_read(&program, "sum/program.csv");
    for (size_t row = 1; row < weights.rows; row++) {
        const double count = table_number(&weights, row, "occurrences");
        recorded_ns += count * table_number(&weights, row, "recorded_ns");
        replayed_ns += count * wall_ns(&summary, &weights, row, table_text(&weights, row, "arm"));
        oracle_ns += count * wall_ns(&summary, &weights, row, NULL);
    }
    expect_near("recorded", program_ns(&program, "recorded", "fit"), recorded_ns);
    expect_near("as recorded", program_ns(&program, "as_recorded", "fit"), replayed_ns);
    expect_near("oracle", program_ns(&program, "oracle", "fit"), oracle_ns);
    for (size_t row = 1; row < program.rows; row++) {
        assert_string_equal(table_text(&program, row, "batches"), "16");
        assert_string_equal(table_text(&program, row, "withheld"), "0");
        assert_true(table_number(&program, row, "time_ns") >= 0.999999 * oracle_ns ||
                    strcmp(table_text(&program, row, "policy"), "recorded") == 0);
    }
    program_ns(&program, "reference_defaults", "fit");
    program_ns(&program, "reference_fitted", "fit");
    program_ns(&program, "planner", "fit");
    table_free(&weights);
    table_free(&summary);
    table_free(&program);
}

/* Three kinds of batch, ten times each: one launch, waited for; eight in one buffer; four submits
 * of one buffer. The host waits wait_ns[kind] for each; kernels take 20 us. */
static void record_three(const char *path, const double wait_ns[3])
{
    struct recorded to;
    recorded_open(&to, path);
    const uint64_t again = recorded_buffer(&to, "P2S2D", 9);
    for (int i = 0; i < 10; i++) {
        const uint64_t one = recorded_buffer(&to, "P0S0D", 7);
        const uint64_t first = recorded_submit(&to, one);
        recorded_wait(&to, (uint64_t)wait_ns[0]);
        recorded_times(&to, first, one, 1, 20000);
        const uint64_t eight = recorded_buffer(&to, "P1S0DS2DS4DS0DS2DS4DS0DS2D", 8);
        const uint64_t second = recorded_submit(&to, eight);
        recorded_wait(&to, (uint64_t)wait_ns[1]);
        recorded_times(&to, second, eight, 8, 20000);
        for (int k = 0; k < 4; k++)
            recorded_times(&to, recorded_submit(&to, again), again, 1, 20000);
        recorded_wait(&to, (uint64_t)wait_ns[2]);
    }
    recorded_close(&to);
}

static size_t row_of(const struct table *weights, const char *pipeline)
{
    const size_t row = table_find(weights, 1, "pipeline", pipeline, NULL, NULL);
    if (!row)
        fail_msg("no pipeline %s", pipeline);
    return row;
}

/* Each is submitted as it was; and what the replay of a first recording took is what a second one
 * recorded, but for one kind: that is withheld. */
static void what_differs_is_withheld(void **state)
{
    static const char *const pipelines[3] = {"0000000000000064", "0000000000000065",
                                             "0000000000000066"};
    static const struct {
        const char *arm, *wait, *launches, *dependent, *resources;
    } rows[3] = {
        {"plain_launches/each", "each", "1", "0", "2"},
        {"plain_launches/batched:all", "batch", "8", "0", "2"},
        {"command_reuse/resubmit", "batch", "4", "1", "0"}, /* what all bind is none's own */
    };
    struct table weights, summary, instances, program;
    double wait_ns[3] = {100000, 200000, 300000};
    (void)state;
    record_three("first.dwtrace", wait_ns);
    replay("first.dwtrace", "first");
    table_read(&weights, "first/weights.csv");
    table_read(&summary, "first/summary.csv");
    table_read(&instances, "first/instances.csv");
    for (int i = 0; i < 3; i++) {
        const size_t row = row_of(&weights, pipelines[i]);
        const size_t at = table_find(&instances, 1, "instance",
                                     table_text(&weights, row, "instance"), NULL, NULL);
        assert_true(at > 0);
        assert_string_equal(table_text(&weights, row, "arm"), rows[i].arm);
        assert_string_equal(table_text(&weights, row, "wait"), rows[i].wait);
        assert_string_equal(table_text(&weights, row, "occurrences"), "10");
        assert_string_equal(table_text(&instances, at, "launches"), rows[i].launches);
        assert_string_equal(table_text(&instances, at, "dependent"), rows[i].dependent);
        assert_string_equal(table_text(&instances, at, "repeats"), "10");
        assert_int_equal((int)table_number(&instances, at, "groups"), 7 + i);
        assert_string_equal(table_text(&instances, at, "resources"), rows[i].resources);
        expect_near("recorded_ns", table_number(&weights, row, "recorded_ns"), wait_ns[i]);
        wait_ns[i] = round(wall_ns(&summary, &weights, row, rows[i].arm));
    }
    wait_ns[1] *= 1.06;
    record_three("second.dwtrace", wait_ns);
    replay("second.dwtrace", "second");
    EXPECT(&outcome, 0, "dispatchwise score second");
    expect_text(outcome.out, "20 of 30 batches, submitted as recorded, take the time recorded");
    expect_text(outcome.out, "withheld: 10 x ");
    expect_text(outcome.out, "takes another time");
    expect_text(outcome.out, "us as plain_launches/batched:all (-5.");
    table_read(&program, "second/program.csv");
    assert_string_equal(table_text(&program, 1, "withheld"), "10");
    expect_near("recorded", program_ns(&program, "recorded", "fit"),
                10 * (wait_ns[0] + wait_ns[2]));
    table_free(&weights);
    table_free(&summary);
    table_free(&instances);
    table_free(&program);
}

/* Without device times kernels are the smallest, and nothing is said of the program. */
static void times_are_asked_for(void **state)
{
    struct recorded to;
    struct table weights;
    (void)state;
    recorded_open(&to, "untimed.dwtrace");
    for (int i = 0; i < 3; i++) {
        recorded_submit(&to, recorded_buffer(&to, "CP0S0D", 7));
        recorded_wait(&to, 100000);
    }
    recorded_submit(&to, recorded_buffer(&to, "P1S0DP2S2I", 5));
    recorded_close(&to);
    replay("untimed.dwtrace", "untimed");
    expect_text(outcome.out, "the device times of 4 batches are not known");
    expect_text(outcome.out, "record with --gpu-times");
    expect_text(outcome.out, "not replayed: 1 with a grid that only the device knew");
    EXPECT(&outcome, 0, "dispatchwise score untimed");
    expect_text(outcome.out, "0 of 4 batches");
    expect_text(outcome.out, "its device time was not recorded");
    expect_text(outcome.out, "the program never waited for it");
    table_read(&weights, "untimed/weights.csv");
    const size_t row = row_of(&weights, "0000000000000064");
    assert_string_equal(table_text(&weights, row, "recorded_kernel_ns"), "");
    assert_non_null(strstr(table_text(&weights, row, "instance"), "-s1-"));
    assert_non_null(strstr(table_text(&weights, row, "instance"), "-copy64"));
    table_free(&weights);
}

/* The costliest kinds stand for the rest. */
static void kinds_are_capped(void **state)
{
    struct recorded to;
    struct table weights;
    (void)state;
    recorded_open(&to, "many.dwtrace");
    for (uint32_t i = 1; i <= 70; i++) {
        const uint64_t buffer = recorded_buffer(&to, "P0S0D", i);
        const uint64_t submit = recorded_submit(&to, buffer);
        recorded_wait(&to, 100000);
        recorded_times(&to, submit, buffer, 1, i <= 6 ? 5000 : 20000);
    }
    recorded_close(&to);
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim:sim.csv --trace many.dwtrace --plan-only -o many 2>&1");
    expect_text(outcome.out, "70 batches, of which 64 kinds stand for 64: 97.7 % of the device "
                             "time");
    expect_text(outcome.out, "not replayed: 6 beyond the costliest kinds");
    table_read(&weights, "many/weights.csv");
    assert_int_equal(weights.rows - 1, 64);
    table_free(&weights);
    /* Shards of the plan have the weights of their instances, and whole they have all. */
    EXPECT(&outcome, 0,
           "for i in 1 2; do dispatchwise run --device sim:sim.csv --plan many --shard $i/2 -q "
           "--budget 1 --arms plain_launches -o part-$i; done && "
           "dispatchwise unite part-1 part-2 --out whole && "
           "sort many/weights.csv >a && sort whole/weights.csv >b && cmp a b && "
           "[ $(wc -l <part-1/weights.csv) = 33 ]");
}

/* Beside the grid, the recording is a family that the others' fit is held to. */
static void a_tune_holds_the_recording_out(void **state)
{
    struct table program, instances;
    (void)state;
    EXPECT(&outcome, 0,
           "dispatchwise tune --device sim:sim.csv --workload saxpy,spin --trace " RECORDINGS
           "avgblur.dwtrace --budget 3 -q -o tuned");
    expect_text(outcome.out, "The program as a whole: 16 of 16 batches");
    table_read(&program, "tuned/program.csv");
    table_read(&instances, "tuned/instances.csv");
    assert_true(instances.rows > 20);
    program_ns(&program, "reference_fitted", "held_out");
    expect_near("planner, held out", program_ns(&program, "planner", "held_out"),
                program_ns(&program, "oracle", "fit"));
    table_free(&program);
    table_free(&instances);
}

static void bad_ones_are_refused(void **state)
{
    (void)state;
    EXPECT(&outcome, 2,
           "dispatchwise run --device sim --trace " RECORDINGS "vkcube.dwtrace --budget 1 -o new");
    expect_text(outcome.err, "nothing to replay: of 0 batches");
    EXPECT(&outcome, 1, "dispatchwise run --device sim --trace none.dwtrace --budget 1 -o new");
    expect_text(outcome.err, "none.dwtrace");
    EXPECT(&outcome, 0, "head -c 40000 " RECORDINGS "scale.dwtrace >cut.dwtrace");
    EXPECT(&outcome, 2, "dispatchwise trace check cut.dwtrace");
    char checked[OUTPUT_SIZE];
    strcpy(checked, outcome.err);
    EXPECT(&outcome, 2, "dispatchwise run --device sim --trace cut.dwtrace --budget 1 -o new");
    assert_string_equal(outcome.err, checked);
    EXPECT(&outcome, 0, "[ ! -e new ]");
    write_text("shapes.csv", "workload\nspin\n");
    EXPECT(&outcome, 2, "dispatchwise run --device sim --trace cut.dwtrace --shapes shapes.csv");
    expect_text(outcome.err, "--trace and --shapes both name the instances");
    EXPECT(&outcome, 2, "dispatchwise run --device sim --trace cut.dwtrace --plan new");
    expect_text(outcome.err, "--trace cannot be given with it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_batch_occurs),
        cmocka_unit_test(the_program_is_a_sum),
        cmocka_unit_test(what_differs_is_withheld),
        cmocka_unit_test(times_are_asked_for),
        cmocka_unit_test(kinds_are_capped),
        cmocka_unit_test(a_tune_holds_the_recording_out),
        cmocka_unit_test(bad_ones_are_refused),
    };
    return cmocka_run_group_tests(tests, replay_enter, program_leave);
}

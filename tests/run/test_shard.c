/* A plan in shards, and the shards together again. */
#include "table.h"

#include <stdbool.h>

#include "run/shard.h"

static struct outcome outcome;

/* A device without noise: times do not depend on what was measured before them. */
static int make_runs(void **state)
{
    if (program_enter(state) != 0)
        return -1;
    write_text("still.csv", "key,value\nnoise,0\nspan_noise,0\nprocess_effect,0\n"
                            "arm_process_effect,0\noutlier_rate,0\n");
    write_text("shapes.csv",
               "workload,wait,launches\nspin,batch,100\nspin,each,10\nsaxpy,batch,20\n"
               "saxpy,each,7\nspin,batch,3\nsaxpy,batch,300\nspin,each,40\n");
    shell(&outcome,
          "dispatchwise run --device sim:still.csv --shapes shapes.csv --budget 8 -q -o one && "
          "dispatchwise run --device sim:still.csv --shapes shapes.csv --plan-only -q -o plan && "
          "for i in 1 2 3; do dispatchwise run --device sim:still.csv --plan plan "
          "--shard $i/3 --budget 8 -q -o s$i || exit 1; done");
    if (outcome.code != 0)
        print_message("%s", outcome.err);
    return outcome.code;
}

static void every_instance_is_in_one_shard(void **state)
{
    static const struct {
        size_t instances;
        uint32_t shards;
    } rows[] = {{1, 1}, {7, 3}, {60, 4}, {60, 7}, {61, 60}, {1000, 8}};
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        uint32_t shards[1000], counts[64] = {0}, even[64] = {0};
        assert_int_equal(run_assign_shards(rows[row].instances, rows[row].shards, shards), 0);
        for (size_t i = 0; i < rows[row].instances; i++) {
            assert_in_range(shards[i], 1, rows[row].shards);
            counts[shards[i]]++;
            even[shards[i]] += i % 2 == 0;
        }
        for (uint32_t shard = 1; shard <= rows[row].shards; shard++) {
            assert_in_range(counts[shard], rows[row].instances / rows[row].shards,
                            rows[row].instances / rows[row].shards + 1);
            /* What alternates in a plan is not torn apart. */
            if (counts[shard] > 8 && (even[shard] == 0 || even[shard] == counts[shard]))
                fail_msg("%zu instances, shard %u/%u: all of a kind", rows[row].instances, shard,
                         rows[row].shards);
        }
    }
    (void)state;
}

static void what_is_no_shard_is_refused(void **state)
{
    static const char *const wrong[] = {"",    "1",   "/",   "1/",   "/2",    "0/2",    "3/2",
                                        "1/0", "a/2", "1/b", "-1/2", "1/2/3", "1/99999"};
    struct run_shard shard = {0, 0};
    assert_true(run_parse_shard("3/4", &shard));
    assert_true(shard.number == 3 && shard.count == 4);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (run_parse_shard(wrong[i], &shard))
            fail_msg("'%s' is a shard", wrong[i]);
    EXPECT(&outcome, 2, "dispatchwise run --device sim --shard 5/4 -q -o x");
    EXPECT(&outcome, 2, "dispatchwise run --device sim --plan plan --shapes shapes.csv -q -o x");
    EXPECT(&outcome, 2, "dispatchwise run --device sim --plan-only --shard 1/2 -q -o x");
    EXPECT(&outcome, 2, "dispatchwise run --device sim:still.csv --plan plan --shard 8/8 -q -o x");
    expect_text(outcome.err, "--shard 8/8 is empty: the plan has 7 instances");
    write_text("other.csv", "key,value\ndevice_name,other\n");
    EXPECT(&outcome, 2, "dispatchwise run --device sim:other.csv --plan plan -q -o x");
    expect_text(outcome.err, "--plan plan is of simulated, not of other");
    EXPECT(&outcome, 1, "test -e x/run.csv");
    (void)state;
}

/* Each shard has, on every instance of its own, the baseline and its second copy. */
static void shards_can_stand_alone(void **state)
{
    size_t instances = 0;
    for (int shard = 1; shard <= 3; shard++) {
        char path[32], folder[8];
        struct table plan, summary;
        snprintf(folder, sizeof folder, "s%d", shard);
        snprintf(path, sizeof path, "s%d/instances.csv", shard);
        table_read(&plan, path);
        snprintf(path, sizeof path, "s%d/summary.csv", shard);
        table_read(&summary, path);
        for (size_t row = 1; row < plan.rows; row++) {
            size_t copies = 0;
            for (size_t k = 1; k < summary.rows; k++)
                copies += strcmp(table_text(&summary, k, "instance"),
                                 table_text(&plan, row, "instance")) == 0 &&
                          strcmp(table_text(&summary, k, "workload"),
                                 table_text(&plan, row, "workload")) == 0 &&
                          strncmp(table_text(&summary, k, "arm"), "plain_launches/each", 19) == 0;
            if (copies < 2)
                fail_msg("shard %d, %s: %zu copies of the baseline", shard,
                         table_text(&plan, row, "instance"), copies);
        }
        instances += plan.rows - 1;
        table_free(&plan);
        table_free(&summary);
        assert_int_equal(run_value(folder, "shard")[0], '0' + shard);
    }
    assert_int_equal(instances, 7);
    (void)state;
}

/* All but the number of samples, which is the budget's, in the order of names. */
#define CONTENT "sort %s/summary.csv | cut -d , -f 1-12,14-99 >%s.content"

static void united_shards_are_the_run(void **state)
{
    EXPECT(&outcome, 0, "dispatchwise unite s3 s1 s2 --out whole");
    expect_text(outcome.err, "united: 3 shards of 1 device, 7 instances");
    EXPECT(&outcome, 0, "cmp one/instances.csv whole/instances.csv");
    EXPECT(&outcome, 0, CONTENT "; " CONTENT "; diff one.content whole.content", "one", "one",
           "whole", "whole");
    assert_string_equal(run_value("whole", "shard"), "1/1");
    assert_string_equal(run_value("whole", "instances"), "7");
    /* It is a run as any other, and the order of the shards does not matter. */
    EXPECT(&outcome, 0, "dispatchwise fit whole --out whole && dispatchwise score whole");
    EXPECT(&outcome, 0,
           "dispatchwise unite s1 s2 s3 --out again && rm whole/cal* whole/scores.csv && "
           "cmp whole/samples.csv again/samples.csv && cmp whole/run.csv again/run.csv");
    (void)state;
}

static void what_is_no_whole_is_refused(void **state)
{
    EXPECT(&outcome, 2, "dispatchwise unite s1 s3 --out broken");
    expect_text(outcome.err, "shard 2/3 is missing");
    EXPECT(&outcome, 2, "dispatchwise unite s1 s2 --out broken");
    expect_text(outcome.err, "shard 3/3 is missing");
    EXPECT(&outcome, 2, "dispatchwise unite s1 s2 s3 s2 --out broken");
    EXPECT(&outcome, 2, "dispatchwise unite s1 s2 s3 --out one");
    expect_text(outcome.err, "one holds a run already");
    EXPECT(&outcome, 2, "dispatchwise unite s1 s2 plan --out broken");
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim:still.csv -w spin --shard 2/3 --budget 2 -q -o alien");
    EXPECT(&outcome, 2, "dispatchwise unite s1 alien s3 --out broken");
    expect_text(outcome.err, "plan once with --plan-only");
    EXPECT(&outcome, 0, "cp -r s2 cut; truncate -s -5 cut/samples.csv");
    EXPECT(&outcome, 2, "dispatchwise unite s1 cut s3 --out broken");
    expect_text(outcome.err, "the last line is cut off");
    EXPECT(&outcome, 1, "test -e broken/run.csv");
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_instance_is_in_one_shard),
        cmocka_unit_test(what_is_no_shard_is_refused),
        cmocka_unit_test(shards_can_stand_alone),
        cmocka_unit_test(united_shards_are_the_run),
        cmocka_unit_test(what_is_no_whole_is_refused),
    };
    return cmocka_run_group_tests(tests, make_runs, program_leave);
}

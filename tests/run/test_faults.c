/* Arms that go wrong on a simulated device: each is reported, none is timed on, and the run goes on
 * without them. */
#include "table.h"

#include <stdbool.h>

static struct outcome outcome;

/* A run of two batches and one that waits for each launch, with these rows planted. */
static void run_with(const char *out, const char *rows)
{
    char text[512];
    write_text("shapes.csv",
               "workload,wait,launches\nspin,batch,100\nspin,each,10\nsaxpy,batch,20\n");
    snprintf(text, sizeof text, "key,value\n%s", rows);
    write_text("sim.csv", text);
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim:sim.csv --shapes shapes.csv --budget 4 -q -o %s", out);
}

static bool is_hit(const char *arm, const char *prefix)
{
    return strncmp(arm, prefix, strlen(prefix)) == 0;
}

/* The rows of the arms that begin so have the status and no times; all others are ok and whole. */
static size_t check_summary(const char *out, const char *prefix, const char *status)
{
    static const char *const times[] = {"record_ns",  "wall_ns",           "wall_ns_lo",
                                        "wall_ns_hi", "host_ns",           "cpu_ns",
                                        "gpu_ns",     "actual_savings_ns", "actual_savings_lo_ns"};
    char path[64];
    struct table table;
    size_t hits = 0, oracles = 0;
    snprintf(path, sizeof path, "%s/summary.csv", out);
    table_read(&table, path);
    for (size_t row = 1; row < table.rows; row++) {
        const char *arm = table_text(&table, row, "arm");
        oracles += table_number(&table, row, "is_oracle") > 0;
        if (!table_runs(&table, row))
            continue;
        if (!is_hit(arm, prefix)) {
            assert_string_equal(table_text(&table, row, "status"), "ok");
            assert_true(table_number(&table, row, "samples") >= 12);
            assert_true(table_number(&table, row, "wall_ns") > 0);
            continue;
        }
        hits++;
        if (strcmp(table_text(&table, row, "status"), status) != 0)
            fail_msg("%s: %s, expected %s", arm, table_text(&table, row, "status"), status);
        assert_string_equal(table_text(&table, row, "is_oracle"), "0");
        assert_string_equal(table_text(&table, row, "samples"), "0");
        for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
            assert_string_equal(table_text(&table, row, times[i]), "");
    }
    table_free(&table);
    assert_int_equal(oracles, 3);
    return hits;
}

/* Samples of arms that begin so. */
static size_t count_samples(const char *out, const char *prefix)
{
    char path[64];
    struct table table;
    size_t count = 0;
    snprintf(path, sizeof path, "%s/samples.csv", out);
    table_read(&table, path);
    for (size_t row = 1; row < table.rows; row++)
        count += is_hit(table_text(&table, row, "arm"), prefix);
    table_free(&table);
    return count;
}

static void a_wrong_arm_is_never_timed(void **state)
{
    (void)state;
    /* The fastest one, so that it would be the oracle. */
    run_with("wrong", "wrong_arm,persistent_kernel\n");
    assert_true(check_summary("wrong", "persistent_kernel", "wrong_result") >= 12);
    assert_int_equal(count_samples("wrong", "persistent_kernel"), 0);
    expect_text(outcome.err, "wrong result: planted by wrong_arm");
    /* Known to be wrong, it is not opened again. */
    EXPECT(&outcome, 0,
           "grep 'persistent_kernel.*wrong_result' wrong/arms.csv | cut -d, -f5 | sort -u");
    assert_string_equal(outcome.out, "0\n");
}

static void an_unsupported_arm_is_named(void **state)
{
    (void)state;
    run_with("unsupported", "unsupported_arm,command_reuse/armed\n");
    assert_true(check_summary("unsupported", "command_reuse/armed", "unsupported") >= 3);
    assert_int_equal(count_samples("unsupported", "command_reuse/armed"), 0);
    assert_string_equal(outcome.err, "");
}

static void an_arm_that_turns_wrong_is_caught_after_timing(void **state)
{
    (void)state;
    run_with("late", "late_wrong_arm,command_reuse/unrolled:all\n");
    assert_true(check_summary("late", "command_reuse/unrolled:all", "wrong_result") >= 2);
    expect_text(outcome.err, "results were wrong after timing");
    /* It was timed before it was known, in one process and no other. */
    assert_true(count_samples("late", "command_reuse/unrolled:all") > 0);
    EXPECT(&outcome, 0, "grep unrolled:all late/samples.csv | cut -d, -f5 | sort -u");
    assert_string_equal(outcome.out, "0\n");
}

static void a_lost_device_costs_one_process(void **state)
{
    (void)state;
    run_with("lost", "lost_arm,command_reuse/resubmit\n");
    assert_true(check_summary("lost", "command_reuse/resubmit", "device_lost") >= 3);
    assert_int_equal(count_samples("lost", "command_reuse/resubmit"), 0);
    expect_text(outcome.err, "process 0 ended early (the device was lost)");
    run_with("hung", "timeout_arm,plain_launches/infos\n");
    assert_true(check_summary("hung", "plain_launches/infos", "timeout") >= 2);
    expect_text(outcome.err, "the device did not finish in time");
}

/* The grid has dozens of instances: not each of them may cost a process. */
static void a_variant_that_loses_the_device_is_given_up(void **state)
{
    struct table table;
    size_t tried = 0, given_up = 0;
    (void)state;
    write_text("sim.csv", "key,value\ntimeout_arm,command_reuse\n");
    EXPECT(&outcome, 0, "dispatchwise run --device sim:sim.csv --budget 20 -q -o grid");
    table_read(&table, "grid/arms.csv");
    for (size_t row = 1; row < table.rows; row++) {
        if (!is_hit(table_text(&table, row, "arm"), "command_reuse") ||
            strcmp(table_text(&table, row, "status"), "timeout") != 0)
            continue;
        if (strcmp(table_text(&table, row, "detail"), "while it was timed") == 0)
            tried++;
        else
            given_up += strstr(table_text(&table, row, "detail"), "not tried") != NULL;
    }
    table_free(&table);
    assert_true(tried >= 4 && tried <= 12);
    assert_true(given_up > 100);
    EXPECT(&outcome, 0, "awk -F, '$25 == 1' grid/summary.csv | grep -c .");
    const int oracles = atoi(outcome.out);
    EXPECT(&outcome, 0, "tail -n +2 grid/instances.csv | grep -c .");
    assert_int_equal(oracles, atoi(outcome.out));
}

/* Nothing can be compared without it; the other instance is measured. */
static void without_its_baseline_an_instance_is_not_timed(void **state)
{
    (void)state;
    write_text("shapes.csv", "workload,wait,launches\nspin,batch,100\nsaxpy,batch,20\n");
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim --shapes shapes.csv --budget 4 -q -o half && "
           "head -n 1 half/arms.csv >arms && rm half/samples.csv && mv arms half/arms.csv && "
           "echo spin,n100-g1-s1-r1,batch,plain_launches/each,0,device_lost,,,,,planted "
           ">>half/arms.csv && dispatchwise run -q --resume -o half");
    EXPECT(&outcome, 0, "tail -n +2 half/samples.csv | cut -d, -f1 | sort -u");
    assert_string_equal(outcome.out, "saxpy\n");
    EXPECT(&outcome, 0, "tail -n +2 half/samples.csv | cut -d, -f5 | sort -u | grep -c .");
    assert_string_equal(outcome.out, "5\n");
    EXPECT(&outcome, 0, "grep -c ^spin half/summary.csv");
    assert_string_equal(outcome.out, "1\n");
}

/* The baseline's variant is given up as any other; then nothing else is timed either. */
static void a_baseline_that_is_given_up(void **state)
{
    (void)state;
    write_text("shapes.csv", "workload,wait,launches\nspin,batch,100\nsaxpy,batch,20\n");
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim --shapes shapes.csv --budget 4 -q -o gone && "
           "head -n 1 gone/arms.csv >arms && rm gone/samples.csv && mv arms gone/arms.csv && "
           "for more in '' +role=control +role=reference; do echo spin,n100-g1-s1-r1,batch,"
           "plain_launches/each$more,0,device_lost,,,,,planted >>gone/arms.csv; done");
    EXPECT(&outcome, 1, "dispatchwise run -q --resume -o gone");
    expect_text(outcome.err, "gone: nothing could be measured; arms.csv says why");
    EXPECT(&outcome, 0,
           "grep -c '^saxpy.*device_lost.*not tried: plain_launches/each' gone/arms.csv");
    EXPECT(&outcome, 0, "tail -n +2 gone/samples.csv | wc -l");
    assert_string_equal(outcome.out, "0\n");
}

/* Of two instances the device holds one: the other is named, and keeps neither this run nor one
 * that goes on with it from its end. */
static void an_instance_that_cannot_be_opened(void **state)
{
    struct table table;
    (void)state;
    write_text("shapes.csv", "workload,launches,copy_bytes\nspin,100,65536\nsaxpy,20,4\n");
    write_text("sim.csv", "key,value\nheld_copy,4096\n");
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim:sim.csv --shapes shapes.csv --budget 4 -q -o large");
    expect_text(outcome.err, "spin n100-g1-s1-r1-copy65536 batch: cannot be opened: ");
    EXPECT(&outcome, 0, "dispatchwise run -q --resume -o large");
    assert_string_equal(outcome.err, "");
    EXPECT(&outcome, 0, "grep ^spin large/arms.csv");
    assert_string_equal(outcome.out,
                        "spin,n100-g1-s1-r1-copy65536,batch,plain_launches/each,0,unsupported,"
                        ",,,,the instance cannot be opened: the device cannot do "
                        "this\n");
    EXPECT(&outcome, 0, "tail -n +2 large/samples.csv | cut -d, -f1,5 | sort -u | tr '\\n' ' '");
    assert_string_equal(outcome.out, "saxpy,0 saxpy,1 saxpy,2 saxpy,3 saxpy,4 ");
    table_read(&table, "large/summary.csv");
    const size_t row = table_find(&table, 1, "workload", "spin", NULL, NULL);
    assert_string_equal(table_text(&table, row, "status"), "unsupported");
    assert_int_equal(table_find(&table, row + 1, "workload", "spin", NULL, NULL), 0);
    table_free(&table);
    write_text("shapes.csv", "workload,launches,copy_bytes\nspin,100,65536\n");
    EXPECT(&outcome, 1,
           "dispatchwise run --device sim:sim.csv --shapes shapes.csv --budget 4 -q -o none");
    expect_text(outcome.err, "none: nothing could be measured; arms.csv says why");
}

/* What some processes have measured is kept when a later one cannot open it. */
static void an_instance_that_can_no_longer_be_opened(void **state)
{
    (void)state;
    write_text("shapes.csv", "workload,launches,copy_bytes\nspin,100,65536\nsaxpy,20,4\n");
    write_text("sim.csv", "key,value\nnoise,0.001\n");
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim:sim.csv --shapes shapes.csv --budget 4 -q -o kept && "
           "awk -F, '$5 < 3 || NR == 1' kept/samples.csv >samples && mv samples kept/samples.csv "
           "&& grep -c ^spin kept/samples.csv");
    const int samples = atoi(outcome.out);
    write_text("sim.csv", "key,value\nnoise,0.001\nheld_copy,4096\n");
    EXPECT(&outcome, 0, "dispatchwise run -q --resume -o kept --budget 4");
    expect_text(outcome.err, "this process goes on without it");
    expect_text(outcome.err, "an instance could not be measured again after 3 of 5 processes");
    EXPECT(&outcome, 0, "grep -c ^spin kept/samples.csv");
    assert_int_equal(atoi(outcome.out), samples);
    EXPECT(&outcome, 1, "grep unsupported kept/arms.csv | grep 'cannot be opened'");
    EXPECT(&outcome, 0,
           "tail -n +2 kept/samples.csv | grep ^saxpy | cut -d, -f5 | sort -u | wc -l");
    assert_string_equal(outcome.out, "5\n");
    EXPECT(&outcome, 0, "awk -F, '$1 == \"spin\" && $25 == 1' kept/summary.csv | grep -c .");
    assert_string_equal(outcome.out, "1\n");
}

/* Nor does an arm lose what it has: the others are timed on, and without the baseline none is. */
static void an_arm_that_can_no_longer_be_opened(void **state)
{
    static const struct {
        const char *arm, *processes; /* that have rounds in the end */
    } rows[] = {{"command_reuse/unrolled", "5\n"}, {"plain_launches/each", "3\n"}};
    (void)state;
    write_text("shapes.csv", "workload,launches\nspin,100\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[96];
        write_text("sim.csv", "key,value\nnoise,0.001\n");
        EXPECT(&outcome, 0,
               "rm -rf part && dispatchwise run --device sim:sim.csv --shapes shapes.csv --budget "
               "4 -q -o part && awk -F, '$5 < 3 || NR == 1' part/samples.csv >samples && "
               "mv samples part/samples.csv");
        snprintf(text, sizeof text, "key,value\nnoise,0.001\nunsupported_arm,%s\n", rows[i].arm);
        write_text("sim.csv", text);
        EXPECT(&outcome, 0, "dispatchwise run -q --resume -o part --budget 4");
        snprintf(text, sizeof text, "batch %s", rows[i].arm);
        expect_text(outcome.err, text);
        expect_text(outcome.err, "this process goes on without it");
        EXPECT(&outcome, 0, "tail -n +2 part/samples.csv | cut -d, -f5 | sort -u | wc -l");
        assert_string_equal(outcome.out, rows[i].processes);
        EXPECT(&outcome, 1, "grep unsupported part/arms.csv | grep -v waiting=");
        EXPECT(&outcome, 0, "grep -c '%s.*,ok,' part/summary.csv", rows[i].arm);
    }
}

static void without_any_baseline_there_is_no_run(void **state)
{
    static const struct {
        const char *rows, *message;
    } rows[] = {
        {"wrong_arm,plain_launches/each\n", "the baseline does not run on this device"},
        {"lost_arm,plain_launches/each\n", "the device was lost"},
        {"timeout_arm,plain_launches/each\n", "the device did not finish in time"},
        {"late_wrong_arm,plain_launches/each\n", "nothing could be measured"},
    };
    char text[128];
    (void)state;
    write_text("shapes.csv", "workload,wait,launches\nspin,batch,100\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        snprintf(text, sizeof text, "key,value\n%s", rows[i].rows);
        write_text("sim.csv", text);
        EXPECT(&outcome, 1,
               "dispatchwise run --device sim:sim.csv --shapes shapes.csv --budget 4 -q -o none%zu",
               i);
        expect_text(outcome.err, rows[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_arm_is_never_timed),
        cmocka_unit_test(an_unsupported_arm_is_named),
        cmocka_unit_test(an_arm_that_turns_wrong_is_caught_after_timing),
        cmocka_unit_test(a_lost_device_costs_one_process),
        cmocka_unit_test(a_variant_that_loses_the_device_is_given_up),
        cmocka_unit_test(without_its_baseline_an_instance_is_not_timed),
        cmocka_unit_test(a_baseline_that_is_given_up),
        cmocka_unit_test(an_instance_that_cannot_be_opened),
        cmocka_unit_test(an_instance_that_can_no_longer_be_opened),
        cmocka_unit_test(an_arm_that_can_no_longer_be_opened),
        cmocka_unit_test(without_any_baseline_there_is_no_run),
    };
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

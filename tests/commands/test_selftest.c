/* The command selftest: the table, the CSV, and what it ends with. */
#include "run/table.h"

static struct outcome outcome;

static void a_good_device(void **state)
{
    struct table table;
    (void)state;
    EXPECT(&outcome, 0, "dispatchwise selftest --device sim --budget 2 --seed 3 -o rows.csv");
    assert_string_equal(outcome.err, "");
    expect_text(outcome.out, "Self-test on simulated (simulated, world reference), about 2 s\n");
    expect_text(outcome.out, "\nsame_arms      called_different ");
    expect_text(outcome.out, "  skipped: a simulated device computes nothing\n");
    expect_text(outcome.out, "\nAll figures are within their limits.\n");
    expect_no_text(outcome.out, "FAIL");
    EXPECT(&outcome, 0, "head -n 1 rows.csv");
    assert_string_equal(outcome.out, "check,figure,value,unit,side,limit,verdict,note\n");
    table_read(&table, "rows.csv");
    const size_t row = table_find(&table, 1, "check", "slowdown", "figure", "size_in_interval");
    assert_true(row > 0);
    assert_string_equal(table_text(&table, row, "side"), "at_least");
    assert_string_equal(table_text(&table, row, "verdict"), "pass");
    assert_true(table_number(&table, row, "value") >= table_number(&table, row, "limit"));
    const size_t skipped =
        table_find(&table, 1, "check", "outputs", "figure", "skipped_launch_caught");
    assert_string_equal(table_text(&table, skipped, "value"), "");
    assert_string_equal(table_text(&table, skipped, "verdict"), "skipped");
    table_free(&table);
}

static void a_bad_device(void **state)
{
    (void)state;
    write_text("bad.csv", "key,value\nslowdown,1.1\n"
                          "slowdown_arm,plain_launches/each+role=control\n");
    EXPECT(&outcome, 1, "dispatchwise selftest --device sim:bad.csv --budget 2 --csv");
    expect_text(outcome.out, "check,figure,value,unit,side,limit,verdict,note\nhost_clock,");
    expect_text(outcome.out, "\nsame_arms,bias,");
    expect_text(outcome.out, ",%,at_most,1,fail,");
    expect_no_text(outcome.out, "limits");
}

static void what_cannot_be_meant(void **state)
{
    (void)state;
    EXPECT(&outcome, 2, "dispatchwise selftest sim");
    expect_text(outcome.err, "unexpected argument 'sim'");
    EXPECT(&outcome, 2, "dispatchwise selftest --device sim --budget 1e9");
    expect_text(outcome.err, "--budget: expected at most");
    EXPECT(&outcome, 1, "dispatchwise selftest --device sim -o none/rows.csv");
    expect_text(outcome.err, "none/rows.csv");
    write_text("wrong.csv", "key,value\nnoize,1\n");
    EXPECT(&outcome, 2, "dispatchwise selftest --device sim:wrong.csv -o kept.csv");
    EXPECT(&outcome, 0, "[ -z \"$(ls -d kept.csv* 2>/dev/null)\" ]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_device),
        cmocka_unit_test(a_bad_device),
        cmocka_unit_test(what_cannot_be_meant),
    };
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

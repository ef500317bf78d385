/* From a device to the header: a short tune, and the library built with what it left. */
#include "run/table.h"

#include "gpu/device.h"

#define PATH_SIZE 512

static struct outcome outcome;

static int tune(void **state)
{
    if (program_enter(state) != 0)
        return -1;
    shell(&outcome, "dispatchwise tune --workload spin --budget 12 -o tuned");
    if (outcome.code != 0)
        print_error("exit code %d\n%s%s", outcome.code, outcome.out, outcome.err);
    return outcome.code;
}

static void it_leaves_everything(void **state)
{
    (void)state;
    expect_text(outcome.out, "Calibration table: tuned/calibration_table.h");
    EXPECT(&outcome, 0, "LC_ALL=C ls -A tuned");
    assert_string_equal(outcome.out,
                        "arms.csv\ncalibration.csv\ncalibration_table.h\ndecisions.csv\n"
                        "disagreements.csv\ninstances.csv\nrun.csv\nsamples.csv\n"
                        "scores.csv\nsummary.csv\n");
    assert_string_equal(run_value("tuned", "simulated"), "0");
    assert_true(strlen(run_value("tuned", "machine")) > 0);
    assert_true(strlen(run_value("tuned", "kernel")) > 0);
}

/* What lavapipe lacks: a second queue, and descriptor tables of any length. The reference policy
 * also chooses what its batch does not allow. Nothing else may be left out. */
static bool may_be_left_out(const char *arm, const char *status)
{
    static const char *const lacks[] = {"+arms=queues", "+arms=families",    "+copy=transfer",
                                        "+copy=queue",  "+binding=bindless", "+binding=static"};
    if (strcmp(status, "illegal") == 0)
        return strstr(arm, "+role=reference") != NULL;
    for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++)
        if (strcmp(status, "unsupported") == 0 && strstr(arm, lacks[i]))
            return true;
    return false;
}

/* Not every round is stamped by the device: a side that few processes time may meet none of these.
 */
static bool was_timed(const struct table *table, size_t row)
{
    const bool plain = strchr(table_text(table, row, "arm"), '+') == NULL;
    return strcmp(table_text(table, row, "status"), "ok") == 0 &&
           table_number(table, row, "wall_ns") > 0 &&
           ((!plain && strcmp(table_text(table, row, "gpu_ns"), "") == 0) ||
            table_number(table, row, "gpu_ns") > 0);
}

static void every_candidate_was_right(void **state)
{
    struct table table;
    (void)state;
    table_read(&table, "tuned/summary.csv");
    assert_true(table.rows > 60);
    for (size_t row = 1; row < table.rows; row++) {
        const char *arm = table_text(&table, row, "arm");
        const char *status = table_text(&table, row, "status");
        if (!may_be_left_out(arm, status) && !was_timed(&table, row))
            fail_msg("%s %s: %s", table_text(&table, row, "instance"), arm, status);
    }
    table_free(&table);
}

static void the_scores_are_the_documented_ones(void **state)
{
    struct table table;
    (void)state;
    EXPECT(&outcome, 0, "head -n 1 tuned/scores.csv");
    assert_string_equal(outcome.out,
                        "policy,set,instances,regret_mean,regret_p95,regret_max,gap_closed,"
                        "agreement,prediction_error_median,prediction_error_p90\n");
    table_read(&table, "tuned/scores.csv");
    const size_t oracle = table_find(&table, 1, "policy", "oracle", "set", "fit");
    const size_t defaults = table_find(&table, 1, "policy", "reference_defaults", "set", "fit");
    assert_true(oracle > 0 && defaults > 0);
    assert_true(table_find(&table, 1, "policy", "reference_fitted", "set", "fit") > 0);
    assert_true(table_find(&table, 1, "policy", "always_plain_launches/each", "set", "fit") > 0);
    assert_true(table_number(&table, oracle, "regret_mean") == 0);
    assert_true(table_number(&table, defaults, "instances") >= 8);
    for (size_t row = 1; row < table.rows; row++) {
        assert_true(table_number(&table, row, "regret_max") >=
                    table_number(&table, row, "regret_mean"));
        assert_true(table_number(&table, row, "agreement") >= 0 &&
                    table_number(&table, row, "agreement") <= 1);
    }
    table_free(&table);
}

static const char lookup[] =
    "#include <dispatchwise/dispatchwise.h>\n"
    "#include <stdio.h>\n"
    "#include <string.h>\n"
    "int main(int count, char **keys)\n"
    "{\n"
    "    struct dw_device_key key;\n"
    "    enum dw_tier tier;\n"
    "    FILE *file = fopen(keys[count - 1], \"rb\");\n"
    "    if (!file || fread(&key, sizeof key, 1, file) != 1)\n"
    "        return 1;\n"
    "    for (uint32_t more = 0; more < 2; more++) {\n"
    "        key.driver_version += more;\n"
    "        dw_lookup_calibration(dw_builtin_calibration(), &key, &tier);\n"
    "        puts(dw_tier_name(tier));\n"
    "    }\n"
    "    memset(&key, 0, sizeof key);\n"
    "    const struct dw_calibration_row *row =\n"
    "        dw_lookup_calibration(dw_builtin_calibration(), &key, &tier);\n"
    "    puts(dw_tier_name(tier));\n"
    "    return row == NULL;\n"
    "}\n";

/* The library, built by a compiler alone with the table that the tune left, knows the device. */
static void the_library_takes_the_table(void **state)
{
    struct dw_device_key key;
    FILE *file = fopen("key", "wb");
    (void)state;
    assert_int_equal(gpu_find_device_key(run_value("tuned", "device_selector"), &key), 0);
    assert_true(file && fwrite(&key, sizeof key, 1, file) == 1 && fclose(file) == 0);
    write_text("lookup.c", lookup);
    EXPECT(&outcome, 0,
           "${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror -I '%s/core/include' "
           "-DDW_CALIBRATION_TABLE_FILE=\\\"\"$PWD\"/tuned/calibration_table.h\\\" "
           "lookup.c '%s'/core/src/*.c -o lookup",
           DISPATCHWISE_SOURCE_DIR, DISPATCHWISE_SOURCE_DIR);
    EXPECT(&outcome, 0, "./lookup key");
    assert_string_equal(outcome.out, "device+driver\ndevice\ndefaults\n");
}

/* The same results give the same bytes. */
static void fit_and_score_say_it_again(void **state)
{
    (void)state;
    EXPECT(&outcome, 0,
           "dispatchwise fit tuned --out again -q 2>/dev/null || "
           "dispatchwise fit tuned --out again");
    EXPECT(&outcome, 0,
           "cmp again/calibration_table.h tuned/calibration_table.h && "
           "cmp again/calibration.csv tuned/calibration.csv");
    EXPECT(&outcome, 0,
           "cp tuned/scores.csv scores && dispatchwise score tuned && "
           "cmp scores tuned/scores.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_leaves_everything),
        cmocka_unit_test(every_candidate_was_right),
        cmocka_unit_test(the_scores_are_the_documented_ones),
        cmocka_unit_test(the_library_takes_the_table),
        cmocka_unit_test(fit_and_score_say_it_again),
    };
    const int devices = system("'" DISPATCHWISE_PROGRAM "' devices >/dev/null 2>&1");
    if (WIFEXITED(devices) && WEXITSTATUS(devices) == 77)
        return 77;
    return cmocka_run_group_tests(tests, tune, program_leave);
}

/* A recording of ffmpeg, replayed on a device: all of it is there, right, and judged. */
#include "table.h"

#include <math.h>

#define TRACE DISPATCHWISE_SOURCE_DIR "/workloads/recordings/scale.dwtrace"

static struct outcome outcome;

static void a_recording_is_replayed(void **state)
{
    struct table weights, summary, program;
    (void)state;
    EXPECT(&outcome, 0,
           "dispatchwise run --trace " TRACE " --arms plain_launches --budget 6 -o replayed 2>&1");
    expect_text(outcome.out, "8 batches, of which 1 kinds stand for 8: 100.0 % of the device time");
    EXPECT(&outcome, 0, "dispatchwise score replayed");
    expect_text(outcome.out, "The program as a whole: ");
    table_read(&weights, "replayed/weights.csv");
    table_read(&summary, "replayed/summary.csv");
    table_read(&program, "replayed/program.csv");
    assert_int_equal(weights.rows, 2);
    assert_string_equal(table_text(&weights, 1, "occurrences"), "8");
    assert_true(table_number(&weights, 1, "recorded_ns") > 0);
    assert_true(table_number(&weights, 1, "recorded_kernel_ns") > 0);
    assert_true(table_number(&weights, 1, "matched_kernel_ns") > 0);
    const size_t row =
        table_find(&summary, 1, "arm", table_text(&weights, 1, "arm"), "status", "ok");
    assert_true(row > 0);
    assert_string_equal(table_text(&summary, row, "instance"), table_text(&weights, 1, "instance"));
    assert_int_equal((int)table_number(&summary, row, "groups"), 20);
    assert_true(table_number(&summary, row, "samples") > 0);
    for (size_t at = 1; at < program.rows; at++)
        assert_true(
            table_number(&program, at, "batches") + table_number(&program, at, "withheld") == 8);
    /* What is said is said of a kernel that matches, and withheld of any other. */
    if (table_number(&program, 1, "batches") > 0)
        assert_true(fabs(table_number(&weights, 1, "matched_kernel_ns") /
                             table_number(&weights, 1, "recorded_kernel_ns") -
                         1) <= 0.05);
    table_free(&weights);
    table_free(&summary);
    table_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_recording_is_replayed)};
    const int devices = system("'" DISPATCHWISE_PROGRAM "' devices >/dev/null 2>&1");
    if (WIFEXITED(devices) && WEXITSTATUS(devices) == 77)
        return 77;
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

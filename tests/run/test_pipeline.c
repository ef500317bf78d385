/* A GPU that one does not have: its constants written into the file that devices --sim prints. */
#include "table.h"

#include <math.h>

static struct outcome outcome;

static void write_shapes(void)
{
    write_text("shapes.csv", "workload,wait,launches,groups,steps,repeats\n"
                             "spin,batch,100,1,4,1\nspin,each,10,1,4,1\n");
}

static void the_list_as_it_is_changes_nothing(void **state)
{
    (void)state;
    write_shapes();
    EXPECT(&outcome, 0,
           "dispatchwise devices --sim > all.csv && "
           "dispatchwise run --device sim --shapes shapes.csv --budget 4 -q -o bare && "
           "dispatchwise run --device sim:all.csv --shapes shapes.csv --budget 4 -q -o listed && "
           "cmp bare/samples.csv listed/samples.csv");
    assert_string_equal(outcome.err, "");
}

static double wall_of(const char *wait, const char *arm)
{
    struct table table;
    double wall_ns = 0;
    table_read(&table, "out/summary.csv");
    for (size_t row = 1; row < table.rows; row++)
        if (strcmp(table_text(&table, row, "wait"), wait) == 0 &&
            strcmp(table_text(&table, row, "arm"), arm) == 0)
            wall_ns = table_number(&table, row, "wall_ns");
    table_free(&table);
    return wall_ns;
}

static void assert_wall(const char *wait, const char *arm, double expected_ns)
{
    const double wall_ns = wall_of(wait, arm);
    if (fabs(wall_ns - expected_ns) > 1)
        fail_msg("%s, wait=%s: %.1f ns, expected %.1f", arm, wait, wall_ns, expected_ns);
}

/* 1580 ns a kernel, behind 9800 ns of a submit with a buffer; a recording serves one batch. */
static void tune_runs_end_to_end(void **state)
{
    (void)state;
    write_shapes();
    EXPECT(&outcome, 0,
           "dispatchwise devices --sim | sed -e 's/^world,reference/world,pipeline/' "
           "-e 's/^noise,[^,]*/noise,0/' -e 's/^process_effect,[^,]*/process_effect,0/' "
           "-e 's/^outlier_rate,[^,]*/outlier_rate,0/' > gpu.csv && "
           "dispatchwise tune --device sim:gpu.csv --shapes shapes.csv --budget 4 -q -o out");
    expect_text(outcome.out, "Calibration table: out/calibration_table.h");
    EXPECT(&outcome, 0, "grep -c 'world pipeline' out/run.csv && test -s out/calibration_table.h");
    assert_wall("batch", "plain_launches/each", 4110 + 100 * 11380 + 20000);
    assert_wall("batch", "command_reuse/unrolled:all",
                900 + 100 * 350 + 2860 + 9800 + 1580 + 99 * 170 + 20000);
    assert_wall("each", "plain_launches/each", 10 * (4110 + 11380 + 29000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_as_it_is_changes_nothing),
        cmocka_unit_test(tune_runs_end_to_end),
    };
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

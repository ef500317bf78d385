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

static double wall_of(const char *out, const char *wait, const char *arm)
{
    struct table table;
    double wall_ns = 0;
    char path[64];
    snprintf(path, sizeof path, "%s/summary.csv", out);
    table_read(&table, path);
    for (size_t row = 1; row < table.rows; row++)
        if (strcmp(table_text(&table, row, "wait"), wait) == 0 &&
            strcmp(table_text(&table, row, "arm"), arm) == 0)
            wall_ns = table_number(&table, row, "wall_ns");
    table_free(&table);
    return wall_ns;
}

static void assert_wall(const char *out, const char *wait, const char *arm, double expected_ns)
{
    const double wall_ns = wall_of(out, wait, arm);
    if (fabs(wall_ns - expected_ns) > 1)
        fail_msg("%s, wait=%s: %.1f ns, expected %.1f", arm, wait, wall_ns, expected_ns);
}

static void write_gpu(void)
{
    EXPECT(&outcome, 0,
           "dispatchwise devices --sim | sed -e 's/^world,reference/world,pipeline/' "
           "-e 's/^noise,[^,]*/noise,0/' -e 's/^process_effect,[^,]*/process_effect,0/' "
           "-e 's/^outlier_rate,[^,]*/outlier_rate,0/' > gpu.csv");
}

/* A blocked thread wakes 9 us later for each time that 100 us are as long again. */
static double blocked_ns(double wall_ns)
{
    const double longer = 1 + wall_ns / 1e5, doublings = floor(log2(longer));
    return wall_ns + 9000 * (doublings + longer / exp2(doublings) - 1);
}

/* 1580 ns a kernel, 8500 ns after an earlier submit; a recording serves one batch. */
static void tune_runs_end_to_end(void **state)
{
    (void)state;
    write_shapes();
    write_gpu();
    EXPECT(&outcome, 0,
           "dispatchwise tune --device sim:gpu.csv --shapes shapes.csv --budget 4 -q -o out");
    expect_text(outcome.out, "Calibration table: out/calibration_table.h");
    EXPECT(&outcome, 0, "grep -c 'world pipeline' out/run.csv && test -s out/calibration_table.h");
    assert_wall("out", "batch", "plain_launches/each", blocked_ns(2 * 4110 + 99 * 10080 + 20000));
    assert_wall("out", "batch", "command_reuse/unrolled:all",
                900 + 100 * 350 + blocked_ns(2860 + 1580 + 99 * 170 + 20000));
    assert_wall("out", "each", "plain_launches/each", 10 * blocked_ns(4110 + 1580 + 29000));
}

/* 40 launches of two kernels, 234.8 ns apart for their 16 resources, and a copy of 1 MiB. */
static void a_batch_with_others_beside_it(void **state)
{
    const double recorded_ns = 2800 + 60 + 900 + 80 * 611.6, kernel_ns = 64.8 + 1580 + 39 * 234.8;
    const double around_ns = recorded_ns + 16 * 60 + 20000;
    (void)state;
    write_text("beside.csv", "workload,launches,steps,b_groups,b_steps,copy_bytes,resources\n"
                             "spin,40,4,1,4,1048576,16\n");
    write_gpu();
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim:gpu.csv --shapes beside.csv --budget 4 -q -o beside");
    assert_wall("beside", "batch", "plain_launches/batched:all",
                blocked_ns(around_ns + 2 * kernel_ns + 1100 + 27040));
    assert_wall("beside", "batch", "plain_launches/batched:all+arms=concurrent",
                blocked_ns(around_ns + 40 * 234.8 + kernel_ns + 27040));
    assert_wall("beside", "batch", "plain_launches/batched:all+copy=direct",
                blocked_ns(around_ns + 2 * kernel_ns + 1100 + 0.2 * 92660));
}

/* The policy's own choice is run, on every axis. */
static void the_reference_chooses_sides(void **state)
{
    struct table table;
    size_t found = 0, sided = 0;
    (void)state;
    write_text("sides.csv", "workload,launches,groups,steps,b_groups,b_steps,copy_bytes,resources\n"
                            "spin,4,1,4,1,4,1048576,40\nspin,40,1,4,0,0,0,0\n");
    write_gpu();
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim:gpu.csv --shapes sides.csv --budget 4 -q -o sides");
    table_read(&table, "sides/summary.csv");
    for (size_t row = 1; row < table.rows; row++) {
        char wanted[256];
        const char *arm = table_text(&table, row, "arm");
        if (!strstr(arm, "+role=reference"))
            continue;
        snprintf(wanted, sizeof wanted, "%s+role=reference",
                 table_text(&table, row, "reference_choice"));
        assert_string_equal(arm, wanted);
        assert_string_equal(table_text(&table, row, "status"), "ok");
        found++;
        sided += strstr(arm, "+arms=concurrent+copy=transfer:1+binding=bindless") != NULL;
    }
    assert_true(found == 2 && sided == 1);
    table_free(&table);
}

/* The best two variants are crossed with every side, whether they block or not. */
static void crosses_are_alike_for_variants(void **state)
{
    static const char *const variants[2] = {"plain_launches/batched:all",
                                            "command_reuse/unrolled:all"};
    struct table table;
    (void)state;
    write_text("cross.csv", "workload,launches,groups,steps,b_groups,b_steps,copy_bytes,resources\n"
                            "spin,40,1,4,1,4,1048576,40\n");
    write_gpu();
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim:gpu.csv --shapes cross.csv --budget 6 -q -o cross");
    table_read(&table, "cross/summary.csv");
    for (int v = 0; v < 2; v++) {
        size_t waits[2] = {0, 0};
        for (size_t row = 1; row < table.rows; row++) {
            const char *arm = table_text(&table, row, "arm");
            if (strncmp(arm, variants[v], strlen(variants[v])) == 0 && strstr(arm, "+arms=") &&
                strstr(arm, "+copy=") && strstr(arm, "+binding=") && !strstr(arm, "+role="))
                waits[strstr(arm, "+waiting=timeline") != NULL]++;
        }
        if (waits[0] == 0 || waits[0] != waits[1])
            fail_msg("%s: %zu that block, %zu that spin", variants[v], waits[0], waits[1]);
    }
    table_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_as_it_is_changes_nothing),
        cmocka_unit_test(tune_runs_end_to_end),
        cmocka_unit_test(a_batch_with_others_beside_it),
        cmocka_unit_test(the_reference_chooses_sides),
        cmocka_unit_test(crosses_are_alike_for_variants),
    };
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

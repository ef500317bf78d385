/* Runs of the simulated device: what they leave, and what stands in it. */
#include "table.h"

#include <math.h>
#include <stdbool.h>

#define SHAPES                                                                                     \
    "workload,wait,launches,groups,steps,repeats\n"                                                \
    "spin,batch,100,1,4,1\nspin,each,10,1,4,1\nsaxpy,batch,20,8,2,100\n"
#define INSTANCES 3

static struct outcome outcome;

static void run_to(const char *out, const char *more)
{
    write_text("shapes.csv", SHAPES);
    EXPECT(&outcome, 0, "dispatchwise run --device sim --shapes shapes.csv --budget 4 -q %s -o %s",
           more, out);
    assert_string_equal(outcome.err, "");
}

static void the_folder_holds_the_documented_files(void **state)
{
    (void)state;
    run_to("files", "");
    EXPECT(&outcome, 0, "LC_ALL=C ls -A files");
    assert_string_equal(outcome.out,
                        "arms.csv\ninstances.csv\nrun.csv\nsamples.csv\nsummary.csv\n");
    EXPECT(&outcome, 0, "head -n 1 files/samples.csv files/summary.csv -q");
    assert_string_equal(
        outcome.out,
        "workload,instance,wait,arm,process,round,position,wall_ns,host_ns,cpu_ns,gpu_ns\n"
        "workload,instance,wait,launches,groups,steps,repeats,kernel_ns,arm,mode,variant,status,"
        "samples,record_ns,wall_ns,wall_ns_lo,wall_ns_hi,host_ns,cpu_ns,gpu_ns,actual_savings_ns,"
        "actual_savings_lo_ns,actual_savings_hi_ns,predicted_savings_ns,is_oracle,"
        "reference_choice,planner_choice\n");
    assert_string_equal(run_value("files", "simulated"), "1");
    assert_string_equal(run_value("files", "device_selector"), "sim");
    assert_string_equal(run_value("files", "seed"), "1");
    assert_string_equal(run_value("files", "instances"), "3");
    EXPECT(&outcome, 1, "grep -l $(printf '\\r') files/*");
}

static void check_ok_row(const struct table *table, size_t row, double base_ns)
{
    const double wall_ns = table_number(table, row, "wall_ns");
    const double savings_ns = table_number(table, row, "actual_savings_ns");
    const double lo_ns = table_number(table, row, "actual_savings_lo_ns");
    const double hi_ns = table_number(table, row, "actual_savings_hi_ns");
    const double host_ns = table_number(table, row, "host_ns");
    if (!(wall_ns > 0 && table_number(table, row, "wall_ns_lo") < wall_ns &&
          table_number(table, row, "wall_ns_hi") > wall_ns))
        fail_msg("row %zu: wall_ns %f is not within its interval", row, wall_ns);
    if (!(host_ns >= 0 && host_ns <= wall_ns * 1.2 && table_number(table, row, "gpu_ns") > 0 &&
          table_number(table, row, "record_ns") >= 0 && table_number(table, row, "samples") >= 15))
        fail_msg("row %zu: host_ns, gpu_ns, record_ns or samples", row);
    if (!(fabs(savings_ns - (base_ns - wall_ns)) < 0.01 && lo_ns <= savings_ns &&
          hi_ns >= savings_ns))
        fail_msg("row %zu: savings %f (%f to %f), expected %f", row, savings_ns, lo_ns, hi_ns,
                 base_ns - wall_ns);
}

static void every_ok_arm_has_its_numbers(void **state)
{
    struct table table;
    size_t oracles = 0, baseline = 0;
    double best_ns = 0;
    (void)state;
    run_to("numbers", "");
    table_read(&table, "numbers/summary.csv");
    for (size_t row = 1; row < table.rows; row++) {
        const char *name = table_text(&table, row, "instance");
        const char *arm = table_text(&table, row, "arm");
        if (!table_runs(&table, row))
            continue;
        assert_string_equal(table_text(&table, row, "status"), "ok");
        if (row == 1 || strcmp(name, table_text(&table, row - 1, "instance")) != 0 ||
            strcmp(table_text(&table, row, "workload"), table_text(&table, row - 1, "workload")) !=
                0) {
            baseline = table_find(&table, row, "instance", name, "arm", "plain_launches/each");
            assert_true(baseline > 0);
            best_ns = (double)INFINITY;
        }
        check_ok_row(&table, row, table_number(&table, baseline, "wall_ns"));
        if (!strstr(arm, "+role="))
            best_ns = fmin(best_ns, table_number(&table, row, "wall_ns"));
        if (table_number(&table, row, "is_oracle") > 0) {
            assert_null(strstr(arm, "+role="));
            oracles++;
        }
    }
    assert_int_equal(oracles, INSTANCES);
    for (size_t row = 1; row < table.rows; row++)
        if (strcmp(table_text(&table, row, "is_oracle"), "1") == 0)
            for (size_t k = 1; k < table.rows; k++)
                if (strcmp(table_text(&table, k, "instance"),
                           table_text(&table, row, "instance")) == 0 &&
                    !strstr(table_text(&table, k, "arm"), "+role=") && table_runs(&table, k))
                    assert_true(table_number(&table, row, "wall_ns") <=
                                table_number(&table, k, "wall_ns"));
    table_free(&table);
}

static void the_copy_and_the_policy_are_measured_too(void **state)
{
    static const char *const names[INSTANCES] = {"n100-g1-s4-r1", "n10-g1-s4-r1", "n20-g8-s2-r100"};
    struct table table;
    (void)state;
    run_to("roles", "--arms plain_launches/each");
    table_read(&table, "roles/summary.csv");
    for (size_t i = 0; i < INSTANCES; i++) {
        size_t reference = 0, rows = 0;
        assert_true(table_find(&table, 1, "instance", names[i], "arm",
                               "plain_launches/each+role=control") > 0);
        for (size_t row = 1; row < table.rows; row++) {
            if (strcmp(table_text(&table, row, "instance"), names[i]) != 0)
                continue;
            rows++;
            const char *role = strstr(table_text(&table, row, "arm"), "+role=reference");
            if (!role)
                continue;
            const char *choice = table_text(&table, row, "reference_choice");
            assert_int_equal(strlen(choice), role - table_text(&table, row, "arm"));
            assert_memory_equal(choice, table_text(&table, row, "arm"), strlen(choice));
            reference++;
        }
        assert_int_equal(reference, 1);
        assert_int_equal(rows, 3);
    }
    table_free(&table);
}

static void a_seed_gives_the_same_bytes(void **state)
{
    (void)state;
    run_to("seed-a", "--seed 7");
    for (int i = 0; i < 4; i++) {
        run_to("seed-b", "--seed 7");
        EXPECT(&outcome, 0, "cmp seed-a/samples.csv seed-b/samples.csv");
        EXPECT(&outcome, 0, "cmp seed-a/summary.csv seed-b/summary.csv");
        EXPECT(&outcome, 0, "cmp seed-a/arms.csv seed-b/arms.csv && rm -r seed-b");
    }
    run_to("seed-c", "--seed 8");
    EXPECT(&outcome, 1, "cmp seed-a/samples.csv seed-c/samples.csv");
}

/* Every arm stands once in every round, at positions from 0 on, and not always at the same one. */
static void rounds_are_whole_and_shuffled(void **state)
{
    struct table table;
    size_t first = 1, arms = 0, rounds = 0, moved = 0;
    (void)state;
    run_to("rounds", "--workload saxpy");
    table_read(&table, "rounds/samples.csv");
    for (size_t row = 1; row <= table.rows; row++) {
        const bool ends =
            row == table.rows ||
            table_number(&table, row, "round") != table_number(&table, first, "round") ||
            table_number(&table, row, "process") != table_number(&table, first, "process");
        if (!ends)
            continue;
        arms = arms ? arms : row - first;
        assert_int_equal(row - first, arms);
        for (size_t at = first; at < row; at++) {
            const char *arm = table_text(&table, at, "arm");
            assert_int_equal((size_t)table_number(&table, at, "position"), at - first);
            assert_true(at + 1 == row ||
                        table_find(&table, at + 1, "arm", arm, NULL, NULL) >= row ||
                        table_find(&table, at + 1, "arm", arm, NULL, NULL) == 0);
            moved += first > 1 && strcmp(arm, table_text(&table, at - arms, "arm")) != 0;
        }
        rounds++;
        first = row;
    }
    assert_true(arms > 10 && rounds >= 15);
    /* The chance of staying is 1 of `arms`. */
    assert_true(moved > rounds * arms / 2);
    table_free(&table);
}

static void there_are_five_processes(void **state)
{
    struct table table;
    unsigned seen = 0;
    (void)state;
    run_to("processes", "");
    table_read(&table, "processes/samples.csv");
    for (size_t row = 1; row < table.rows; row++)
        seen |= 1u << (unsigned)table_number(&table, row, "process");
    table_free(&table);
    assert_int_equal(seen, 0x1f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_folder_holds_the_documented_files),
        cmocka_unit_test(every_ok_arm_has_its_numbers),
        cmocka_unit_test(the_copy_and_the_policy_are_measured_too),
        cmocka_unit_test(a_seed_gives_the_same_bytes),
        cmocka_unit_test(rounds_are_whole_and_shuffled),
        cmocka_unit_test(there_are_five_processes),
    };
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

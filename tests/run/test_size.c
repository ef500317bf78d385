/* Runs that are large: what they take of memory, and that they come out whole. */
#include "table.h"

#include <sys/resource.h>

/* A sanitizer keeps memory of its own. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static struct outcome outcome;

/* Of all processes that have ended so far, in KiB. */
static long peak_kib(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_CHILDREN, &usage), 0);
    return usage.ru_maxrss;
}

static void two_hundred_instances(void **state)
{
    FILE *file = fopen("many.csv", "w");
    struct table table;
    size_t oracles = 0;
    (void)state;
    assert_non_null(file);
    fputs("workload,wait,launches,groups,steps\n", file);
    for (int i = 0; i < 100; i++)
        fprintf(file, "spin,batch,%d,1,1\nsaxpy,each,%d,2,3\n", i + 1, i + 1);
    assert_int_equal(fclose(file), 0);
    EXPECT(&outcome, 0, "dispatchwise run --device sim --shapes many.csv --budget 10 -q -o many");
    table_read(&table, "many/instances.csv");
    assert_int_equal(table.rows, 201);
    table_free(&table);
    table_read(&table, "many/summary.csv");
    for (size_t row = 1; row < table.rows; row++) {
        oracles += strcmp(table_text(&table, row, "is_oracle"), "1") == 0;
        if (!table_runs(&table, row))
            continue;
        /* The policy may choose what waiting for each launch forbids. */
        if (strcmp(table_text(&table, row, "status"), "ok") == 0)
            assert_true(table_number(&table, row, "samples") >= 15);
        else
            assert_non_null(strstr(table_text(&table, row, "arm"), "+role=reference"));
    }
    table_free(&table);
    assert_int_equal(oracles, 200);
    EXPECT(&outcome, 0, "tail -n +2 many/samples.csv | cut -d, -f5 | sort -u | wc -l");
    assert_string_equal(outcome.out, "5\n");
}

static void a_tune_of_the_whole_grid(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, "dispatchwise tune --device sim -q -o tuned");
    EXPECT(&outcome, 0, "LC_ALL=C ls -A tuned");
    assert_string_equal(outcome.out, "arms.csv\ncalibration.csv\ncalibration_table.h\n"
                                     "decisions.csv\ndisagreements.csv\ninstances.csv\nrun.csv\n"
                                     "samples.csv\nscores.csv\nsummary.csv\n");
    if (!SANITIZED && peak_kib() > 300 * 1024)
        fail_msg("%ld KiB", peak_kib());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_hundred_instances),
        cmocka_unit_test(a_tune_of_the_whole_grid),
    };
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

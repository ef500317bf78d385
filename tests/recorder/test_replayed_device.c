/* From a program to its replay on a device: neighbours that run at once, and pipelines that come
 * and go. */
#include "run/table.h"
#include "scenarios.h"

#define BATCHES (5 * SCENARIO_NEIGHBOURS)

static char self[4096];
static struct outcome outcome;

/* Whether an arm of an instance ran and was right. */
static bool ran(const struct table *summary, const char *instance, const char *arm)
{
    for (size_t row = 1; row < summary->rows; row++)
        if (strcmp(table_text(summary, row, "instance"), instance) == 0 &&
            strcmp(table_text(summary, row, "arm"), arm) == 0)
            return strcmp(table_text(summary, row, "status"), "ok") == 0;
    return false;
}

static void expect_sides(const struct table *summary, const char *instance)
{
    static const char *const arms[2] = {"plain_launches/batched:all+arms=concurrent",
                                        "plain_launches/batched:all+specialization=speculate"};
    const bool fresh = strstr(instance, "-new1") != NULL;
    if (!ran(summary, instance, "plain_launches/each") || !ran(summary, instance, arms[fresh]))
        fail_msg("%s: %s did not run", instance, arms[fresh]);
    /* The second kernel writes what the first one wrote: never at once. */
    if (fresh && ran(summary, instance, arms[0]))
        fail_msg("%s: %s ran", instance, arms[0]);
}

static void batches_are_replayed_with_their_neighbours(void **state)
{
    struct table weights, summary;
    double batches = 0, pairs = 0, fresh = 0;
    (void)state;
    shell(&outcome, "dispatchwise record --gpu-times -o t.dwtrace -- '%s' neighbours", self);
    if (outcome.code == 77)
        skip();
    assert_int_equal(outcome.code, 0);
    EXPECT(&outcome, 0, "dispatchwise trace info t.dwtrace");
    expect_text(outcome.out, "keeps apart from the one before: 20; whose pipeline was compiled for "
                             "them: 20 (");
    expect_text(outcome.out, " 0 by another thread, 19 foreseen");
    EXPECT(&outcome, 0,
           "dispatchwise run --trace t.dwtrace --workload spin --arms "
           "plain_launches --budget 6 -q -o replayed");
    table_read(&weights, "replayed/weights.csv");
    table_read(&summary, "replayed/summary.csv");
    for (size_t row = 1; row < weights.rows; row++) {
        const char *instance = table_text(&weights, row, "instance");
        const double occurrences = table_number(&weights, row, "occurrences");
        batches += occurrences * table_number(&weights, row, "batches");
        if (strcmp(table_text(&weights, row, "b_pipeline"), "") == 0)
            continue;
        *(strstr(instance, "-new1") ? &fresh : &pairs) += occurrences;
        expect_sides(&summary, instance);
    }
    assert_true(batches == BATCHES);
    assert_true(pairs == SCENARIO_NEIGHBOURS);
    assert_true(fresh == SCENARIO_NEIGHBOURS);
    EXPECT(&outcome, 0, "dispatchwise score replayed");
    expect_text(outcome.out, "The program as a whole: ");
    expect_text(outcome.out, " of 100 batches");
    table_free(&weights);
    table_free(&summary);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_are_replayed_with_their_neighbours)};
    if (argc == 2)
        return scenario_run(argv[1]);
    if (!realpath(argv[0], self))
        return 1;
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "fit/fit.h"
#include "fit/score.h"
#include "planner_world.h"
#include "world_folder.h"

static char folder[FOLDER_SIZE];

/* A world in which the planner's formulas are exact, timed without noise, as a folder that
 * was scored. */
static int set_up(void **state)
{
    struct planner_world world = planner_world_default();
    struct fit_data data;
    struct results_samples samples;
    (void)state;
    world.processes = 3;
    world.rounds = 2;
    folder_create(folder);
    planner_world_plan(&world, &data);
    planner_world_sample(&world, &data, 1, &samples);
    char *run_csv =
        folder_replace(folder_run_csv, "device_cores,132", "device_cores,80\ndevice_resident,64");
    world_write_run(&data, &samples, folder, run_csv);
    free(run_csv);
    return score_run(folder, folder, false);
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

enum { ROWS_MAX = 4096 };
static struct results_score scores[ROWS_MAX];
static struct results_decision decisions[ROWS_MAX];
static struct results_disagreement disagreements[ROWS_MAX];
static struct results_summary summary[ROWS_MAX];

struct reading {
    char *rows;
    size_t size, count;
};

static int keep(void *context, const void *row)
{
    struct reading *reading = context;
    assert_true(reading->count < ROWS_MAX);
    memcpy(reading->rows + reading->size * reading->count++, row, reading->size);
    return DW_OK;
}

static size_t read_rows(const struct results_schema *schema, void *rows)
{
    struct reading reading = {rows, schema->row_size, 0};
    assert_int_equal(results_read(schema, folder, keep, &reading), DW_OK);
    return reading.count;
}

static void test_the_planner_is_the_oracle_where_its_formulas_hold(void **state)
{
    unsigned found = 0;
    (void)state;
    const size_t count = read_rows(&results_schema_score, scores);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(scores[i].policy, "planner") != 0)
            continue;
        found++;
        assert_int_equal(scores[i].instances, 120);
        if (scores[i].regret_max > 1e-3 || scores[i].gap_closed < 0.999 ||
            scores[i].prediction_error_p90 > 1e-3)
            fail_msg("%s: regret up to %g, closed %g, error %g", scores[i].set,
                     scores[i].regret_max, scores[i].gap_closed, scores[i].prediction_error_p90);
    }
    assert_int_equal(found, 2); /* fit and held out */
}

enum { MODE, ARMS, COPY, BINDING, SPECIALIZATION, DEPENDENT, ALL, DECISIONS };
static const char *const names[DECISIONS] = {"mode",           "arms",      "copy", "binding",
                                             "specialization", "dependent", "all"};

/* At most one thing stands beside the launches of this world's shapes. */
static int decision_of(const struct dw_shape *shape)
{
    return shape->second.groups > 0     ? ARMS
           : shape->copy_bytes > 0      ? COPY
           : shape->resources > 0       ? BINDING
           : shape->specializations > 0 ? SPECIALIZATION
           : shape->levels > 1          ? DEPENDENT
                                        : MODE;
}

static void test_decisions_are_told_apart(void **state)
{
    unsigned expected[DECISIONS] = {0};
    (void)state;
    const size_t count = read_rows(&results_schema_decision, decisions);
    for (uint32_t i = 0; i < 120; i++) {
        const struct dw_shape shape = planner_world_shape(i);
        expected[decision_of(&shape)]++;
        expected[ALL]++;
    }
    for (int k = 0; k < DECISIONS; k++) {
        unsigned planners = 0, others = 0;
        for (size_t i = 0; i < count; i++) {
            const struct results_decision *row = &decisions[i];
            if (strcmp(row->decision, names[k]) != 0)
                continue;
            if (row->instances != expected[k])
                fail_msg("%s: %u instances", row->decision, (unsigned)row->instances);
            if (strcmp(row->policy, "planner") == 0) {
                planners++;
                assert_true(row->regret_mean < 1e-3 && row->time_error_median < 1e-3);
                assert_true(row->sign_correct > 0.999 && row->noise_floor == 0);
            } else {
                others++;
                assert_true(isnan(row->time_error_median) && row->regret_mean >= 0);
            }
        }
        assert_int_equal(planners, 2);
        assert_int_equal(others, 4);
    }
    for (size_t i = 0; i < count; i++)
        assert_string_not_equal(decisions[i].decision, "compound");
}

static void test_disagreements_are_sorted(void **state)
{
    double last = HUGE_VAL;
    (void)state;
    const size_t count = read_rows(&results_schema_disagreement, disagreements);
    assert_int_equal(count, 200);
    for (size_t i = 0; i < count; i++) {
        const struct results_disagreement *row = &disagreements[i];
        const double error = fabs(log(row->predicted_ns / row->wall_ns));
        assert_true(error <= last + 1e-9 && error < 0.01);
        assert_true(fabs(row->predicted_ns / row->wall_ns - 1 - row->error) < 1e-6);
        assert_true(row->wall_ns_lo <= row->wall_ns && row->wall_ns <= row->wall_ns_hi);
        assert_true(fabs(strtod(row->processes_ns, NULL) - row->wall_ns) < 0.501);
        last = error;
    }
}

static void test_files_do_not_depend_on_the_call(void **state)
{
    static const char *const files[] = {"scores.csv", "decisions.csv", "disagreements.csv"};
    char *first[3];
    (void)state;
    for (int i = 0; i < 3; i++)
        first[i] = folder_read(folder, files[i]);
    assert_int_equal(score_run(folder, folder, false), DW_OK);
    for (int i = 0; i < 3; i++) {
        char *again = folder_read(folder, files[i]);
        assert_string_equal(first[i], again);
        free(first[i]);
        free(again);
    }
}

/* Last, for it changes the folder: the summary names the planner's choice, and the table that was
 * written predicts what was timed.
 */
static void test_the_summary_names_the_choice(void **state)
{
    const char *const run = folder;
    unsigned oracles = 0;
    (void)state;
    read_rows(&results_schema_summary, summary);
    assert_string_equal(summary[0].planner_choice, "");
    assert_int_equal(fit_runs(&run, 1, folder), DW_OK);
    const size_t count = read_rows(&results_schema_summary, summary);
    for (size_t i = 0; i < count; i++) {
        if (!summary[i].is_oracle)
            continue;
        oracles++;
        for (size_t k = 0; k < count; k++) {
            if (strcmp(summary[k].instance, summary[i].instance) == 0 &&
                strcmp(summary[k].arm, summary[i].planner_choice) == 0 &&
                summary[k].wall_ns > summary[i].wall_ns * 1.001)
                fail_msg("%s: %s takes %g, %s %g", summary[i].instance, summary[k].arm,
                         summary[k].wall_ns, summary[i].arm, summary[i].wall_ns);
        }
    }
    assert_int_equal(oracles, 120);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_planner_is_the_oracle_where_its_formulas_hold),
        cmocka_unit_test(test_decisions_are_told_apart),
        cmocka_unit_test(test_disagreements_are_sorted),
        cmocka_unit_test(test_files_do_not_depend_on_the_call),
        cmocka_unit_test(test_the_summary_names_the_choice),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

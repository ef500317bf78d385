/* When an arm has been sampled enough, row by row. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "measure/stopping.h"

#define ARMS_MAX 3

/* Ratios to the baseline around `center`, half of them `spread` above and half below, the same in
 * every process but for `step` from one to the next. */
struct series {
    unsigned rounds, processes;
    double center, spread, step;
};

static void fill(struct measure_ratios *ratios, const struct series *series)
{
    for (unsigned process = 0; process < series->processes; process++)
        for (unsigned round = 0; round < series->rounds; round++) {
            const double side = round % 2 ? 1 : -1;
            const double value = log(series->center) + side * series->spread +
                                 series->step * (process - (series->processes - 1) / 2.0);
            assert_int_equal(measure_add_ratio(ratios, value, process), DW_OK);
        }
}

static const struct row {
    const char *what;
    struct series arms[ARMS_MAX];
    bool enough[ARMS_MAX];
} rows[] = {
    {"precise", {{4, 5, 0.7, 0, 0}}, {true}},
    {"11 rounds are too few", {{11, 1, 0.7, 0, 0}}, {false}},
    {"12 rounds in one process", {{12, 1, 0.7, 0, 0}}, {true}},
    {"11 rounds over processes", {{11, 1, 0.5, 0, 0}, {3, 4, 0.5, 0, 0}}, {false, true}},
    {"processes that differ by 1 %", {{6, 5, 0.7, 0, 0.01}}, {false}},
    {"processes that differ by 0.1 %", {{6, 5, 0.7, 0, 0.001}}, {true}},
    {"rounds scatter, processes agree", {{6, 5, 0.7, 0.2, 0}}, {true}},
    {"not precise, but the baseline's time", {{6, 5, 1, 0, 0.009}}, {true}},
    {"the same beside the baseline's time", {{6, 5, 1.02, 0, 0.009}}, {false}},
    {"the same below it", {{6, 5, 0.98, 0, 0.009}}, {false}},
    {"a little wider than that", {{6, 5, 1, 0, 0.0115}}, {false}},
    {"wide around the baseline's time", {{6, 5, 1, 0, 0.02}}, {false}},
    {"hopeless beside the baseline", {{6, 5, 2, 0, 0.02}}, {true}},
    {"just hopeless", {{6, 5, 1.56, 0, 0.0055}}, {true}},
    {"not quite hopeless", {{6, 5, 1.48, 0, 0.0055}}, {false}},
    {"nearly hopeless", {{6, 5, 1.45, 0, 0.02}}, {false}},
    {"1.6 times, and not sure of it", {{6, 5, 1.6, 0, 0.03}}, {false}},
    {"hopeless beside a faster arm", {{6, 5, 0.5, 0, 0}, {6, 5, 0.9, 0, 0.02}}, {true, true}},
    {"alone it was not", {{6, 5, 0.9, 0, 0.02}}, {false}},
    {"a faster arm of 11 rounds does not count",
     {{11, 1, 0.5, 0, 0}, {6, 5, 0.9, 0, 0.02}},
     {false, false}},
    {"faster is never hopeless", {{6, 5, 0.3, 0, 0.02}, {6, 5, 0.28, 0, 0.02}}, {false, false}},
    {"no rounds", {{0, 0, 1, 0, 0}, {6, 5, 0.7, 0, 0}}, {false, true}},
};

static void every_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct measure_ratios ratios[ARMS_MAX] = {{0}};
        bool enough[ARMS_MAX] = {true, true, true};
        for (size_t arm = 0; arm < ARMS_MAX; arm++)
            fill(&ratios[arm], &rows[i].arms[arm]);
        assert_int_equal(measure_judge(ratios, ARMS_MAX, 1, enough), DW_OK);
        for (size_t arm = 0; arm < ARMS_MAX; arm++) {
            if (enough[arm] != rows[i].enough[arm])
                fail_msg("%s: arm %zu: %d, expected %d", rows[i].what, arm, enough[arm],
                         rows[i].enough[arm]);
            measure_free_ratios(&ratios[arm]);
            assert_null(ratios[arm].values);
            assert_int_equal(ratios[arm].count, 0);
        }
    }
}

static void no_arms_are_no_failure(void **state)
{
    (void)state;
    assert_int_equal(measure_judge(NULL, 0, 1, NULL), DW_OK);
}

/* One process says nothing about the next: its interval comes from its rounds. */
static void scatter_of_one_process_counts(void **state)
{
    static const struct series quiet = {200, 1, 0.7, 0.002, 0}, loud = {14, 1, 0.7, 0.2, 0};
    struct measure_ratios ratios[2] = {{0}};
    bool enough[2];
    (void)state;
    fill(&ratios[0], &quiet);
    fill(&ratios[1], &loud);
    assert_int_equal(measure_judge(ratios, 2, 1, enough), DW_OK);
    assert_true(enough[0]);
    assert_false(enough[1]);
    for (size_t arm = 0; arm < 2; arm++)
        measure_free_ratios(&ratios[arm]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(no_arms_are_no_failure),
        cmocka_unit_test(scatter_of_one_process_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

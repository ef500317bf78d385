#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "measure/statistics.h"

static void assert_near(double found, double expected)
{
    if (!(fabs(found - expected) <= 1e-9 * fmax(1, fabs(expected))))
        fail_msg("found %.12g, expected %.12g", found, expected);
}

static void test_medians(void **state)
{
    double odd[] = {5, 1, 3}, even[] = {4, 1, 3, 2}, one[] = {7};
    (void)state;
    assert_near(measure_median(odd, 3), 3);
    assert_near(measure_median(even, 4), 2.5);
    assert_near(measure_median(one, 1), 7);
    assert_true(isnan(measure_median(odd, 0)));
}

static void test_too_few_values_have_no_interval(void **state)
{
    const double value = 3;
    const uint32_t process = 0;
    struct measure_interval interval;
    (void)state;
    assert_int_equal(measure_location(&value, &process, 1, 0.95, 1, &interval), 0);
    assert_near(interval.estimate, 3);
    assert_true(isinf(interval.lo) && interval.lo < 0 && isinf(interval.hi) && interval.hi > 0);
    assert_int_equal(measure_location(&value, &process, 0, 0.95, 1, &interval), 0);
    assert_true(isnan(interval.estimate));
}

/* Process medians 10, 12, 14: their deviation is 2, t of 2 degrees at 97.5 % is 4.30265. */
static void test_student_on_process_medians(void **state)
{
    const double values[] = {10, 9, 11, 12, 11, 13, 14, 13, 15};
    const uint32_t process[] = {7, 7, 7, 2, 2, 2, 9, 9, 9};
    struct measure_interval interval;
    (void)state;
    assert_int_equal(measure_location(values, process, 9, 0.95, 1, &interval), 0);
    assert_near(interval.estimate, 12);
    assert_near(interval.hi - 12, 4.302652729911275 * 2 / sqrt(3));
    assert_near(12 - interval.lo, interval.hi - 12);
}

static void test_interleaved_processes_are_the_same_processes(void **state)
{
    const double values[] = {10, 12, 14, 9, 11, 13, 11, 13, 15};
    const uint32_t process[] = {7, 2, 9, 7, 2, 9, 7, 2, 9};
    struct measure_interval interval;
    (void)state;
    assert_int_equal(measure_location(values, process, 9, 0.95, 1, &interval), 0);
    assert_near(interval.hi - 12, 4.302652729911275 * 2 / sqrt(3));
}

static void test_a_seed_gives_the_same_interval(void **state)
{
    double values[100];
    uint32_t process[100];
    struct measure_interval first, second, other;
    (void)state;
    for (int i = 0; i < 100; i++) {
        values[i] = (i * 37) % 101;
        process[i] = (uint32_t)i / 5;
    }
    assert_int_equal(measure_location(values, process, 100, 0.95, 3, &first), 0);
    assert_int_equal(measure_location(values, process, 100, 0.95, 3, &second), 0);
    assert_int_equal(measure_location(values, process, 100, 0.8, 3, &other), 0);
    assert_true(first.lo == second.lo && first.hi == second.hi);
    assert_true(first.lo <= first.estimate && first.estimate <= first.hi);
    assert_true(other.hi - other.lo < first.hi - first.lo);
}

struct design {
    uint32_t processes;
    size_t rounds, first_rounds; /* of a process, and of the first one */
    double process_noise;        /* of rounds it is 1 */
    unsigned samples;
};

/* How many of a design's 95 % intervals hold the truth. */
static unsigned coverage(const struct design *design)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    double values[1000];
    uint32_t process[1000];
    unsigned held = 0;
    assert_true(design->first_rounds + (design->processes - 1) * design->rounds <= 1000);
    for (uint64_t sample = 0; sample < design->samples; sample++) {
        struct measure_interval interval;
        size_t count = 0;
        for (uint32_t p = 0; p < design->processes; p++) {
            double effect = gsl_ran_gaussian(random, design->process_noise);
            for (size_t r = 0; r < (p == 0 ? design->first_rounds : design->rounds); r++) {
                process[count] = p;
                values[count++] = 5 + effect + gsl_ran_gaussian(random, 1);
            }
        }
        assert_int_equal(measure_location(values, process, count, 0.95, sample, &interval), 0);
        held += interval.lo <= 5 && 5 <= interval.hi;
    }
    gsl_rng_free(random);
    return held;
}

static void test_intervals_hold_the_truth(void **state)
{
    static const struct design designs[] = {
        {5, 20, 20, 2, 4000},  {5, 20, 20, 0, 4000},  {2, 12, 12, 1, 4000}, {10, 20, 20, 2, 4000},
        {19, 12, 12, 2, 4000}, {5, 10, 100, 1, 4000}, {5, 3, 250, 1, 4000}, {25, 8, 8, 1, 400},
        {1, 60, 60, 0, 400},   {1, 400, 400, 0, 400},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(designs) / sizeof(designs[0]); i++) {
        const struct design *design = &designs[i];
        const double held = coverage(design), samples = design->samples;
        /* 3.7 deviations of the count */
        if (fabs(held - 0.95 * samples) > 3.7 * sqrt(samples * 0.95 * 0.05))
            fail_msg("%u processes of %zu rounds, the first of %zu: %g of %u intervals hold the "
                     "truth",
                     design->processes, design->rounds, design->first_rounds, held,
                     design->samples);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_medians),
        cmocka_unit_test(test_too_few_values_have_no_interval),
        cmocka_unit_test(test_student_on_process_medians),
        cmocka_unit_test(test_interleaved_processes_are_the_same_processes),
        cmocka_unit_test(test_a_seed_gives_the_same_interval),
        cmocka_unit_test(test_intervals_hold_the_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>

#include "history/changes.h"
#include "history/steps.h"

#define NIGHTS 60
#define LEVEL 9000.0
#define SPREAD 0.01

static void make_series(unsigned long seed, double values[NIGHTS])
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, seed);
    for (size_t i = 0; i < NIGHTS; i++)
        values[i] = LEVEL * exp(gsl_ran_gaussian(random, SPREAD));
    gsl_rng_free(random);
}

static size_t find(const double *values, size_t count, struct history_step *steps)
{
    return history_find_steps(values, count, HISTORY_SHARE, 0, steps);
}

static void stable_series_are_silent(void **state)
{
    double values[NIGHTS];
    struct history_step steps[NIGHTS];
    size_t alarms = 0;
    for (unsigned long seed = 1; seed <= 2000; seed++) {
        make_series(seed, values);
        alarms += find(values, NIGHTS, steps) > 0;
    }
    print_message("false alarms: %zu of 2000 series\n", alarms);
    assert_in_range(alarms, 0, 10); /* 1 in 200 */
    (void)state;
}

/* Found with just three nights after the step, and at the right night. */
static void a_step_is_found_in_three_nights(void **state)
{
    for (size_t at = 20; at <= 50; at += 10) {
        size_t found = 0;
        for (unsigned long seed = 1; seed <= 500; seed++) {
            double values[NIGHTS];
            struct history_step steps[NIGHTS];
            make_series(seed, values);
            for (size_t i = at; i < NIGHTS; i++)
                values[i] *= 1.05;
            size_t count = find(values, at + 3, steps);
            found += count == 1 && steps[0].at >= at - 1 && steps[0].at <= at + 1 &&
                     steps[0].after > steps[0].before;
        }
        print_message("step at night %zu: found %zu of 500\n", at, found);
        assert_in_range(found, at < 30 ? 450 : 475, 500);
    }
    (void)state;
}

static void a_bad_night_at_the_end_is_none(void **state)
{
    size_t found = 0;
    for (unsigned long seed = 1; seed <= 200; seed++) {
        double values[NIGHTS];
        struct history_step steps[NIGHTS];
        make_series(seed, values);
        values[NIGHTS - 1] *= 2;
        found += find(values, NIGHTS, steps);
        make_series(seed, values);
        values[NIGHTS - 1] *= 2;
        values[NIGHTS - 2] *= 2;
        found += find(values, NIGHTS, steps);
        make_series(seed, values);
        values[30] *= 0.5;
        found += find(values, NIGHTS, steps);
    }
    assert_in_range(found, 0, 4);
    (void)state;
}

/* They need not stand together, nor at the very end. */
static void two_bad_nights_of_three_are_none(void **state)
{
    static const double tails[][3] = {{2, 1, 2}, {2, 2, 1}, {1, 2, 2}};
    const double bad[] = {1.5, 0.5, (double)INFINITY};
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        for (size_t k = 0; k < sizeof(bad) / sizeof(bad[0]); k++) {
            double values[NIGHTS];
            struct history_step steps[NIGHTS];
            make_series(11, values);
            for (size_t n = 0; n < 3; n++)
                values[NIGHTS - 3 + n] = tails[i][n] > 1 ? bad[k] * LEVEL : LEVEL;
            size_t found = find(values, NIGHTS, steps);
            if (found != 0)
                fail_msg("%zu steps where nights of %g stand as in row %zu", found, bad[k], i);
        }
    }
    (void)state;
}

static void steps_there_and_back_are_two(void **state)
{
    double values[NIGHTS];
    struct history_step steps[NIGHTS];
    make_series(7, values);
    for (size_t i = 25; i < 40; i++)
        values[i] *= 1.1;
    assert_int_equal(find(values, NIGHTS, steps), 2);
    assert_int_equal(steps[0].at, 25);
    assert_int_equal(steps[1].at, 40);
    (void)state;
}

static void never_is_a_level(void **state)
{
    double values[NIGHTS];
    struct history_step steps[NIGHTS];
    make_series(3, values);
    values[10] = (double)INFINITY; /* one night */
    for (size_t i = 40; i < NIGHTS; i++)
        values[i] = (double)INFINITY;
    assert_int_equal(find(values, NIGHTS, steps), 1);
    assert_int_equal(steps[0].at, 40);
    assert_true(isinf(steps[0].after));
    for (size_t i = 0; i < NIGHTS; i++)
        values[i] = (double)INFINITY;
    assert_int_equal(find(values, NIGHTS, steps), 0);
    (void)state;
}

static void constant_and_short_series_are_silent(void **state)
{
    double values[NIGHTS];
    struct history_step steps[NIGHTS];
    for (size_t i = 0; i < NIGHTS; i++)
        values[i] = i < 30 ? 24 : 24.1; /* below what is told */
    assert_int_equal(find(values, NIGHTS, steps), 0);
    for (size_t i = 30; i < NIGHTS; i++)
        values[i] = 32;
    assert_int_equal(find(values, NIGHTS, steps), 1);
    assert_int_equal(steps[0].at, 30);
    for (size_t count = 0; count < 11; count++)
        assert_int_equal(find(values + 25, count, steps), 0);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stable_series_are_silent),
        cmocka_unit_test(a_step_is_found_in_three_nights),
        cmocka_unit_test(a_bad_night_at_the_end_is_none),
        cmocka_unit_test(two_bad_nights_of_three_are_none),
        cmocka_unit_test(steps_there_and_back_are_two),
        cmocka_unit_test(never_is_a_level),
        cmocka_unit_test(constant_and_short_series_are_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

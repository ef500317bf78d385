#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compare/judge.h"

static void assert_near(double found, double expected)
{
    if (fabs(found - expected) > 1e-9 * (1 + fabs(expected)))
        fail_msg("%.12g, not %.12g", found, expected);
}

static void means_are_students(void **state)
{
    const double a[] = {1, 2, 3, 4, 5}, b[] = {3, 4, 5, 6, 7};
    struct compare_estimate estimate = compare_means(a, 5, b, 5);
    assert_near(estimate.difference, 2);
    assert_near(estimate.error, 1);
    assert_near(estimate.df, 8);
    assert_near(estimate.hi, 2 + 2.306004135204166);
    assert_near(compare_p(&estimate), 0.0805162379);
    (void)state;
}

static void too_few_say_nothing(void **state)
{
    const double one[] = {1};
    struct compare_estimate estimate = compare_means(one, 1, one, 1);
    assert_near(compare_p(&estimate), 1);
    assert_int_equal(compare_judge(&estimate, false, 0.02), COMPARE_UNCLEAR);
    estimate = compare_means(one, 0, one, 1);
    assert_near(compare_p(&estimate), 1);
    assert_int_equal(compare_judge(&estimate, false, 0.02), COMPARE_UNCLEAR);
    (void)state;
}

static void adjustments_are_holms_and_bhs(void **state)
{
    double holm[] = {0.01, 0.04, 0.03, 0.005}, bh[] = {0.01, 0.04, 0.03, 0.005};
    const double holm_expected[] = {0.03, 0.06, 0.06, 0.02};
    const double bh_expected[] = {0.02, 0.04, 0.04, 0.02};
    size_t order[4];
    compare_adjust_holm(holm, order, 4);
    compare_adjust_bh(bh, order, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_near(holm[i], holm_expected[i]);
        assert_near(bh[i], bh_expected[i]);
    }
    (void)state;
}

static void verdicts_need_proof_size_and_width(void **state)
{
    struct compare_estimate slower = {.difference = 0.06, .lo = 0.04, .hi = 0.08};
    struct compare_estimate faster = {.difference = -0.06, .lo = -0.08, .hi = -0.04};
    struct compare_estimate small = {.difference = 0.01, .lo = 0.005, .hi = 0.015};
    struct compare_estimate wide = {.difference = 0.01, .lo = -0.09, .hi = 0.11};
    assert_int_equal(compare_judge(&slower, true, 0.02), COMPARE_SLOWER);
    assert_int_equal(compare_judge(&faster, true, 0.02), COMPARE_FASTER);
    assert_int_equal(compare_judge(&slower, false, 0.02), COMPARE_UNCLEAR);
    assert_int_equal(compare_judge(&slower, true, 0.1), COMPARE_SAME);
    assert_int_equal(compare_judge(&small, true, 0.02), COMPARE_SAME);
    assert_int_equal(compare_judge(&wide, false, 0.02), COMPARE_UNCLEAR);
    assert_int_equal(compare_judge(&wide, false, 0.12), COMPARE_SAME);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_are_students),
        cmocka_unit_test(too_few_say_nothing),
        cmocka_unit_test(adjustments_are_holms_and_bhs),
        cmocka_unit_test(verdicts_need_proof_size_and_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The estimator against launches drawn from known numbers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dispatchwise/dispatchwise.h"
#include "measure/random.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define SEEDS 20
#define NOISE 0.10
#define DISTURBED 0.02 /* of the launches, 10 times too long */

static double uniform(uint64_t *random)
{
    return ((double)(measure_random(random) >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(uint64_t *random)
{
    return sqrt(-2 * log(uniform(random))) * cos(2 * acos(-1.0) * uniform(random));
}

struct kernel {
    double tau_ns, theta_per_ns;
    bool waves; /* whole ones: a launch takes a multiple of tau */
};

static double launch_ns(const struct kernel *kernel, uint64_t groups, uint64_t *random)
{
    const double filled = (double)groups / (kernel->tau_ns * kernel->theta_per_ns);
    const double ideal = kernel->tau_ns * (kernel->waves ? ceil(filled) : fmax(filled, 1));
    const double disturbed = uniform(random) < DISTURBED ? 10 : 1;
    return ideal * exp(NOISE * normal(random)) * disturbed;
}

/* Groups as a program launches them: a few fixed sizes, or any between two ends. */
struct mix {
    uint64_t sizes[4];
    size_t count;
    double lo, hi; /* without sizes: log-uniform, in multiples of the groups that fill the device */
};

static uint64_t draw_groups(const struct mix *mix, const struct kernel *kernel, uint64_t *random)
{
    const double u = uniform(random);
    if (mix->count > 0)
        return mix->sizes[(size_t)(u * (double)mix->count)];
    const double full = kernel->tau_ns * kernel->theta_per_ns;
    return (uint64_t)fmax(full * mix->lo * pow(mix->hi / mix->lo, u), 1);
}

static void feed(struct dw_kernel_estimator *estimator, const struct kernel *kernel,
                 const struct mix *mix, int launches, uint64_t *random)
{
    for (int i = 0; i < launches; i++) {
        const uint64_t groups = draw_groups(mix, kernel, random);
        dw_estimator_add(estimator, groups, launch_ns(kernel, groups, random));
    }
}

static void expect_near(const char *what, double found, double truth, double share)
{
    if (!(fabs(found / truth - 1) <= share))
        fail_msg("%s: found %g, planted %g", what, found, truth);
}

static const struct kernel kernels[] = {
    {36000, 0.0587, false}, /* 2112 groups fill it */
    {2000, 1.0, false},     {150, 0.02, false},  {1e6, 1e-4, false},
    {5e7, 1e-5, false},     {12345, 0.4, false}, {800, 6.0, false},
};

/* Both numbers within 5 %, from a prior that is off by up to 30 times. */
static void test_recovery(void **state)
{
    static const struct mix mixes[] = {
        {.lo = 0.01, .hi = 30},
        {.lo = 0.2, .hi = 8},
        {.lo = 0.4, .hi = 3},
    };
    static const double priors[] = {1, 30, 1.0 / 30};
    (void)state;
    for (size_t k = 0; k < COUNT(kernels); k++)
        for (size_t m = 0; m < COUNT(mixes); m++)
            for (size_t p = 0; p < COUNT(priors) * COUNT(priors); p++)
                for (uint64_t seed = 1; seed <= SEEDS; seed++) {
                    uint64_t random = seed * 1000 + p;
                    struct dw_kernel_estimator estimator;
                    struct dw_kernel_estimate found;
                    dw_estimator_init(&estimator, kernels[k].tau_ns * priors[p % COUNT(priors)],
                                      kernels[k].theta_per_ns * priors[p / COUNT(priors)], 2);
                    feed(&estimator, &kernels[k], &mixes[m], 2000, &random);
                    dw_estimator_get(&estimator, &found);
                    expect_near("tau", found.tau_ns, kernels[k].tau_ns, 0.05);
                    expect_near("theta", found.theta_per_ns, kernels[k].theta_per_ns, 0.05);
                    assert_true(found.tau_launches >= 64 && found.theta_launches >= 64);
                }
}

/* Whole waves are what devices do: just above full a launch takes up to twice G/theta. */
static void test_waves(void **state)
{
    static const struct mix wide = {.lo = 0.05, .hi = 64};
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const struct kernel kernel = {36000, 0.0587, true};
        uint64_t random = seed;
        struct dw_kernel_estimator estimator;
        struct dw_kernel_estimate found;
        dw_estimator_init(&estimator, 0, 0, 1);
        feed(&estimator, &kernel, &wide, 1000, &random);
        dw_estimator_get(&estimator, &found);
        expect_near("tau", found.tau_ns, kernel.tau_ns, 0.05);
        expect_near("theta", found.theta_per_ns, kernel.theta_per_ns, 0.15);
    }
}

/* A few sizes, as most programs have: what they show is found, the other number is the prior's. */
static void test_one_side(void **state)
{
    static const struct kernel kernel = {36000, 0.0587, false};
    static const struct mix small = {.sizes = {1, 8, 100}, .count = 3};
    static const struct mix large = {.sizes = {20000, 65535, 300000}, .count = 3};
    static const struct mix both = {.sizes = {4, 65535}, .count = 2};
    struct dw_kernel_estimator estimator;
    struct dw_kernel_estimate found;
    uint64_t random = 7;
    (void)state;
    dw_estimator_init(&estimator, 9000, 0.03, 4);
    feed(&estimator, &kernel, &small, 500, &random);
    dw_estimator_get(&estimator, &found);
    expect_near("tau", found.tau_ns, kernel.tau_ns, 0.05);
    expect_near("the prior's theta", found.theta_per_ns, 0.03, 1e-6);
    assert_int_equal(found.theta_launches, 0);

    dw_estimator_init(&estimator, 9000, 0.03, 4);
    feed(&estimator, &kernel, &large, 500, &random);
    dw_estimator_get(&estimator, &found);
    expect_near("theta", found.theta_per_ns, kernel.theta_per_ns, 0.05);
    expect_near("the prior's tau", found.tau_ns, 9000, 1e-6);
    assert_int_equal(found.tau_launches, 0);

    dw_estimator_init(&estimator, 9000, 0.03, 4);
    feed(&estimator, &kernel, &both, 500, &random);
    dw_estimator_get(&estimator, &found);
    expect_near("tau", found.tau_ns, kernel.tau_ns, 0.05);
    expect_near("theta", found.theta_per_ns, kernel.theta_per_ns, 0.05);
}

/* A prior that launches refute gives way as far as they say: 100 groups in 36 us. */
static void test_bounds(void **state)
{
    struct dw_kernel_estimator estimator;
    struct dw_kernel_estimate found;
    (void)state;
    dw_estimator_init(&estimator, 36000, 1e-5, 4);
    for (int i = 0; i < 100; i++)
        dw_estimator_add(&estimator, i % 2 ? 1 : 100, 36000);
    dw_estimator_get(&estimator, &found);
    expect_near("theta", found.theta_per_ns, 100 / 36000.0, 0.01);

    dw_estimator_init(&estimator, 1e6, 0.05, 4);
    for (int i = 0; i < 100; i++)
        dw_estimator_add(&estimator, i % 2 ? 10000 : 100000, i % 2 ? 200000 : 2000000);
    dw_estimator_get(&estimator, &found);
    expect_near("tau", found.tau_ns, 200000, 0.01);
}

static void test_prior(void **state)
{
    static const double none[] = {0, -1, -HUGE_VAL, HUGE_VAL, (double)NAN};
    struct dw_kernel_estimator estimator;
    struct dw_kernel_estimate found;
    (void)state;
    dw_estimator_init(&estimator, 1234, 0.5, 10);
    dw_estimator_get(&estimator, &found);
    expect_near("tau", found.tau_ns, 1234, 1e-9);
    expect_near("theta", found.theta_per_ns, 0.5, 1e-9);
    assert_int_equal(found.tau_launches + found.theta_launches, 0);
    for (size_t i = 0; i < COUNT(none); i++) {
        dw_estimator_init(&estimator, none[i], none[i], 0);
        dw_estimator_get(&estimator, &found);
        expect_near("tau", found.tau_ns, DW_ESTIMATOR_TAU_NS, 1e-9);
        expect_near("theta", found.theta_per_ns, DW_ESTIMATOR_THETA_PER_NS, 1e-9);
    }
    /* As heavy as the launches, the prior is half of the answer; far heavier, all of it. */
    dw_estimator_init(&estimator, 2000, 1, 10);
    for (int i = 0; i < 10; i++)
        dw_estimator_add(&estimator, 1, 1000);
    dw_estimator_get(&estimator, &found);
    assert_true(found.tau_ns > 1200 && found.tau_ns < 1700);
    dw_estimator_init(&estimator, 2000, 1, UINT32_MAX);
    for (int i = 0; i < 10; i++)
        dw_estimator_add(&estimator, 1, 1000);
    dw_estimator_get(&estimator, &found);
    expect_near("tau", found.tau_ns, 2000, 1e-3);
}

/* The first launch compiles the kernel; later ones are what counts. So is a clock that changes. */
static void test_change(void **state)
{
    struct dw_kernel_estimator estimator;
    struct dw_kernel_estimate found;
    (void)state;
    dw_estimator_init(&estimator, 0, 0, 1);
    dw_estimator_add(&estimator, 4, 2e7);
    for (int i = 0; i < 10; i++)
        dw_estimator_add(&estimator, 4, 5000);
    dw_estimator_get(&estimator, &found);
    expect_near("tau after a cold launch", found.tau_ns, 5000, 0.1);
    for (int i = 0; i < 1000; i++)
        dw_estimator_add(&estimator, 4, 10000);
    dw_estimator_get(&estimator, &found);
    expect_near("tau on half the clock", found.tau_ns, 10000, 0.03);
    for (int i = 0; i < 100; i++)
        dw_estimator_add(&estimator, 4, 3000);
    dw_estimator_get(&estimator, &found);
    expect_near("tau on a faster clock", found.tau_ns, 3000, 0.05);
}

static void expect_sane(const struct dw_kernel_estimator *estimator)
{
    struct dw_kernel_estimate found;
    dw_estimator_get(estimator, &found);
    if (!(found.tau_ns > 0 && found.tau_ns <= 1e19 && found.theta_per_ns > 0 &&
          found.theta_per_ns <= 1e23))
        fail_msg("tau %g, theta %g", found.tau_ns, found.theta_per_ns);
}

static void test_any_input(void **state)
{
    static const double times[] = {0,      -0.0,   -5,   (double)NAN, HUGE_VAL, -HUGE_VAL,
                                   5e-324, 1e-300, 1e-9, 1e-3,        1,        1000,
                                   1e9,    1e18,   1e19, 1e200,       1.7e308};
    static const uint64_t sizes[] = {0, 1, 2, 65535, UINT32_MAX, UINT64_C(1) << 63, UINT64_MAX};
    uint64_t random = 11;
    struct dw_kernel_estimator estimator;
    (void)state;
    assert_true(sizeof estimator <= 256);
    for (int trial = 0; trial < 300; trial++) {
        dw_estimator_init(&estimator, times[measure_random(&random) % COUNT(times)],
                          times[measure_random(&random) % COUNT(times)],
                          (uint32_t)measure_random(&random) >> (trial % 33 < 32 ? trial % 33 : 31));
        expect_sane(&estimator);
        for (int i = 0; i < 100; i++) {
            dw_estimator_add(&estimator, sizes[measure_random(&random) % COUNT(sizes)],
                             times[measure_random(&random) % COUNT(times)]);
            expect_sane(&estimator);
        }
    }
    /* What is no launch leaves no trace. */
    dw_estimator_init(&estimator, 1000, 1, 1);
    struct dw_kernel_estimator before = estimator;
    dw_estimator_add(&estimator, 0, 1000);
    dw_estimator_add(&estimator, 10, 0);
    dw_estimator_add(&estimator, 10, -1);
    dw_estimator_add(&estimator, 10, (double)NAN);
    dw_estimator_add(&estimator, 10, HUGE_VAL);
    assert_memory_equal(&estimator, &before, sizeof estimator);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recovery),  cmocka_unit_test(test_waves),
        cmocka_unit_test(test_one_side),  cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_prior),     cmocka_unit_test(test_change),
        cmocka_unit_test(test_any_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

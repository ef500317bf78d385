/* The grid on devices from fast to absurd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "grid.h"

struct profile {
    const char *name;
    struct grid_device device;
    struct grid_kernel kernel;
    bool fits; /* something fits, so that all of the promises hold */
};

static const struct profile profiles[] = {
    {"fast GPU", {45000, 11500, 2e7, 1 << 26, UINT64_MAX, 1000}, {1800, 2.6, 1, 0.02}, true},
    {"heavy steps", {45000, 11500, 2e7, 1 << 26, UINT64_MAX, 1000}, {2500, 600, 5, 4}, true},
    {"no launch cost", {500, 200, 2e7, 1 << 28, UINT64_MAX, 1000}, {300, 2, 1, 0.1}, true},
    {"CPU", {110000, 80000, 2e7, 1 << 24, 65535, 27}, {8000, 150, 4000, 90}, true},
    {"slow CPU", {130000, 100000, 2e7, 1 << 24, 65535, 27}, {60000, 150, 4000, 90}, true},
    {"small output", {45000, 11500, 2e7, 1 << 15, UINT64_MAX, 1000}, {1800, 2.6, 1, 0.02}, true},
    {"nothing fits", {3e7, 2.5e7, 2e7, 100, 100, 27}, {1e9, 1e9, 1e9, 1e9}, false},
    {"noise",
     {-5, (double)NAN, 2e7, 1 << 20, 65535, 0},
     {-100, -1, (double)NAN, (double)INFINITY},
     false},
    {"zeros", {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0}, false},
};

#define PROFILES (sizeof profiles / sizeof *profiles)

static double sample_ns(const struct profile *profile, const struct workload_shape *shape)
{
    const double launch =
        shape->wait == DW_WAIT_EACH ? profile->device.each_ns : profile->device.batch_ns;

    return shape->launches *
           (launch + grid_kernel_ns(&profile->kernel, shape->groups, shape->steps));
}

static void test_every_instance_is_legal_and_unique(void **state)
{
    (void)state;
    for (size_t p = 0; p < PROFILES; ++p) {
        for (size_t w = 0; w < workload_count; ++w) {
            struct grid_instance grid[GRID_INSTANCES_MAX];
            const size_t count =
                grid_build(workload_registry[w], &profiles[p].device, &profiles[p].kernel, grid);

            assert_in_range(count, 8, GRID_INSTANCES_MAX);
            for (size_t i = 0; i < count; ++i) {
                struct workload_refusal refusal;
                char name[WORKLOAD_INSTANCE_SIZE];

                assert_ptr_equal(grid[i].workload, workload_registry[w]);
                assert_true(workload_check_shape(grid[i].workload, &grid[i].shape, &refusal));
                workload_instance_name(&grid[i].shape, name);
                assert_string_equal(grid[i].name, name);
                for (size_t j = 0; j < i; ++j)
                    assert_true(grid[i].shape.wait != grid[j].shape.wait ||
                                strcmp(grid[i].name, grid[j].name) != 0);
            }
        }
    }
}

static void test_every_instance_fits(void **state)
{
    (void)state;
    for (size_t p = 0; p < PROFILES; ++p) {
        const struct profile *profile = &profiles[p];

        for (size_t w = 0; profile->fits && w < workload_count; ++w) {
            struct grid_instance grid[GRID_INSTANCES_MAX];
            const size_t count =
                grid_build(workload_registry[w], &profile->device, &profile->kernel, grid);

            for (size_t i = 0; i < count; ++i) {
                const struct workload_shape *shape = &grid[i].shape;

                if (sample_ns(profile, shape) > profile->device.max_sample_ns)
                    fail_msg("%s, %s %s: %.0f ns, expected at most %.0f", profile->name,
                             workload_registry[w]->name, grid[i].name, sample_ns(profile, shape),
                             profile->device.max_sample_ns);
                assert_true(shape->launches * workload_registry[w]->region_words(shape) <=
                            profile->device.max_output_words);
                assert_true(workload_registry[w]->loops(shape) <= profile->device.loop_limit);
            }
        }
    }
}

static void test_slope_over_launches(void **state)
{
    (void)state;
    for (size_t p = 0; p < PROFILES; ++p) {
        const struct profile *profile = &profiles[p];
        const double smallest = grid_kernel_ns(&profile->kernel, 1, 1);

        for (size_t w = 0; profile->fits && w < workload_count; ++w) {
            struct grid_instance grid[GRID_INSTANCES_MAX];
            const size_t count =
                grid_build(workload_registry[w], &profile->device, &profile->kernel, grid);
            uint32_t least = UINT32_MAX, most = 0, groups = 0;
            size_t points = 0;

            for (size_t i = 0; i < count; ++i) {
                const struct workload_shape *shape = &grid[i].shape;
                const double kernel = grid_kernel_ns(&profile->kernel, shape->groups, shape->steps);

                if (shape->wait != DW_WAIT_BATCH || kernel > 1.25 * smallest ||
                    (points > 0 && shape->groups != groups))
                    continue;
                groups = shape->groups;
                assert_true(shape->launches > most);
                least = shape->launches < least ? shape->launches : least;
                most = shape->launches;
                ++points;
            }
            if (points < 4 || least > 8 || most < 16 * least)
                fail_msg("%s, %s: %zu points from %" PRIu32 " to %" PRIu32 " launches",
                         profile->name, workload_registry[w]->name, points, least, most);
        }
    }
}

/* Waits, repeats, kernel lengths: every family has its share of each. */
static void test_every_family_varies(void **state)
{
    (void)state;
    for (size_t p = 0; p < PROFILES; ++p) {
        const struct profile *profile = &profiles[p];

        for (size_t w = 0; profile->fits && w < workload_count; ++w) {
            struct grid_instance grid[GRID_INSTANCES_MAX];
            const size_t count =
                grid_build(workload_registry[w], &profile->device, &profile->kernel, grid);
            size_t of_wait[DW_WAIT_COUNT] = {0}, once = 0, longer = 0;

            for (size_t i = 0; i < count; ++i) {
                const struct workload_shape *shape = &grid[i].shape;

                assert_true(shape->repeats == 1 || shape->repeats == 100);
                ++of_wait[shape->wait];
                once += shape->repeats == 1;
                longer += grid_kernel_ns(&profile->kernel, shape->groups, shape->steps) >
                          1.5 * grid_kernel_ns(&profile->kernel, 1, 1);
            }
            assert_in_range(of_wait[DW_WAIT_BATCH], 6, 7);
            assert_in_range(of_wait[DW_WAIT_EACH], 3, 4);
            assert_in_range(once, 3, count - 3);
            assert_in_range(longer, 3, 6);
        }
    }
}

/* On a fast GPU the families together reach every decade of launches, groups and kernel. */
static void test_union_covers_the_space(void **state)
{
    const struct profile *profile = &profiles[0];
    size_t launches[4] = {0}, groups[4] = {0}, kernels[4] = {0};

    (void)state;
    for (size_t w = 0; w < workload_count; ++w) {
        struct grid_instance grid[GRID_INSTANCES_MAX];
        const size_t count =
            grid_build(workload_registry[w], &profile->device, &profile->kernel, grid);

        for (size_t i = 0; i < count; ++i) {
            const struct workload_shape *shape = &grid[i].shape;
            const double kernel = grid_kernel_ns(&profile->kernel, shape->groups, shape->steps);

            ++launches[(size_t)log10(shape->launches)];
            ++groups[(size_t)log10(shape->groups)];
            ++kernels[(size_t)log10(kernel / 1e3)];
        }
    }
    for (size_t i = 0; i < 4; ++i) {
        assert_true(launches[i] >= 4);
        assert_true(groups[i] >= 4);
        assert_true(kernels[i] >= 4);
    }
}

static void test_slow_device_still_reaches_what_fits(void **state)
{
    const struct profile *profile = &profiles[4];

    (void)state;
    for (size_t w = 0; w < workload_count; ++w) {
        struct grid_instance grid[GRID_INSTANCES_MAX];
        const size_t count =
            grid_build(workload_registry[w], &profile->device, &profile->kernel, grid);
        uint32_t most = 0;

        for (size_t i = 0; i < count; ++i)
            most = grid[i].shape.launches > most ? grid[i].shape.launches : most;
        assert_in_range(most, 96, 150);
    }
}

/* The grid is a function of its numbers. */
static void test_same_numbers_same_grid(void **state)
{
    (void)state;
    for (size_t w = 0; w < workload_count; ++w) {
        struct grid_instance one[GRID_INSTANCES_MAX], two[GRID_INSTANCES_MAX];
        const size_t count =
            grid_build(workload_registry[w], &profiles[0].device, &profiles[0].kernel, one);

        assert_int_equal(
            grid_build(workload_registry[w], &profiles[0].device, &profiles[0].kernel, two), count);
        for (size_t i = 0; i < count; ++i)
            assert_string_equal(one[i].name, two[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_instance_is_legal_and_unique),
        cmocka_unit_test(test_every_instance_fits),
        cmocka_unit_test(test_slope_over_launches),
        cmocka_unit_test(test_every_family_varies),
        cmocka_unit_test(test_union_covers_the_space),
        cmocka_unit_test(test_slow_device_still_reaches_what_fits),
        cmocka_unit_test(test_same_numbers_same_grid),
    };

    return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}

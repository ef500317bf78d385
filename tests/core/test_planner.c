/* The choice is the best there is, and only where something was measured. */
#include "core/planner_world.h"

#include <math.h>

#define CASES 20000
#define CHOICES_MAX 20000

static struct dw_choice choices[CHOICES_MAX];

static const char *name_of(const struct dw_choice *choice)
{
    static char text[2][DW_ARM_NAME_SIZE];
    static int turn;
    turn = 1 - turn;
    dw_format_choice(choice, text[turn], sizeof(text[turn]));
    return text[turn];
}

static void test_equals_brute_force(void **state)
{
    uint64_t random = 1;
    size_t none = 0;
    bool chosen[DW_VARIANT_COUNT] = {false}, side[DW_AXIS_COUNT][DW_SIDES_MAX] = {{false}};
    (void)state;
    for (int i = 0; i < CASES; i++) {
        const struct dw_calibration_row row = world_random_row(&random);
        const struct dw_shape shape = world_random_shape(&random);
        struct dw_plan plan;
        struct dw_prediction found;
        double best = (double)INFINITY;
        const size_t count = dw_list_choices(&shape, &row, choices, CHOICES_MAX);
        assert_true(count <= CHOICES_MAX);
        for (size_t c = 0; c < count; c++) {
            assert_int_equal(dw_predict(&shape, &row, &choices[c], false, &found), DW_OK);
            best = fmin(best, found.wall_ns);
        }
        dw_plan_launch(&shape, &row, DW_TIER_DEVICE_DRIVER, &plan);
        if (count == 0) {
            assert_true(isnan(plan.wall_ns));
            assert_string_equal(name_of(&plan.choice), "plain_launches/each");
            none++;
            continue;
        }
        /* What is chosen may be had, takes what the plan says, and that is the least. */
        if (dw_predict(&shape, &row, &plan.choice, false, &found) != DW_OK)
            fail_msg("case %d: %s cannot be had", i, name_of(&plan.choice));
        if (fabs(found.wall_ns - plan.wall_ns) > 1e-9 * plan.wall_ns ||
            fabs(plan.wall_ns - best) > 1e-9 * best)
            fail_msg("case %d: %s is said to take %g ns and takes %g, the best %g", i,
                     name_of(&plan.choice), plan.wall_ns, found.wall_ns, best);
        chosen[plan.choice.variant] = true;
        for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
            side[axis][plan.choice.side[axis]] = true;
    }
    assert_true(none > 0 && none < CASES / 4);
    for (int v = 0; v < DW_VARIANT_COUNT; v++)
        if (!chosen[v])
            fail_msg("%s is never the best: the cases are too few", dw_variant_info(v)->name);
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        for (unsigned s = 0; s < dw_axis_info(axis)->side_count; s++)
            if (!side[axis][s])
                fail_msg("%s is never the best", dw_axis_info(axis)->side[s].name);
}

/* With ties gone, the listing is the cross product without what cannot be had, each once. */
static void test_list_of_choices(void **state)
{
    const struct dw_calibration_row row = world_row();
    struct dw_shape shape = world_full_shape();
    (void)state;
    /* 4 variants (each, 16 or all launches a buffer, infos), 4 sides of arms, 6 of copies, 4 of
     * bindings, 2 of specialization, 4 of waiting */
    assert_int_equal(dw_list_choices(&shape, &row, choices, CHOICES_MAX), 4 * 4 * 6 * 4 * 2 * 4);
    assert_string_equal(name_of(&choices[0]), "plain_launches/each");
    for (size_t i = 0; i < 4 * 4 * 6 * 4 * 2 * 4; i++) {
        assert_null(dw_illegal_choice(&shape, &choices[i]));
        assert_null(dw_unsupported_choice(&shape, &row, &choices[i]));
        for (size_t other = 0; other < i && i < 500; other++)
            assert_false(dw_equal_choices(&choices[i], &choices[other]));
    }
    memset(choices, 0xff, sizeof(choices[0]) * 4);
    assert_int_equal(dw_list_choices(&shape, &row, choices, 3), 4 * 4 * 6 * 4 * 2 * 4);
    assert_int_equal(choices[3].variant, 0xff);
    shape = world_shape();
    assert_int_equal(dw_list_choices(&shape, &row, choices, CHOICES_MAX), 16);
    shape.wait = DW_WAIT_EACH;
    assert_int_equal(dw_list_choices(&shape, &row, choices, CHOICES_MAX), 3);
}

static void test_cores(void **state)
{
    static const struct {
        double value;
        uint64_t samples;
        uint32_t cores;
    } rows[] = {{132, 5, 132},
                {132, 0, 0},
                {1, 1, 1},
                {0.5, 1, 0},
                {-5, 1, 0},
                {DW_CORES_MAX, 1, DW_CORES_MAX},
                {1048577, 1, 0},
                {2000000, 1, 0},
                {4294967296.0, 1, 0},
                {18446744073709551616.0, 1, 0}};
    struct dw_calibration_row row = *dw_default_calibration();
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        row.constant[DW_CONSTANT_DEVICE_CORES] =
            (struct dw_constant){rows[i].value, rows[i].value, rows[i].value, rows[i].samples};
        if (dw_device_cores(&row) != rows[i].cores)
            fail_msg("%g of %u samples: %u, expected %u", rows[i].value, (unsigned)rows[i].samples,
                     (unsigned)dw_device_cores(&row), (unsigned)rows[i].cores);
    }
}

static void test_variants(void **state)
{
    static const struct {
        enum dw_wait wait;
        uint32_t launches, cores;
        const char *names[20];
    } rows[] = {
        {DW_WAIT_EACH,
         1000,
         8,
         {"plain_launches/each", "command_reuse/resubmit", "command_reuse/armed"}},
        {DW_WAIT_BATCH,
         100,
         0,
         {"plain_launches/each", "plain_launches/batched:16", "plain_launches/batched:all",
          "plain_launches/infos:16", "command_reuse/resubmit", "command_reuse/multi:16",
          "command_reuse/multi:all", "command_reuse/unrolled:16", "command_reuse/unrolled:all",
          "command_reuse/armed", "persistent_kernel/drain:4x1", "persistent_kernel/drain:64x1",
          "persistent_kernel/drain:64x4", "persistent_kernel/drain:1024x1"}},
        {DW_WAIT_BATCH,
         16,
         8,
         {"plain_launches/each", "plain_launches/batched:all", "plain_launches/infos:all",
          "command_reuse/resubmit", "command_reuse/multi:all", "command_reuse/unrolled:all",
          "command_reuse/armed", "persistent_kernel/drain:8x1", "persistent_kernel/drain:16x1",
          "persistent_kernel/drain:32x1", "persistent_kernel/drain:64x1",
          "persistent_kernel/drain:128x1", "persistent_kernel/drain:128x4"}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_choice found[DW_VARIANT_CHOICES_MAX];
        const size_t count = dw_list_variants(rows[i].wait, rows[i].launches, rows[i].cores, found);
        for (size_t c = 0; c < count; c++)
            assert_string_equal(name_of(&found[c]), rows[i].names[c] ? rows[i].names[c] : "none");
        assert_null(rows[i].names[count]);
    }
    /* More cores than a device has are none: nothing wraps. */
    struct dw_choice most[DW_VARIANT_CHOICES_MAX], none[DW_VARIANT_CHOICES_MAX];
    static const uint32_t cores[] = {DW_CORES_MAX + 1, 1u << 28, UINT32_MAX};
    const size_t plain = dw_list_variants(DW_WAIT_BATCH, 1000, 0, none);
    for (size_t i = 0; i < COUNT(cores); i++) {
        assert_int_equal(dw_list_variants(DW_WAIT_BATCH, 1000, cores[i], most), plain);
        for (size_t c = 0; c < plain; c++)
            assert_string_equal(name_of(&most[c]), name_of(&none[c]));
    }
    const size_t largest = dw_list_variants(DW_WAIT_BATCH, 1000, DW_CORES_MAX, most);
    assert_string_equal(name_of(&most[largest - 1]), "persistent_kernel/drain:16777216x4");
    assert_true(dw_list_variants(DW_WAIT_BATCH, UINT32_MAX, 8, most) <= DW_VARIANT_CHOICES_MAX);
}

static void expect_baseline(const struct dw_shape *shape, const struct dw_calibration_row *row,
                            enum dw_tier tier)
{
    struct dw_plan plan;
    uint32_t least, most;
    dw_plan_launch(shape, row, tier, &plan);
    assert_string_equal(name_of(&plan.choice), "plain_launches/each");
    assert_true(isnan(plan.wall_ns) && isnan(plan.baseline_ns));
    dw_plan_range(shape, row, tier, &least, &most);
    assert_int_equal(least, 1);
    assert_int_equal(most, UINT32_MAX);
}

static void test_nothing_is_guessed(void **state)
{
    struct dw_calibration_row row = world_row();
    const struct dw_shape shape = world_shape();
    struct dw_plan plan;
    (void)state;
    expect_baseline(&shape, dw_default_calibration(), DW_TIER_DEFAULTS);
    expect_baseline(&shape, dw_default_calibration(), DW_TIER_DEVICE);
    expect_baseline(&shape, &row, DW_TIER_VENDOR_KIND);
    expect_baseline(&shape, &row, DW_TIER_DEFAULTS);
    dw_plan_launch(&shape, &row, DW_TIER_DEVICE, &plan);
    expect_near(plan.baseline_ns, 1581550, 1e-6);
    assert_true(plan.wall_ns < plan.baseline_ns);
    row.constant[DW_CONSTANT_HOST_SUBMIT].samples = 0;
    expect_baseline(&shape, &row, DW_TIER_DEVICE);
    row.constant[DW_CONSTANT_HOST_SUBMIT] = (struct dw_constant){(double)DW_NEVER, 0, 0, 10};
    expect_baseline(&shape, &row, DW_TIER_DEVICE);
}

/* A device whose other ways of waiting alone were measured has a plan and no baseline. */
static void test_a_baseline_that_was_not_measured(void **state)
{
    struct dw_calibration_row row = world_row();
    struct dw_shape shape = world_shape();
    struct dw_plan plan;
    (void)state;
    shape.spare_core = true;
    row.constant[DW_CONSTANT_BATCH_WAKE_BLOCK].samples = 0;
    dw_plan_launch(&shape, &row, DW_TIER_DEVICE, &plan);
    assert_int_equal(plan.choice.side[DW_AXIS_WAITING], DW_WAITING_SIDE_TIMELINE);
    assert_true(plan.wall_ns > 0 && isnan(plan.baseline_ns));
}

static bool chooses(struct dw_shape shape, const struct dw_calibration_row *row, bool chain,
                    uint32_t launches, const struct dw_choice *choice)
{
    struct dw_plan plan;
    shape.launches = launches;
    if (chain)
        shape.levels = launches;
    dw_plan_launch(&shape, row, DW_TIER_DEVICE, &plan);
    return dw_equal_choices(&plan.choice, choice);
}

static void test_range(void **state)
{
    uint64_t random = 3;
    size_t bounded = 0;
    (void)state;
    for (int i = 0; i < 500; i++) {
        const struct dw_calibration_row row = world_random_row(&random);
        struct dw_shape shape = world_random_shape(&random);
        struct dw_plan plan;
        uint32_t least, most;
        shape.specializations = 0;
        shape.levels = world_below(&random, 4) || shape.launches == 1 ? 1 : shape.launches;
        const bool chain = shape.levels > 1;
        dw_plan_launch(&shape, &row, DW_TIER_DEVICE, &plan);
        dw_plan_range(&shape, &row, DW_TIER_DEVICE, &least, &most);
        assert_true(least >= 1 && least <= shape.launches && shape.launches <= most);
        assert_true(chooses(shape, &row, chain, least, &plan.choice));
        assert_true(chooses(shape, &row, chain, most, &plan.choice));
        assert_false(least > 1 && chooses(shape, &row, chain, least - 1, &plan.choice));
        assert_false(most < UINT32_MAX && chooses(shape, &row, chain, most + 1, &plan.choice));
        bounded += least > 1 && most < UINT32_MAX;
    }
    assert_true(bounded > 20);
}

/* A shape that only its own numbers of launches allow is not stretched over others. */
static void test_range_of_what_can_be(void **state)
{
    const struct dw_calibration_row row = world_row();
    struct dw_shape shape = world_shape();
    uint32_t least, most;
    (void)state;
    shape.specializations = 90;
    dw_plan_range(&shape, &row, DW_TIER_DEVICE, &least, &most);
    assert_true(least >= 90);
    shape.specializations = 0;
    shape.levels = 95;
    dw_plan_range(&shape, &row, DW_TIER_DEVICE, &least, &most);
    assert_true(least >= 95);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equals_brute_force),
        cmocka_unit_test(test_list_of_choices),
        cmocka_unit_test(test_cores),
        cmocka_unit_test(test_variants),
        cmocka_unit_test(test_nothing_is_guessed),
        cmocka_unit_test(test_a_baseline_that_was_not_measured),
        cmocka_unit_test(test_range),
        cmocka_unit_test(test_range_of_what_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

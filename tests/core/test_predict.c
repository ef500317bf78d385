/* The formulas of planner.h, each against a row computed by hand with world_row's round numbers. */
#include "core/planner_world.h"

#include <math.h>

static double predict(const struct dw_shape *shape, const struct dw_calibration_row *row,
                      const struct dw_choice *choice)
{
    struct dw_prediction prediction;
    assert_int_equal(dw_predict(shape, row, choice, false, &prediction), DW_OK);
    assert_true(isnan(prediction.lo_ns) && isnan(prediction.hi_ns));
    return prediction.wall_ns;
}

/* The workgroups that the device holds. */
static double resident;

static void check(const struct dw_shape *shape, const char *name, double expected_ns)
{
    struct dw_calibration_row row = world_row();
    world_set(&row, DW_CONSTANT_DEVICE_RESIDENT, resident);
    const struct dw_choice choice = world_choice(name);
    const double found_ns = predict(shape, &row, &choice);
    if (fabs(found_ns - expected_ns) > 1e-9 * expected_ns)
        fail_msg("%s: %.9g ns, expected %.9g", name, found_ns, expected_ns);
}

static void test_variants(void **state)
{
    struct dw_shape shape = world_shape();
    (void)state;
    /* c 1550, g 15600 */
    check(&shape, "plain_launches/each", 1550 + 100 * 15600 + 20000);
    /* D = 10000 + 99*2500, the share of a kernel that does not overlap */
    check(&shape, "plain_launches/batched:all", 11450 + 5600 + 257500 + 20000);
    check(&shape, "plain_launches/batched:16", 14150 + 5000 + 7 * 600 + 6 * 47500 + 17500 + 20000);
    check(&shape, "plain_launches/infos:16", 14300 + 6 * 188100 + 50100 + 20000);
    check(&shape, "command_reuse/resubmit", 1050 + 100 * 15600 + 20000 + 500);
    check(&shape, "command_reuse/multi:16", 1800 + 6 * 174600 + 47400 + 20000 + 500);
    check(&shape, "command_reuse/unrolled:all", 1050 + 263100 + 20000 + 10400);
    /* recorded: a buffer of 16 and one of the 4 that are left */
    check(&shape, "command_reuse/unrolled:16", 1050 + 6 * 53100 + 23100 + 20000 + 2800);
    check(&shape, "command_reuse/armed", 1750 + 100 * 17600 + 18000 + 500);
    /* 800 items: 13 waves of 64, bound by them; one of 1024, bound by cores that are full */
    check(&shape, "persistent_kernel/drain:64x1", 1050 + 17000 + 128 + 13 * 13580 + 20000);
    check(&shape, "persistent_kernel/drain:16x4", 1050 + 17000 + 32 + 13 * 54080 + 20000);
    check(&shape, "persistent_kernel/drain:1024x1", 1050 + 17000 + 2048 + 1024 * 150 + 20000);
    shape.kernel.theta_per_ns = 1;
    check(&shape, "persistent_kernel/drain:1024x1", 1050 + 17000 + 2048 + 13580 + 20000);
    shape.launches = 4000;
    shape.kernel.tau_ns = 1;
    check(&shape, "persistent_kernel/drain:1024x1",
          1050 + 17000 + 2048 + 32000 * 5 /* pops, one after the other */ + 20000);
    shape = world_shape();
    shape.repeats = 100;
    check(&shape, "command_reuse/resubmit", 1050 + 100 * 15600 + 20000 + 5);
    check(&shape, "command_reuse/unrolled:all", 1050 + 263100 + 20000 + 104);
}

static void test_wait_for_each(void **state)
{
    struct dw_shape shape = world_shape();
    (void)state;
    shape.wait = DW_WAIT_EACH;
    check(&shape, "plain_launches/each", 100 * (1550 + 15600 + 30000));
    check(&shape, "command_reuse/resubmit", 100 * (1050 + 15600 + 30000) + 500);
    check(&shape, "command_reuse/armed", 1050 + 100 * 700 + 100 * 45600 + 500);
    shape.second = (struct dw_kernel){4, 6000, 5500, 0.02};
    check(&shape, "plain_launches/each",
          100 * (1550 + 15600 + 30000) + 100 * (1550 + 11600 + 30000));
}

static void test_levels(void **state)
{
    struct dw_shape shape = world_shape();
    (void)state;
    shape.levels = 100;
    check(&shape, "plain_launches/batched:all",
          11450 + 3000 + 5600 + 100 * 10000 + 99 * 250 + 20000);
    /* in front of each but the first a barrier */
    check(&shape, "plain_launches/each", 1580 + 100 * 15600 + 99 * 250 + 20000);
    check(&shape, "command_reuse/multi:all", 6000 + 100 * 10600 + 99 * 250 + 5000 + 20000 + 530);
    shape.levels = 10;
    check(&shape, "plain_launches/batched:all",
          11450 + 270 * 100 / 99. + 5600 + 10 * 10000 + 90 * 2500 + 9 * 250 + 20000);
    /* 16 launches reach into two levels, 4 into one; a barrier is in front of one launch in 11 */
    check(&shape, "command_reuse/unrolled:16",
          1050 + 6 * (5600 + 20000 + 14 * 2500 + 250 + 250 / 11.) + 5600 + 17500 + 20000 + 2800 +
              20 * 30 / 11.);
}

static void test_arms(void **state)
{
    struct dw_shape shape = world_shape();
    (void)state;
    shape.second = (struct dw_kernel){4, 6000, 5500, 0.02}; /* D 154500, each 1500 apart */
    check(&shape, "plain_launches/each", 1550 + 100 * 15600 + 100 * 11600 + 20000);
    check(&shape, "plain_launches/batched:all", 21450 + 5600 + 257500 + 250 + 154500 + 20000);
    check(&shape, "plain_launches/batched:all+arms=concurrent",
          21450 + 5600 + 250000 + 154500 + 20000);
    check(&shape, "plain_launches/batched:all+arms=queues", 268950 + 0.5 * 165950 + 6000 + 25600);
    check(&shape, "plain_launches/batched:all+arms=families",
          268950 + 0.25 * 165950 + 9000 + 25600);
    check(&shape, "command_reuse/unrolled:all", 1050 + 417850 + 20000 + 20400);
    check(&shape, "command_reuse/unrolled:all+arms=queues",
          258550 + 0.5 * 155550 + 6000 + 25600 + 20800);
    /* the second is done before a long first */
    shape.kernel.kernel_ns = 1e6;
    shape.launches = 1;
    check(&shape, "plain_launches/batched:all+arms=concurrent", 1650 + 5600 + 1e6 + 20000);
}

/* Launches that the device holds at once begin 150 ns apart and share it. */
static void test_launches_held_at_once(void **state)
{
    struct dw_shape shape = world_shape();
    (void)state;
    resident = 800;
    /* 800 workgroups of 100 ns each, of a full device */
    check(&shape, "plain_launches/batched:all", 11450 + 5600 + 80000 + 99 * 150 + 20000);
    check(&shape, "plain_launches/each", 1550 + 100 * 15600 + 20000);
    resident = 799;
    check(&shape, "plain_launches/batched:all", 11450 + 5600 + 257500 + 20000);
    /* 16 launches share it for 12800 ns; the 4 that are left take no longer than one */
    check(&shape, "command_reuse/unrolled:16",
          1050 + 6 * (5600 + 12800 + 15 * 150) + 5600 + 10000 + 3 * 150 + 20000 + 2800);
    shape.levels = 10;
    check(&shape, "plain_launches/batched:all",
          11450 + 270 * 100 / 99. + 5600 + 10 * 10000 + 90 * 150 + 9 * 250 + 20000);
    /* two kernels, of 1200 workgroups, 80000 + 20000 ns */
    shape.levels = 1;
    shape.second = (struct dw_kernel){4, 6000, 5500, 0.02};
    check(&shape, "plain_launches/batched:all+arms=concurrent",
          21450 + 5600 + 250000 + 154500 + 20000);
    resident = 1200;
    check(&shape, "plain_launches/batched:all+arms=concurrent",
          21450 + 5600 + 100 * 150 + 100000 + 99 * 150 + 20000);
    check(&shape, "plain_launches/batched:all",
          21450 + 5600 + (80000 + 99 * 150) + 250 + (20000 + 99 * 150) + 20000);
    /* launches that are too far apart to fill the device do not share it */
    shape = world_shape();
    shape.kernel.theta_per_ns = 0.08;
    resident = 800;
    check(&shape, "plain_launches/batched:all", 11450 + 5600 + 10000 + 99 * 150 + 20000);
    shape.kernel.kernel_ns = 500;
    check(&shape, "plain_launches/batched:all", 11450 + 5600 + 500 + 99 * 150 + 20000);
    resident = 0;
}

static void test_copies(void **state)
{
    struct dw_shape shape = world_shape();
    (void)state;
    shape.copy_bytes = 1 << 20;
    shape.copy = DW_COPY_OVERLAP;
    check(&shape, "plain_launches/batched:all", 294550 + 105400);
    check(&shape, "plain_launches/batched:all+copy=transfer:4", 294550 + 0.1 * 102160);
    check(&shape, "plain_launches/batched:all+copy=queue:1", 294550 + 0.5 * 119040);
    check(&shape, "plain_launches/batched:all+copy=direct", 294550 + 0.8 * 205800);
    shape.copy_bytes = 1 << 24;
    check(&shape, "plain_launches/batched:all+copy=transfer:1",
          8000 + 16384 * 90 + 500 + 0.1 * 294550);
}

static void test_bindings(void **state)
{
    struct dw_shape shape = world_shape();
    (void)state;
    shape.resources = 16; /* 160 ns to fetch them */
    check(&shape, "plain_launches/batched:all", 294710 + 100 * 66 + 47);
    check(&shape, "plain_launches/batched:all+binding=push", 294710 + 100 * 158 + 73);
    check(&shape, "plain_launches/batched:all+binding=bindless", 294710 + 100 * 72 + 90);
    check(&shape, "plain_launches/batched:all+binding=static", 294710 + 100 * 69 + 78);
    check(&shape, "plain_launches/each+binding=bindless", 1622 + 100 * (15600 + 90 + 160) + 20000);
    check(&shape, "plain_launches/infos:16+binding=bindless",
          15452 + 6 * (188100 + 16 * 90 + 160) + (50100 + 4 * 90 + 160) + 20000);
    check(&shape, "command_reuse/unrolled:all+binding=push", 294710 + 100 * 158 + 73);
    shape.rebind = true;
    check(&shape, "plain_launches/batched:all", 294710 + 100 * 220 + 36);
    /* short kernels are as far apart as the device takes to bind */
    shape.rebind = false;
    shape.kernel = (struct dw_kernel){1, 100, 90, 1};
    check(&shape, "plain_launches/batched:all",
          11450 + 100 * 66 + 5600 + 160 + 147 + 99 * 197 + 20000);
}

static void test_specializations(void **state)
{
    struct dw_shape shape = world_shape();
    (void)state;
    shape.specializations = 2;
    shape.confidence_bps = 9000;
    shape.spare_core = true;
    check(&shape, "plain_launches/batched:all", 294550 + 4e6);
    check(&shape, "plain_launches/batched:all+specialization=speculate",
          294550 + 1.05 * 4e6 - 0.9 * 294550 * 0.66);
    shape.spare_core = false;
    check(&shape, "plain_launches/batched:all+specialization=speculate",
          294550 + 1.6 * 4e6 - 0.9 * 294550 * 0.66);
    /* no more is hidden than there is to compile */
    shape.launches = 10000;
    check(&shape, "plain_launches/each+specialization=speculate",
          1550 + 10000 * 15600.0 + 20000 + 1.6 * 4e6 - 0.9 * 4e6);
    /* nothing is before an only launch; of two kernels the first is before the second */
    shape.launches = shape.specializations = 1;
    check(&shape, "plain_launches/each+specialization=speculate", 1550 + 15600 + 20000 + 1.6 * 2e6);
    shape.second = shape.kernel;
    check(&shape, "plain_launches/each+specialization=speculate",
          1550 + 2 * 15600 + 20000 + 1.6 * 2e6 - 0.9 * (1550 + 2 * 15600 + 20000) / 2);
}

static void test_waiting(void **state)
{
    struct dw_shape shape = world_shape();
    (void)state;
    shape.spare_core = true;
    check(&shape, "plain_launches/batched:all+waiting=spin", 278550);
    check(&shape, "plain_launches/batched:all+waiting=timeline", 277550);
    check(&shape, "plain_launches/batched:all+waiting=block_then_spin", 279550);
    shape.wait = DW_WAIT_EACH;
    check(&shape, "command_reuse/armed+waiting=timeline", 1050 + 100 * 700 + 100 * 22600 + 500);
}

/* A thread that blocks wakes the later the longer it waited: of 100 us once more, of 300 us twice,
 * straight between them. */
static void test_blocked_waits(void **state)
{
    static const struct {
        double kernel_ns;
        enum dw_wait wait;
        uint32_t launches;
        double longer; /* times wake.doubling */
    } rows[] = {
        {100, DW_WAIT_BATCH, 1, 0.2725},         {72850, DW_WAIT_BATCH, 1, 1},
        {72850 + 50000, DW_WAIT_BATCH, 1, 1.25}, {72850 + 200000, DW_WAIT_BATCH, 1, 2},
        {72850 + 600000, DW_WAIT_BATCH, 1, 3},   {62850, DW_WAIT_EACH, 10, 10},
    };
    struct dw_calibration_row row = world_row();
    const struct dw_choice blocked = world_choice("plain_launches/each"),
                           spinning = world_choice("plain_launches/each+waiting=spin");
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_shape shape = world_shape();
        shape.wait = rows[i].wait;
        shape.launches = rows[i].launches;
        shape.kernel.kernel_ns = rows[i].kernel_ns;
        shape.spare_core = true;
        world_set(&row, DW_CONSTANT_WAKE_DOUBLING, 0);
        const double awake_ns = predict(&shape, &row, &blocked);
        const double spinning_ns = predict(&shape, &row, &spinning);
        world_set(&row, DW_CONSTANT_WAKE_DOUBLING, 8000);
        expect_near(predict(&shape, &row, &blocked), awake_ns + 8000 * rows[i].longer, 1e-6);
        expect_near(predict(&shape, &row, &spinning), spinning_ns, 0);
    }
}

static void test_parts_of_the_time(void **state)
{
    static const struct {
        const char *name;
        enum dw_wait wait;
        double host_ns, device_ns;
    } rows[] = {
        {"plain_launches/each", DW_WAIT_BATCH, 155000, 1555000},
        {"plain_launches/batched:all", DW_WAIT_BATCH, 11450, 258100},
        {"command_reuse/unrolled:all", DW_WAIT_BATCH, 1050 + 10400, 258100},
        {"plain_launches/each", DW_WAIT_EACH, 155000, 4715000 - 1550 - 35000},
        {"persistent_kernel/drain:1024x1", DW_WAIT_BATCH, 1050, 167648},
    };
    const struct dw_calibration_row row = world_row();
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_shape shape = world_shape();
        struct dw_prediction found;
        const struct dw_choice choice = world_choice(rows[i].name);
        shape.wait = rows[i].wait;
        assert_int_equal(dw_predict(&shape, &row, &choice, false, &found), DW_OK);
        expect_near(found.host_ns, rows[i].host_ns, 1e-6);
        expect_near(found.device_ns, rows[i].device_ns, 1e-6);
    }
}

static void test_times_beyond_numbers(void **state)
{
    const struct dw_calibration_row row = world_row();
    const struct dw_choice choice = world_choice("plain_launches/each");
    struct dw_shape shape = world_shape();
    (void)state;
    shape.launches = UINT32_MAX;
    shape.kernel.kernel_ns = 1e300;
    assert_true(isinf(predict(&shape, &row, &choice)));
    shape.launches = 1;
    assert_true(isfinite(predict(&shape, &row, &choice)));
}

/* Two stages call by call, the last call shorter, against the closed form. */
static void test_pipeline(void **state)
{
    uint64_t random = 7;
    (void)state;
    for (int i = 0; i < 2000; i++) {
        const struct dw_calibration_row row = world_random_row(&random);
        struct dw_shape shape = world_shape();
        struct dw_choice choice = world_choice("plain_launches/infos:16");
        double host = 0, device = 0;
        shape.launches = 1 + (uint32_t)world_below(&random, 200);
        shape.kernel.kernel_ns = world_between(&random, 100, 1e5);
        choice.number[0] = 1 + (uint32_t)world_below(&random, 40);
        if (dw_unsupported_choice(&shape, &row, &choice) != NULL)
            continue;
#define VALUE(id) row.constant[DW_CONSTANT_##id].value
        for (uint32_t left = shape.launches, k; left > 0; left -= k) {
            k = left < choice.number[0] ? left : choice.number[0];
            host += VALUE(HOST_SUBMIT) + (k - 1) * VALUE(HOST_INFO) +
                    k * (VALUE(HOST_ATTACH) + VALUE(HOST_BUFFER) + VALUE(HOST_LAUNCH));
            device = fmax(device, host) + (device > 0 ? VALUE(DEVICE_SUBMIT) : 0) +
                     (k - 1) * (VALUE(DEVICE_INFO) + VALUE(DEVICE_BUFFER)) +
                     k * shape.kernel.kernel_ns;
        }
        const double end = device + VALUE(BATCH_WAKE_BLOCK), doublings = floor(log2(1 + end / 1e5));
        const double expected =
            end + VALUE(WAKE_DOUBLING) * (doublings + (1 + end / 1e5) / exp2(doublings) - 1);
#undef VALUE
        assert_true(fabs(predict(&shape, &row, &choice) - expected) < 1e-9 * expected);
    }
}

/* A random choice of a random shape on a random device; false: there is none. */
static bool make_case(uint64_t *random, struct dw_shape *shape, struct dw_calibration_row *row,
                      struct dw_choice *choice)
{
    static struct dw_choice choices[20000];
    *row = world_random_row(random);
    *shape = world_random_shape(random);
    const size_t count = dw_list_choices(shape, row, choices, COUNT(choices));
    assert_true(count <= COUNT(choices));
    if (count > 0)
        *choice = choices[world_below(random, count)];
    return count > 0;
}

static void test_every_constant_is_a_cost(void **state)
{
    uint64_t random = 11;
    bool matters[DW_CONSTANT_COUNT] = {false};
    (void)state;
    for (int i = 0; i < 4000; i++) {
        struct dw_shape shape;
        struct dw_calibration_row row;
        struct dw_choice choice;
        if (!make_case(&random, &shape, &row, &choice))
            continue;
        struct dw_prediction before, after;
        assert_int_equal(dw_predict(&shape, &row, &choice, false, &before), DW_OK);
        for (int id = DW_CONSTANT_HOST_SUBMIT; id <= DW_CONSTANT_SPECIALIZATION_STEAL_BUSY; id++) {
            const double value = row.constant[id].value;
            if (row.constant[id].samples == 0 || value >= (double)DW_NEVER)
                continue;
            row.constant[id].value = value * 3 + 1;
            assert_int_equal(dw_predict(&shape, &row, &choice, false, &after), DW_OK);
            row.constant[id].value = value;
            if (after.wall_ns < before.wall_ns * (1 - 1e-12))
                fail_msg("%s grows, the time falls from %g to %g", dw_constant_info(id)->name,
                         before.wall_ns, after.wall_ns);
            matters[id] |= id == DW_CONSTANT_DEVICE_BEGIN
                               ? after.device_ns > before.device_ns
                               : after.wall_ns > before.wall_ns * (1 + 1e-12);
        }
    }
    for (int id = DW_CONSTANT_HOST_SUBMIT; id <= DW_CONSTANT_SPECIALIZATION_STEAL_BUSY; id++)
        if (!matters[id])
            fail_msg("%s never matters", dw_constant_info(id)->name);
}

static void test_intervals_contain_the_value(void **state)
{
    uint64_t random = 13;
    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct dw_shape shape;
        struct dw_calibration_row row;
        struct dw_choice choice;
        struct dw_prediction found;
        if (!make_case(&random, &shape, &row, &choice))
            continue;
        for (int id = DW_CONSTANT_HOST_SUBMIT; id <= DW_CONSTANT_SPECIALIZATION_STEAL_BUSY; id++) {
            struct dw_constant *constant = &row.constant[id];
            constant->lo = world_below(&random, 20) ? constant->value * 0.7 : (double)-INFINITY;
            constant->hi = world_below(&random, 20) ? constant->value * 1.2 : (double)INFINITY;
        }
        assert_int_equal(dw_predict(&shape, &row, &choice, true, &found), DW_OK);
        assert_true(found.lo_ns >= 0 && found.lo_ns <= found.wall_ns);
        assert_true(found.wall_ns <= found.hi_ns);
        expect_near(found.wall_ns, predict(&shape, &row, &choice), 0);
    }
}

static void test_intervals(void **state)
{
    struct dw_calibration_row row = world_row();
    const struct dw_shape shape = world_shape();
    const struct dw_choice choice = world_choice("plain_launches/each");
    struct dw_prediction found;
    const double wall_ns = 1581550;
    (void)state;
    assert_int_equal(dw_predict(&shape, &row, &choice, true, &found), DW_OK);
    expect_near(found.lo_ns, wall_ns, 0);
    expect_near(found.hi_ns, wall_ns, 0);
    /* One constant: what it makes of the time. */
    row.constant[DW_CONSTANT_DEVICE_SUBMIT].lo = 4600;
    row.constant[DW_CONSTANT_DEVICE_SUBMIT].hi = 7600;
    assert_int_equal(dw_predict(&shape, &row, &choice, true, &found), DW_OK);
    expect_near(found.lo_ns, wall_ns - 99 * 1000, 1e-6);
    expect_near(found.hi_ns, wall_ns + 99 * 2000, 1e-6);
    /* Two: the root of their squares. */
    row.constant[DW_CONSTANT_BATCH_WAKE_BLOCK].hi = 25600 + 150000;
    assert_int_equal(dw_predict(&shape, &row, &choice, true, &found), DW_OK);
    expect_near(found.hi_ns, wall_ns + hypot(99 * 2000, 150000), 1e-6);
    /* The model's own error is a factor. */
    row = world_row();
    world_set(&row, DW_CONSTANT_PREDICTION_ERROR, 0.2);
    assert_int_equal(dw_predict(&shape, &row, &choice, true, &found), DW_OK);
    expect_near(found.lo_ns / wall_ns, exp(-1.96 * 0.2), 1e-4);
    expect_near(found.hi_ns / wall_ns, exp(1.96 * 0.2), 2e-4);
    /* Unbounded is unbounded. */
    row.constant[DW_CONSTANT_DEVICE_SUBMIT].hi = (double)INFINITY;
    assert_int_equal(dw_predict(&shape, &row, &choice, true, &found), DW_OK);
    assert_true(found.hi_ns > 1e20);
}

static void test_what_cannot_be_had_is_not_predicted(void **state)
{
    struct dw_calibration_row row = world_row();
    struct dw_shape shape = world_shape();
    struct dw_choice choice = world_choice("plain_launches/infos:16");
    struct dw_prediction found = {.wall_ns = 1};
    (void)state;
    row.constant[DW_CONSTANT_HOST_INFO].samples = 0;
    assert_int_equal(dw_predict(&shape, &row, &choice, false, &found), DW_ERROR_UNSUPPORTED);
    choice = world_choice("plain_launches/batched:all");
    shape.wait = DW_WAIT_EACH;
    assert_int_equal(dw_predict(&shape, &row, &choice, false, &found), DW_ERROR_UNSUPPORTED);
    expect_near(found.wall_ns, 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_variants),
        cmocka_unit_test(test_wait_for_each),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_arms),
        cmocka_unit_test(test_launches_held_at_once),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_bindings),
        cmocka_unit_test(test_specializations),
        cmocka_unit_test(test_waiting),
        cmocka_unit_test(test_blocked_waits),
        cmocka_unit_test(test_times_beyond_numbers),
        cmocka_unit_test(test_parts_of_the_time),
        cmocka_unit_test(test_pipeline),
        cmocka_unit_test(test_every_constant_is_a_cost),
        cmocka_unit_test(test_intervals_contain_the_value),
        cmocka_unit_test(test_intervals),
        cmocka_unit_test(test_what_cannot_be_had_is_not_predicted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

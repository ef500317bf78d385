#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fit/fit.h"
#include "fit/regress.h"
#include "world.h"

/* Without noise the estimators are exact. */
static struct world exact_world(void)
{
    return (struct world){
        .cost = {{8200, 0, 31000, 1400}, {5200, 43000, 21000, 610}},
        .sample_noise = 0,
        .processes = 3,
        .rounds = 6,
        .instances = 30,
    };
}

static void fit_world(const struct world *world, struct fit_constants *constants)
{
    struct fit_data data;
    struct fit_variants variants;
    world_run(world, 1, &data);
    fit_tune_variants(&data, FIT_NONE, &variants);
    assert_int_equal(fit_constants(&data, &variants, FIT_NONE, 50, constants), 0);
    fit_data_free(&data);
}

static void assert_cost(const struct fit_constants *constants, enum dw_wait wait,
                        enum fit_cost cost, double expected)
{
    const struct fit_cost_value *found = &constants->cost[wait][cost];
    if (!(fabs(found->value - expected) <= 0.01 + 1e-6 * expected) || found->lo > found->value ||
        found->hi < found->value)
        fail_msg("wait %d cost %d: found %g (%g to %g), expected %g", wait, cost, found->value,
                 found->lo, found->hi, expected);
}

static void test_planted_constants_are_found(void **state)
{
    const struct world world = exact_world();
    struct fit_constants found;
    (void)state;
    fit_world(&world, &found);
    for (int cost = 0; cost < FIT_COST_COUNT; cost++) {
        if (cost != FIT_SETUP)
            assert_cost(&found, DW_WAIT_EACH, (enum fit_cost)cost, world.cost[DW_WAIT_EACH][cost]);
        assert_cost(&found, DW_WAIT_BATCH, (enum fit_cost)cost, world.cost[DW_WAIT_BATCH][cost]);
    }
    assert_true(isinf(found.cost[DW_WAIT_EACH][FIT_SETUP].value));
    assert_true(found.cost[DW_WAIT_EACH][FIT_SETUP].samples > 0);
    assert_int_equal(found.cost[DW_WAIT_BATCH][FIT_SETUP].samples, 30 * 3 * 6);
}

/* Below 0 there is no cost: it is held at 0 and what it would have taken goes to the others. */
static void test_constants_are_never_below_zero(void **state)
{
    struct world world = exact_world();
    struct fit_constants found;
    (void)state;
    world.cost[DW_WAIT_EACH][FIT_RECORD] = -200;
    world.cost[DW_WAIT_BATCH][FIT_REPLAY] = -200;
    fit_world(&world, &found);
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int cost = 0; cost < FIT_COST_COUNT; cost++)
            assert_true(found.cost[wait][cost].value >= 0 && found.cost[wait][cost].lo >= 0);
    }
    assert_true(found.cost[DW_WAIT_EACH][FIT_RECORD].value == 0);
    assert_true(found.cost[DW_WAIT_BATCH][FIT_REPLAY].value == 0);
    /* launch - replay = 5400 is what the savings tell */
    double launch = found.cost[DW_WAIT_BATCH][FIT_LAUNCH].value;
    if (launch < 5199 || launch > 5401)
        fail_msg("launch %g is not between the savings' and the kernel's", launch);
}

static void assert_held(const struct fit_cost_value cost[FIT_COST_COUNT])
{
    for (int c = 0; c < FIT_COST_COUNT; c++)
        if (!(cost[c].lo >= 0 && cost[c].lo <= cost[c].value && cost[c].value <= cost[c].hi))
            fail_msg("cost %d: %g (%g to %g)", c, cost[c].value, cost[c].lo, cost[c].hi);
}

/* Where two are below 0 one of them may still explain what the other cannot. */
static void test_two_below_zero(void **state)
{
    struct world world = exact_world();
    struct fit_constants found;
    const struct fit_cost_value *batch = found.cost[DW_WAIT_BATCH];
    (void)state;
    memcpy(world.cost[DW_WAIT_BATCH], (const double[]){-100, 10000, 2000, -500},
           sizeof world.cost[DW_WAIT_BATCH]);
    fit_world(&world, &found);
    assert_held(batch);
    assert_true(batch[FIT_REPLAY].value == 0);
    if (!(batch[FIT_LAUNCH].value > 0 && batch[FIT_LAUNCH].value < 400.01))
        fail_msg("launch %g: resubmits save 400", batch[FIT_LAUNCH].value);

    memcpy(world.cost[DW_WAIT_BATCH], (const double[]){-100, -5000, -2000, -500},
           sizeof world.cost[DW_WAIT_BATCH]);
    fit_world(&world, &found);
    assert_held(batch);
}

/* A replay dearer than a launch: their difference stays. */
static void test_reuse_that_loses(void **state)
{
    struct world world = exact_world();
    struct fit_constants found;
    (void)state;
    world.cost[DW_WAIT_EACH][FIT_REPLAY] = 9000;
    fit_world(&world, &found);
    assert_cost(&found, DW_WAIT_EACH, FIT_LAUNCH, 8200);
    assert_cost(&found, DW_WAIT_EACH, FIT_REPLAY, 9000);
}

static void drop_arms(struct fit_data *data, enum dw_mode mode, enum arm_status status)
{
    for (size_t i = 0; i < data->arm_count; i++) {
        if (arm_mode(&data->arms[i].arm) == mode) {
            data->arms[i].status = status;
            data->arms[i].samples = 0;
        }
    }
}

static void test_what_was_not_measured_has_no_samples(void **state)
{
    const struct world world = exact_world();
    struct fit_data data;
    struct fit_result result;
    (void)state;
    world_run(&world, 1, &data);
    drop_arms(&data, DW_MODE_PERSISTENT_KERNEL, ARM_STATUS_WRONG_RESULT);
    assert_int_equal(fit_device(&data, FIT_NONE, 50, &result), 0);
    assert_cost(&result.constants, DW_WAIT_BATCH, FIT_LAUNCH, 5200);
    assert_cost(&result.constants, DW_WAIT_BATCH, FIT_REPLAY, 610);
    assert_int_equal(result.constants.cost[DW_WAIT_BATCH][FIT_SETUP].samples, 0);
    assert_true(result.row.constant[DW_CONSTANT_BATCH_SETUP].value == 50000);
    assert_int_equal(result.row.constant[DW_CONSTANT_BATCH_SETUP].samples, 0);
    assert_string_equal(result.row.variant[DW_WAIT_BATCH][DW_MODE_PERSISTENT_KERNEL], "");

    drop_arms(&data, DW_MODE_COMMAND_REUSE, ARM_STATUS_UNSUPPORTED);
    assert_int_equal(fit_device(&data, FIT_NONE, 50, &result), 0);
    assert_cost(&result.constants, DW_WAIT_EACH, FIT_LAUNCH, 8200);
    assert_cost(&result.constants, DW_WAIT_BATCH, FIT_LAUNCH, 5200);
    assert_int_equal(result.constants.cost[DW_WAIT_EACH][FIT_RECORD].samples, 0);
    assert_int_equal(result.constants.cost[DW_WAIT_BATCH][FIT_REPLAY].samples, 0);
    fit_data_free(&data);
}

static void test_one_number_of_launches_identifies_nothing(void **state)
{
    struct world world = exact_world();
    struct fit_constants found;
    (void)state;
    world.instances = 1;
    fit_world(&world, &found);
    for (int cost = 0; cost < FIT_COST_COUNT; cost++)
        assert_int_equal(found.cost[DW_WAIT_BATCH][cost].samples, 0);
    world.instances = 0;
    fit_world(&world, &found);
    assert_int_equal(found.cost[DW_WAIT_EACH][FIT_SETUP].samples, 0);
}

static void test_outliers_do_not_pull(void **state)
{
    const struct world world = exact_world();
    struct fit_data data;
    struct results_samples samples;
    struct fit_variants variants;
    struct fit_constants found;
    (void)state;
    world_plan(&world, &data);
    world_sample(&world, &data, 1, &samples);
    /* two rounds of every six, and every round of one instance in ten */
    for (size_t i = 0; i < samples.count; i++) {
        if (samples.times[i].round % 6 >= 4 || data.arms[samples.times[i].cell].instance % 10 == 3)
            samples.times[i].wall_ns *= 1 + 3.0 * (samples.times[i].cell % 4);
    }
    assert_int_equal(fit_data_reduce(&data, &samples), 0);
    fit_tune_variants(&data, FIT_NONE, &variants);
    assert_int_equal(fit_constants(&data, &variants, FIT_NONE, 50, &found), 0);
    assert_cost(&found, DW_WAIT_BATCH, FIT_LAUNCH, 5200);
    assert_cost(&found, DW_WAIT_BATCH, FIT_REPLAY, 610);
    results_samples_free(&samples);
    fit_data_free(&data);
}

static void test_certainty(void **state)
{
    static const struct {
        struct fit_cost_value launch, record;
        bool certain;
    } rows[] = {
        {{1000, 950, 1050, 9}, {300, 200, 400, 9}, true}, /* narrower than its value */
        {{1000, 950, 1050, 9}, {300, 100, 590, 9}, true}, /* wider, but half a launch */
        {{1000, 950, 1050, 9}, {300, 0, 900, 9}, false},  /* wider than both */
        {{1000, 400, 1600, 9}, {30, 10, 90, 9}, false},   /* a launch that is not known helps not */
        {{1000, 950, 1050, 9}, {0, 0, 10, 9}, true},      /* surely next to nothing */
        {{1000, 950, 1050, 9}, {300, 200, 400, 0}, false},               /* not measured */
        {{1000, 950, 1050, 9}, {HUGE_VAL, HUGE_VAL, HUGE_VAL, 9}, true}, /* never */
        {{1000, 950, 1050, 9}, {300, 0, HUGE_VAL, 9}, false},            /* no interval */
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct fit_constants constants = {.cost = {{{.samples = 0}}}};
        constants.cost[DW_WAIT_BATCH][FIT_LAUNCH] = rows[i].launch;
        constants.cost[DW_WAIT_BATCH][FIT_RECORD] = rows[i].record;
        if (fit_is_certain(&constants, DW_WAIT_BATCH, FIT_RECORD) != rows[i].certain)
            fail_msg("row %zu is%s certain", i, rows[i].certain ? " not" : "");
    }
}

static void test_identification(void **state)
{
    struct fit_row rows[6];
    (void)state;
    for (int i = 0; i < 6; i++)
        rows[i] = (struct fit_row){.x = {i + 1, 1, 2.0 * (i + 1), 0}};
    assert_true(fit_identified(rows, 6, 3));
    assert_false(fit_identified(rows, 6, 5)); /* one column twice */
    assert_false(fit_identified(rows, 6, 9)); /* an empty column */
    assert_false(fit_identified(rows, 3, 3)); /* too few rows */
    assert_false(fit_identified(rows, 6, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planted_constants_are_found),
        cmocka_unit_test(test_constants_are_never_below_zero),
        cmocka_unit_test(test_two_below_zero),
        cmocka_unit_test(test_reuse_that_loses),
        cmocka_unit_test(test_what_was_not_measured_has_no_samples),
        cmocka_unit_test(test_one_number_of_launches_identifies_nothing),
        cmocka_unit_test(test_outliers_do_not_pull),
        cmocka_unit_test(test_certainty),
        cmocka_unit_test(test_identification),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fit/fit.h"
#include "fit/planner.h"
#include "planner_world.h"

static void fit_world(const struct planner_world *world, struct fit_result *result)
{
    struct fit_data data;
    planner_world_run(world, 1, &data);
    assert_int_equal(fit_device(&data, FIT_NONE, 50, result), 0);
    fit_data_free(&data);
}

static bool is_cost(int id)
{
    return id >= PLANNER_FIRST && id <= PLANNER_LAST;
}

/* Every cost that was measured, within a share of it or of half a unit. */
static void assert_found(const struct planner_world *world, const struct fit_result *result,
                         double share)
{
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant *found = &result->row.constant[id];
        const double truth = world->truth.constant[id].value;
        if (!is_cost(id) || found->samples == 0)
            continue;
        const double unit = strcmp(dw_constant_info(id)->unit, "share") == 0 ? 0.01 : 0.5;
        if (fabs(found->value - truth) > fmax(share * truth, unit) || found->lo > found->value ||
            found->hi < found->value)
            fail_msg("%s: found %g (%g to %g), planted %g", dw_constant_info(id)->name,
                     found->value, found->lo, found->hi, truth);
    }
}

static void test_planted_constants_are_found(void **state)
{
    const struct planner_world world = planner_world_default();
    struct fit_result result;
    (void)state;
    fit_world(&world, &result);
    assert_found(&world, &result, 0.01);
    /* Ways of waiting are candidates where each launch is waited for, and there is a spare core. */
    for (int id = PLANNER_FIRST; id <= PLANNER_LAST; id++)
        if ((result.row.constant[id].samples == 0) !=
            ((id > DW_CONSTANT_BATCH_WAKE_BLOCK && id <= DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN) ||
             id == DW_CONSTANT_SPECIALIZATION_STEAL_BUSY))
            fail_msg("%s has %u samples", dw_constant_info(id)->name,
                     (unsigned)result.row.constant[id].samples);
    assert_true(result.row.constant[DW_CONSTANT_DEVICE_CORES].value == 80);
    assert_int_equal(result.row.constant[DW_CONSTANT_DEVICE_RESOURCES].samples, 0);
    assert_true(result.row.constant[DW_CONSTANT_PREDICTION_ERROR].value < 1e-3);
}

static void test_constants_that_are_nothing(void **state)
{
    static const int nothing[] = {DW_CONSTANT_HOST_ATTACH, DW_CONSTANT_DEVICE_INFO,
                                  DW_CONSTANT_PERSISTENT_STRETCH, DW_CONSTANT_COPY_QUEUE_PART,
                                  DW_CONSTANT_BATCH_WAKE_SPIN};
    struct planner_world world = planner_world_default();
    struct fit_result result;
    (void)state;
    for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
        world.truth.constant[nothing[i]].value = 0;
    fit_world(&world, &result);
    assert_found(&world, &result, 0.01);
    for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
        assert_true(result.row.constant[nothing[i]].lo < 0.01);
}

/* One arm in 20 takes three times as long as the formulas say. */
static void test_outliers_do_not_matter(void **state)
{
    const struct planner_world world = planner_world_default();
    struct fit_data data;
    struct fit_result result;
    (void)state;
    planner_world_run(&world, 1, &data);
    for (size_t a = 7; a < data.arm_count; a += 20) {
        for (size_t u = 0; u < data.unit_count; u++)
            data.values[a * data.unit_count + u].log_wall += log(3);
    }
    assert_int_equal(fit_device(&data, FIT_NONE, 50, &result), 0);
    assert_found(&world, &result, 0.03);
    fit_data_free(&data);
}

static bool is_each_block(const struct dw_shape *shape, const struct dw_choice *choice)
{
    return shape->wait == DW_WAIT_EACH && choice->variant == DW_VARIANT_EACH &&
           choice->side[DW_AXIS_WAITING] == 0;
}

/* What is only ever paid together is told as a sum: each may be anything up to it. */
static void test_singular_directions_are_recognised(void **state)
{
    static const int together[] = {DW_CONSTANT_HOST_SUBMIT, DW_CONSTANT_HOST_ATTACH,
                                   DW_CONSTANT_HOST_BUFFER, DW_CONSTANT_HOST_LAUNCH};
    const size_t count = sizeof(together) / sizeof(together[0]);
    struct planner_world world = planner_world_default();
    struct fit_result result;
    double sum = 0, truth = 0;
    (void)state;
    world.wanted = is_each_block;
    fit_world(&world, &result);
    for (size_t i = 0; i < count; i++) {
        const struct dw_constant *found = &result.row.constant[together[i]];
        const double planted = world.truth.constant[together[i]].value;
        sum += found->value;
        truth += planted;
        if (found->samples == 0 || found->lo > planted || found->hi < planted ||
            fit_constant_is_certain(&result, together[i]))
            fail_msg("%s: %g (%g to %g), planted %g", dw_constant_info(together[i])->name,
                     found->value, found->lo, found->hi, planted);
    }
    if (fabs(sum / truth - 1) > 1e-3)
        fail_msg("together %g, planted %g", sum, truth);
    assert_true(fit_constant_is_certain(&result, DW_CONSTANT_EACH_WAKE_BLOCK));
}

static bool is_no_drain(const struct dw_shape *shape, const struct dw_choice *choice)
{
    (void)shape;
    return choice->variant != DW_VARIANT_DRAIN && choice->side[DW_AXIS_COPY] == 0;
}

static void test_what_was_not_measured_has_no_samples(void **state)
{
    struct planner_world world = planner_world_default();
    struct fit_result result;
    (void)state;
    world.wanted = is_no_drain;
    fit_world(&world, &result);
    assert_found(&world, &result, 0.01);
    for (int id = DW_CONSTANT_PERSISTENT_START; id <= DW_CONSTANT_PERSISTENT_STRETCH; id++)
        assert_int_equal(result.row.constant[id].samples, 0);
    for (int id = DW_CONSTANT_COPY_TRANSFER_LATENCY; id <= DW_CONSTANT_COPY_DIRECT_SERIAL; id++)
        assert_int_equal(result.row.constant[id].samples, 0);
    assert_true(result.row.constant[DW_CONSTANT_COPY_SERIALIZE_LATENCY].samples > 0);
}

/* A run whose kernels' times are not known has no planner; the reference policy it has. */
static void test_unknown_kernels_give_nothing(void **state)
{
    const struct planner_world world = planner_world_default();
    struct fit_data data;
    struct fit_result result;
    (void)state;
    planner_world_run(&world, 1, &data);
    for (size_t i = 0; i < data.instance_count; i++)
        data.instances[i].shape.kernel.theta_per_ns = (double)NAN;
    assert_int_equal(fit_device(&data, FIT_NONE, 50, &result), 0);
    for (int id = PLANNER_FIRST; id <= PLANNER_LAST; id++)
        assert_int_equal(result.row.constant[id].samples, 0);
    assert_int_equal(result.row.constant[DW_CONSTANT_PREDICTION_ERROR].samples, 0);
    assert_true(result.row.constant[DW_CONSTANT_BATCH_LAUNCH].samples > 0);
    fit_data_free(&data);
}

static void test_one_unit_has_no_interval(void **state)
{
    struct planner_world world = planner_world_default();
    struct fit_result result;
    (void)state;
    world.processes = 1;
    fit_world(&world, &result);
    assert_found(&world, &result, 0.01);
    for (int id = PLANNER_FIRST; id <= PLANNER_LAST; id++)
        if (result.row.constant[id].samples > 0)
            if (!(result.row.constant[id].lo == 0 && isinf(result.row.constant[id].hi)))
                fail_msg("%s: %g to %g", dw_constant_info(id)->name, result.row.constant[id].lo,
                         result.row.constant[id].hi);
}

static void test_the_same_data_give_the_same_bytes(void **state)
{
    struct planner_world world = planner_world_default();
    static struct fit_result results[2];
    (void)state;
    world.sample_noise = 0.05;
    world.process_noise = 0.01;
    for (int i = 0; i < 2; i++)
        fit_world(&world, &results[i]);
    assert_memory_equal(results[0].row.constant, results[1].row.constant,
                        sizeof(results[0].row.constant));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planted_constants_are_found),
        cmocka_unit_test(test_constants_that_are_nothing),
        cmocka_unit_test(test_outliers_do_not_matter),
        cmocka_unit_test(test_singular_directions_are_recognised),
        cmocka_unit_test(test_what_was_not_measured_has_no_samples),
        cmocka_unit_test(test_unknown_kernels_give_nothing),
        cmocka_unit_test(test_one_unit_has_no_interval),
        cmocka_unit_test(test_the_same_data_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

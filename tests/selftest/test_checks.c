/* Every check on a simulated device that is as it should be, and on one that is not: it fails, by
 * the figure that was planted. */
#include "planted_engine.h"

#include "sim/sim_device.h"

#define BUDGET_S 4

static void begin(const char *rows)
{
    planted_begin(open_with(rows, 1, 0), BUDGET_S);
}

static void end(void)
{
    struct measure_engine *engine = planted_test.engine;
    engine->ops->close(&engine);
}

static void a_good_device_passes(void **state)
{
    size_t failed;
    (void)state;
    begin("world,pipeline\n");
    heard.count = 0;
    assert_int_equal(selftest_run(&planted_test, planted_hear, NULL, &failed), DW_OK);
    for (size_t i = 0; i < heard.count; i++)
        if (strcmp(heard.rows[i].verdict, "fail") == 0)
            expect_verdict(heard.rows[i].figure, "pass");
    assert_int_equal(failed, 0);
    expect_verdict("skipped_launch_caught", "skipped");
    expect_verdict("spin_later_than_block", "pass");
    expect_verdict("planted", "told");
    end();
}

/* Steps of 5 us, and now and then one back. */
static uint64_t coarse_clock(void)
{
    return base_clock_ns() / 5000 * 5000;
}

static uint64_t wavering_clock(void)
{
    static unsigned readings;
    return base_clock_ns() - (++readings % 1000 == 0 ? 1000000 : 0);
}

/* 2 us a reading. */
static uint64_t slow_clock(void)
{
    const uint64_t start = base_clock_ns();
    uint64_t now = start;
    while (now - start < 2000)
        now = base_clock_ns();
    return now;
}

static void the_hosts_clock(void **state)
{
    (void)state;
    begin("");
    planted_run(&selftest_host_clock);
    expect_verdict("steps_back", "pass");
    planted_test.clock_ns = coarse_clock;
    planted_run(&selftest_host_clock);
    expect_beyond("smallest_step", 5000);
    planted_test.clock_ns = wavering_clock;
    planted_run(&selftest_host_clock);
    expect_beyond("steps_back", 99);
    planted_test.clock_ns = slow_clock;
    planted_run(&selftest_host_clock);
    expect_beyond("reading", 2000);
    expect_beyond("smallest_step", 2000);
    assert_int_equal(heard.result, 2);
    end();
}

static unsigned batches;

static int with_slow_ticks(struct measure_engine *engine, void *arm, bool stamped,
                           struct measure_batch *batch)
{
    const int status = real_ops->execute(engine, arm, stamped, batch);
    batch->begin_ticks = batch->begin_ticks * 9 / 10;
    batch->span_ns /= 10;
    return status;
}

static int with_steps_back(struct measure_engine *engine, void *arm, bool stamped,
                           struct measure_batch *batch)
{
    const int status = real_ops->execute(engine, arm, stamped, batch);
    if (++batches % 10 == 5)
        batch->begin_ticks -= 100000;
    return status;
}

static int with_long_spans(struct measure_engine *engine, void *arm, bool stamped,
                           struct measure_batch *batch)
{
    const int status = real_ops->execute(engine, arm, stamped, batch);
    batch->span_ns *= 100;
    return status;
}

static int with_coarse_spans(struct measure_engine *engine, void *arm, bool stamped,
                             struct measure_batch *batch)
{
    const int status = real_ops->execute(engine, arm, stamped, batch);
    batch->span_ns = 0;
    batch->begin_ticks = batch->begin_ticks / 20000 * 20000;
    return status;
}

static void the_devices_clock(void **state)
{
    (void)state;
    begin("");
    planted_run(&selftest_device_clock);
    expect_all("pass");
    planted_ops.execute = with_slow_ticks;
    planted_run(&selftest_device_clock);
    expect_beyond("rate_off", 8);
    planted_ops.execute = with_steps_back;
    planted_run(&selftest_device_clock);
    expect_beyond("steps_back", 39);
    planted_ops.execute = with_long_spans;
    planted_run(&selftest_device_clock);
    expect_beyond("spans_over_wall_time", 390);
    planted_ops.execute = with_coarse_spans;
    planted_run(&selftest_device_clock);
    expect_beyond("smallest_step", 19999);
    planted_test.engine->facts.timestamp_bits = 20;
    planted_run(&selftest_device_clock);
    expect_beyond("valid_bits", 20);
    planted_test.engine->facts.timestamp_bits = 0;
    planted_run(&selftest_device_clock);
    expect_all("skipped");
    assert_int_equal(heard.result, 0);
    end();
}

static void loops(void **state)
{
    (void)state;
    begin("loop_limit,5000\n");
    planted_run(&selftest_loop_limit);
    expect_verdict("loops_right", "pass");
    assert_true(planted_find("loops_right")->value <= 5000);
    assert_non_null(strstr(planted_find("loops_right")->note, "5000"));
    end();
    begin("wrong_arm,plain_launches/each\n");
    planted_run(&selftest_loop_limit);
    expect_beyond("loops_right", 0);
    assert_non_null(strstr(planted_find("loops_right")->note, "planted by wrong_arm"));
    end();
}

static enum measure_fault fault, unseen;

static void plant(struct measure_engine *engine, enum measure_fault what)
{
    (void)engine;
    fault = what;
}

/* Calls an arm wrong while a fault is planted that it sees. */
static int open_faulty(struct measure_engine *engine, void *instance, const struct arm *choice,
                       struct measure_opened *opened, void **arm)
{
    const int status = real_ops->open_arm(engine, instance, choice, opened, arm);
    if (status != DW_OK || fault == MEASURE_FAULT_NONE || fault == unseen || !*arm)
        return status;
    real_ops->close_arm(engine, arm);
    opened->status = ARM_STATUS_WRONG_RESULT;
    return DW_OK;
}

static void wrong_outputs(void **state)
{
    (void)state;
    begin("world,pipeline\n");
    planted_ops.plant = plant;
    planted_ops.open_arm = open_faulty;
    planted_run(&selftest_outputs);
    expect_all("pass");
    assert_int_equal(fault, MEASURE_FAULT_NONE);
    unseen = MEASURE_FAULT_DOUBLED_LAUNCH;
    planted_run(&selftest_outputs);
    expect_verdict("skipped_launch_caught", "pass");
    expect_beyond("doubled_launch_caught", 0);
    assert_non_null(strstr(planted_find("doubled_launch_caught")->note, "plain_launches/"));
    expect_verdict("missing_barrier_caught", "pass");
    end();
    /* Of no arm at all nothing is known. */
    unseen = MEASURE_FAULT_NONE;
    begin("world,pipeline\nunsupported_arm,persistent_kernel\n");
    planted_ops.plant = plant;
    planted_ops.open_arm = open_faulty;
    planted_run(&selftest_outputs);
    expect_beyond("missing_barrier_caught", 0);
    end();
}

static void the_loops_own_time(void **state)
{
    (void)state;
    begin("");
    planted_run(&selftest_bookkeeping);
    expect_verdict("of_the_smallest_batch", "pass");
    planted_test.clock_ns = slow_clock;
    planted_run(&selftest_bookkeeping);
    expect_beyond("of_the_smallest_batch", 3);
    end();
}

static void two_arms_that_are_not_the_same(void **state)
{
    (void)state;
    begin("slowdown,1.06\nslowdown_arm,plain_launches/each+role=control\n");
    planted_run(&selftest_same_arms);
    expect_beyond("called_different", 10);
    expect_beyond("bias", 4);
    expect_verdict("noise_floor", "pass");
    end();
    begin("noise,1.5\n");
    planted_run(&selftest_same_arms);
    expect_beyond("noise_floor", 30);
    expect_verdict("called_different", "pass");
    end();
}

/* Seen, and what is done to it. */
static double spent_share;

static void spend_share(struct measure_engine *engine, double ns)
{
    real_ops->spend(engine, spent_share * ns);
}

static void slowdowns_of_another_size(void **state)
{
    (void)state;
    begin("");
    planted_ops.spend = spend_share;
    spent_share = 1;
    planted_run(&selftest_slowdown);
    expect_verdict("found", "pass");
    expect_verdict("size_in_interval", "pass");
    assert_true(planted_find("planted")->value >= 9 && planted_find("planted")->value < 30);
    assert_true(planted_find("size_error")->value < 2);
    spent_share = 0;
    planted_run(&selftest_slowdown);
    expect_beyond("found", 3);
    expect_beyond("size_in_interval", 3);
    spent_share = 2;
    planted_run(&selftest_slowdown);
    expect_verdict("found", "pass");
    expect_beyond("size_in_interval", 3);
    end();
}

static int with_short_chains(struct measure_engine *engine, void *instance, uint32_t launches,
                             enum measure_chain chain, double *span_ns)
{
    const int status = real_ops->chain_span(engine, instance, launches, chain, span_ns);
    *span_ns /= 10;
    return status;
}

static void kernels_that_are_not_longer(void **state)
{
    (void)state;
    begin("");
    planted_run(&selftest_longer_kernel);
    expect_verdict("found", "pass");
    expect_verdict("size_off", "pass");
    planted_ops.execute = with_slow_ticks;
    planted_ops.chain_span = with_short_chains;
    planted_run(&selftest_longer_kernel);
    expect_verdict("found", "pass");
    expect_beyond("size_off", 500);
    end();
    begin("kernel.spin.alone_step,0\nkernel.spin.share_step,0\n");
    planted_run(&selftest_longer_kernel);
    expect_beyond("found", 1);
    end();
}

static uint64_t half_a_processor(struct measure_engine *engine)
{
    return real_ops->wall_ns(engine) / 2;
}

static void spinning_that_ends_late(void **state)
{
    (void)state;
    begin("world,pipeline\n");
    planted_run(&selftest_waiting);
    expect_verdict("spin_later_than_block", "pass");
    assert_true(fabs(planted_find("wake_that_spin_saves")->value - 27.5) < 2);
    end();
    begin("world,pipeline\neach.wake.spin,40000\n");
    planted_run(&selftest_waiting);
    expect_beyond("spin_later_than_block", 20);
    end();
    begin("world,reference\n");
    planted_run(&selftest_waiting);
    expect_all("skipped");
    end();
    /* Who did not spin is no witness. */
    begin("world,pipeline\neach.wake.spin,40000\n");
    planted_ops.processor_ns = half_a_processor;
    planted_run(&selftest_waiting);
    expect_all("skipped");
    assert_non_null(strstr(planted_find("spin_later_than_block")->note, "no processor to spare"));
    end();
}

static void constants_that_are_others(void **state)
{
    (void)state;
    begin("");
    planted_test.sim_rows = "slowdown,1.3\nslowdown_arm,plain_launches\n";
    planted_run(&selftest_constants);
    expect_beyond("reference_in_interval", 80);
    expect_beyond("reference_worst_error", 20);
    expect_beyond("planner_in_interval", 80);
    expect_beyond("planner_worst_error", 10);
    end();
    /* What cannot be run fails, and leaves nothing behind. */
    begin("");
    planted_test.sim_rows = "no_such_key,1\n";
    planted_run(&selftest_constants);
    expect_all("fail");
    assert_int_equal(heard.result, 4);
    end();
}

/* What was not made is not passed. */
static void a_device_that_is_lost(void **state)
{
    size_t failed;
    (void)state;
    begin("lost_arm,plain_launches/each\n");
    heard.count = 0;
    assert_int_equal(selftest_run(&planted_test, planted_hear, NULL, &failed),
                     DW_ERROR_DEVICE_LOST);
    expect_verdict("steps_back", "pass"); /* the host's: the first check */
    expect_verdict("valid_bits", "fail");
    assert_string_equal(planted_find("valid_bits")->note, "the device was lost");
    assert_string_equal(planted_find("found")->note, "not made: the device was gone");
    expect_verdict("planner_in_interval", "fail");
    assert_int_equal(failed, heard.count - 3);
    end();
}

static void limits_are_what_chance_allows(void **state)
{
    (void)state;
    assert_true(selftest_most(0.01, 30) == 3 && selftest_most(0.01, 240) == 8);
    assert_true(selftest_least(0.95, 100) == 87 && selftest_least(0.95, 2) == 0);
    assert_true(selftest_most(0.5, 3) == 3);
}

static void the_shares_are_one_budget(void **state)
{
    double sum = 0;
    (void)state;
    for (size_t i = 0; i < selftest_check_count; i++) {
        sum += selftest_checks[i]->share;
        assert_true(selftest_checks[i]->count <= SELFTEST_FIGURES_MAX);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(selftest_checks[i]->name, selftest_checks[k]->name);
    }
    assert_near(sum, 1, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_what_chance_allows),
        cmocka_unit_test(the_shares_are_one_budget),
        cmocka_unit_test(a_good_device_passes),
        cmocka_unit_test(the_hosts_clock),
        cmocka_unit_test(the_devices_clock),
        cmocka_unit_test(loops),
        cmocka_unit_test(wrong_outputs),
        cmocka_unit_test(the_loops_own_time),
        cmocka_unit_test(two_arms_that_are_not_the_same),
        cmocka_unit_test(slowdowns_of_another_size),
        cmocka_unit_test(kernels_that_are_not_longer),
        cmocka_unit_test(spinning_that_ends_late),
        cmocka_unit_test(constants_that_are_others),
        cmocka_unit_test(a_device_that_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

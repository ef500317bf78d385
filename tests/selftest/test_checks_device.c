/* The self-test on a real device: a good one passes, and what is planted between it and the checks
 * is found. Chance fails a good device now and then, and a machine that is busy oftener: what fails
 * three times is no chance. */
#include "planted_engine.h"

#include "run/run.h"
#include "selftest/series.h"

#define BUDGET_S 6
#define TRIES 3

static struct measure_engine *engine;

static void expect_in_some_try(const struct selftest_check *check, const char *figure,
                               const char *verdict)
{
    for (int i = 0; i < TRIES; i++) {
        planted_test.seed = (uint64_t)i + 1;
        planted_run(check);
        if (strcmp(planted_find(figure)->verdict, verdict) == 0)
            return;
    }
    expect_verdict(figure, verdict);
}

static void a_good_device_passes(void **state)
{
    (void)state;
    planted_begin(engine, BUDGET_S);
    for (size_t i = 0; i < selftest_check_count; i++) {
        /* Of no device, and tried on the simulated one. */
        if (selftest_checks[i] == &selftest_constants)
            continue;
        for (int try = 0; try < TRIES; try++) {
            planted_test.seed = (uint64_t)try + 1;
            planted_run(selftest_checks[i]);
            if (heard.result == 0)
                break;
        }
        for (size_t k = 0; k < heard.count && heard.result != 0; k++)
            if (strcmp(heard.rows[k].verdict, "fail") == 0)
                expect_verdict(heard.rows[k].figure, "pass");
        assert_int_equal(heard.result, 0);
    }
    engine->ops = real_ops;
}

static void nothing_is_planted_for_good(void **state)
{
    const struct grid_instance instance = selftest_instance("spin", DW_WAIT_BATCH, 5, 2, 1);
    uint64_t random_state = 1;
    struct selftest_same same;
    (void)state;
    planted_begin(engine, BUDGET_S);
    planted_run(&selftest_outputs);
    assert_true(planted_find("skipped_launch_caught")->value >= 10);
    assert_true(planted_find("missing_barrier_caught")->value >= 3);
    assert_int_equal(selftest_time_same(&planted_test, &instance, &random_state, &same), DW_OK);
    engine->ops = real_ops;
}

/* A device on which the checks of the outputs are blind to a fault. */
static void plant_nothing(struct measure_engine *base, enum measure_fault fault)
{
    real_ops->plant(base, fault == MEASURE_FAULT_MISSING_BARRIER ? MEASURE_FAULT_NONE : fault);
}

static void a_fault_that_is_not_seen(void **state)
{
    (void)state;
    planted_begin(engine, BUDGET_S);
    planted_ops.plant = plant_nothing;
    planted_run(&selftest_outputs);
    expect_verdict("doubled_launch_caught", "pass");
    expect_beyond("missing_barrier_caught", 0);
    engine->ops = real_ops;
}

static void spend_nothing(struct measure_engine *base, double ns)
{
    (void)base;
    (void)ns;
}

static void a_slowdown_that_is_none(void **state)
{
    (void)state;
    planted_begin(engine, BUDGET_S);
    planted_ops.spend = spend_nothing;
    expect_in_some_try(&selftest_slowdown, "found", "fail");
    engine->ops = real_ops;
}

static int with_short_ticks(struct measure_engine *base, void *arm, bool stamped,
                            struct measure_batch *batch)
{
    const int status = real_ops->execute(base, arm, stamped, batch);
    batch->span_ns /= 4;
    batch->begin_ticks /= 4;
    return status;
}

static int with_short_chains(struct measure_engine *base, void *instance, uint32_t launches,
                             enum measure_chain chain, double *span_ns)
{
    const int status = real_ops->chain_span(base, instance, launches, chain, span_ns);
    *span_ns /= 4;
    return status;
}

static void a_clock_of_another_rate(void **state)
{
    (void)state;
    planted_begin(engine, BUDGET_S);
    if (engine->facts.timestamp_bits == 0)
        skip();
    planted_ops.execute = with_short_ticks;
    planted_ops.chain_span = with_short_chains;
    expect_in_some_try(&selftest_device_clock, "rate_off", "fail");
    expect_in_some_try(&selftest_longer_kernel, "size_off", "fail");
    engine->ops = real_ops;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_device_passes),     cmocka_unit_test(nothing_is_planted_for_good),
        cmocka_unit_test(a_fault_that_is_not_seen), cmocka_unit_test(a_slowdown_that_is_none),
        cmocka_unit_test(a_clock_of_another_rate),
    };
    const int status = run_open_engine(getenv("DISPATCHWISE_TEST_DEVICE"), 1, 0, &engine);
    if (status == DW_ERROR_NO_DEVICE)
        return 77;
    if (status != DW_OK)
        return 1;
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    engine->ops->close(&engine);
    return failed ? 1 : 0;
}

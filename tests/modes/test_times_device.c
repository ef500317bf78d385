/* What the times of arms on a real device must show, whatever the device. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "gpu/engine.h"
#include "on_device.h"
#include "measure/statistics.h"
#include "modes/mode.h"

static struct measure_engine *engine;
static const struct measure_kernel_times unknown = {0};

/* The shortest of several: a load only ever adds. */
static double chain_ns(const struct grid_instance *instance, enum measure_chain chain)
{
    double shortest = (double)INFINITY;
    void *state = NULL;
    assert_int_equal(engine->ops->open_instance(engine, instance, &unknown, &state), DW_OK);
    for (int i = 0; i < 9; i++) {
        double span;
        assert_int_equal(engine->ops->chain_span(engine, state, 8, chain, &span), DW_OK);
        shortest = fmin(shortest, span);
    }
    engine->ops->close_instance(engine, &state);
    return shortest;
}

/* A kernel's device time grows with its work, and the empty one takes least. */
static void chains_measure_the_kernel(void **context)
{
    struct grid_instance instance = make_instance("spin", DW_WAIT_BATCH, 1, 4);
    (void)context;
    const double empty = chain_ns(&instance, MEASURE_CHAIN_EMPTY);
    const double small = chain_ns(&instance, MEASURE_CHAIN_APART);
    instance.shape.steps = 30000;
    const double large = chain_ns(&instance, MEASURE_CHAIN_APART);
    if (!(empty > 0 && small > 0 && large > 2 * small && large > 2 * empty))
        fail_msg("empty %.0f, small %.0f, large %.0f ns", empty, small, large);
}

/* The median host time of a batch, in calls other than waits, when so many share its recording. */
static double host_ns_at(uint32_t repeats, struct measure_opened *opened)
{
    struct grid_instance instance = make_instance("saxpy", DW_WAIT_BATCH, 200, 1);
    struct measure_batch batch;
    struct arm choice;
    double host_ns[15];
    void *state = NULL, *arm = NULL;
    instance.shape.repeats = repeats;
    assert_true(arm_parse("command_reuse/unrolled:all", &choice));
    assert_int_equal(engine->ops->open_instance(engine, &instance, &unknown, &state), DW_OK);
    assert_int_equal(engine->ops->open_arm(engine, state, &choice, opened, &arm), DW_OK);
    for (int i = 0; i < 15; i++) {
        assert_int_equal(engine->ops->prepare(engine, arm, false), DW_OK);
        const uint64_t start = engine->ops->wall_ns(engine);
        assert_int_equal(engine->ops->execute(engine, arm, false, &batch), DW_OK);
        host_ns[i] = (double)(engine->ops->wall_ns(engine) - start - batch.waited_ns);
    }
    engine->ops->close_arm(engine, &arm);
    engine->ops->close_instance(engine, &state);
    return measure_median(host_ns, 15);
}

static void a_recording_for_one_batch_is_part_of_it(void **context)
{
    struct measure_opened once, shared;
    (void)context;
    const double once_ns = host_ns_at(1, &once), shared_ns = host_ns_at(2, &shared);
    assert_true(once.record_within && once.record_ns > 0);
    assert_true(!shared.record_within && shared.record_ns > 0);
    if (once_ns < shared_ns + shared.record_ns / 4)
        fail_msg("%.0f ns, recorded ahead %.0f + %.0f ns", once_ns, shared_ns, shared.record_ns);
}

static double batch_ns(void *arm)
{
    struct measure_batch batch;
    assert_int_equal(engine->ops->prepare(engine, arm, false), DW_OK);
    const uint64_t start = engine->ops->wall_ns(engine);
    assert_int_equal(engine->ops->execute(engine, arm, false, &batch), DW_OK);
    return (double)(engine->ops->wall_ns(engine) - start);
}

/* One on the main queue, behind itself and behind one that used a second queue. */
static void a_batch_does_not_pay_for_the_one_before(void **context)
{
    static const char *const names[] = {"command_reuse/unrolled:all+arms=concurrent",
                                        "command_reuse/unrolled:all+arms=queues"};
    struct grid_instance instance = make_instance("spin", DW_WAIT_BATCH, 1, 4);
    double behind_itself[15], behind_queues[15];
    void *state = NULL, *arms[2] = {NULL};
    (void)context;
    instance.shape.second_groups = 4;
    instance.shape.second_steps = instance.shape.steps;
    assert_int_equal(engine->ops->open_instance(engine, &instance, &unknown, &state), DW_OK);
    for (int i = 0; i < 2; i++) {
        struct measure_opened opened;
        struct arm choice;
        assert_true(arm_parse(names[i], &choice));
        assert_int_equal(engine->ops->open_arm(engine, state, &choice, &opened, &arms[i]), DW_OK);
    }
    for (int i = 0; i < 15 && arms[1]; i++) {
        batch_ns(arms[0]);
        behind_itself[i] = batch_ns(arms[0]);
        batch_ns(arms[1]);
        behind_queues[i] = batch_ns(arms[0]);
    }
    const bool tried = arms[1] != NULL;
    engine->ops->close_arm(engine, &arms[1]);
    engine->ops->close_arm(engine, &arms[0]);
    engine->ops->close_instance(engine, &state);
    if (!tried)
        skip();
    const double usual = measure_median(behind_itself, 15),
                 late = measure_median(behind_queues, 15);
    if (late > 1.5 * usual)
        fail_msg("%.0f ns, behind a second queue %.0f ns", usual, late);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chains_measure_the_kernel),
        cmocka_unit_test(a_recording_for_one_batch_is_part_of_it),
        cmocka_unit_test(a_batch_does_not_pay_for_the_one_before),
    };
    const int code = open_test_engine(&engine);
    return code ? code : close_test_engine(&engine, cmocka_run_group_tests(tests, NULL, NULL));
}

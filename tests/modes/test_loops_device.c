/* Devices that cut loops off: work up to the limit is right, and a queue that is longer than a
 * workgroup may loop is drained by several dispatches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "gpu/engine.h"
#include "gpu/validation.h"
#include "modes/arm.h"
#include "on_device.h"

/* The work is bounded where the device is not. */
#define LOOPS_MAX 65535
#define WORDS_MAX (UINT64_C(1) << 22)

static struct measure_engine *engine;

static uint64_t loops_limit(void)
{
    return engine->facts.loop_limit < LOOPS_MAX ? engine->facts.loop_limit : LOOPS_MAX;
}

static void expect_ok(struct grid_instance *instance, const char *name)
{
    struct arm choice;
    struct measure_opened opened;
    void *state = NULL, *arm = NULL;
    workload_instance_name(&instance->shape, instance->name);
    assert_true(arm_parse(name, &choice));
    assert_int_equal(
        engine->ops->open_instance(engine, instance, &(struct measure_kernel_times){0}, &state),
        DW_OK);
    assert_int_equal(engine->ops->open_arm(engine, state, &choice, &opened, &arm), DW_OK);
    if (opened.status != ARM_STATUS_OK)
        fail_msg("%s %s %s: %s: %s", instance->workload->name, instance->name, name,
                 arm_status_name(opened.status), opened.detail);
    engine->ops->close_arm(engine, &arm);
    engine->ops->close_instance(engine, &state);
}

/* The largest steps of which loops() is not over the limit. */
static uint32_t most_steps(const struct workload *workload)
{
    struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 1, 1);
    for (uint32_t step = UINT32_C(1) << 20; step > 0; step /= 2) {
        shape.steps += step;
        if (shape.steps > workload->steps_max || workload->loops(&shape) > loops_limit())
            shape.steps -= step;
    }
    return shape.steps;
}

static void launches_at_the_limit(void **context)
{
    (void)context;
    for (size_t w = 0; w < workload_count; w++)
        for (uint32_t less = 0; less < 3; less++) {
            struct grid_instance instance = {.workload = workload_registry[w],
                                             .shape =
                                                 WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 2, 1, 1, 1)};
            const uint32_t most = most_steps(instance.workload);
            instance.shape.steps = most > less ? most - less : 1;
            expect_ok(&instance, "plain_launches/each");
        }
}

/* As many items as one workgroup could take if a pop cost nothing but its items. */
static void queues_at_the_limit(void **context)
{
    static const uint32_t steps[] = {1, 50}, claims[] = {1, 4};
    (void)context;
    for (size_t w = 0; w < workload_count; w++)
        for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++)
            for (size_t c = 0; c < sizeof claims / sizeof claims[0]; c++) {
                char name[DW_ARM_NAME_SIZE];
                struct grid_instance instance = {
                    .workload = workload_registry[w],
                    .shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, steps[s], 1)};
                const struct workload *workload = instance.workload;
                const uint64_t room = WORDS_MAX / workload->region_words(&instance.shape);
                uint64_t items = loops_limit() / (1 + workload->loops(&instance.shape));
                items = items < room ? items : room;
                instance.shape.launches = (uint32_t)items;
                snprintf(name, sizeof name, "persistent_kernel/drain:1x%u", claims[c]);
                expect_ok(&instance, name);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(launches_at_the_limit),
        cmocka_unit_test(queues_at_the_limit),
    };
    const int code = open_test_engine(&engine);
    return code ? code : close_test_engine(&engine, cmocka_run_group_tests(tests, NULL, NULL));
}

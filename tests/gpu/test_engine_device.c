/* What one arm of an instance leaves to the others: nothing, however it ended. */
#include "modes/on_device.h"

#include <stdlib.h>

#include "gpu/engine.h"
#include "gpu/validation.h"

static struct measure_engine *engine;
static const struct measure_kernel_times unknown = {0};

static void *open_named(void *instance, const char *name, const char *status)
{
    struct measure_opened opened;
    struct arm choice;
    void *arm = NULL;
    assert_true(arm_parse(name, &choice));
    assert_int_equal(engine->ops->open_arm(engine, instance, &choice, &opened, &arm), DW_OK);
    assert_string_equal(arm_status_name(opened.status), status);
    assert_true((arm != NULL) == (opened.status == ARM_STATUS_OK));
    return arm;
}

/* Batches of one arm leave every word right. */
static void expect_right(void *instance, void *arm)
{
    struct measure_batch batch;
    enum arm_status result;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(engine->ops->prepare(engine, arm, false), DW_OK);
        assert_int_equal(engine->ops->execute(engine, arm, false, &batch), DW_OK);
    }
    assert_int_equal(engine->ops->check(engine, instance, &result), DW_OK);
    assert_string_equal(arm_status_name(result), "ok");
}

/* The arm that is opened last computes something wrong; the baseline is timed after it. */
static void a_wrong_arm_spoils_no_other(void **context)
{
    const struct grid_instance instance = make_instance("histogram", DW_WAIT_BATCH, 20, 4);
    void *state = NULL;
    (void)context;
    assert_int_equal(engine->ops->open_instance(engine, &instance, &unknown, &state), DW_OK);
    void *baseline = open_named(state, "plain_launches/each", "ok");
    expect_right(state, baseline);
    struct mode_faults *faults = &((struct gpu_instance_state *)state)->batch.faults;
    faults->launches = -1;
    open_named(state, "plain_launches/batched:all", "wrong_result");
    faults->launches = 0;
    expect_right(state, baseline);
    engine->ops->close_arm(engine, &baseline);
    engine->ops->close_instance(engine, &state);
}

static PFN_vkQueueSubmit submit;
static int submits_left; /* before one is refused */

static VKAPI_ATTR VkResult VKAPI_CALL refuse_one(VkQueue queue, uint32_t count,
                                                 const VkSubmitInfo *infos, VkFence fence)
{
    if (submits_left-- == 0)
        return VK_ERROR_OUT_OF_HOST_MEMORY;
    return submit(queue, count, infos, fence);
}

/* Its batch cannot be submitted: what counts as executed was never launched. */
static void a_failed_submit_spoils_no_other(void **context)
{
    const struct grid_instance instance = make_instance("spin", DW_WAIT_BATCH, 20, 4);
    void *state = NULL;
    (void)context;
    assert_int_equal(engine->ops->open_instance(engine, &instance, &unknown, &state), DW_OK);
    void *baseline = open_named(state, "plain_launches/each", "ok");
    submit = vkQueueSubmit;
    submits_left = 1; /* the buffers are filled first */
    vkQueueSubmit = refuse_one;
    open_named(state, "plain_launches/batched:all", "unsupported");
    vkQueueSubmit = submit;
    assert_true(submits_left < 0);
    expect_right(state, baseline);
    engine->ops->close_arm(engine, &baseline);
    engine->ops->close_instance(engine, &state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_arm_spoils_no_other),
        cmocka_unit_test(a_failed_submit_spoils_no_other),
    };
    const int code = open_test_engine(&engine);
    return code ? code : close_test_engine(&engine, cmocka_run_group_tests(tests, NULL, NULL));
}

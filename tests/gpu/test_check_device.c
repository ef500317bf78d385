/* A check that gets no memory is no verdict on the words. */
#include "modes/on_device.h"

#include <stdlib.h>

#include "dispatchwise/status.h"
#include "gpu/engine.h"
#include "gpu/validation.h"

static struct measure_engine *engine;

/* Allocations of so many things of that size fail in this thread; 0: none does. */
static _Thread_local size_t starved_count, starved_size;
static _Thread_local unsigned starved;

/* An instrument has an allocator of its own. */
#if !DISPATCHWISE_INSTRUMENTED
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);

static bool starves(size_t count, size_t size)
{
    const bool hit = starved_count > 0 && count == starved_count && size == starved_size;
    starved += hit;
    return hit;
}

void *malloc(size_t size)
{
    return starves(1, size) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return starves(count, size) ? NULL : __libc_calloc(count, size);
}
#endif

static void check_starved(void *instance, size_t count, size_t size, int expected)
{
    enum arm_status result = ARM_STATUS_OK;
    starved_count = count;
    starved_size = size;
    const int status = engine->ops->check(engine, instance, &result);
    starved_count = 0;
    assert_int_equal(status, expected);
    assert_string_equal(arm_status_name(result), "ok");
}

static void no_memory_is_no_wrong_result(void **context)
{
    static const struct measure_kernel_times unknown = {0};
    const struct arm baseline = arm_baseline();
    struct grid_instance instance = make_instance("histogram", DW_WAIT_BATCH, 301, 37);
    struct measure_opened opened;
    struct measure_batch batch;
    void *state = NULL, *arm = NULL;
    (void)context;
    instance.shape.resources = 3;
    instance.shape.rebind = 1;
    assert_int_equal(engine->ops->open_instance(engine, &instance, &unknown, &state), DW_OK);
    assert_int_equal(engine->ops->open_arm(engine, state, &baseline, &opened, &arm), DW_OK);
    assert_string_equal(arm_status_name(opened.status), "ok");
    assert_int_equal(engine->ops->prepare(engine, arm, false), DW_OK);
    assert_int_equal(engine->ops->execute(engine, arm, false, &batch), DW_OK);
    const struct gpu_instance_state *made = state;
    const size_t word = sizeof(uint32_t);
    assert_true(made->expectations[0].accumulates);
    check_starved(state, 0, 0, DW_OK);
    if (!DISPATCHWISE_INSTRUMENTED) {
        check_starved(state, 1, made->expectations[0].region_words * word, DW_ERROR_NO_MEMORY);
        check_starved(state, made->batch.resources.sets + 1, word, DW_ERROR_NO_MEMORY);
        assert_int_equal(starved, 2);
    }
    check_starved(state, 0, 0, DW_OK);
    engine->ops->close_arm(engine, &arm);
    engine->ops->close_instance(engine, &state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_memory_is_no_wrong_result),
    };
    const int code = open_test_engine(&engine);
    return code ? code : close_test_engine(&engine, cmocka_run_group_tests(tests, NULL, NULL));
}

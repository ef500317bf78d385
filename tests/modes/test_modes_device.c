/* Every arm on a real device: right results on poisoned buffers, once and repeated, and every
 * planted fault caught. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include <string.h>

#include "gpu/engine.h"
#include "gpu/instance_state.h"
#include "gpu/validation.h"
#include "measure/caught.h"
#include "measure/round.h"
#include "modes/mode.h"
#include "on_device.h"

static struct measure_engine *engine;
static const struct measure_kernel_times unknown = {0};
static unsigned planted_messages; /* of the validation layer, about faults planted here */

static void run_one(void *instance, const struct arm *choice)
{
    char name[DW_ARM_NAME_SIZE];
    struct measure_opened opened;
    struct measure_batch batch;
    enum arm_status result;
    void *arm = NULL;
    arm_format(choice, name, sizeof name);
    assert_int_equal(engine->ops->open_arm(engine, instance, choice, &opened, &arm), DW_OK);
    /* A device need not have what the sides of an axis ask for, but says what it lacks. */
    if (opened.status == ARM_STATUS_UNSUPPORTED && strchr(name, '+') && opened.detail[0])
        return;
    if (opened.status != ARM_STATUS_OK)
        fail_msg("%s: %s: %s", name, arm_status_name(opened.status), opened.detail);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(engine->ops->prepare(engine, arm, i == 1), DW_OK);
        assert_int_equal(engine->ops->execute(engine, arm, i == 1, &batch), DW_OK);
        if (i == 1 && !(batch.span_ns > 0))
            fail_msg("%s: span %f ns", name, batch.span_ns);
    }
    assert_int_equal(engine->ops->check(engine, instance, &result), DW_OK);
    if (result != ARM_STATUS_OK)
        fail_msg("%s: wrong when repeated", name);
    engine->ops->close_arm(engine, &arm);
}

static void run_all(const struct grid_instance *instance)
{
    struct arm arms[MODE_CANDIDATES_MAX];
    void *state = NULL;
    const struct dw_shape planned = workload_planner_shape(&instance->shape);
    const size_t count = mode_list_candidates(&planned, 0, arms);
    assert_int_equal(engine->ops->open_instance(engine, instance, &unknown, &state), DW_OK);
    for (size_t i = 0; i < count; i++)
        run_one(state, &arms[i]);
    engine->ops->close_instance(engine, &state);
}

static void every_arm_is_right(void **context)
{
    static const uint32_t shapes[][2] = {{1, 1}, {3, 5}, {37, 2}, {17, 40}};
    (void)context;
    for (size_t w = 0; w < workload_count; w++)
        for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
            for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
                const struct grid_instance instance = make_instance(
                    workload_registry[w]->name, (enum dw_wait)wait, shapes[i][0], shapes[i][1]);
                run_all(&instance);
            }
}

static void every_side_is_right(void **context)
{
    static const struct workload_shape shapes[] = {
        {.launches = 1, .groups = 3, .dependent = 1},
        {.launches = 33, .groups = 40, .dependent = 1},
        {.launches = 1, .groups = 1, .second_groups = 7, .second_steps = 2},
        {.launches = 19, .groups = 40, .second_groups = 3, .second_steps = 5},
        {.launches = 19,
         .groups = 4,
         .second_groups = 3,
         .second_steps = 5,
         .arms = DW_ARMS_READ_AFTER_WRITE},
        {.launches = 3, .groups = 5, .copy_bytes = 4, .copy = DW_COPY_OVERLAP},
        {.launches = 19, .groups = 4, .copy_bytes = 65536, .copy = DW_COPY_OVERLAP},
        {.launches = 33, .groups = 40, .copy_bytes = (1 << 20) + 4, .copy = DW_COPY_OVERLAP},
        {.launches = 5, .groups = 4, .copy_bytes = 4096, .copy = DW_COPY_SERIALIZE},
        {.launches = 7,
         .groups = 4,
         .second_groups = 3,
         .second_steps = 5,
         .copy_bytes = 100,
         .copy = DW_COPY_OVERLAP},
        {.launches = 1, .groups = 3, .specializations = 1, .confidence_bps = 10000},
        {.launches = 7, .groups = 40, .specializations = 2, .confidence_bps = 5000},
        {.launches = 2, .groups = 3, .specializations = 2},
        {.launches = 9,
         .groups = 4,
         .second_groups = 3,
         .second_steps = 5,
         .copy_bytes = 65536,
         .copy = DW_COPY_OVERLAP,
         .specializations = 2,
         .confidence_bps = 5000},
        {.launches = 1,
         .groups = 4,
         .second_groups = 3,
         .second_steps = 5,
         .specializations = 1,
         .confidence_bps = 10000},
        {.launches = 5,
         .groups = 17,
         .dependent = 1,
         .specializations = 1,
         .confidence_bps = 10000},
    };
    (void)context;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
            struct grid_instance instance =
                make_instance(i % 2 ? "spin" : "histogram", (enum dw_wait)wait, 1, 1);
            instance.shape = shapes[i];
            instance.shape.wait = (enum dw_wait)wait;
            instance.shape.repeats = 1;
            instance.shape.steps = 3;
            workload_instance_name(&instance.shape, instance.name);
            run_all(&instance);
        }
}

static struct grid_instance make_binding(enum dw_wait wait, uint32_t launches, uint32_t resources,
                                         uint32_t rebind)
{
    struct grid_instance instance = make_instance("spin", wait, launches, 70);
    instance.shape.resources = resources;
    instance.shape.rebind = rebind;
    workload_instance_name(&instance.shape, instance.name);
    return instance;
}

/* The most resources that a test of all sides takes. */
static uint32_t many_resources(void)
{
    const uint32_t most = engine->facts.max_resources;
    return most < 1000 ? most : 1000;
}

/* Sides of two axes at once, which no candidate has. */
static void run_binding_crosses(const struct grid_instance *instance)
{
    static const char *const names[] = {
        "plain_launches/infos:3+binding=static",
        "plain_launches/batched:7+binding=bindless",
        "plain_launches/batched:all+arms=concurrent+binding=push",
        "plain_launches/batched:all+arms=queues+binding=static",
        "plain_launches/each+arms=families+binding=bindless+waiting=timeline",
        "command_reuse/unrolled:all+arms=concurrent+binding=static",
        "command_reuse/unrolled:all+arms=queues+binding=push",
    };
    const struct dw_shape planned = workload_planner_shape(&instance->shape);
    void *state = NULL;
    struct arm arm;
    assert_int_equal(engine->ops->open_instance(engine, instance, &unknown, &state), DW_OK);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_true(arm_parse(names[i], &arm));
        if (!dw_illegal_choice(&planned, &arm.choice))
            run_one(state, &arm);
    }
    engine->ops->close_instance(engine, &state);
}

static void every_binding_is_right(void **context)
{
    const uint32_t resources[] = {1, 3, 8, many_resources() / 2, many_resources()};
    (void)context;
    for (size_t i = 0; i < sizeof resources / sizeof resources[0]; i++)
        for (int wait = 0; wait < DW_WAIT_COUNT; wait++)
            for (uint32_t rebind = 0; rebind < 2; rebind++) {
                struct grid_instance instance =
                    make_binding((enum dw_wait)wait, i % 2 ? 1 : 24, resources[i], rebind);
                run_all(&instance);
                instance.shape.dependent = 1;
                run_all(&instance);
                instance.shape.dependent = 0;
                instance.shape.second_groups = 5;
                instance.shape.second_steps = 2;
                run_all(&instance);
                run_binding_crosses(&instance);
            }
}

/* What each device must be able to do, and what it must refuse. */
static void sides_of_binding_are_there(void **context)
{
    const struct gpu_info *info = ((struct gpu_engine *)engine)->device->info;
    const uint32_t most = engine->facts.max_resources;
    const bool full = info->indexing == GPU_INDEXING_FULL;
    const struct {
        const char *arm;
        uint32_t resources;
        bool supported;
    } rows[] = {
        {"plain_launches/each", most, true},
        {"plain_launches/each+binding=push", 8, info->max_push_descriptors >= 8},
        {"plain_launches/each+binding=push", most, info->max_push_descriptors >= most},
        {"plain_launches/each+binding=bindless", 8, full},
        {"plain_launches/each+binding=bindless", most, false},
        {"plain_launches/each+binding=static", most / 2, true},
        {"plain_launches/each+binding=static", most / 2 + 1, false},
    };
    (void)context;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct grid_instance instance = make_binding(DW_WAIT_BATCH, 4, rows[i].resources, 0);
        struct measure_opened opened;
        struct arm choice;
        void *state = NULL, *arm = NULL;
        assert_true(arm_parse(rows[i].arm, &choice));
        assert_int_equal(engine->ops->open_instance(engine, &instance, &unknown, &state), DW_OK);
        assert_int_equal(engine->ops->open_arm(engine, state, &choice, &opened, &arm), DW_OK);
        if (opened.status != (rows[i].supported ? ARM_STATUS_OK : ARM_STATUS_UNSUPPORTED))
            fail_msg("%s, %u resources: %s: %s", rows[i].arm, rows[i].resources,
                     arm_status_name(opened.status), opened.detail);
        assert_true(rows[i].supported || strstr(opened.detail, "the device"));
        engine->ops->close_arm(engine, &arm);
        engine->ops->close_instance(engine, &state);
    }
    const struct grid_instance over = make_binding(DW_WAIT_BATCH, 4, most + 1, 0);
    void *state = NULL;
    assert_int_equal(engine->ops->open_instance(engine, &over, &unknown, &state),
                     DW_ERROR_UNSUPPORTED);
    assert_null(state);
}

/* Every candidate of an instance with `named` in its name, of one mode only unless that is
 * DW_MODE_COUNT, must come out as wrong_result under the planted faults. */
static void expect_caught(const struct mode_faults *faults, const struct grid_instance *instance,
                          const char *named, enum dw_mode only)
{
    struct arm arms[MODE_CANDIDATES_MAX];
    const struct dw_shape planned = workload_planner_shape(&instance->shape);
    const size_t count = mode_list_candidates(&planned, 0, arms);
    struct measure_caught caught;
    size_t wanted = 0, sure = 0; /* sure: those without a side that the device may lack */
    for (size_t i = 0; i < count; i++) {
        char name[DW_ARM_NAME_SIZE];
        arm_format(&arms[i], name, sizeof name);
        if ((only != DW_MODE_COUNT && arm_mode(&arms[i]) != only) || !strstr(name, named))
            continue;
        arms[wanted++] = arms[i];
        sure += strchr(name, '+') == NULL;
    }
    gpu_plant_faults(engine, faults);
    assert_int_equal(measure_count_caught(engine, instance, arms, wanted, &caught), DW_OK);
    gpu_plant_faults(engine, &(struct mode_faults){0});
    if (caught.missed[0])
        fail_msg("%s: %s, expected wrong_result", caught.missed,
                 arm_status_name(caught.missed_status));
    assert_int_equal(caught.caught, caught.tried);
    assert_true(caught.tried > 0 && caught.tried >= sure);
}

static void expect_launches_caught(const struct mode_faults *faults)
{
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        const struct grid_instance instance = make_instance("spin", (enum dw_wait)wait, 20, 4);
        expect_caught(faults, &instance, "", DW_MODE_PLAIN_LAUNCHES);
        expect_caught(faults, &instance, "", DW_MODE_COMMAND_REUSE);
    }
}

static void a_skipped_launch_is_caught(void **context)
{
    (void)context;
    expect_launches_caught(&(struct mode_faults){.launches = -1});
}

static void a_doubled_launch_is_caught(void **context)
{
    (void)context;
    expect_launches_caught(&(struct mode_faults){.launches = 1});
}

static void a_copy_cut_short_is_caught(void **context)
{
    static const uint64_t missing[] = {1, sizeof(uint32_t), 65540};
    (void)context;
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
        for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
            struct grid_instance instance = make_instance("spin", (enum dw_wait)wait, 20, 4);
            instance.shape.copy_bytes = 65540;
            instance.shape.copy = DW_COPY_OVERLAP;
            expect_caught(&(struct mode_faults){.uncopied_bytes = missing[i]}, &instance, "",
                          DW_MODE_COUNT);
        }
}

/* A launch that reads its neighbour's resources, whichever way it comes by them. */
static void a_wrong_binding_is_caught(void **context)
{
    static const uint32_t launches[] = {1, 12, 20};
    (void)context;
    for (size_t i = 0; i < sizeof launches / sizeof launches[0]; i++)
        for (int wait = 0; wait < DW_WAIT_COUNT; wait++)
            for (uint32_t rebind = 0; rebind < 2; rebind++) {
                const struct grid_instance instance =
                    make_binding((enum dw_wait)wait, launches[i], 5, rebind);
                expect_caught(&(struct mode_faults){.resources = 1}, &instance, "",
                              DW_MODE_PLAIN_LAUNCHES);
            }
}

/* A launch that ran another pipeline than the one compiled for it. */
static void another_pipeline_is_caught(void **context)
{
    struct grid_instance instance = make_instance("spin", DW_WAIT_EACH, 5, 4);
    (void)context;
    instance.shape.specializations = 2;
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        instance.shape.wait = (enum dw_wait)wait;
        for (uint32_t bps = 0; bps <= 10000; bps += 5000) {
            instance.shape.confidence_bps = bps;
            expect_caught(&(struct mode_faults){.stale_pipelines = true}, &instance, "",
                          DW_MODE_COUNT);
        }
        instance.shape.confidence_bps = 0;
        expect_caught(&(struct mode_faults){.wrong_pipelines = true}, &instance, "speculate",
                      DW_MODE_COUNT);
    }
}

static void a_late_reset_is_caught(void **context)
{
    const unsigned before = gpu_validation_messages();
    const struct grid_instance instance = make_instance("spin", DW_WAIT_BATCH, 20, 4);
    (void)context;
    expect_caught(&(struct mode_faults){.late_reset = true}, &instance, "",
                  DW_MODE_PERSISTENT_KERNEL);
    planted_messages = gpu_validation_messages() - before;
    /* The layer sees a fill against a dispatch; had it not, its silence elsewhere would say little.
     */
    assert_true(planted_messages > 0 || !gpu_wants_validation());
}

static void illegal_and_unsupported_arms_say_why(void **context)
{
    static const struct {
        const char *arm;
        enum dw_wait wait;
        enum arm_status status;
        uint64_t copy_bytes;
        enum dw_copy copy;
    } rows[] = {
        {"persistent_kernel/drain:64x1", DW_WAIT_EACH, ARM_STATUS_ILLEGAL, 0, DW_COPY_NONE},
        {"plain_launches/batched:4", DW_WAIT_EACH, ARM_STATUS_ILLEGAL, 0, DW_COPY_NONE},
        {"command_reuse/unrolled:all", DW_WAIT_EACH, ARM_STATUS_ILLEGAL, 0, DW_COPY_NONE},
        {"persistent_kernel/drain:4000000000x1", DW_WAIT_BATCH, ARM_STATUS_UNSUPPORTED, 0,
         DW_COPY_NONE},
        {"plain_launches/each+copy=direct", DW_WAIT_EACH, ARM_STATUS_ILLEGAL, 0, DW_COPY_NONE},
        {"plain_launches/each+copy=direct", DW_WAIT_EACH, ARM_STATUS_ILLEGAL, 64,
         DW_COPY_SERIALIZE},
        {"plain_launches/each+copy=queue:2", DW_WAIT_BATCH, ARM_STATUS_ILLEGAL, 64,
         DW_COPY_SERIALIZE},
    };
    (void)context;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct grid_instance instance = make_instance("saxpy", rows[i].wait, 8, 2);
        struct measure_opened opened;
        struct arm choice;
        void *state = NULL, *arm = NULL;
        instance.shape.copy_bytes = rows[i].copy_bytes;
        instance.shape.copy = rows[i].copy;
        assert_true(arm_parse(rows[i].arm, &choice));
        assert_int_equal(engine->ops->open_instance(engine, &instance, &unknown, &state), DW_OK);
        assert_int_equal(engine->ops->open_arm(engine, state, &choice, &opened, &arm), DW_OK);
        if (opened.status != rows[i].status)
            fail_msg("%s: %s", rows[i].arm, arm_status_name(opened.status));
        assert_null(arm);
        assert_true(strlen(opened.detail) > 0);
        engine->ops->close_instance(engine, &state);
    }
}

/* A queue longer than a workgroup may loop on a device that cuts loops off. */
static void the_loop_limit_bounds_the_drain(void **context)
{
    struct grid_instance instance = make_instance("spin", DW_WAIT_BATCH, 60, 8);
    struct arm choice;
    struct measure_opened opened;
    void *state = NULL, *arm = NULL;
    (void)context;
    instance.shape.steps = 4000;
    assert_true(arm_parse("persistent_kernel/drain:4x1", &choice));
    assert_int_equal(engine->ops->open_instance(engine, &instance, &unknown, &state), DW_OK);
    assert_int_equal(engine->ops->open_arm(engine, state, &choice, &opened, &arm), DW_OK);
    assert_int_not_equal(opened.status, ARM_STATUS_WRONG_RESULT);
    engine->ops->close_arm(engine, &arm);
    engine->ops->close_instance(engine, &state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_arm_is_right),
        cmocka_unit_test(every_side_is_right),
        cmocka_unit_test(every_binding_is_right),
        cmocka_unit_test(sides_of_binding_are_there),
        cmocka_unit_test(a_skipped_launch_is_caught),
        cmocka_unit_test(a_doubled_launch_is_caught),
        cmocka_unit_test(a_wrong_binding_is_caught),
        cmocka_unit_test(a_copy_cut_short_is_caught),
        cmocka_unit_test(another_pipeline_is_caught),
        cmocka_unit_test(a_late_reset_is_caught),
        cmocka_unit_test(illegal_and_unsupported_arms_say_why),
        cmocka_unit_test(the_loop_limit_bounds_the_drain),
    };
    const int status = gpu_open_engine(getenv("DISPATCHWISE_TEST_DEVICE"), &engine);
    if (status == DW_ERROR_NO_DEVICE || (status == DW_ERROR_UNSUPPORTED && gpu_wants_validation()))
        return 77;
    if (status != DW_OK)
        return 1;
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    engine->ops->close(&engine);
    return failed || gpu_validation_messages() != planted_messages ? 1 : 0;
}

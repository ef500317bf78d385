/* What the simulated device refuses, and how far it may be from its model. */
#include "sim_device.h"

#include <gsl/gsl_statistics_double.h>

static const struct workload_shape full = {.wait = DW_WAIT_BATCH,
                                           .launches = 10,
                                           .groups = 1,
                                           .steps = 4,
                                           .repeats = 1,
                                           .resources = 8,
                                           .second_groups = 1,
                                           .second_steps = 4,
                                           .arms = DW_ARMS_INDEPENDENT,
                                           .copy_bytes = 4096,
                                           .copy = DW_COPY_OVERLAP};

static enum arm_status status_of(const char *rows, const struct workload_shape *shape,
                                 const char *name, char detail[MEASURE_DETAIL_SIZE])
{
    struct measure_opened opened;
    struct measure_engine *engine = open_with(rows, 1, 0);
    void *instance = open_shape(engine, shape);
    void *arm = open_arm(engine, instance, name, &opened);
    assert_true((arm != NULL) == (opened.status == ARM_STATUS_OK));
    assert_true((opened.detail[0] == '\0') == (opened.status == ARM_STATUS_OK));
    if (arm)
        engine->ops->close_arm(engine, &arm);
    close_all(engine, instance);
    strcpy(detail, opened.detail);
    return opened.status;
}

static void test_what_a_device_lacks_is_unsupported(void **state)
{
    static const struct {
        const char *lack, *arm, *why;
    } rows[] = {
        {"has.second_queue,0\n", "plain_launches/batched:all+arms=queues",
         "the launches' family has one queue"},
        {"has.second_queue,0\n", "plain_launches/each+copy=queue:4",
         "the launches' family has one queue"},
        {"has.second_family,0\n", "plain_launches/each+arms=families", "no other family computes"},
        {"has.transfer_family,0\n", "plain_launches/each+copy=transfer:1", "no family only copies"},
        {"has.direct_write,0\n", "plain_launches/each+copy=direct",
         "the host cannot write device memory"},
        {"has.push_descriptors,0\n", "plain_launches/each+binding=push",
         "the device has no push descriptors"},
        {"has.bindless,0\n", "plain_launches/each+binding=bindless",
         "the device indexes no descriptors at run time"},
        {"has.timeline,0\n", "plain_launches/each+waiting=timeline",
         "the device has no timeline semaphores"},
        {"device.resources,7\n", "plain_launches/each", "the device binds fewer resources"},
        {"unsupported_arm,plain_launches/each+copy\n", "plain_launches/each+copy=direct",
         "planted by unsupported_arm"},
    };
    char text[256], detail[MEASURE_DETAIL_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(text, sizeof text, "world,pipeline\n%s", rows[i].lack);
        assert_int_equal(status_of("world,pipeline\n", &full, rows[i].arm, detail), ARM_STATUS_OK);
        assert_int_equal(status_of(text, &full, rows[i].arm, detail), ARM_STATUS_UNSUPPORTED);
        assert_string_equal(detail, rows[i].why);
    }
}

static void test_what_a_batch_forbids_is_illegal(void **state)
{
    static const struct workload_shape each = WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 10, 1, 4, 1);
    struct workload_shape chain = WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 10, 1, 4, 1);
    char detail[MEASURE_DETAIL_SIZE];
    (void)state;
    chain.dependent = 1;
    for (int world = 0; world < 2; world++) {
        const char *rows = world ? "world,pipeline\n" : "";
        assert_int_equal(status_of(rows, &each, "plain_launches/batched:4", detail),
                         ARM_STATUS_ILLEGAL);
        assert_int_equal(status_of(rows, &chain, "persistent_kernel/drain:4x1", detail),
                         ARM_STATUS_ILLEGAL);
        assert_int_equal(status_of(rows, &full, "command_reuse/resubmit", detail),
                         ARM_STATUS_ILLEGAL);
        assert_int_equal(status_of(rows, &chain, "plain_launches/each+copy=direct", detail),
                         ARM_STATUS_ILLEGAL);
    }
    assert_int_equal(status_of("world,pipeline\nhas.spare_core,0\n", &each,
                               "plain_launches/each+waiting=spin", detail),
                     ARM_STATUS_ILLEGAL);
}

static void test_the_reference_world_has_one_side_of_each_axis(void **state)
{
    static const char *const arms[] = {
        "plain_launches/each+arms=concurrent", "plain_launches/each+copy=direct",
        "plain_launches/each+binding=bindless", "plain_launches/each+waiting=spin"};
    char detail[MEASURE_DETAIL_SIZE];
    (void)state;
    assert_int_equal(status_of("", &full, "plain_launches/each", detail), ARM_STATUS_OK);
    for (size_t i = 0; i < sizeof arms / sizeof *arms; i++) {
        assert_int_equal(status_of("world,pipeline\n", &full, arms[i], detail), ARM_STATUS_OK);
        assert_int_equal(status_of("", &full, arms[i], detail), ARM_STATUS_UNSUPPORTED);
        assert_string_equal(detail, "the reference world has no formula for it");
    }
}

/* It stays with an arm of an instance, its copy included, from run to run. */
static void test_prediction_error_is_planted(void **state)
{
    static double logs[300];
    (void)state;
    for (uint32_t i = 0; i < 300; i++) {
        double walls[3];
        for (int k = 0; k < 3; k++) {
            struct measure_engine *engine = open_with(
                k ? QUIET "world,pipeline\nprediction.error,0.1\n" : QUIET "world,pipeline\n",
                (uint64_t)k, (uint32_t)k);
            void *instance = open_batch(engine, DW_WAIT_BATCH, 1 + i, 1, 4);
            walls[k] =
                wall_of(engine, instance,
                        k > 1 ? "plain_launches/each+role=control" : "plain_launches/each", NULL);
            close_all(engine, instance);
        }
        assert_near(walls[1], walls[2], 0);
        logs[i] = log(walls[1] / walls[0]);
    }
    assert_near(gsl_stats_sd(logs, 1, 300), 0.1, 4 * 0.1 / sqrt(600));
    assert_near(gsl_stats_mean(logs, 1, 300), 0, 4 * 0.1 / sqrt(300));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_a_device_lacks_is_unsupported),
        cmocka_unit_test(test_what_a_batch_forbids_is_illegal),
        cmocka_unit_test(test_the_reference_world_has_one_side_of_each_axis),
        cmocka_unit_test(test_prediction_error_is_planted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

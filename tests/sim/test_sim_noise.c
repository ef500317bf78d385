#include "sim_device.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#define COUNT 4000

static const char baseline[] = "plain_launches/each";

/* Logarithms of the wall times of so many batches of an arm over the baseline's without noise. */
static void draw(const char *rows, uint64_t seed, uint32_t process, const char *name, double *logs,
                 size_t count)
{
    struct measure_opened opened;
    struct measure_sample sample;
    struct measure_engine *engine = open_with(rows, seed, process);
    void *instance = open_batch(engine, DW_WAIT_BATCH, 100, 1, 4);
    void *arm = open_arm(engine, instance, name, &opened);
    assert_non_null(arm);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(time_batch(engine, arm, &sample), DW_OK);
        logs[i] = log(sample.wall_ns / (100 * (9000 + 1040.0)));
    }
    engine->ops->close_arm(engine, &arm);
    close_all(engine, instance);
}

static double sorted_median(double *values, size_t count)
{
    gsl_sort(values, 1, count);
    return gsl_stats_median_from_sorted_data(values, 1, count);
}

static void test_noise_has_the_planted_sd(void **state)
{
    static double logs[COUNT];
    (void)state;
    draw("noise,0.05\nprocess_effect,0\noutlier_rate,0\n", 1, 0, baseline, logs, COUNT);
    assert_near(gsl_stats_mean(logs, 1, COUNT), 0, 4 * 0.05 / sqrt(COUNT));
    assert_near(gsl_stats_sd(logs, 1, COUNT), 0.05, 4 * 0.05 / sqrt(2.0 * COUNT));
    assert_near(gsl_stats_lag1_autocorrelation(logs, 1, COUNT), 0, 4 / sqrt(COUNT));
}

static void test_spans_have_their_own_noise(void **state)
{
    double spans[1000];
    (void)state;
    struct measure_engine *engine = open_with("span_noise,0.02\ndevice.barrier,1000\n", 1, 0);
    void *instance = open_batch(engine, DW_WAIT_BATCH, 1, 1, 4);
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(
            engine->ops->chain_span(engine, instance, 5, MEASURE_CHAIN_APART, &spans[i]), DW_OK);
        spans[i] = log(spans[i] / (5 * 2040.0));
    }
    assert_near(gsl_stats_mean(spans, 1, 1000), 0, 4 * 0.02 / sqrt(1000));
    assert_near(gsl_stats_sd(spans, 1, 1000), 0.02, 4 * 0.02 / sqrt(2000));
    close_all(engine, instance);
}

/* The effect of so many processes on two arms. */
static void draw_processes(const char *rows, double *first, double *second, uint32_t count)
{
    for (uint32_t process = 0; process < count; process++) {
        draw(rows, 5, process, baseline, &first[process], 1);
        draw(rows, 5, process, "plain_launches/each+role=control", &second[process], 1);
    }
}

static void test_a_process_moves_all_arms_or_each(void **state)
{
    double first[300], second[300];
    (void)state;
    draw_processes("noise,0\noutlier_rate,0\nprocess_effect,0.1\n", first, second, 300);
    assert_near(gsl_stats_sd(first, 1, 300), 0.1, 4 * 0.1 / sqrt(600));
    for (size_t i = 0; i < 300; i++)
        assert_near(first[i], second[i], 1e-5);
    draw_processes("noise,0\noutlier_rate,0\nprocess_effect,0\narm_process_effect,0.1\n", first,
                   second, 300);
    assert_near(gsl_stats_sd(first, 1, 300), 0.1, 4 * 0.1 / sqrt(600));
    assert_near(gsl_stats_correlation(first, 1, second, 1, 300), 0, 4 / sqrt(300));
}

static void test_drift_grows_with_virtual_time(void **state)
{
    static double logs[COUNT];
    struct measure_opened opened;
    struct measure_sample sample;
    (void)state;
    struct measure_engine *engine = open_with(QUIET "drift,0.25\n", 1, 0);
    void *instance = open_batch(engine, DW_WAIT_BATCH, 100, 1, 4);
    void *arm = open_arm(engine, instance, baseline, &opened);
    for (size_t i = 0; i < COUNT; i++) {
        const double seconds = (double)engine->ops->wall_ns(engine) * 1e-9;
        assert_int_equal(time_batch(engine, arm, &sample), DW_OK);
        assert_near(sample.wall_ns, 1004000 * (1 + 0.25 * seconds), 1.5);
    }
    assert_true(engine->ops->wall_ns(engine) > UINT64_C(4000000000));
    engine->ops->close_arm(engine, &arm);
    close_all(engine, instance);
    draw(QUIET "drift,-1\n", 1, 0, baseline, logs, COUNT);
    assert_near(logs[COUNT - 1], log(0.1), 1e-4);
}

static void test_outliers_have_a_heavy_tail(void **state)
{
    static double logs[COUNT];
    size_t beyond = 0, far = 0;
    (void)state;
    draw("noise,0\nprocess_effect,0\noutlier_rate,0.1\noutlier_factor,4\noutlier_tail,1\n", 3, 0,
         baseline, logs, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        if (fabs(logs[i]) < 1e-5)
            continue;
        assert_true(logs[i] > log(4) - 1e-5);
        beyond++;
        far += logs[i] > log(40);
    }
    assert_near((double)beyond, 0.1 * COUNT, 4 * sqrt(0.09 * COUNT));
    assert_near((double)far, 0.01 * COUNT, 4 * sqrt(0.01 * COUNT));
    assert_near(sorted_median(logs, COUNT), 0, 1e-5);
}

static void test_times_follow_from_seed_and_process(void **state)
{
    double first[50], second[50];
    (void)state;
    draw("", 7, 2, baseline, first, 50);
    draw("", 7, 2, baseline, second, 50);
    assert_memory_equal(first, second, sizeof first);
    draw("", 8, 2, baseline, second, 50);
    assert_true(memcmp(first, second, sizeof first) != 0);
    draw("", 7, 3, baseline, second, 50);
    assert_true(memcmp(first, second, sizeof first) != 0);
    /* Other parameters, the same draws. */
    draw("slowdown,1.5\n", 7, 2, baseline, second, 50);
    for (size_t i = 0; i < 50; i++)
        assert_near(second[i] - first[i], log(1.5), 1e-5);
}

static void test_a_slowdown_meets_its_arm(void **state)
{
    double all, one, other;
    (void)state;
    draw(QUIET "slowdown,2\n", 1, 0, baseline, &all, 1);
    draw(QUIET "slowdown,2\nslowdown_arm,plain_launches/each\n", 1, 0, baseline, &one, 1);
    draw(QUIET "slowdown,2\nslowdown_arm,command_reuse\n", 1, 0, baseline, &other, 1);
    assert_near(all, log(2), 1e-5);
    assert_near(one, log(2), 1e-5);
    assert_near(other, 0, 1e-5);
}

static void test_arms_that_do_not_open(void **state)
{
    struct measure_opened opened;
    (void)state;
    struct measure_engine *engine = open_with("unsupported_arm,persistent_kernel\n"
                                              "wrong_arm,command_reuse/unrolled:1\n",
                                              1, 0);
    void *instance = open_batch(engine, DW_WAIT_BATCH, 100, 1, 4);
    assert_null(open_arm(engine, instance, "persistent_kernel/drain:80x1", &opened));
    assert_int_equal(opened.status, ARM_STATUS_UNSUPPORTED);
    assert_non_null(strstr(opened.detail, "unsupported_arm"));
    assert_null(open_arm(engine, instance, "command_reuse/unrolled:16", &opened));
    assert_int_equal(opened.status, ARM_STATUS_WRONG_RESULT);
    void *arm = open_arm(engine, instance, "command_reuse/unrolled:all", &opened);
    assert_non_null(arm);
    assert_int_equal(opened.status, ARM_STATUS_OK);
    assert_true(opened.setup_ns > 0 && opened.record_ns > 0 && opened.first_use_ns > 0);
    engine->ops->close_arm(engine, &arm);
    engine->ops->close_instance(engine, &instance);
    instance = open_batch(engine, DW_WAIT_EACH, 100, 1, 4);
    assert_null(open_arm(engine, instance, "plain_launches/batched:16", &opened));
    assert_int_equal(opened.status, ARM_STATUS_ILLEGAL);
    close_all(engine, instance);
}

static void test_a_late_wrong_arm_is_found_by_rechecking(void **state)
{
    struct measure_opened opened;
    struct measure_sample sample;
    enum arm_status status;
    (void)state;
    struct measure_engine *engine = open_with("late_wrong_arm,command_reuse\n", 1, 0);
    void *instance = open_batch(engine, DW_WAIT_BATCH, 100, 1, 4);
    void *right = open_arm(engine, instance, baseline, &opened);
    void *wrong = open_arm(engine, instance, "command_reuse/resubmit", &opened);
    assert_int_equal(opened.status, ARM_STATUS_OK);
    assert_int_equal(time_batch(engine, right, &sample), DW_OK);
    assert_int_equal(engine->ops->check(engine, instance, &status), DW_OK);
    assert_int_equal(status, ARM_STATUS_OK);
    assert_int_equal(time_batch(engine, wrong, &sample), DW_OK);
    assert_int_equal(engine->ops->check(engine, instance, &status), DW_OK);
    assert_int_equal(status, ARM_STATUS_WRONG_RESULT);
    assert_int_equal(engine->ops->recheck(engine, instance, right, 3, &status), DW_OK);
    assert_int_equal(status, ARM_STATUS_OK);
    assert_int_equal(engine->ops->recheck(engine, instance, wrong, 3, &status), DW_OK);
    assert_int_equal(status, ARM_STATUS_WRONG_RESULT);
    engine->ops->close_arm(engine, &right);
    engine->ops->close_arm(engine, &wrong);
    close_all(engine, instance);
}

static void test_a_fatal_arm_strikes_once_a_process(void **state)
{
    static const struct row {
        const char *rows;
        uint32_t process;
        int status;
    } rows[] = {
        {"lost_arm,command_reuse\n", 0, DW_ERROR_DEVICE_LOST},
        {"lost_arm,command_reuse\n", 9, DW_ERROR_DEVICE_LOST},
        {"lost_arm,command_reuse\nfault_processes,2\n", 1, DW_ERROR_DEVICE_LOST},
        {"lost_arm,command_reuse\nfault_processes,2\n", 2, DW_OK},
        {"timeout_arm,command_reuse/resubmit\n", 0, DW_ERROR_TIMEOUT},
        {"timeout_arm,command_reuse/multi\n", 0, DW_OK},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct measure_opened opened;
        struct measure_sample sample;
        struct measure_engine *engine = open_with(rows[i].rows, 1, rows[i].process);
        void *instance = open_batch(engine, DW_WAIT_BATCH, 100, 1, 4);
        void *arm = open_arm(engine, instance, baseline, &opened);
        assert_int_equal(time_batch(engine, arm, &sample), DW_OK);
        engine->ops->close_arm(engine, &arm);
        arm = open_arm(engine, instance, "command_reuse/resubmit", &opened);
        assert_non_null(arm);
        assert_int_equal(time_batch(engine, arm, &sample), rows[i].status);
        assert_ptr_equal(engine->running, arm);
        assert_int_equal(time_batch(engine, arm, &sample), DW_OK);
        engine->ops->close_arm(engine, &arm);
        close_all(engine, instance);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noise_has_the_planted_sd),
        cmocka_unit_test(test_spans_have_their_own_noise),
        cmocka_unit_test(test_a_process_moves_all_arms_or_each),
        cmocka_unit_test(test_drift_grows_with_virtual_time),
        cmocka_unit_test(test_outliers_have_a_heavy_tail),
        cmocka_unit_test(test_times_follow_from_seed_and_process),
        cmocka_unit_test(test_a_slowdown_meets_its_arm),
        cmocka_unit_test(test_arms_that_do_not_open),
        cmocka_unit_test(test_a_late_wrong_arm_is_found_by_rechecking),
        cmocka_unit_test(test_a_fatal_arm_strikes_once_a_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

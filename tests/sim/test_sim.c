#include "sim_device.h"

#include "modes/mode.h"
#include "sim/parameters.h"

static void test_reference_formulas_are_exact(void **state)
{
    static const struct row {
        enum dw_wait wait;
        uint32_t launches, groups, steps;
        const char *arm;
        double wall_ns, record_ns;
    } rows[] = {
        {DW_WAIT_EACH, 10, 1, 4, "plain_launches/each", 10 * (43000 + 1040.0), 0},
        {DW_WAIT_EACH, 10, 1, 4, "plain_launches/each+role=control", 10 * (43000 + 1040.0), 0},
        {DW_WAIT_EACH, 10, 1, 4, "command_reuse/armed", 10 * (31000 + 1040.0), 16000},
        {DW_WAIT_EACH, 10, 1, 4, "command_reuse/resubmit", 11.5 * (31000 + 1040.0), 16000},
        {DW_WAIT_BATCH, 100, 1, 4, "plain_launches/each", 100 * (9000 + 1040.0), 0},
        {DW_WAIT_BATCH, 100, 1, 4, "plain_launches/batched:all", 115 * (9000 + 1040.0), 0},
        {DW_WAIT_BATCH, 100, 1, 4, "command_reuse/unrolled:all", 100 * (2500 + 1040.0), 18000},
        {DW_WAIT_BATCH, 100, 1, 4, "command_reuse/unrolled:128", 100 * (2500 + 1040.0), 18000},
        {DW_WAIT_BATCH, 100, 1, 4, "command_reuse/unrolled:16", 115 * (2500 + 1040.0), 18000},
        {DW_WAIT_BATCH, 100, 1, 4, "persistent_kernel/drain:320x1", 42000 + 100 * 1040.0, 0},
        {DW_WAIT_BATCH, 100, 1, 4, "persistent_kernel/drain:80x1", 1.15 * (42000 + 100 * 1040.0),
         0},
        {DW_WAIT_BATCH, 7, 1000, 4, "plain_launches/each", 7 * (9000 + 1000 * 6.0), 0},
    };
    (void)state;
    struct measure_engine *engine = open_with(QUIET, 1, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        double record_ns;
        void *instance = open_batch(engine, row->wait, row->launches, row->groups, row->steps);
        assert_near(wall_of(engine, instance, row->arm, &record_ns), row->wall_ns, 1);
        assert_near(record_ns, row->record_ns, 1e-6);
        engine->ops->close_instance(engine, &instance);
    }
    engine->ops->close(&engine);
}

static void test_planted_constants_and_kernels_are_taken(void **state)
{
    double record_ns;
    char more[256];
    (void)state;
    snprintf(more, sizeof more,
             QUIET
             "batch.per_launch_overhead,700\nbatch.record_overhead,12.5\n"
             "batch.best_reuse,command_reuse/multi:16\nvariant_penalty,1\nkernel.%s.alone,3000\n"
             "batch.best_persistent,persistent_kernel/drain:64x4\n",
             workload_registry[0]->name);
    struct measure_engine *engine = open_with(more, 1, 0);
    void *instance = open_batch(engine, DW_WAIT_BATCH, 100, 1, 4);
    assert_near(wall_of(engine, instance, "plain_launches/each", NULL), 100 * (700 + 3040.0), 1);
    assert_near(wall_of(engine, instance, "command_reuse/multi:16", &record_ns),
                100 * (2500 + 3040.0), 1);
    assert_near(record_ns, 12.5, 1e-9);
    assert_near(wall_of(engine, instance, "command_reuse/resubmit", NULL), 200 * (2500 + 3040.0),
                1);
    assert_near(wall_of(engine, instance, "persistent_kernel/drain:64x4", NULL),
                42000 + 100 * 3040.0, 1);
    close_all(engine, instance);
}

static void test_chains_show_kernel_and_barrier(void **state)
{
    double span;
    (void)state;
    struct measure_engine *engine = open_with(QUIET "device.barrier,800\n", 1, 0);
    void *instance = open_batch(engine, DW_WAIT_BATCH, 3, 1000, 4);
    assert_int_equal(engine->ops->chain_span(engine, instance, 12, MEASURE_CHAIN_APART, &span),
                     DW_OK);
    assert_near(span, 12 * (6000 + 800.0), 1e-6);
    assert_int_equal(engine->ops->chain_span(engine, instance, 12, MEASURE_CHAIN_EMPTY, &span),
                     DW_OK);
    assert_near(span, 12 * 800.0, 1e-6);
    assert_int_equal(engine->ops->chain_span(engine, instance, 12, MEASURE_CHAIN_MERGED, &span),
                     DW_OK);
    assert_near(span, 12 * 6000 + 800.0, 1e-6);
    close_all(engine, instance);
}

/* In the reference world, of those that have one side of each axis. */
static void test_every_candidate_runs_in_both_worlds(void **state)
{
    (void)state;
    for (int world = 0; world < 2; world++) {
        struct measure_engine *engine = open_with(world ? QUIET "world,pipeline\n" : QUIET, 1, 0);
        for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
            struct arm arms[MODE_CANDIDATES_MAX];
            char name[DW_ARM_NAME_SIZE];
            const struct workload_shape shape =
                WORKLOAD_PLAIN_SHAPE((enum dw_wait)wait, 500, 8, 16, 1);
            const struct dw_shape planned = workload_planner_shape(&shape);
            const size_t count = mode_list_candidates(&planned, 80, arms);
            void *instance = open_batch(engine, (enum dw_wait)wait, 500, 8, 16);
            for (size_t i = 0; i < count; i++) {
                arm_format(&arms[i], name, sizeof name);
                if (world || !strchr(name, '+'))
                    assert_true(wall_of(engine, instance, name, NULL) > 0);
            }
            engine->ops->close_instance(engine, &instance);
        }
        engine->ops->close(&engine);
    }
}

static void test_what_the_device_is(void **state)
{
    struct dw_device_key key;
    struct measure_engine *engine = NULL;
    (void)state;
    assert_true(sim_is_selector("sim"));
    assert_true(sim_is_selector("sim:a.csv"));
    assert_false(sim_is_selector("simulated"));
    assert_false(sim_is_selector(""));
    assert_int_equal(sim_device_key("sim", &key), DW_OK);
    assert_string_equal(key.name, "simulated");
    assert_int_equal(key.kind, DW_DEVICE_KIND_OTHER);
    assert_int_equal(sim_open_engine("sim", 1, 0, &engine), DW_OK);
    assert_true(engine->facts.simulated);
    assert_int_equal(engine->facts.cores, 80);
    assert_int_equal(engine->facts.resident, 2560);
    assert_true(engine->facts.loop_limit == UINT64_MAX);
    assert_int_equal(dw_compare_device_key(&engine->facts.key, &key), 0);
    engine->ops->close(&engine);
    engine = open_with("device_name,\"Tomorrow's, GPU\"\ndevice.cores,12\nloop_limit,65536\n"
                       "driver_version,7\n",
                       1, 0);
    assert_string_equal(engine->facts.key.name, "Tomorrow's, GPU");
    assert_int_equal(engine->facts.key.driver_version, 7);
    assert_int_equal(engine->facts.cores, 12);
    assert_int_equal(engine->facts.loop_limit, 65536);
    engine->ops->close(&engine);
}

static void test_bad_files_are_refused(void **state)
{
    static const struct row {
        const char *text;
        int status;
    } rows[] = {
        {"key,value\nnoise,0.1\n", DW_OK},
        {"value,key\r\n0.1,noise\r\n", DW_OK},
        {"meaning,key,value\n\"fast, it is\",host.submit,1\n", DW_OK},
        {"key,value,unit\ncopy.transfer.kib,1,ns/KiB\nnoise,0.1,\nkernel.spin.alone,1,ns\n", DW_OK},
        {"key,value\nhas.second_queue,0\ndevice.resources,0\nprediction.error,0.1\n", DW_OK},
        {"key,value\nworld,reference\nslowdown_arm,plain_launches/each+role=control\n", DW_OK},
        {"key,value\nkernel.spin.share_step,0.25\n", DW_OK},
        {"", DW_ERROR_PARSE},
        {"noise,0.1\n", DW_ERROR_PARSE},
        {"key,value,range\nnoise,0.1,\n", DW_ERROR_PARSE},
        {"key,value,unit\nhost.submit,1,us\n", DW_ERROR_PARSE},
        {"key,value,unit\nhost.submit,1,\n", DW_ERROR_PARSE},
        {"key,value,unit\nkernel.spin.alone,1,us\n", DW_ERROR_PARSE},
        {"key,value\nhost.submit,-1\n", DW_ERROR_PARSE},
        {"key,value\nhost.submits,1\n", DW_ERROR_PARSE},
        {"key,value\npipeline.c_submit,1\n", DW_ERROR_PARSE},
        {"key,value\ncopy.transfer.kib,1e12\n", DW_ERROR_PARSE},
        {"key,value\ndevice.resources,0.5\n", DW_ERROR_PARSE},
        {"key,value\nprediction.error,3\n", DW_ERROR_PARSE},
        {"key,value\nhas.second_queue,2\n", DW_ERROR_PARSE},
        {"key,value\nhas.second_queue,0.5\n", DW_ERROR_PARSE},
        {"key,value\nhas.third_queue,1\n", DW_ERROR_PARSE},
        {"key,value\nnoize,0.1\n", DW_ERROR_PARSE},
        {"key,value\nnoise,0.1\nnoise,0.1\n", DW_ERROR_PARSE},
        {"key,value\nnoise,\n", DW_ERROR_PARSE},
        {"key,value\nnoise,-0.1\n", DW_ERROR_PARSE},
        {"key,value\nnoise,nan\n", DW_ERROR_PARSE},
        {"key,value\nnoise,3\n", DW_ERROR_PARSE},
        {"key,value\ndevice.cores,1.5\n", DW_ERROR_PARSE},
        {"key,value\nworld,flat\n", DW_ERROR_PARSE},
        {"key,value\ndevice_name,\n", DW_ERROR_PARSE},
        {"key,value\nbatch.best_reuse,plain_launches/each\n", DW_ERROR_PARSE},
        {"key,value\nbatch.best_reuse,\n", DW_ERROR_PARSE},
        {"key,value\nbatch.best_persistent,persistent_kernel/drain:0x1\n", DW_ERROR_PARSE},
        {"key,value\nwrong_arm,command_reuse/unroled\n", DW_ERROR_PARSE},
        {"key,value\nkernel.spin.alone,1\nkernel.spin.alone,2\n", DW_ERROR_PARSE},
        {"key,value\nkernel.spin.length,1\n", DW_ERROR_PARSE},
        {"key,value\nkernel.spun.alone,1\n", DW_ERROR_PARSE},
        {"key,value\nkernel.spin.alone,-1\n", DW_ERROR_PARSE},
    };
    struct measure_engine *engine = NULL;
    struct dw_device_key key;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const int status = status_of_file(rows[i].text);
        if (status != rows[i].status)
            fail_msg("'%s': status %d, expected %d", rows[i].text, status, rows[i].status);
    }
    assert_int_equal(sim_open_engine("sim:/nowhere/at/all.csv", 1, 0, &engine), DW_ERROR_IO);
    assert_int_equal(sim_open_engine("sim:", 1, 0, &engine), DW_ERROR_IO);
    assert_int_equal(sim_open_engine("sim:-", 1, 0, &engine), DW_ERROR_IO);
    assert_int_equal(sim_device_key("sim:/nowhere/at/all.csv", &key), DW_ERROR_IO);
    assert_null(engine);
}

/* What the list shows is a file: fed back, it plants the defaults. Every constant is in it. */
static void test_the_list_of_parameters_is_a_file(void **state)
{
    static char text[32768];
    char selector[PATH_SIZE], line[80];
    struct sim_parameters listed, initial;
    (void)state;
    FILE *list = tmpfile();
    assert_non_null(list);
    sim_describe_parameters(list);
    rewind(list);
    text[fread(text, 1, sizeof text - 1, list)] = '\0';
    assert_true(feof(list));
    fclose(list);
    write_file(selector, text);
    assert_int_equal(sim_load_parameters(selector, &listed), DW_OK);
    unlink(selector + 4);
    assert_int_equal(sim_load_parameters("sim", &initial), DW_OK);
    assert_memory_equal(&listed, &initial, sizeof listed);
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant_info *constant = dw_constant_info(id);
        snprintf(line, sizeof line, "\n%s,", constant->name);
        const char *found = strstr(text, line);
        if (id >= DW_CONSTANT_BINDLESS_THRESHOLD && id <= DW_CONSTANT_CONFIDENCE)
            continue; /* no formula has them */
        if (!found)
            fail_msg("%s is not planted", constant->name);
        snprintf(line, sizeof line, ",%s,", constant->unit);
        assert_true(strstr(found, line) < strchr(found + 1, '\n'));
    }
}

/* A value goes where its name says. */
static void test_planted_constants_are_those_of_the_name(void **state)
{
    static char text[8192];
    char selector[PATH_SIZE];
    struct sim_parameters parameters;
    size_t used = (size_t)snprintf(text, sizeof text, "key,value\n");
    (void)state;
    for (int id = DW_REFERENCE_CONSTANT_COUNT; id < DW_CONSTANT_PREDICTION_ERROR; id++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s,%d\n",
                                 dw_constant_info(id)->name, id);
    write_file(selector, text);
    assert_int_equal(sim_load_parameters(selector, &parameters), DW_OK);
    unlink(selector + 4);
    for (int id = DW_REFERENCE_CONSTANT_COUNT; id < DW_CONSTANT_PREDICTION_ERROR; id++)
        assert_near(parameters.constant[id], id, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reference_formulas_are_exact),
        cmocka_unit_test(test_planted_constants_and_kernels_are_taken),
        cmocka_unit_test(test_chains_show_kernel_and_barrier),
        cmocka_unit_test(test_every_candidate_runs_in_both_worlds),
        cmocka_unit_test(test_what_the_device_is),
        cmocka_unit_test(test_bad_files_are_refused),
        cmocka_unit_test(test_the_list_of_parameters_is_a_file),
        cmocka_unit_test(test_planted_constants_are_those_of_the_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The validation layer watches whatever the program does, and is heard: a hazard that is planted in
 * one process of a run ends the run as failed, and without it nothing is said. */
#include "inject.h"

#include "workload.h"

#define RECORDING DISPATCHWISE_SOURCE_DIR "/workloads/recordings/scale.dwtrace"
/* Half a second of video in a small size. */
#define FFMPEG                                                                                     \
    "ffmpeg -nostdin -hide_banner -loglevel error -y -init_hw_device vulkan=vk:0 "                 \
    "-filter_hw_device vk -f lavfi -i testsrc2=size=160x120:rate=8:duration=0.5 "                  \
    "-vf format=yuv420p,hwupload,avgblur_vulkan,hwdownload,format=yuv420p -f framemd5 out.md5"

static const struct fault_plan none = {.function = FAULT_NONE};

static void expect_silence(const char *what)
{
    if (inject_outcome.code != 0 || strstr(inject_outcome.err, "validation"))
        fail_msg("%s: exit code %d: %s", what, inject_outcome.code, inject_outcome.err);
}

/* Every mode, every axis, every command that opens a device. */
static void nothing_is_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof inject_scenarios / sizeof inject_scenarios[0]; i++) {
        inject_run(&inject_scenarios[i], &none);
        expect_silence(inject_scenarios[i].name);
    }
    inject_run(&(struct inject_scenario){.line = "run --trace " RECORDING
                                                 " --arms plain_launches --budget 1 -q -o traced"},
               &none);
    expect_silence("run --trace");
}

/* The baseline of every workload, in every process. */
static void no_workload_has_it_say_anything(void **state)
{
    FILE *shapes = fopen("workloads.csv", "w");
    (void)state;
    assert_non_null(shapes);
    fputs("workload,wait,launches\n", shapes);
    for (size_t i = 0; i < workload_count; i++)
        fprintf(shapes, "%s,batch,2\n", workload_registry[i]->name);
    fclose(shapes);
    inject_run(&(struct inject_scenario){.line = "run --shapes workloads.csv --budget 1 -q -o all"},
               &none);
    expect_silence("every workload");
    shell(&inject_outcome, "tail -n +2 all/samples.csv | cut -d, -f1 | sort -u | wc -l");
    assert_int_equal(strtoul(inject_outcome.out, NULL, 10), workload_count);
}

/* The queue of a persistent kernel is filled, and the barrier between fill and dispatch is missing,
 * in the first or the second measuring process. */
static void a_missing_barrier_is_seen(void **state)
{
    const struct inject_scenario run = {.prepare = "rm -rf out && cp -r drained out",
                                        .line = "run --resume --budget 20 -q -o out"};
    (void)state;
    write_text("drain.csv", "workload,wait,launches\nspin,batch,2\n");
    EXPECT(&inject_outcome, 0,
           "dispatchwise run --plan-only --shapes drain.csv "
           "--arms persistent_kernel -q -o drained");
    for (uint32_t process = 0; process < 2; process++) {
        const struct fault_plan plan = {.process = process, .unfenced_fills = 1};
        inject_run(&run, &plan);
        assert_int_not_equal(inject_state->processes[process].pid, 0);
        assert_int_equal(inject_outcome.code, 1);
        expect_text(inject_outcome.err, "SYNC-HAZARD");
        expect_text(inject_outcome.err, "vkCmdDispatch");
        shell(&inject_outcome, "awk -F, '$5 != \"process\" && $5 < %u' out/samples.csv | grep -c .",
              process);
        assert_int_equal(inject_outcome.code, process == 0); /* what was measured before is kept */
    }
}

/* What the layer says of ffmpeg by itself it may say of it recorded, but nothing else. */
static void the_recorder_adds_nothing(void **state)
{
    static char alone[OUTPUT_SIZE];
    static const char ids[] = "grep -o '[[] [A-Za-z]*-[A-Za-z0-9-]* ]' said | sort | uniq -c";
    const char *environment = strangers_environment();
    (void)state;
    write_text("vk_layer_settings.txt",
               "khronos_validation.debug_action = VK_DBG_LAYER_ACTION_LOG_MSG\n"
               "khronos_validation.report_flags = error,warn,perf\n"
               "khronos_validation.log_filename = said\n"
               "khronos_validation.enables = "
               "VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT,"
               "VK_VALIDATION_FEATURE_ENABLE_BEST_PRACTICES_EXT\n");
    setenv("VK_LOADER_LAYERS_DISABLE", "~implicit~", 1);
    shell(&inject_outcome, "VK_INSTANCE_LAYERS=VK_LAYER_KHRONOS_validation " FFMPEG);
    if (inject_outcome.code != 0)
        skip(); /* no ffmpeg, or none with Vulkan */
    shell(&inject_outcome, ids);
    memcpy(alone, inject_outcome.out, sizeof alone);
    shell(&inject_outcome,
          "export VK_INSTANCE_LAYERS=VK_LAYER_DISPATCHWISE_recorder:VK_LAYER_KHRONOS_validation; "
          "dispatchwise record --gpu-times -o f.dwtrace -- env %s " FFMPEG,
          environment);
    assert_int_equal(inject_outcome.code, 0);
    shell(&inject_outcome, ids);
    assert_string_equal(inject_outcome.out, alone);
    assert_true(strlen(alone) > 0); /* it is heard: ffmpeg makes small allocations */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_said),
        cmocka_unit_test(no_workload_has_it_say_anything),
        cmocka_unit_test(a_missing_barrier_is_seen),
        cmocka_unit_test(the_recorder_adds_nothing),
    };
    if (!inject_has_device() || !inject_watch())
        return 77;
    return cmocka_run_group_tests(tests, inject_enter, program_leave);
}

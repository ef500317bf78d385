/* What goes wrong on the recorder's side is the recorder's alone: the program computes the same and
 * ends as it would. */
#include <dlfcn.h>
#include <pwd.h>
#include <vulkan/vk_layer.h>

#include "recorded.h"
#include "run/program.h"
#include "scenarios.h"

static char self[4096];
static struct recorded seen;
static struct outcome outcome;

static size_t count_text(const char *text, const char *wanted)
{
    size_t count = 0;
    while ((text = strstr(text, wanted)) != NULL) {
        count++;
        text += strlen(wanted);
    }
    return count;
}

/* The program did not notice, and its user was told once. */
static void want_ended(const char *reason)
{
    if (outcome.code == 77)
        skip();
    assert_int_equal(outcome.code, 0);
    assert_int_equal(count_text(outcome.err, "the program goes on unrecorded"), 1);
    if (!strstr(outcome.err, reason))
        fail_msg("expected '%s' in: %s", reason, outcome.err);
}

/* Over the limit a write would be a signal. */
static void test_file_limit(void **state)
{
    (void)state;
    shell(&outcome, "ulimit -f 20; dispatchwise record -o t.dwtrace -- '%s' threads", self);
    want_ended("File too large");
    recorded_read("t.dwtrace", &seen);
    assert_true(seen.submits > 0);
    assert_int_equal(seen.ends, 0);
}

static void test_full_disk(void **state)
{
    (void)state;
    shell(&outcome,
          "mkdir -p small; unshare -m sh -c \"mount -t tmpfs -o size=32k none small && "
          "'%s' record -o small/t.dwtrace -- '%s' threads; code=\\$?; cp small/t.dwtrace .; "
          "exit \\$code\"",
          DISPATCHWISE_PROGRAM, self);
    if (strstr(outcome.err, "unshare failed") || strstr(outcome.err, "permission denied"))
        skip();
    want_ended("No space left on device");
    recorded_read("t.dwtrace", &seen);
    assert_true(seen.submits > 0);
}

/* Each allocation in turn is the first that fails, and none after it succeeds. */
static void test_no_memory(void **state)
{
    unsigned from = 1, ended = 0;
    (void)state;
    if (DISPATCHWISE_INSTRUMENTED || getenv("DISPATCHWISE_VALIDATE"))
        skip(); /* what starves is the instrument, which ends the program */
    for (;; from++) {
        shell(&outcome,
              "export STARVE_FROM=%u; dispatchwise record --gpu-times -o t.dwtrace -- env "
              "LD_PRELOAD='%s' '%s' plain",
              from, STARVE_LIBRARY, self);
        if (outcome.code == 77)
            skip();
        /* What a layer cannot do without: it then refuses the instance or the device, as a driver
         * would. */
        if (outcome.code == 3 &&
            (strstr(outcome.err, "vkCreateInstance(&info, NULL, &instance): -1") ||
             strstr(outcome.err, "&rig->device): -1")))
            continue;
        if (outcome.code != 0)
            fail_msg("allocation %u: exit code %d: %s", from, outcome.code, outcome.err);
        if (!strstr(outcome.err, "Cannot allocate memory"))
            break;
        ended++;
    }
    assert_true(ended > 10);
    recorded_read("t.dwtrace", &seen);
    assert_int_equal(seen.dispatches, 3);
}

static void test_foreign_file(void **state)
{
    (void)state;
    write_text("notes", "not a trace\n");
    shell(&outcome, "dispatchwise record -o notes -- '%s' plain", self);
    assert_int_equal(outcome.code, 1);
    shell(&outcome,
          "export DISPATCHWISE_RECORD=$PWD/notes VK_INSTANCE_LAYERS=VK_LAYER_DISPATCHWISE_recorder "
          "VK_ADD_LAYER_PATH='%s/share/vulkan/explicit_layer.d'; '%s' plain",
          DISPATCHWISE_BINARY_DIR, self);
    want_ended("no trace");
    shell(&outcome, "cat notes");
    assert_string_equal(outcome.out, "not a trace\n");
}

/* Nothing is recorded, and nothing else happens, where no file is named. */
static void test_no_file(void **state)
{
    (void)state;
    shell(&outcome,
          "export VK_INSTANCE_LAYERS=VK_LAYER_DISPATCHWISE_recorder "
          "VK_ADD_LAYER_PATH='%s/share/vulkan/explicit_layer.d'; '%s' plain",
          DISPATCHWISE_BINARY_DIR, self);
    want_ended("names no file");
}

/* Programs of one session share a file. */
static void test_two_programs(void **state)
{
    (void)state;
    shell(&outcome,
          "dispatchwise record -o t.dwtrace -- sh -c '\"%s\" threads & \"%s\" threads; wait'", self,
          self);
    if (outcome.code == 77)
        skip();
    assert_int_equal(outcome.code, 0);
    shell(&outcome, "dispatchwise trace check t.dwtrace");
    assert_int_equal(outcome.code, 0);
    assert_non_null(strstr(outcome.out, "of 2 programs\n"));
}

static void test_commands(void **state)
{
    (void)state;
    shell(&outcome, "dispatchwise record");
    assert_int_equal(outcome.code, 2);
    shell(&outcome, "dispatchwise record -o t.dwtrace -- ./absent");
    assert_int_equal(outcome.code, 127);
    shell(&outcome, "dispatchwise record -o t.dwtrace -- sh -c 'exit 9'");
    assert_int_equal(outcome.code, 9);
    assert_non_null(strstr(outcome.err, "nothing was recorded"));
    shell(&outcome, "trap '' CHLD; dispatchwise record -o t.dwtrace -- sh -c 'exit 9'");
    assert_int_equal(outcome.code, 9);
    shell(&outcome, "dispatchwise record -- sh -c 'exit 0' && ls");
    assert_non_null(strstr(outcome.out, "sh.dwtrace"));
    shell(&outcome, "dispatchwise trace look t.dwtrace");
    assert_int_equal(outcome.code, 2);
    shell(&outcome, "printf x >>t.dwtrace; dispatchwise trace check t.dwtrace");
    assert_int_equal(outcome.code, 2);
    assert_non_null(strstr(outcome.err, "at byte 24: the last block is cut off"));
}

/* In a program with more rights than its user the layer does not load. */
static int try_layer(void)
{
    const char *path =
        DISPATCHWISE_BINARY_DIR "/lib/dispatchwise/libVkLayer_dispatchwise_recorder.so";
    VkNegotiateLayerInterface versions = {.sType = LAYER_NEGOTIATE_INTERFACE_STRUCT,
                                          .loaderLayerInterfaceVersion = 2};
    void *layer = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!layer)
        return 6;
    PFN_vkNegotiateLoaderLayerInterfaceVersion negotiate;
    *(void **)&negotiate = dlsym(layer, "vkNegotiateLoaderLayerInterfaceVersion");
    return negotiate ? negotiate(&versions) != VK_SUCCESS : 6;
}

static void test_setuid(void **state)
{
    const struct passwd *nobody = getpwnam("nobody");
    (void)state;
    shell(&outcome, "'%s' negotiate", self);
    assert_int_equal(outcome.code, 0);
    if (geteuid() != 0 || !nobody)
        skip();
    shell(&outcome,
          "cp '%s' raised && chown nobody raised && chmod 4755 raised && ./raised negotiate", self);
    assert_int_equal(outcome.code, 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file_limit), cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_no_memory),  cmocka_unit_test(test_foreign_file),
        cmocka_unit_test(test_no_file),    cmocka_unit_test(test_two_programs),
        cmocka_unit_test(test_commands),   cmocka_unit_test(test_setuid),
    };
    if (argc == 2)
        return strcmp(argv[1], "negotiate") == 0 ? try_layer() : scenario_run(argv[1]);
    if (!realpath(argv[0], self))
        return 1;
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

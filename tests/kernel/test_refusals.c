/* The command line of `dispatchwise kernel` where no device is needed to say no. */
#include "run/program.h"

#define SPIRV(name) DISPATCHWISE_BINARY_DIR "/tests/kernel/" name ".spv"

static struct outcome outcome;

static void what_is_refused(void **state)
{
    static const struct {
        int code;
        const char *line, *piece;
    } rows[] = {
        {2, "--groups 1", "name one SPIR-V file"},
        {2, "--groups 1 a.spv b.spv", "name one SPIR-V file"},
        {2, SPIRV("spin.comp"), "--groups N"},
        {2, SPIRV("spin.comp") " --groups 1 --limit 0", "--limit above 0"},
        {2, SPIRV("spin.comp") " --groups 1 --limit 1e9", "at most 1e+06 s"},
        {2, SPIRV("spin.comp") " --groups 1 --budget 1e9", "at most 1e+06 s"},
        {2, SPIRV("spin.comp") " --groups 1 --entry other", "there is 'main'"},
        {1, "none.spv --groups 1", "none.spv: cannot be opened"},
        {2, "empty.spv --groups 1", "empty.spv: 0 bytes are no SPIR-V"},
        {2, "text.spv --groups 1", "text.spv: not SPIR-V: begins with 0x74786574"},
        {2, "half.spv --groups 1", "half.spv: not valid SPIR-V for Vulkan: "},
        {2, "odd.spv --groups 1", "whole words"},
        {2, SPIRV("plain.vert") " --groups 1", "no compute shader"},
        {1, SPIRV("image.comp") " --groups 1", "storage image target cannot be provided"},
    };
    (void)state;
    write_text("empty.spv", "");
    write_text("text.spv", "text that goes on for twenty-eight b");
    EXPECT(&outcome, 0, "head -c 1000 " SPIRV("spin.comp") " >half.spv");
    EXPECT(&outcome, 0, "head -c 1001 " SPIRV("spin.comp") " >odd.spv");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        EXPECT(&outcome, rows[i].code, "dispatchwise kernel %s", rows[i].line);
        assert_string_equal(outcome.out, "");
        expect_text(outcome.err, rows[i].piece);
        if (strchr(outcome.err, '\n') != strrchr(outcome.err, '\n'))
            fail_msg("%s: more than a sentence\n%s", rows[i].line, outcome.err);
    }
}

static void no_device_is_said(void **state)
{
    (void)state;
    EXPECT(&outcome, 77,
           "env VK_DRIVER_FILES=/nonexistent VK_ICD_FILENAMES=/nonexistent '%s' "
           "kernel " SPIRV("spin.comp") " --groups 1",
           DISPATCHWISE_PROGRAM);
    expect_text(outcome.err, "no Vulkan driver found");
    EXPECT(&outcome, 0, "dispatchwise kernel --help");
    expect_text(outcome.out, "one workgroup waits for another");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(no_device_is_said),
    };
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

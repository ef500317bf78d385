/* The table of what can fail, held against Vulkan's registry and against the program: no code that
 * a function may return is missing, none is made up, and every function that the program calls and
 * that can fail is there. */
#include "fault.h"

#include <stdbool.h>

#include "gpu/vk.h"
#include "run/program.h"

#define REGISTRY "/usr/share/vulkan/registry/vk.xml"
#define ARCHIVE DISPATCHWISE_BINARY_DIR "/harness/libdispatchwise_harness.a"

/* Codes of extensions that nobody here enables, and those that any function may return, of which
 * nothing follows. */
static const char *const left_out[] = {
    "VK_ERROR_INVALID_EXTERNAL_HANDLE",
    "VK_ERROR_INVALID_OPAQUE_CAPTURE_ADDRESS",
    "VK_ERROR_INVALID_OPAQUE_CAPTURE_ADDRESS_KHR",
    "VK_ERROR_INVALID_SHADER_NV",
    "VK_ERROR_FRAGMENTATION",
    "VK_ERROR_FRAGMENTATION_EXT",
    "VK_ERROR_UNKNOWN",
    "VK_ERROR_VALIDATION_FAILED",
};

static struct outcome outcome;

/* A line for each function that can fail: its name and, behind it, the codes that are no success,
 * and VK_TIMEOUT, each between spaces. */
static int list_registry(void **state)
{
    if (program_enter(state) != 0)
        return -1;
    write_text("list.awk", "/<command .*errorcodes=\"/ {\n"
                           "    codes = $0\n"
                           "    sub(/.*errorcodes=\"/, \"\", codes)\n"
                           "    sub(/\".*/, \"\", codes)\n"
                           "    gsub(/,/, \" \", codes)\n"
                           "    if ($0 ~ /VK_TIMEOUT/) codes = codes \" VK_TIMEOUT\"\n"
                           "    getline\n"
                           "    sub(/.*<name>/, \"\")\n"
                           "    sub(/<.*/, \"\")\n"
                           "    print $0 \" \" codes \" \"\n"
                           "}\n");
    shell(&outcome, "awk -f list.awk '%s' >registry && sort -o registry registry", REGISTRY);
    return outcome.code;
}

static bool is_left_out(const char *code)
{
    for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++)
        if (strcmp(left_out[i], code) == 0)
            return true;
    return false;
}

static bool has_code(const struct fault_row *row, const char *name)
{
    const VkResult *code = row->codes;
    while (*code != VK_SUCCESS && strcmp(gpu_result_name(*code), name) != 0)
        code++;
    return *code != VK_SUCCESS;
}

static void codes_are_the_registry_s(void **state)
{
    (void)state;
    for (int i = FAULT_NONE + 1; i < FAULT_FUNCTION_COUNT; i++) {
        const struct fault_row *row = &fault_rows[i];
        char wanted[64];
        EXPECT(&outcome, 0, "grep '^%s ' registry", row->name);
        outcome.out[strcspn(outcome.out, "\n")] = '\0';
        for (const VkResult *code = row->codes; *code != VK_SUCCESS; code++) {
            snprintf(wanted, sizeof wanted, " %s ", gpu_result_name(*code));
            if (!strstr(outcome.out, wanted))
                fail_msg("%s cannot return%s", row->name, wanted);
        }
        strtok(outcome.out, " ");
        for (const char *code; (code = strtok(NULL, " ")) != NULL;)
            if (!has_code(row, code) && !is_left_out(code))
                fail_msg("%s can return %s too", row->name, code);
    }
}

/* The program calls Vulkan by pointers of the functions' names. */
static void functions_are_the_program_s(void **state)
{
    (void)state;
    EXPECT(&outcome, 0,
           "nm -u '%s' | sed -n 's/^ *U \\(vk[A-Z]\\)/\\1/p' | sort -u >called && "
           "cut -d' ' -f1 registry | sort | join - called",
           ARCHIVE);
    size_t called = 0;
    for (const char *name = strtok(outcome.out, "\n"); name; name = strtok(NULL, "\n"), called++) {
        int i = FAULT_NONE + 1;
        while (i < FAULT_FUNCTION_COUNT && strcmp(fault_rows[i].name, name) != 0)
            i++;
        if (i == FAULT_FUNCTION_COUNT)
            fail_msg("%s can fail, and no test has it do so", name);
    }
    assert_true(called > 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_the_registry_s),
        cmocka_unit_test(functions_are_the_program_s),
    };
    if (access(REGISTRY, R_OK) != 0) {
        fputs("skipped: no " REGISTRY "\n", stderr);
        return 77;
    }
    return cmocka_run_group_tests(tests, list_registry, program_leave);
}

/* The built program, run through the shell as its users run it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

#define COLUMNS                                                                                    \
    "batch_size,per_launch_overhead_ns,per_item_kernel_ns,persistent_setup_overhead_ns,"           \
    "arm_a_reads,arm_a_writes,arm_b_reads,arm_b_writes,copy_dst_slot,repeat_count,"                \
    "reuse_per_launch_overhead_ns,record_overhead_ns,replay_overhead_ns,resource_count,"           \
    "bindless_support,dynamic_indexing,shader_hit_count,prediction_confidence_bps,"                \
    "speculative_spec_cost_ns,miss_cost_ns\n"
#define HEADER                                                                                     \
    "persistent,persistent_savings_ns,arms,copy,reuse,reuse_savings_ns,bindless,trace_jit,"        \
    "trace_jit_savings_ns,mode,mode_savings_ns\n"
#define AGGRESSIVE                                                                                 \
    "500,5000,1000,50000,0 1,2,3 4,5,7,500,5000,25000,500,40,full,1,100,9000,10000,100000\n"
#define AGGRESSIVE_VERDICT                                                                         \
    "persistent_kernel,2450000,independent,overlap,record_and_replay,2225000,bindless,speculate,"  \
    "80000,persistent_kernel,2450000\n"
#define CONSERVATIVE "1,5000,1000,50000,5,1,0,5,5,1,5000,25000,500,4,full,0,2,9000,10000,100000\n"
#define CONSERVATIVE_VERDICT                                                                       \
    "standard_launches,0,write_after_read,serialize,plain_launches,0,traditional_bindings,"        \
    "hold_steady,0,plain_launches,0\n"
#define MAX "18446744073709551615"
#define LARGEST                                                                                    \
    MAX "," MAX "," MAX ",0,,,,,," MAX "," MAX ",0,0," MAX ",full,1," MAX "," MAX ",0," MAX "\n"
#define LARGEST_VERDICT                                                                            \
    "persistent_kernel,340282366920938463426481119284349108225,independent,none,"                  \
    "record_and_replay,340282366920938463426481119284349108225,bindless,speculate,"                \
    "34028236692093846342648111928434910,command_reuse,"                                           \
    "340282366920938463426481119284349108225\n"

static char input[] = "/tmp/test_policy_XXXXXX";

static int make_input(void **state)
{
    int descriptor = mkstemp(input);
    (void)state;
    return descriptor < 0 ? -1 : close(descriptor);
}

static int remove_input(void **state)
{
    (void)state;
    return unlink(input);
}

static void write_input(const char *text)
{
    FILE *file = fopen(input, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* Runs "dispatchwise policy ARGUMENTS"; the output, errors after it if arguments say 2>&1. */
static int run(const char *arguments, char *output, size_t size)
{
    char command[2048];
    FILE *pipe;
    int status;
    snprintf(command, sizeof(command), "%s policy %s", DISPATCHWISE_PROGRAM, arguments);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    output[fread(output, 1, size - 1, pipe)] = '\0';
    status = pclose(pipe);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* As run, the input's path between the two parts of the arguments. */
static int run_batch(const char *text, const char *before, const char *after, char *output,
                     size_t size)
{
    char line[256];
    write_input(text);
    snprintf(line, sizeof(line), "%s%s%s", before, input, after);
    return run(line, output, size);
}

static void test_batches(void **state)
{
    static const struct {
        const char *input, *output;
    } rows[] = {
        {COLUMNS AGGRESSIVE CONSERVATIVE LARGEST,
         HEADER AGGRESSIVE_VERDICT CONSERVATIVE_VERDICT LARGEST_VERDICT},
        {COLUMNS, HEADER},
        {"\xef\xbb\xbf" COLUMNS "\r\n" AGGRESSIVE, HEADER AGGRESSIVE_VERDICT},
        {COLUMNS "500,5000,1000,50000,\" 0   1 \",2 2,3 4,5,,500,5000,25000,500,23,static,1,7,"
                 "9000,10000,100000\n",
         HEADER "persistent_kernel,2450000,independent,none,record_and_replay,2225000,"
                "traditional_bindings,hold_steady,0,persistent_kernel,2450000\n"},
    };
    char output[4096];
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(run_batch(rows[i].input, "--batch ", "", output, sizeof(output)), 0);
        assert_string_equal(output, rows[i].output);
        assert_int_equal(run_batch(rows[i].input, "--batch - < ", "", output, sizeof(output)), 0);
        assert_string_equal(output, rows[i].output);
    }
}

static void test_columns_in_any_order(void **state)
{
    char output[4096];
    (void)state;
    assert_int_equal(
        run_batch("miss_cost_ns,speculative_spec_cost_ns,prediction_confidence_bps,"
                  "shader_hit_count,dynamic_indexing,bindless_support,resource_count,"
                  "replay_overhead_ns,record_overhead_ns,reuse_per_launch_overhead_ns,repeat_count,"
                  "copy_dst_slot,arm_b_writes,arm_b_reads,arm_a_writes,arm_a_reads,"
                  "persistent_setup_overhead_ns,per_item_kernel_ns,per_launch_overhead_ns,"
                  "batch_size\n"
                  "100000,10000,9000,100,1,full,40,500,25000,5000,500,7,5,3 4,2,0 1,50000,1000,"
                  "5000,500\n",
                  "--batch ", "", output, sizeof(output)),
        0);
    assert_string_equal(output, HEADER AGGRESSIVE_VERDICT);
}

static void test_bad_rows(void **state)
{
    static const struct {
        const char *row, *message;
    } rows[] = {
        {"x,5000,1,1,,,,,,1,1,1,1,1,full,0,1,1,1,1\n", ":3: column batch_size: expected a whole"},
        {"-1,5000,1,1,,,,,,1,1,1,1,1,full,0,1,1,1,1\n", "column batch_size"},
        {",5000,1,1,,,,,,1,1,1,1,1,full,0,1,1,1,1\n", "column batch_size"},
        {"18446744073709551616,5,1,1,,,,,,1,1,1,1,1,full,0,1,1,1,1\n", "column batch_size"},
        {"1,5000,1,1,1;2,,,,,1,1,1,1,1,full,0,1,1,1,1\n", "column arm_a_reads: expected slots"},
        {"1,5000,1,1,,4294967296,,,,1,1,1,1,1,full,0,1,1,1,1\n", "column arm_a_writes"},
        {"1,5000,1,1,,,,,none,1,1,1,1,1,full,0,1,1,1,1\n", "column copy_dst_slot"},
        {"1,5000,1,1,,,,,,1,1,1,1,1,Full,0,1,1,1,1\n", "expected full, static or unsupported"},
        {"1,5000,1,1,,,,,,1,1,1,1,1,full,true,1,1,1,1\n", "column dynamic_indexing: expected 0"},
        {"1,5000\n", ":3: the row has 2 fields, the header 20"},
    };
    char text[4096], output[4096];
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t whole = strlen(HEADER AGGRESSIVE_VERDICT);
        int code;
        snprintf(text, sizeof(text), COLUMNS AGGRESSIVE "%s" AGGRESSIVE, rows[i].row);
        code = run_batch(text, "--batch ", " 2>/dev/null", output, sizeof(output));
        if (code != 2 || strcmp(output, HEADER AGGRESSIVE_VERDICT) != 0)
            fail_msg("row %zu: exit code %d, output\n%s", i, code, output);
        code = run_batch(text, "--batch ", " 2>&1 >/dev/null", output, sizeof(output));
        if (strstr(output, rows[i].message) == NULL || strstr(output, input) == NULL ||
            strlen(output) > whole + 200)
            fail_msg("row %zu: message\n%s", i, output);
    }
}

static void test_bad_headers(void **state)
{
    char output[4096];
    (void)state;
    assert_int_equal(run_batch("batch_size\n1\n", "--batch ", " 2>&1", output, sizeof(output)), 2);
    assert_non_null(strstr(output, "column per_launch_overhead_ns is missing"));
    assert_null(strstr(output, "mode_savings_ns"));
    assert_int_equal(run_batch("batchsize\n1\n", "--batch ", " 2>&1", output, sizeof(output)), 2);
    assert_non_null(strstr(output, "did you mean batch_size?"));
    assert_int_equal(run("--batch /nonexistent 2>&1", output, sizeof(output)), 1);
    assert_non_null(strstr(output, "/nonexistent"));
}

static void test_output_that_cannot_be_written(void **state)
{
    char output[4096];
    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_int_equal(
        run_batch(COLUMNS AGGRESSIVE, "--batch ", " 2>&1 >/dev/full", output, sizeof(output)), 1);
    assert_non_null(strstr(output, "standard output: cannot be written"));
    assert_int_equal(run("batch_size=2 2>&1 >/dev/full", output, sizeof(output)), 1);
    assert_non_null(strstr(output, "standard output: cannot be written"));
}

/* A line "name value" of the listing. */
static void check_line(const char *output, const char *name, const char *value)
{
    const char *line = output;
    size_t length = strlen(name);
    while (line != NULL && !(strncmp(line, name, length) == 0 && line[length] == ' ')) {
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    if (line == NULL)
        fail_msg("no %s in\n%s", name, output);
    line += length;
    line += strspn(line, " ");
    if (strncmp(line, value, strlen(value)) != 0 || line[strlen(value)] != '\n')
        fail_msg("%s is not %s in\n%s", name, value, output);
}

static void test_one_batch(void **state)
{
    char output[4096];
    (void)state;
    assert_int_equal(run("batch_size=500 repeat_count=400 arm_a_reads='0 1' arm_b_writes=1 "
                         "copy_dst_slot=1 --audit",
                         output, sizeof(output)),
                     0);
    check_line(output, "tier", "defaults");
    check_line(output, "wait", "batch");
    check_line(output, "per_launch_overhead_ns", "5000");
    check_line(output, "persistent_setup_overhead_ns", "50000");
    check_line(output, "replay_overhead_ns", "500");
    check_line(output, "bindless_threshold", "24");
    check_line(output, "persistent", "persistent_kernel");
    check_line(output, "persistent_savings_ns", "2450000");
    check_line(output, "arms", "write_after_read");
    check_line(output, "copy", "serialize");
    check_line(output, "reuse_savings_ns", "1775000");
    check_line(output, "bindless", "traditional_bindings");
    check_line(output, "trace_jit", "hold_steady");
    check_line(output, "mode", "persistent_kernel");
    check_line(output, "mode_savings_ns", "2450000");
    check_line(output, "persistent_kernel queue_batch saved=2450000ns", "launch_overhead");
    assert_null(strstr(output, "trace_jit speculate"));
}

/* A cost that is never is said as a threshold's is. */
static void test_a_cost_that_is_never(void **state)
{
    char output[4096];
    (void)state;
    assert_int_equal(run("persistent_setup_overhead_ns=" MAX
                         " record_overhead_ns=18446744073709551614 batch_size=100",
                         output, sizeof(output)),
                     0);
    check_line(output, "persistent_setup_overhead_ns", "never");
    check_line(output, "record_overhead_ns", "18446744073709551614");
    check_line(output, "persistent", "standard_launches");
}

static void test_one_batch_as_csv(void **state)
{
    char output[4096];
    (void)state;
    assert_int_equal(run("--csv 2>/dev/null", output, sizeof(output)), 0);
    assert_string_equal(output, HEADER "standard_launches,0,independent,none,plain_launches,0,"
                                       "traditional_bindings,hold_steady,0,plain_launches,0\n");
    assert_int_equal(run("--csv wait=each batch_size=" MAX " per_launch_overhead_ns=" MAX
                         " persistent_setup_overhead_ns=" MAX " 2>/dev/null",
                         output, sizeof(output)),
                     0);
    assert_string_equal(output, HEADER
                        "persistent_kernel,340282366920938463408034375210639556610,independent,"
                        "none,plain_launches,0,traditional_bindings,hold_steady,0,"
                        "persistent_kernel,340282366920938463408034375210639556610\n");
}

static void test_bad_arguments(void **state)
{
    static const struct {
        const char *arguments, *message;
    } rows[] = {
        {"batchsize=1", "did you mean batch_size?"},
        {"qqqqqqqqqq=1", "unknown key 'qqqqqqqqqq'"},
        {"batch_size", "expected KEY=VALUE, found 'batch_size'"},
        {"batch_size=", "batch_size: expected a whole number"},
        {"batch_size=1 batch_size=1", "batch_size is given twice"},
        {"wait=never", "wait: expected each or batch"},
        {"--batch x batch_size=1", "leave out batch_size=1"},
        {"--batch x --device 0", "leave out --device"},
        {"--btach x", "did you mean --batch?"},
    };
    char line[256], output[4096];
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int code;
        snprintf(line, sizeof(line), "%s 2>&1", rows[i].arguments);
        code = run(line, output, sizeof(output));
        if (code != 2 || strstr(output, rows[i].message) == NULL)
            fail_msg("row %zu: exit code %d\n%s", i, code, output);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_batches),
        cmocka_unit_test(test_columns_in_any_order),
        cmocka_unit_test(test_bad_rows),
        cmocka_unit_test(test_bad_headers),
        cmocka_unit_test(test_output_that_cannot_be_written),
        cmocka_unit_test(test_one_batch),
        cmocka_unit_test(test_a_cost_that_is_never),
        cmocka_unit_test(test_one_batch_as_csv),
        cmocka_unit_test(test_bad_arguments),
    };
    return cmocka_run_group_tests(tests, make_input, remove_input);
}

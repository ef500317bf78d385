#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/options.h"
#include "dispatchwise/status.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

struct sample {
    bool fast;
    const char *name;
    uint64_t count;
    double budget;
};

static const struct base_option options[] = {
    {"fast", 'f', BASE_OPTION_FLAG, offsetof(struct sample, fast), NULL, "hurry"},
    {"name", 'n', BASE_OPTION_TEXT, offsetof(struct sample, name), "NAME", "a name"},
    {"count", 0, BASE_OPTION_U64, offsetof(struct sample, count), "N", "how many"},
    {"budget", 'b', BASE_OPTION_REAL, offsetof(struct sample, budget), "S", "seconds"},
};
static const struct sample defaults = {.name = "nobody", .count = 3};

static struct sample seen;
static int seen_arguments, result;

static int run(const void *data, int argument_count, char **arguments)
{
    seen = *(const struct sample *)data;
    seen_arguments = argument_count;
    for (int i = 0; i < argument_count; i++)
        assert_string_equal(arguments[i], i == 0 ? "x" : "--y");
    return result;
}

static const struct base_command command = {
    .name = "sample",
    .arguments = "FILE",
    .summary = "do something",
    .options = options,
    .option_count = COUNT(options),
    .options_size = sizeof(struct sample),
    .defaults = &defaults,
    .run = run,
};

/* words: separated by spaces. */
static int call(const char *words)
{
    static char text[256]; /* options point into it */
    char *argv[16] = {NULL};
    int argc = 0;
    snprintf(text, sizeof(text), "sample %s", words);
    for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " "))
        argv[argc++] = word;
    seen_arguments = -1;
    return base_run_command(&command, argc, argv);
}

static void test_defaults(void **state)
{
    (void)state;
    assert_int_equal(call(""), 0);
    assert_false(seen.fast);
    assert_string_equal(seen.name, "nobody");
    assert_int_equal(seen.count, 3);
    assert_true(seen.budget == 0);
    assert_int_equal(seen_arguments, 0);
}

static void test_every_kind(void **state)
{
    static const char *const lines[] = {
        "--fast --name=me --count 18446744073709551615 --budget 2.5 x",
        "x -f -n me --count=18446744073709551615 -b2.5",
        "-fnme --cou 18446744073709551615 -b 2.5 x",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        assert_int_equal(call(lines[i]), 0);
        assert_true(seen.fast);
        assert_int_equal(strncmp(seen.name, "me", 3), 0);
        assert_true(seen.count == UINT64_MAX);
        assert_true(seen.budget == 2.5);
        assert_int_equal(seen_arguments, 1);
    }
    assert_int_equal(call("x -- --y"), 0);
    assert_int_equal(seen_arguments, 2);
}

static void test_refusals(void **state)
{
    static const char *const lines[] = {
        "--fsat",      "--fast=1",
        "--name",      "-n",
        "--count x",   "--count -1",
        "--count 1.5", "--budget -1",
        "--budget x",  "--budget nan",
        "-z",          "--",
        "--help=me",   "--count 18446744073709551616",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        int expected = strcmp(lines[i], "--") == 0 ? 0 : BASE_EXIT_USAGE;
        if (call(lines[i]) != expected || (expected != 0 && seen_arguments != -1))
            fail_msg("'%s' was not refused", lines[i]);
    }
}

static void test_help(void **state)
{
    (void)state;
    assert_int_equal(call("--help"), 0);
    assert_int_equal(seen_arguments, -1);
    assert_int_equal(call("-h --nonsense"), 0);
}

static void test_codes(void **state)
{
    (void)state;
    result = BASE_EXIT_NO_DEVICE;
    assert_int_equal(call(""), BASE_EXIT_NO_DEVICE);
    result = DW_ERROR_PARSE;
    assert_int_equal(call(""), BASE_EXIT_USAGE);
    result = 0;
    assert_int_equal(base_exit_code(DW_OK), BASE_EXIT_DONE);
    assert_int_equal(base_exit_code(DW_ERROR_INVALID_ARGUMENT), BASE_EXIT_USAGE);
    assert_int_equal(base_exit_code(DW_ERROR_NO_DEVICE), BASE_EXIT_NO_DEVICE);
    assert_int_equal(base_exit_code(DW_ERROR_IO), BASE_EXIT_FAILED);
    assert_int_equal(base_exit_code(DW_ERROR_DEVICE_LOST), BASE_EXIT_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults), cmocka_unit_test(test_every_kind),
        cmocka_unit_test(test_refusals), cmocka_unit_test(test_help),
        cmocka_unit_test(test_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

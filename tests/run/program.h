/* The built program in a folder of its own: run through the shell, its output kept apart. */
#ifndef TESTS_RUN_PROGRAM_H
#define TESTS_RUN_PROGRAM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define OUTPUT_SIZE 65536

struct outcome {
    int code;
    char out[OUTPUT_SIZE], err[OUTPUT_SIZE]; /* their beginnings */
};

static char program_folder[64];

/* A fresh working directory for a group of tests; program_leave removes it. */
static inline int program_enter(void **state)
{
    (void)state;
    strcpy(program_folder, "/tmp/dispatchwise-run-XXXXXX");
    return mkdtemp(program_folder) && chmod(program_folder, 0755) == 0 && chdir(program_folder) == 0
               ? 0
               : -1;
}

static inline int program_leave(void **state)
{
    char command[256];
    (void)state;
    snprintf(command, sizeof command, "chmod -R u+rwx '%s' && rm -rf '%s'", program_folder,
             program_folder);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static inline void read_text(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

static inline void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Run a shell command line, `dispatchwise` in it standing for the program. */
static inline void shell(struct outcome *outcome, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static inline void shell(struct outcome *outcome, const char *format, ...)
{
    char line[4096], command[8192];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    snprintf(command, sizeof command, "dispatchwise() { '%s' \"$@\"; }; { %s\n} >.out 2>.err",
             DISPATCHWISE_PROGRAM, line);
    const int status = system(command);
    assert_true(status != -1 && WIFEXITED(status));
    outcome->code = WEXITSTATUS(status);
    read_text(".out", outcome->out, sizeof outcome->out);
    read_text(".err", outcome->err, sizeof outcome->err);
}

/* What another's program needs in its environment to load a layer with an instrument in it; skips
 * the test where nothing helps (scripts/sanitize.sh). */
static inline const char *strangers_environment(void)
{
    const char *set = getenv("DISPATCHWISE_STRANGER");
    if (set && strcmp(set, "none") == 0)
        skip();
    return set ? set : "";
}

/* The command line ends with that exit code. */
#define EXPECT(outcome, expected, ...)                                                             \
    do {                                                                                           \
        shell(outcome, __VA_ARGS__);                                                               \
        if ((outcome)->code != (expected))                                                         \
            fail_msg("exit code %d, expected %d\n%s%s", (outcome)->code, expected, (outcome)->out, \
                     (outcome)->err);                                                              \
    } while (0)

static inline void expect_text(const char *text, const char *piece)
{
    if (!strstr(text, piece))
        fail_msg("no '%s' in\n%s", piece, text);
}

static inline void expect_no_text(const char *text, const char *piece)
{
    if (strstr(text, piece))
        fail_msg("'%s' in\n%s", piece, text);
}

#endif

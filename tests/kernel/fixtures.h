/* The compiled shaders of tests/kernel/shaders, and what was said on standard error meanwhile. */
#ifndef TESTS_KERNEL_FIXTURES_H
#define TESTS_KERNEL_FIXTURES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "kernel/module.h"

#define FIXTURE(name) DISPATCHWISE_BINARY_DIR "/tests/kernel/" name ".spv"
#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Standard error goes to a file between hush and heard, which returns its beginning. */
static FILE *hushed;
static int spoken;

static inline void hush(void)
{
    fflush(stderr);
    hushed = tmpfile();
    spoken = dup(STDERR_FILENO);
    assert_true(hushed && spoken >= 0 && dup2(fileno(hushed), STDERR_FILENO) >= 0);
}

static inline const char *heard(void)
{
    static char text[1024];
    fflush(stderr);
    assert_true(dup2(spoken, STDERR_FILENO) >= 0);
    close(spoken);
    rewind(hushed);
    text[fread(text, 1, sizeof text - 1, hushed)] = '\0';
    fclose(hushed);
    return text;
}

/* One line that begins as errors do and holds `piece`. */
static inline void expect_sentence(const char *text, const char *piece)
{
    const char *end = strchr(text, '\n');
    if (strncmp(text, "dispatchwise: error: ", 21) != 0 || !end || end[1] != '\0' ||
        !strstr(text, piece))
        fail_msg("expected a sentence with '%s', found '%s'", piece, text);
}

#endif

/* Traces written by the writer that the recorder has, as files and as bytes. */
#ifndef TESTS_TRACE_TRACE_FILE_H
#define TESTS_TRACE_TRACE_FILE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

#include <cmocka.h>

#include "trace/hash.h"
#include "trace/reader.h"
#include "trace/writer.h"

/* A folder of a test program's own, which it works in. */
static char trace_folder[] = "/tmp/dispatchwise-trace-XXXXXX";

static inline int trace_enter(void **state)
{
    (void)state;
    return mkdtemp(trace_folder) && chdir(trace_folder) == 0 ? 0 : -1;
}

static inline int trace_leave(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", trace_folder);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

struct file_bytes {
    unsigned char *data;
    size_t size;
};

static inline struct file_bytes file_read(const char *path)
{
    struct file_bytes bytes = {NULL, 0};
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    bytes.size = (size_t)ftell(file);
    rewind(file);
    bytes.data = malloc(bytes.size + 1);
    assert_non_null(bytes.data);
    assert_int_equal(fread(bytes.data, 1, bytes.size, file), bytes.size);
    fclose(file);
    return bytes;
}

static inline void file_write(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* Change one byte of a file. */
static inline void file_poke(const char *path, size_t offset, unsigned value)
{
    const unsigned char byte = (unsigned char)value;
    const int descriptor = open(path, O_WRONLY);
    assert_true(descriptor >= 0);
    assert_int_equal(pwrite(descriptor, &byte, 1, (off_t)offset), 1);
    close(descriptor);
}

/* Read to the end; the status of trace_open_reader or of the last trace_next. */
static inline int file_walk(const char *path, uint64_t *events, struct trace_refusal *refusal)
{
    struct trace_reader *reader = NULL;
    const struct trace_event *event;
    *events = 0;
    int status = trace_open_reader(path, &reader, refusal);
    while (status >= 0 && (status = trace_next(reader, &event, refusal)) == 1) {
        size_t count;
        trace_items(event, &count);
        ++*events;
    }
    trace_close_reader(&reader);
    return status;
}

#endif

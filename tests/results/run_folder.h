/* Folders of runs for tests: a fresh directory, files written from text, files read back whole. */
#ifndef TESTS_RUN_FOLDER_H
#define TESTS_RUN_FOLDER_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER_SIZE 64

/* A vendor that makes no device, so that no row of the table compiled in answers for it. */
static const char folder_run_csv[] = "key,value\n"
                                     "schema_version,2\n"
                                     "tool_version,0.1.0\n"
                                     "run_id,test-run\n"
                                     "seed,1\n"
                                     "device_name,\"Test, device\"\n"
                                     "vendor_id,65261\n"
                                     "device_id,9013\n"
                                     "device_kind,2\n"
                                     "driver_version,100\n"
                                     "device_host,\n"
                                     "device_cores,132\n"
                                     "simulated,0\n"
                                     "max_submit_ns,1000000000\n";

static inline void folder_create(char folder[FOLDER_SIZE])
{
    strcpy(folder, "/tmp/dispatchwise-test-XXXXXX");
    if (!mkdtemp(folder))
        abort();
}

static inline void folder_remove(const char *folder)
{
    char command[FOLDER_SIZE + 16];
    snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    if (system(command) != 0)
        abort();
}

static inline FILE *folder_open(const char *folder, const char *name, const char *mode)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return fopen(path, mode);
}

static inline void folder_write(const char *folder, const char *name, const char *text)
{
    FILE *file = folder_open(folder, name, "wb");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        abort();
}

/* The whole file, to be freed; NULL if it is not there. */
static inline char *folder_read(const char *folder, const char *name)
{
    FILE *file = folder_open(folder, name, "rb");
    if (!file)
        return NULL;
    size_t size = 0, capacity = 4096;
    char *text = malloc(capacity);
    for (int c; text && (c = fgetc(file)) != EOF;) {
        if (size + 1 == capacity)
            text = realloc(text, capacity *= 2);
        if (text)
            text[size++] = (char)c;
    }
    if (!text)
        abort();
    text[size] = '\0';
    fclose(file);
    return text;
}

/* text with the first occurrence of one piece replaced, to be freed. */
static inline char *folder_replace(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    size_t size = strlen(text) + strlen(to) + 1;
    char *result = malloc(size);
    if (!at || !result)
        abort();
    snprintf(result, size, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return result;
}

#endif

#include "fuzz.h"

#include <unistd.h>

#include "results/reduce.h"
#include "results/results.h"

#define MARK "=== "

static const char *const names[] = {
#define SCHEMA_FILE(suffix, file, columns) file,
    RESULTS_FILES(SCHEMA_FILE)
#undef SCHEMA_FILE
};
#define NAME_COUNT (sizeof names / sizeof names[0])

static void clear_folder(void)
{
    char path[512];
    for (size_t i = 0; i < NAME_COUNT; i++) {
        snprintf(path, sizeof path, "%s/%s", fuzz_folder(), names[i]);
        (void)unlink(path);
    }
}

/* Where the next file begins, or the end. */
static char *find_mark(char *at)
{
    char *mark = strstr(at, "\n" MARK);
    return mark ? mark + 1 : at + strlen(at);
}

static void write_folder(char *text)
{
    for (char *at = text, *next; *at; at = next) {
        next = find_mark(at);
        char *line = memchr(at, '\n', (size_t)(next - at));
        if (strncmp(at, MARK, strlen(MARK)) != 0 || !line)
            continue;
        const size_t length = (size_t)(line - at) - strlen(MARK);
        for (size_t i = 0; i < NAME_COUNT; i++)
            if (strlen(names[i]) == length && memcmp(names[i], at + strlen(MARK), length) == 0)
                fuzz_write(names[i], line + 1, (size_t)(next - line) - 1);
    }
}

const char *fuzz_run_folder(const uint8_t *data, size_t size)
{
    const char *run = fuzz_folder();
    char *text = fuzz_text(data, size);
    clear_folder();
    write_folder(text);
    free(text);
    if (!results_file_exists(&results_schema_summary, run) &&
        results_file_exists(&results_schema_sample, run))
        (void)results_reduce(run);
    return run;
}

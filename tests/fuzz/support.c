#include "fuzz.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dirent.h>

#define ARGUMENTS_MAX 64

static uint64_t accepted;

void fuzz_accept(void)
{
    accepted++;
}

uint64_t fuzz_accepted(void)
{
    return accepted;
}

static void show(const char *text, size_t size, size_t at)
{
    const size_t from = at < 60 ? 0 : at - 60;
    fprintf(stderr, "'%.*s'\n", (int)(size - from < 120 ? size - from : 120), text + from);
}

void fuzz_check_same(const char *first, size_t first_size, const char *second, size_t second_size)
{
    size_t at = 0;
    while (at < first_size && at < second_size && first[at] == second[at])
        at++;
    if (at == first_size && at == second_size)
        return;
    show(first, first_size, at);
    show(second, second_size, at);
    fprintf(stderr, "differ at byte %zu\n", at);
    abort();
}

static void write_all(int descriptor, const void *data, size_t size)
{
    fuzz_check(size == 0 || pwrite(descriptor, data, size, 0) == (ssize_t)size);
}

const char *fuzz_file(const void *data, size_t size)
{
    static int descriptor = -1;
    static char path[64];
    if (descriptor < 0) {
        descriptor = memfd_create("input", MFD_CLOEXEC);
        snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    }
    fuzz_check(descriptor >= 0 && ftruncate(descriptor, 0) == 0);
    write_all(descriptor, data, size);
    return path;
}

static char folder[256];

static void remove_folder(void)
{
    DIR *stream = opendir(folder);
    const struct dirent *entry;
    while (stream && (entry = readdir(stream)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            (void)unlinkat(dirfd(stream), entry->d_name, 0);
    if (stream)
        closedir(stream);
    (void)rmdir(folder);
}

const char *fuzz_folder(void)
{
    const char *parent = getenv("TMPDIR");
    if (folder[0] != '\0')
        return folder;
    if (!parent || *parent == '\0')
        parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(folder, sizeof folder, "%s/dispatchwise-fuzz-XXXXXX", parent);
    fuzz_check(mkdtemp(folder));
    atexit(remove_folder);
    return folder;
}

void fuzz_write(const char *name, const void *data, size_t size)
{
    char path[sizeof folder + 64];
    snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
    FILE *file = fopen(path, "wb");
    fuzz_check(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
}

char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    fuzz_check(text);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

int fuzz_run(const struct base_command *command, char *const *arguments)
{
    char *argv[ARGUMENTS_MAX + 1]; /* getopt puts them in another order */
    int count = 0;
    while (arguments[count]) {
        fuzz_check(count < ARGUMENTS_MAX);
        argv[count] = arguments[count];
        count++;
    }
    argv[count] = NULL;
    const int code = base_run_command(command, count, argv);
    fuzz_check(code == BASE_EXIT_DONE || code == BASE_EXIT_FAILED || code == BASE_EXIT_USAGE ||
               code == BASE_EXIT_NO_DEVICE);
    return code;
}

/* Runs a target over files and over the files of folders, one after the other: a fuzzer's findings
 * without a fuzzer. Fails where there is no input, or where the reader takes none of them. */
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static size_t inputs;

/* The input is a block of its own of exactly its size, so that a sanitizer sees a step beyond it.
 * Its name goes out first: whatever ends the process, it was this one. */
static void run_file(const char *path, size_t size)
{
    uint8_t *data = malloc(size > 0 ? size : 1);
    FILE *file = fopen(path, "rb");
    fuzz_check(data && file && fread(data, 1, size, file) == size);
    fclose(file);
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    inputs++;
}

static void run_path(const char *path)
{
    struct stat status;
    struct dirent **entries;
    fuzz_check(stat(path, &status) == 0);
    if (!S_ISDIR(status.st_mode)) {
        run_file(path, (size_t)status.st_size);
        return;
    }
    const int count = scandir(path, &entries, NULL, alphasort);
    fuzz_check(count >= 0);
    for (int i = 0; i < count; i++) {
        char below[4096];
        snprintf(below, sizeof below, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            run_path(below);
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    fuzz_check(nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0);
    for (int i = 1; i < argc; i++)
        run_path(argv[i]);
    fprintf(stderr, "%zu inputs, of which the reader took %llu\n", inputs,
            (unsigned long long)fuzz_accepted());
    return inputs > 0 && fuzz_accepted() > 0 ? 0 : 1;
}

#include "accept/accept.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "results/results.h"

#define PATH_SIZE 4096

/* What a baseline keeps; the first two a run must have, and what compare reads. */
static const struct results_schema *const schemas[] = {
    &results_schema_run,   &results_schema_summary,     &results_schema_sample,
    &results_schema_score, &results_schema_calibration, &results_schema_instance,
};
#define SCHEMA_COUNT (sizeof(schemas) / sizeof(schemas[0]))
#define NEEDED 3

static int copy_stream(FILE *from, const char *path, struct base_atomic_file *to)
{
    char block[1 << 16];
    size_t got;
    while ((got = fread(block, 1, sizeof(block), from)) > 0)
        fwrite(block, 1, got, to->stream);
    if (!ferror(from))
        return base_atomic_commit(to);
    base_error("%s: cannot be read", path);
    base_atomic_abandon(to);
    return DW_ERROR_IO;
}

static int copy_file(const char *run, const char *name, const char *folder, bool needed)
{
    char from[PATH_SIZE], path[PATH_SIZE];
    struct base_atomic_file to;
    int status = base_join_path(from, sizeof(from), run, name);
    if (status == DW_OK)
        status = base_join_path(path, sizeof(path), folder, name);
    if (status != DW_OK || (!needed && !base_file_exists(from)))
        return status;
    FILE *stream = fopen(from, "rb");
    if (!stream) {
        base_error("%s: cannot be opened: %s", from, strerror(errno));
        return DW_ERROR_PARSE;
    }
    status = base_atomic_open(&to, path);
    if (status == DW_OK)
        status = copy_stream(stream, from, &to);
    fclose(stream);
    return status;
}

/* What a run leaves in its folder, and what is left of such a file if its writer is killed. */
static bool is_of_a_run(const char *name)
{
    static const char *const names[] = {
#define FILE_NAME(suffix, file, columns) file,
        RESULTS_FILES(FILE_NAME)
#undef FILE_NAME
            "calibration_table.h"};
    const char *end = strrchr(name, '.');
    const bool temporary = end && strcmp(end, ".tmp") == 0;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const size_t length = strlen(names[i]);
        if (strncmp(names[i], name, length) == 0 &&
            (name[length] == '\0' || (temporary && name[length] == '.')))
            return true;
    }
    return false;
}

/* Remove the folder; what somebody laid beside a run's files goes to `heir` first. */
static void remove_folder(const char *folder, const char *heir)
{
    char path[PATH_SIZE], kept[PATH_SIZE];
    DIR *stream = opendir(folder);
    const struct dirent *entry;
    while (stream && (entry = readdir(stream))) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
            base_join_path(path, sizeof(path), folder, name) != DW_OK ||
            base_join_path(kept, sizeof(kept), heir, name) != DW_OK)
            continue;
        if ((is_of_a_run(name) ? unlink(path) : rename(path, kept)) != 0)
            base_warn("%s: cannot be cleared away: %s", path, strerror(errno));
    }
    if (stream)
        closedir(stream);
    if (rmdir(folder) != 0 && errno != ENOENT)
        base_warn("%s: cannot be removed: %s", folder, strerror(errno));
}

static bool same_folder(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

static bool is_empty(const char *folder)
{
    DIR *stream = opendir(folder);
    size_t count = 0;
    while (stream && readdir(stream))
        count++;
    if (stream)
        closedir(stream);
    return stream && count == 2; /* itself and its parent */
}

int accept_check_baseline(const char *run, const char *baseline)
{
    char path[PATH_SIZE];
    struct stat found;
    int status = base_join_path(path, sizeof(path), baseline, results_schema_run.file);
    if (status != DW_OK || lstat(baseline, &found) != 0)
        return status;
    if (same_folder(run, baseline)) {
        base_error("%s is the baseline already", run);
        return DW_ERROR_PARSE;
    }
    if (S_ISDIR(found.st_mode) && base_file_exists(path))
        return results_check_run(baseline);
    if (S_ISDIR(found.st_mode) && is_empty(baseline))
        return DW_OK;
    base_error("%s is there and is no run's folder: --baseline names another one", baseline);
    return DW_ERROR_PARSE;
}

/* Put the new folder where the old one is, in one step where there is an old one. */
static int put_in_place(const char *fresh, const char *baseline)
{
    const bool there = base_file_exists(baseline);
    if ((there ? renameat2(AT_FDCWD, fresh, AT_FDCWD, baseline, RENAME_EXCHANGE)
               : rename(fresh, baseline)) != 0) {
        base_error("%s: cannot be put in place: %s", baseline, strerror(errno));
        return DW_ERROR_IO;
    }
    if (there)
        remove_folder(fresh, baseline);
    return DW_OK;
}

/* An empty folder beside the baseline, held as long as *lock is open. What an accept left there
 * that was killed is cleared away first: the new files, or the old ones with what lay beside them.
 */
static int make_fresh(const char *baseline, char fresh[PATH_SIZE], int *lock)
{
    size_t length = strlen(baseline);
    while (length > 1 && baseline[length - 1] == '/')
        length--;
    const int written = snprintf(fresh, PATH_SIZE, "%.*s.new", (int)length, baseline);
    if (written < 0 || written >= PATH_SIZE) {
        base_error("%.64s...: the path is too long", baseline);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    for (int attempt = 0; attempt < 2; attempt++) {
        const bool left = base_file_exists(fresh);
        const int status = base_make_directory(fresh);
        if (status != DW_OK)
            return status;
        *lock = open(fresh, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (*lock >= 0 && flock(*lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            base_error("%s: another accept is writing there", fresh);
            close(*lock);
            return DW_ERROR_IO;
        }
        if (!left && *lock >= 0)
            return DW_OK;
        remove_folder(fresh, baseline);
        if (*lock >= 0)
            close(*lock);
    }
    base_error("%s: cannot be emptied: move it away", fresh);
    return DW_ERROR_IO;
}

int accept_baseline(const char *run, const char *baseline)
{
    char fresh[PATH_SIZE];
    int lock;
    int status = accept_check_baseline(run, baseline);
    if (status == DW_OK)
        status = make_fresh(baseline, fresh, &lock);
    if (status != DW_OK)
        return status;
    for (size_t i = 0; i < SCHEMA_COUNT && status == DW_OK; i++)
        status = copy_file(run, schemas[i]->file, fresh, i < NEEDED);
    if (status == DW_OK)
        status = put_in_place(fresh, baseline);
    if (status != DW_OK)
        remove_folder(fresh, baseline);
    close(lock);
    return status;
}

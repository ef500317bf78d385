#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dispatchwise/status.h"

#include "base/leftover.h"
#include "base/log.h"
#include "base/text.h"

const char *base_split_path(const char *path, char *folder, size_t size)
{
    const char *slash = strrchr(path, '/');
    const size_t length = slash == NULL || slash == path ? 1 : (size_t)(slash - path);
    if (length >= size)
        return NULL;
    memcpy(folder, slash == NULL ? "." : path, length);
    folder[length] = '\0';
    return slash == NULL ? path : slash + 1;
}

/* The temporary, new and held; NULL with errno. Its number may have been that of a killed process.
 */
static FILE *open_temporary(const char *path, const char *temporary)
{
    for (int attempt = 0; attempt < 100; attempt++) {
        FILE *stream;
        base_remove_leftovers(path);
        stream = fopen(temporary, "wxe");
        if (stream == NULL || base_hold_temporary(fileno(stream)))
            return stream;
        fclose(stream);
    }
    errno = EBUSY;
    return NULL;
}

/* The name that a rename may take: the path itself, or the file at the end of links. Devices, pipes
 * and what links lead nowhere are no files to take the place of. */
static int find_place(const char *path, char place[PATH_MAX])
{
    struct stat status;
    const bool there = lstat(path, &status) == 0;
    if (there && S_ISLNK(status.st_mode)) {
        if (realpath(path, place) == NULL || stat(place, &status) != 0)
            return errno;
    } else if (!base_copy_text(place, PATH_MAX, path)) {
        return ENAMETOOLONG;
    }
    return !there || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode) ? 0 : EEXIST;
}

int base_atomic_open(struct base_atomic_file *file, const char *path)
{
    const int error = find_place(path, file->path);
    file->stream = NULL;
    if (error == EEXIST) {
        base_error("%s: is another kind of file; it is left as it is", path);
        return DW_ERROR_IO;
    }
    if (error != 0) {
        base_error("%.*s: cannot be written: %s", PATH_MAX, path, strerror(error));
        return DW_ERROR_IO;
    }
    int length = snprintf(file->temporary, sizeof(file->temporary), "%s.%ld.tmp", file->path,
                          (long)getpid());
    if (length < 0 || (size_t)length >= sizeof(file->temporary)) {
        base_error("%.64s...: the path is too long to write", path);
        return DW_ERROR_IO;
    }
    file->stream = open_temporary(file->path, file->temporary);
    if (file->stream == NULL) {
        base_error("%s: cannot be written: %s", file->temporary, strerror(errno));
        return DW_ERROR_IO;
    }
    return DW_OK;
}

/* The rename itself is durable only once the folder is; where a folder cannot be synced, the file
 * is still whole. */
static void sync_folder_of(const char *path)
{
    char folder[sizeof(((struct base_atomic_file *)0)->path)];
    int descriptor;
    if (!base_split_path(path, folder, sizeof(folder)))
        return;
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    (void)fsync(descriptor);
    close(descriptor);
}

int base_atomic_commit(struct base_atomic_file *file)
{
    /* What could not be written before is tried again, and says why. */
    errno = 0;
    int failed =
        fflush(file->stream) != 0 || ferror(file->stream) != 0 || fsync(fileno(file->stream)) != 0;
    int reason = errno;
    if (fclose(file->stream) != 0 && !failed) {
        failed = 1;
        reason = errno;
    }
    file->stream = NULL;
    if (!failed && rename(file->temporary, file->path) != 0) {
        failed = 1;
        reason = errno;
    }
    if (failed) {
        base_error("%s: cannot be written: %s", file->path, base_write_reason(reason));
        (void)unlink(file->temporary);
        return DW_ERROR_IO;
    }
    sync_folder_of(file->path);
    return DW_OK;
}

void base_atomic_abandon(struct base_atomic_file *file)
{
    if (file->stream == NULL)
        return;
    fclose(file->stream);
    file->stream = NULL;
    if (unlink(file->temporary) != 0)
        base_warn("%s: cannot be removed: %s", file->temporary, strerror(errno));
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static int make_one(const char *path)
{
    if (mkdir(path, 0777) == 0 || (errno == EEXIST && is_directory(path)))
        return DW_OK;
    base_error("%s: the folder cannot be made: %s", path, strerror(errno));
    return DW_ERROR_IO;
}

int base_make_directory(const char *path)
{
    char partial[4096];
    if (!base_copy_text(partial, sizeof(partial), path)) {
        base_error("%.64s...: the path is too long", path);
        return DW_ERROR_IO;
    }
    for (char *slash = strchr(partial + (partial[0] == '/'), '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        /* An existing parent need not be one that we may write to. */
        if (!is_directory(partial)) {
            int status = make_one(partial);
            if (status != DW_OK)
                return status;
        }
        *slash = '/';
    }
    return is_directory(partial) ? DW_OK : make_one(partial);
}

bool base_file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool base_is_still(int descriptor, const char *path)
{
    struct stat ours, found;
    return fstat(descriptor, &ours) == 0 && stat(path, &found) == 0 &&
           ours.st_dev == found.st_dev && ours.st_ino == found.st_ino;
}

int base_make_temporary_folder(char *path, size_t size)
{
    const char *below = getenv("TMPDIR");
    const int status =
        base_join_path(path, size, below && *below ? below : "/tmp", "dispatchwise-XXXXXX");
    if (status == DW_OK && !mkdtemp(path)) {
        base_error("%s: cannot be made: %s", path, strerror(errno));
        return DW_ERROR_IO;
    }
    return status;
}

static int remove_one(const char *path, const struct stat *what, int kind, struct FTW *where)
{
    (void)what;
    (void)kind;
    (void)where;
    return remove(path);
}

int base_remove_tree(const char *path)
{
    if (nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0)
        return DW_OK;
    base_error("%s: cannot be removed: %s", path, strerror(errno));
    return DW_ERROR_IO;
}

int base_join_path(char *path, size_t size, const char *directory, const char *name)
{
    const size_t length = strlen(directory);
    const bool slash = length > 0 && directory[length - 1] != '/';
    if (length + slash + strlen(name) >= size) {
        base_error("%.64s.../%.64s: the path is too long", directory, name);
        return DW_ERROR_NO_SPACE;
    }
    snprintf(path, size, "%s%s%s", directory, slash ? "/" : "", name);
    return DW_OK;
}

/* What is open, into memory of its own; NULL, or why it could not be read. */
static const char *read_whole(FILE *file, size_t most, char **text, size_t *size)
{
    struct stat facts;
    if (fstat(fileno(file), &facts) == 0 && S_ISDIR(facts.st_mode))
        return strerror(EISDIR);
    const long length = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    if (length < 0 || fseek(file, 0, SEEK_SET) != 0)
        return strerror(errno);
    if ((size_t)length >= most)
        return "it is too large";
    char *found = malloc((size_t)length + 1);
    if (found == NULL)
        return strerror(ENOMEM);
    errno = 0;
    if (fread(found, 1, (size_t)length, file) != (size_t)length) {
        const int error = errno;
        free(found);
        return error != 0 ? strerror(error) : "it became shorter meanwhile";
    }
    found[length] = '\0';
    *text = found;
    *size = (size_t)length;
    return NULL;
}

int base_read_text(const char *path, size_t most, char **text, size_t *size)
{
    FILE *file = fopen(path, "rb");
    const char *why = file != NULL ? read_whole(file, most, text, size) : strerror(errno);
    if (file != NULL)
        fclose(file);
    if (why == NULL)
        return DW_OK;
    base_error("%s: cannot be read: %s", path, why);
    return DW_ERROR_IO;
}

#include "base/leftover.h"

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

static bool is_temporary(const char *entry, const char *name)
{
    const size_t length = strlen(name);
    if (strncmp(entry, name, length) != 0 || entry[length] != '.')
        return false;
    const char *number = entry + length + 1;
    const size_t digits = strspn(number, "0123456789");
    return digits > 0 && strcmp(number + digits, ".tmp") == 0;
}

/* A folder's files; the descriptor stays the caller's. */
static void empty_folder(int descriptor)
{
    const int copy = dup(descriptor);
    DIR *stream = copy < 0 ? NULL : fdopendir(copy);
    const struct dirent *entry;
    if (!stream && copy >= 0)
        close(copy);
    while (stream && (entry = readdir(stream)))
        (void)unlinkat(descriptor, entry->d_name, 0);
    if (stream)
        closedir(stream);
}

static void remove_if_free(int folder, const char *name)
{
    const int flags = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    struct stat found;
    /* Over a network only what is open for writing can be locked. */
    int descriptor = openat(folder, name, O_RDWR | flags);
    if (descriptor < 0)
        descriptor = openat(folder, name, O_RDONLY | O_DIRECTORY | flags);
    if (descriptor < 0)
        return;
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0 && fstat(descriptor, &found) == 0) {
        const bool is_folder = S_ISDIR(found.st_mode);
        if (is_folder)
            empty_folder(descriptor);
        (void)unlinkat(folder, name, is_folder ? AT_REMOVEDIR : 0);
    }
    close(descriptor);
}

void base_remove_leftovers(const char *path)
{
    char folder[4096];
    const struct dirent *entry;
    const char *name = base_split_path(path, folder, sizeof folder);
    DIR *stream = name ? opendir(folder) : NULL;
    while (stream && (entry = readdir(stream)))
        if (is_temporary(entry->d_name, name))
            remove_if_free(dirfd(stream), entry->d_name);
    if (stream)
        closedir(stream);
}

bool base_hold_temporary(int descriptor)
{
    struct stat found;
    (void)flock(descriptor, LOCK_EX);
    return fstat(descriptor, &found) != 0 || found.st_nlink > 0;
}

int base_make_temporary(const char *path, char folder[4096], int *held)
{
    const int length = snprintf(folder, 4096, "%s.%ld.tmp", path, (long)getpid());
    if (length < 0 || length >= 4096) {
        base_error("%.64s...: the path is too long", path);
        return DW_ERROR_IO;
    }
    for (int attempt = 0; attempt < 100; attempt++) {
        base_remove_leftovers(path);
        const int descriptor = mkdir(folder, 0700) != 0
                                   ? -1
                                   : open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (descriptor < 0 && errno != ENOENT)
            break;
        if (descriptor >= 0 && base_hold_temporary(descriptor)) {
            *held = descriptor;
            return DW_OK;
        }
        if (descriptor >= 0)
            close(descriptor);
    }
    base_error("%s: the folder cannot be made: %s", folder, strerror(errno));
    return DW_ERROR_IO;
}

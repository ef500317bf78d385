#include "history/folders.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "results/results.h"

#define LEVELS 3
#define PATH_SIZE 4096

static int add_path(struct history_folders *folders, const char *path)
{
    if (folders->count == folders->capacity) {
        size_t capacity = folders->capacity ? folders->capacity * 2 : 256;
        char **paths = realloc(folders->paths, capacity * sizeof(*paths));
        if (!paths)
            return DW_ERROR_NO_MEMORY;
        folders->paths = paths;
        folders->capacity = capacity;
    }
    char *copy = strdup(path);
    if (!copy)
        return DW_ERROR_NO_MEMORY;
    folders->paths[folders->count++] = copy;
    return DW_OK;
}

static bool is_folder(int parent, const struct dirent *entry)
{
    struct stat status;
    if (entry->d_name[0] == '.')
        return false;
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type == DT_DIR;
    return fstatat(parent, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISDIR(status.st_mode);
}

static int look_into(const char *path, int levels, struct history_folders *folders)
{
    char below[PATH_SIZE];
    int status = base_join_path(below, sizeof(below), path, results_schema_run.file);
    if (status != DW_OK)
        return status;
    if (base_file_exists(below)) {
        status = add_path(folders, path);
        if (status != DW_OK)
            base_error("%s: out of memory", path);
        return status;
    }
    if (levels == 0)
        return DW_OK;
    DIR *stream = opendir(path);
    if (!stream) {
        base_error("%s: cannot be read: %s", path, strerror(errno));
        return DW_ERROR_IO;
    }
    const struct dirent *entry;
    while (status == DW_OK && (entry = readdir(stream)) != NULL) {
        if (!is_folder(dirfd(stream), entry))
            continue;
        status = base_join_path(below, sizeof(below), path, entry->d_name);
        if (status == DW_OK)
            status = look_into(below, levels - 1, folders);
    }
    closedir(stream);
    return status;
}

static int compare_paths(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

int history_find_folders(const char *directory, struct history_folders *folders)
{
    *folders = (struct history_folders){.count = 0};
    int status = look_into(directory, LEVELS, folders);
    if (folders->count > 1)
        qsort(folders->paths, folders->count, sizeof(*folders->paths), compare_paths);
    return status;
}

void history_free_folders(struct history_folders *folders)
{
    for (size_t i = 0; i < folders->count; i++)
        free(folders->paths[i]);
    free(folders->paths);
    *folders = (struct history_folders){.count = 0};
}

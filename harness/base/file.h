/* Files that are whole or not there. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A file being written beside its final name. */
struct base_atomic_file {
    FILE *stream;
    char path[PATH_MAX], temporary[PATH_MAX];
};

/* Open PATH's temporary twin for writing, and remove those that killed processes left; commit
 * flushes, fsyncs and renames it into place; abandon removes it. A link is followed; a device, a
 * pipe or a socket of that name is left as it is. All log once. Returns 0 or DW_ERROR_IO. */
int base_atomic_open(struct base_atomic_file *file, const char *path);
int base_atomic_commit(struct base_atomic_file *file);
void base_atomic_abandon(struct base_atomic_file *file);

/* The whole of a file of less than `most` bytes, a NUL behind it; the caller frees it. *size is
 * without the NUL. Returns 0 or DW_ERROR_IO, logged. */
int base_read_text(const char *path, size_t most, char **text, size_t *size);

/* mkdir -p. Returns 0 or DW_ERROR_IO, logged. */
int base_make_directory(const char *path);
bool base_file_exists(const char *path);
/* Whether an open file is still the one of that name. */
bool base_is_still(int descriptor, const char *path);
/* A new folder of our own below $TMPDIR, or /tmp; and the end of one with all that is in it. Return
 * 0 or DW_ERROR_IO, logged. */
int base_make_temporary_folder(char *path, size_t size);
int base_remove_tree(const char *path);
/* The folder of a path into folder ("." if it names none), and the name in it; NULL if it does not
 * fit. */
const char *base_split_path(const char *path, char *folder, size_t size);
/* DIRECTORY/NAME into path; DW_ERROR_NO_SPACE, logged, if it does not fit. */
int base_join_path(char *path, size_t size, const char *directory, const char *name);

#endif

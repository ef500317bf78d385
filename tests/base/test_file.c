#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/leftover.h"
#include "dispatchwise/status.h"

static char folder[] = "/tmp/test_file_XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state)
{
    char command[64];
    (void)state;
    snprintf(command, sizeof(command), "rm -r %s", folder);
    return system(command);
}

static void read_file(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

static void test_a_file_is_whole_or_not_there(void **state)
{
    struct base_atomic_file file;
    char path[128], text[64];
    (void)state;
    assert_int_equal(base_join_path(path, sizeof(path), folder, "whole"), DW_OK);
    assert_int_equal(base_atomic_open(&file, path), DW_OK);
    fputs("first", file.stream);
    fflush(file.stream);
    assert_false(base_file_exists(path));
    assert_int_equal(base_atomic_commit(&file), DW_OK);
    assert_false(base_file_exists(file.temporary));
    read_file(path, text, sizeof(text));
    assert_string_equal(text, "first");

    assert_int_equal(base_atomic_open(&file, path), DW_OK);
    fputs("second", file.stream);
    base_atomic_abandon(&file);
    base_atomic_abandon(&file);
    assert_false(base_file_exists(file.temporary));
    read_file(path, text, sizeof(text));
    assert_string_equal(text, "first");

    assert_int_equal(base_atomic_open(&file, path), DW_OK);
    fputs("third", file.stream);
    assert_int_equal(base_atomic_commit(&file), DW_OK);
    read_file(path, text, sizeof(text));
    assert_string_equal(text, "third");
}

/* What a killed writer left goes with the next one's; what one still writes, and other files, stay.
 */
static void test_leftovers(void **state)
{
    static const char *const others[] = {"left.csv.tmp", "left.csv.12.tmp2", "left.csvx.12.tmp",
                                         "left.csv.1a.tmp", "other.csv.12.tmp"};
    char path[128], name[160], dead[160], alive[160], inside[192], work[4096];
    struct base_atomic_file file, second;
    int held;
    (void)state;
    snprintf(path, sizeof(path), "%s/left.csv", folder);
    snprintf(dead, sizeof(dead), "%s.12.tmp", path);
    snprintf(alive, sizeof(alive), "%s.13.tmp", path);
    fclose(fopen(dead, "w"));
    FILE *writer = fopen(alive, "w");
    assert_true(base_hold_temporary(fileno(writer)));
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        snprintf(name, sizeof(name), "%s/%s", folder, others[i]);
        fclose(fopen(name, "w"));
    }
    assert_int_equal(base_atomic_open(&file, path), DW_OK);
    assert_false(base_file_exists(dead));
    assert_true(base_file_exists(alive));
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        snprintf(name, sizeof(name), "%s/%s", folder, others[i]);
        assert_true(base_file_exists(name));
    }
    /* Two of one number: the second is refused, the first comes to its end. */
    assert_int_equal(base_atomic_open(&second, path), DW_ERROR_IO);
    assert_int_equal(base_atomic_commit(&file), DW_OK);
    fclose(writer);
    /* One that was removed as a leftover before it was held. */
    writer = fopen(alive, "w");
    assert_int_equal(unlink(alive), 0);
    assert_false(base_hold_temporary(fileno(writer)));
    fclose(writer);
    /* Folders alike. */
    assert_int_equal(base_make_directory(dead), DW_OK);
    snprintf(inside, sizeof(inside), "%s/drawing.svg", dead);
    fclose(fopen(inside, "w"));
    assert_int_equal(base_make_temporary(path, work, &held), DW_OK);
    assert_false(base_file_exists(dead));
    assert_true(base_file_exists(work));
    base_remove_leftovers(path);
    assert_true(base_file_exists(work));
    close(held);
    base_remove_leftovers(path);
    assert_false(base_file_exists(work));
}

static void test_what_cannot_be_written(void **state)
{
    struct base_atomic_file file;
    char longer[5000];
    (void)state;
    assert_int_equal(base_atomic_open(&file, "/nonexistent/file"), DW_ERROR_IO);
    memset(longer, 'x', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    assert_int_equal(base_atomic_open(&file, longer), DW_ERROR_IO);
    /* A name that became a folder meanwhile. */
    assert_int_equal(base_join_path(longer, sizeof(longer), folder, "taken"), DW_OK);
    assert_int_equal(base_atomic_open(&file, longer), DW_OK);
    assert_int_equal(base_make_directory(longer), DW_OK);
    assert_int_equal(base_atomic_commit(&file), DW_ERROR_IO);
    assert_false(base_file_exists(file.temporary));
}

/* A name in the working folder is written there, however far down that is. */
static void test_a_deep_folder(void **state)
{
    char part[201], text[16], before[PATH_MAX];
    struct base_atomic_file file;
    const int depth = PATH_MAX / 200 + 1;
    (void)state;
    memset(part, 'd', sizeof(part) - 1);
    part[sizeof(part) - 1] = '\0';
    assert_non_null(getcwd(before, sizeof(before)));
    assert_int_equal(chdir(folder), 0);
    for (int i = 0; i < depth; i++)
        assert_true(mkdir(part, 0700) == 0 && chdir(part) == 0);
    for (int i = 0; i < 2; i++) { /* it is not there, and is */
        assert_int_equal(base_atomic_open(&file, "deep"), DW_OK);
        fputs(i == 0 ? "old" : "new", file.stream);
        assert_int_equal(base_atomic_commit(&file), DW_OK);
    }
    read_file("deep", text, sizeof(text));
    assert_string_equal(text, "new");
    assert_int_equal(unlink("deep"), 0);
    for (int i = 0; i < depth; i++)
        assert_true(chdir("..") == 0 && rmdir(part) == 0);
    assert_int_equal(chdir(before), 0);
}

/* Only a file, at the end of links, is replaced. */
static void test_other_kinds_of_files(void **state)
{
    struct base_atomic_file file;
    struct stat status;
    char target[4096], link[4096], pipe[4096], text[16];
    (void)state;
    assert_int_equal(base_join_path(target, sizeof(target), folder, "target"), DW_OK);
    assert_int_equal(base_join_path(link, sizeof(link), folder, "link"), DW_OK);
    assert_int_equal(base_join_path(pipe, sizeof(pipe), folder, "pipe"), DW_OK);
    assert_int_equal(symlink("target", link), 0);
    assert_int_equal(base_atomic_open(&file, link), DW_ERROR_IO); /* leads nowhere */
    assert_int_equal(base_atomic_open(&file, target), DW_OK);
    assert_int_equal(base_atomic_commit(&file), DW_OK);
    assert_int_equal(base_atomic_open(&file, link), DW_OK);
    assert_true(fputs("new", file.stream) >= 0);
    assert_int_equal(base_atomic_commit(&file), DW_OK);
    read_file(target, text, sizeof(text));
    assert_string_equal(text, "new");
    assert_true(lstat(link, &status) == 0 && S_ISLNK(status.st_mode));

    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(base_atomic_open(&file, pipe), DW_ERROR_IO);
    assert_true(lstat(pipe, &status) == 0 && S_ISFIFO(status.st_mode));
    assert_int_equal(base_atomic_open(&file, "/dev/null"), DW_ERROR_IO);
    assert_true(unlink(link) == 0 && unlink(target) == 0 && unlink(pipe) == 0);
}

static void test_folders(void **state)
{
    char path[128];
    (void)state;
    assert_int_equal(base_join_path(path, sizeof(path), folder, "a/b//c/"), DW_OK);
    assert_int_equal(base_make_directory(path), DW_OK);
    assert_true(base_file_exists(path));
    assert_int_equal(base_make_directory(path), DW_OK);
    assert_int_equal(base_make_directory("/"), DW_OK);
    assert_int_equal(base_make_directory(""), DW_ERROR_IO);
    assert_int_equal(base_join_path(path, sizeof(path), folder, "file"), DW_OK);
    fclose(fopen(path, "w"));
    assert_int_equal(base_make_directory(path), DW_ERROR_IO);
    assert_int_equal(base_join_path(path, sizeof(path), folder, "file/below"), DW_OK);
    assert_int_equal(base_make_directory(path), DW_ERROR_IO);
}

static void test_paths(void **state)
{
    char path[8] = "old";
    (void)state;
    assert_int_equal(base_join_path(path, sizeof(path), "abc", "xyz"), DW_OK);
    assert_string_equal(path, "abc/xyz");
    assert_int_equal(base_join_path(path, sizeof(path), "abc/", "xyz"), DW_OK);
    assert_string_equal(path, "abc/xyz");
    assert_int_equal(base_join_path(path, sizeof(path), "abcd", "xyz"), DW_ERROR_NO_SPACE);
    assert_string_equal(path, "abc/xyz");
    assert_int_equal(base_join_path(path, sizeof(path), "", "xyz"), DW_OK);
    assert_string_equal(path, "xyz");
}

static void test_reading(void **state)
{
    char path[128], *text = NULL;
    size_t size = 0;
    (void)state;
    assert_int_equal(base_join_path(path, sizeof(path), folder, "text"), DW_OK);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite("ab\0c", 1, 4, file), 4);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(base_read_text(path, 5, &text, &size), DW_OK);
    assert_int_equal(size, 4);
    assert_memory_equal(text, "ab\0c", 5);
    free(text);
    text = NULL;
    assert_int_equal(base_read_text(path, 4, &text, &size), DW_ERROR_IO);
    assert_int_equal(base_read_text(folder, 5, &text, &size), DW_ERROR_IO);
    assert_int_equal(base_read_text("/nowhere/text", 5, &text, &size), DW_ERROR_IO);
    assert_null(text);
}

static void test_temporary_folders(void **state)
{
    char path[256], inner[300], file[300];
    (void)state;
    assert_int_equal(setenv("TMPDIR", folder, 1), 0);
    assert_int_equal(base_make_temporary_folder(path, sizeof(path)), DW_OK);
    assert_int_equal(strncmp(path, folder, strlen(folder)), 0);
    assert_int_equal(base_join_path(inner, sizeof(inner), path, "a/b"), DW_OK);
    assert_int_equal(base_make_directory(inner), DW_OK);
    assert_int_equal(base_join_path(file, sizeof(file), inner, "text"), DW_OK);
    FILE *stream = fopen(file, "w");
    assert_non_null(stream);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(base_remove_tree(path), DW_OK);
    assert_false(base_file_exists(path));
    assert_int_equal(base_remove_tree(path), DW_ERROR_IO);
    assert_int_equal(base_make_temporary_folder(path, 8), DW_ERROR_NO_SPACE);
    assert_int_equal(setenv("TMPDIR", "/nowhere", 1), 0);
    assert_int_equal(base_make_temporary_folder(path, sizeof(path)), DW_ERROR_IO);
    assert_int_equal(unsetenv("TMPDIR"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_is_whole_or_not_there),
        cmocka_unit_test(test_leftovers),
        cmocka_unit_test(test_what_cannot_be_written),
        cmocka_unit_test(test_a_deep_folder),
        cmocka_unit_test(test_other_kinds_of_files),
        cmocka_unit_test(test_folders),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_temporary_folders),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

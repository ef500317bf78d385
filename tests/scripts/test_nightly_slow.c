/* Two nights on the simulated device: a stable one and, after the baseline is accepted, a slow one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "follow/follow_folder.h"

static char folder[FOLDER_SIZE];

__attribute__((format(printf, 1, 2))) static int nightly(const char *format, ...)
{
    char options[1024], command[2048];
    va_list list;
    va_start(list, format);
    vsnprintf(options, sizeof(options), format, list);
    va_end(list);
    snprintf(command, sizeof(command),
             "'%s/scripts/nightly.sh' -p '%s' -r 2 -o '%s/db' %s >'%s/out' 2>'%s/err'",
             DISPATCHWISE_SOURCE_DIR, DISPATCHWISE_PROGRAM, folder, options, folder, folder);
    int status = system(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void assert_said(const char *file, const char *text)
{
    char *said = folder_read(folder, file);
    if (!said || !strstr(said, text))
        fail_msg("'%s' is not in %s: %s", text, file, said ? said : "(not there)");
    free(said);
}

/* A program of shell lines in place of dispatchwise, run as -p FOLDER/program. */
static void write_program(const char *lines)
{
    char command[256];
    folder_write(folder, "program", lines);
    snprintf(command, sizeof(command), "chmod +x '%s/program'", folder);
    assert_int_equal(system(command), 0);
}

static size_t count_nights(void)
{
    char command[256];
    snprintf(command, sizeof(command), "ls -d '%s'/db/2* | wc -l >'%s/count'", folder, folder);
    assert_int_equal(system(command), 0);
    char *text = folder_read(folder, "count");
    size_t count = (size_t)strtoul(text, NULL, 10);
    free(text);
    return count;
}

static void nights_follow_each_other(void **state)
{
    char command[1024];
    assert_int_equal(nightly("-d sim -s 4 -t '%s'", folder), 0);
    assert_said("out", "The self-test passed.\n\nThe reference policy is");
    assert_said("out", "No baseline yet: ");
    assert_said("db/latest.txt", "The reference policy is");
    assert_said("dispatchwise.prom", "# TYPE dispatchwise_regret_ratio gauge");
    snprintf(command, sizeof(command),
             "'%s' accept --baseline '%s/db/baseline' '%s'/db/2* >/dev/null", DISPATCHWISE_PROGRAM,
             folder, folder);
    assert_int_equal(system(command), 0);
    folder_write(folder, "slow.csv", "key,value\nslowdown,1.2\n");
    assert_int_equal(nightly("-d 'sim:%s/slow.csv' -s 0 -k 1 -n other -t '%s'", folder, folder), 1);
    assert_said("out", "Against the baseline: slower: all arms together +");
    assert_said("out", "If that is meant to be:");
    assert_said("other.prom", "dispatchwise_constant_seconds{");
    assert_int_equal(count_nights(), 1);
    assert_said("db/baseline/run.csv", "run_id,");
    (void)state;
}

/* Its numbers are kept and compared, and nobody is asked to accept them. */
static void a_night_that_is_not_to_be_trusted(void **state)
{
    (void)state;
    folder_write(folder, "biased.csv",
                 "key,value\nslowdown,1.1\nslowdown_arm,plain_launches/each+role=control\n");
    assert_int_equal(nightly("-d 'sim:%s/biased.csv' -s 4 -b 2", folder), 5);
    assert_said("out", "NOT TO BE TRUSTED: the self-test failed\nsame_arms ");
    assert_said("out", "Against the baseline: ");
    assert_said("db/latest.txt", "FAIL");
    char command[512];
    snprintf(command, sizeof(command), "grep -l ',fail,' '%s'/db/2*/selftest.csv >'%s/found'",
             folder, folder);
    assert_int_equal(system(command), 0);
}

static void what_is_wrong_is_said(void **state)
{
    char command[512];
    assert_int_equal(nightly("-k x"), 2);
    assert_int_equal(nightly("-r x"), 2);
    assert_int_equal(nightly("-x"), 2);
    assert_int_equal(nightly("-p /missing/program"), 2);
    folder_write(folder, "bad.csv", "key,value\nno_such_key,1\n");
    assert_int_equal(nightly("-d 'sim:%s/bad.csv'", folder), 3);
    assert_said("out", "FAILED: dispatchwise selftest ended with 2");
    assert_int_equal(nightly("-d 'sim:%s/bad.csv' -s 0", folder), 3);
    assert_said("out", "FAILED: dispatchwise tune ended with");
    /* The lock is taken. */
    snprintf(command, sizeof(command), "%s/db", folder);
    FILE *lock = folder_open(command, ".nightly.lock", "ab");
    assert_non_null(lock);
    snprintf(command, sizeof(command), "flock %d", fileno(lock));
    assert_int_equal(system(command), 0);
    assert_int_equal(nightly("-d sim"), 4);
    fclose(lock);
    (void)state;
}

/* 1 says that something moved, and nothing else does. */
static void what_fails_has_moved_nothing(void **state)
{
    (void)state;
    char command[512];
    folder_write(folder, "file", "");
    assert_int_equal(nightly("-d sim -o '%s/file'", folder), 3);
    assert_int_equal(nightly("-d sim -o '%s/file/below'", folder), 3);
    /* The page cannot be put in its place. */
    snprintf(command, sizeof(command), "mkdir -p '%s/blocked/latest.txt'", folder);
    assert_int_equal(system(command), 0);
    write_program("#!/bin/sh\n[ \"$1\" != tune ] || mkdir \"$3\"\n");
    assert_int_equal(nightly("-p '%s/program' -s 0 -o '%s/blocked'", folder, folder), 3);
    /* Nothing can be locked, which is not to say that a night is running. */
    snprintf(command, sizeof(command),
             "cd '%s' && mkdir bin && echo 'exit 71' >bin/flock && chmod +x bin/flock", folder);
    assert_int_equal(system(command), 0);
    char *old = strdup(getenv("PATH"));
    snprintf(command, sizeof(command), "%s/bin:%s", folder, old);
    setenv("PATH", command, 1);
    const int code = nightly("-d sim");
    setenv("PATH", old, 1);
    free(old);
    assert_int_equal(code, 3);
}

/* Whether it is the baseline by a link or by its name. */
static void the_baseline_is_not_removed(void **state)
{
    (void)state;
    char command[1024];
    write_program("#!/bin/sh\ncase $1 in\ntune) mkdir \"$3\" && echo run_id,1 >\"$3/run.csv\" ;;\n"
                  "compare) echo 'same: all' ;;\nesac\n");
    for (int linked = 0; linked < 2; linked++) {
        snprintf(command, sizeof(command),
                 "cd '%s' && rm -rf aged && mkdir -p aged/20260101-000000 aged/20260102-000000 && "
                 "touch aged/20260101-000000/run.csv aged/20260102-000000/run.csv && "
                 "ln -s 20260101-000000 aged/baseline",
                 folder);
        assert_int_equal(system(command), 0);
        assert_int_equal(nightly("-p '%s/program' -s 0 -k 1 -o '%s/aged' -B '%s/aged/%s'", folder,
                                 folder, folder, linked ? "baseline" : "20260101-000000"),
                         0);
        assert_said("aged/latest.txt", "Against the baseline: same");
        assert_said("aged/baseline/run.csv", "");
        char *gone = folder_read(folder, "aged/20260102-000000/run.csv");
        assert_null(gone);
    }
}

/* A signal ends what measures too: else it would go on, beside the next night, without the lock. */
static void a_signal_ends_all_of_a_night(void **state)
{
    (void)state;
    char command[2048], text[512];
    snprintf(text, sizeof(text),
             "#!/bin/sh\n[ \"$1\" != tune ] || { echo $$ >'%s/pid'; exec sleep 60; }\n", folder);
    write_program(text);
    snprintf(command, sizeof(command),
             "cd '%s' && { '%s/scripts/nightly.sh' -p ./program -s 0 -o ended >out & night=$!; "
             "turns=0; until [ -s pid ] || [ $turns -gt 100 ]; do sleep 0.1; "
             "turns=$((turns + 1)); done; kill -TERM $night; wait $night; echo $? >code; "
             "kill -0 $(cat pid) && kill $(cat pid) && echo alive >>code; ls -A ended >>code; }",
             folder, DISPATCHWISE_SOURCE_DIR);
    assert_int_equal(system(command), 0);
    char *found = folder_read(folder, "code");
    assert_string_equal(found, "143\n.nightly.lock\n");
    free(found);
}

static int set_up(void **state)
{
    (void)state;
    folder_create(folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nights_follow_each_other),
        cmocka_unit_test(a_night_that_is_not_to_be_trusted),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(what_fails_has_moved_nothing),
        cmocka_unit_test(the_baseline_is_not_removed),
        cmocka_unit_test(a_signal_ends_all_of_a_night),
    };
    if (system("flock --version >/dev/null 2>&1") != 0) {
        puts("flock is not there: skipped");
        return 77;
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

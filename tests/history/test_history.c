#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "follow/follow_folder.h"

#define NIGHTS 30

/* 30 nights of a device; from night 20 on a new driver and, if steps, 5 % more of everything. */
static void make_nights(const char *folder, const char *uuid, bool steps)
{
    for (unsigned night = 0; night < NIGHTS; night++) {
        char started[32], name[32], path[256];
        struct follow_run run = FOLLOW_RUN;
        snprintf(started, sizeof(started), "2026-01-%02uT02:00:00Z", night + 1);
        snprintf(name, sizeof(name), "%s/night%02u", uuid, night);
        run.started = started;
        run.uuid = uuid;
        run.number = night;
        run.driver = night < 20 ? "D 1" : "D 2";
        run.driver_version = night < 20 ? 1 : 2;
        run.factor = (steps && night >= 20 ? 1.05 : 1) * (1 + 0.005 * ((night * 7) % 5));
        follow_make_run(folder, name, &run, path);
    }
}

static char *out_of(const char *folder)
{
    return folder_read(folder, "out");
}

static void a_step_is_told_with_the_driver(void **state)
{
    char folder[FOLDER_SIZE];
    folder_create(folder);
    make_nights(folder, "u1", true);
    make_nights(folder, "u2", false);
    assert_int_equal(follow_program(folder, "history --changes --csv '%s'", folder), 0);
    char *text = out_of(folder);
    size_t lines = 0;
    for (const char *c = text; *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 4); /* the header, two constants, one score */
    assert_non_null(strstr(text, "2026-01-21T02:00:00Z"));
    assert_non_null(strstr(text, "driver 'D 1' -> 'D 2'"));
    assert_non_null(strstr(text, "batch.record_overhead"));
    assert_non_null(strstr(text, "reference_fitted fit regret_mean"));
    assert_null(strstr(text, "u2"));
    free(text);
    assert_int_equal(follow_program(folder, "history --runs --last 2 '%s'", folder), 0);
    text = out_of(folder);
    assert_non_null(strstr(text, "GPU, u2: 30 runs"));
    assert_non_null(strstr(text, "night29"));
    assert_null(strstr(text, "night27"));
    free(text);
    folder_remove(folder);
    (void)state;
}

/* The accepted baseline is a copy of a night. */
static void a_copy_counts_once(void **state)
{
    char folder[FOLDER_SIZE], command[256];
    folder_create(folder);
    make_nights(folder, "u1", false);
    snprintf(command, sizeof(command), "cp -r '%s/u1/night07' '%s/baseline'", folder, folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(follow_program(folder, "history '%s'", folder), 0);
    char *text = out_of(folder);
    assert_non_null(strstr(text, ": 30 runs"));
    assert_non_null(strstr(text, "nothing changed"));
    free(text);
    folder_remove(folder);
    (void)state;
}

static void what_cannot_be_read_is_named(void **state)
{
    char folder[FOLDER_SIZE], path[256];
    struct follow_run run = FOLLOW_RUN;
    folder_create(folder);
    assert_int_equal(follow_program(folder, "history '%s'", folder), 2);
    assert_int_equal(follow_program(folder, "history"), 2);
    assert_int_not_equal(follow_program(folder, "history '%s/missing'", folder), 0);
    follow_make_run(folder, "good", &run, path);
    follow_make_run(folder, "foreign", &run, path);
    folder_write(path, "run.csv", "key,value\nschema_version,99\n");
    follow_make_run(folder, "cut", &run, path);
    folder_write(path, "scores.csv", "policy,set");
    assert_int_equal(follow_program(folder, "history '%s'", folder), 2);
    char *text = out_of(folder), *errors = folder_read(folder, "err");
    assert_non_null(strstr(text, "good"));
    assert_non_null(strstr(errors, "foreign"));
    assert_non_null(strstr(errors, "cut"));
    free(text);
    free(errors);
    folder_remove(folder);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_told_with_the_driver),
        cmocka_unit_test(a_copy_counts_once),
        cmocka_unit_test(what_cannot_be_read_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

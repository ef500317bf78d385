/* What the members of one device are pooled to: whose they are, and their variants. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "follow/follow_folder.h"

#define HEADER "machine,run,dataset_hash,simulated,device,constant,value,lo,hi,unit,samples\n"
#define DEVICE ",1,0x10de:0x1:discrete:0x1:D,"
#define LAUNCH DEVICE "batch.per_launch_overhead,9000,8900,9100,ns,100\n"
#define RECORD DEVICE "batch.record_overhead,18000,17900,18100,ns,100\n"
#define REUSE(arm) DEVICE "variant.batch.command_reuse,,,,command_reuse/" arm ",0\n"

/* Merge what F/members.csv says; calibration.csv, to be freed. */
static char *merge_members_of(const char *f, const char *members, const char *options)
{
    char path[FOLDER_SIZE + 16];
    folder_write(f, "members.csv", members);
    assert_int_equal(follow_program(f, "merge '%s' %s --out '%s/table'", f, options, f), 0);
    snprintf(path, sizeof(path), "%s/table", f);
    char *text = folder_read(path, "calibration.csv");
    assert_non_null(text);
    return text;
}

static void assert_says(const char *text, const char *expected)
{
    if (!strstr(text, expected))
        fail_msg("'%s' is not in\n%s", expected, text);
}

/* The first constant was measured on one machine, others on more: nobody measured all. */
static void every_machine_of_a_device_is_counted(void **state)
{
    char f[FOLDER_SIZE], path[FOLDER_SIZE + 64];
    (void)state;
    folder_create(f);
    char *text = merge_members_of(f,
                                  HEADER "b,r1,01" LAUNCH "a,r1,01" RECORD "b,r1,01" RECORD
                                         "b,r2,02" RECORD "c,r1,01" REUSE("armed"),
                                  "--machines 3");
    assert_says(text, ",run,,,,4 runs of 3 machines,");
    free(text);
    snprintf(path, sizeof(path), "%s/table/calibration_table.h", f);
    assert_int_equal(access(path, F_OK), 0);
    text = merge_members_of(f, HEADER "b,r1,01" LAUNCH "b,r1,01" RECORD, "");
    assert_says(text, ",run,,,,r1,");
    assert_says(text, ",dataset_hash,,,,01,");
    free(text);
    folder_remove(f);
}

/* Which rows bring a member does not matter to the name of them all. */
static void the_same_members_have_the_same_hash(void **state)
{
    static const char *const members[] = {
        HEADER "a,r1,01" LAUNCH "b,r1,01" LAUNCH "c,r1,01" LAUNCH,
        HEADER "c,r1,01" RECORD "b,r1,01" LAUNCH "a,r1,01" RECORD,
        HEADER "a,r1,01" LAUNCH "b,r1,01" RECORD "c,r1,01" REUSE("armed"),
        HEADER "a,r1,01" LAUNCH "b,r1,02" RECORD "c,r1,01" REUSE("armed"),
    };
    char f[FOLDER_SIZE], hashes[4][64];
    (void)state;
    folder_create(f);
    for (int i = 0; i < 4; i++) {
        char *text = merge_members_of(f, members[i], "");
        const char *hash = strstr(text, ",dataset_hash,");
        assert_non_null(hash);
        snprintf(hashes[i], sizeof(hashes[i]), "%.*s", (int)strcspn(hash, "\n"), hash);
        free(text);
    }
    assert_string_equal(hashes[0], hashes[1]);
    assert_string_equal(hashes[0], hashes[2]);
    assert_string_not_equal(hashes[0], hashes[3]);
    folder_remove(f);
}

/* One machine with many runs is one vote for a variant, as it is for a value: its own majority. */
static void a_machine_has_one_vote_for_a_variant(void **state)
{
    char f[FOLDER_SIZE];
    (void)state;
    folder_create(f);
    char *text =
        merge_members_of(f,
                         HEADER "a,r1,01" REUSE("armed") "a,r2,02" REUSE("armed") "a,r3,03" REUSE(
                             "armed") "b,r1,01" REUSE("resubmit") "c,r1,01" REUSE("resubmit"),
                         "");
    assert_says(text, ",variant.batch.command_reuse,,,,command_reuse/resubmit,");
    free(text);
    /* Of 8 runs 5 say resubmit, but of 3 machines only one. */
    text =
        merge_members_of(
            f,
            HEADER "a,r1,01" REUSE("resubmit") "a,r2,02" REUSE("resubmit") "b,r1,01" REUSE("armed") "b,r2,02" REUSE(
                "resubmit") "b,r3,03" REUSE("armed") "c,r1,01" REUSE("armed") "a,r4,04" REUSE("resu"
                                                                                              "bmi"
                                                                                              "t"),
            "");
    assert_says(text, ",variant.batch.command_reuse,,,,command_reuse/armed,");
    free(text);
    folder_remove(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_machine_of_a_device_is_counted),
        cmocka_unit_test(the_same_members_have_the_same_hash),
        cmocka_unit_test(a_machine_has_one_vote_for_a_variant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

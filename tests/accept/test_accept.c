#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "accept/accept.h"
#include "accept/read_table.h"
#include "dispatchwise/status.h"
#include "fit/table.h"
#include "follow/follow_folder.h"

static void moves_are_clear_ones(void **state)
{
    const double never = (double)DW_NEVER;
    const struct dw_constant old = {9000, 8900, 9100, 10}, none = {5000, 5000, 5000, 0};
    const struct dw_constant off = {never, never, never, 10};
    const struct {
        struct dw_constant before, after;
        bool moved;
    } rows[] = {
        {old, {9300, 9200, 9400, 10}, true},
        {old, {8700, 8600, 8800, 10}, true},
        {old, {9300, 9050, 9600, 10}, false},
        {old, {9150, 9140, 9160, 10}, false},
        {old, none, false},
        {none, old, true},
        {old, off, true},
        {off, old, true},
        {off, off, false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (accept_has_moved(&rows[i].before, &rows[i].after) != rows[i].moved)
            fail_msg("row %zu: not %d", i, rows[i].moved);
    (void)state;
}

/* Writing what was read gives the same bytes: of the builtin table, and of names that need escapes.
 */
static void tables_are_read_as_they_are_written(void **state)
{
    char folder[FOLDER_SIZE], path[FOLDER_SIZE + 16];
    struct fit_result results[2] = {{.row = *dw_default_calibration()},
                                    {.row = *dw_default_calibration()}};
    struct accept_table table;
    folder_create(folder);
    strcpy(results[0].row.key.name, "Say \"GPU\"?\?\\ \303\251\n");
    strcpy(results[0].row.key.host, "host");
    strcpy(results[0].row.variant[DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE],
           "command_reuse/unrolled:all");
    results[0].row.constant[DW_CONSTANT_BATCH_SETUP] =
        (struct dw_constant){(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 7};
    results[0].row.constant[DW_CONSTANT_BATCH_RECORD] = (struct dw_constant){300.25, 0, 90000, 12};
    results[0].constants.cost[DW_WAIT_BATCH][FIT_RECORD] =
        (struct fit_cost_value){300.25, 0, 90000, 12};
    results[1].row.key.vendor_id = 0x10de;
    FILE *file = folder_open(folder, "t.h", "wb");
    assert_int_equal(fit_write_table(file, results, 2, NULL), 0);
    fclose(file);
    snprintf(path, sizeof(path), "%s/t.h", folder);
    assert_int_equal(accept_read_table(path, &table), 0);
    assert_int_equal(table.count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_memory_equal(&table.rows[i].key, &results[i].row.key, sizeof(table.rows[i].key));
    assert_string_equal(table.rows[0].variant[DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE],
                        "command_reuse/unrolled:all");
    assert_true(table.rows[0].constant[DW_CONSTANT_BATCH_RECORD].value > 300.2);
    assert_int_equal(table.rows[0].constant[DW_CONSTANT_BATCH_SETUP].samples, 7);
    assert_true(table.remarked[0]);
    accept_free_table(&table);
    assert_int_equal(accept_read_table(DISPATCHWISE_SOURCE_DIR "/" ACCEPT_TABLE, &table), 0);
    accept_free_table(&table);
    char *text = folder_read(folder, "t.h"), *cut = strdup(text);
    cut[strlen(cut) / 2] = '\0';
    folder_write(folder, "t.h", cut);
    assert_int_equal(accept_read_table(path, &table), DW_ERROR_PARSE);
    free(text);
    free(cut);
    folder_remove(folder);
    (void)state;
}

static char folder[FOLDER_SIZE];

static int set_up(void **state)
{
    char path[256];
    struct follow_run run = FOLLOW_RUN;
    static const struct {
        const char *name;
        double factor;
        unsigned driver;
    } runs[] = {{"first", 1, 1}, {"near", 1.01, 1}, {"far", 1.1, 1}, {"updated", 1.1, 2}};
    (void)state;
    folder_create(folder);
    for (unsigned i = 0; i < 4; i++) {
        run.number = i;
        run.factor = runs[i].factor;
        run.driver_version = runs[i].driver;
        follow_make_run(folder, runs[i].name, &run, path);
        folder_write(path, "summary.csv", "summary\n");
        folder_write(path, "samples.csv", "samples\n");
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

static int accept_one(const char *name)
{
    return follow_program(folder, "accept '%s/%s' --baseline '%s/base' --table '%s/t.h'", folder,
                          name, folder, folder);
}

static void assert_baseline(const char *run_id)
{
    char path[FOLDER_SIZE + 8];
    snprintf(path, sizeof(path), "%s/base", folder);
    char *text = folder_read(path, "run.csv");
    assert_non_null(text);
    if (!strstr(text, run_id))
        fail_msg("not of %s: %s", run_id, text);
    free(text);
}

static void only_clear_moves_change_the_table(void **state)
{
    char *builtin = folder_read(DISPATCHWISE_SOURCE_DIR "/core/generated", "calibration_table.h");
    folder_write(folder, "t.h", builtin);
    assert_int_equal(accept_one("first"), 0);
    assert_baseline("02:00:00Z-0");
    char *first = folder_read(folder, "t.h");
    assert_non_null(strstr(first, "{9000, 8910, 9090, 100}"));
    assert_int_equal(accept_one("near"), 0);
    assert_baseline("02:00:00Z-1");
    char *near = folder_read(folder, "t.h");
    assert_string_equal(near, first);
    assert_int_equal(accept_one("far"), 0);
    char *said = folder_read(folder, "out"), *far = folder_read(folder, "t.h");
    assert_non_null(strstr(said, "9000 -> 9900 ns (+10.0 %)"));
    assert_non_null(strstr(far, "{9900, 9801, 9999, 100}"));
    /* The same on another driver: what speaks for the device still does. */
    assert_int_equal(accept_one("updated"), 0);
    char *updated = folder_read(folder, "t.h");
    assert_string_equal(updated, far);
    free(builtin);
    free(first);
    free(near);
    free(said);
    free(far);
    free(updated);
    (void)state;
}

/* What was fitted together goes together; what was not stays. */
static void sets_of_constants_move_whole(void **state)
{
    char path[FOLDER_SIZE + 16];
    static const struct {
        int id;
        double before, after, then;
    } rows[] = {
        {DW_CONSTANT_EACH_LAUNCH, 5000, 6000, 6000},
        {DW_CONSTANT_EACH_REPLAY, 500, 501, 501},
        {DW_CONSTANT_BATCH_LAUNCH, 400, 401, 400},
        {DW_CONSTANT_BATCH_SETUP, 7000, 7001, 7000},
        {DW_CONSTANT_HOT_COUNT, 8, 9, 8},
        {DW_CONSTANT_HOST_SUBMIT, 3000, 2500, 2500},
        {DW_CONSTANT_HOST_BUFFER, 700, 701, 701},
    };
    const size_t count = sizeof(rows) / sizeof(rows[0]);
    struct fit_result before = {.row = *dw_default_calibration()}, after;
    struct accept_table table;
    (void)state;
    before.row.key.vendor_id = 0x1234;
    strcpy(before.row.variant[DW_WAIT_EACH][DW_MODE_COMMAND_REUSE], "command_reuse/resubmit");
    after = before;
    strcpy(after.row.variant[DW_WAIT_EACH][DW_MODE_COMMAND_REUSE], "command_reuse/armed");
    strcpy(after.row.variant[DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE], "command_reuse/unrolled:all");
    for (size_t i = 0; i < count; i++) {
        const double was = rows[i].before, is = rows[i].after;
        before.row.constant[rows[i].id] = (struct dw_constant){was, was - 5, was + 5, 10};
        after.row.constant[rows[i].id] = (struct dw_constant){is, is - 5, is + 5, 10};
    }
    FILE *file = folder_open(folder, "t.h", "wb");
    assert_int_equal(fit_write_table(file, &before, 1, NULL), 0);
    fclose(file);
    snprintf(path, sizeof(path), "%s/t.h", folder);
    assert_int_equal(accept_update_table(&after, path), 0);
    assert_int_equal(accept_read_table(path, &table), 0);
    for (size_t i = 0; i < count; i++)
        if (table.rows[0].constant[rows[i].id].value != rows[i].then)
            fail_msg("%s: %g", dw_constant_info(rows[i].id)->name,
                     table.rows[0].constant[rows[i].id].value);
    assert_string_equal(table.rows[0].variant[DW_WAIT_EACH][DW_MODE_COMMAND_REUSE],
                        "command_reuse/armed");
    assert_string_equal(table.rows[0].variant[DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE], "");
    accept_free_table(&table);
}

/* What was fitted by other facts is replaced, however little it moved. */
static void other_facts_change_all_of_it(void **state)
{
    char path[FOLDER_SIZE + 16];
    struct fit_result result = {.row = *dw_default_calibration()};
    struct accept_table table;
    (void)state;
    result.row.key.vendor_id = 0x1234;
    result.row.constant[DW_CONSTANT_HOST_SUBMIT] = (struct dw_constant){5000, 4900, 5100, 10};
    FILE *file = folder_open(folder, "t.h", "wb");
    assert_int_equal(fit_write_table(file, &result, 1, NULL), 0);
    fclose(file);
    snprintf(path, sizeof(path), "%s/t.h", folder);
    result.row.constant[DW_CONSTANT_HOST_SUBMIT].value = 5010;
    assert_int_equal(accept_update_table(&result, path), 0);
    assert_int_equal(accept_read_table(path, &table), 0);
    assert_true(table.rows[0].constant[DW_CONSTANT_HOST_SUBMIT].value == 5000);
    accept_free_table(&table);
    result.row.constant[DW_CONSTANT_DEVICE_RESIDENT] = (struct dw_constant){640, 640, 640, 5};
    assert_int_equal(accept_update_table(&result, path), 0);
    assert_int_equal(accept_read_table(path, &table), 0);
    assert_true(table.rows[0].constant[DW_CONSTANT_HOST_SUBMIT].value == 5010);
    assert_true(table.rows[0].constant[DW_CONSTANT_DEVICE_RESIDENT].value == 640);
    accept_free_table(&table);
}

/* A run with one more row of its device in its calibration. */
static void make_run(const char *name, unsigned number, double factor, const char *row)
{
    char path[256];
    struct follow_run run = FOLLOW_RUN;
    run.number = number;
    run.factor = factor;
    follow_make_run(folder, name, &run, path);
    folder_write(path, "summary.csv", "summary\n");
    folder_write(path, "samples.csv", "samples\n");
    FILE *file = folder_open(path, "calibration.csv", "ab");
    fprintf(file, "0x10de:0x2335:discrete:0x1:GPU,%s\n", row);
    fclose(file);
}

/* Those of a run that lacks a mode take nothing from that mode; what changes is named. */
static void variants_of_modes_that_are_not_there_stay(void **state)
{
    static const char drain[] = "variant.batch.persistent_kernel,,,,persistent_kernel/drain:64x1,0",
                      plain[] = "variant.batch.plain_launches,,,,plain_launches/batched:128,0";
    char *builtin = folder_read(DISPATCHWISE_SOURCE_DIR "/core/generated", "calibration_table.h");
    (void)state;
    folder_write(folder, "t.h", builtin);
    make_run("drained", 4, 1, drain);
    make_run("reused", 5, 1.1, plain);
    assert_int_equal(accept_one("drained"), 0);
    char *said = folder_read(folder, "out"), *table = folder_read(folder, "t.h");
    assert_non_null(strstr(said, "variant.batch.persistent_kernel    not measured -> "
                                 "persistent_kernel/drain:64x1\n"));
    assert_non_null(strstr(table, "\"persistent_kernel/drain:64x1\""));
    free(said);
    free(table);
    assert_int_equal(accept_one("reused"), 0);
    said = folder_read(folder, "out");
    table = folder_read(folder, "t.h");
    if (!strstr(table, "\"persistent_kernel/drain:64x1\"") ||
        !strstr(table, "\"plain_launches/batched:128\""))
        fail_msg("a variant is lost: %s", table);
    assert_non_null(strstr(said, "variant.batch.plain_launches       not measured -> "
                                 "plain_launches/batched:128\n"));
    assert_null(strstr(said, "variant.batch.persistent_kernel"));
    free(builtin);
    free(said);
    free(table);
}

static void what_cannot_be_accepted_is_refused(void **state)
{
    char path[FOLDER_SIZE + 32];
    assert_int_equal(accept_one("missing"), 2);
    assert_int_equal(follow_program(folder, "accept"), 2);
    assert_int_equal(
        follow_program(folder, "accept '%s/first' --baseline '%s/first'", folder, folder), 2);
    folder_write(folder, "file", "something\n");
    assert_int_equal(
        follow_program(folder, "accept '%s/first' --baseline '%s/file'", folder, folder), 2);
    /* A table that is not ours: neither it nor the baseline is touched. */
    assert_int_equal(accept_one("far"), 0);
    folder_write(folder, "t.h", "int x;\n");
    assert_int_equal(accept_one("first"), 2);
    assert_baseline("02:00:00Z-2");
    char *table = folder_read(folder, "t.h");
    assert_string_equal(table, "int x;\n");
    free(table);
    snprintf(path, sizeof(path), "%s/near/calibration.csv", folder);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(accept_one("near"), 2);
    (void)state;
}

/* Nothing is left beside the baseline. */
static void assert_alone(void)
{
    char command[FOLDER_SIZE + 64];
    snprintf(command, sizeof(command), "ls -d '%s'/base?* >/dev/null 2>&1", folder);
    assert_int_not_equal(system(command), 0);
}

/* Figures and notes beside a baseline stay; files of the old run that the new one lacks go. */
static void what_lies_beside_a_baseline_stays(void **state)
{
    char base[FOLDER_SIZE + 8];
    static const char *const kept[] = {"policy_oracle.png", "notes.tmp"};
    (void)state;
    char *builtin = folder_read(DISPATCHWISE_SOURCE_DIR "/core/generated", "calibration_table.h");
    folder_write(folder, "t.h", builtin);
    free(builtin);
    snprintf(base, sizeof(base), "%s/base", folder);
    folder_write(base, kept[0], "picture");
    folder_write(base, kept[1], "mine");
    folder_write(base, "arms.csv", "old");
    folder_write(base, "run.csv.123.tmp", "old");
    assert_int_equal(follow_program(folder, "accept '%s/updated' --baseline '%s/' --table '%s/t.h'",
                                    folder, base, folder),
                     0);
    assert_baseline("02:00:00Z-3");
    char *picture = folder_read(base, kept[0]), *notes = folder_read(base, kept[1]);
    assert_string_equal(picture, "picture");
    assert_string_equal(notes, "mine");
    assert_null(folder_read(base, "arms.csv"));
    assert_null(folder_read(base, "run.csv.123.tmp"));
    assert_alone();
    free(picture);
    free(notes);
}

/* One that was killed left the new files, or the old ones and what lay beside them. */
static void a_killed_accept_is_finished(void **state)
{
    char base[FOLDER_SIZE + 8], left[FOLDER_SIZE + 16], command[8 * FOLDER_SIZE];
    (void)state;
    snprintf(base, sizeof(base), "%s/base", folder);
    snprintf(left, sizeof(left), "%s/base.new", folder);
    snprintf(command, sizeof(command), "cp -r '%s/far' '%s' && mv '%s'/*.png '%s'", folder, left,
             base, left);
    assert_int_equal(system(command), 0);
    assert_int_equal(follow_program(folder, "accept '%s/first' --baseline '%s' --table '%s/t.h'",
                                    folder, base, folder),
                     0);
    assert_baseline("02:00:00Z-0");
    char *picture = folder_read(base, "policy_oracle.png");
    assert_string_equal(picture, "picture");
    assert_alone();
    free(picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_are_clear_ones),
        cmocka_unit_test(tables_are_read_as_they_are_written),
        cmocka_unit_test(only_clear_moves_change_the_table),
        cmocka_unit_test(sets_of_constants_move_whole),
        cmocka_unit_test(other_facts_change_all_of_it),
        cmocka_unit_test(variants_of_modes_that_are_not_there_stay),
        cmocka_unit_test(what_cannot_be_accepted_is_refused),
        cmocka_unit_test(what_lies_beside_a_baseline_stays),
        cmocka_unit_test(a_killed_accept_is_finished),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

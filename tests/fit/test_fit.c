#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

#include <math.h>

#include "dispatchwise/status.h"
#include "fit/fit.h"
#include "fit/table.h"
#include "world_folder.h"

static char folder[FOLDER_SIZE], second[FOLDER_SIZE], out[FOLDER_SIZE];

static const struct world small_world = {
    .cost = {{8200, 0, 31000, 1400}, {5200, 43000, 21000, 610}},
    .sample_noise = 0.02,
    .process_noise = 0.002,
    .processes = 3,
    .rounds = 6,
    .instances = 14,
};

static int set_up(void **state)
{
    (void)state;
    folder_create(folder);
    folder_create(second);
    folder_create(out);
    world_write_folder(&small_world, 1, folder, folder_run_csv);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove(folder);
    folder_remove(second);
    folder_remove(out);
    return 0;
}

static int fit_one(const char *run, const char *to)
{
    return fit_runs(&run, 1, to);
}

static unsigned count(const char *text, const char *piece)
{
    unsigned found = 0;
    for (; (text = strstr(text, piece)); text += strlen(piece))
        found++;
    return found;
}

static void test_same_results_give_the_same_bytes(void **state)
{
    static const char *const names[] = {"calibration.csv", "calibration_table.h"};
    (void)state;
    assert_int_equal(fit_one(folder, out), DW_OK);
    assert_int_equal(fit_one(folder, second), DW_OK);
    for (int i = 0; i < 2; i++) {
        char *first = folder_read(out, names[i]), *again = folder_read(second, names[i]);
        assert_non_null(first);
        assert_non_null(again);
        assert_string_equal(first, again);
        free(first);
        free(again);
    }
}

static void test_calibration_csv_is_what_core_parses(void **state)
{
    struct dw_calibration_row rows[2];
    struct dw_calibration_table table;
    (void)state;
    assert_int_equal(fit_one(folder, out), DW_OK);
    char *text = folder_read(out, "calibration.csv");
    size_t offset = 0;
    int status = dw_parse_calibration(text, strlen(text), rows, 2, &table, &offset);
    if (status != DW_OK)
        fail_msg("core refuses calibration.csv at '%.40s'", text + offset);
    assert_int_equal(table.count, 1);
    const struct dw_calibration_row *row = &table.rows[0];
    assert_string_equal(row->key.name, "Test, device");
    assert_true(row->constant[DW_CONSTANT_EACH_SETUP].value >= (double)DW_NEVER);
    assert_true(fabs(row->constant[DW_CONSTANT_BATCH_LAUNCH].value / 5200 - 1) < 0.05);
    assert_int_equal(row->constant[DW_CONSTANT_HOT_COUNT].samples, 0);
    assert_string_equal(row->variant[DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE],
                        "command_reuse/unrolled:all");
    assert_string_equal(row->run, "test-run");
    assert_int_equal(strlen(row->dataset_hash), 32);
    assert_string_equal(row->tool_version, fit_tool_version());
    free(text);
}

static void test_own_summary_gets_the_fitted_policy(void **state)
{
    char *before = folder_read(folder, "summary.csv");
    (void)state;
    assert_int_equal(fit_one(folder, out), DW_OK);
    char *elsewhere = folder_read(folder, "summary.csv");
    assert_string_equal(before, elsewhere);
    assert_int_equal(fit_one(folder, folder), DW_OK);
    char *after = folder_read(folder, "summary.csv");
    assert_string_not_equal(before, after);
    /* uncalibrated, the policy resubmits; fitted, it runs the tuned variant */
    assert_true(count(before, ",command_reuse/resubmit,\n") >
                count(after, ",command_reuse/resubmit,\n"));
    assert_true(count(after, ",command_reuse/unrolled:all,\n") > 0);
    /* the fit of the rewritten folder is the same fit */
    assert_int_equal(fit_one(folder, second), DW_OK);
    char *first = folder_read(out, "calibration_table.h");
    char *again = folder_read(second, "calibration_table.h");
    assert_string_equal(first, again);
    free(before);
    free(elsewhere);
    free(after);
    free(first);
    free(again);
}

static void write_second(const char *from, const char *to)
{
    char *renamed = folder_replace(folder_run_csv, "test-run", "other-run");
    char *text = folder_replace(renamed, from, to);
    world_write_folder(&small_world, 2, second, text);
    free(renamed);
    free(text);
}

static void test_runs_of_one_driver_are_pooled_in_any_order(void **state)
{
    const char *runs[] = {folder, second}, *swapped[] = {second, folder};
    (void)state;
    write_second("seed,1", "seed,2");
    assert_int_equal(fit_runs(runs, 2, out), DW_OK);
    char *text = folder_read(out, "calibration_table.h");
    assert_int_equal(count(text, ".driver_last"), 1 + dw_builtin_calibration()->count);
    assert_int_equal(count(text, "other-run and 1 more"), 1);
    assert_int_equal(fit_runs(swapped, 2, out), DW_OK);
    char *again = folder_read(out, "calibration_table.h");
    assert_string_equal(text, again);
    free(text);
    free(again);
}

static void test_other_drivers_and_devices_have_their_own_rows(void **state)
{
    const char *runs[] = {folder, second};
    (void)state;
    write_second("driver_version,100", "driver_version,99");
    assert_int_equal(fit_runs(runs, 2, out), DW_OK);
    char *text = folder_read(out, "calibration_table.h");
    const char *older = strstr(text, "driver_version = 99"),
               *newer = strstr(text, "driver_version = 100");
    assert_true(older && newer && older < newer);
    free(text);
    char *csv = folder_read(out, "calibration.csv");
    assert_true(count(csv, ":0x63:Test") > 10 && count(csv, ":0x64:Test") > 10);
    free(csv);
}

static void test_simulated_and_real_never_mix(void **state)
{
    const char *runs[] = {folder, second};
    (void)state;
    write_second("simulated,0", "simulated,1");
    assert_int_equal(fit_runs(runs, 2, out), DW_ERROR_PARSE);
    assert_null(folder_read(out, "calibration.csv"));
    assert_int_equal(fit_one(second, out), DW_OK);
    char *text = folder_read(out, "calibration_table.h");
    assert_int_equal(count(text, ".driver_last"), 1);
    free(text);
}

static void test_a_run_named_twice_is_refused(void **state)
{
    const char *runs[] = {folder, folder};
    (void)state;
    assert_int_equal(fit_runs(runs, 2, out), DW_ERROR_PARSE);
}

/* Everything that can be wrong with a folder is refused and leaves all files as they were. */
static void test_bad_folders_are_left_alone(void **state)
{
    static const struct {
        const char *file, *from, *to;
    } rows[] = {
        {"run.csv", "schema_version,2", "schema_version,9"},
        {"run.csv", "simulated,0", "simulated,maybe"},
        {"run.csv", "run_id,test-run\n", ""},
        {"summary.csv", "wall_ns_lo", "wall_lo"},
        {"summary.csv", "plain_launches/each", "plain_launches/other"},
        {"summary.csv", ",ok,", ",fine,"},
        {"summary.csv", ",each,", ",soon,"},
        {"summary.csv", ",18,", ",17,"},
        {"samples.csv", "wall_ns", "wall"},
        {"samples.csv", "plain_launches/each", "command_reuse/armed"},
        {"samples.csv", ",plain_launches/each,0,0,0,", ",plain_launches/each,0,0,0,-"},
        {"samples.csv", ",plain_launches/each,0,0,0,", ",plain_launches/each,4096,0,0,"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *good = folder_read(folder, rows[i].file);
        char *bad = folder_replace(good, rows[i].from, rows[i].to);
        folder_write(folder, rows[i].file, bad);
        int status = fit_one(folder, folder);
        if (status != DW_ERROR_PARSE)
            fail_msg("%s with '%s': status %d", rows[i].file, rows[i].to, status);
        char *left = folder_read(folder, rows[i].file);
        assert_string_equal(left, bad);
        assert_null(folder_read(folder, "calibration.csv"));
        assert_null(folder_read(folder, "calibration_table.h"));
        folder_write(folder, rows[i].file, good);
        free(good);
        free(bad);
        free(left);
    }
}

static void test_cut_off_samples_are_refused(void **state)
{
    char *text = folder_read(folder, "samples.csv");
    (void)state;
    char *last = strrchr(text, ',');
    *last = '\0'; /* within the last line */
    folder_write(folder, "samples.csv", text);
    assert_int_equal(fit_one(folder, out), DW_ERROR_PARSE);
    *(strrchr(text, '\n') + 1) = '\0'; /* between lines: only the summary knows */
    folder_write(folder, "samples.csv", text);
    assert_int_equal(fit_one(folder, out), DW_ERROR_PARSE);
    free(text);
}

static void test_folders_that_are_none(void **state)
{
    (void)state;
    assert_int_equal(fit_one("/nonexistent/run", out), DW_ERROR_PARSE);
    assert_int_equal(fit_one(second, out), DW_ERROR_PARSE);
    folder_write(second, "run.csv", folder_run_csv);
    assert_int_equal(fit_one(second, out), DW_ERROR_PARSE); /* no summary.csv */
    assert_int_equal(fit_one(folder, "/proc/nonexistent/out"), DW_ERROR_IO);
}

static struct fit_result golden_result(void)
{
    struct fit_result result = {.row = *dw_default_calibration()};
    struct dw_calibration_row *row = &result.row;
    row->key = (struct dw_device_key){0x10de, 0x2335, 2, 7, "Say \"GPU\"?\\ \xc3\xa9\n", "host"};
    row->driver_last = 9;
    row->constant[DW_CONSTANT_BATCH_LAUNCH] = (struct dw_constant){5213.52, 5180.5, 5241.25, 120};
    row->constant[DW_CONSTANT_EACH_SETUP] =
        (struct dw_constant){(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 60};
    row->constant[DW_CONSTANT_BATCH_RECORD] = (struct dw_constant){300, 0, 90000, 120};
    row->constant[DW_CONSTANT_HOST_ATTACH] = (struct dw_constant){60, 0, (double)DW_NEVER, 40};
    row->constant[DW_CONSTANT_DEVICE_OVERLAP] = (struct dw_constant){0.0125, 0.012, 0.0131, 40};
    result.constants.cost[DW_WAIT_BATCH][FIT_LAUNCH] =
        (struct fit_cost_value){5213.52, 5180.5, 5241.25, 120};
    result.constants.cost[DW_WAIT_BATCH][FIT_RECORD] = (struct fit_cost_value){300, 0, 90000, 120};
    result.constants.cost[DW_WAIT_EACH][FIT_SETUP] =
        (struct fit_cost_value){(double)INFINITY, (double)INFINITY, (double)INFINITY, 60};
    strcpy(row->variant[DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE], "command_reuse/unrolled:all");
    strcpy(row->run, "golden");
    strcpy(row->dataset_hash, "00112233445566778899aabbccddeeff");
    strcpy(row->tool_version, "0.0.0");
    return result;
}

/* A kept row before it by its key, one of the same device that it replaces, and another driver. */
static void test_table_golden(void **state)
{
    struct fit_result result = golden_result();
    struct dw_calibration_row kept[3] = {*dw_default_calibration(), result.row, result.row};
    struct dw_calibration_table table = {DW_CALIBRATION_SCHEMA_VERSION, kept, 3};
    char *text = NULL;
    size_t size;
    (void)state;
    kept[0].key.vendor_id = 0x1002;
    strcpy(kept[0].key.name, "Kept");
    kept[1].driver_last = 8;
    kept[2].key.driver_version = kept[2].driver_last = 10;
    FILE *stream = open_memstream(&text, &size);
    assert_int_equal(fit_write_table(stream, &result, 1, &table), DW_OK);
    fclose(stream);
    static const char goldens[] = DISPATCHWISE_SOURCE_DIR "/tests/fit/golden";
    if (getenv("DISPATCHWISE_WRITE_GOLDENS"))
        folder_write(goldens, "calibration_table.h", text);
    char *expected = folder_read(goldens, "calibration_table.h");
    assert_non_null(expected);
    assert_string_equal(text, expected);
    free(expected);
    free(text);
}

/* A table is C: compiled here, it is the rows that were written. */
#include "golden/calibration_table.h"
_Static_assert(DW_GENERATED_SCHEMA_VERSION == DW_CALIBRATION_SCHEMA_VERSION, "schema version");

static void test_table_compiles_to_its_rows(void **state)
{
    const struct fit_result result = golden_result();
    (void)state;
    assert_int_equal(sizeof(dw_generated_rows) / sizeof(dw_generated_rows[0]),
                     DW_GENERATED_ROW_COUNT);
    assert_int_equal(DW_GENERATED_ROW_COUNT, 3);
    assert_string_equal(dw_generated_rows[0].key.name, "Kept");
    const struct dw_calibration_row *row = &dw_generated_rows[1];
    assert_int_equal(dw_compare_device_key(&row->key, &result.row.key), 0);
    assert_int_equal(row->driver_last, 9);
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant *found = &row->constant[id];
        const struct dw_constant *expected = &result.row.constant[id];
        assert_true(found->value == expected->value && found->lo == expected->lo &&
                    found->hi == expected->hi && found->samples == expected->samples);
    }
    assert_memory_equal(row->variant, result.row.variant, sizeof(row->variant));
    assert_int_equal(dw_generated_rows[2].key.driver_version, 10);
}

/* What is never, or unbounded, has no digits that could be cut. */
static void test_csv_has_the_rows_of_the_table(void **state)
{
    struct fit_result result = golden_result();
    struct dw_calibration_row rows[1];
    struct dw_calibration_table table;
    const double never = (double)DW_NEVER;
    (void)state;
    result.row.constant[DW_CONSTANT_HOT_COUNT] = (struct dw_constant){never, never, never, 60};
    result.row.constant[DW_CONSTANT_CONFIDENCE] = (struct dw_constant){9500, 0, never, 60};
    assert_int_equal(fit_write_csv(out, &result, 1), DW_OK);
    char *text = folder_read(out, "calibration.csv");
    assert_int_equal(dw_parse_calibration(text, strlen(text), rows, 1, &table, NULL), DW_OK);
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant *found = &rows[0].constant[id];
        const struct dw_constant *expected = &result.row.constant[id];
        const bool is_never = expected->value >= never;
        if (expected->samples > 0 &&
            (found->value != expected->value || (!is_never && found->lo != expected->lo) ||
             (expected->hi >= never ? found->hi < never : found->hi != expected->hi)))
            fail_msg("%s: %.17g, %.17g to %.17g; written %.17g, %.17g to %.17g",
                     dw_constant_info(id)->name, found->value, found->lo, found->hi,
                     expected->value, expected->lo, expected->hi);
    }
    free(text);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_same_results_give_the_same_bytes),
        TEST(test_calibration_csv_is_what_core_parses),
        TEST(test_own_summary_gets_the_fitted_policy),
        TEST(test_runs_of_one_driver_are_pooled_in_any_order),
        TEST(test_other_drivers_and_devices_have_their_own_rows),
        TEST(test_simulated_and_real_never_mix),
        TEST(test_a_run_named_twice_is_refused),
        TEST(test_bad_folders_are_left_alone),
        TEST(test_cut_off_samples_are_refused),
        TEST(test_folders_that_are_none),
        TEST(test_csv_has_the_rows_of_the_table),
        cmocka_unit_test(test_table_golden),
        cmocka_unit_test(test_table_compiles_to_its_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What a cut table costs the devices that it was made of, with the rows that are compiled in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "accept/read_table.h"
#include "fit/table.h"
#include "follow/follow_folder.h"
#include "merge/regret.h"

#define ROWS_MAX 8
#define PERCENT 5

/* What the table compiled in has of NVIDIA's discrete devices; NULL: it is another table. */
static const struct dw_calibration_row *compiled_row(void)
{
    static const struct dw_device_key key = {.vendor_id = 0x10de, .kind = DW_DEVICE_KIND_DISCRETE};
    enum dw_tier tier;
    const struct dw_calibration_row *row =
        dw_lookup_calibration(dw_builtin_calibration(), &key, &tier);
    return tier == DW_TIER_VENDOR_KIND && strcmp(row->key.name, "NVIDIA H200") == 0 ? row : NULL;
}

static void make_run(const char *f, const char *device, uint32_t driver, const char *machine,
                     char path[256])
{
    char name[64];
    struct follow_run run = FOLLOW_RUN;
    run.device = device;
    run.driver_version = driver;
    run.uuid = machine;
    snprintf(name, sizeof(name), "runs/%.24s-%u-%.8s", device, driver, machine);
    follow_make_run(f, name, &run, path);
}

/* Merge what is in F/runs, and read the table. */
static void merge_runs_of(const char *f, const char *options, struct accept_table *table)
{
    char path[FOLDER_SIZE + 64];
    assert_int_equal(follow_program(f, "merge '%s/runs' %s --out '%s/table'", f, options, f), 0);
    snprintf(path, sizeof(path), "%s/table/calibration_table.h", f);
    assert_int_equal(accept_read_table(path, table), 0);
}

static const struct dw_calibration_row *look_up(const struct accept_table *table,
                                                const struct dw_device_key *key, enum dw_tier *tier)
{
    const struct dw_calibration_table lookup = {DW_CALIBRATION_SCHEMA_VERSION, table->rows,
                                                table->count};
    return dw_lookup_calibration(&lookup, key, tier);
}

/* Every device of calibration.csv by its row of the table. */
static void assert_cut_is_free(const char *f, const struct accept_table *table)
{
    static struct dw_calibration_row own[ROWS_MAX];
    struct dw_calibration_table measured;
    char path[FOLDER_SIZE + 64];
    snprintf(path, sizeof(path), "%s/table", f);
    char *text = folder_read(path, "calibration.csv");
    assert_int_equal(dw_parse_calibration(text, strlen(text), own, ROWS_MAX, &measured, NULL), 0);
    for (size_t i = 0; i < measured.count; i++) {
        const struct dw_calibration_row *row = &measured.rows[i];
        enum dw_tier tier;
        const struct dw_calibration_row *used = look_up(table, &row->key, &tier);
        const double regret = merge_regret(row, used, PERCENT / 100.0);
        if (regret > PERCENT / 100.0)
            fail_msg("%s, driver %u, goes by %s, driver %u, of run %s: costs %.3g", row->key.name,
                     row->key.driver_version, used->key.name, used->key.driver_version, used->run,
                     regret);
    }
    free(text);
}

/* Both say the same, so that the first stands for the second; but the lookup falls back to neither:
 * the row compiled in stands before them. */
static void a_row_compiled_in_may_stand_before_the_one_that_covers(void **state)
{
    char f[FOLDER_SIZE], path[256];
    struct accept_table table;
    (void)state;
    folder_create(f);
    make_run(f, "Zeta 1", 1, "a", path);
    make_run(f, "Zeta 2", 1, "a", path);
    merge_runs_of(f, "--cut 5", &table);
    assert_cut_is_free(f, &table);
    accept_free_table(&table);
    folder_remove(f);
}

/* The device that is compiled in was measured anew, and goes as another one stands for it. */
static void what_was_measured_anew_does_not_go_by_the_old_row(void **state)
{
    const uint32_t drivers[] = {compiled_row()->key.driver_version,
                                compiled_row()->key.driver_version + 4096};
    (void)state;
    for (int i = 0; i < 2; i++) {
        char f[FOLDER_SIZE], path[256];
        struct accept_table table;
        folder_create(f);
        make_run(f, "GPU", 1, "a", path);
        make_run(f, compiled_row()->key.name, drivers[i], "a", path);
        merge_runs_of(f, "--cut 5", &table);
        assert_cut_is_free(f, &table);
        accept_free_table(&table);
        folder_remove(f);
    }
}

/* A driver that was not merged keeps the row that is compiled in, and so does one that too few
 * machines say something of. */
static void what_is_not_replaced_stays(void **state)
{
    const struct dw_calibration_row *compiled = compiled_row();
    const char *name = compiled->key.name;
    const uint32_t driver = compiled->key.driver_version;
    char f[FOLDER_SIZE], path[256];
    struct accept_table table;
    enum dw_tier tier;
    (void)state;
    folder_create(f);
    make_run(f, "GPU", 1, "a", path);
    make_run(f, "GPU", 1, "b", path);
    make_run(f, name, driver - 1, "a", path);
    make_run(f, name, driver + 1, "a", path);
    merge_runs_of(f, "--cut 5", &table);
    assert_string_equal(look_up(&table, &compiled->key, &tier)->run, compiled->run);
    assert_int_equal(tier, DW_TIER_DEVICE_DRIVER);
    assert_cut_is_free(f, &table);
    accept_free_table(&table);
    make_run(f, name, driver, "a", path);
    merge_runs_of(f, "--cut 5 --machines 2", &table);
    assert_string_equal(look_up(&table, &compiled->key, &tier)->run, compiled->run);
    assert_int_equal(tier, DW_TIER_DEVICE_DRIVER);
    accept_free_table(&table);
    merge_runs_of(f, "", &table);
    assert_string_not_equal(look_up(&table, &compiled->key, &tier)->run, compiled->run);
    assert_int_equal(tier, DW_TIER_DEVICE_DRIVER);
    accept_free_table(&table);
    folder_remove(f);
}

/* A device that says what the row compiled in does needs none of its own. */
static void a_row_compiled_in_covers_others(void **state)
{
    struct fit_result result = {.row = *compiled_row()};
    char f[FOLDER_SIZE], path[256];
    struct accept_table table;
    enum dw_tier tier;
    (void)state;
    strcpy(result.row.key.name, "Zeta");
    folder_create(f);
    make_run(f, "Zeta", result.row.key.driver_version, "a", path);
    assert_int_equal(fit_write_csv(path, &result, 1), 0);
    merge_runs_of(f, "--cut 5", &table);
    assert_int_equal(table.count, dw_builtin_calibration()->count);
    assert_string_equal(look_up(&table, &result.row.key, &tier)->run, compiled_row()->run);
    assert_cut_is_free(f, &table);
    accept_free_table(&table);
    folder_remove(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_compiled_in_may_stand_before_the_one_that_covers),
        cmocka_unit_test(what_was_measured_anew_does_not_go_by_the_old_row),
        cmocka_unit_test(what_is_not_replaced_stays),
        cmocka_unit_test(a_row_compiled_in_covers_others),
    };
    if (!compiled_row())
        return 77;
    return cmocka_run_group_tests(tests, NULL, NULL);
}

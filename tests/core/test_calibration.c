#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dispatchwise/dispatchwise.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define KEY(vendor, device, of_kind, driver, called, of_host)                                      \
    {                                                                                              \
        .vendor_id = (vendor), .device_id = (device), .kind = (of_kind),                           \
        .driver_version = (driver), .name = called, .host = of_host                                \
    }

enum { GPU = DW_DEVICE_KIND_DISCRETE, CPU = DW_DEVICE_KIND_CPU };

static const struct dw_calibration_row table_rows[] = {
    {.key = KEY(0x1002, 1, GPU, 100, "A", ""), .driver_last = 100},
    {.key = KEY(0x10de, 1, GPU, 100, "B", ""), .driver_last = 199},
    {.key = KEY(0x10de, 1, GPU, 200, "B", ""), .driver_last = 200},
    {.key = KEY(0x10de, 1, GPU, 300, "B", ""), .driver_last = 400},
    {.key = KEY(0x10de, 2, GPU, 50, "C", ""), .driver_last = 50},
    {.key = KEY(0x10de, 2, GPU, 0, "D", ""), .driver_last = UINT32_MAX},
    {.key = KEY(0x10005, 0, CPU, 7, "llvmpipe", "X, 2 threads"), .driver_last = 7},
    {.key = KEY(0x10005, 0, CPU, 7, "llvmpipe", "X, 4 threads"), .driver_last = 7},
};
static const struct dw_calibration_table table = {DW_CALIBRATION_SCHEMA_VERSION, table_rows,
                                                  COUNT(table_rows)};

static void test_lookup(void **state)
{
    enum { NONE = -1 };
    static const struct {
        struct dw_device_key key;
        int row;
        const char *tier;
    } rows[] = {
        {KEY(0x1002, 1, GPU, 100, "A", ""), 0, "device+driver"},
        {KEY(0x1002, 1, GPU, 99, "A", ""), 0, "device"},
        {KEY(0x1002, 1, GPU, 101, "A", ""), 0, "device"},
        {KEY(0x10de, 1, GPU, 100, "B", ""), 1, "device+driver"},
        {KEY(0x10de, 1, GPU, 150, "B", ""), 1, "device+driver"},
        {KEY(0x10de, 1, GPU, 199, "B", ""), 1, "device+driver"},
        {KEY(0x10de, 1, GPU, 200, "B", ""), 2, "device+driver"},
        {KEY(0x10de, 1, GPU, 400, "B", ""), 3, "device+driver"},
        {KEY(0x10de, 1, GPU, 1, "B", ""), 1, "device"},
        {KEY(0x10de, 1, GPU, 249, "B", ""), 2, "device"},
        /* as near to one as to the other: the older */
        {KEY(0x10de, 1, GPU, 250, "B", ""), 2, "device"},
        {KEY(0x10de, 1, GPU, 251, "B", ""), 3, "device"},
        {KEY(0x10de, 1, GPU, UINT32_MAX, "B", ""), 3, "device"},
        {KEY(0x10de, 2, GPU, 9999, "D", ""), 5, "device+driver"},
        /* another name, another device: the vendor's first of the kind */
        {KEY(0x10de, 1, GPU, 150, "Z", ""), 1, "vendor+kind"},
        {KEY(0x10de, 9, GPU, 150, "B", ""), 1, "vendor+kind"},
        {KEY(0x10005, 0, CPU, 7, "llvmpipe", "X, 4 threads"), 7, "device+driver"},
        {KEY(0x10005, 0, CPU, 7, "llvmpipe", "Y"), 6, "vendor+kind"},
        {KEY(0x10de, 1, CPU, 150, "B", ""), NONE, "defaults"},
        {KEY(0x8086, 1, GPU, 150, "B", ""), NONE, "defaults"},
        {KEY(0, 0, 0, 0, "", ""), NONE, "defaults"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum dw_tier tier;
        const struct dw_calibration_row *found = dw_lookup_calibration(&table, &rows[i].key, &tier);
        const struct dw_calibration_row *expected =
            rows[i].row == NONE ? dw_default_calibration() : &table_rows[rows[i].row];
        if (found != expected || strcmp(dw_tier_name(tier), rows[i].tier) != 0)
            fail_msg("row %zu: %s %s, expected %s %s", i, found->key.name, dw_tier_name(tier),
                     expected->key.name, rows[i].tier);
    }
}

static void test_no_table_is_the_defaults(void **state)
{
    const struct dw_calibration_table empty = {DW_CALIBRATION_SCHEMA_VERSION, NULL, 0};
    enum dw_tier tier = DW_TIER_DEVICE;
    (void)state;
    assert_ptr_equal(dw_lookup_calibration(NULL, &table_rows[0].key, &tier),
                     dw_default_calibration());
    assert_int_equal(tier, DW_TIER_DEFAULTS);
    tier = DW_TIER_DEVICE;
    assert_ptr_equal(dw_lookup_calibration(&empty, &table_rows[0].key, &tier),
                     dw_default_calibration());
    assert_int_equal(tier, DW_TIER_DEFAULTS);
}

static void test_defaults(void **state)
{
    const struct dw_calibration_row *row = dw_default_calibration();
    (void)state;
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        struct dw_costs costs = dw_calibration_costs(row, (enum dw_wait)wait);
        assert_int_equal(costs.per_launch_overhead_ns, 5000);
        assert_int_equal(costs.persistent_setup_overhead_ns, 50000);
        assert_int_equal(costs.record_overhead_ns, 25000);
        assert_int_equal(costs.replay_overhead_ns, 500);
    }
    assert_int_equal(dw_calibration_thresholds(row).bindless_resources, 24);
    assert_int_equal(dw_calibration_thresholds(row).hot_hits, 8);
    assert_int_equal(dw_calibration_thresholds(row).confidence_bps, 6000);
    for (int id = 0; id < DW_CONSTANT_COUNT; id++)
        assert_int_equal(row->constant[id].samples, 0);
}

static void test_costs_are_rounded(void **state)
{
    static const struct {
        double value;
        uint64_t expected;
    } rows[] = {
        {0, 0},
        {0.49, 0},
        {0.5, 1},
        {1.5, 2},
        {2.5, 3},
        {-3, 0},
        {1e18, UINT64_C(1000000000000000000)},
        {18446744073709549568.0, UINT64_C(18446744073709549568)},
        {18446744073709551616.0, DW_NEVER},
        {1e30, DW_NEVER},
        {4503599627370495.5, UINT64_C(4503599627370496)},
    };
    struct dw_calibration_row row = *dw_default_calibration();
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint64_t found;
        row.constant[DW_CONSTANT_EACH_REPLAY].value = rows[i].value;
        found = dw_calibration_costs(&row, DW_WAIT_EACH).replay_overhead_ns;
        if (found != rows[i].expected)
            fail_msg("%g is rounded to %llu", rows[i].value, (unsigned long long)found);
    }
    assert_int_equal(dw_calibration_costs(&row, DW_WAIT_BATCH).replay_overhead_ns, 500);
}

static void test_each_wait_has_its_own_costs(void **state)
{
    struct dw_calibration_row row = *dw_default_calibration();
    struct dw_costs costs;
    (void)state;
    for (int id = 0; id < DW_CONSTANT_COUNT; id++)
        row.constant[id].value = id + 1;
    costs = dw_calibration_costs(&row, DW_WAIT_EACH);
    assert_int_equal(costs.per_launch_overhead_ns, DW_CONSTANT_EACH_LAUNCH + 1);
    assert_int_equal(costs.persistent_setup_overhead_ns, DW_CONSTANT_EACH_SETUP + 1);
    assert_int_equal(costs.record_overhead_ns, DW_CONSTANT_EACH_RECORD + 1);
    assert_int_equal(costs.replay_overhead_ns, DW_CONSTANT_EACH_REPLAY + 1);
    costs = dw_calibration_costs(&row, DW_WAIT_BATCH);
    assert_int_equal(costs.per_launch_overhead_ns, DW_CONSTANT_BATCH_LAUNCH + 1);
    assert_int_equal(costs.persistent_setup_overhead_ns, DW_CONSTANT_BATCH_SETUP + 1);
    assert_int_equal(costs.record_overhead_ns, DW_CONSTANT_BATCH_RECORD + 1);
    assert_int_equal(costs.replay_overhead_ns, DW_CONSTANT_BATCH_REPLAY + 1);
}

static void test_infos(void **state)
{
    (void)state;
    assert_string_equal(dw_constant_info(DW_CONSTANT_EACH_LAUNCH)->name,
                        "each.per_launch_overhead");
    assert_string_equal(dw_constant_info(DW_CONSTANT_HOT_COUNT)->unit, "hits");
    assert_null(dw_constant_info(-1));
    assert_null(dw_constant_info(DW_CONSTANT_COUNT));
    assert_true(dw_is_fact(DW_CONSTANT_DEVICE_RESIDENT));
    assert_false(dw_is_fact(DW_CONSTANT_SPECIALIZATION_STEAL_BUSY));
    assert_false(dw_is_fact(DW_CONSTANT_PREDICTION_ERROR));
}

static void test_the_builtin_table_is_sorted(void **state)
{
    const struct dw_calibration_table *builtin = dw_builtin_calibration();
    (void)state;
    assert_int_equal(builtin->schema_version, DW_CALIBRATION_SCHEMA_VERSION);
    for (size_t i = 0; i < builtin->count; i++) {
        const struct dw_calibration_row *row = &builtin->rows[i];
        int order = i == 0 ? -1 : dw_compare_device_key(&row[-1].key, &row->key);
        if (row->key.driver_version > row->driver_last || order > 0 ||
            (order == 0 && row[-1].driver_last >= row->key.driver_version))
            fail_msg("row %zu, %s", i, row->key.name);
    }
}

static void test_keys_round_trip(void **state)
{
    static const struct {
        struct dw_device_key key;
        const char *text;
    } rows[] = {
        {KEY(0x10de, 0x2335, GPU, 0x9120c0, "NVIDIA H200", ""),
         "0x10de:0x2335:discrete:0x9120c0:NVIDIA H200"},
        {KEY(0x10005, 0, CPU, 1, "llvmpipe (LLVM 15.0.6, 256 bits)", "CPU @ 2.2GHz, 2 threads"),
         "0x10005:0x0:cpu:0x1:llvmpipe (LLVM 15.0.6, 256 bits)@CPU @ 2.2GHz, 2 threads"},
        {KEY(1, 2, DW_DEVICE_KIND_INTEGRATED, UINT32_MAX, "a:b@c", ""),
         "0x1:0x2:integrated:0xffffffff:a:b@c"},
        {KEY(0, 0, 9, 0, "", ""), "0x0:0x0:9:0x0:"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[DW_DEVICE_TEXT_SIZE];
        struct dw_device_key key;
        size_t length = dw_format_device_key(&rows[i].key, text, sizeof(text));
        assert_string_equal(text, rows[i].text);
        assert_int_equal(length, strlen(text));
        assert_int_equal(dw_parse_device_key(text, length, &key, NULL), DW_OK);
        assert_int_equal(dw_compare_device_key(&key, &rows[i].key), 0);
        assert_int_equal(key.driver_version, rows[i].key.driver_version);
    }
}

static void test_the_longest_key_fits(void **state)
{
    struct dw_device_key key = KEY(UINT32_MAX, UINT32_MAX, CPU, UINT32_MAX, "", ""), parsed;
    char text[DW_DEVICE_TEXT_SIZE];
    size_t length;
    (void)state;
    memset(key.name, 'n', sizeof(key.name) - 1);
    memset(key.host, 'h', sizeof(key.host) - 1);
    key.kind = UINT32_MAX;
    length = dw_format_device_key(&key, text, sizeof(text));
    assert_true(length < sizeof(text));
    key.kind = CPU;
    length = dw_format_device_key(&key, text, sizeof(text));
    assert_int_equal(dw_parse_device_key(text, length, &parsed, NULL), DW_OK);
    assert_memory_equal(&key, &parsed, sizeof(key));
}

static void test_what_is_no_key_is_refused(void **state)
{
    static const struct {
        const char *text;
        size_t offset;
    } rows[] = {
        {"", 0},
        {"10de:0x1:discrete:0x1:n", 0},
        {"0x:0x1:discrete:0x1:n", 2},
        {"0x1 :0x1:discrete:0x1:n", 3},
        {"0x100000000:0x1:discrete:0x1:n", 10},
        {"0x1:0x1:gpu:0x1:n", 8},
        {"0x1:0x1:discrete:1:n", 17},
        {"0x1:0x1:discrete:0x1", 20},
        {"0x1:0x1:cpu:0x1:n@", 17},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_device_key key = KEY(77, 0, 0, 0, "", "");
        size_t offset = 999;
        int status = dw_parse_device_key(rows[i].text, strlen(rows[i].text), &key, &offset);
        if (status != DW_ERROR_PARSE || offset != rows[i].offset || key.vendor_id != 77)
            fail_msg("'%s': status %d at %zu, expected at %zu", rows[i].text, status, offset,
                     rows[i].offset);
    }
}

static void test_a_name_that_does_not_fit_is_refused(void **state)
{
    char text[DW_DEVICE_NAME_SIZE + 32] = "0x1:0x1:discrete:0x1:";
    const size_t length = strlen(text);
    struct dw_device_key key;
    size_t offset = 0;
    (void)state;
    memset(text + length, 'n', DW_DEVICE_NAME_SIZE);
    assert_int_equal(dw_parse_device_key(text, length + DW_DEVICE_NAME_SIZE - 1, &key, NULL),
                     DW_OK);
    assert_int_equal(dw_parse_device_key(text, length + DW_DEVICE_NAME_SIZE, &key, &offset),
                     DW_ERROR_PARSE);
    assert_int_equal(offset, length);
    text[length + 1] = '\0';
    assert_int_equal(dw_parse_device_key(text, length + 2, &key, NULL), DW_ERROR_PARSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lookup),
        cmocka_unit_test(test_no_table_is_the_defaults),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_costs_are_rounded),
        cmocka_unit_test(test_each_wait_has_its_own_costs),
        cmocka_unit_test(test_infos),
        cmocka_unit_test(test_the_builtin_table_is_sorted),
        cmocka_unit_test(test_keys_round_trip),
        cmocka_unit_test(test_the_longest_key_fits),
        cmocka_unit_test(test_what_is_no_key_is_refused),
        cmocka_unit_test(test_a_name_that_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "dispatchwise/dispatchwise.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define HEADER "device,constant,value,lo,hi,unit,samples\n"
#define GPU "0x10de:0x2335:discrete:0x64:NVIDIA H200"
#define CPU "\"0x10005:0x0:cpu:0x1:llvmpipe (LLVM 15.0.6, 256 bits)@X, 2 threads\""

static const char whole[] = HEADER CPU
    ",batch.per_launch_overhead,66000.5,6.4e4,6.8E+4,ns,320\n" CPU
    ",bindless_threshold,,,,resources,12\n" CPU ",tool_version,,,,0.1.0,\n" GPU
    ",each.per_launch_overhead,45000,44000,46000,ns,640\r\n"
    "\n" GPU ",driver_last,200,,,,0\n" GPU
    ",variant.batch.command_reuse,,,,command_reuse/unrolled:all,\n" GPU
    ",variant.each.plain_launches,,,,plain_launches/each,0\n" GPU
    ",run,,,,\"run \"\"one\"\"\",\n" GPU ",dataset_hash,,,,0123456789abcdef0123456789abcdef,\n";

static int parse(const char *text, size_t size, struct dw_calibration_row *rows, size_t capacity,
                 struct dw_calibration_table *table, size_t *offset)
{
    /* A copy of the exact size, so that a read past its end is seen. */
    char *copy = malloc(size > 0 ? size : 1);
    int status;
    assert_non_null(copy);
    memcpy(copy, text, size);
    status = dw_parse_calibration(copy, size, rows, capacity, table, offset);
    free(copy);
    return status;
}

static void test_a_table(void **state)
{
    struct dw_calibration_row rows[2];
    struct dw_calibration_table table;
    const struct dw_calibration_row *gpu, *cpu;
    (void)state;
    assert_int_equal(parse(whole, strlen(whole), rows, 2, &table, NULL), DW_OK);
    assert_int_equal(table.count, 2);
    assert_int_equal(table.schema_version, DW_CALIBRATION_SCHEMA_VERSION);
    assert_ptr_equal(table.rows, rows);
    gpu = &rows[0];
    cpu = &rows[1];
    assert_string_equal(gpu->key.name, "NVIDIA H200");
    assert_int_equal(gpu->key.vendor_id, 0x10de);
    assert_int_equal(gpu->key.driver_version, 100);
    assert_int_equal(gpu->driver_last, 200);
    assert_true(gpu->constant[DW_CONSTANT_EACH_LAUNCH].value == 45000);
    assert_true(gpu->constant[DW_CONSTANT_EACH_LAUNCH].lo == 44000);
    assert_true(gpu->constant[DW_CONSTANT_EACH_LAUNCH].hi == 46000);
    assert_int_equal(gpu->constant[DW_CONSTANT_EACH_LAUNCH].samples, 640);
    assert_true(gpu->constant[DW_CONSTANT_EACH_SETUP].value == 50000);
    assert_int_equal(gpu->constant[DW_CONSTANT_EACH_SETUP].samples, 0);
    assert_string_equal(gpu->variant[DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE],
                        "command_reuse/unrolled:all");
    assert_string_equal(gpu->variant[DW_WAIT_EACH][DW_MODE_PLAIN_LAUNCHES], "plain_launches/each");
    assert_string_equal(gpu->variant[DW_WAIT_EACH][DW_MODE_COMMAND_REUSE], "");
    assert_string_equal(gpu->run, "run \"one\"");
    assert_string_equal(gpu->dataset_hash, "0123456789abcdef0123456789abcdef");
    assert_string_equal(cpu->key.host, "X, 2 threads");
    assert_int_equal(cpu->driver_last, 1);
    assert_true(cpu->constant[DW_CONSTANT_BATCH_LAUNCH].value == 66000.5);
    assert_true(cpu->constant[DW_CONSTANT_BATCH_LAUNCH].hi == 68000);
    assert_int_equal(dw_calibration_thresholds(cpu).bindless_resources == DW_NEVER, 1);
    assert_true(isinf(cpu->constant[DW_CONSTANT_BINDLESS_THRESHOLD].lo));
    assert_string_equal(cpu->tool_version, "0.1.0");
}

/* An interval may be a point, and reach from below 0 or to where nothing is known. */
static void test_intervals(void **state)
{
    static const char *const rows[] = {"host.submit,5,5,5,ns,3",  "host.submit,0,0,0,ns,3",
                                       "host.submit,-0,0,0,ns,3", "host.submit,5,-1,,ns,3",
                                       "host.submit,5,,5.5,ns,3", "hot_count,,8,,hits,3",
                                       "confidence,0,0,,bps,3"};
    struct dw_calibration_row row;
    struct dw_calibration_table table;
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[256];
        size_t size = (size_t)snprintf(text, sizeof(text), HEADER "\r\n" GPU ",%s\r\n", rows[i]);
        if (parse(text, size, &row, 1, &table, NULL) != DW_OK)
            fail_msg("'%s' is refused", rows[i]);
    }
}

static void test_cut_short(void **state)
{
    struct dw_calibration_row rows[2];
    (void)state;
    for (size_t size = 0; size < strlen(whole); size++) {
        struct dw_calibration_table table = {77, NULL, 77};
        size_t offset = SIZE_MAX;
        int status = parse(whole, size, rows, 2, &table, &offset);
        bool at_line_end = size > 0 && whole[size - 1] == '\n';
        if (at_line_end ? status != DW_OK : status != DW_ERROR_PARSE || offset > size)
            fail_msg("cut at %zu: status %d at %zu", size, status, offset);
        if (!at_line_end)
            assert_int_equal(table.count, 77);
    }
}

static void test_any_byte_changed_is_survived(void **state)
{
    struct dw_calibration_row rows[2];
    char text[sizeof(whole)];
    (void)state;
    for (size_t at = 0; at < strlen(whole); at++) {
        static const char others[] = {'\0', '"', ',', '\n', '\r', 'e', '9', '\x80'};
        for (size_t i = 0; i < sizeof(others); i++) {
            struct dw_calibration_table table;
            size_t offset = 0;
            memcpy(text, whole, sizeof(whole));
            text[at] = others[i];
            (void)parse(text, strlen(whole), rows, 2, &table, &offset);
            assert_true(offset <= strlen(whole));
        }
    }
}

static void test_refusals(void **state)
{
    static const struct {
        const char *text, *refused; /* refused: the bytes at the offset */
    } rows[] = {
        {"", ""},
        {"device,constant,value,lo,hi,unit\n", "\n"},
        {"device,constant,value,lo,hi,unit,samples,more\n", ",more"},
        {"device,constant,value,lo,hi,unit,unit\n", "unit\n"},
        {"device,constant,value,lo,hi,unit,size\n", "size"},
        {HEADER GPU ",bindless,1,,,resources,1\n", "bindless,"},
        {HEADER GPU ",hot_count,8,,,ns,1\n", "ns,1"},
        {HEADER GPU ",hot_count,eight,,,hits,1\n", "eight"},
        {HEADER GPU ",hot_count,0x8,,,hits,1\n", "0x8"},
        {HEADER GPU ",hot_count,1e999,,,hits,1\n", "1e999"},
        {HEADER GPU ",hot_count,nan,,,hits,1\n", "nan"},
        {HEADER GPU ",hot_count, 8,,,hits,1\n", " 8"},
        {HEADER GPU ",hot_count,8,x,,hits,1\n", "x,,"},
        {HEADER GPU ",hot_count,8,,inf,hits,1\n", "inf"},
        {HEADER GPU ",hot_count,8,,,hits,-1\n", "-1"},
        {HEADER GPU ",hot_count,8,,,hits,\n", "\n"},
        {HEADER GPU ",hot_count,8,,,hits,1,2\n", ",2"},
        {HEADER GPU ",hot_count,8,,,hits,1\n" GPU ",hot_count,8,,,hits,1\n", "hot_count,8"},
        {HEADER GPU ",driver_last,99,,,,\n", "99"},
        {HEADER GPU ",driver_last,200,,,ns,\n", "ns"},
        {HEADER GPU ",driver_last,200,1,,,\n", "1,,,"},
        {HEADER GPU ",driver_last,200,,2,,\n", "2,,"},
        {HEADER GPU ",driver_last,200,,,,3\n", "3\n"},
        {HEADER GPU ",hot_count,00000000000000000000000000000000000000000000000000000000000000008,"
                    ",,hits,1\n",
         "0000"},
        {HEADER GPU ",run,1,,,x,\n", "1,,,"},
        {HEADER GPU ",dataset_hash,,,,0123456789abcdef0123456789abcdefg,\n", "0123456789abcdef"},
        {HEADER GPU ",variant.batch.magic,,,,x,\n", "variant"},
        {HEADER GPU ",variant.batch,,,,x,\n", "variant"},
        {HEADER ",hot_count,8,,,hits,1\n", ",hot"},
        {HEADER "0x1:0x1:discrete:7:n,hot_count,8,,,hits,1\n", "7:n"},
        {HEADER GPU "\",hot_count,8,,,hits,1\n", "\",hot"},
        {HEADER "\"" GPU "\"x,hot_count,8,,,hits,1\n", "x,hot"},
        {HEADER GPU ",hot_count,8,,,hits,1\r" GPU, "\r0x10de"},
        {HEADER "\r" GPU ",hot_count,8,,,hits,1\n", "\r0x10de"},
        {HEADER "\r\n\r" GPU ",hot_count,8,,,hits,1\n", "\r0x10de"},
        {"\r" HEADER, "\rdevice"},
        {HEADER "\r", "\r"},
        {HEADER GPU ",host.submit,-5,7,-9,ns,3\n", "-5,7"},
        {HEADER GPU ",host.submit,-5,,,ns,3\n", "-5,"},
        {HEADER GPU ",each.record_overhead,-1e-9,,,ns,3\n", "-1e-9"},
        {HEADER GPU ",device.overlap,-0.5,,,share,3\n", "-0.5"},
        {HEADER GPU ",host.submit,5,7,9,ns,3\n", "7,9"},
        {HEADER GPU ",host.submit,5,3,4,ns,3\n", "4,ns"},
        {HEADER GPU ",hot_count,,,8,hits,3\n", "8,hits"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_calibration_row memory[2];
        struct dw_calibration_table table;
        size_t offset = SIZE_MAX, size = strlen(rows[i].text), length = strlen(rows[i].refused);
        int status = parse(rows[i].text, size, memory, 2, &table, &offset);
        if (status != DW_ERROR_PARSE || offset > size ||
            strncmp(rows[i].text + offset, rows[i].refused, length) != 0)
            fail_msg("row %zu: status %d at %zu, '%s'; expected '%s'", i, status, offset,
                     offset <= size ? rows[i].text + offset : "", rows[i].refused);
    }
}

/* The same device from driver 0x64 on, and from another first driver to a last one. */
static int parse_ranges(const char *first, const char *last, struct dw_calibration_table *table,
                        size_t *offset)
{
    static struct dw_calibration_row rows[3];
    char text[1024];
    snprintf(text, sizeof(text),
             HEADER GPU ",driver_last,200,,,,\n"
                        "0x10de:0x2335:discrete:%s:NVIDIA H200,driver_last,%s,,,,\n",
             first, last);
    return parse(text, strlen(text), rows, 3, table, offset);
}

static void test_ranges_of_a_device_are_apart(void **state)
{
    struct dw_calibration_table table;
    size_t offset;
    (void)state;
    assert_int_equal(parse_ranges("0xc9", "300", &table, &offset), DW_OK);
    assert_int_equal(table.rows[1].key.driver_version, 201);
    assert_int_equal(parse_ranges("0x1", "99", &table, &offset), DW_OK);
    assert_int_equal(table.rows[0].key.driver_version, 1);
    assert_int_equal(parse_ranges("0xc8", "300", &table, &offset), DW_ERROR_PARSE);
    assert_int_equal(offset, strlen(HEADER GPU ",driver_last,200,,,,\n"));
    assert_int_equal(parse_ranges("0x1", "100", &table, &offset), DW_ERROR_PARSE);
    assert_int_equal(parse_ranges("0x70", "113", &table, &offset), DW_ERROR_PARSE);
    assert_int_equal(parse_ranges("0x1", "500", &table, &offset), DW_ERROR_PARSE);
}

/* A file of made-up ranges: what a device is and which drivers, in the order of the file. */
struct range {
    unsigned device, first, last;
    size_t offset; /* of its first row */
};

/* Write count ranges, each a row of its last driver and one of a launch's cost, 1000 + its number;
 * returns the text's length. */
static size_t write_ranges(struct range *ranges, size_t count, char *text, size_t size)
{
    size_t at = (size_t)snprintf(text, size, HEADER);
    for (size_t i = 0; i < count; i++) {
        char key[64];
        snprintf(key, sizeof(key), "0x1:0x%x:discrete:0x%x:n", ranges[i].device, ranges[i].first);
        ranges[i].offset = at;
        at += (size_t)snprintf(text + at, size - at,
                               "%s,driver_last,%u,,,,\n%s,each.per_launch_overhead,%zu,,,ns,1\n",
                               key, ranges[i].last, key, 1000 + i);
        assert_true(at < size);
    }
    return at;
}

static bool meet(const struct range *a, const struct range *b)
{
    return a->device == b->device && a->first <= b->last && b->first <= a->last;
}

/* The first range that meets one before it; count if none does. */
static size_t first_that_meets(const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (meet(&ranges[k], &ranges[i]))
                return i;
    return count;
}

static void expect_sorted(const struct dw_calibration_table *table, const struct range *ranges)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct dw_calibration_row *row = &table->rows[i];
        const size_t number = (size_t)row->constant[DW_CONSTANT_EACH_LAUNCH].value - 1000;
        assert_true(number < table->count);
        assert_int_equal(row->key.device_id, ranges[number].device);
        assert_int_equal(row->key.driver_version, ranges[number].first);
        assert_int_equal(row->driver_last, ranges[number].last);
        for (int k = 0; k < DW_WAIT_COUNT * DW_MODE_COUNT; k++)
            assert_int_equal(
                row->variant[k / DW_MODE_COUNT][k % DW_MODE_COUNT][DW_ARM_NAME_SIZE - 1], 0);
        if (i > 0)
            assert_true(row[-1].key.device_id < row->key.device_id ||
                        (row[-1].key.device_id == row->key.device_id &&
                         row[-1].driver_last < row->key.driver_version));
    }
}

/* A generator of its own: the files are the same everywhere. */
static unsigned draw(uint64_t *state, unsigned below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*state >> 33) % below;
}

/* Files of 0 to 29 ranges in any order, with room for some or all, and with or without a row at the
 * end that is not understood: what comes first in the file is said. */
static void test_any_order_and_what_comes_first(void **state)
{
    unsigned outcomes[3] = {0}; /* read; refused for a range; no space */
    uint64_t random = 1;
    (void)state;
    for (int file = 0; file < 3000; file++) {
        static struct dw_calibration_row rows[32];
        struct range ranges[32];
        struct dw_calibration_table table;
        char text[8192];
        const size_t count = draw(&random, 30), room = count + draw(&random, 8);
        const size_t capacity = room > 4 ? room - 4 : 0;
        const bool spoilt = draw(&random, 4) == 0;
        const unsigned drivers = draw(&random, 3) == 0 ? 60 : 2000;
        size_t offset = SIZE_MAX, size, whole_count, met;
        int status;
        for (size_t i = 0; i < count; i++) {
            ranges[i].device = draw(&random, 5);
            do /* rows that stand together would be one device's */
                ranges[i].first = draw(&random, drivers);
            while (i > 0 && ranges[i].device == ranges[i - 1].device &&
                   ranges[i].first == ranges[i - 1].first);
            ranges[i].last = ranges[i].first + draw(&random, 8);
        }
        size = write_ranges(ranges, count, text, sizeof(text));
        if (spoilt)
            size += (size_t)snprintf(text + size, sizeof(text) - size, "x\n");
        /* The row that is not understood comes before the last device is whole. */
        whole_count = spoilt && count > 0 ? count - 1 : count;
        met = first_that_meets(ranges, whole_count);
        status = parse(text, size, rows, capacity, &table, &offset);
        if (met < whole_count && met <= capacity) {
            outcomes[1]++;
            if (status != DW_ERROR_PARSE || offset != ranges[met].offset)
                fail_msg("file %d: status %d at %zu; range %zu meets another, at %zu", file, status,
                         offset, met, ranges[met].offset);
        } else if (capacity < whole_count) {
            outcomes[2]++;
            assert_int_equal(status, DW_ERROR_NO_SPACE);
        } else if (spoilt) {
            assert_int_equal(status, DW_ERROR_PARSE);
            assert_true(offset >= size - 2);
        } else {
            outcomes[0]++;
            assert_int_equal(status, DW_OK);
            assert_int_equal(table.count, count);
            expect_sorted(&table, ranges);
        }
    }
    for (size_t i = 0; i < COUNT(outcomes); i++)
        assert_true(outcomes[i] > 200);
}

/* Names as long as they can be are whole after their rows have moved. */
static void test_long_names_in_reverse(void **state)
{
    static char text[16384];
    struct dw_calibration_row rows[9];
    struct dw_calibration_table table;
    size_t size = (size_t)snprintf(text, sizeof(text), HEADER);
    (void)state;
    for (unsigned device = 9; device > 0; device--)
        for (int k = 0; k < DW_WAIT_COUNT * DW_MODE_COUNT; k++)
            size += (size_t)snprintf(text + size, sizeof(text) - size,
                                     "0x1:0x%x:discrete:0x1:n,variant.%s.%s,,,,%0*d,\n", device,
                                     dw_wait_name((enum dw_wait)(k / DW_MODE_COUNT)),
                                     dw_mode_name((enum dw_mode)(k % DW_MODE_COUNT)),
                                     DW_ARM_NAME_SIZE - 1, (int)device * 10 + k);
    assert_int_equal(parse(text, size, rows, 9, &table, NULL), DW_OK);
    for (unsigned i = 0; i < 9; i++)
        for (int k = 0; k < DW_WAIT_COUNT * DW_MODE_COUNT; k++) {
            char expected[DW_ARM_NAME_SIZE];
            snprintf(expected, sizeof(expected), "%0*d", DW_ARM_NAME_SIZE - 1,
                     (int)(i + 1) * 10 + k);
            assert_int_equal(rows[i].key.device_id, i + 1);
            assert_string_equal(rows[i].variant[k / DW_MODE_COUNT][k % DW_MODE_COUNT], expected);
        }
}

/* Processor time that a file of so many devices takes, from the first to the last or back. */
static double parse_seconds(size_t count, bool reverse)
{
    struct range *ranges = calloc(count, sizeof(*ranges));
    struct dw_calibration_row *rows = calloc(count, sizeof(*rows));
    struct dw_calibration_table table;
    char *text = malloc(count * 128);
    size_t size;
    clock_t start;
    assert_true(ranges != NULL && rows != NULL && text != NULL);
    for (size_t i = 0; i < count; i++)
        ranges[i].device = (unsigned)(reverse ? count - i : i);
    size = write_ranges(ranges, count, text, count * 128);
    start = clock();
    assert_int_equal(dw_parse_calibration(text, size, rows, count, &table, NULL), DW_OK);
    start = clock() - start;
    expect_sorted(&table, ranges);
    free(ranges);
    free(rows);
    free(text);
    return (double)start / CLOCKS_PER_SEC;
}

/* A sort whose time grows with the square of the devices takes some hundred times as long. */
static void test_reverse_takes_not_much_longer(void **state)
{
    const double sorted = parse_seconds(8000, false), reverse = parse_seconds(8000, true);
    (void)state;
    if (reverse > 20 * sorted)
        fail_msg("8000 devices: %.3f s in order, %.3f s in reverse", sorted, reverse);
}

static void test_a_device_comes_once(void **state)
{
    static const char text[] = HEADER GPU ",hot_count,8,,,hits,1\n" CPU
                                          ",hot_count,8,,,hits,1\n" GPU ",confidence,8,,,bps,1\n";
    struct dw_calibration_row rows[3];
    struct dw_calibration_table table;
    size_t offset = 0;
    (void)state;
    assert_int_equal(parse(text, strlen(text), rows, 3, &table, &offset), DW_ERROR_PARSE);
    assert_string_equal(text + offset, GPU ",confidence,8,,,bps,1\n");
}

static void test_too_little_memory(void **state)
{
    struct dw_calibration_row rows[2];
    struct dw_calibration_table table;
    (void)state;
    assert_int_equal(parse(whole, strlen(whole), rows, 1, &table, NULL), DW_ERROR_NO_SPACE);
    assert_int_equal(parse(whole, strlen(whole), NULL, 0, &table, NULL), DW_ERROR_NO_SPACE);
    assert_int_equal(parse(HEADER, strlen(HEADER), NULL, 0, &table, NULL), DW_OK);
    assert_int_equal(table.count, 0);
}

static void test_columns_in_any_order_and_a_mark(void **state)
{
    static const char text[] = "\xef\xbb\xbfsamples,unit,hi,lo,value,constant,device\n"
                               "9,hits,7,5,6,hot_count," GPU "\n";
    struct dw_calibration_row rows[1];
    struct dw_calibration_table table;
    (void)state;
    assert_int_equal(parse(text, strlen(text), rows, 1, &table, NULL), DW_OK);
    assert_true(rows[0].constant[DW_CONSTANT_HOT_COUNT].value == 6);
    assert_true(rows[0].constant[DW_CONSTANT_HOT_COUNT].lo == 5);
    assert_int_equal(rows[0].constant[DW_CONSTANT_HOT_COUNT].samples, 9);
}

/* Numbers are read as strtod reads them, whatever the locale's decimal point. */
static void test_numbers(void **state)
{
    static const char *const numbers[] = {
        "0",
        "-0.5",
        "+1.25",
        "1.",
        ".5",
        "12345.678901234567",
        "1e-300",
        "1.7976931348623157e308",
        "2.2250738585072014e-308",
        "4.9e-324",
        "0.1",
        "18446744073709551615",
        "1e23",
        "9007199254740993",
        "123456789012345678901234567890e-20",
        "0.000000000000000000001e21",
    };
    static const char *const locales[] = {"C", "de_DE.UTF-8", "fr_FR.UTF-8"};
    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        double expected = strtod(numbers[i], NULL);
        for (size_t k = 0; k < COUNT(locales); k++) {
            struct dw_calibration_row rows[1];
            struct dw_calibration_table table;
            char text[256];
            /* a bound, that may be below 0 */
            snprintf(text, sizeof(text),
                     HEADER GPU ",hot_count,1.7976931348623157e308,%s,,hits,1\n", numbers[i]);
            (void)setlocale(LC_ALL, locales[k]); /* those that are not installed change nothing */
            assert_int_equal(parse(text, strlen(text), rows, 1, &table, NULL), DW_OK);
            (void)setlocale(LC_ALL, "C");
            if (rows[0].constant[DW_CONSTANT_HOT_COUNT].lo != expected)
                fail_msg("%s is read as %.17g", numbers[i],
                         rows[0].constant[DW_CONSTANT_HOT_COUNT].lo);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_table),
        cmocka_unit_test(test_intervals),
        cmocka_unit_test(test_cut_short),
        cmocka_unit_test(test_any_byte_changed_is_survived),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_ranges_of_a_device_are_apart),
        cmocka_unit_test(test_any_order_and_what_comes_first),
        cmocka_unit_test(test_long_names_in_reverse),
        cmocka_unit_test(test_reverse_takes_not_much_longer),
        cmocka_unit_test(test_a_device_comes_once),
        cmocka_unit_test(test_too_little_memory),
        cmocka_unit_test(test_columns_in_any_order_and_a_mark),
        cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "results/results.h"
#include "run_folder.h"

static const char sample_header[] =
    "workload,instance,wait,arm,process,round,position,wall_ns,host_ns,cpu_ns,gpu_ns\n";
#define ROW "spin,n1,each,plain_launches/each,0,1,2,3.5,4,5,\n"

static char folder[FOLDER_SIZE];

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

static int keep_last(void *context, const void *row)
{
    memcpy(context, row, sizeof(struct results_sample));
    return DW_OK;
}

static int read_samples(const char *text, struct results_sample *last)
{
    folder_write(folder, "samples.csv", text);
    return results_read(&results_schema_sample, folder, keep_last, last);
}

static void test_rows_round_trip(void **state)
{
    const struct results_sample rows[] = {
        {.workload = "a,b",
         .instance = "say \"n\"",
         .wait = "each",
         .arm = "x\ny",
         .process = UINT64_MAX,
         .round = 0,
         .position = 7,
         .wall_ns = 12345678901.25,
         .host_ns = 0.1,
         .cpu_ns = -0.0,
         .gpu_ns = (double)NAN},
        {.workload = "",
         .instance = "",
         .wait = "batch",
         .arm = "z",
         .wall_ns = 1e-9,
         .host_ns = 1e300,
         .cpu_ns = (double)INFINITY,
         .gpu_ns = -3},
    };
    struct results_sample last;
    (void)state;
    assert_int_equal(results_write_file(&results_schema_sample, folder, rows, 2), DW_OK);
    char *text = folder_read(folder, "samples.csv");
    assert_string_equal(text, "workload,instance,wait,arm,process,round,position,wall_ns,host_ns,"
                              "cpu_ns,gpu_ns\n"
                              "\"a,b\",\"say \"\"n\"\"\",each,\"x\ny\",18446744073709551615,0,7,"
                              "1.23456789e+10,0.1,0,\n"
                              ",,batch,z,0,0,0,1e-09,1e+300,,-3\n");
    free(text);
    assert_int_equal(results_read(&results_schema_sample, folder, keep_last, &last), DW_OK);
    assert_true(last.wall_ns == 1e-9 && last.host_ns == 1e300 && last.gpu_ns == -3);
    assert_true(isnan(last.cpu_ns));
    assert_string_equal(last.arm, "z");
}

static void test_columns_in_any_order_and_crlf(void **state)
{
    struct results_sample last;
    (void)state;
    assert_int_equal(
        read_samples("gpu_ns,instance,workload,wait,arm,process,round,position,wall_ns,host_ns,"
                     "cpu_ns\r\n9,n1,spin,each,plain_launches/each,0,1,2,3.5,4,5\r\n",
                     &last),
        DW_OK);
    assert_true(last.gpu_ns == 9 && last.cpu_ns == 5 && last.position == 2);
    assert_string_equal(last.workload, "spin");
}

static void test_what_is_not_understood_is_refused(void **state)
{
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"wall_ns", "wall_us"},
        {"wall_ns,", ""},
        {"wall_ns", "host_ns"},
        {"gpu_ns\n", "gpu_ns,x\n"},
        {",0,1,2", ",-1,1,2"},
        {",0,1,2", ",0.5,1,2"},
        {",0,1,2", ",,1,2"},
        {"3.5", "3.5 ns"},
        {"3.5", "nan"},
        {"3.5", "0x10"},
        {",0,1,2", ",18446744073709551616,1,2"},
        {"each,p", "each each,p"},
        {"5,\n", "5\n"},
        {"5,\n", "5,,\n"},
        {"5,\n", "5,"},
        {"spin", "\"spin"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct results_sample last;
        char text[512];
        snprintf(text, sizeof(text), "%s%s", sample_header, ROW);
        char *changed = folder_replace(text, rows[i].from, rows[i].to);
        int status = read_samples(changed, &last);
        if (status != DW_ERROR_PARSE)
            fail_msg("'%s' for '%s': status %d", rows[i].to, rows[i].from, status);
        free(changed);
    }
}

static void test_files_that_are_not_there(void **state)
{
    struct results_sample last;
    (void)state;
    assert_int_equal(results_read(&results_schema_sample, folder, keep_last, &last), DW_ERROR_IO);
    assert_int_equal(read_samples("", &last), DW_ERROR_PARSE);
    assert_int_equal(read_samples(sample_header, &last), DW_OK);
}

static void test_append_starts_and_goes_on(void **state)
{
    const struct results_sample row = {.workload = "w", .wall_ns = 1};
    (void)state;
    for (int i = 0; i < 2; i++) {
        FILE *file = results_open_append(&results_schema_sample, folder);
        assert_non_null(file);
        results_write_row(&results_schema_sample, file, &row);
        fclose(file);
    }
    char *text = folder_read(folder, "samples.csv");
    assert_true(strncmp(text, sample_header, strlen(sample_header)) == 0);
    assert_string_equal(text + strlen(sample_header), "w,,,,0,0,0,1,0,0,0\nw,,,,0,0,0,1,0,0,0\n");
    free(text);
}

static void test_append_cuts_off_what_a_killed_run_left(void **state)
{
    static const struct {
        const char *before, *after;
    } rows[] = {{ROW "spin,n1,each,plain_launches/each,0,2,0,3.", ROW}, {"spin", ""}, {"", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char before[512], after[512];
        snprintf(before, sizeof(before), "%s%s", sample_header, rows[i].before);
        snprintf(after, sizeof(after), "%s%s", sample_header, rows[i].after);
        folder_write(folder, "samples.csv", before);
        FILE *file = results_open_append(&results_schema_sample, folder);
        assert_non_null(file);
        fclose(file);
        char *text = folder_read(folder, "samples.csv");
        assert_string_equal(text, after);
        free(text);
    }
    /* a header that was cut off is written again */
    folder_write(folder, "samples.csv", "workload,inst");
    FILE *file = results_open_append(&results_schema_sample, folder);
    assert_non_null(file);
    fclose(file);
    char *text = folder_read(folder, "samples.csv");
    assert_string_equal(text, sample_header);
    free(text);
}

static void test_append_leaves_another_file_alone(void **state)
{
    static const char *const texts[] = {"something else\n", "something else", "workload,wait\n",
                                        "workload\n1\n"};
    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        folder_write(folder, "samples.csv", texts[i]);
        assert_null(results_open_append(&results_schema_sample, folder));
        char *text = folder_read(folder, "samples.csv");
        assert_string_equal(text, texts[i]);
        free(text);
    }
    assert_null(results_open_append(&results_schema_sample, "/nonexistent/folder"));
}

static void test_values_of_a_run(void **state)
{
    char value[512] = "untouched";
    (void)state;
    assert_false(results_run_value(folder, "seed", value));
    folder_write(folder, "run.csv", folder_run_csv);
    assert_true(results_run_value(folder, "device_name", value));
    assert_string_equal(value, "Test, device");
    assert_true(results_run_value(folder, "device_host", value));
    assert_string_equal(value, "");
    assert_false(results_run_value(folder, "no such key", value));
}

static void test_runs_of_ours_and_others(void **state)
{
    static const struct {
        const char *text;
        int status;
    } rows[] = {
        {folder_run_csv, DW_OK},
        {"key,value\nschema_version,3\n", DW_ERROR_PARSE},
        {"key,value\nschema_version,one\n", DW_ERROR_PARSE},
        {"key,value\nseed,1\n", DW_ERROR_PARSE},
        {"key,value\n", DW_ERROR_PARSE},
        {"name,number\nschema_version,2\n", DW_ERROR_PARSE},
        {"key,value\nschema_version,2", DW_ERROR_PARSE},
        {"", DW_ERROR_PARSE},
    };
    (void)state;
    assert_int_equal(results_check_run(folder), DW_ERROR_PARSE);
    assert_int_equal(results_check_run("/nonexistent/folder"), DW_ERROR_PARSE);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        folder_write(folder, "run.csv", rows[i].text);
        int status = results_check_run(folder);
        if (status != rows[i].status)
            fail_msg("run.csv '%s': status %d", rows[i].text, status);
    }
}

/* Where the system has a locale with a decimal comma, it changes no byte. */
static void test_locale_does_not_matter(void **state)
{
    const struct results_sample row = {.wall_ns = 0.5};
    struct results_sample last;
    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8"))
        skip();
    int status = results_write_file(&results_schema_sample, folder, &row, 1);
    int read = results_read(&results_schema_sample, folder, keep_last, &last);
    setlocale(LC_ALL, "C");
    assert_int_equal(status, DW_OK);
    assert_int_equal(read, DW_OK);
    assert_true(last.wall_ns == 0.5);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_rows_round_trip),
        TEST(test_columns_in_any_order_and_crlf),
        TEST(test_what_is_not_understood_is_refused),
        TEST(test_files_that_are_not_there),
        TEST(test_append_starts_and_goes_on),
        TEST(test_append_cuts_off_what_a_killed_run_left),
        TEST(test_append_leaves_another_file_alone),
        TEST(test_values_of_a_run),
        TEST(test_runs_of_ours_and_others),
        TEST(test_locale_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

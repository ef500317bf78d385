#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/csv.h"
#include "dispatchwise/status.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Everything that was read, as "line:[field][field]\n". */
struct seen {
    char *text;
    size_t size;
    FILE *stream;
    int stop_at; /* the row, from 1, at which the callback refuses; 0: none */
    int rows;
};

static int note(void *context, const struct base_csv_row *row)
{
    struct seen *seen = context;
    fprintf(seen->stream, "%d:", (int)row->line);
    for (size_t i = 0; i < row->count; i++) {
        assert_int_equal(strlen(row->fields[i]), row->lengths[i]);
        fprintf(seen->stream, "[%.40s]", row->fields[i]);
    }
    fputc('\n', seen->stream);
    return ++seen->rows == seen->stop_at ? DW_ERROR_INTERRUPTED : DW_OK;
}

static char *read_bytes(const char *bytes, size_t size, int stop_at, int *status)
{
    char path[] = "/tmp/test_csv_XXXXXX";
    struct seen seen = {.stop_at = stop_at};
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    seen.stream = open_memstream(&seen.text, &seen.size);
    *status = base_csv_read(path, note, &seen);
    fclose(seen.stream);
    unlink(path);
    return seen.text;
}

static void test_what_is_read(void **state)
{
    static const struct {
        const char *text, *expected;
        int status;
    } rows[] = {
        {"a,b\n1,2\n", "1:[a][b]\n2:[1][2]\n", DW_OK},
        {"a,b\r\n1,2\r\n", "1:[a][b]\n2:[1][2]\n", DW_OK},
        {"a,b\n1,2", "1:[a][b]\n2:[1][2]\n", DW_OK},
        {"\xef\xbb\xbf"
         "a,b\n1,2\n",
         "1:[a][b]\n2:[1][2]\n", DW_OK},
        {"\xef\xbb\xbf\"a\",b\n", "1:[a][b]\n", DW_OK},
        {"a\n\n\n1\n\r\n2\n", "1:[a]\n4:[1]\n6:[2]\n", DW_OK},
        {"a,b\n,\n", "1:[a][b]\n2:[][]\n", DW_OK},
        {"a\n\"x,\"\"y\"\"\"\n", "1:[a]\n2:[x,\"y\"]\n", DW_OK},
        {"a\n\"x\ny\"\n2\n", "1:[a]\n3:[x\ny]\n4:[2]\n", DW_OK},
        {"a\n\"x\r\ny\"\r\n2\r\n", "1:[a]\n3:[x\r\ny]\n4:[2]\n", DW_OK},
        {"a\n\"\"\n", "1:[a]\n2:[]\n", DW_OK},
        {"a\n\" x \"\n y \n", "1:[a]\n2:[ x ]\n3:[y]\n", DW_OK},
        {"", "", DW_ERROR_PARSE},
        {"a\r1\r", "1:[a]\n", DW_ERROR_PARSE},
        {"a\n1\r\r\n", "1:[a]\n2:[1]\n", DW_ERROR_PARSE},
        {"a\n1\r", "1:[a]\n2:[1]\n", DW_ERROR_PARSE},
        {"\n\n", "", DW_ERROR_PARSE},
        {"\xef\xbb\xbf", "", DW_ERROR_PARSE},
        {"a,b\n1\n", "1:[a][b]\n", DW_ERROR_PARSE},
        {"a,b\n1,2,3\n", "1:[a][b]\n", DW_ERROR_PARSE},
        {"a\nx\"y\n", "1:[a]\n", DW_ERROR_PARSE},
        {"a\n\"x\"y\n", "1:[a]\n", DW_ERROR_PARSE},
        {"a\n1\n\"x\n", "1:[a]\n2:[1]\n", DW_ERROR_PARSE},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int status;
        char *found = read_bytes(rows[i].text, strlen(rows[i].text), 0, &status);
        if (status != rows[i].status || strcmp(found, rows[i].expected) != 0)
            fail_msg("row %zu: status %d, read\n%s", i, status, found);
        free(found);
    }
}

static void test_nul_bytes_are_refused(void **state)
{
    static const char bytes[] = "a,b\n1,2\n3,\0004\n";
    int status;
    char *found = read_bytes(bytes, sizeof(bytes) - 1, 0, &status);
    (void)state;
    assert_int_equal(status, DW_ERROR_PARSE);
    assert_string_equal(found, "1:[a][b]\n2:[1][2]\n");
    free(found);
}

static void test_the_callback_stops(void **state)
{
    int status;
    char *found = read_bytes("a\n1\n2\n3\n", 8, 2, &status);
    (void)state;
    assert_int_equal(status, DW_ERROR_INTERRUPTED);
    assert_string_equal(found, "1:[a]\n2:[1]\n");
    free(found);
}

/* "a\n", then a field of length bytes, quoted or not. */
static int read_long(size_t length, bool quoted)
{
    char *bytes = malloc(length + 8);
    size_t size = 2;
    int status;
    assert_non_null(bytes);
    memcpy(bytes, "a\n", 2);
    if (quoted)
        bytes[size++] = '"';
    memset(bytes + size, 'x', length);
    size += length;
    if (quoted)
        bytes[size++] = '"';
    bytes[size++] = '\n';
    free(read_bytes(bytes, size, 0, &status));
    free(bytes);
    return status;
}

static void test_long_fields(void **state)
{
    (void)state;
    for (int quoted = 0; quoted < 2; quoted++) {
        assert_int_equal(read_long(100000, quoted), DW_OK);
        assert_int_equal(read_long(1024 * 1024, quoted), DW_OK);
        assert_int_equal(read_long(1024 * 1024 + 1, quoted), DW_ERROR_PARSE);
        assert_int_equal(read_long(3 * 1024 * 1024, quoted), DW_ERROR_PARSE);
    }
}

static void test_wide_rows(void **state)
{
    char *commas = malloc(5001);
    int status;
    (void)state;
    assert_non_null(commas);
    memset(commas, ',', 5000);
    commas[4095] = '\n';
    free(read_bytes(commas, 4096, 0, &status));
    assert_int_equal(status, DW_OK);
    commas[4095] = ',';
    commas[5000] = '\n';
    free(read_bytes(commas, 5001, 0, &status));
    assert_int_equal(status, DW_ERROR_PARSE);
    free(commas);
}

static void test_rows_across_blocks(void **state)
{
    char *text = NULL, *expected = NULL, *found;
    size_t size, expected_size;
    FILE *in = open_memstream(&text, &size), *out = open_memstream(&expected, &expected_size);
    int status;
    (void)state;
    fputs("n,square\n", in);
    fputs("1:[n][square]\n", out);
    for (int i = 2; i < 30000; i++) {
        fprintf(in, "%d,\"%d\"\n", i, i * i % 1000);
        fprintf(out, "%d:[%d][%d]\n", i, i, i * i % 1000);
    }
    fclose(in);
    fclose(out);
    found = read_bytes(text, size, 0, &status);
    assert_int_equal(status, DW_OK);
    assert_string_equal(found, expected);
    free(found);
    free(text);
    free(expected);
}

static void test_no_file(void **state)
{
    struct seen seen = {.rows = 0};
    (void)state;
    assert_int_equal(base_csv_read("/nonexistent/file.csv", note, &seen), DW_ERROR_IO);
    assert_int_equal(base_csv_read("/tmp", note, &seen), DW_ERROR_IO);
}

static int map(const char *const *fields, size_t count, const unsigned char *optional,
               int positions[3])
{
    static const char *const names[] = {"one", "two", "three"};
    char *copies[4];
    struct base_csv_row row = {.file = "x", .line = 1, .count = count, .fields = copies};
    int status;
    for (size_t i = 0; i < count; i++)
        copies[i] = strdup(fields[i]);
    status = base_csv_map_header(&row, names, optional, 3, positions);
    for (size_t i = 0; i < count; i++)
        free(copies[i]);
    return status;
}

static void test_headers(void **state)
{
    static const unsigned char optional[] = {0, 1, 0};
    int at[3];
    (void)state;
    assert_int_equal(map((const char *const[]){"three", "one", "two"}, 3, NULL, at), DW_OK);
    assert_int_equal(at[0], 1);
    assert_int_equal(at[1], 2);
    assert_int_equal(at[2], 0);
    assert_int_equal(map((const char *const[]){"three", "one"}, 2, NULL, at), DW_ERROR_PARSE);
    assert_int_equal(map((const char *const[]){"three", "one"}, 2, optional, at), DW_OK);
    assert_int_equal(at[1], -1);
    assert_int_equal(map((const char *const[]){"three", "two"}, 2, optional, at), DW_ERROR_PARSE);
    assert_int_equal(map((const char *const[]){"one", "two", "three", "four"}, 4, NULL, at),
                     DW_ERROR_PARSE);
    assert_int_equal(map((const char *const[]){"one", "two", "three", "one"}, 4, NULL, at),
                     DW_ERROR_PARSE);
    assert_int_equal(map((const char *const[]){"One", "two", "three"}, 3, NULL, at),
                     DW_ERROR_PARSE);
}

static void test_fields_round_trip(void **state)
{
    static const char *const fields[] = {"plain",    "",   "a,b",        "\"",   "two\nlines",
                                         " padded ", "\t", "cr\rlf\r\n", "it's", "\xc3\xa9"};
    char *text = NULL, *expected = NULL, *found;
    size_t size, expected_size;
    FILE *in = open_memstream(&text, &size), *out = open_memstream(&expected, &expected_size);
    int status;
    (void)state;
    for (size_t i = 0; i < COUNT(fields); i++) {
        fputs(i > 0 ? "," : "", in);
        base_csv_write_field(in, fields[i]);
        fprintf(out, "%s[%s]", i > 0 ? "" : "4:", fields[i]);
    }
    fputc('\n', in);
    fputc('\n', out);
    fclose(in);
    fclose(out);
    found = read_bytes(text, size, 0, &status);
    assert_int_equal(status, DW_OK);
    assert_string_equal(found, expected);
    assert_memory_equal(text, "plain,,\"a,b\",\"\"\"\"", 17);
    free(found);
    free(text);
    free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_read),
        cmocka_unit_test(test_nul_bytes_are_refused),
        cmocka_unit_test(test_the_callback_stops),
        cmocka_unit_test(test_long_fields),
        cmocka_unit_test(test_wide_rows),
        cmocka_unit_test(test_rows_across_blocks),
        cmocka_unit_test(test_no_file),
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_fields_round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

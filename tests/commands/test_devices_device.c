/* The list of devices, and how one of them is chosen. */
#include "run/table.h"

static struct outcome outcome;

static const char *const columns[] = {"index",          "name",
                                      "kind",           "uuid",
                                      "api_version",    "driver",
                                      "driver_version", "cores",
                                      "queue_families", "timestamp_period_ns",
                                      "timestamp_bits", "descriptor_indexing",
                                      "loop_limit",     "processors_near",
                                      "host",           "layers"};

static void the_csv_is_whole(void **state)
{
    struct table table;
    (void)state;
    EXPECT(&outcome, 0, "dispatchwise devices --csv >devices.csv");
    table_read(&table, "devices.csv");
    assert_int_equal(table.columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < table.columns; i++)
        assert_string_equal(table.cells[i], columns[i]);
    assert_true(table.rows >= 2);
    for (size_t row = 1; row < table.rows; row++) {
        const char *limit = table_text(&table, row, "loop_limit");
        assert_int_equal((size_t)table_number(&table, row, "index"), row - 1);
        assert_true(strlen(table_text(&table, row, "name")) > 0);
        assert_int_equal(strlen(table_text(&table, row, "uuid")), 32);
        assert_true(table_number(&table, row, "timestamp_period_ns") > 0);
        expect_text(table_text(&table, row, "queue_families"), "(launches)");
        if (strstr(table_text(&table, row, "name"), "llvmpipe")) {
            assert_string_equal(table_text(&table, row, "kind"), "cpu");
            assert_string_equal(limit, "65535");
            expect_text(table_text(&table, row, "host"), "threads");
        } else if (strcmp(limit, "none") != 0) {
            assert_true(table_number(&table, row, "loop_limit") > 0);
        }
    }
    table_free(&table);
}

static void the_list_says_the_same(void **state)
{
    struct table table;
    (void)state;
    EXPECT(&outcome, 0, "dispatchwise devices --csv >devices.csv && dispatchwise devices");
    assert_string_equal(outcome.err, "");
    table_read(&table, "devices.csv");
    for (size_t row = 1; row < table.rows; row++)
        for (size_t i = 1; i < table.columns; i++)
            expect_text(outcome.out, table.cells[row * table.columns + i]);
    table_free(&table);
    if (access("/dev/full", W_OK) == 0) {
        EXPECT(&outcome, 1, "dispatchwise devices >/dev/full");
        expect_text(outcome.err, "standard output: cannot be written");
    }
}

/* Index, part of the name in any case, UUID with dashes or without: the same device. */
static void a_device_is_chosen(void **state)
{
    char uuid[40], name[300];
    struct table table;
    (void)state;
    EXPECT(&outcome, 0, "dispatchwise devices --csv >devices.csv");
    table_read(&table, "devices.csv");
    snprintf(uuid, sizeof uuid, "%s", table_text(&table, 1, "uuid"));
    snprintf(name, sizeof name, "%s", table_text(&table, 1, "name"));
    const size_t devices = table.rows - 1;
    table_free(&table);
    EXPECT(&outcome, 0, "dispatchwise policy --device 0 batch_size=2 >by-index");
    EXPECT(&outcome, 0, "dispatchwise policy --device %s batch_size=2 | cmp - by-index", uuid);
    EXPECT(&outcome, 0,
           "dispatchwise policy --device $(echo %s | tr a-f A-F | sed 's/^.\\{8\\}/&-/') "
           "batch_size=2 | cmp - by-index",
           uuid);
    if (devices == 1)
        EXPECT(&outcome, 0,
               "dispatchwise policy --device \"$(echo '%.6s' | tr a-z A-Z)\" batch_size=2 | "
               "cmp - by-index",
               name);
}

static void a_device_that_is_not_there(void **state)
{
    static const char *const selectors[] = {
        "77", "nosuchdevice", "-1", "''", "0x0", "00000000000000000000000000000000f"};
    (void)state;
    for (size_t i = 0; i < sizeof selectors / sizeof selectors[0]; i++) {
        EXPECT(&outcome, 2, "dispatchwise policy --device %s batch_size=2", selectors[i]);
        expect_text(outcome.err, "no such device; there are:\n  0  ");
        EXPECT(&outcome, 2, "dispatchwise run --device %s --budget 1 -o new", selectors[i]);
        expect_text(outcome.err, "no such device; there are:\n  0  ");
        EXPECT(&outcome, 0, "[ ! -e new ]");
    }
}

/* A run as it is, watched by the validation layer. */
static void a_run_is_valid(void **state)
{
    (void)state;
    write_text("shapes.csv", "workload,wait,launches,groups,steps\n"
                             "spin,batch,20,2,3\nmatmul,each,3,2,2\n");
    shell(&outcome, "DISPATCHWISE_VALIDATE=1 dispatchwise devices");
    if (outcome.code != 0) {
        expect_text(outcome.err, "vulkan-validationlayers");
        skip();
    }
    EXPECT(&outcome, 0,
           "DISPATCHWISE_VALIDATE=1 dispatchwise run --shapes shapes.csv --budget 6 -q -o valid");
    expect_no_text(outcome.err, "validation");
    expect_text(run_value("valid", "environment"), "DISPATCHWISE_VALIDATE=1");
    EXPECT(&outcome, 1, "grep -E ',(wrong_result|timeout|device_lost),' valid/summary.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_csv_is_whole),   cmocka_unit_test(the_list_says_the_same),
        cmocka_unit_test(a_device_is_chosen), cmocka_unit_test(a_device_that_is_not_there),
        cmocka_unit_test(a_run_is_valid),
    };
    const int devices = system("'" DISPATCHWISE_PROGRAM "' devices >/dev/null 2>&1");
    if (WIFEXITED(devices) && WEXITSTATUS(devices) == 77)
        return 77;
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

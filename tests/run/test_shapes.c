/* The user's own instances: what --shapes takes, and how it refuses the rest. */
#include "table.h"

#include <stdbool.h>

#include "dispatchwise/status.h"
#include "run/shapes.h"

#define HEADER "workload,wait,launches,groups,steps,repeats\n"

static struct outcome outcome;

static const struct measure_facts facts = {.loop_limit = 65535,
                                           .max_output_words = 1 << 20,
                                           .max_resources = 28,
                                           .max_buffer_words = 1 << 20};

static void good_files(void **state)
{
    static const struct row {
        const char *text;
        const char *workload;
        struct workload_shape shape;
        const char *name;
    } rows[] = {
        {HEADER "spin,batch,1000,2,3,100\n", "spin",
         WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1000, 2, 3, 100), "n1000-g2-s3-r100"},
        {HEADER "spin,each,7,2,3,1\r\n", "spin", WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 7, 2, 3, 1),
         "n7-g2-s3-r1"},
        {"workload\nsaxpy\n", "saxpy", WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 1, 1),
         "n1-g1-s1-r1"},
        {"workload\r\nsaxpy\r\n", "saxpy", WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 1, 1),
         "n1-g1-s1-r1"},
        {"\xef\xbb\xbfsteps,workload,launches\n5,spin,20\n", "spin",
         WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 20, 1, 5, 1), "n20-g1-s5-r1"},
        {HEADER "spin,,,,,\n", "spin", WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 1, 1),
         "n1-g1-s1-r1"},
        {HEADER "\"spin\",\"each\",\"12\",\"1\",\"1\",\"1\"\n", "spin",
         WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 12, 1, 1, 1), "n12-g1-s1-r1"},
        {"\"wait\",\"workload\"\n\n\neach,matmul\n\n", "matmul",
         WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 1, 1, 1, 1), "n1-g1-s1-r1"},
        {HEADER "spin,batch,1,1,65535,1\n", "spin",
         WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 65535, 1), "n1-g1-s65535-r1"},
        {"workload,repeats\nspin,4294967295\n", "spin",
         WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 1, UINT32_MAX), "n1-g1-s1-r4294967295"},
        {"workload,launches", NULL, {0}, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct grid_instance *instances = NULL;
        size_t count = 0;
        write_text("good.csv", rows[i].text);
        const int status = run_read_shapes("good.csv", &facts, &instances, &count);
        assert_int_equal(status, rows[i].workload ? DW_OK : DW_ERROR_PARSE);
        if (status != DW_OK)
            continue;
        assert_int_equal(count, 1);
        assert_string_equal(instances[0].workload->name, rows[i].workload);
        assert_string_equal(instances[0].name, rows[i].name);
        assert_int_equal(instances[0].shape.wait, rows[i].shape.wait);
        assert_int_equal(instances[0].shape.launches, rows[i].shape.launches);
        assert_int_equal(instances[0].shape.groups, rows[i].shape.groups);
        assert_int_equal(instances[0].shape.steps, rows[i].shape.steps);
        assert_int_equal(instances[0].shape.repeats, rows[i].shape.repeats);
        free(instances);
    }
}

/* Each row is refused by line and column, whatever good rows stand before it. */
static const struct {
    const char *row, *message;
} bad_rows[] = {
    {"spun,batch,1,1,1,1\n", ":3: column workload: expected a workload (did you mean spin?), found "
                             "'spun'"},
    {",batch,1,1,1,1\n", ":3: column workload: expected a workload, found ''"},
    {"Spin,batch,1,1,1,1\n", ":3: column workload:"},
    {"spin,Each,1,1,1,1\n", ":3: column wait: expected each or batch, found 'Each'"},
    {"spin,never,1,1,1,1\n", ":3: column wait:"},
    {"spin,batch,0,1,1,1\n", ":3: column launches: expected a whole number from 1 to 4294967295, "
                             "found '0'"},
    {"spin,batch,-1,1,1,1\n", ":3: column launches:"},
    {"spin,batch,1.5,1,1,1\n", ":3: column launches:"},
    {"spin,batch,1e3,1,1,1\n", ":3: column launches:"},
    {"spin,batch,many,1,1,1\n", ":3: column launches:"},
    {"spin,batch,4294967296,1,1,1\n", ":3: column launches:"},
    {"spin,batch,18446744073709551617,1,1,1\n", ":3: column launches:"},
    {"spin,batch,1,0,1,1\n", ":3: column groups:"},
    {"spin,batch,1,65536,1,1\n", ":3: column groups: 65536: 1 to 65535"},
    {"spin,batch,1,1,0,1\n", ":3: column steps:"},
    {"matmul,batch,1,1,4294967295,1\n", ":3: column steps: 4294967295: more than"},
    {"spin,batch,1,1,1,0\n", ":3: column repeats:"},
    {"spin,batch,1,1,65536,1\n", ":3: column steps: expected work within the device's loop limit "
                                 "of 65535, found '65536'"},
    {"spin,batch,65536,65535,1,1\n", ":3: column launches: 65536: "},
    {"spin,batch,2147483648,1,1,1\n", ":3: column launches: 2147483648: "},
    {"spin,batch,1000,1\n", ":3: the row has 4 fields, the header 6"},
    {"spin,batch,1,1,1,1,1\n", ":3: the row has 7 fields, the header 6"},
    {"spin,batch,1000,1,1,1\n", ":3: column workload: expected an instance that is not listed yet"},
    {"spin,,1000,,,\n", ":3: column workload: expected an instance that is not listed yet"},
    {"spin,\"batch,1,1,1,1\n", ":3: the file ends inside a quoted field"},
    {"spin,ba\"tch,1,1,1,1\n", ":3: a quote inside a field"},
};

static void bad_rows_are_named(void **state)
{
    char text[512];
    (void)state;
    write_text("sim.csv", "key,value\nloop_limit,65535\n");
    for (size_t i = 0; i < sizeof bad_rows / sizeof bad_rows[0]; i++) {
        snprintf(text, sizeof text, HEADER "spin,batch,1000,1,1,1\n%s", bad_rows[i].row);
        write_text("bad.csv", text);
        shell(&outcome,
              "dispatchwise run --device sim:sim.csv --shapes bad.csv --budget 1 -q -o new");
        if (outcome.code != 2)
            fail_msg("%s: exit code %d\n%s", bad_rows[i].row, outcome.code, outcome.err);
        expect_text(outcome.err, bad_rows[i].message);
        expect_text(outcome.err, "bad.csv:3: ");
        if (strchr(outcome.err, '\n') != strrchr(outcome.err, '\n'))
            fail_msg("%s: more than one line\n%s", bad_rows[i].row, outcome.err);
        EXPECT(&outcome, 0, "[ ! -e new ]");
    }
}

/* What is wrong with the second kernel is said of its columns. */
static void bad_second_kernels_are_named(void **state)
{
    static const struct {
        const char *row, *message;
    } rows[] = {
        {"1,1,200000", ":2: column b_steps: expected work within the device's loop limit of 65535, "
                       "found '200000'"},
        {"1,65536,1", ":2: column b_groups: 65536: at most 65535"},
        {"1,1,16777217", ":2: column b_steps: 16777217: at least 1"},
        {"40000,65535,1", ":2: column b_groups: 65535: launches * b_groups at most 2147483648"},
        {"8388608,2,1", ":2: column b_groups: 2: the output would need 4 GiB or more"},
    };
    char text[128];
    (void)state;
    write_text("sim.csv", "key,value\nloop_limit,65535\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        snprintf(text, sizeof text, "workload,launches,b_groups,b_steps\nspin,%s\n", rows[i].row);
        write_text("bad.csv", text);
        EXPECT(&outcome, 2,
               "dispatchwise run --device sim:sim.csv --shapes bad.csv --budget 1 -q -o new");
        expect_text(outcome.err, rows[i].message);
        EXPECT(&outcome, 0, "[ ! -e new ]");
    }
}

static void bad_files_are_named(void **state)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"", "bad.csv:1: no header row"},
        {HEADER, "bad.csv: no instances"},
        {"wait,launches\nbatch,1\n", "bad.csv:1: column workload is missing"},
        {"workload,launch\nspin,1\n", "unknown column 'launch'; did you mean launches?"},
        {"workload,workload\nspin,spin\n", "column workload stands twice"},
        {"spin,batch,1,1,1,1\n", "bad.csv:1: unknown column 'spin'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        write_text("bad.csv", rows[i].text);
        EXPECT(&outcome, 2, "dispatchwise run --device sim --shapes bad.csv --budget 1 -q -o new");
        expect_text(outcome.err, rows[i].message);
        EXPECT(&outcome, 0, "[ ! -e new ]");
    }
    EXPECT(&outcome, 1, "dispatchwise run --device sim --shapes none.csv --budget 1 -q -o new");
    expect_text(outcome.err, "none.csv: cannot be opened");
    EXPECT(&outcome, 0, "mkdir mine && echo kept >mine/notes");
    EXPECT(&outcome, 2, "dispatchwise run --device sim --shapes bad.csv --budget 1 -q -o mine");
    EXPECT(&outcome, 0, "ls -A mine");
    assert_string_equal(outcome.out, "notes\n");
}

static void what_the_device_cannot_hold(void **state)
{
    static const struct {
        const char *text;
        int status;
    } rows[] = {
        {"workload,launches,groups\nspin,64,256\n", DW_OK},          /* 2^20 words, all there are */
        {"workload,launches,groups\nspin,65,256\n", DW_ERROR_PARSE}, /* a region more */
        {"workload,launches,groups\nspin,1,65535\n", DW_ERROR_PARSE},
        {"workload,launches,b_groups\nspin,64,256\n", DW_OK}, /* the second kernel, likewise */
        {"workload,launches,b_groups\nspin,65,256\n", DW_ERROR_PARSE},
        {"workload,launches,b_groups\nspin,1,65535\n", DW_ERROR_PARSE},
        {"workload,b_groups,b_steps\nspin,1,65535\n", DW_OK},
        {"workload,b_groups,b_steps\nspin,1,65536\n", DW_ERROR_PARSE},
        {"workload,groups,steps,b_groups\nspin,1,65535,1\n", DW_OK},
        {"workload,resources,b_groups,b_steps\nspin,20,1,65520\n", DW_ERROR_PARSE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct grid_instance *instances = NULL;
        size_t count = 0;
        write_text("large.csv", rows[i].text);
        assert_int_equal(run_read_shapes("large.csv", &facts, &instances, &count), rows[i].status);
        free(instances);
    }
}

/* All of it is in the plan and in the summary, in the order of the file. */
static void the_run_has_exactly_these(void **state)
{
    struct table table;
    (void)state;
    write_text("mine.csv", "launches,workload,wait\n30,spin,batch\n4,saxpy,each\n30,saxpy,batch\n");
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim --shapes mine.csv --budget 1 -q -o mine-run");
    table_read(&table, "mine-run/instances.csv");
    assert_int_equal(table.rows, 4);
    assert_string_equal(table_text(&table, 1, "workload"), "spin");
    assert_string_equal(table_text(&table, 1, "instance"), "n30-g1-s1-r1");
    assert_string_equal(table_text(&table, 2, "wait"), "each");
    assert_string_equal(table_text(&table, 2, "launches"), "4");
    assert_string_equal(table_text(&table, 3, "workload"), "saxpy");
    table_free(&table);
    EXPECT(&outcome, 0, "tail -n +2 mine-run/summary.csv | cut -d, -f1,2 | sort -u | wc -l");
    assert_string_equal(outcome.out, "3\n");
    assert_string_equal(run_value("mine-run", "shapes"), "mine.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files),
        cmocka_unit_test(bad_rows_are_named),
        cmocka_unit_test(bad_second_kernels_are_named),
        cmocka_unit_test(bad_files_are_named),
        cmocka_unit_test(what_the_device_cannot_hold),
        cmocka_unit_test(the_run_has_exactly_these),
    };
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

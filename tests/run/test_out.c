/* Where a run cannot be written: said before anything is measured, or as soon as the disk is full.
 */
#include "table.h"

#include <stdbool.h>

static struct outcome outcome;

#define RUN "dispatchwise run --device sim --shapes shapes.csv --budget 2 -q"

static int make_shapes(void **state)
{
    if (program_enter(state) != 0)
        return -1;
    write_text("shapes.csv", "workload,wait,launches\nspin,batch,100\nspin,each,10\n");
    return 0;
}

static void places_that_take_no_run(void **state)
{
    static const struct {
        const char *prepare, *out;
    } rows[] = {
        {"echo mine >file", "file"},
        {"echo mine >file", "file/run"},
        {":", "/proc/none"},
        {":", "/dev/full"},
        {":", "/dev/null/run"},
        {":", "''"},
        {"ln -sfn nowhere link", "link"},
        {":", "$(printf '%0300d' 0)"},
        {":", "$(yes longer | head -n 700 | tr '\\n' /)"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        EXPECT(&outcome, 0, "%s", rows[i].prepare);
        shell(&outcome, RUN " -o %s", rows[i].out);
        if (outcome.code != 1 && outcome.code != 2)
            fail_msg("-o %s: exit code %d\n%s", rows[i].out, outcome.code, outcome.err);
        if (!*outcome.err || strstr(outcome.err, "process "))
            fail_msg("-o %s:\n%s", rows[i].out, outcome.err);
    }
    EXPECT(&outcome, 0, "cat file && [ ! -e nowhere ]");
    assert_string_equal(outcome.out, "mine\n");
}

/* Root writes where nobody else may: the program is then run as nobody. */
static void a_folder_that_is_read_only(void **state)
{
    const char *as = "";
    (void)state;
    if (geteuid() == 0) {
        shell(&outcome, "setpriv --reuid 65534 --regid 65534 --clear-groups test -x '%s'",
              DISPATCHWISE_PROGRAM);
        if (outcome.code != 0)
            skip();
        as = "setpriv --reuid 65534 --regid 65534 --clear-groups ";
    }
    EXPECT(&outcome, 0, "mkdir -p locked && chmod 555 locked && chmod 644 shapes.csv");
    EXPECT(&outcome, 1, "%s'%s' run --device sim --shapes shapes.csv --budget 2 -o locked", as,
           DISPATCHWISE_PROGRAM);
    expect_text(outcome.err, "locked/run.lock");
    expect_text(outcome.err, "cannot be written: Permission denied");
    expect_no_text(outcome.err, "process ");
    EXPECT(&outcome, 1, "%s'%s' run --device sim --shapes shapes.csv --budget 2 -o locked/new", as,
           DISPATCHWISE_PROGRAM);
    expect_text(outcome.err, "locked/new: the folder cannot be made: Permission denied");
    EXPECT(&outcome, 0, "[ -z \"$(ls -A locked)\" ]");
}

/* Files may grow to so many blocks of 512 bytes and no further. */
#define LIMITED(blocks) "trap '' XFSZ; ulimit -f " blocks "; "

static void a_disk_that_is_full_while_sampling(void **state)
{
    struct table table;
    (void)state;
    EXPECT(&outcome, 1, LIMITED("80") RUN " -o full");
    expect_text(outcome.err, "samples.csv: cannot be written: ");
    EXPECT(&outcome, 0, "[ $(tail -c 1 full/samples.csv | od -An -tx1) = 0a ]");
    table_read(&table, "full/samples.csv");
    assert_true(table.rows > 100);
    for (size_t row = 1; row < table.rows; row++)
        assert_true(table_number(&table, row, "wall_ns") > 0);
    table_free(&table);
    /* Once there is room again. */
    EXPECT(&outcome, 0, "dispatchwise run --resume --budget 2 -q -o full");
    EXPECT(&outcome, 0, "tail -n +2 full/samples.csv | cut -d, -f5 | sort -u | wc -l");
    assert_true(atoi(outcome.out) >= 5);
}

static void a_disk_that_is_full_at_the_plan(void **state)
{
    (void)state;
    EXPECT(&outcome, 1, LIMITED("1") RUN " -o none");
    expect_text(outcome.err, "none/run.csv: cannot be written: ");
    EXPECT(&outcome, 0, "ls -A none");
    assert_string_equal(outcome.out, "instances.csv\n");
    EXPECT(&outcome, 0, RUN " -o none");
}

/* A real file system without room, where the test may mount one. */
static void a_small_file_system(void **state)
{
    (void)state;
    shell(&outcome, "mkdir small && unshare -m true");
    if (outcome.code != 0)
        skip();
    EXPECT(&outcome, 0,
           "unshare -m sh -c 'mount -t tmpfs -o size=64k none small || exit 3; \"%s\" run --device "
           "sim --shapes shapes.csv --budget 2 -q -o small/run; code=$?; cp -r small/run kept; "
           "exit $((code == 1 ? 0 : 9))'",
           DISPATCHWISE_PROGRAM);
    expect_text(outcome.err, "cannot be written: No space left on device");
    EXPECT(&outcome, 0, "dispatchwise run --resume --budget 2 -q -o kept");
}

static void a_run_of_its_own_gets_a_new_folder(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, RUN " && " RUN " && ls -d dispatchwise-results/2*/summary.csv | wc -l");
    assert_string_equal(outcome.out, "2\n");
    /* One that comes to nothing leaves none. */
    EXPECT(&outcome, 2, "dispatchwise run --device sim --shapes shapes.csv --workload saxpy");
    EXPECT(&outcome, 0, "ls dispatchwise-results | wc -l");
    assert_string_equal(outcome.out, "2\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_that_take_no_run),
        cmocka_unit_test(a_folder_that_is_read_only),
        cmocka_unit_test(a_disk_that_is_full_while_sampling),
        cmocka_unit_test(a_disk_that_is_full_at_the_plan),
        cmocka_unit_test(a_small_file_system),
        cmocka_unit_test(a_run_of_its_own_gets_a_new_folder),
    };
    return cmocka_run_group_tests(tests, make_shapes, program_leave);
}

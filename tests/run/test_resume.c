/* Runs that are gone on with, and folders that are none. Killed processes are
 * test_killed_device.c's.
 */
#include "table.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/file.h>

static struct outcome outcome;

/* A whole small run in base, for tests to copy and spoil. */
static int make_base(void **state)
{
    if (program_enter(state) != 0)
        return -1;
    write_text("shapes.csv",
               "workload,wait,launches\nspin,batch,100\nspin,each,10\nsaxpy,batch,20\n");
    shell(&outcome, "dispatchwise run --device sim --shapes shapes.csv --budget 2 -q -o base");
    return outcome.code;
}

static void expect_whole(const char *out)
{
    char path[64];
    struct table table;
    unsigned seen[3] = {0};
    snprintf(path, sizeof path, "%s/summary.csv", out);
    table_read(&table, path);
    for (size_t row = 1; row < table.rows; row++)
        if (table_runs(&table, row))
            assert_true(table_number(&table, row, "wall_ns") > 0);
    table_free(&table);
    snprintf(path, sizeof path, "%s/samples.csv", out);
    table_read(&table, path);
    for (size_t row = 1; row < table.rows; row++) {
        const char *name = table_text(&table, row, "instance");
        const size_t instance = name[2] == '0' && name[3] == '0' ? 0 : name[1] == '1' ? 1 : 2;
        seen[instance] |= 1u << (unsigned)table_number(&table, row, "process");
    }
    table_free(&table);
    for (size_t i = 0; i < 3; i++)
        if (__builtin_popcount(seen[i]) < 5)
            fail_msg("instance %zu has only the processes 0x%x", i, seen[i]);
}

/* The rest of a run of which only the first so many lines of samples are left, and some bytes. */
static void a_cut_run_goes_on(void **state)
{
    static const struct {
        int lines, bytes;
    } rows[] = {{0, 0}, {0, 20}, {1, 0}, {1, 30}, {40, 0}, {40, 1}, {40, 60}, {700, 25}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        EXPECT(&outcome, 0,
               "rm -rf cut; cp -r base cut; rm cut/summary.csv; "
               "{ head -n %d base/samples.csv; tail -n +%d base/samples.csv | head -c %d; } "
               ">cut/samples.csv",
               rows[i].lines, rows[i].lines + 1, rows[i].bytes);
        EXPECT(&outcome, 0, "dispatchwise run --resume --budget 2 -q -o cut");
        assert_string_equal(outcome.err, "");
        expect_whole("cut");
        EXPECT(&outcome, 0, "head -n %d base/samples.csv | cmp - cut/samples.csv -n %s",
               rows[i].lines > 1 ? rows[i].lines : 1,
               rows[i].lines > 1 ? "$(head -n 40 base/samples.csv | wc -c)"
                                 : "$(head -n 1 base/samples.csv | wc -c)");
    }
    EXPECT(&outcome, 0,
           "rm -rf cut; cp -r base cut; truncate -s -7 cut/arms.csv; "
           "rm cut/samples.csv; dispatchwise run --resume --budget 2 -q -o cut");
    expect_whole("cut");
}

/* A run of which the first process was killed once it had opened its arms: the five after it take
 * device spans, and cross the axes that pay off, as they would have done. */
static void what_the_first_process_would_have_done(void **state)
{
    struct table table;
    (void)state;
    write_text("axes.csv", "key,value\nworld,pipeline\nnoise,0\nspan_noise,0\noutlier_rate,0\n");
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim:axes.csv --shapes shapes.csv --budget 0.001 -q -o early");
    EXPECT(&outcome, 0,
           "cp -r early late && rm late/summary.csv && "
           "head -n 1 early/samples.csv >late/samples.csv && "
           "grep -v ',[1-9],[a-z_]*,' early/arms.csv >late/arms.csv");
    EXPECT(&outcome, 0, "dispatchwise run --resume --budget 0.001 -q -o late");
    table_read(&table, "late/samples.csv");
    assert_int_equal((int)table_number(&table, 1, "process"), 1);
    table_free(&table);
    table_read(&table, "late/summary.csv");
    for (size_t row = 1; row < table.rows; row++)
        if (!strchr(table_text(&table, row, "arm"), '+') &&
            strcmp(table_text(&table, row, "status"), "ok") == 0)
            assert_true(table_number(&table, row, "gpu_ns") > 0);
    table_free(&table);
    EXPECT(&outcome, 0,
           "for run in early late; do cut -d, -f1-3,9 $run/summary.csv | sort >$run.arms; done; "
           "grep -c +waiting= early.arms && cmp early.arms late.arms");
}

static void a_whole_run_is_only_summed_up(void **state)
{
    (void)state;
    EXPECT(&outcome, 0,
           "cp -r base whole; rm whole/summary.csv; "
           "dispatchwise run --resume -q -o whole && diff -r base whole");
}

/* What makes it no run, or not the whole plan, is named; nothing is written. */
static void other_folders_are_left_alone(void **state)
{
    static const struct {
        const char *spoil, *message;
    } rows[] = {
        {"rm -r bad", "bad is not a run's folder: it has no run.csv"},
        {"rm bad/*; echo mine >bad/notes", "bad is not a run's folder: it has no run.csv"},
        {"rm bad/run.csv", "bad is not a run's folder: it has no run.csv"},
        {"printf 'a,b\\n1,2\\n' >bad/run.csv", "bad/run.csv:1: unknown column 'a'"},
        {"printf 'key,value\\n' >bad/run.csv", "no schema_version"},
        {"sed -i s/^schema_version,2/schema_version,9/ bad/run.csv", "schema version '9'"},
        {"truncate -s -3 bad/run.csv", "bad/run.csv: the last line is cut off"},
        {"head -n -1 base/run.csv >bad/run.csv", "bad/run.csv: the key instances is missing"},
        {"head -n 5 base/run.csv >bad/run.csv", "bad/run.csv: "},
        {"truncate -s 0 bad/run.csv", "bad/run.csv:1: no header row"},
        {"truncate -s -3 bad/instances.csv", "bad/instances.csv: the last line is cut off"},
        {"head -n -1 base/instances.csv >bad/instances.csv",
         "bad/instances.csv: 2 instances, but run.csv says 3"},
        {"head -n 1 base/instances.csv >bad/instances.csv",
         "bad/instances.csv: 0 instances, but run.csv says 3"},
        {"rm bad/instances.csv", "bad/instances.csv: cannot be opened"},
        {"sed -i 2s/spin/spun/ bad/instances.csv", "arms.csv: spin "},
        {"sed -i 2s/,100,/,x,/ bad/instances.csv", "bad/instances.csv:2: column launches"},
        {"sed -i 2s/^[a-z]*/stencil/ bad/samples.csv", "samples.csv: stencil "},
        {"sed -i 1s/wall_ns/wall/ bad/samples.csv", "bad/samples.csv"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        EXPECT(&outcome, 0,
               "rm -rf bad kept; cp -r base bad; %s; rm -f bad/summary.csv; "
               "[ ! -d bad ] || cp -r bad kept",
               rows[i].spoil);
        shell(&outcome, "dispatchwise run --device sim --resume -q -o bad");
        if (outcome.code != 2 && !(outcome.code == 1 && (strstr(rows[i].spoil, "rm bad/inst") ||
                                                         strstr(rows[i].spoil, "1s/"))))
            fail_msg("%s: exit code %d\n%s", rows[i].spoil, outcome.code, outcome.err);
        expect_text(outcome.err, rows[i].message);
        EXPECT(&outcome, 0, "if [ -d kept ]; then diff -r bad kept; else [ ! -e bad ]; fi");
    }
}

static void a_run_is_not_overwritten(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, "rm -rf taken kept; cp -r base taken; cp -r base kept");
    EXPECT(&outcome, 2, "dispatchwise run --device sim --shapes shapes.csv -q -o taken");
    expect_text(outcome.err, "taken holds a run already: --resume");
    EXPECT(&outcome, 2, "dispatchwise tune --device sim -q -o taken");
    EXPECT(&outcome, 0, "diff -r taken kept");
    EXPECT(&outcome, 2, "dispatchwise run --device sim --resume");
    expect_text(outcome.err, "--resume needs --out");
    /* A run whose samples are gone is no verdict on the device, and a folder is no file. */
    EXPECT(&outcome, 2, "rm taken/samples.csv; dispatchwise compare kept taken");
    EXPECT(&outcome, 1, "mkdir taken/samples.csv; dispatchwise score taken");
    expect_text(outcome.err, "Is a directory");
    EXPECT(&outcome, 0, "dispatchwise run --device sim --resume --budget 1 -q -o kept");
    expect_text(outcome.err, "--device changes nothing");
    expect_no_text(outcome.err, "--shapes");
}

/* The lock of a folder, taken as by a run of that process. */
static int take_lock(const char *path, long process)
{
    char host[65] = "", text[128];
    const int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    assert_int_equal(gethostname(host, sizeof host - 1), 0);
    const int length = snprintf(text, sizeof text, "%ld %s\n", process, host);
    assert_true(lock >= 0 && flock(lock, LOCK_EX) == 0 && write(lock, text, (size_t)length) > 0);
    return lock;
}

static void a_folder_is_held_by_one_run(void **state)
{
    char holder[64];
    (void)state;
    EXPECT(&outcome, 0, "rm -rf held kept; cp -r base held; cp -r base kept");
    const int lock = take_lock("held/run.lock", getpid());
    EXPECT(&outcome, 2, "dispatchwise run --resume -q -o held");
    expect_text(outcome.err, "held: another run is measuring in this folder, process ");
    snprintf(holder, sizeof holder, "process %ld on ", (long)getpid());
    expect_text(outcome.err, holder);
    EXPECT(&outcome, 2, "dispatchwise tune --device sim -q -o held");
    expect_text(outcome.err, holder);
    EXPECT(&outcome, 0, "rm held/run.lock; diff -r held kept");
    close(lock);
    EXPECT(&outcome, 0, "dispatchwise run --resume -q -o held");
    EXPECT(&outcome, 0, "diff -r held kept");
}

/* What a killed run left holds nobody off; its last process, if it still ends, is waited for. */
static void a_stale_lock_holds_nobody_off(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, "rm -rf held; cp -r base held; sh -c 'echo $$'");
    const long dead = atol(outcome.out);
    close(take_lock("held/run.lock", dead));
    EXPECT(&outcome, 0, "dispatchwise run --resume -q -o held && diff -r base held");
    close(take_lock("held/run.lock", getpid()));
    EXPECT(&outcome, 0, "dispatchwise run --resume -q -o held && diff -r base held");
    const int lock = take_lock("held/run.lock", dead);
    const pid_t child = fork();
    if (child == 0) {
        usleep(300000);
        _exit(access("held/run.lock", F_OK));
    }
    close(lock);
    EXPECT(&outcome, 0, "dispatchwise run --resume -q -o held");
    int status;
    assert_int_equal(waitpid(child, &status, WNOHANG), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT(&outcome, 0, "diff -r base held");
}

/* Of two that begin at once one measures; the other says which. */
static void two_runs_at_once(void **state)
{
    (void)state;
    EXPECT(&outcome, 0,
           "rm -rf twice; for i in 1 2; do { dispatchwise run --device sim --shapes shapes.csv "
           "--budget 2 -q -o twice 2>err$i; echo $? >code$i; } & done; wait; cat err1 err2; "
           "sort code1 code2");
    expect_text(outcome.out, "0\n2\n");
    assert_true(strstr(outcome.out, "twice: another run is measuring in this folder, process ") ||
                strstr(outcome.out, "twice holds a run already"));
    EXPECT(&outcome, 0, "diff -r -x run.csv base twice");
}

/* It goes on with what run.csv says, not with what the command line says this time. */
static void the_plan_stays_what_it_was(void **state)
{
    (void)state;
    EXPECT(&outcome, 0,
           "rm -rf same; cp -r base same; head -n 300 base/samples.csv "
           ">same/samples.csv; cd same && dispatchwise run --resume --seed 99 --arms "
           "persistent_kernel --workload matmul --budget 2 -q -o .");
    expect_whole("same");
    EXPECT(&outcome, 0,
           "cmp base/run.csv same/run.csv && cmp base/instances.csv same/instances.csv");
    EXPECT(&outcome, 0, "tail -n +301 same/samples.csv | grep -c command_reuse");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_run_goes_on),
        cmocka_unit_test(what_the_first_process_would_have_done),
        cmocka_unit_test(a_whole_run_is_only_summed_up),
        cmocka_unit_test(other_folders_are_left_alone),
        cmocka_unit_test(a_run_is_not_overwritten),
        cmocka_unit_test(a_folder_is_held_by_one_run),
        cmocka_unit_test(a_stale_lock_holds_nobody_off),
        cmocka_unit_test(two_runs_at_once),
        cmocka_unit_test(the_plan_stays_what_it_was),
    };
    return cmocka_run_group_tests(tests, make_base, program_leave);
}

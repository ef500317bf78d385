/* Runs on a real device that are interrupted and killed, and gone on with. */
#include "table.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <time.h>

#define RUN "run --shapes shapes.csv --arms command_reuse/resubmit -q"

static struct outcome outcome;

static void doze(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
}

/* The program with those arguments, its messages in the file .err, in a process group of its own.
 */
static pid_t start(const char *arguments)
{
    char line[512];
    snprintf(line, sizeof line, "exec '%s' %s >.out 2>.err", DISPATCHWISE_PROGRAM, arguments);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setpgid(0, 0);
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    return child;
}

static size_t lines_of(const char *path)
{
    size_t lines = 0;
    FILE *file = fopen(path, "r");
    for (int c; file && (c = fgetc(file)) != EOF;)
        lines += c == '\n';
    if (file)
        fclose(file);
    return lines;
}

/* Until the file has more than so many lines, or the child ends. */
static void await_lines(pid_t child, const char *path, size_t lines)
{
    while (lines_of(path) <= lines) {
        int status;
        if (waitpid(child, &status, WNOHANG) != 0) {
            read_text(".err", outcome.err, sizeof outcome.err);
            fail_msg("it ended early\n%s", outcome.err);
        }
        doze();
    }
}

static int end_of(pid_t child)
{
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

/* No process measures in the folder any more: nothing is appended. */
static void expect_quiet(const char *path)
{
    const size_t lines = lines_of(path);
    for (int i = 0; i < 15; i++)
        doze();
    assert_int_equal(lines_of(path), lines);
}

static size_t count_processes(const char *out)
{
    char path[64];
    struct table table;
    uint64_t seen = 0;
    snprintf(path, sizeof path, "%s/samples.csv", out);
    table_read(&table, path);
    for (size_t row = 1; row < table.rows; row++)
        seen |= UINT64_C(1) << (unsigned)table_number(&table, row, "process");
    table_free(&table);
    return (size_t)__builtin_popcountll(seen);
}

static void expect_goes_on(const char *out)
{
    char path[64];
    struct table table;
    snprintf(path, sizeof path, "%s/samples.csv", out);
    const size_t lines = lines_of(path);
    EXPECT(&outcome, 0, "cp %s before; dispatchwise run --resume --budget 5 -q -o %s", path, out);
    /* On a busy machine the budget may end before. */
    const size_t least = strstr(outcome.err, "the budget ended after") ? 2 : 5;
    EXPECT(&outcome, 0, "head -n %zu before >whole; head -n %zu %s | cmp - whole", lines, lines,
           path);
    assert_true(count_processes(out) >= least);
    snprintf(path, sizeof path, "%s/summary.csv", out);
    table_read(&table, path);
    size_t arms = 0;
    for (size_t row = 1; row < table.rows; row++) {
        /* A table with a row of this device has the planner choose as well. */
        arms += !strstr(table_text(&table, row, "arm"), "+role=planner");
        assert_string_equal(table_text(&table, row, "status"), "ok");
        assert_true(table_number(&table, row, "wall_ns") > 0);
    }
    assert_int_equal(arms, 2 * 4);
    table_free(&table);
}

/* Ctrl-C reaches the whole group; what was measured is summed up. */
static void an_interrupt_keeps_what_there_is(void **state)
{
    (void)state;
    const pid_t child = start(RUN " --budget 60 -o interrupted");
    await_lines(child, "interrupted/samples.csv", 20);
    kill(-child, SIGINT);
    const int status = end_of(child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    expect_quiet("interrupted/samples.csv");
    assert_true(access("interrupted/summary.csv", R_OK) == 0);
    expect_goes_on("interrupted");
}

/* A supervisor's signal reaches the parent alone; it passes it on. */
static void a_termination_is_passed_on(void **state)
{
    (void)state;
    const pid_t child = start("run --shapes shapes.csv --arms command_reuse/resubmit --budget 600 "
                              "-o terminated");
    await_lines(child, "terminated/samples.csv", 20);
    kill(child, SIGTERM);
    const int status = end_of(child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    read_text(".err", outcome.err, sizeof outcome.err);
    expect_text(outcome.err, "interrupted: what was measured is in terminated");
    expect_text(outcome.err, "--resume --out terminated");
    expect_quiet("terminated/samples.csv");
    /* The process did not go on to its 250 rounds of both. */
    assert_true(lines_of("terminated/samples.csv") < 1200);
}

static void an_interrupted_plan_leaves_no_run(void **state)
{
    (void)state;
    const pid_t child = start("run --budget 600 -o unplanned");
    while (access("unplanned", F_OK) != 0)
        doze();
    doze();
    kill(-child, SIGINT);
    const int status = end_of(child);
    if (WIFEXITED(status)) { /* else it had not begun to listen */
        assert_int_equal(WEXITSTATUS(status), 1);
        assert_true(access("unplanned/run.csv", F_OK) != 0);
    }
}

/* The worker ends with its parent: nothing writes into a run that is gone on with. */
static void a_killed_run_goes_on(void **state)
{
    (void)state;
    const pid_t child = start(RUN " --budget 600 -o killed");
    await_lines(child, "killed/samples.csv", 20);
    kill(child, SIGKILL);
    assert_true(WIFSIGNALED(end_of(child)));
    expect_quiet("killed/samples.csv");
    expect_goes_on("killed");
}

/* The measuring process alone is killed, as by the kernel for its memory: another takes over. */
static void a_killed_process_is_replaced(void **state)
{
    (void)state;
    const pid_t child = start("run --shapes shapes.csv --arms command_reuse/resubmit --budget 20 "
                              "-o orphaned");
    await_lines(child, "orphaned/samples.csv", 20);
    EXPECT(&outcome, 0, "kill -KILL $(cat /proc/%d/task/%d/children)", (int)child, (int)child);
    const int status = end_of(child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    read_text("orphaned/summary.csv", outcome.out, sizeof outcome.out);
    expect_text(outcome.out, ",ok,");
    assert_true(count_processes("orphaned") >= 2);
}

/* What the plan takes of a small budget leaves one process all the same. */
static void a_budget_that_is_too_small(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, "dispatchwise run --shapes shapes.csv --budget 0.001 -o small");
    expect_text(outcome.err, "the budget ended after 1 of 5 processes");
    assert_int_equal(count_processes("small"), 1);
    EXPECT(&outcome, 0, "grep -c ,ok, small/summary.csv");
}

static int prepare(void **state)
{
    if (program_enter(state) != 0)
        return -1;
    write_text("shapes.csv", "workload,wait,launches\nspin,batch,20\nspin,each,10\n");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interrupt_keeps_what_there_is),
        cmocka_unit_test(a_termination_is_passed_on),
        cmocka_unit_test(an_interrupted_plan_leaves_no_run),
        cmocka_unit_test(a_killed_run_goes_on),
        cmocka_unit_test(a_killed_process_is_replaced),
        cmocka_unit_test(a_budget_that_is_too_small),
    };
    const int devices = system("'" DISPATCHWISE_PROGRAM "' devices >/dev/null 2>&1");
    if (WIFEXITED(devices) && WEXITSTATUS(devices) == 77)
        return 77;
    return cmocka_run_group_tests(tests, prepare, program_leave);
}

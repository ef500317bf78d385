/* The command on a real device: what it prints agrees with itself, grows with the work, and an
 * impossible kernel is given up. */
#include "run/table.h"

#include <math.h>
#include <time.h>

#define SPIRV(name) DISPATCHWISE_BINARY_DIR "/tests/kernel/" name ".spv"
#define ROUNDS 5

static struct outcome outcome;

static double quantity(const struct table *table, const char *name, const char *column)
{
    for (size_t row = 1; row < table->rows; row++)
        if (strcmp(table_text(table, row, "quantity"), name) == 0)
            return table_number(table, row, column);
    fail_msg("no row %s", name);
    return (double)NAN;
}

/* Little end first, as the device takes it. */
static void write_steps(const char *path, unsigned steps)
{
    char text[9];
    snprintf(text, sizeof text, "%02x%02x%02x%02x", steps & 255, steps >> 8 & 255,
             steps >> 16 & 255, steps >> 24);
    write_text(path, text);
}

static double measure_tau(unsigned steps)
{
    struct table table;
    write_steps("steps.hex", steps);
    EXPECT(&outcome, 0,
           "dispatchwise kernel " SPIRV("spin.comp") " --groups 4 --local 64 --push 4:steps.hex "
                                                     "-b 0.2=4096 --budget 0 --csv >costs.csv");
    table_read(&table, "costs.csv");
    const double tau = quantity(&table, "tau_ns", "value");
    table_free(&table);
    return tau;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Twice the steps take twice as long: the median ratio of pairs measured side by side. */
static void tau_grows_with_the_work(void **state)
{
    double ratios[ROUNDS];
    (void)state;
    if (getenv("DISPATCHWISE_UNTIMED"))
        skip();
    for (int i = 0; i < ROUNDS; i++) {
        const double once = measure_tau(20000), twice = measure_tau(40000);
        ratios[i] = twice / once;
    }
    qsort(ratios, ROUNDS, sizeof ratios[0], compare);
    if (!(ratios[ROUNDS / 2] > 1.5 && ratios[ROUNDS / 2] < 2.7))
        fail_msg("twice the steps take %g times as long", ratios[ROUNDS / 2]);
}

static void the_csv_is_whole(void **state)
{
    static const char *const times[] = {"kernel_ns",          "tau_ns",     "interval_ns",
                                        "launch_interval_ns", "barrier_ns", "theta_per_ns"};
    struct table table;
    (void)state;
    write_steps("steps.hex", 20000);
    EXPECT(&outcome, 0,
           "dispatchwise kernel " SPIRV("spin.comp") " --groups 6 --groups-max 100000 --local 64 "
                                                     "--push 4:steps.hex --budget 1 --csv "
                                                     ">costs.csv");
    table_read(&table, "costs.csv");
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        const double value = quantity(&table, times[i], "value");
        /* Under load a difference of slopes may be below 0: not all that its interval holds. */
        assert_true(isfinite(value) && quantity(&table, times[i], "hi") > 0);
        assert_true(quantity(&table, times[i], "lo") <= value);
        assert_true(quantity(&table, times[i], "hi") >= value);
    }
    assert_true(quantity(&table, "clock_step_ns", "value") > 0);
    assert_true(quantity(&table, "repetitions", "value") >= 7);
    assert_true(quantity(&table, "groups", "value") == 6);
    assert_true(quantity(&table, "largest_groups", "value") >= 6);
    table_free(&table);
    EXPECT(&outcome, 0, "grep -q '^theta_from,,,,full$' costs.csv");
}

/* The last two lines are for machines: the plan's shape, and C. */
static void shape_and_initialiser_are_printed(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, "dispatchwise kernel " SPIRV("buffers.comp") " --groups 3,2 --budget 0");
    expect_text(outcome.out, "3x2x1 workgroups of 8x4x1");
    expect_text(outcome.out, "\ndispatchwise plan --shape launches=1,groups=6,kernel_ns=");
    expect_text(outcome.out, "\n(struct dw_shape){.groups = 6, .kernel_ns = ");
    assert_string_equal(outcome.err, "");
    write_text("shape.sh", "tail -n 1 out | sed 's/^(struct dw_shape)//' >value\n"
                           "cat >shape.c <<END\n"
                           "struct dw_shape { unsigned groups; double kernel_ns, tau_ns, "
                           "theta_per_ns; };\n"
                           "const struct dw_shape shape = $(cat value);\nEND\n"
                           "${CC:-cc} -std=c11 -Werror -Wall -c shape.c\n");
    EXPECT(&outcome, 0,
           "dispatchwise kernel " SPIRV("buffers.comp") " --groups 3,2 --budget 0 >out && "
                                                        "sh -eu shape.sh");
}

static void what_the_device_refuses(void **state)
{
    static const struct {
        const char *line, *piece;
        int code;
    } rows[] = {
        {SPIRV("spin.comp") " --groups 1 --local 1000000", "invocations of a workgroup in x", 1},
        {SPIRV("spin.comp") " --groups 1 --local 0", "--local: expected", 2},
        {SPIRV("computed.spvasm") " --groups 1", "the workgroup's size is computed", 1},
        {SPIRV("spin.comp") " --groups 1 --push 4096", "bytes of push constants", 1},
        {SPIRV("buffers.comp") " --groups 1,4294967295", "workgroups in y", 1},
        {SPIRV("buffers.comp") " --groups 1 -b 0.0=4294967295", "bytes of a binding", 1},
        {SPIRV("spin.comp") " --groups 8 --groups-max 7", "--groups-max: 7 is below the 8", 2},
        {SPIRV("spin.comp") " --groups 1 --device nosuchdevice", "no such device", 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        EXPECT(&outcome, rows[i].code, "dispatchwise kernel %s", rows[i].line);
        assert_string_equal(outcome.out, "");
        expect_text(outcome.err, rows[i].piece);
    }
}

/* Too long for a submit: found on the way up, or by the fence; the command ends either way. */
static void what_takes_too_long(void **state)
{
    (void)state;
    write_steps("steps.hex", 65000);
    const time_t start = time(NULL);
    EXPECT(&outcome, 1,
           "dispatchwise kernel " SPIRV("spin.comp") " --groups 65535 --local 64 "
                                                     "--push 4:steps.hex --limit 0.5");
    expect_text(outcome.err, "(--limit)");
    EXPECT(&outcome, 1,
           "dispatchwise kernel " SPIRV("spin.comp") " --groups 1 --local 64 --push 4:steps.hex "
                                                     "--limit 0.000001");
    expect_text(outcome.err, "given up");
    assert_string_equal(outcome.out, "");
    assert_true(time(NULL) - start < 120);
}

static void a_measurement_is_valid(void **state)
{
    static const char *const lines[] = {
        SPIRV("buffers.comp") " --groups 3,2",
        SPIRV("spin.comp") " --groups 2 --local 8 --push 16 --spec 1=3,3=0.25 -b 0.2=128:steps.hex",
        SPIRV("wide.comp") " --groups 2 --spec 9=-1",
    };
    (void)state;
    shell(&outcome, "DISPATCHWISE_VALIDATE=1 dispatchwise devices");
    if (outcome.code != 0) {
        expect_text(outcome.err, "vulkan-validationlayers");
        skip();
    }
    write_steps("steps.hex", 100);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        shell(&outcome, "DISPATCHWISE_VALIDATE=1 dispatchwise kernel %s --budget 0", lines[i]);
        if (outcome.code == 1 && strstr(outcome.err, "which the kernel declares"))
            continue; /* the device lacks a feature, and nothing was launched */
        assert_int_equal(outcome.code, 0);
        assert_string_equal(outcome.err, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tau_grows_with_the_work),
        cmocka_unit_test(the_csv_is_whole),
        cmocka_unit_test(shape_and_initialiser_are_printed),
        cmocka_unit_test(what_the_device_refuses),
        cmocka_unit_test(what_takes_too_long),
        cmocka_unit_test(a_measurement_is_valid),
    };
    const int devices = system("'" DISPATCHWISE_PROGRAM "' devices >/dev/null 2>&1");
    if (WIFEXITED(devices) && WEXITSTATUS(devices) == 77)
        return 77;
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

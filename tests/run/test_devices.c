/* Several devices by one command: a folder each, processors each, and what sharing does. */
#include "table.h"

#include <math.h>

static struct outcome outcome;

static int make_devices(void **state)
{
    if (program_enter(state) != 0)
        return -1;
    write_text("a.csv", "key,value\ndevice_name,a\nnoise,0.02\noutlier_rate,0\n");
    write_text("b.csv", "key,value\ndevice_name,b\nnoise,0.08\noutlier_rate,0\n");
    write_text("bad.csv", "key,value\nno_such_key,1\n");
    return 0;
}

#define RUN "dispatchwise run -w spin --budget 3 "

static void every_device_has_a_run(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, RUN "--device sim:a.csv,sim:b.csv -o two");
    assert_string_equal(run_value("two/a", "device_name"), "a");
    assert_string_equal(run_value("two/b", "device_name"), "b");
    EXPECT(&outcome, 0, "test -s two/a/summary.csv -a -s two/b/summary.csv");
    EXPECT(&outcome, 0,
           "dispatchwise tune -w spin --budget 3 --device sim:a.csv,sim:b.csv -o tuned && "
           "test -s tuned/a/calibration.csv -a -s tuned/b/calibration.csv && "
           "dispatchwise merge tuned --out table");
    expect_text(outcome.out, ":a (simulated): 1 runs of 1 machines");
    expect_text(outcome.out, ":b (simulated): 1 runs of 1 machines");
}

/* Where there are processors for each, nobody has another one's. */
static void processors_are_not_shared(void **state)
{
    char first[64] = "", second[64] = "";
    (void)state;
    EXPECT(&outcome, 0, RUN "--device sim:a.csv,sim:b.csv -o apart");
    const char *a = strstr(outcome.err, "sim:a.csv on processors ");
    const char *b = strstr(outcome.err, "sim:b.csv on processors ");
    assert_non_null(a);
    assert_non_null(b);
    assert_int_equal(sscanf(a, "sim:a.csv on processors %63[^:]", first), 1);
    assert_int_equal(sscanf(b, "sim:b.csv on processors %63[^:]", second), 1);
    if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
        assert_string_equal(first, "of all");
    else
        assert_string_not_equal(first, second);
}

/* A simulated device has a host of its own: its noise is as planted, alone and together. */
static void sharing_is_told(void **state)
{
    double alone, together, times;
    static const char *const names[] = {"\na ", "\nb "};
    static const double planted[] = {0.02, 0.08};
    (void)state;
    EXPECT(&outcome, 2, RUN "--device sim --together -o x");
    EXPECT(&outcome, 0, RUN "--device sim:a.csv,sim:b.csv --together -o shared");
    for (int i = 0; i < 2; i++) {
        const char *line = strstr(outcome.out, names[i]);
        assert_non_null(line);
        assert_int_equal(sscanf(line + 3, "%lf %lf %lf", &alone, &together, &times), 3);
        const double expected = 100 * expm1(sqrt(2) * planted[i]);
        if (fabs(together / expected - 1) > 0.15 || fabs(alone / expected - 1) > 0.3)
            fail_msg("%s: %.2f alone, %.2f together, %.2f planted", names[i], alone, together,
                     expected);
    }
    EXPECT(&outcome, 0, "cmp shared/a/alone/instances.csv shared/a/instances.csv");
    EXPECT(
        &outcome, 0,
        "dispatchwise tune -w spin --budget 3 --device sim:a.csv,sim:b.csv --together -q -o both "
        "&& test -s both/a/calibration.csv -a -s both/b/calibration.csv");
    EXPECT(&outcome, 2,
           "dispatchwise tune --budget 3 --device sim:a.csv,sim:b.csv --together --trace t -o not");
    expect_text(outcome.err, "--together or --trace");
}

static void the_rest_goes_on(void **state)
{
    (void)state;
    EXPECT(&outcome, 2, RUN "--device sim:bad.csv,sim:b.csv -q -o some");
    EXPECT(&outcome, 0, "test -s some/b/summary.csv");
    write_text("bad.csv", "key,value\ndevice_name,good\n");
    EXPECT(&outcome, 0,
           "cp some/b/samples.csv before && " RUN
           "--device sim:bad.csv,sim:b.csv --resume -q -o some && "
           "test -s some/bad/summary.csv && cmp before some/b/samples.csv");
}

static void shards_go_by_their_devices_plans(void **state)
{
    (void)state;
    EXPECT(&outcome, 0,
           "dispatchwise run -w spin --device sim:a.csv,sim:b.csv --plan-only -o plan");
    EXPECT(
        &outcome, 0,
        "for i in 1 2; do dispatchwise run --device sim:a.csv,sim:b.csv --plan plan --shard $i/2 "
        "--budget 2 -q -o s$i || exit 1; done; "
        "for d in a b; do dispatchwise unite s1/$d s2/$d --out whole/$d && "
        "cmp plan/$d/instances.csv whole/$d/instances.csv || exit 1; done");
}

static void what_are_no_devices_is_refused(void **state)
{
    (void)state;
    EXPECT(&outcome, 2, RUN "--device sim:a.csv,sim:a.csv -o x");
    expect_text(outcome.err, "would share the folder a");
    EXPECT(&outcome, 2, RUN "--device sim:a.csv,sim:b.csv");
    expect_text(outcome.err, "need --out DIR");
    EXPECT(&outcome, 2, "dispatchwise run --device sim:a.csv,sim:b.csv --together -o x");
    expect_text(outcome.err, "need --budget S");
    EXPECT(&outcome, 1, "test -e x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_device_has_a_run),
        cmocka_unit_test(processors_are_not_shared),
        cmocka_unit_test(sharing_is_told),
        cmocka_unit_test(the_rest_goes_on),
        cmocka_unit_test(shards_go_by_their_devices_plans),
        cmocka_unit_test(what_are_no_devices_is_refused),
    };
    return cmocka_run_group_tests(tests, make_devices, program_leave);
}

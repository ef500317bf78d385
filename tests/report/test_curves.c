#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../results/run_folder.h"
#include "dispatchwise/choice.h"
#include "dispatchwise/status.h"
#include "report/curves.h"

#define ROWS_MAX 16

/* A run in memory: one instance unless a row is given another. */
struct fixture {
    struct results_summary rows[ROWS_MAX];
    struct results_instance facts;
    struct report_run run;
    struct results_curve *found;
    size_t found_count;
};

static struct fixture fixture;

static int setup(void **state)
{
    (void)state;
    memset(&fixture, 0, sizeof(fixture));
    fixture.run.rows = fixture.rows;
    fixture.run.instances = &fixture.facts;
    fixture.run.instance_count = 1;
    strcpy(fixture.facts.workload, "spin");
    strcpy(fixture.facts.instance, "n100");
    strcpy(fixture.facts.wait, "batch");
    fixture.facts.spare_core = true;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    free(fixture.found);
    return 0;
}

/* An arm of 100 launches of 10 workgroups; its interval is 10 % to each side. */
static struct results_summary *add(const char *arm, double wall_ns)
{
    assert_true(fixture.run.row_count < ROWS_MAX);
    struct results_summary *row = &fixture.rows[fixture.run.row_count++];
    strcpy(row->workload, "spin");
    strcpy(row->instance, "n100");
    strcpy(row->wait, "batch");
    strcpy(row->arm, arm);
    row->launches = 100;
    row->groups = 10;
    row->repeats = 100;
    row->kernel_ns = 10;
    row->wall_ns = wall_ns;
    row->wall_ns_lo = wall_ns / 1.1;
    row->wall_ns_hi = wall_ns * 1.1;
    return row;
}

static void find(void)
{
    assert_int_equal(report_find_curves(&fixture.run, &fixture.found, &fixture.found_count), DW_OK);
}

static void expect_count(size_t count)
{
    if (fixture.found_count != count)
        fail_msg("%zu points, expected %zu; the first: %s %s", fixture.found_count, count,
                 fixture.found_count > 0 ? fixture.found[0].curve : "-",
                 fixture.found_count > 0 ? fixture.found[0].side : "-");
}

static void expect_near(double found, double expected)
{
    if (!(fabs(found - expected) <= 1e-9))
        fail_msg("%.12g, expected %.12g", found, expected);
}

/* Point i: the curve and side, where it stands, and what was compared. */
static void expect(size_t i, const char *curve, const char *side, double x, double ratio,
                   const char *arm, const char *other)
{
    assert_true(i < fixture.found_count);
    const struct results_curve *row = &fixture.found[i];
    if (strcmp(row->curve, curve) != 0 || strcmp(row->side, side) != 0 || fabs(row->x - x) > 1e-9 ||
        fabs(row->ratio - ratio) > 1e-9 || strcmp(row->arm, arm) != 0 ||
        strcmp(row->other, other) != 0)
        fail_msg(
            "point %zu: %s '%s' at %g: %g of %s over %s\nexpected %s '%s' at %g: %g of %s over "
            "%s",
            i, row->curve, row->side, row->x, row->ratio, row->arm, row->other, curve, side, x,
            ratio, arm, other);
}

static void test_one_thing_differs(void **state)
{
    (void)state;
    fixture.facts.resources = 24;
    add("plain_launches/each", 1000);
    add("plain_launches/batched:all+binding=bindless+waiting=spin", 100);
    add("plain_launches/batched:all+binding=bindless", 150);
    add("plain_launches/batched:all+waiting=spin", 250);
    add("plain_launches/batched:all", 300);
    find();
    expect_count(2);
    expect(0, "binding", "bindless", 24, 0.5, "plain_launches/batched:all+binding=bindless",
           "plain_launches/batched:all");
    expect(1, "waiting", "spin", 300, 250.0 / 300, "plain_launches/batched:all+waiting=spin",
           "plain_launches/batched:all");
}

static void test_in_the_mode_that_is_fastest_without(void **state)
{
    (void)state;
    fixture.facts.b_groups = 4;
    add("plain_launches/each", 1000);
    add("plain_launches/each+arms=concurrent", 100);
    add("command_reuse/unrolled:all", 200);
    add("command_reuse/unrolled:all+arms=concurrent", 180);
    add("plain_launches/each+arms=families", 700);
    find();
    expect_count(2);
    expect(0, "arms", "concurrent", 200, 0.9, "command_reuse/unrolled:all+arms=concurrent",
           "command_reuse/unrolled:all");
    expect(1, "arms", "families", 1000, 0.7, "plain_launches/each+arms=families",
           "plain_launches/each");
}

static void test_parts_against_one(void **state)
{
    (void)state;
    fixture.facts.copy_bytes = 4096;
    add("plain_launches/each", 1000);
    add("plain_launches/each+copy=transfer:16", 750);
    add("plain_launches/each+copy=transfer:4", 600);
    add("plain_launches/each+copy=transfer:1", 500);
    add("plain_launches/each+copy=queue:4", 2000);
    add("plain_launches/each+copy=direct", 800);
    find();
    expect_count(4);
    expect(0, "copy", "transfer:1", 4096, 0.5, "plain_launches/each+copy=transfer:1",
           "plain_launches/each");
    expect(1, "copy", "direct", 4096, 0.8, "plain_launches/each+copy=direct",
           "plain_launches/each");
    expect(2, "parts", "transfer:4", 500, 1.2, "plain_launches/each+copy=transfer:4",
           "plain_launches/each+copy=transfer:1");
    expect(3, "parts", "transfer:16", 500, 1.5, "plain_launches/each+copy=transfer:16",
           "plain_launches/each+copy=transfer:1");
}

static void test_launches_at_once(void **state)
{
    (void)state;
    add("plain_launches/each", 10000);
    add("command_reuse/unrolled:all", 500)->record_ns = 100;
    struct results_summary *batched = add("plain_launches/batched:16", 2000);
    batched->actual_savings_lo_ns = 7500;
    batched->actual_savings_hi_ns = 8500;
    add("command_reuse/resubmit", 9000);
    add("persistent_kernel/drain:4x1", 400);
    find();
    expect_count(2);
    expect(0, "launches", "batched", 16, 0.2, "plain_launches/batched:16", "plain_launches/each");
    expect_near(fixture.found[0].ratio_lo, 0.15);
    expect_near(fixture.found[0].ratio_hi, 0.25);
    expect(1, "launches", "unrolled", 100, 0.05, "command_reuse/unrolled:all",
           "plain_launches/each");
}

static void test_recordings_used_once(void **state)
{
    (void)state;
    add("plain_launches/each", 10000);
    struct results_summary *unrolled = add("command_reuse/unrolled:16", 1000);
    unrolled->record_ns = 100;
    unrolled->repeats = 1;
    find();
    expect_count(1);
    expect(0, "launches", "unrolled (used once)", 16, 0.1, "command_reuse/unrolled:16",
           "plain_launches/each");
}

static void test_long_kernels_do_not_show_launches(void **state)
{
    (void)state;
    add("plain_launches/each", 10000)->kernel_ns = 51;
    add("plain_launches/batched:16", 6000)->kernel_ns = 51;
    find();
    expect_count(0);
}

static void test_resident_over_the_best(void **state)
{
    (void)state;
    add("persistent_kernel/drain:2000x1", 300);
    add("persistent_kernel/drain:16x1", 500);
    add("persistent_kernel/drain:128x4", 250);
    add("persistent_kernel/drain:128x1+waiting=spin", 100);
    find();
    expect_count(3);
    expect(0, "resident", "drain:1", 16, 2, "persistent_kernel/drain:16x1",
           "persistent_kernel/drain:128x4");
    expect(1, "resident", "drain:1 (some idle)", 2000, 1.2, "persistent_kernel/drain:2000x1",
           "persistent_kernel/drain:128x4");
    expect(2, "resident", "drain:4", 128, 1, "persistent_kernel/drain:128x4",
           "persistent_kernel/drain:128x4");
    expect_near(fixture.found[2].ratio_hi, 1);
}

/* Twice 10 % of independent times are 10 % * sqrt 2, in logarithms. */
static void test_interval_of_two_times(void **state)
{
    (void)state;
    fixture.facts.prediction_confidence_bps = 9000;
    fixture.facts.spare_core = false;
    add("command_reuse/resubmit", 1000);
    add("command_reuse/resubmit+specialization=speculate", 800);
    find();
    expect_count(1);
    expect(0, "specialization", "speculate (no spare core)", 9000, 0.8,
           "command_reuse/resubmit+specialization=speculate", "command_reuse/resubmit");
    expect_near(log(fixture.found[0].ratio_hi / 0.8), sqrt(2) * log(1.1));
    expect_near(log(0.8 / fixture.found[0].ratio_lo), sqrt(2) * log(1.1));
}

static void test_what_is_left_out(void **state)
{
    (void)state;
    fixture.run.instance_count = 0; /* the bytes are not known */
    add("plain_launches/each", 1000);
    add("plain_launches/each+copy=direct", 800);
    add("plain_launches/each+waiting=spin+role=planner", 500);
    add("plain_launches/each+role=control", 1000);
    add("plain_launches/each+waiting=timeline", (double)NAN);
    strcpy(add("plain_launches/each+waiting=block_then_spin", 700)->instance, "n101");
    find();
    expect_count(0);
}

/* Of a batch that is waited for launch by launch, the time of one wait. */
static void test_time_of_a_wait(void **state)
{
    (void)state;
    strcpy(add("plain_launches/each", 5000)->wait, "each");
    strcpy(add("plain_launches/each+waiting=spin", 2500)->wait, "each");
    find();
    expect_count(1);
    expect(0, "waiting", "spin", 50, 0.5, "plain_launches/each+waiting=spin",
           "plain_launches/each");
}

static void expect_drawn(const char *curve)
{
    static const char *const scripts[] = {"launch_curves.gp", "overlap_curves.gp"};
    char quoted[32];
    bool drawn = false;
    snprintf(quoted, sizeof(quoted), "\"%s\"", curve);
    for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
        char *text = folder_read(DISPATCHWISE_SOURCE_DIR "/scripts/plot", scripts[i]);
        assert_non_null(text);
        drawn = drawn || strstr(text, quoted) != NULL;
        free(text);
    }
    if (!drawn)
        fail_msg("no figure draws the curve %s", curve);
}

/* A new axis is noticed, and a curve without a panel. */
static void test_every_axis_has_a_curve(void **state)
{
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++) {
        struct dw_choice choice = {.copy_parts = dw_axis_info(axis)->side[1].numbered ? 1 : 0};
        char name[DW_ARM_NAME_SIZE];
        choice.side[axis] = 1;
        (void)dw_format_choice(&choice, name, sizeof(name));
        setup(state);
        add("plain_launches/each", 1000);
        add(name, 500);
        find();
        expect_count(1);
        expect_drawn(fixture.found[0].curve);
        teardown(state);
    }
    fixture.found = NULL;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_one_thing_differs),      TEST(test_in_the_mode_that_is_fastest_without),
        TEST(test_parts_against_one),      TEST(test_launches_at_once),
        TEST(test_recordings_used_once),   TEST(test_long_kernels_do_not_show_launches),
        TEST(test_resident_over_the_best), TEST(test_interval_of_two_times),
        TEST(test_what_is_left_out),       TEST(test_time_of_a_wait),
        TEST(test_every_axis_has_a_curve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

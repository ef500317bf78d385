#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fit/threshold_stream.h"
#include "fit/thresholds.h"
#include "planner_world.h"

/* Arms of the planner's world, their times set by hand: planned, then log ns by arm. */
struct plan {
    struct fit_data data;
    double *log_ns;
};

static bool is_beside(const struct dw_shape *shape, const struct dw_choice *choice)
{
    (void)choice;
    return shape->resources > 0 || shape->specializations > 0;
}

static void plan(struct plan *plan, uint32_t processes)
{
    struct planner_world world = planner_world_default();
    world.wanted = is_beside;
    world.processes = processes;
    planner_world_plan(&world, &plan->data);
    plan->log_ns = calloc(plan->data.arm_count, sizeof(double));
    assert_non_null(plan->log_ns);
}

/* Every process sees the times, the last one times `odd` on the other sides. */
static void take(struct plan *plan, double odd)
{
    struct results_samples samples = {.times = NULL};
    const uint32_t processes = plan->data.process_count;
    samples.times = malloc(plan->data.arm_count * processes * 2 * sizeof(*samples.times));
    assert_non_null(samples.times);
    for (uint32_t a = 0; a < plan->data.arm_count; a++) {
        const struct dw_choice *choice = &plan->data.arms[a].arm.choice;
        const bool other = choice->side[DW_AXIS_BINDING] || choice->side[DW_AXIS_SPECIALIZATION];
        for (uint32_t i = 0; i < processes * 2; i++)
            samples.times[samples.count++] = (struct results_time){
                .cell = a,
                .process = i / 2,
                .round = i % 2,
                .wall_ns = exp(plan->log_ns[a]) * (other && i / 2 + 1 == processes ? odd : 1)};
    }
    assert_int_equal(results_samples_sort(&samples, (uint32_t)plan->data.arm_count), 0);
    assert_int_equal(fit_data_reduce(&plan->data, &samples), 0);
    results_samples_free(&samples);
}

static void drop(struct plan *plan)
{
    free(plan->log_ns);
    fit_data_free(&plan->data);
}

/* Sets cost 100 ns and 10 ns a resource, a table table_ns: of 4, 16, 64 and 256 resources. */
static void set_bindings(struct plan *plan, double rewritten_table_ns, double prewritten_table_ns)
{
    for (uint32_t a = 0; a < plan->data.arm_count; a++) {
        const struct dw_shape *shape = &plan->data.instances[plan->data.arms[a].instance].shape;
        const unsigned side = plan->data.arms[a].arm.choice.side[DW_AXIS_BINDING];
        double ns = 1e4;
        if (side == DW_BINDING_SIDE_TRADITIONAL)
            ns += 100 + 10.0 * shape->resources;
        else if (side == DW_BINDING_SIDE_PUSH)
            ns += 1; /* neither sets nor a table: of no account */
        else
            ns += shape->rebind ? rewritten_table_ns : prewritten_table_ns;
        plan->log_ns[a] = log(ns);
    }
}

static void test_bindless_pays_from_a_number_on(void **state)
{
    static const struct {
        double rewritten_ns, prewritten_ns, rewritten, prewritten;
    } rows[] = {
        {500, 1000, 64, 256},
        {110, 500, 4, 64},
        {1e5, 200, HUGE_VAL, 16},
        {200, 1e5, 16, HUGE_VAL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct fit_thresholds found;
        struct dw_constant constants[DW_CONSTANT_COUNT] = {{.samples = 0}};
        struct plan planned;
        plan(&planned, 3);
        set_bindings(&planned, rows[i].rewritten_ns, rows[i].prewritten_ns);
        take(&planned, 1);
        assert_int_equal(fit_thresholds(&planned.data, FIT_NONE, 50, &found), 0);
        const double expected[] = {fmin(rows[i].rewritten, (double)DW_NEVER),
                                   fmin(rows[i].prewritten, (double)DW_NEVER)};
        const struct dw_constant *both[] = {&found.bindless_rewritten, &found.bindless_prewritten};
        for (int k = 0; k < 2; k++)
            if (both[k]->value != expected[k] || both[k]->lo != expected[k] ||
                both[k]->hi != expected[k] || both[k]->samples == 0)
                fail_msg("row %zu: %g (%g to %g), expected %g", i, both[k]->value, both[k]->lo,
                         both[k]->hi, expected[k]);
        fit_emit_thresholds(&found, constants);
        assert_true(constants[DW_CONSTANT_BINDLESS_THRESHOLD].value == expected[0]);
        drop(&planned);
    }
}

/* Where processes disagree the interval says so, and one process knows nothing of intervals. */
static void test_intervals_of_a_threshold(void **state)
{
    struct fit_thresholds found;
    struct plan planned;
    (void)state;
    plan(&planned, 3);
    set_bindings(&planned, 500, 500);
    take(&planned, 1.3);
    assert_int_equal(fit_thresholds(&planned.data, FIT_NONE, 200, &found), 0);
    assert_true(found.bindless_rewritten.lo == 64 && found.bindless_rewritten.hi > 256);
    drop(&planned);
    plan(&planned, 1);
    set_bindings(&planned, 500, 500);
    take(&planned, 1);
    assert_int_equal(fit_thresholds(&planned.data, FIT_NONE, 200, &found), 0);
    assert_true(found.bindless_rewritten.value == 64 && found.bindless_rewritten.lo == 0 &&
                found.bindless_rewritten.hi >= (double)DW_NEVER);
    drop(&planned);
}

static void test_prewritten_sets_speak_where_they_are_alone(void **state)
{
    struct fit_thresholds thresholds = {.bindless_prewritten = {256, 64, 256, 10}};
    struct dw_constant constants[DW_CONSTANT_COUNT] = {{.samples = 0}};
    (void)state;
    fit_emit_thresholds(&thresholds, constants);
    assert_true(constants[DW_CONSTANT_BINDLESS_THRESHOLD].value == 256);
    assert_int_equal(constants[DW_CONSTANT_HOT_COUNT].samples, 0);
}

static void test_speculation_pays_by_its_cost(void **state)
{
    struct threshold_speculation costs = {.hold_ns = 100, .gain_ns = 90};
    double hot_count, confidence, last = 0;
    (void)state;
    /* for nothing: always */
    threshold_choose_speculation(&costs, &hot_count, &confidence);
    assert_true(hot_count == 1 && confidence == 0);
    /* the dearer, the surer one must be */
    for (costs.cost_ns = 10; costs.cost_ns < 80; costs.cost_ns += 20) {
        threshold_choose_speculation(&costs, &hot_count, &confidence);
        /* the policy asks itself whether the expected gain exceeds the cost */
        const double least = fmax(confidence, 10000 * costs.cost_ns / costs.gain_ns);
        assert_true(isfinite(hot_count) && least >= last && least <= 10000);
        last = least;
    }
    /* as dear as all that it hides: never */
    costs.cost_ns = 90;
    threshold_choose_speculation(&costs, &hot_count, &confidence);
    assert_true(isinf(hot_count) && isinf(confidence));
    costs = (struct threshold_speculation){.hold_ns = 100, .gain_ns = 0, .cost_ns = 10};
    threshold_choose_speculation(&costs, &hot_count, &confidence);
    assert_true(isinf(hot_count) && isinf(confidence));
}

/* Holding costs 5 ms a pipeline; ahead, a right prediction hides gain_ns and every one costs. */
static void set_specializations(struct plan *plan, double gain_ns, double cost_ns)
{
    for (uint32_t a = 0; a < plan->data.arm_count; a++) {
        const struct dw_shape *shape = &plan->data.instances[plan->data.arms[a].instance].shape;
        const bool ahead = plan->data.arms[a].arm.choice.side[DW_AXIS_SPECIALIZATION] != 0;
        double ns = 1e4 + 5e6 * shape->specializations;
        if (ahead)
            ns += shape->specializations * (cost_ns - gain_ns * shape->confidence_bps / 10000.0);
        plan->log_ns[a] = log(ns);
    }
}

static void test_speculation_is_fitted_from_its_arms(void **state)
{
    static const double costs[] = {2e5, 1.5e6, 6e6};
    (void)state;
    for (size_t i = 0; i < sizeof(costs) / sizeof(costs[0]); i++) {
        const struct threshold_speculation truth = {5e6 + 1e4, 4e6, costs[i]};
        struct fit_thresholds found;
        struct plan planned;
        double hot_count, confidence;
        plan(&planned, 3);
        set_specializations(&planned, truth.gain_ns, truth.cost_ns);
        take(&planned, 1);
        assert_int_equal(fit_thresholds(&planned.data, FIT_NONE, 20, &found), 0);
        threshold_choose_speculation(&truth, &hot_count, &confidence);
        if (found.hot_count.value != fmin(hot_count, (double)DW_NEVER) ||
            found.confidence.value != fmin(confidence, (double)DW_NEVER) ||
            found.hot_count.samples == 0)
            fail_msg("cost %g: from %g hits and %g bps, expected %g and %g", costs[i],
                     found.hot_count.value, found.confidence.value, hot_count, confidence);
        drop(&planned);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bindless_pays_from_a_number_on),
        cmocka_unit_test(test_intervals_of_a_threshold),
        cmocka_unit_test(test_prewritten_sets_speak_where_they_are_alone),
        cmocka_unit_test(test_speculation_pays_by_its_cost),
        cmocka_unit_test(test_speculation_is_fitted_from_its_arms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dispatchwise/dispatchwise.h"

static const struct dw_policy_inputs all_pay = {
    .persistent = {500, 5000, 1000, 50000},
    .reuse = {500, 5000, 25000, 500},
    .bindless = {40, DW_BINDLESS_SUPPORT_FULL, true},
    .trace_jit = {100, 9000, 10000, 100000},
};

static struct dw_policy_inputs only_persistent(uint64_t saved_ns)
{
    struct dw_policy_inputs inputs = {.persistent = {2, saved_ns, 0, saved_ns}};
    return inputs;
}

static void test_texts(void **state)
{
    struct dw_audit_ring ring;
    struct dw_policy_verdict verdict;
    char text[512];
    static const char expected[] = "persistent_kernel queue_batch saved=2450000ns launch_overhead\n"
                                   "command_reuse record_and_replay saved=2225000ns repeat_shape\n"
                                   "bindless descriptor_array saved=0ns resource_count_threshold\n"
                                   "trace_jit speculate saved=80000ns predicted_shape\n";
    (void)state;
    dw_clear_audit(&ring);
    dw_evaluate_policy(&all_pay, NULL, &ring, &verdict);
    assert_int_equal(dw_count_audit_events(&ring), 4);
    assert_int_equal(dw_format_audit(&ring, text, sizeof(text)), sizeof(expected) - 1);
    assert_string_equal(text, expected);
}

static void test_what_does_not_pay_is_not_recorded(void **state)
{
    const struct dw_policy_inputs none = {.persistent = {1, 5000, 0, 0}};
    const struct dw_policy_inputs one = only_persistent(UINT64_MAX);
    struct dw_audit_ring ring;
    struct dw_policy_verdict verdict;
    char text[128] = "x";
    (void)state;
    memset(&ring, 0, sizeof(ring));
    dw_evaluate_policy(&none, NULL, &ring, &verdict);
    assert_int_equal(dw_count_audit_events(&ring), 0);
    assert_null(dw_get_audit_event(&ring, 0));
    assert_int_equal(dw_format_audit(&ring, text, sizeof(text)), 0);
    assert_string_equal(text, "");
    dw_evaluate_policy(&one, NULL, &ring, &verdict);
    dw_format_audit(&ring, text, sizeof(text));
    assert_string_equal(
        text, "persistent_kernel queue_batch saved=18446744073709551615ns launch_overhead\n");
    dw_evaluate_policy(&one, NULL, NULL, &verdict);
    assert_int_equal(dw_count_audit_events(&ring), 1);
}

static void test_the_oldest_goes_first(void **state)
{
    struct dw_audit_ring ring;
    struct dw_policy_verdict verdict;
    char *text, expected[128];
    size_t length;
    (void)state;
    dw_clear_audit(&ring);
    for (uint64_t i = 1; i <= 1000; i++) {
        struct dw_policy_inputs inputs = only_persistent(i);
        dw_evaluate_policy(&inputs, NULL, &ring, &verdict);
        if (dw_count_audit_events(&ring) != (i < 256 ? i : 256))
            fail_msg("%zu events after %d", dw_count_audit_events(&ring), (int)i);
        if (dw_get_audit_event(&ring, 0)->saved_ns.lo != (i <= 256 ? 1 : i - 255))
            fail_msg("the oldest is not the oldest after %d", (int)i);
    }
    assert_int_equal(dw_get_audit_event(&ring, 255)->saved_ns.lo, 1000);
    assert_null(dw_get_audit_event(&ring, 256));
    length = dw_format_audit(&ring, NULL, 0);
    text = malloc(length + 1);
    assert_non_null(text);
    assert_int_equal(dw_format_audit(&ring, text, length + 1), length);
    for (size_t i = 0, at = 0; i < 256; i++, at += strlen(expected)) {
        snprintf(expected, sizeof(expected),
                 "persistent_kernel queue_batch saved=%zuns launch_overhead\n", 745 + i);
        assert_memory_equal(text + at, expected, strlen(expected));
    }
    free(text);
}

static void test_text_is_cut_as_snprintf_cuts(void **state)
{
    struct dw_audit_ring ring;
    struct dw_policy_verdict verdict;
    char whole[512], *cut;
    size_t length;
    (void)state;
    dw_clear_audit(&ring);
    dw_evaluate_policy(&all_pay, NULL, &ring, &verdict);
    length = dw_format_audit(&ring, whole, sizeof(whole));
    for (size_t size = 1; size <= length + 1; size++) {
        cut = malloc(size);
        assert_non_null(cut);
        assert_int_equal(dw_format_audit(&ring, cut, size), length);
        assert_memory_equal(cut, whole, size - 1);
        assert_int_equal(cut[size - 1], '\0');
        free(cut);
    }
}

static void test_metrics(void **state)
{
    static const char expected[] =
        "# HELP dispatchwise_policy_verdicts_total Verdicts that changed how a batch was "
        "launched.\n"
        "# TYPE dispatchwise_policy_verdicts_total counter\n"
        "dispatchwise_policy_verdicts_total{decision=\"persistent_kernel\",action=\"queue_batch\"} "
        "302\n"
        "dispatchwise_policy_verdicts_total{decision=\"command_reuse\",action=\"record_and_"
        "replay\"} "
        "2\n"
        "dispatchwise_policy_verdicts_total{decision=\"bindless\",action=\"descriptor_array\"} 2\n"
        "dispatchwise_policy_verdicts_total{decision=\"trace_jit\",action=\"speculate\"} 2\n"
        "# HELP dispatchwise_policy_predicted_savings_seconds_total Host time that those verdicts "
        "were predicted to save.\n"
        "# TYPE dispatchwise_policy_predicted_savings_seconds_total counter\n"
        "dispatchwise_policy_predicted_savings_seconds_total{decision=\"persistent_kernel\",action="
        "\"queue_batch\"} 300.004900000\n"
        "dispatchwise_policy_predicted_savings_seconds_total{decision=\"command_reuse\",action="
        "\"record_and_replay\"} 0.004450000\n"
        "dispatchwise_policy_predicted_savings_seconds_total{decision=\"bindless\",action="
        "\"descriptor_array\"} 0.000000000\n"
        "dispatchwise_policy_predicted_savings_seconds_total{decision=\"trace_jit\",action="
        "\"speculate\"} 0.000160000\n";
    const struct dw_policy_inputs second = only_persistent(1000000000);
    struct dw_audit_ring ring;
    struct dw_policy_verdict verdict;
    char text[2048];
    (void)state;
    dw_clear_audit(&ring);
    for (int i = 0; i < 2; i++)
        dw_evaluate_policy(&all_pay, NULL, &ring, &verdict);
    /* Counters hold what the ring has long forgotten. */
    for (int i = 0; i < 300; i++)
        dw_evaluate_policy(&second, NULL, &ring, &verdict);
    assert_int_equal(dw_format_audit_metrics(&ring, text, sizeof(text)), sizeof(expected) - 1);
    assert_string_equal(text, expected);
    assert_int_equal(dw_format_audit_metrics(&ring, NULL, 0), sizeof(expected) - 1);
}

static void test_sums_stay_at_their_largest(void **state)
{
    const struct dw_policy_verdict verdict = {
        .persistent = {DW_PERSISTENT_KERNEL, {UINT64_MAX, UINT64_MAX - 1}}};
    struct dw_audit_ring ring;
    (void)state;
    dw_clear_audit(&ring);
    for (int i = 0; i < 3; i++)
        dw_record_verdict(&ring, &verdict);
    assert_true(ring.saved_ns[DW_AUDIT_PERSISTENT_KERNEL].hi == UINT64_MAX);
    assert_true(ring.saved_ns[DW_AUDIT_PERSISTENT_KERNEL].lo == UINT64_MAX);
    assert_int_equal(ring.counts[DW_AUDIT_PERSISTENT_KERNEL], 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_what_does_not_pay_is_not_recorded),
        cmocka_unit_test(test_the_oldest_goes_first),
        cmocka_unit_test(test_text_is_cut_as_snprintf_cuts),
        cmocka_unit_test(test_metrics),
        cmocka_unit_test(test_sums_stay_at_their_largest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

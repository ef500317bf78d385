#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "dispatchwise/dispatchwise.h"

#define MAX UINT64_MAX
#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void check_savings(const char *what, size_t row, struct dw_u128 found, const char *expected)
{
    char text[DW_U128_TEXT_SIZE];
    size_t length = dw_format_u128(found, text);
    if (strcmp(text, expected) != 0 || length != strlen(expected))
        fail_msg("%s, row %zu: savings %s, expected %s", what, row, text, expected);
}

static void check_verdict(const char *what, size_t row, const char *found, const char *expected)
{
    if (strcmp(found, expected) != 0)
        fail_msg("%s, row %zu: %s, expected %s", what, row, found, expected);
}

static void test_persistent(void **state)
{
    static const struct {
        struct dw_persistent_inputs inputs; /* batch, launch, kernel, setup */
        const char *verdict, *savings;
    } rows[] = {
        {{500, 5000, 1000, 50000}, "persistent_kernel", "2450000"},
        {{1, 5000, 1000, 50000}, "standard_launches", "0"},
        {{0, 5000, 1000, 0}, "standard_launches", "0"},
        /* a batch of one never pays, whatever it would save */
        {{1, MAX, 0, 0}, "standard_launches", "0"},
        {{2, 1, 0, 0}, "persistent_kernel", "2"},
        {{2, 0, 0, 0}, "standard_launches", "0"},
        {{MAX, 0, 0, 0}, "standard_launches", "0"},
        {{10, 5000, 0, 50000}, "standard_launches", "0"},
        {{10, 5000, 0, 49999}, "persistent_kernel", "1"},
        {{10, 5000, 0, 50001}, "standard_launches", "0"},
        /* the kernel's own time does not matter */
        {{10, 5000, MAX, 49999}, "persistent_kernel", "1"},
        {{2, MAX, 0, MAX}, "persistent_kernel", "18446744073709551615"},
        {{MAX, MAX, MAX, MAX}, "persistent_kernel", "340282366920938463408034375210639556610"},
        {{MAX, MAX, MAX, 0}, "persistent_kernel", "340282366920938463426481119284349108225"},
        {{MAX, 1, 0, MAX}, "standard_launches", "0"},
        {{MAX, 1, 0, MAX - 1}, "persistent_kernel", "1"},
        {{UINT64_C(1) << 32, UINT64_C(1) << 32, 0, 0}, "persistent_kernel", "18446744073709551616"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_persistent_decision found = dw_decide_persistent(&rows[i].inputs);
        check_verdict("D1", i, dw_persistent_name(found.verdict), rows[i].verdict);
        check_savings("D1", i, found.savings_ns, rows[i].savings);
    }
}

static void test_reuse(void **state)
{
    static const struct {
        struct dw_reuse_inputs inputs; /* repeats, launch, record, replay */
        const char *verdict, *savings;
    } rows[] = {
        {{500, 5000, 25000, 500}, "record_and_replay", "2225000"},
        {{1, 5000, 25000, 500}, "plain_launches", "0"},
        {{0, 5000, 0, 0}, "plain_launches", "0"},
        {{1, MAX, 0, 0}, "plain_launches", "0"},
        {{2, 1, 0, 0}, "record_and_replay", "2"},
        {{2, 500, 0, 500}, "plain_launches", "0"},
        {{2, 499, 0, 500}, "plain_launches", "0"},
        {{2, 501, 1, 500}, "record_and_replay", "1"},
        {{2, 501, 2, 500}, "plain_launches", "0"},
        {{2, 501, 3, 500}, "plain_launches", "0"},
        /* a replay dearer than a launch does not wrap around */
        {{MAX, 0, 0, MAX}, "plain_launches", "0"},
        {{MAX, 0, 0, 1}, "plain_launches", "0"},
        {{MAX, MAX, MAX, 0}, "record_and_replay", "340282366920938463408034375210639556610"},
        {{MAX, MAX, 0, 0}, "record_and_replay", "340282366920938463426481119284349108225"},
        {{MAX, MAX, MAX, MAX}, "plain_launches", "0"},
        {{MAX, MAX, MAX, MAX - 1}, "plain_launches", "0"},
        {{MAX, MAX, MAX - 1, MAX - 1}, "record_and_replay", "1"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_reuse_decision found = dw_decide_reuse(&rows[i].inputs);
        check_verdict("D4", i, dw_reuse_name(found.verdict), rows[i].verdict);
        check_savings("D4", i, found.savings_ns, rows[i].savings);
    }
}

static void test_bindless(void **state)
{
    enum {
        NO = DW_BINDLESS_SUPPORT_UNSUPPORTED,
        STATIC = DW_BINDLESS_SUPPORT_STATIC,
        FULL = DW_BINDLESS_SUPPORT_FULL
    };
    static const struct {
        uint64_t resources;
        int support;
        bool dynamic;
        uint64_t threshold;
        const char *verdict;
    } rows[] = {
        {40, FULL, true, 24, "bindless"},
        {4, FULL, false, 24, "traditional_bindings"},
        {23, FULL, true, 24, "traditional_bindings"},
        {24, FULL, true, 24, "bindless"},
        {24, FULL, false, 24, "bindless"},
        {24, STATIC, false, 24, "bindless"},
        {24, STATIC, true, 24, "traditional_bindings"},
        {23, STATIC, false, 24, "traditional_bindings"},
        {MAX, NO, false, 24, "traditional_bindings"},
        {MAX, NO, true, 0, "traditional_bindings"},
        {MAX, FULL, true, 24, "bindless"},
        {0, FULL, true, 0, "bindless"},
        {MAX, FULL, true, DW_NEVER, "traditional_bindings"},
        {MAX - 1, FULL, true, MAX - 1, "bindless"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct dw_bindless_inputs inputs = {
            rows[i].resources, (enum dw_bindless_support)rows[i].support, rows[i].dynamic};
        const struct dw_thresholds thresholds = {rows[i].threshold, 0, 0};
        check_verdict("D9", i, dw_bindless_name(dw_decide_bindless(&inputs, &thresholds)),
                      rows[i].verdict);
        if (rows[i].threshold == 24)
            check_verdict("D9 by default", i, dw_bindless_name(dw_decide_bindless(&inputs, NULL)),
                          rows[i].verdict);
    }
}

static void test_trace_jit(void **state)
{
    static const struct {
        struct dw_trace_jit_inputs inputs; /* hits, bps, cost, miss */
        const char *verdict, *savings;
    } rows[] = {
        {{100, 9000, 10000, 100000}, "speculate", "80000"},
        {{2, 9000, 10000, 100000}, "hold_steady", "0"},
        {{7, 9000, 10000, 100000}, "hold_steady", "0"},
        {{8, 9000, 10000, 100000}, "speculate", "80000"},
        {{8, 5999, 0, 100000}, "hold_steady", "0"},
        {{8, 6000, 0, 100000}, "speculate", "60000"},
        {{8, 6000, 0, 0}, "hold_steady", "0"},
        {{8, MAX, 0, 0}, "hold_steady", "0"},
        {{8, 6000, 60000, 100000}, "hold_steady", "0"},
        {{8, 6000, 59999, 100000}, "speculate", "1"},
        {{8, 6000, 60001, 100000}, "hold_steady", "0"},
        /* 1 * 6000 / 10000 is floored to 0; 5 * 6001 to 3 */
        {{8, 6000, 0, 1}, "hold_steady", "0"},
        {{8, 6001, 0, 5}, "speculate", "3"},
        {{8, 9999, 0, 1}, "hold_steady", "0"},
        {{8, 10000, 0, 1}, "speculate", "1"},
        /* above certainty: as written */
        {{8, 20000, 0, 7}, "speculate", "14"},
        {{MAX, MAX, MAX, MAX}, "speculate", "34028236692093827895904038218883295"},
        {{MAX, MAX, 0, MAX}, "speculate", "34028236692093846342648111928434910"},
        {{8, 10000, 0, MAX}, "speculate", "18446744073709551615"},
        {{8, 10000, MAX, MAX}, "hold_steady", "0"},
        {{8, 10000, MAX - 1, MAX}, "speculate", "1"},
        {{8, 10001, MAX, MAX}, "speculate", "1844674407370955"},
        {{8, MAX, 0, 12345678901234567}, "speculate", "22773757910726979759261380350867"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_trace_jit_decision found = dw_decide_trace_jit(&rows[i].inputs, NULL);
        check_verdict("I2", i, dw_trace_jit_name(found.verdict), rows[i].verdict);
        check_savings("I2", i, found.savings_ns, rows[i].savings);
    }
}

static void test_trace_jit_thresholds(void **state)
{
    static const struct {
        struct dw_thresholds thresholds;
        const char *verdict;
    } rows[] = {
        {{24, 101, 0}, "hold_steady"},      {{24, 100, 9000}, "speculate"},
        {{24, 0, 9001}, "hold_steady"},     {{DW_NEVER, 0, 0}, "speculate"},
        {{24, DW_NEVER, 0}, "hold_steady"}, {{24, 0, DW_NEVER}, "hold_steady"},
    };
    const struct dw_trace_jit_inputs inputs = {100, 9000, 10000, 100000};
    const struct dw_trace_jit_inputs most = {MAX, MAX, 0, 100000};
    const struct dw_thresholds never = {24, DW_NEVER, DW_NEVER};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        check_verdict("I2 thresholds", i,
                      dw_trace_jit_name(dw_decide_trace_jit(&inputs, &rows[i].thresholds).verdict),
                      rows[i].verdict);
    assert_int_equal(dw_decide_trace_jit(&most, &never).verdict, DW_TRACE_JIT_HOLD_STEADY);
}

static void test_mode(void **state)
{
    enum { NO = -1 };
    static const struct {
        int64_t persistent, reuse; /* savings; NO: the verdict is no */
        const char *mode, *savings;
    } rows[] = {
        {NO, NO, "plain_launches", "0"},        {500, NO, "persistent_kernel", "500"},
        {NO, 700, "command_reuse", "700"},      {100, 100, "command_reuse", "100"},
        {101, 100, "persistent_kernel", "101"}, {100, 101, "command_reuse", "101"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_persistent_decision persistent = {DW_PERSISTENT_STANDARD_LAUNCHES, {0, 0}};
        struct dw_reuse_decision reuse = {DW_REUSE_PLAIN_LAUNCHES, {0, 0}};
        struct dw_mode_decision found;
        if (rows[i].persistent != NO) {
            persistent.verdict = DW_PERSISTENT_KERNEL;
            persistent.savings_ns.lo = (uint64_t)rows[i].persistent;
        }
        if (rows[i].reuse != NO) {
            reuse.verdict = DW_REUSE_RECORD_AND_REPLAY;
            reuse.savings_ns.lo = (uint64_t)rows[i].reuse;
        }
        found = dw_select_mode(&persistent, &reuse);
        check_verdict("mode", i, dw_mode_name(found.mode), rows[i].mode);
        check_savings("mode", i, found.savings_ns, rows[i].savings);
    }
}

static void test_mode_compares_all_128_bits(void **state)
{
    const struct dw_persistent_decision persistent = {DW_PERSISTENT_KERNEL, {1, 0}};
    const struct dw_reuse_decision reuse = {DW_REUSE_RECORD_AND_REPLAY, {0, MAX}};
    (void)state;
    assert_int_equal(dw_select_mode(&persistent, &reuse).mode, DW_MODE_PERSISTENT_KERNEL);
}

static const uint32_t slots[] = {0, 1, 2, 3, 4, 5};

static const struct dw_policy_inputs aggressive = {
    .persistent = {500, 5000, 1000, 50000},
    .arm_a = {{slots, 2}, {slots + 2, 1}},
    .arm_b = {{slots + 3, 2}, {slots + 5, 1}},
    .copy = {true, 7},
    .reuse = {500, 5000, 25000, 500},
    .bindless = {40, DW_BINDLESS_SUPPORT_FULL, true},
    .trace_jit = {100, 9000, 10000, 100000},
};

static const struct dw_policy_inputs conservative = {
    .persistent = {1, 5000, 1000, 50000},
    .arm_a = {{slots + 5, 1}, {slots + 1, 1}},
    .arm_b = {{slots, 1}, {slots + 5, 1}},
    .copy = {true, 5},
    .reuse = {1, 5000, 25000, 500},
    .bindless = {4, DW_BINDLESS_SUPPORT_FULL, false},
    .trace_jit = {2, 9000, 10000, 100000},
};

static void test_bundle(void **state)
{
    struct dw_policy_inputs inputs = aggressive;
    struct dw_policy_verdict found;
    (void)state;
    dw_evaluate_policy(&inputs, NULL, NULL, &found);
    assert_int_equal(found.persistent.verdict, DW_PERSISTENT_KERNEL);
    check_savings("aggressive D1", 0, found.persistent.savings_ns, "2450000");
    assert_int_equal(found.arms, DW_ARMS_INDEPENDENT);
    assert_int_equal(found.copy, DW_COPY_OVERLAP);
    assert_int_equal(found.reuse.verdict, DW_REUSE_RECORD_AND_REPLAY);
    check_savings("aggressive D4", 0, found.reuse.savings_ns, "2225000");
    assert_int_equal(found.bindless, DW_BINDLESS_BINDLESS);
    assert_int_equal(found.trace_jit.verdict, DW_TRACE_JIT_SPECULATE);
    check_savings("aggressive I2", 0, found.trace_jit.savings_ns, "80000");
    assert_int_equal(found.mode.mode, DW_MODE_PERSISTENT_KERNEL);
    check_savings("aggressive mode", 0, found.mode.savings_ns, "2450000");

    inputs.copy.has_copy = false;
    dw_evaluate_policy(&inputs, NULL, NULL, &found);
    assert_int_equal(found.copy, DW_COPY_NONE);

    dw_evaluate_policy(&conservative, NULL, NULL, &found);
    assert_int_equal(found.persistent.verdict, DW_PERSISTENT_STANDARD_LAUNCHES);
    assert_int_equal(found.arms, DW_ARMS_WRITE_AFTER_READ);
    assert_int_equal(found.copy, DW_COPY_SERIALIZE);
    assert_int_equal(found.reuse.verdict, DW_REUSE_PLAIN_LAUNCHES);
    assert_int_equal(found.bindless, DW_BINDLESS_TRADITIONAL_BINDINGS);
    assert_int_equal(found.trace_jit.verdict, DW_TRACE_JIT_HOLD_STEADY);
    assert_int_equal(found.mode.mode, DW_MODE_PLAIN_LAUNCHES);
    check_savings("conservative mode", 0, found.mode.savings_ns, "0");
}

static void test_bundle_takes_thresholds(void **state)
{
    const struct dw_thresholds never = {DW_NEVER, DW_NEVER, DW_NEVER};
    struct dw_policy_verdict found;
    (void)state;
    dw_evaluate_policy(&aggressive, &never, NULL, &found);
    assert_int_equal(found.bindless, DW_BINDLESS_TRADITIONAL_BINDINGS);
    assert_int_equal(found.trace_jit.verdict, DW_TRACE_JIT_HOLD_STEADY);
    assert_int_equal(found.mode.mode, DW_MODE_PERSISTENT_KERNEL);
}

static void test_u128(void **state)
{
    static const struct {
        struct dw_u128 value;
        const char *text;
    } rows[] = {
        {{0, 0}, "0"},
        {{0, 9}, "9"},
        {{0, 10}, "10"},
        {{0, MAX}, "18446744073709551615"},
        {{1, 0}, "18446744073709551616"},
        {{UINT64_C(0x4b3b4ca85a86c47a), UINT64_C(0x098a224000000000)},
         "100000000000000000000000000000000000000"},
        {{UINT64_C(0x8ac7230489e80000), 0}, "184467440737095516160000000000000000000"},
        {{MAX, MAX}, "340282366920938463463374607431768211455"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_savings("u128", i, rows[i].value, rows[i].text);
        assert_int_equal(dw_compare_u128(rows[i].value, rows[i].value), 0);
        assert_true(i == 0 || dw_compare_u128(rows[0].value, rows[i].value) < 0);
        assert_true(i == 0 || dw_compare_u128(rows[i].value, rows[0].value) > 0);
    }
    assert_true(dw_compare_u128(rows[3].value, rows[4].value) < 0);
    assert_true(dw_compare_u128(rows[4].value, rows[3].value) > 0);
    assert_true(dw_compare_u128(rows[1].value, rows[2].value) < 0);
}

static void test_names(void **state)
{
    (void)state;
    assert_string_equal(dw_persistent_name(DW_PERSISTENT_KERNEL), "persistent_kernel");
    assert_string_equal(dw_arms_name(DW_ARMS_WRITE_AFTER_READ), "write_after_read");
    assert_string_equal(dw_copy_name(DW_COPY_NONE), "none");
    assert_string_equal(dw_bindless_support_name(DW_BINDLESS_SUPPORT_STATIC), "static");
    assert_string_equal(dw_arms_name(DW_ARMS_COUNT), "unknown");
    assert_string_equal(dw_status_text(DW_ERROR_TIMEOUT), "the device did not finish in time");
    assert_string_equal(dw_status_text(-1000), "unknown status");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_persistent),
        cmocka_unit_test(test_reuse),
        cmocka_unit_test(test_bindless),
        cmocka_unit_test(test_trace_jit),
        cmocka_unit_test(test_trace_jit_thresholds),
        cmocka_unit_test(test_mode),
        cmocka_unit_test(test_mode_compares_all_128_bits),
        cmocka_unit_test(test_bundle),
        cmocka_unit_test(test_bundle_takes_thresholds),
        cmocka_unit_test(test_u128),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

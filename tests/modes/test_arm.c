#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "modes/arm.h"

static void test_names_round_trip(void **state)
{
    static const char *const names[] = {
        "plain_launches/each",
        "plain_launches/each+role=control",
        "plain_launches/batched:64",
        "plain_launches/batched:all",
        "plain_launches/infos:1",
        "command_reuse/resubmit",
        "command_reuse/resubmit+role=reference",
        "command_reuse/multi:16",
        "command_reuse/unrolled:all",
        "command_reuse/armed",
        "persistent_kernel/drain:264x1",
        "persistent_kernel/drain:4294967294x4294967294+role=reference",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct arm arm;
        char text[DW_ARM_NAME_SIZE];
        if (!arm_parse(names[i], &arm))
            fail_msg("%s was not parsed", names[i]);
        arm_format(&arm, text, sizeof(text));
        assert_string_equal(text, names[i]);
    }
}

static void test_every_variant_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < DW_VARIANT_COUNT; i++) {
        struct arm arm = {.choice = {.variant = (uint8_t)i}}, parsed;
        for (unsigned n = 0; n < dw_variant_info(i)->number_count; n++)
            arm.choice.number[n] = 7 + n;
        char text[DW_ARM_NAME_SIZE];
        arm_format(&arm, text, sizeof(text));
        if (!arm_parse(text, &parsed) || !arm_equal(&arm, &parsed))
            fail_msg("%s does not name variant %d", text, i);
    }
}

static void test_what_is_no_name_is_refused(void **state)
{
    static const char *const names[] = {
        "",
        "/",
        "plain_launches",
        "plain_launches/",
        "plain_launches/eachx",
        "plain_launches/each:1",
        "plain_launches/each+",
        "plain_launches/each+role",
        "plain_launches/each+role=",
        "plain_launches/each+role=control+role=control",
        "plain_launches/each+side=two",
        "plain_launches/batched",
        "plain_launches/batched:",
        "plain_launches/batched:0",
        "plain_launches/batched:064",
        "plain_launches/batched:-1",
        "plain_launches/batched:4294967295",
        "plain_launches/batched:ALL",
        "plain_launches/batched:1x2",
        "plain_launches/resubmit",
        "command_reuse/each",
        "persistent_kernel/drain:264",
        "persistent_kernel/drain:264x",
        "persistent_kernel/drain:264x1x1",
        " command_reuse/resubmit",
        "command_reuse/resubmit ",
        "command_reuse/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct arm arm = arm_baseline();
        if (arm_parse(names[i], &arm))
            fail_msg("'%s' was taken for a name", names[i]);
        assert_int_equal(arm.choice.variant, DW_VARIANT_EACH);
    }
}

static void test_a_number_at_or_over_the_batch_is_all(void **state)
{
    static const struct {
        const char *name, *canonical;
        uint32_t launches;
    } rows[] = {
        {"command_reuse/unrolled:64", "command_reuse/unrolled:64", 65},
        {"command_reuse/unrolled:64", "command_reuse/unrolled:all", 64},
        {"command_reuse/unrolled:64", "command_reuse/unrolled:all", 1},
        {"plain_launches/infos:all", "plain_launches/infos:all", 1000},
        {"plain_launches/each", "plain_launches/each", 1},
        {"persistent_kernel/drain:264x1", "persistent_kernel/drain:264x1", 1},
        {"plain_launches/batched:8+role=reference", "plain_launches/batched:all+role=reference", 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arm arm;
        char text[DW_ARM_NAME_SIZE];
        assert_true(arm_parse(rows[i].name, &arm));
        arm = arm_canonical(&arm, rows[i].launches);
        arm_format(&arm, text, sizeof(text));
        assert_string_equal(text, rows[i].canonical);
    }
}

static void test_legality_follows_the_wait(void **state)
{
    static const struct {
        const char *name;
        bool each, batch;
    } rows[] = {
        {"plain_launches/each", true, true},     {"plain_launches/batched:4", false, true},
        {"plain_launches/infos:4", false, true}, {"command_reuse/resubmit", true, true},
        {"command_reuse/multi:4", false, true},  {"command_reuse/unrolled:all", false, true},
        {"command_reuse/armed", true, true},     {"persistent_kernel/drain:8x1", false, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arm arm;
        assert_true(arm_parse(rows[i].name, &arm));
        if (arm_legal(&arm, DW_WAIT_EACH) != rows[i].each ||
            arm_legal(&arm, DW_WAIT_BATCH) != rows[i].batch)
            fail_msg("%s is legal for the wrong wait", rows[i].name);
    }
}

static void test_equality_counts_numbers_and_role(void **state)
{
    struct arm a, b, control, baseline = arm_baseline();
    (void)state;
    assert_true(arm_parse("persistent_kernel/drain:8x1", &a));
    assert_true(arm_parse("persistent_kernel/drain:8x2", &b));
    assert_true(arm_parse("plain_launches/each+role=control", &control));
    assert_true(arm_equal(&a, &a));
    assert_false(arm_equal(&a, &b));
    assert_false(arm_equal(&baseline, &control));
    control.role = ARM_ROLE_FORCED;
    assert_true(arm_equal(&baseline, &control));
}

static void test_statuses_round_trip(void **state)
{
    enum arm_status status = ARM_STATUS_OK;
    (void)state;
    for (int i = 0; i < ARM_STATUS_COUNT; i++) {
        assert_true(arm_status_parse(arm_status_name((enum arm_status)i), &status));
        assert_int_equal(status, i);
    }
    assert_false(arm_status_parse("fine", &status));
    assert_string_equal(arm_status_name(ARM_STATUS_COUNT), "unknown");
    for (int i = 0; i < ARM_STATUS_COUNT; i++) {
        assert_int_equal(arm_status_worse(ARM_STATUS_WRONG_RESULT, (enum arm_status)i),
                         i != ARM_STATUS_WRONG_RESULT);
        assert_false(arm_status_worse(ARM_STATUS_OK, (enum arm_status)i));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_round_trip),
        cmocka_unit_test(test_every_variant_has_a_name_of_its_own),
        cmocka_unit_test(test_what_is_no_name_is_refused),
        cmocka_unit_test(test_a_number_at_or_over_the_batch_is_all),
        cmocka_unit_test(test_legality_follows_the_wait),
        cmocka_unit_test(test_equality_counts_numbers_and_role),
        cmocka_unit_test(test_statuses_round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

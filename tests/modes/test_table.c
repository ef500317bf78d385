/* No variant is forgotten: each has an implementation with what is not optional, and is tried on
 * some batch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "modes/mode.h"

static void test_every_variant_is_implemented(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARM_VARIANT_COUNT; i++) {
        const struct mode_ops *ops = mode_find(&arm_variants[i]);
        if (!arm_variants[i].name || !ops || !ops->create || !ops->execute || !ops->destroy)
            fail_msg("variant %zu (%s): a row is missing in arm_variants or mode_table, or its "
                     "implementation lacks create, execute or destroy",
                     i, arm_variants[i].name ? arm_variants[i].name : "no name");
    }
}

static bool is_candidate(const struct arm_variant *variant)
{
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        struct arm arms[MODE_CANDIDATES_MAX];
        const size_t count = mode_list_candidates((enum dw_wait)wait, 1000, 0, arms);
        for (size_t i = 0; i < count; i++)
            if (arms[i].variant == variant)
                return true;
    }
    return false;
}

static void test_every_variant_is_tried(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARM_VARIANT_COUNT; i++)
        if (!is_candidate(&arm_variants[i]))
            fail_msg("%s is never a candidate: it has no numbers worth trying, or "
                     "MODE_CANDIDATES_MAX is too small",
                     arm_variants[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_variant_is_implemented),
        cmocka_unit_test(test_every_variant_is_tried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

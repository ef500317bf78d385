/* No variant is forgotten: each has an implementation with what is not optional, and is tried on
 * some batch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "modes/mode.h"
#include "modes/reference.h"

static void test_every_variant_is_implemented(void **state)
{
    (void)state;
    for (int i = 0; i < DW_VARIANT_COUNT; i++) {
        const struct mode_ops *ops = mode_find((enum dw_variant)i);
        const char *name = dw_variant_info(i)->name;
        if (!name || !ops || !ops->create || !ops->execute || !ops->destroy)
            fail_msg("variant %d (%s): a row is missing in DW_VARIANTS or mode_table, or its "
                     "implementation lacks create, execute or destroy",
                     i, name ? name : "no name");
    }
}

static bool is_candidate(int variant)
{
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        struct arm arms[MODE_CANDIDATES_MAX];
        const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE((enum dw_wait)wait, 1000, 1, 1, 1);
        const struct dw_shape planned = workload_planner_shape(&shape);
        const size_t count = mode_list_candidates(&planned, 0, arms);
        for (size_t i = 0; i < count; i++)
            if (arms[i].choice.variant == variant)
                return true;
    }
    return false;
}

static void test_every_variant_is_tried(void **state)
{
    (void)state;
    for (int i = 0; i < DW_VARIANT_COUNT; i++)
        if (!is_candidate(i))
            fail_msg("%s is never a candidate: it has no numbers worth trying, or "
                     "MODE_CANDIDATES_MAX is too small",
                     dw_variant_info(i)->name);
}

static void test_every_copy_is_implemented(void **state)
{
    (void)state;
    for (int i = 0; i < DW_COPY_SIDE_COUNT; i++) {
        const struct mode_axis_ops *ops = &mode_copy_sides[i];
        if (!ops->create || !ops->destroy || (!ops->begin && !ops->beside))
            fail_msg("%s: a row is missing in mode_copy_sides, or it copies nothing",
                     dw_axis_info(DW_AXIS_COPY)->side[i].name);
    }
}

/* The policy's drain takes a device's cores as the candidates do. */
static void test_more_cores_than_a_device_has(void **state)
{
    static const struct {
        uint64_t cores;
        uint32_t groups;
    } rows[] = {{0, REFERENCE_RESIDENT_GROUPS},
                {1, 1},
                {132, 132},
                {DW_CORES_MAX, DW_CORES_MAX},
                {DW_CORES_MAX + 1, REFERENCE_RESIDENT_GROUPS},
                {UINT64_MAX, REFERENCE_RESIDENT_GROUPS}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct reference_batch batch = {
            .wait = DW_WAIT_BATCH, .launches = 1000, .repeats = 1, .cores = rows[i].cores};
        const struct arm arm =
            reference_arm(dw_default_calibration(), DW_MODE_PERSISTENT_KERNEL, &batch);
        if (arm.choice.number[0] != rows[i].groups)
            fail_msg("%llu cores: %u groups, expected %u", (unsigned long long)rows[i].cores,
                     (unsigned)arm.choice.number[0], (unsigned)rows[i].groups);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_variant_is_implemented),
        cmocka_unit_test(test_every_variant_is_tried),
        cmocka_unit_test(test_every_copy_is_implemented),
        cmocka_unit_test(test_more_cores_than_a_device_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

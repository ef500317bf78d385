/* What a shape may be, what it forbids, and what a device was not measured for. */
#include "core/planner_world.h"

enum change {
    NOTHING,
    EACH,
    LEVELS,
    SECOND,
    DEPENDENT,
    RESOURCES,
    REBIND,
    DYNAMIC,
    COPY,
    COPY_SERIAL,
    MISSES,
    SPARE,
    ONE
};

static void change_shape(struct dw_shape *shape, enum change change)
{
    switch (change) {
    case NOTHING:
        break;
    case EACH:
        shape->wait = DW_WAIT_EACH;
        break;
    case LEVELS:
        shape->levels = 10;
        break;
    case DEPENDENT:
        shape->arms = DW_ARMS_WRITE_AFTER_READ;
        /* fall through */
    case SECOND:
        shape->second = shape->kernel;
        break;
    case REBIND:
    case DYNAMIC:
        shape->rebind = change == REBIND;
        shape->dynamic_indexing = change == DYNAMIC;
        /* fall through */
    case RESOURCES:
        shape->resources = 16;
        break;
    case COPY:
    case COPY_SERIAL:
        shape->copy_bytes = 4096;
        shape->copy = change == COPY ? DW_COPY_OVERLAP : DW_COPY_SERIALIZE;
        break;
    case MISSES:
        shape->specializations = 1;
        break;
    case SPARE:
        shape->spare_core = true;
        break;
    case ONE:
        shape->launches = 1;
        break;
    }
}

#define DRAIN "persistent_kernel/drain:64x1"
#define ALL "command_reuse/unrolled:all"
#define PLAIN "plain_launches/each"

static void test_legal(void **state)
{
    static const struct {
        enum change first, second;
        const char *choice;
        const char *why; /* a piece of it; NULL: it may be had */
    } rows[] = {
        {NOTHING, NOTHING, PLAIN, NULL},
        {NOTHING, NOTHING, DRAIN, NULL},
        {NOTHING, NOTHING, "command_reuse/unrolled:16", NULL},
        {EACH, NOTHING, PLAIN, NULL},
        {EACH, NOTHING, "command_reuse/armed", NULL},
        {EACH, NOTHING, "plain_launches/batched:all", "each launch is waited for"},
        {EACH, NOTHING, "plain_launches/infos:16", "waited for"},
        {EACH, NOTHING, ALL, "waited for"},
        {EACH, NOTHING, DRAIN, "waited for"},
        {LEVELS, NOTHING, DRAIN, "depend"},
        {LEVELS, NOTHING, ALL, NULL},
        {SECOND, NOTHING, DRAIN, "one kernel"},
        {SECOND, NOTHING, PLAIN, NULL},
        {SECOND, NOTHING, "command_reuse/resubmit", "serves one kernel"},
        {SECOND, NOTHING, "command_reuse/multi:all", "serves one kernel"},
        {SECOND, NOTHING, "command_reuse/armed", "serves one kernel"},
        {SECOND, NOTHING, "command_reuse/unrolled:99", "serves one kernel"},
        {SECOND, NOTHING, ALL, NULL},
        {SECOND, NOTHING, ALL "+arms=families", NULL},
        {SECOND, ONE, "command_reuse/resubmit", "serves one kernel"},
        {SECOND, NOTHING, PLAIN "+arms=concurrent", NULL},
        {SECOND, NOTHING, PLAIN "+arms=queues", NULL},
        {SECOND, EACH, PLAIN "+arms=queues", "waited for"},
        {SECOND, LEVELS, PLAIN "+arms=concurrent", "launches depend"},
        {SECOND, LEVELS, PLAIN, NULL},
        {DEPENDENT, NOTHING, PLAIN "+arms=concurrent", "kernels depend"},
        {NOTHING, NOTHING, PLAIN "+arms=concurrent", "no second kernel"},
        {RESOURCES, NOTHING, DRAIN, "binds once"},
        {RESOURCES, NOTHING, "command_reuse/resubmit", "binds the same"},
        {RESOURCES, NOTHING, "command_reuse/unrolled:16", "binds the same"},
        {RESOURCES, NOTHING, ALL, NULL},
        {RESOURCES, ONE, "command_reuse/resubmit", NULL},
        {REBIND, NOTHING, ALL, "must repeat"},
        {REBIND, NOTHING, "plain_launches/batched:all+binding=push", NULL},
        {RESOURCES, NOTHING, PLAIN "+binding=static", NULL},
        {DYNAMIC, NOTHING, PLAIN "+binding=static", "at run time"},
        {DYNAMIC, NOTHING, PLAIN "+binding=bindless", NULL},
        {NOTHING, NOTHING, PLAIN "+binding=bindless", "no resources"},
        {COPY, NOTHING, PLAIN "+copy=transfer:4", NULL},
        {COPY, EACH, PLAIN "+copy=direct", NULL},
        {COPY_SERIAL, NOTHING, PLAIN "+copy=direct", "use what is copied"},
        {COPY_SERIAL, NOTHING, PLAIN, NULL},
        {NOTHING, NOTHING, PLAIN "+copy=queue:1", "no copy"},
        {MISSES, NOTHING, DRAIN, "one pipeline"},
        {MISSES, NOTHING, "command_reuse/resubmit", "pipelines"},
        {MISSES, NOTHING, ALL, "pipelines"},
        {MISSES, NOTHING, PLAIN "+specialization=speculate", NULL},
        {NOTHING, NOTHING, PLAIN "+specialization=speculate", "every pipeline"},
        {NOTHING, NOTHING, PLAIN "+waiting=spin", "no core to spare"},
        {SPARE, NOTHING, PLAIN "+waiting=block_then_spin", NULL},
        {SPARE, EACH, "command_reuse/armed+waiting=timeline", NULL},
    };
    const struct dw_calibration_row row = world_row();
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_shape shape = world_shape();
        const struct dw_choice choice = world_choice(rows[i].choice);
        change_shape(&shape, rows[i].first);
        change_shape(&shape, rows[i].second);
        const char *found = dw_illegal_choice(&shape, &choice);
        if ((found == NULL) != (rows[i].why == NULL) ||
            (found != NULL && strstr(found, rows[i].why) == NULL))
            fail_msg("row %zu, %s: '%s', expected '%s'", i, rows[i].choice, found ? found : "",
                     rows[i].why ? rows[i].why : "");
        assert_null(dw_unsupported_choice(&shape, &row, &choice));
    }
}

static void test_numbers_out_of_range(void **state)
{
    static const struct dw_choice rows[] = {
        {.variant = DW_VARIANT_COUNT},
        {.variant = DW_VARIANT_BATCHED},
        {.variant = DW_VARIANT_EACH, .number = {1, 0}},
        {.variant = DW_VARIANT_DRAIN, .number = {64, 0}},
        {.variant = DW_VARIANT_EACH, .copy_parts = 1},
        {.variant = DW_VARIANT_EACH, .side = {[DW_AXIS_COPY] = DW_COPY_SIDE_TRANSFER}},
        {.variant = DW_VARIANT_EACH, .side = {[DW_AXIS_WAITING] = DW_WAITING_SIDE_COUNT}},
    };
    const struct dw_shape shape = world_full_shape();
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(dw_illegal_choice(&shape, &rows[i]), "a number is out of its range");
}

/* Without the constant the choice is unsupported, and the sentence names it. */
static void test_needs(void **state)
{
    static const struct {
        enum change first, second;
        const char *choice;
        int needs[8];
    } rows[] = {
        {NOTHING,
         NOTHING,
         PLAIN,
         {DW_CONSTANT_HOST_SUBMIT, DW_CONSTANT_HOST_ATTACH, DW_CONSTANT_HOST_BUFFER,
          DW_CONSTANT_HOST_LAUNCH, DW_CONSTANT_DEVICE_SUBMIT, DW_CONSTANT_BATCH_WAKE_BLOCK,
          DW_CONSTANT_WAKE_DOUBLING}},
        {EACH, NOTHING, PLAIN, {DW_CONSTANT_EACH_WAKE_BLOCK, DW_CONSTANT_WAKE_DOUBLING}},
        {NOTHING,
         NOTHING,
         "plain_launches/infos:16",
         {DW_CONSTANT_HOST_INFO, DW_CONSTANT_DEVICE_INFO, DW_CONSTANT_DEVICE_BUFFER}},
        {NOTHING, NOTHING, "plain_launches/batched:16", {DW_CONSTANT_DEVICE_BUFFER}},
        {NOTHING, NOTHING, "command_reuse/multi:16", {DW_CONSTANT_DEVICE_BUFFER}},
        {NOTHING, NOTHING, ALL, {DW_CONSTANT_DEVICE_LAUNCH, DW_CONSTANT_DEVICE_OVERLAP}},
        {LEVELS, NOTHING, ALL, {DW_CONSTANT_DEVICE_BARRIER, DW_CONSTANT_HOST_BARRIER}},
        {LEVELS, NOTHING, PLAIN, {DW_CONSTANT_DEVICE_BARRIER, DW_CONSTANT_HOST_BARRIER}},
        {SECOND, NOTHING, ALL, {DW_CONSTANT_DEVICE_BARRIER}},
        {NOTHING,
         NOTHING,
         "command_reuse/armed",
         {DW_CONSTANT_HOST_SIGNAL, DW_CONSTANT_DEVICE_ARMED}},
        {NOTHING,
         NOTHING,
         DRAIN,
         {DW_CONSTANT_PERSISTENT_START, DW_CONSTANT_PERSISTENT_GROUP, DW_CONSTANT_PERSISTENT_POP,
          DW_CONSTANT_PERSISTENT_SERIAL, DW_CONSTANT_PERSISTENT_ALONE,
          DW_CONSTANT_PERSISTENT_STRETCH}},
        {SECOND,
         NOTHING,
         PLAIN "+arms=queues",
         {DW_CONSTANT_ARMS_QUEUES_OVERHEAD, DW_CONSTANT_ARMS_QUEUES_SERIAL}},
        {SECOND,
         NOTHING,
         PLAIN "+arms=families",
         {DW_CONSTANT_ARMS_FAMILIES_OVERHEAD, DW_CONSTANT_ARMS_FAMILIES_SERIAL}},
        {COPY,
         NOTHING,
         PLAIN,
         {DW_CONSTANT_COPY_SERIALIZE_LATENCY, DW_CONSTANT_COPY_SERIALIZE_KIB}},
        {COPY,
         NOTHING,
         PLAIN "+copy=transfer:1",
         {DW_CONSTANT_COPY_TRANSFER_LATENCY, DW_CONSTANT_COPY_TRANSFER_KIB,
          DW_CONSTANT_COPY_TRANSFER_SERIAL, DW_CONSTANT_COPY_TRANSFER_PART}},
        {COPY,
         NOTHING,
         PLAIN "+copy=queue:1",
         {DW_CONSTANT_COPY_QUEUE_LATENCY, DW_CONSTANT_COPY_QUEUE_KIB, DW_CONSTANT_COPY_QUEUE_SERIAL,
          DW_CONSTANT_COPY_QUEUE_PART}},
        {COPY,
         NOTHING,
         PLAIN "+copy=direct",
         {DW_CONSTANT_COPY_DIRECT_LATENCY, DW_CONSTANT_COPY_DIRECT_KIB,
          DW_CONSTANT_COPY_DIRECT_SERIAL}},
        {RESOURCES,
         NOTHING,
         PLAIN,
         {DW_CONSTANT_PREWRITTEN_HOST, DW_CONSTANT_PREWRITTEN_HOST_RESOURCE,
          DW_CONSTANT_PREWRITTEN_DEVICE, DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE,
          DW_CONSTANT_DEVICE_FETCH}},
        {REBIND,
         NOTHING,
         PLAIN,
         {DW_CONSTANT_REWRITE_HOST, DW_CONSTANT_REWRITE_HOST_RESOURCE, DW_CONSTANT_REWRITE_DEVICE,
          DW_CONSTANT_REWRITE_DEVICE_RESOURCE}},
        {REBIND,
         NOTHING,
         PLAIN "+binding=push",
         {DW_CONSTANT_PUSH_HOST, DW_CONSTANT_PUSH_HOST_RESOURCE, DW_CONSTANT_PUSH_DEVICE,
          DW_CONSTANT_PUSH_DEVICE_RESOURCE}},
        {RESOURCES,
         NOTHING,
         PLAIN "+binding=bindless",
         {DW_CONSTANT_BINDLESS_HOST, DW_CONSTANT_BINDLESS_HOST_RESOURCE,
          DW_CONSTANT_BINDLESS_DEVICE, DW_CONSTANT_BINDLESS_DEVICE_RESOURCE}},
        {RESOURCES,
         NOTHING,
         PLAIN "+binding=static",
         {DW_CONSTANT_STATIC_HOST, DW_CONSTANT_STATIC_HOST_RESOURCE, DW_CONSTANT_STATIC_DEVICE,
          DW_CONSTANT_STATIC_DEVICE_RESOURCE}},
        {MISSES, NOTHING, PLAIN, {DW_CONSTANT_SPECIALIZATION_MISS}},
        {MISSES,
         NOTHING,
         PLAIN "+specialization=speculate",
         {DW_CONSTANT_SPECIALIZATION_MISS, DW_CONSTANT_SPECIALIZATION_STEAL_BUSY}},
        {MISSES,
         SPARE,
         PLAIN "+specialization=speculate",
         {DW_CONSTANT_SPECIALIZATION_MISS, DW_CONSTANT_SPECIALIZATION_STEAL}},
        {SPARE, NOTHING, PLAIN "+waiting=spin", {DW_CONSTANT_BATCH_WAKE_SPIN}},
        {SPARE, NOTHING, PLAIN "+waiting=timeline", {DW_CONSTANT_BATCH_WAKE_TIMELINE}},
        {SPARE, EACH, PLAIN "+waiting=timeline", {DW_CONSTANT_EACH_WAKE_TIMELINE}},
        {SPARE, EACH, PLAIN "+waiting=block_then_spin", {DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN}},
        {SPARE, EACH, PLAIN "+waiting=spin", {DW_CONSTANT_EACH_WAKE_SPIN}},
        {SPARE,
         NOTHING,
         PLAIN "+waiting=block_then_spin",
         {DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN}},
    };
    bool needed[DW_CONSTANT_COUNT] = {false};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct dw_choice choice = world_choice(rows[i].choice);
        struct dw_shape shape = world_shape();
        change_shape(&shape, rows[i].first);
        change_shape(&shape, rows[i].second);
        assert_null(dw_illegal_choice(&shape, &choice));
        for (const int *id = rows[i].needs; *id != 0; id++) {
            struct dw_calibration_row row = world_row();
            assert_null(dw_unsupported_choice(&shape, &row, &choice));
            row.constant[*id].samples = 0;
            const char *why = dw_unsupported_choice(&shape, &row, &choice);
            if (why == NULL || strstr(why, dw_constant_info(*id)->name) == NULL)
                fail_msg("%s without %s: '%s'", rows[i].choice, dw_constant_info(*id)->name,
                         why ? why : "");
            row = world_row();
            row.constant[*id].value = (double)DW_NEVER;
            assert_non_null(dw_unsupported_choice(&shape, &row, &choice));
            needed[*id] = true;
        }
    }
    for (int id = DW_CONSTANT_HOST_SUBMIT; id <= DW_CONSTANT_SPECIALIZATION_STEAL_BUSY; id++)
        if (!needed[id] && id != DW_CONSTANT_DEVICE_BEGIN) /* no wall time has it */
            fail_msg("no row needs %s", dw_constant_info(id)->name);
}

static void test_shapes(void **state)
{
    const double never = (double)DW_NEVER;
    struct dw_calibration_row row = world_row();
    const char *field = NULL, *reason = NULL;
    struct dw_shape shape = dw_default_shape();
    (void)state;
    /* The default lacks what nobody can know. */
    assert_int_equal(dw_check_shape(&shape, NULL, &field, &reason), DW_ERROR_INVALID_ARGUMENT);
    assert_string_equal(field, "kernel_ns");
#define REFUSED(expected, change)                                                                  \
    do {                                                                                           \
        shape = world_full_shape();                                                                \
        assert_int_equal(dw_check_shape(&shape, &row, &field, &reason), DW_OK);                    \
        change;                                                                                    \
        assert_int_equal(dw_check_shape(&shape, &row, &field, &reason),                            \
                         DW_ERROR_INVALID_ARGUMENT);                                               \
        assert_string_equal(field, expected);                                                      \
        assert_true(strlen(reason) > 0);                                                           \
        assert_int_equal(dw_check_shape(&shape, &row, NULL, NULL), DW_ERROR_INVALID_ARGUMENT);     \
    } while (0)
    REFUSED("wait", shape.wait = DW_WAIT_COUNT);
    REFUSED("launches", shape.launches = 0);
    REFUSED("groups", shape.kernel.groups = 0);
    REFUSED("kernel_ns", shape.kernel.kernel_ns = -1);
    REFUSED("kernel_ns", shape.kernel.kernel_ns = never * never / never * 1e300 * 1e300);
    REFUSED("tau_ns", shape.kernel.tau_ns = 0);
    REFUSED("theta", shape.kernel.theta_per_ns = 0);
    REFUSED("repeats", shape.repeats = 0);
    REFUSED("levels", shape.levels = 0);
    REFUSED("levels", shape.levels = 101);
    REFUSED("resources", shape.resources = 101);
    REFUSED("b_kernel_ns", shape.second.kernel_ns = 0);
    REFUSED("b_tau_ns", shape.second.tau_ns = 0);
    REFUSED("b_theta", shape.second.theta_per_ns = -1);
    REFUSED("arms", shape.arms = DW_ARMS_COUNT);
    REFUSED("copy_bytes", shape.copy_bytes = 0);
    REFUSED("copy", shape.copy = DW_COPY_NONE);
    REFUSED("specializations", shape.specializations = 201);
    REFUSED("prediction_confidence_bps", shape.confidence_bps = 10001);
#undef REFUSED
    const struct dw_choice baseline = {.variant = DW_VARIANT_EACH};
    shape = world_full_shape();
    shape.resources = 101;
    assert_string_equal(dw_unsupported_choice(&shape, &row, &baseline),
                        "the device does not take such a shape");
    assert_int_equal(dw_check_shape(&shape, NULL, &field, &reason), DW_OK);
    row.constant[DW_CONSTANT_DEVICE_RESOURCES].samples = 0;
    assert_int_equal(dw_check_shape(&shape, &row, &field, &reason), DW_OK);
}

/* Launches that the device holds at once, here 800 workgroups, do not show it. */
static void test_overlap_that_was_not_measured(void **state)
{
    const struct dw_shape shape = world_shape();
    const struct dw_choice all = world_choice(ALL);
    struct dw_calibration_row row = world_row();
    (void)state;
    row.constant[DW_CONSTANT_DEVICE_OVERLAP].samples = 0;
    assert_string_equal(dw_unsupported_choice(&shape, &row, &all),
                        "device.overlap was not measured");
    world_set(&row, DW_CONSTANT_DEVICE_RESIDENT, 799);
    assert_non_null(dw_unsupported_choice(&shape, &row, &all));
    world_set(&row, DW_CONSTANT_DEVICE_RESIDENT, 800);
    assert_null(dw_unsupported_choice(&shape, &row, &all));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_legal),  cmocka_unit_test(test_numbers_out_of_range),
        cmocka_unit_test(test_needs),  cmocka_unit_test(test_overlap_that_was_not_measured),
        cmocka_unit_test(test_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

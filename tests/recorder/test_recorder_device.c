/* The recorder on a real driver: this program records itself doing what a scenario says, and reads
 * what came. */
#include "recorded.h"
#include "run/program.h"
#include "scenarios.h"

static char self[4096];

/* Run a scenario under `record` with its options; the program's own exit code must come back. */
static void record(struct outcome *outcome, int code, const char *before, const char *options,
                   const char *scenario, struct recorded *seen)
{
    shell(outcome, "%s dispatchwise record %s -o t.dwtrace -- '%s' %s", before, options, self,
          scenario);
    if (outcome->code == 77)
        skip();
    if (outcome->code != code)
        fail_msg("%s: exit code %d, expected %d: %s", scenario, outcome->code, code, outcome->err);
    if (seen)
        recorded_read("t.dwtrace", seen);
}

static struct recorded seen;
static struct outcome outcome;

static void test_plain(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "plain", &seen);
    assert_int_equal(seen.devices, 1);
    assert_int_equal(seen.recordings, 1);
    assert_int_equal(seen.dispatches, 3);
    assert_int_equal(seen.submits, 1);
    assert_int_equal(seen.submitted, 1);
    assert_true(seen.ends >= 1);
    assert_int_equal(seen.local_x, RIG_LOCAL);
    assert_int_equal(seen.constants, 2);
    assert_int_equal(seen.binding_count, 2);
    assert_int_equal(seen.bindings[0].access, TRACE_ACCESS_READ);
    assert_int_equal(seen.bindings[1].access, TRACE_ACCESS_BOTH);
}

/* See shaders/access.comp. */
static void test_access(void **state)
{
    static const struct {
        uint32_t set, binding, count;
        VkDescriptorType type;
        enum trace_access access;
    } rows[] = {
        {0, 0, 1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, TRACE_ACCESS_READ},
        {0, 1, 1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, TRACE_ACCESS_WRITE},
        {0, 2, 1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, TRACE_ACCESS_READ},
        {0, 3, 1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, TRACE_ACCESS_WRITE},
        {0, 4, 1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, TRACE_ACCESS_BOTH},
        {0, 5, 1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, TRACE_ACCESS_NONE},
        {0, 6, 1, VK_DESCRIPTOR_TYPE_STORAGE_IMAGE, TRACE_ACCESS_WRITE},
        {0, 7, 1, VK_DESCRIPTOR_TYPE_STORAGE_IMAGE, TRACE_ACCESS_READ},
        {0, 8, 1, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, TRACE_ACCESS_READ},
        {0, 9, 1, VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, TRACE_ACCESS_READ},
        {1, 0, 4, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, TRACE_ACCESS_BOTH},
        {1, 1, 1, VK_DESCRIPTOR_TYPE_STORAGE_TEXEL_BUFFER, TRACE_ACCESS_BOTH},
    };
    (void)state;
    record(&outcome, 0, "", "", "access", &seen);
    assert_int_equal(seen.binding_count, sizeof rows / sizeof rows[0]);
    for (size_t i = 0; i < seen.binding_count; i++) {
        const struct trace_item_binding *found = &seen.bindings[i];
        if (found->set != rows[i].set || found->binding != rows[i].binding ||
            found->count != rows[i].count || found->type != (uint32_t)rows[i].type ||
            found->access != (uint32_t)rows[i].access)
            fail_msg("set %u binding %u: count %u type %u access %u", found->set, found->binding,
                     found->count, found->type, found->access);
    }
    assert_int_equal(seen.local_x, 8);
    assert_int_equal(seen.shared_bytes, 256);
}

/* What SPIRV-Cross cannot tell is left open. */
static void test_computed(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "computed", &seen);
    assert_int_equal(seen.pipelines, 3);
    assert_int_equal(seen.local_x, 0);
}

static void test_valueless(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "valueless", &seen);
    assert_int_equal(seen.submits, 2);
}

static void test_cancelled(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "cancelled", &seen);
    assert_int_equal(seen.submits, 2);
    assert_int_equal(seen.submitted, 2);
}

/* An idle queue and an answer for each submit. */
static void test_asked(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "asked", &seen);
    assert_int_equal(seen.submits, 3);
    assert_int_equal(seen.waits, 6);
    assert_int_equal(seen.polls, 3);
}

/* By templates and by writes the same. */
static void test_pushed(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "pushed", &seen);
    assert_int_equal(seen.dispatches, 3);
    assert_int_equal(seen.writes, 2);
    assert_int_equal(seen.pushes[VK_PIPELINE_BIND_POINT_COMPUTE], 2);
    assert_int_equal(seen.pushes[VK_PIPELINE_BIND_POINT_GRAPHICS], 1);
    assert_int_equal(seen.described_count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(seen.described[i].binding, i);
        assert_int_equal(seen.described[i].type, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER);
        assert_int_equal(seen.described[i].offset, 0);
        assert_in_range(seen.described[i].resource, 1, RECORDED_IDS - 1);
        assert_int_not_equal(seen.alive[seen.described[i].resource], 0);
    }
}

static void test_threads(void **state)
{
    uint32_t launches = 0;
    (void)state;
    for (uint32_t round = 0; round < SCENARIO_ROUNDS; round++)
        launches += 1 + round % 3;
    record(&outcome, 0, "", "", "threads", &seen);
    assert_int_equal(seen.submits, 2 * SCENARIO_THREADS * SCENARIO_ROUNDS);
    assert_int_equal(seen.dispatches, 2 * SCENARIO_THREADS * launches);
    assert_int_equal(seen.threads, 2 * SCENARIO_THREADS + 1);
}

static void test_devices(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "devices", &seen);
    assert_int_equal(seen.devices, 3 * (2 * SCENARIO_THREADS + 1));
    assert_int_equal(seen.pipelines, seen.devices);
    assert_int_equal(seen.submits, 3 * seen.devices);
}

static void test_resubmit(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "resubmit", &seen);
    assert_int_equal(seen.recordings, 4);
    assert_int_equal(seen.dispatches, 4); /* written once each */
    assert_int_equal(seen.submits, 150);
}

static void test_destroy(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "destroy", &seen);
    assert_int_equal(seen.pipelines, 2);
    assert_int_equal(seen.submits, 2);
}

static void test_killed(void **state)
{
    (void)state;
    record(&outcome, 128 + SIGKILL, "", "", "killed", &seen);
    assert_int_equal(seen.submits, SCENARIO_KILLED_AFTER);
    assert_int_equal(seen.ends, 0);
    shell(&outcome, "dispatchwise trace check t.dwtrace");
    assert_int_equal(outcome.code, 0);
    assert_non_null(strstr(outcome.out, "did not come to the end"));
}

/* A thousand equal polls are two events, and as many waits for no time. */
static void test_timeline(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "timeline", &seen);
    assert_true(seen.polls > 2000);
    assert_in_range(seen.waits, 5, 8);
}

static void test_forked(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "forked", &seen);
    assert_int_equal(seen.processes, 1);
    assert_int_equal(seen.pipelines, 1);
    assert_int_equal(seen.submits, 2);
}

static void test_left(void **state)
{
    (void)state;
    record(&outcome, 0, "", "", "left", &seen);
    assert_int_equal(seen.ends, 1);
    assert_int_equal(seen.submits, 2);
}

static void test_gpu_times(void **state)
{
    (void)state;
    record(&outcome, 0, "", "--gpu-times", "plain", &seen);
    assert_int_equal(seen.spans, 3);
    record(&outcome, 0, "", "--gpu-times", "threads", &seen);
    assert_int_equal(seen.spans, seen.dispatches);
    record(&outcome, 0, "", "--gpu-times", "resubmit", &seen);
    assert_int_equal(seen.spans + seen.lost, 350);
    assert_true(seen.spans >= 301); /* every one that was waited for, and the last */
    record(&outcome, 0, "", "--gpu-times", "destroy", &seen);
    assert_int_equal(seen.spans, 3);
}

/* The layer's own calls are right, and what it hides or changes would be found. */
static void test_validated(void **state)
{
    static const char *const names[] = {"plain",   "threads",  "devices",   "resubmit",
                                        "destroy", "timeline", "neighbours"};
    static const char *const orders[] = {
        "VK_INSTANCE_LAYERS=VK_LAYER_KHRONOS_validation",
        "VK_INSTANCE_LAYERS=VK_LAYER_DISPATCHWISE_recorder:VK_LAYER_KHRONOS_validation"};
    (void)state;
    shell(&outcome, "DISPATCHWISE_VALIDATE=1 '%s' plain", self);
    if (outcome.code == 3)
        skip(); /* there is no validation layer */
    for (size_t order = 0; order < 2; order++)
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            char before[256];
            snprintf(before, sizeof before, "DISPATCHWISE_VALIDATE=1 %s", orders[order]);
            record(&outcome, 0, before, "--gpu-times", names[i], &seen);
        }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_access),    cmocka_unit_test(test_plain),
        cmocka_unit_test(test_threads),   cmocka_unit_test(test_devices),
        cmocka_unit_test(test_resubmit),  cmocka_unit_test(test_destroy),
        cmocka_unit_test(test_killed),    cmocka_unit_test(test_timeline),
        cmocka_unit_test(test_forked),    cmocka_unit_test(test_left),
        cmocka_unit_test(test_gpu_times), cmocka_unit_test(test_validated),
        cmocka_unit_test(test_computed),  cmocka_unit_test(test_valueless),
        cmocka_unit_test(test_cancelled), cmocka_unit_test(test_asked),
        cmocka_unit_test(test_pushed),
    };
    if (argc == 2)
        return scenario_run(argv[1]);
    if (!realpath(argv[0], self))
        return 1;
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}

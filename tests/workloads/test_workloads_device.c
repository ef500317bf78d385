/* Every workload's shaders against its CPU reference, bit for bit, on a real Vulkan device. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <inttypes.h>
#include <cmocka.h>
#include "device_runner.h"

/* Words behind the output that must stay as they were. */
#define GUARD_WORDS 64

/* Below the loop limit of the devices that have one, with room for the drain's own loops. */
#define LOOP_LIMIT 65000

static struct runner runner;

/* How a batch is run: direct if workgroups is 0. */
struct way {
    uint32_t workgroups, claim;
    int extra; /* direct: dispatches over or under the batch's, in its last run */
};

/* Buffers of one shape, bound. */
struct bench {
    const struct workload *workload;
    struct workload_shape shape;
    uint64_t region_words;
    struct runner_buffer counters, input, output, queue;
};

static struct bench bench_create(const struct workload *workload,
                                 const struct workload_shape *shape)
{
    struct bench bench = {.workload = workload, .shape = *shape};

    bench.region_words = workload->region_words(shape);
    bench.counters = runner_buffer_create(&runner, WORKLOAD_BINDING_COUNTERS,
                                          (uint32_t)WORKLOAD_COUNTER_WORDS(shape->groups), 0);
    bench.input = runner_buffer_create(&runner, WORKLOAD_BINDING_INPUT,
                                       workload->input_words(shape), WORKLOAD_POISON);
    bench.output =
        runner_buffer_create(&runner, WORKLOAD_BINDING_OUTPUT,
                             shape->launches * bench.region_words + GUARD_WORDS, WORKLOAD_POISON);
    bench.queue = runner_buffer_create(&runner, WORKLOAD_BINDING_QUEUE, 1, 0);
    workload->fill_input(shape, bench.input.words);
    return bench;
}

static void bench_destroy(struct bench *bench)
{
    runner_buffer_destroy(&runner, &bench->queue);
    runner_buffer_destroy(&runner, &bench->output);
    runner_buffer_destroy(&runner, &bench->input);
    runner_buffer_destroy(&runner, &bench->counters);
}

static void bench_run(struct bench *bench, struct way way, uint32_t runs)
{
    const uint32_t items = bench->shape.launches * bench->shape.groups;
    const bool direct = way.workgroups == 0;
    VkPipeline pipeline =
        runner_pipeline(&runner, direct ? bench->workload->direct : bench->workload->drain);
    struct workload_push push = {.launches = bench->shape.launches,
                                 .groups = bench->shape.groups,
                                 .steps = bench->shape.steps};

    for (uint32_t run = 0; run < runs; ++run) {
        const int extra = run + 1 == runs ? way.extra : 0;

        if (direct) {
            runner_dispatch(&runner, pipeline, &push,
                            (uint32_t)((int)bench->shape.launches + extra), bench->shape.groups);
            continue;
        }
        push.items = items;
        push.claim = way.claim;
        push.pops = (items + way.claim - 1) / way.claim + 1;
        bench->queue.words[0] = 0;
        runner_dispatch(&runner, pipeline, &push, 1, way.workgroups);
    }
    vkDestroyPipeline(runner.device, pipeline, NULL);
}

/* How many counters and output words are not what they must be after so many runs. */
static uint64_t bench_wrong(const struct bench *bench, uint32_t runs)
{
    const struct workload_shape *shape = &bench->shape;
    uint32_t *region = malloc(bench->region_words * sizeof *region);
    uint32_t *input = malloc(bench->workload->input_words(shape) * sizeof *input);
    uint64_t wrong = 0;

    assert_non_null(region);
    assert_non_null(input);
    bench->workload->fill_input(shape, input);
    for (uint32_t group = 0; group < shape->groups; ++group)
        wrong += bench->counters.words[group] != shape->launches * runs;
    for (uint32_t launch = 0; launch < shape->launches; ++launch) {
        const uint32_t *found = bench->output.words + launch * bench->region_words;

        bench->workload->expect(shape, launch, runs, input, region);
        for (uint64_t word = 0; word < bench->region_words; ++word)
            wrong += found[word] != region[word];
    }
    for (uint64_t word = 0; word < GUARD_WORDS; ++word)
        wrong +=
            bench->output.words[shape->launches * bench->region_words + word] != WORKLOAD_POISON;
    free(input);
    free(region);
    return wrong;
}

static uint64_t run_wrong(const struct workload *workload, const struct workload_shape *shape,
                          struct way way, uint32_t runs)
{
    struct bench bench = bench_create(workload, shape);
    uint64_t wrong;

    bench_run(&bench, way, runs);
    wrong = bench_wrong(&bench, runs);
    bench_destroy(&bench);
    return wrong;
}

static void expect_right(const struct workload *workload, const struct workload_shape *shape,
                         struct way way, uint32_t runs)
{
    const uint64_t wrong = run_wrong(workload, shape, way, runs);

    if (wrong != 0)
        fail_msg("%s n%" PRIu32 " g%" PRIu32 " s%" PRIu32 ", %s %" PRIu32 "x%" PRIu32 ": %" PRIu64
                 " words are wrong, expected 0",
                 workload->name, shape->launches, shape->groups, shape->steps,
                 way.workgroups ? "drain" : "direct", way.workgroups, way.claim, wrong);
}

/* {launches, groups, steps} that meet every period and table size from both sides. */
static const uint32_t shapes[][3] = {
    {1, 1, 1},   {3, 5, 7},   {4, 2, 8},   {5, 17, 9},   {2, 1, 64},  {7, 3, 65},  {2, 40, 2},
    {1, 300, 1}, {260, 2, 3}, {2, 13, 77}, {1, 4100, 1}, {3, 9, 200}, {1, 2, 999},
};

static void test_direct(void **state)
{
    (void)state;
    for (size_t w = 0; w < workload_count; ++w) {
        for (size_t i = 0; i < sizeof shapes / sizeof *shapes; ++i) {
            const struct workload_shape shape =
                WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, shapes[i][0], shapes[i][1], shapes[i][2], 1);

            expect_right(workload_registry[w], &shape, (struct way){0}, 1 + (uint32_t)i % 3);
        }
    }
}

static void test_drain(void **state)
{
    static const struct way ways[] = {{1, 1, 0}, {3, 2, 0}, {7, 5, 0}, {16, 64, 0}};

    (void)state;
    for (size_t w = 0; w < workload_count; ++w) {
        for (size_t i = 0; i < sizeof shapes / sizeof *shapes; ++i) {
            const struct workload_shape shape =
                WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, shapes[i][0], shapes[i][1], shapes[i][2], 1);
            const struct way way = ways[(w + i) % (sizeof ways / sizeof *ways)];
            const uint64_t per_item = workload_registry[w]->loops(&shape) + 2;

            /* One workgroup may drain everything. */
            if (per_item * shape.launches * shape.groups > LOOP_LIMIT)
                continue;
            expect_right(workload_registry[w], &shape, way, 1 + (uint32_t)i % 3);
        }
    }
}

/* loops() is an upper bound: at the limit by loops(), no device cuts the body off. */
static void test_loop_bound(void **state)
{
    (void)state;
    for (size_t w = 0; w < workload_count; ++w) {
        const struct workload *workload = workload_registry[w];
        struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 1, 1);
        uint32_t step = UINT32_C(1) << 16;

        for (; step != 0; step /= 2) {
            shape.steps += step;
            if (shape.steps > workload->steps_max || workload->loops(&shape) > LOOP_LIMIT)
                shape.steps -= step;
        }
        expect_right(workload, &shape, (struct way){0}, 1);
    }
}

static void test_planted_faults(void **state)
{
    const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 6, 4, 10, 1);

    (void)state;
    for (size_t w = 0; w < workload_count; ++w) {
        const struct workload *workload = workload_registry[w];
        const uint64_t skipped = run_wrong(workload, &shape, (struct way){0, 0, -1}, 1);
        const uint64_t doubled = run_wrong(workload, &shape, (struct way){0, 0, 1}, 1);

        /* A launch skipped leaves its region and all counters wrong; one doubled the counters. */
        if (skipped <= shape.groups || doubled < shape.groups)
            fail_msg("%s: %" PRIu64 " words wrong by a skipped launch, %" PRIu64
                     " by a doubled one",
                     workload->name, skipped, doubled);
    }
}

static uint32_t run_canary(uint32_t steps)
{
    const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 1, 1);
    const struct workload_push push = {.launches = 1, .groups = 1, .steps = steps};
    struct bench bench = bench_create(workload_find("spin"), &shape);
    VkPipeline pipeline = runner_pipeline(&runner, workload_canary);
    uint32_t reached;

    runner_dispatch(&runner, pipeline, &push, 1, 1);
    reached = bench.output.words[0];
    assert_int_equal(bench.output.words[1], WORKLOAD_POISON);
    vkDestroyPipeline(runner.device, pipeline, NULL);
    bench_destroy(&bench);
    return reached;
}

static void test_canary(void **state)
{
    uint32_t reached;

    (void)state;
    assert_int_equal(run_canary(0), 0);
    assert_int_equal(run_canary(1000), 1000);
    reached = run_canary(200000);
    print_message("%s: the canary reached %" PRIu32 " of 200000\n", runner.properties.deviceName,
                  reached);
    assert_in_range(reached, LOOP_LIMIT, 200000);
}

static void test_empty(void **state)
{
    const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 1, 1);
    const struct workload_push push = {.launches = 1, .groups = 1, .steps = 1};
    struct bench bench = bench_create(workload_find("spin"), &shape);
    VkPipeline pipeline = runner_pipeline(&runner, workload_empty);

    (void)state;
    runner_dispatch(&runner, pipeline, &push, 3, 2);
    assert_int_equal(bench.counters.words[0], 0);
    assert_int_equal(bench.output.words[0], WORKLOAD_POISON);
    vkDestroyPipeline(runner.device, pipeline, NULL);
    bench_destroy(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_direct),     cmocka_unit_test(test_drain),
        cmocka_unit_test(test_loop_bound), cmocka_unit_test(test_planted_faults),
        cmocka_unit_test(test_canary),     cmocka_unit_test(test_empty),
    };
    int failed;

    if (!runner_create(&runner)) {
        fputs("skipped: no Vulkan device\n", stderr);
        return 77;
    }
    failed = cmocka_run_group_tests_name("workloads_device", tests, NULL, NULL);
    runner_destroy(&runner);
    return gpu_validated_exit(failed);
}

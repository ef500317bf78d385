/* dispatchwise-bare: are the times of the harness those of a bare Vulkan program? The same calls,
 * written out once more without the harness's modes and loop, run on the same device, pipeline and
 * buffers in the same process, in rounds: the harness, a bare program and its copy. The copy
 * against the bare program is the A/A floor. An arm passes unless the 95 % interval of harness/bare
 * lies wholly outside 3 % and outside the floor. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/manual.h"
#include "base/options.h"
#include "base/standard.h"
#include "gpu/engine.h"
#include "gpu/instance_state.h"
#include "gpu/validation.h"
#include "measure/random.h"
#include "measure/round.h"
#include "measure/statistics.h"

#define ROUNDS 120
#define OPENINGS 6 /* times that everything is made anew; the outer level of the intervals */
#define TOLERANCE 0.03

struct bare_options {
    const char *device;
    uint64_t rounds;
};

/* What a bare program keeps. */
struct bare {
    VkDevice device;
    VkQueue queue;
    VkPipeline pipeline;
    VkPipelineLayout layout;
    VkDescriptorSet set;
    struct workload_push push;
    VkCommandPool pool;
    VkCommandBuffer *buffers;
    VkFence fence;
    uint32_t launches;
    bool each;
};

static double now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void must(VkResult result, const char *call)
{
    if (result == VK_SUCCESS)
        return;
    gpu_fail(result, call);
    exit(BASE_EXIT_FAILED);
}

static void record(const struct bare *bare, VkCommandBuffer buffer, VkCommandBufferUsageFlags usage,
                   uint32_t count)
{
    const VkCommandBufferBeginInfo begin = {.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                            .flags = usage};
    must(vkBeginCommandBuffer(buffer, &begin), "vkBeginCommandBuffer");
    vkCmdBindPipeline(buffer, VK_PIPELINE_BIND_POINT_COMPUTE, bare->pipeline);
    vkCmdBindDescriptorSets(buffer, VK_PIPELINE_BIND_POINT_COMPUTE, bare->layout, 0, 1, &bare->set,
                            0, NULL);
    vkCmdPushConstants(buffer, bare->layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof bare->push,
                       &bare->push);
    for (uint32_t i = 0; i < count; i++)
        vkCmdDispatch(buffer, bare->push.groups, 1, 1);
    must(vkEndCommandBuffer(buffer), "vkEndCommandBuffer");
}

static void submit(const struct bare *bare, uint32_t count, const VkCommandBuffer *buffers,
                   bool wait)
{
    const VkSubmitInfo info = {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
                               .commandBufferCount = count,
                               .pCommandBuffers = buffers};
    must(vkQueueSubmit(bare->queue, 1, &info, wait ? bare->fence : VK_NULL_HANDLE),
         "vkQueueSubmit");
    if (wait) {
        must(vkWaitForFences(bare->device, 1, &bare->fence, VK_TRUE, UINT64_MAX),
             "vkWaitForFences");
        must(vkResetFences(bare->device, 1, &bare->fence), "vkResetFences");
    }
}

static void bare_each(const struct bare *bare)
{
    for (uint32_t i = 0; i < bare->launches; i++) {
        VkCommandBuffer *buffer = &bare->buffers[bare->each ? 0 : i];
        record(bare, *buffer, VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT, 1);
        submit(bare, 1, buffer, bare->each || i + 1 == bare->launches);
    }
}

static void bare_batched(const struct bare *bare)
{
    record(bare, bare->buffers[0], VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT, bare->launches);
    submit(bare, 1, bare->buffers, true);
}

static void bare_resubmit(const struct bare *bare)
{
    for (uint32_t i = 0; i < bare->launches; i++)
        submit(bare, 1, bare->buffers, bare->each || i + 1 == bare->launches);
}

static void bare_unrolled(const struct bare *bare)
{
    submit(bare, 1, bare->buffers, true);
}

/* One comparison: the arm by name, the bare loop, and what its first buffer holds beforehand. */
struct comparison {
    const char *arm;
    void (*batch)(const struct bare *bare);
    enum dw_wait wait;
    uint32_t launches;
    bool recorded, whole; /* the first buffer is recorded before; it holds the whole batch */
};

static const struct comparison comparisons[] = {
    {"plain_launches/each", bare_each, DW_WAIT_EACH, 1, false, false},
    {"plain_launches/each", bare_each, DW_WAIT_EACH, 20, false, false},
    {"plain_launches/each", bare_each, DW_WAIT_BATCH, 64, false, false},
    {"plain_launches/batched:all", bare_batched, DW_WAIT_BATCH, 64, false, false},
    {"command_reuse/resubmit", bare_resubmit, DW_WAIT_EACH, 20, true, false},
    {"command_reuse/resubmit", bare_resubmit, DW_WAIT_BATCH, 64, true, false},
    {"command_reuse/unrolled:all", bare_unrolled, DW_WAIT_BATCH, 64, true, true},
};

static void open_bare(struct bare *bare, const struct gpu_instance_state *state,
                      const struct comparison *comparison)
{
    const struct mode_batch *batch = &state->batch;
    *bare = (struct bare){.device = batch->device->handle,
                          .queue = batch->device->queues[GPU_QUEUE_MAIN].handle,
                          .pipeline = batch->kernels[0].direct,
                          .layout = batch->device->pipeline_layout,
                          .set = batch->kernels[0].set,
                          .push = {.launches = batch->shape.launches,
                                   .groups = batch->shape.groups,
                                   .steps = batch->shape.steps},
                          .launches = batch->shape.launches,
                          .each = batch->shape.wait == DW_WAIT_EACH};
    const VkCommandPoolCreateInfo pool = {.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                          .flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT,
                                          .queueFamilyIndex =
                                              batch->device->queues[GPU_QUEUE_MAIN].family};
    must(vkCreateCommandPool(bare->device, &pool, NULL, &bare->pool), "vkCreateCommandPool");
    const VkCommandBufferAllocateInfo buffers = {.sType =
                                                     VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
                                                 .commandPool = bare->pool,
                                                 .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
                                                 .commandBufferCount = bare->launches};
    bare->buffers = calloc(bare->launches, sizeof *bare->buffers);
    if (!bare->buffers)
        exit(BASE_EXIT_FAILED);
    must(vkAllocateCommandBuffers(bare->device, &buffers, bare->buffers),
         "vkAllocateCommandBuffers");
    const VkFenceCreateInfo fence = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    must(vkCreateFence(bare->device, &fence, NULL, &bare->fence), "vkCreateFence");
    if (comparison->recorded)
        record(bare, bare->buffers[0], VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT,
               comparison->whole ? bare->launches : 1);
}

static void close_bare(struct bare *bare)
{
    vkDestroyFence(bare->device, bare->fence, NULL);
    vkDestroyCommandPool(bare->device, bare->pool, NULL);
    free(bare->buffers);
}

static double time_bare(const struct comparison *comparison, const struct bare *bare)
{
    const double start = now_ns();
    comparison->batch(bare);
    return now_ns() - start;
}

/* Who is timed: the harness's arm and two bare programs. */
enum { SIDE_HARNESS, SIDE_BARE, SIDE_AGAIN, SIDE_COUNT };

/* One comparison while its batches run. */
struct contest {
    struct measure_engine *engine;
    const struct comparison *comparison;
    void *instance;
    struct measure_arm arm;
    struct bare bare[SIDE_COUNT]; /* that of SIDE_HARNESS is not used */
    double *ratios, *floors;      /* log ratios, a round each */
    uint32_t *opening;            /* of that round */
    uint64_t count;
    uint64_t random_state;
};

/* All three sides are made anew, in a random order: what is allocated first is not always as fast
 * as what comes later. */
static int open_sides(struct contest *contest)
{
    size_t order[SIDE_COUNT];
    struct measure_opened opened;
    measure_shuffle(&contest->random_state, order, SIDE_COUNT);
    for (int i = 0; i < SIDE_COUNT; i++) {
        if (order[i] != SIDE_HARNESS) {
            open_bare(&contest->bare[order[i]], contest->instance, contest->comparison);
            continue;
        }
        const int status = contest->engine->ops->open_arm(
            contest->engine, contest->instance, &contest->arm.arm, &opened, &contest->arm.handle);
        if (status != DW_OK || !contest->arm.handle)
            return status == DW_OK ? DW_ERROR_UNSUPPORTED : status;
    }
    return DW_OK;
}

static void close_sides(struct contest *contest)
{
    close_bare(&contest->bare[SIDE_BARE]);
    close_bare(&contest->bare[SIDE_AGAIN]);
    contest->engine->ops->close_arm(contest->engine, &contest->arm.handle);
}

/* One round in a random order: what runs before has an effect of its own. */
static int time_round(struct contest *contest, uint32_t opening, bool keep)
{
    double times[SIDE_COUNT] = {0};
    size_t order[SIDE_COUNT];
    measure_shuffle(&contest->random_state, order, SIDE_COUNT);
    for (int i = 0; i < SIDE_COUNT; i++) {
        const size_t side = order[i];
        struct measure_sample sample;
        if (side == SIDE_HARNESS) {
            const int status = measure_batch_once(contest->engine, &contest->arm, false, &sample);
            if (status != DW_OK)
                return status;
            times[side] = sample.wall_ns;
        } else {
            times[side] = time_bare(contest->comparison, &contest->bare[side]);
        }
    }
    if (!keep)
        return DW_OK;
    contest->ratios[contest->count] = log(times[SIDE_HARNESS] / times[SIDE_BARE]);
    contest->floors[contest->count] = log(times[SIDE_AGAIN] / times[SIDE_BARE]);
    contest->opening[contest->count++] = opening;
    return DW_OK;
}

static int time_openings(struct contest *contest, uint64_t rounds)
{
    int status = DW_OK;
    for (uint32_t opening = 0; opening < OPENINGS && status == DW_OK; opening++) {
        status = open_sides(contest);
        for (uint64_t round = 0; round <= rounds / OPENINGS && status == DW_OK; round++)
            status = time_round(contest, opening, round > 0); /* the first warms up */
        if (status == DW_OK)
            close_sides(contest);
    }
    return status;
}

static int judge(const struct contest *contest, bool *passed)
{
    struct measure_interval ratio, floor;
    int status =
        measure_location(contest->ratios, contest->opening, contest->count, 0.95, 1, &ratio);
    if (status == DW_OK)
        status =
            measure_location(contest->floors, contest->opening, contest->count, 0.95, 1, &floor);
    if (status != DW_OK)
        return status;
    const double width = fmax(log1p(TOLERANCE), fmax(fabs(floor.lo), fabs(floor.hi)));
    *passed = ratio.lo <= width && ratio.hi >= -width;
    printf("%-28s %-5s %5u  %.4f [%.4f, %.4f]  A/A %.4f [%.4f, %.4f]  %s\n",
           contest->comparison->arm, dw_wait_name(contest->comparison->wait),
           contest->comparison->launches, exp(ratio.estimate), exp(ratio.lo), exp(ratio.hi),
           exp(floor.estimate), exp(floor.lo), exp(floor.hi), *passed ? "pass" : "FAIL");
    return DW_OK;
}

static int compare(struct measure_engine *engine, const struct comparison *comparison,
                   uint64_t rounds, bool *passed)
{
    struct contest contest = {.engine = engine, .comparison = comparison, .random_state = 1};
    const struct grid_instance instance = {
        .workload = workload_find("spin"),
        .shape = {.wait = comparison->wait,
                  .launches = comparison->launches,
                  .groups = 1,
                  .steps = 1,
                  .repeats = UINT32_MAX},
    };
    contest.ratios = calloc(rounds + OPENINGS, sizeof *contest.ratios);
    contest.floors = calloc(rounds + OPENINGS, sizeof *contest.floors);
    contest.opening = calloc(rounds + OPENINGS, sizeof *contest.opening);
    int status = contest.ratios && contest.floors && contest.opening ? DW_OK : DW_ERROR_NO_MEMORY;
    if (status == DW_OK && !arm_parse(comparison->arm, &contest.arm.arm))
        status = DW_ERROR_INVALID_ARGUMENT;
    if (status == DW_OK)
        status = engine->ops->open_instance(engine, &instance, &(struct measure_kernel_times){0},
                                            &contest.instance);
    if (status == DW_OK)
        status = time_openings(&contest, rounds);
    if (status == DW_OK)
        status = judge(&contest, passed);
    if (status == DW_OK)
        engine->ops->close_instance(engine, &contest.instance);
    free(contest.ratios);
    free(contest.floors);
    free(contest.opening);
    return status;
}

static int run_bare(const void *data, int argument_count, char **arguments)
{
    const struct bare_options *options = data;
    struct measure_engine *engine = NULL;
    bool all = true;
    (void)arguments;
    if (argument_count > 0 || options->rounds < OPENINGS) {
        base_error("no arguments are taken, and --rounds is at least %d", OPENINGS);
        return BASE_EXIT_USAGE;
    }
    int status = gpu_open_engine(options->device, &engine);
    if (status != DW_OK)
        return base_exit_code(status);
    printf("%s: harness/bare wall time of a batch, %llu rounds, 95 %% intervals\n",
           engine->facts.key.name, (unsigned long long)options->rounds);
    for (size_t i = 0; i < sizeof comparisons / sizeof comparisons[0] && status == DW_OK; i++) {
        bool passed = false;
        status = compare(engine, &comparisons[i], options->rounds, &passed);
        all = all && passed;
    }
    if (!(status < 0))
        engine->ops->close(&engine);
    return status == DW_OK && all ? BASE_EXIT_DONE : BASE_EXIT_FAILED;
}

static const struct base_option bare_option_table[] = {
    {"device", 'd', BASE_OPTION_TEXT, offsetof(struct bare_options, device), "D",
     "index, part of a name or UUID (default: the fastest real device)"},
    {"rounds", 'r', BASE_OPTION_U64, offsetof(struct bare_options, rounds), "N",
     "rounds of a comparison"},
};

int main(int argc, char **argv)
{
    static const struct bare_options defaults = {.rounds = ROUNDS};
    static const struct base_command command = {
        .name = "bare",
        .program = "dispatchwise-bare",
        .arguments = "",
        .summary = "compare the harness's times with a bare Vulkan program's",
        .details =
            "The same calls, written out once more without modes and loop, run in the same "
            "process\n"
            "in turn with the harness's arms: harness, bare, bare, in rounds. The second bare run\n"
            "against the first is the A/A floor. An arm passes unless the 95 % interval of\n"
            "harness/bare lies wholly outside 3 % and outside the floor; one that does not is "
            "exit\n"
            "code 1.",
        .options = bare_option_table,
        .option_count = sizeof bare_option_table / sizeof bare_option_table[0],
        .options_size = sizeof(struct bare_options),
        .defaults = &defaults,
        .run = run_bare,
    };
    base_open_standard();
    if (argc == 2 && strcmp(argv[1], "manual") == 0) {
        base_manual_command(stdout, &command, DISPATCHWISE_VERSION);
        return base_close_standard(BASE_EXIT_DONE);
    }
    return base_close_standard(gpu_validated_exit(base_run_command(&command, argc, argv)));
}

/* dispatchwise-bare: are the times of the harness those of a bare Vulkan program? The same calls,
 * written out once more without the harness's modes and loop, run on the same device, pipeline and
 * buffers in the same process, in turn with the harness's arms: harness, bare, bare, in rounds. The
 * second bare run against the first is the A/A floor. An arm passes unless the 95 % interval of
 * harness/bare lies wholly outside 3 % and outside the floor. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/options.h"
#include "gpu/engine.h"
#include "gpu/instance_state.h"
#include "measure/random.h"
#include "measure/round.h"
#include "measure/statistics.h"

#define ROUNDS 120
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
                          .queue = batch->device->queue,
                          .pipeline = batch->direct,
                          .layout = batch->device->pipeline_layout,
                          .set = batch->set,
                          .push = {.launches = batch->shape.launches,
                                   .groups = batch->shape.groups,
                                   .steps = batch->shape.steps},
                          .launches = batch->shape.launches,
                          .each = batch->shape.wait == DW_WAIT_EACH};
    const VkCommandPoolCreateInfo pool = {.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                          .flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT,
                                          .queueFamilyIndex = batch->device->family};
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

/* Log ratios of rounds, each in a random order: what runs before has an effect of its own. */
static int time_rounds(struct measure_engine *engine, const struct measure_arm *arm,
                       const struct comparison *comparison, const struct bare *bare,
                       uint64_t rounds, double *ratios, double *floors)
{
    uint64_t random_state = 1;
    for (uint64_t round = 0; round < rounds; round++) {
        double times[3] = {0};
        size_t order[3];
        measure_shuffle(&random_state, order, 3);
        for (unsigned turn = 0; turn < 3; turn++) {
            const size_t which = order[turn];
            struct measure_sample sample;
            if (which == 0) {
                const int status = measure_batch_once(engine, arm, false, &sample);
                if (status != DW_OK)
                    return status;
                times[0] = sample.wall_ns;
            } else {
                times[which] = time_bare(comparison, bare);
            }
        }
        ratios[round] = log(times[0] / times[1]);
        floors[round] = log(times[2] / times[1]);
    }
    return DW_OK;
}

/* The interval of the location of one process's rounds. */
static int locate(const double *values, uint64_t count, struct measure_interval *interval)
{
    uint32_t *process = calloc(count, sizeof *process);
    if (!process)
        return DW_ERROR_NO_MEMORY;
    const int status = measure_location(values, process, count, 0.95, 1, interval);
    free(process);
    return status;
}

static int compare(struct measure_engine *engine, const struct comparison *comparison,
                   uint64_t rounds, bool *passed)
{
    struct grid_instance instance = {
        .workload = workload_find("spin"),
        .shape = {comparison->wait, comparison->launches, 1, 1, 1000000},
    };
    struct measure_arm arm = {0};
    struct measure_opened opened;
    struct measure_interval ratio, floor;
    struct bare bare;
    void *state = NULL;
    double *ratios = calloc(2 * rounds, sizeof *ratios);
    if (!ratios || !arm_parse(comparison->arm, &arm.choice))
        return DW_ERROR_NO_MEMORY;
    int status = engine->ops->open_instance(engine, &instance, 0, &state);
    if (status == DW_OK)
        status = engine->ops->open_arm(engine, state, &arm.choice, &opened, &arm.handle);
    if (status != DW_OK || !arm.handle)
        return status == DW_OK ? DW_ERROR_UNSUPPORTED : status;
    open_bare(&bare, state, comparison);
    status = time_rounds(engine, &arm, comparison, &bare, rounds, ratios, ratios + rounds);
    if (status == DW_OK)
        status = locate(ratios, rounds, &ratio);
    if (status == DW_OK)
        status = locate(ratios + rounds, rounds, &floor);
    if (status == DW_OK) {
        const double width = fmax(log1p(TOLERANCE), fmax(fabs(floor.lo), fabs(floor.hi)));
        *passed = ratio.lo <= width && ratio.hi >= -width;
        printf("%-28s %-5s %5u  %.4f [%.4f, %.4f]  A/A %.4f [%.4f, %.4f]  %s\n", comparison->arm,
               dw_wait_name(comparison->wait), comparison->launches, exp(ratio.estimate),
               exp(ratio.lo), exp(ratio.hi), exp(floor.estimate), exp(floor.lo), exp(floor.hi),
               *passed ? "pass" : "FAIL");
    }
    close_bare(&bare);
    engine->ops->close_arm(engine, &arm.handle);
    engine->ops->close_instance(engine, &state);
    free(ratios);
    return status;
}

static int run_bare(const void *data, int argument_count, char **arguments)
{
    const struct bare_options *options = data;
    struct measure_engine *engine = NULL;
    bool all = true;
    (void)arguments;
    if (argument_count > 0 || options->rounds < 2) {
        base_error("no arguments are taken, and --rounds is at least 2");
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
        .arguments = "",
        .summary = "compare the harness's times with a bare Vulkan program's",
        .options = bare_option_table,
        .option_count = sizeof bare_option_table / sizeof bare_option_table[0],
        .options_size = sizeof(struct bare_options),
        .defaults = &defaults,
        .run = run_bare,
    };
    return base_run_command(&command, argc, argv);
}

/* Launches that meet a pipeline which is not there yet: the launch's own shader with a salt that
 * changes the code, drawn anew for each, so that neither the process nor its driver has seen it.
 *   hold_steady  compiled when first met, by the thread that records the launch
 *   speculate    foreseen when the launch before it of that kind is known, then compiled and run
 *                once by the device's worker; a wrong guess compiles one that nobody needs */
#include "modes/mode.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"

/* A launch of a batch that needs a new pipeline. */
struct special {
    struct mode_run *run;
    uint32_t salt, guess; /* of what it needs; of what the worker compiles */
    VkPipeline compiled, foreseen;
    struct gpu_job job;
};

struct specialization {
    struct mode_run *run;
    struct special *specials; /* of one batch */
    uint32_t met;             /* so many of them were recorded */
    uint32_t guesses;         /* in all batches */
    int status;               /* the batch's first failure */
};

/* Never twice in a process; two processes start apart. */
static uint32_t draw_salt(void)
{
    static atomic_uint drawn;
    const uint32_t salt = (uint32_t)getpid() * UINT32_C(0x9e3779b1) + atomic_fetch_add(&drawn, 1);
    return salt != 0 ? salt : draw_salt();
}

static int compile(const struct mode_batch *batch, uint32_t salt, VkPipeline *pipeline,
                   double *create_ns)
{
    const VkSpecializationMapEntry entry = {.constantID = WORKLOAD_SALT_CONSTANT,
                                            .size = sizeof salt};
    const VkSpecializationInfo constants = {
        .mapEntryCount = 1, .pMapEntries = &entry, .dataSize = sizeof salt, .pData = &salt};
    const struct gpu_pipeline_info info = {.layout = batch->device->pipeline_layout,
                                           .constants = &constants};
    return gpu_create_special_pipeline(batch->device->handle, &batch->workload->direct, &info,
                                       pipeline, create_ns);
}

/* Where there is one, the second queue: a dispatch behind the batch's own would be late. */
static const struct gpu_queue *warm_queue(const struct mode_batch *batch)
{
    const struct gpu_queue *queues = batch->device->queues;
    return &queues[queues[GPU_QUEUE_SECOND].handle ? GPU_QUEUE_SECOND : GPU_QUEUE_MAIN];
}

/* One workgroup of the pipeline on the scratch buffers. */
static int warm(const struct mode_batch *batch, VkPipeline pipeline)
{
    int status = DW_OK;
    const struct mode_scratch *scratch = &batch->scratch;
    const VkDevice device = batch->device->handle;
    const VkPipelineLayout layout = batch->device->pipeline_layout;
    const VkCommandBuffer commands = scratch->commands.buffers[0];
    const VkCommandBufferBeginInfo begin = {.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                            .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT};
    const struct workload_push push = {.launches = 1, .groups = 1, .steps = 1};
    const VkSubmitInfo submit = {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
                                 .commandBufferCount = 1,
                                 .pCommandBuffers = &commands};
    GPU_TRY(vkBeginCommandBuffer(commands, &begin));
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline);
    vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, layout, 0, 1,
                            &scratch->kernel.set, 0, NULL);
    vkCmdPushConstants(commands, layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof push, &push);
    vkCmdDispatch(commands, 1, 1, 1);
    GPU_TRY(vkEndCommandBuffer(commands));
    GPU_TRY(vkResetFences(device, 1, &scratch->fence));
    status = gpu_submit(warm_queue(batch), 1, &submit, scratch->fence);
    if (status == DW_OK)
        status = gpu_wait_fence(batch->device, scratch->fence);
    status = gpu_settle(batch->device, status);
fail:
    return status;
}

static int time_cold(const struct mode_batch *batch, struct mode_scratch *scratch)
{
    VkPipeline pipeline = VK_NULL_HANDLE;
    int status = compile(batch, draw_salt(), &pipeline, &scratch->create_ns);
    for (int i = 0; i < 2 && status == DW_OK; i++) {
        const uint64_t start = base_clock_ns();
        status = warm(batch, pipeline);
        *(i == 0 ? &scratch->first_ns : &scratch->second_ns) = (double)(base_clock_ns() - start);
    }
    if (!batch->device->gone)
        vkDestroyPipeline(batch->device->handle, pipeline, NULL);
    return status;
}

int mode_create_scratch(struct mode_batch *batch)
{
    int status = DW_OK;
    const VkFenceCreateInfo fence = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    GPU_TRY(vkCreateFence(batch->device->handle, &fence, NULL, &batch->scratch.fence));
    status = mode_create_commands(batch, warm_queue(batch)->family, 1, &batch->scratch.commands);
    if (status == DW_OK)
        status = time_cold(batch, &batch->scratch);
fail:
    return status;
}

void mode_destroy_scratch(struct mode_batch *batch)
{
    mode_destroy_commands(batch, &batch->scratch.commands);
    vkDestroyFence(batch->device->handle, batch->scratch.fence, NULL);
    for (size_t i = 0; i < WORKLOAD_BINDING_COUNT; i++)
        gpu_destroy_buffer(batch->device, &batch->scratch.kernel.buffers[i]);
}

/* The worker's. */
static int foresee(void *context)
{
    struct special *special = context;
    const struct mode_batch *batch = special->run->batch;
    const int status = compile(batch, special->guess, &special->foreseen, NULL);
    return status == DW_OK ? warm(batch, special->foreseen) : status;
}

static bool speculates(const struct mode_run *run)
{
    return run->choice.side[DW_AXIS_SPECIALIZATION] == DW_SPECIALIZATION_SIDE_SPECULATE;
}

bool mode_guess_is_right(uint32_t guess, uint32_t confidence_bps)
{
    const uint32_t point = guess * UINT32_C(0x9e3779b9);
    return (uint64_t)point * 10000 >> 32 < confidence_bps;
}

static void start_next(struct specialization *specialization)
{
    const struct mode_run *run = specialization->run;
    if (specialization->met == run->batch->shape.specializations)
        return;
    struct special *special = &specialization->specials[specialization->met];
    special->salt = draw_salt();
    if (!speculates(run))
        return;
    const bool right =
        mode_guess_is_right(specialization->guesses++, run->batch->shape.confidence_bps);
    special->guess = right ? special->salt : draw_salt();
    special->job = (struct gpu_job){.run = foresee, .context = special};
    gpu_give_job(run->batch->device->worker, &special->job);
}

/* At even distances among the launches of all kernels: of two, one new pipeline is the second's
 * first. */
static uint32_t next_launch(const struct specialization *specialization)
{
    const struct mode_run *run = specialization->run;
    return (uint32_t)((uint64_t)(specialization->met + 1) * mode_launches(run) /
                      ((uint64_t)run->batch->shape.specializations + 1));
}

/* The pipeline that the launch needs, once it is there. */
static int come_by(struct special *special, VkPipeline *pipeline)
{
    const struct mode_batch *batch = special->run->batch;
    if (speculates(special->run) &&
        (special->guess == special->salt || batch->faults.wrong_pipelines)) {
        const int status = gpu_wait_job(batch->device->worker, &special->job);
        *pipeline = special->foreseen;
        return status;
    }
    const int status = compile(batch, special->salt, &special->compiled, NULL);
    *pipeline = special->compiled;
    return status;
}

VkPipeline mode_find_pipeline(struct mode_run *run, uint32_t launch)
{
    struct specialization *specialization = run->around[DW_AXIS_SPECIALIZATION].state;
    VkPipeline pipeline = VK_NULL_HANDLE;
    if (!specialization || specialization->met == run->batch->shape.specializations ||
        launch != next_launch(specialization))
        return VK_NULL_HANDLE;
    struct special *special = &specialization->specials[specialization->met++];
    const int status = come_by(special, &pipeline);
    specialization->status = specialization->status == DW_OK ? status : specialization->status;
    run->batch->salts[launch >= run->batch->shape.launches] += special->salt;
    start_next(specialization);
    return status == DW_OK && !run->batch->faults.stale_pipelines ? pipeline : VK_NULL_HANDLE;
}

static int begin(void *state, bool stamped, struct mode_times *times)
{
    struct specialization *specialization = state;
    (void)stamped;
    (void)times;
    specialization->met = 0;
    specialization->status = DW_OK;
    start_next(specialization);
    return DW_OK;
}

static int end(void *state, struct mode_times *times)
{
    const struct specialization *specialization = state;
    (void)times;
    return specialization->status;
}

static int prepare(void *state)
{
    struct specialization *specialization = state;
    const struct mode_batch *batch = specialization->run->batch;
    const int status = gpu_finish_jobs(batch->device->worker);
    gpu_place_worker(batch->device->worker, batch->shape.lone_core);
    for (uint32_t i = 0; i < batch->shape.specializations && status == DW_OK; i++) {
        struct special *special = &specialization->specials[i];
        vkDestroyPipeline(batch->device->handle, special->compiled, NULL);
        vkDestroyPipeline(batch->device->handle, special->foreseen, NULL);
        *special = (struct special){.run = specialization->run};
    }
    return status;
}

/* What the worker did not end in time is its own for ever. */
static void destroy(void **out)
{
    struct specialization *specialization = *out;
    *out = NULL;
    if (specialization->specials && prepare(specialization) != DW_OK)
        return;
    free(specialization->specials);
    free(specialization);
}

static int create(struct mode_run *run, void **out)
{
    const uint32_t count = run->batch->shape.specializations;
    struct specialization *specialization = calloc(1, sizeof *specialization);
    if (!specialization)
        return DW_ERROR_NO_MEMORY;
    *out = specialization;
    specialization->run = run;
    specialization->specials = calloc(count, sizeof *specialization->specials);
    return specialization->specials ? prepare(specialization) : DW_ERROR_NO_MEMORY;
}

const struct mode_axis_ops mode_specialization_ops = {
    .create = create,
    .prepare = prepare,
    .begin = begin,
    .end = end,
    .destroy = destroy,
};

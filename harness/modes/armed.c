/* command_reuse/armed: one recorded buffer, submitted ahead of its time behind a timeline
 * semaphore; the host releases each launch by signalling the next value. The launch after the one
 * that runs is armed while it runs. */
#include "modes/mode.h"

#include <stdio.h>
#include <stdlib.h>

enum { BUFFER_WHOLE, BUFFER_FIRST, BUFFER_LAST, BUFFER_ONLY, BUFFER_COUNT };

struct armed {
    struct mode_batch *batch;
    struct mode_commands commands;
    VkSemaphore timeline;
    uint64_t armed_value, released_value; /* armed_value >= released_value */
    VkFence fences[2]; /* of the launch that runs and of the one armed behind it */
    bool stamps_recorded;
};

static bool armed_supported(const struct mode_batch *batch, const struct arm *arm,
                            char why[MODE_WHY_SIZE])
{
    (void)arm;
    if (batch->device->info->has_timeline)
        return true;
    snprintf(why, MODE_WHY_SIZE, "the device has no timeline semaphores");
    return false;
}

static int release(struct armed *armed, uint64_t value)
{
    int status = DW_OK;
    const VkSemaphoreSignalInfo info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SIGNAL_INFO,
                                        .semaphore = armed->timeline,
                                        .value = value};
    GPU_TRY(vkSignalSemaphore(armed->batch->device->handle, &info));
    armed->released_value = value;
fail:
    return status;
}

static void armed_destroy(void **out)
{
    struct armed *armed = *out;
    if (!armed)
        return;
    const VkDevice device = armed->batch->device->handle;
    /* A batch that failed half way left a launch armed: nothing may be destroyed under it. */
    if (armed->armed_value > armed->released_value && release(armed, armed->armed_value) == DW_OK)
        vkDeviceWaitIdle(device);
    mode_destroy_commands(armed->batch, &armed->commands);
    vkDestroySemaphore(device, armed->timeline, NULL);
    vkDestroyFence(device, armed->fences[0], NULL);
    vkDestroyFence(device, armed->fences[1], NULL);
    free(armed);
    *out = NULL;
}

static int create_objects(struct armed *armed)
{
    int status = DW_OK;
    const VkSemaphoreTypeCreateInfo type = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
                                            .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE};
    const VkSemaphoreCreateInfo info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO,
                                        .pNext = &type};
    GPU_TRY(vkCreateSemaphore(armed->batch->device->handle, &info, NULL, &armed->timeline));
    status = mode_create_commands(armed->batch, BUFFER_COUNT, &armed->commands);
    for (int i = 0; i < 2 && status == DW_OK; i++)
        status = mode_create_fence(armed->batch, &armed->fences[i]);
fail:
    return status;
}

static int armed_create(struct mode_batch *batch, const struct arm *arm, void **out)
{
    (void)arm;
    struct armed *armed = calloc(1, sizeof *armed);
    if (!armed)
        return DW_ERROR_NO_MEMORY;
    armed->batch = batch;
    const int status = create_objects(armed);
    if (status != DW_OK) {
        void *state = armed;
        armed_destroy(&state);
        return status;
    }
    *out = armed;
    return DW_OK;
}

static int record_one(struct armed *armed, int which, unsigned stamps)
{
    return mode_record_launches(armed->batch, armed->commands.buffers[which],
                                VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT, 1, stamps);
}

static int armed_record(void *state)
{
    return record_one(state, BUFFER_WHOLE, MODE_STAMP_NONE);
}

static int record_stamps(struct armed *armed)
{
    if (armed->stamps_recorded)
        return DW_OK;
    int status = record_one(armed, BUFFER_FIRST, MODE_STAMP_BEGIN);
    if (status == DW_OK)
        status = record_one(armed, BUFFER_LAST, MODE_STAMP_END);
    if (status == DW_OK)
        status = record_one(armed, BUFFER_ONLY, MODE_STAMP_BEGIN | MODE_STAMP_END);
    armed->stamps_recorded = status == DW_OK;
    return status;
}

static int choose_buffer(const struct armed *armed, uint32_t launch, bool stamped)
{
    const bool last = launch + 1 == armed->batch->shape.launches;
    if (!stamped)
        return BUFFER_WHOLE;
    if (launch == 0)
        return last ? BUFFER_ONLY : BUFFER_FIRST;
    return last ? BUFFER_LAST : BUFFER_WHOLE;
}

/* Submit a launch that waits for the next value. */
static int arm_launch(struct armed *armed, uint32_t launch, bool stamped)
{
    int status = DW_OK;
    const uint64_t value = armed->armed_value + 1;
    const VkPipelineStageFlags stage = VK_PIPELINE_STAGE_ALL_COMMANDS_BIT;
    const VkTimelineSemaphoreSubmitInfo timeline = {
        .sType = VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO,
        .waitSemaphoreValueCount = 1,
        .pWaitSemaphoreValues = &value,
    };
    const VkSubmitInfo info = {
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
        .pNext = &timeline,
        .waitSemaphoreCount = 1,
        .pWaitSemaphores = &armed->timeline,
        .pWaitDstStageMask = &stage,
        .commandBufferCount = 1,
        .pCommandBuffers = &armed->commands.buffers[choose_buffer(armed, launch, stamped)],
    };
    const bool fenced =
        armed->batch->shape.wait == DW_WAIT_EACH || launch + 1 == armed->batch->shape.launches;
    GPU_TRY(vkQueueSubmit(armed->batch->device->queue, 1, &info,
                          fenced ? armed->fences[launch % 2] : VK_NULL_HANDLE));
    armed->armed_value = value;
fail:
    return status;
}

static int armed_execute(void *state, bool stamped, struct mode_times *times)
{
    struct armed *armed = state;
    const uint32_t launches = armed->batch->shape.launches;
    const bool each = armed->batch->shape.wait == DW_WAIT_EACH;
    int status = stamped ? record_stamps(armed) : DW_OK;
    if (status == DW_OK)
        status = arm_launch(armed, 0, stamped);
    for (uint32_t launch = 0; launch < launches && status == DW_OK; launch++) {
        status = release(armed, armed->released_value + 1);
        if (status == DW_OK && launch + 1 < launches)
            status = arm_launch(armed, launch + 1, stamped);
        if (status == DW_OK && (each || launch + 1 == launches))
            status = mode_wait_fence(armed->batch, armed->fences[launch % 2], times);
    }
    return status;
}

const struct mode_ops mode_armed_ops = {
    .supported = armed_supported,
    .create = armed_create,
    .record = armed_record,
    .execute = armed_execute,
    .destroy = armed_destroy,
};

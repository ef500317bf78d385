/* command_reuse/armed: one recorded buffer, submitted ahead of its time behind a timeline
 * semaphore; the host releases each launch by signalling the next value. The launch after the one
 * that runs is armed while it runs. */
#include "modes/mode.h"

#include <stdio.h>
#include <stdlib.h>

enum { BUFFER_WHOLE, BUFFER_FIRST, BUFFER_LAST, BUFFER_ONLY, BUFFER_COUNT };

struct armed {
    struct mode_run *run;
    struct mode_commands commands;
    VkSemaphore timeline;
    uint64_t armed_value, released_value; /* armed_value >= released_value */
    struct mode_signal signals[2]; /* of the launch that runs and of the one armed behind it */
    bool stamps_recorded;
};

static bool armed_supported(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    if (run->batch->device->info->has_timeline)
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
    GPU_TRY(vkSignalSemaphore(armed->run->batch->device->handle, &info));
    armed->released_value = value;
fail:
    return status;
}

/* A batch that failed half way left a launch armed. */
static int armed_abandon(void *state, int status)
{
    struct armed *armed = state;
    const bool waits = armed->armed_value > armed->released_value;
    if (!waits || status == DW_ERROR_DEVICE_LOST || release(armed, armed->armed_value) == DW_OK)
        return status;
    return gpu_give_up(armed->run->batch->device, "a launch that cannot be released");
}

static void armed_destroy(void **out)
{
    struct armed *armed = *out;
    if (!armed)
        return;
    const VkDevice device = armed->run->batch->device->handle;
    mode_destroy_commands(armed->run->batch, &armed->commands);
    vkDestroySemaphore(device, armed->timeline, NULL);
    mode_destroy_signal(armed->run, &armed->signals[0]);
    mode_destroy_signal(armed->run, &armed->signals[1]);
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
    GPU_TRY(vkCreateSemaphore(armed->run->batch->device->handle, &info, NULL, &armed->timeline));
    status = mode_create_commands(armed->run->batch, armed->run->lanes[0].queue->family,
                                  BUFFER_COUNT, &armed->commands);
    for (int i = 0; i < 2 && status == DW_OK; i++)
        status = mode_create_signal(armed->run, &armed->signals[i]);
fail:
    return status;
}

static int armed_create(struct mode_run *run, void **out)
{
    struct armed *armed = calloc(1, sizeof *armed);
    if (!armed)
        return DW_ERROR_NO_MEMORY;
    *out = armed;
    armed->run = run;
    return create_objects(armed);
}

/* The whole buffer serves every launch; the others stamp the ends of the batch. */
static int record_one(struct armed *armed, int which, uint32_t launch)
{
    return mode_record(armed->run, &armed->run->lanes[0], armed->commands.buffers[which],
                       VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT, launch, 1,
                       which != BUFFER_WHOLE);
}

static int armed_record(void *state)
{
    return record_one(state, BUFFER_WHOLE, 0);
}

static int record_stamps(struct armed *armed)
{
    const uint32_t last = armed->run->batch->shape.launches - 1;
    if (armed->stamps_recorded)
        return DW_OK;
    int status = record_one(armed, last == 0 ? BUFFER_ONLY : BUFFER_FIRST, 0);
    if (status == DW_OK && last > 0)
        status = record_one(armed, BUFFER_LAST, last);
    armed->stamps_recorded = status == DW_OK;
    return status;
}

static int choose_buffer(const struct armed *armed, uint32_t launch, bool stamped)
{
    const bool last = launch + 1 == armed->run->batch->shape.launches;
    if (!stamped)
        return BUFFER_WHOLE;
    if (launch == 0)
        return last ? BUFFER_ONLY : BUFFER_FIRST;
    return last ? BUFFER_LAST : BUFFER_WHOLE;
}

/* Submit a launch that waits for the next value. */
static int arm_launch(struct armed *armed, uint32_t launch, bool stamped)
{
    const uint64_t value = armed->armed_value + 1;
    const VkPipelineStageFlags stage = VK_PIPELINE_STAGE_ALL_COMMANDS_BIT;
    const VkTimelineSemaphoreSubmitInfo timeline = {
        .sType = VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO,
        .waitSemaphoreValueCount = 1,
        .pWaitSemaphoreValues = &value,
    };
    VkSubmitInfo info = {
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
        .pNext = &timeline,
        .waitSemaphoreCount = 1,
        .pWaitSemaphores = &armed->timeline,
        .pWaitDstStageMask = &stage,
        .commandBufferCount = 1,
        .pCommandBuffers = &armed->commands.buffers[choose_buffer(armed, launch, stamped)],
    };
    const bool fenced = armed->run->batch->shape.wait == DW_WAIT_EACH ||
                        launch + 1 == armed->run->batch->shape.launches;
    const int status = mode_submit(armed->run->lanes[0].queue, 1, &info,
                                   fenced ? &armed->signals[launch % 2] : NULL);
    if (status == DW_OK)
        armed->armed_value = value;
    return status;
}

static int armed_execute(void *state, bool stamped, struct mode_times *times)
{
    struct armed *armed = state;
    const uint32_t launches = armed->run->batch->shape.launches;
    const bool each = armed->run->batch->shape.wait == DW_WAIT_EACH;
    int status = stamped ? record_stamps(armed) : DW_OK;
    if (status == DW_OK)
        status = arm_launch(armed, 0, stamped);
    for (uint32_t launch = 0; launch < launches && status == DW_OK; launch++) {
        status = release(armed, armed->released_value + 1);
        if (status == DW_OK && launch + 1 < launches)
            status = arm_launch(armed, launch + 1, stamped);
        if (status == DW_OK && (each || launch + 1 == launches))
            status = mode_wait(armed->run, &armed->signals[launch % 2], times);
    }
    return status;
}

const struct mode_ops mode_armed_ops = {
    .supported = armed_supported,
    .create = armed_create,
    .record = armed_record,
    .execute = armed_execute,
    .abandon = armed_abandon,
    .destroy = armed_destroy,
};

#include "modes/mode.h"

#include <stdlib.h>

#include "base/clock.h"

void mode_stamp_begin(const struct mode_batch *batch, VkCommandBuffer commands)
{
    vkCmdResetQueryPool(commands, batch->stamps, 0, 2);
    vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT,
                         VK_PIPELINE_STAGE_ALL_COMMANDS_BIT, 0, 0, NULL, 0, NULL, 0, NULL);
    vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, batch->stamps, 0);
}

void mode_stamp_end(const struct mode_batch *batch, VkCommandBuffer commands)
{
    vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, batch->stamps, 1);
}

int mode_record_launches(const struct mode_batch *batch, VkCommandBuffer commands,
                         VkCommandBufferUsageFlags usage, uint32_t launches, unsigned stamps)
{
    int status = DW_OK;
    const VkCommandBufferBeginInfo begin = {.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                            .flags = usage};
    const struct workload_push push = {.launches = batch->shape.launches,
                                       .groups = batch->shape.groups,
                                       .steps = batch->shape.steps};
    const int64_t dispatches = (int64_t)launches + batch->faults.launches;
    GPU_TRY(vkBeginCommandBuffer(commands, &begin));
    if (stamps & MODE_STAMP_BEGIN)
        mode_stamp_begin(batch, commands);
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, batch->direct);
    vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE,
                            batch->device->pipeline_layout, 0, 1, &batch->set, 0, NULL);
    vkCmdPushConstants(commands, batch->device->pipeline_layout, VK_SHADER_STAGE_COMPUTE_BIT, 0,
                       sizeof push, &push);
    for (int64_t i = 0; i < dispatches; i++)
        vkCmdDispatch(commands, batch->shape.groups, 1, 1);
    if (stamps & MODE_STAMP_END)
        mode_stamp_end(batch, commands);
    GPU_TRY(vkEndCommandBuffer(commands));
fail:
    return status;
}

int mode_create_commands(const struct mode_batch *batch, uint32_t count,
                         struct mode_commands *commands)
{
    int status = DW_OK;
    const VkDevice device = batch->device->handle;
    const VkCommandPoolCreateInfo pool_info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
        .flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT,
        .queueFamilyIndex = batch->device->family,
    };
    VkCommandBufferAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
        .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
        .commandBufferCount = count,
    };
    commands->buffers = calloc(count, sizeof(VkCommandBuffer));
    if (!commands->buffers)
        return DW_ERROR_NO_MEMORY;
    GPU_TRY(vkCreateCommandPool(device, &pool_info, NULL, &commands->pool));
    info.commandPool = commands->pool;
    GPU_TRY(vkAllocateCommandBuffers(device, &info, commands->buffers));
    commands->count = count;
    return DW_OK;
fail:
    mode_destroy_commands(batch, commands);
    return status;
}

void mode_destroy_commands(const struct mode_batch *batch, struct mode_commands *commands)
{
    vkDestroyCommandPool(batch->device->handle, commands->pool, NULL);
    free(commands->buffers);
    *commands = (struct mode_commands){0};
}

int mode_create_fence(const struct mode_batch *batch, VkFence *fence)
{
    int status = DW_OK;
    const VkFenceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    GPU_TRY(vkCreateFence(batch->device->handle, &info, NULL, fence));
fail:
    return status;
}

int mode_wait_fence(const struct mode_batch *batch, VkFence fence, struct mode_times *times)
{
    int status = DW_OK;
    const uint64_t start = base_clock_ns();
    GPU_TRY(vkWaitForFences(batch->device->handle, 1, &fence, VK_TRUE, batch->device->timeout_ns));
    times->waited_ns += base_clock_ns() - start;
    GPU_TRY(vkResetFences(batch->device->handle, 1, &fence));
fail:
    return status;
}

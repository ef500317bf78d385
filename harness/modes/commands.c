#include "modes/mode.h"

#include <stdlib.h>

void mode_stamp_begin(const struct mode_batch *batch, VkCommandBuffer commands, enum mode_span span)
{
    vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, batch->stamps,
                        2 * (uint32_t)span);
}

void mode_stamp_end(const struct mode_batch *batch, VkCommandBuffer commands, enum mode_span span)
{
    vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, batch->stamps,
                        2 * (uint32_t)span + 1);
}

void mode_wait_for_all(VkCommandBuffer commands)
{
    vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT,
                         VK_PIPELINE_STAGE_ALL_COMMANDS_BIT, 0, 0, NULL, 0, NULL, 0, NULL);
}

void mode_barrier(VkCommandBuffer commands)
{
    const VkMemoryBarrier barrier = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
        .srcAccessMask = VK_ACCESS_SHADER_WRITE_BIT,
        .dstAccessMask = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT,
    };
    vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
                         VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT, 0, 1, &barrier, 0, NULL, 0, NULL);
}

static void bind_kernel(const struct mode_run *run, const struct mode_kernel *kernel,
                        VkCommandBuffer commands)
{
    const struct mode_batch *batch = run->batch;
    const VkPipelineLayout layout =
        run->access ? run->access->layout : batch->device->pipeline_layout;
    const struct workload_push push = {.launches = batch->shape.launches,
                                       .groups = kernel->groups,
                                       .steps = kernel->steps,
                                       .dependent = batch->shape.dependent,
                                       .resources = batch->shape.resources};
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE,
                      run->access ? run->access->pipeline : kernel->direct);
    vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, layout, 0, 1, &kernel->set, 0,
                            NULL);
    vkCmdPushConstants(commands, layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof push, &push);
}

/* One of the batch's launches, with what stands before and behind it. bound: the kernel that was
 * bound last in this buffer, or NULL. */
static void record_launch(struct mode_run *run, const struct mode_lane *lane,
                          VkCommandBuffer commands, uint32_t launch, bool stamped,
                          const struct mode_kernel **bound)
{
    const struct mode_batch *batch = run->batch;
    const uint32_t each = batch->shape.launches;
    const enum mode_span span = mode_span_of(run, launch);
    const struct mode_kernel *kernel = &batch->kernels[launch >= each];
    const bool apart = run->choice.side[DW_AXIS_ARMS] == DW_ARMS_SIDE_SERIAL;
    if (batch->shape.dependent || (apart && launch == each && launch > lane->first))
        mode_barrier(commands);
    if (stamped && (launch == lane->first || span != mode_span_of(run, launch - 1))) {
        if (launch == lane->first)
            mode_wait_for_all(commands);
        mode_stamp_begin(batch, commands, span);
    }
    if (kernel != *bound)
        bind_kernel(run, kernel, commands);
    mode_bind_resources(run, commands, launch, !*bound);
    *bound = kernel;
    const VkPipeline special = mode_find_pipeline(run, launch);
    if (special) {
        vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, special);
        *bound = NULL;
    }
    vkCmdDispatch(commands, kernel->groups, 1, 1);
    if (stamped &&
        (launch + 1 == lane->first + lane->count || span != mode_span_of(run, launch + 1)))
        mode_stamp_end(batch, commands, span);
}

int mode_record(struct mode_run *run, const struct mode_lane *lane, VkCommandBuffer commands,
                VkCommandBufferUsageFlags usage, uint32_t first, uint32_t count, bool stamped)
{
    int status = DW_OK;
    const VkCommandBufferBeginInfo begin = {.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                            .flags = usage};
    const struct mode_kernel *bound = NULL;
    const int planted = run->batch->faults.launches;
    const uint32_t skipped = planted < 0 ? (uint32_t)-planted : 0;
    GPU_TRY(vkBeginCommandBuffer(commands, &begin));
    for (uint32_t i = skipped; i < count; i++)
        record_launch(run, lane, commands, lane->first + first + i, stamped, &bound);
    for (int i = 0; i < planted; i++)
        record_launch(run, lane, commands, lane->first + first + count - 1, false, &bound);
    GPU_TRY(vkEndCommandBuffer(commands));
fail:
    return status;
}

int mode_create_commands(const struct mode_batch *batch, uint32_t family, uint32_t count,
                         struct mode_commands *commands)
{
    int status = DW_OK;
    const VkDevice device = batch->device->handle;
    const VkCommandPoolCreateInfo pool_info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
        .flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT,
        .queueFamilyIndex = family,
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

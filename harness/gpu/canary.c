#include "gpu/canary.h"

#include <math.h>
#include <string.h>

#include "gpu/instance_state.h"
#include "workload.h"

#define LIMIT_LOOPS UINT32_C(1000000)

int gpu_create_canary(struct gpu_device *device, struct gpu_canary *canary)
{
    *canary = (struct gpu_canary){.batch = {.device = device, .kernel_count = 1}};
    struct gpu_buffer *buffers = canary->batch.kernels[0].buffers;
    int status = gpu_create_pipeline(device, &workload_canary, &canary->pipeline);
    for (size_t i = 0; i < WORKLOAD_BINDING_COUNT && status == DW_OK; i++)
        status = gpu_create_buffer(device, sizeof(uint32_t), GPU_MEMORY_DEVICE, &buffers[i]);
    if (status == DW_OK)
        status = gpu_create_buffer(device, sizeof(uint32_t), GPU_MEMORY_HOST, &canary->staging);
    return status == DW_OK ? gpu_create_descriptors(&canary->batch) : status;
}

void gpu_destroy_canary(struct gpu_canary *canary)
{
    struct gpu_device *device = canary->batch.device;
    if (!device || device->gone)
        return;
    vkDestroyPipeline(device->handle, canary->pipeline, NULL);
    vkDestroyQueryPool(device->handle, canary->batch.stamps, NULL);
    vkDestroyDescriptorPool(device->handle, canary->batch.descriptors, NULL);
    gpu_destroy_buffer(device, &canary->staging);
    for (size_t i = 0; i < WORKLOAD_BINDING_COUNT; i++)
        gpu_destroy_buffer(device, &canary->batch.kernels[0].buffers[i]);
    *canary = (struct gpu_canary){.pipeline = VK_NULL_HANDLE};
}

static void record(const struct gpu_canary *canary, VkCommandBuffer commands, uint32_t loops)
{
    const struct mode_batch *batch = &canary->batch;
    const VkPipelineLayout layout = batch->device->pipeline_layout;
    const struct workload_push push = {.launches = 1, .groups = 1, .steps = loops};
    const VkBufferCopy copy = {.size = sizeof(uint32_t)};
    const VkMemoryBarrier written = {.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
                                     .srcAccessMask = VK_ACCESS_SHADER_WRITE_BIT,
                                     .dstAccessMask = VK_ACCESS_TRANSFER_READ_BIT};
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, canary->pipeline);
    vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, layout, 0, 1,
                            &batch->kernels[0].set, 0, NULL);
    vkCmdPushConstants(commands, layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof push, &push);
    if (batch->stamps)
        mode_stamp_begin(batch, commands, MODE_SPAN_KERNEL);
    vkCmdDispatch(commands, 1, 1, 1);
    if (batch->stamps)
        mode_stamp_end(batch, commands, MODE_SPAN_KERNEL);
    vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
                         VK_PIPELINE_STAGE_TRANSFER_BIT, 0, 1, &written, 0, NULL, 0, NULL);
    vkCmdCopyBuffer(commands, batch->kernels[0].buffers[WORKLOAD_BINDING_OUTPUT].handle,
                    canary->staging.handle, 1, &copy);
}

int gpu_run_canary(struct gpu_canary *canary, uint32_t loops, uint32_t *reached, double *span_ns)
{
    VkCommandBuffer commands;
    struct mode_batch *batch = &canary->batch;
    double span = (double)NAN;
    if (batch->stamps)
        vkResetQueryPool(batch->device->handle, batch->stamps, 0, 2 * MODE_SPAN_COUNT);
    int status = gpu_begin_transfer(batch->device, &commands);
    if (status != DW_OK)
        return status;
    record(canary, commands, loops);
    status = gpu_end_transfer(batch->device, commands);
    if (status == DW_OK && batch->stamps)
        status = gpu_read_chain(batch, &span);
    if (status == DW_OK && reached)
        memcpy(reached, canary->staging.mapped, sizeof *reached);
    if (status == DW_OK && span_ns)
        *span_ns = span;
    return status;
}

int gpu_find_loop_limit(struct gpu_canary *canary, uint64_t *limit)
{
    uint32_t reached = 0;
    const int status = gpu_run_canary(canary, LIMIT_LOOPS, &reached, NULL);
    if (status == DW_OK)
        *limit = reached < LIMIT_LOOPS ? reached : UINT64_MAX;
    return status;
}

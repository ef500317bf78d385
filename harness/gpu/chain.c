/* Device time without the host: chains of launches in one buffer, and the loop-limit canary. */
#include "gpu/instance_state.h"

#include <math.h>
#include <string.h>

#include "workload.h"

#define CANARY_LOOPS UINT32_C(1000000)

static void record_chain(const struct gpu_instance_state *state, VkCommandBuffer commands,
                         uint32_t launches, enum measure_chain chain)
{
    const struct mode_batch *batch = &state->batch;
    const struct mode_kernel *kernel = &batch->kernels[0];
    const bool empty = chain == MEASURE_CHAIN_EMPTY;
    const struct workload_push push = {
        .launches = batch->shape.launches, .groups = kernel->groups, .steps = kernel->steps};
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE,
                      empty ? state->empty : kernel->direct);
    vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE,
                            batch->device->pipeline_layout, 0, 1, &kernel->set, 0, NULL);
    vkCmdPushConstants(commands, batch->device->pipeline_layout, VK_SHADER_STAGE_COMPUTE_BIT, 0,
                       sizeof push, &push);
    mode_stamp_begin(batch, commands, MODE_SPAN_KERNEL);
    for (uint32_t i = 0; i < launches; i++) {
        vkCmdDispatch(commands, empty ? 1 : kernel->groups, 1, 1);
        if (chain != MEASURE_CHAIN_CLOSE)
            mode_barrier(commands);
    }
    mode_stamp_end(batch, commands, MODE_SPAN_KERNEL);
}

int gpu_chain_span(struct gpu_instance_state *state, uint32_t launches, enum measure_chain chain,
                   double *span_ns)
{
    VkCommandBuffer commands;
    const struct mode_batch *batch = &state->batch;
    *span_ns = (double)NAN;
    if (!batch->stamps)
        return DW_OK;
    vkResetQueryPool(batch->device->handle, batch->stamps, 0, 2 * MODE_SPAN_COUNT);
    int status = gpu_begin_transfer(batch->device, &commands);
    if (status != DW_OK)
        return status;
    record_chain(state, commands, launches, chain);
    status = gpu_end_transfer(batch->device, commands);
    return status == DW_OK ? gpu_read_chain(batch, span_ns) : status;
}

/* One dispatch of the canary on buffers of its own. */
static int run_canary(struct gpu_device *device, struct mode_batch *batch, VkPipeline canary,
                      uint32_t *reached)
{
    VkCommandBuffer commands;
    const struct workload_push push = {.launches = 1, .groups = 1, .steps = CANARY_LOOPS};
    struct gpu_buffer staging = {0};
    int status = gpu_create_buffer(device, sizeof *reached, GPU_MEMORY_HOST, &staging);
    if (status == DW_OK)
        status = gpu_begin_transfer(device, &commands);
    if (status == DW_OK) {
        const VkBufferCopy copy = {.size = sizeof *reached};
        const VkMemoryBarrier written = {.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
                                         .srcAccessMask = VK_ACCESS_SHADER_WRITE_BIT,
                                         .dstAccessMask = VK_ACCESS_TRANSFER_READ_BIT};
        vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, canary);
        vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, device->pipeline_layout,
                                0, 1, &batch->kernels[0].set, 0, NULL);
        vkCmdPushConstants(commands, device->pipeline_layout, VK_SHADER_STAGE_COMPUTE_BIT, 0,
                           sizeof push, &push);
        vkCmdDispatch(commands, 1, 1, 1);
        vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
                             VK_PIPELINE_STAGE_TRANSFER_BIT, 0, 1, &written, 0, NULL, 0, NULL);
        vkCmdCopyBuffer(commands, batch->kernels[0].buffers[WORKLOAD_BINDING_OUTPUT].handle,
                        staging.handle, 1, &copy);
        status = gpu_end_transfer(device, commands);
    }
    if (status == DW_OK)
        memcpy(reached, staging.mapped, sizeof *reached);
    gpu_destroy_buffer(device, &staging);
    return status;
}

int gpu_find_loop_limit(struct gpu_device *device, uint64_t *limit)
{
    uint32_t reached = 0;
    VkPipeline canary = VK_NULL_HANDLE;
    struct mode_batch batch = {.device = device, .kernel_count = 1};
    int status = gpu_create_pipeline(device, &workload_canary, &canary);
    for (size_t i = 0; i < WORKLOAD_BINDING_COUNT && status == DW_OK; i++)
        status = gpu_create_buffer(device, sizeof(uint32_t), GPU_MEMORY_DEVICE,
                                   &batch.kernels[0].buffers[i]);
    if (status == DW_OK)
        status = gpu_create_descriptors(&batch);
    if (status == DW_OK)
        status = run_canary(device, &batch, canary, &reached);
    if (status == DW_OK)
        *limit = reached < CANARY_LOOPS ? reached : UINT64_MAX;
    if (device->gone)
        return status;
    vkDestroyPipeline(device->handle, canary, NULL);
    vkDestroyQueryPool(device->handle, batch.stamps, NULL);
    vkDestroyDescriptorPool(device->handle, batch.descriptors, NULL);
    for (size_t i = 0; i < WORKLOAD_BINDING_COUNT; i++)
        gpu_destroy_buffer(device, &batch.kernels[0].buffers[i]);
    return status;
}

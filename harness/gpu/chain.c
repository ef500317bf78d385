/* Device time without the host: chains of launches in one buffer. */
#include "gpu/instance_state.h"

#include <math.h>

#include "base/clock.h"

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
    /* A workgroup draws its launch, wherever in a dispatch it stands. */
    const bool merged = chain == MEASURE_CHAIN_MERGED;
    for (uint32_t i = 0; i < (merged ? 1 : launches); i++) {
        vkCmdDispatch(commands, empty ? 1 : kernel->groups, merged ? launches : 1, 1);
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
    int status = gpu_hold_clocks(state->engine);
    if (status != DW_OK)
        return status;
    vkResetQueryPool(batch->device->handle, batch->stamps, 0, 2 * MODE_SPAN_COUNT);
    status = gpu_begin_transfer(batch->device, &commands);
    if (status != DW_OK)
        return status;
    record_chain(state, commands, launches, chain);
    status = gpu_end_transfer(batch->device, commands);
    state->engine->clocks.busy_ns = base_clock_ns();
    return status == DW_OK ? gpu_read_chain(batch, span_ns) : status;
}

/* persistent_kernel: resident workgroups drain a queue of all the batch's items (one workgroup of
 * one launch each), claiming some per pop. No workgroup waits for another. Where the device cuts
 * loops off, a workgroup stops after as many pops as are safe and further dispatches of as many
 * workgroups go on. */
#include "modes/mode.h"

#include <stdio.h>
#include <stdlib.h>

/* More dispatches than this are no persistent kernel any more. */
#define PASSES_MAX 4096
/* Where loops are counted, a pop costs a round of the outer loop, leaving the inner one, and
 * leaving each loop of the body once more: no body has more loops. */
#define BODY_LOOPS_MAX 4

struct plan {
    uint32_t groups, claim, pops, passes;
    uint64_t items;
};

struct persistent {
    struct mode_run *run;
    struct plan plan;
    struct mode_commands commands; /* plain, stamped */
    struct mode_signal signal;
};

static bool make_plan(const struct mode_run *run, struct plan *plan, char why[MODE_WHY_SIZE])
{
    const struct mode_batch *batch = run->batch;
    plan->groups = run->choice.number[0];
    plan->claim = run->choice.number[1];
    plan->items = (uint64_t)batch->shape.launches * batch->shape.groups;
    if (plan->groups > batch->device->info->max_groups) {
        snprintf(why, MODE_WHY_SIZE, "%u workgroups, the device takes %u", plan->groups,
                 batch->device->info->max_groups);
        return false;
    }
    /* Late pops run past the end by one claim a workgroup. */
    if (plan->items + (uint64_t)plan->groups * plan->claim * PASSES_MAX > UINT32_MAX) {
        snprintf(why, MODE_WHY_SIZE, "%llu items overflow the queue head",
                 (unsigned long long)plan->items);
        return false;
    }
    const uint64_t pop_loops =
        2 + BODY_LOOPS_MAX + (uint64_t)plan->claim * (2 + batch->workload->loops(&batch->shape));
    const uint64_t all_pops = plan->items / plan->claim + 1;
    uint64_t pops = batch->loop_limit / pop_loops;
    pops = pops < all_pops ? pops : all_pops;
    const uint64_t drained = pops * plan->groups * plan->claim;
    const uint64_t passes = pops == all_pops ? 1
                            : drained        ? (plan->items + drained - 1) / drained
                                             : 0;
    if (passes == 0 || passes > PASSES_MAX) {
        snprintf(why, MODE_WHY_SIZE, "the device's loop limit of %llu leaves no room for a queue",
                 (unsigned long long)batch->loop_limit);
        return false;
    }
    plan->pops = (uint32_t)pops;
    plan->passes = (uint32_t)passes;
    return true;
}

static bool persistent_supported(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    struct plan plan;
    if (mode_launches_ns(run, 0, mode_launches(run)) > (double)run->batch->max_submit_ns) {
        snprintf(why, MODE_WHY_SIZE, "draining the batch in one submit would exceed max_submit_ns");
        return false;
    }
    return make_plan(run, &plan, why);
}

static void reset_head(const struct persistent *persistent, VkCommandBuffer commands)
{
    const VkMemoryBarrier filled = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
        .srcAccessMask = VK_ACCESS_TRANSFER_WRITE_BIT,
        .dstAccessMask = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT,
    };
    vkCmdFillBuffer(commands,
                    persistent->run->batch->kernels[0].buffers[WORKLOAD_BINDING_QUEUE].handle, 0,
                    sizeof(uint32_t), 0);
    vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_TRANSFER_BIT,
                         VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT, 0, 1, &filled, 0, NULL, 0, NULL);
}

static int record_drain(struct persistent *persistent, VkCommandBuffer commands, bool stamped)
{
    int status = DW_OK;
    const struct mode_batch *batch = persistent->run->batch;
    const struct plan *plan = &persistent->plan;
    const VkCommandBufferBeginInfo begin = {.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
    const struct workload_push push = {
        .launches = batch->shape.launches,
        .groups = batch->shape.groups,
        .steps = batch->shape.steps,
        .items = (uint32_t)plan->items,
        .claim = plan->claim,
        .pops = plan->pops,
        .dependent = batch->shape.dependent,
    };
    GPU_TRY(vkBeginCommandBuffer(commands, &begin));
    if (stamped) {
        mode_wait_for_all(commands);
        mode_stamp_begin(batch, commands, MODE_SPAN_KERNEL);
    }
    if (!batch->faults.late_reset)
        reset_head(persistent, commands);
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, batch->kernels[0].drain);
    vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE,
                            batch->device->pipeline_layout, 0, 1, &batch->kernels[0].set, 0, NULL);
    vkCmdPushConstants(commands, batch->device->pipeline_layout, VK_SHADER_STAGE_COMPUTE_BIT, 0,
                       sizeof push, &push);
    for (uint32_t pass = 0; pass < plan->passes; pass++)
        vkCmdDispatch(commands, plan->groups, 1, 1);
    if (batch->faults.late_reset)
        reset_head(persistent, commands);
    if (stamped)
        mode_stamp_end(batch, commands, MODE_SPAN_KERNEL);
    GPU_TRY(vkEndCommandBuffer(commands));
fail:
    return status;
}

static void persistent_destroy(void **out)
{
    struct persistent *persistent = *out;
    if (!persistent)
        return;
    mode_destroy_commands(persistent->run->batch, &persistent->commands);
    mode_destroy_signal(persistent->run, &persistent->signal);
    free(persistent);
    *out = NULL;
}

static int persistent_create(struct mode_run *run, void **out)
{
    char why[MODE_WHY_SIZE];
    struct persistent *persistent = calloc(1, sizeof *persistent);
    if (!persistent)
        return DW_ERROR_NO_MEMORY;
    *out = persistent;
    persistent->run = run;
    int status = make_plan(run, &persistent->plan, why) ? DW_OK : DW_ERROR_UNSUPPORTED;
    if (status == DW_OK)
        status = mode_create_commands(run->batch, run->lanes[0].queue->family,
                                      run->batch->stamps ? 2 : 1, &persistent->commands);
    for (uint32_t i = 0; i < persistent->commands.count && status == DW_OK; i++)
        status = record_drain(persistent, persistent->commands.buffers[i], i == 1);
    return status == DW_OK ? mode_create_signal(run, &persistent->signal) : status;
}

static int persistent_execute(void *state, bool stamped, struct mode_times *times)
{
    struct persistent *persistent = state;
    struct mode_run *run = persistent->run;
    VkSubmitInfo info = {
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
        .commandBufferCount = 1,
        .pCommandBuffers = &persistent->commands.buffers[stamped ? 1 : 0],
    };
    const int status = mode_submit(run->lanes[0].queue, 1, &info, &persistent->signal);
    return status == DW_OK ? mode_wait(run, &persistent->signal, times) : status;
}

const struct mode_ops mode_persistent_ops = {
    .supported = persistent_supported,
    .create = persistent_create,
    .execute = persistent_execute,
    .destroy = persistent_destroy,
};

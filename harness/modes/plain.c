/* plain_launches: every buffer is recorded anew for every batch.
 *   each       one launch a buffer, one buffer a submit (the baseline)
 *   batched k  k launches a buffer, all buffers in one submit
 *   infos b    one launch a buffer, b submit infos a call */
#include "modes/mode.h"

#include <stdio.h>
#include <stdlib.h>

struct plain {
    struct mode_batch *batch;
    uint32_t launches_per_buffer, buffers_per_info, infos_per_call;
    struct mode_commands commands;
    VkSubmitInfo *infos; /* one a submit info of a call */
    VkFence fence;
};

static uint32_t at_most(uint32_t number, uint32_t limit)
{
    return number < limit ? number : limit;
}

static bool plain_supported(const struct mode_batch *batch, const struct arm *arm,
                            char why[MODE_WHY_SIZE])
{
    if (arm->choice.variant != DW_VARIANT_BATCHED ||
        batch->shape.launches * batch->kernel_ns <= (double)batch->max_submit_ns)
        return true;
    snprintf(why, MODE_WHY_SIZE, "one submit of the batch would exceed max_submit_ns");
    return false;
}

static void plain_destroy(void **out)
{
    struct plain *plain = *out;
    if (!plain)
        return;
    mode_destroy_commands(plain->batch, &plain->commands);
    vkDestroyFence(plain->batch->device->handle, plain->fence, NULL);
    free(plain->infos);
    free(plain);
    *out = NULL;
}

static int plain_create(struct mode_batch *batch, const struct arm *arm, void **out)
{
    const uint32_t launches = batch->shape.launches;
    const uint32_t number = at_most(arm->choice.number[0], launches);
    struct plain *plain = calloc(1, sizeof *plain);
    if (!plain)
        return DW_ERROR_NO_MEMORY;
    plain->batch = batch;
    plain->launches_per_buffer = plain->buffers_per_info = plain->infos_per_call = 1;
    if (arm->choice.variant == DW_VARIANT_BATCHED) {
        plain->launches_per_buffer = number;
        plain->buffers_per_info = (launches + number - 1) / number;
    } else if (arm->choice.variant == DW_VARIANT_INFOS) {
        plain->infos_per_call = number;
    }
    const uint32_t buffers =
        (launches + plain->launches_per_buffer - 1) / plain->launches_per_buffer;
    int status = mode_create_commands(batch, batch->shape.wait == DW_WAIT_EACH ? 1 : buffers,
                                      &plain->commands);
    if (status == DW_OK)
        status = mode_create_fence(batch, &plain->fence);
    plain->infos = calloc(plain->infos_per_call, sizeof *plain->infos);
    if (status == DW_OK && !plain->infos)
        status = DW_ERROR_NO_MEMORY;
    if (status != DW_OK) {
        void *state = plain;
        plain_destroy(&state);
        return status;
    }
    for (uint32_t i = 0; i < plain->infos_per_call; i++)
        plain->infos[i].sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
    *out = plain;
    return DW_OK;
}

/* Record the buffers of one call from launch `first` on into commands->buffers[slot...]; returns
 * the number of submit infos filled, 0 on failure. */
static uint32_t record_call(struct plain *plain, uint32_t first, uint32_t slot, bool stamped,
                            uint32_t *next)
{
    const uint32_t launches = plain->batch->shape.launches;
    uint32_t launch = first, infos = 0;
    while (infos < plain->infos_per_call && launch < launches) {
        VkSubmitInfo *info = &plain->infos[infos];
        info->pCommandBuffers = &plain->commands.buffers[slot];
        info->commandBufferCount = 0;
        while (info->commandBufferCount < plain->buffers_per_info && launch < launches) {
            const uint32_t count = at_most(plain->launches_per_buffer, launches - launch);
            unsigned stamps = MODE_STAMP_NONE;
            if (stamped && launch == 0)
                stamps |= MODE_STAMP_BEGIN;
            if (stamped && launch + count == launches)
                stamps |= MODE_STAMP_END;
            if (mode_record_launches(plain->batch, plain->commands.buffers[slot],
                                     VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT, count,
                                     stamps) != DW_OK)
                return 0;
            launch += count;
            slot++;
            info->commandBufferCount++;
        }
        infos++;
    }
    *next = launch;
    return infos;
}

static int plain_execute(void *state, bool stamped, struct mode_times *times)
{
    int status = DW_OK;
    struct plain *plain = state;
    const bool each = plain->batch->shape.wait == DW_WAIT_EACH;
    const uint32_t launches = plain->batch->shape.launches;
    for (uint32_t launch = 0, next = 0; launch < launches; launch = next) {
        const uint32_t slot = each ? 0 : launch / plain->launches_per_buffer;
        const uint32_t infos = record_call(plain, launch, slot, stamped, &next);
        if (infos == 0)
            return DW_ERROR_DEVICE_LOST;
        const bool wait = each || next == launches;
        GPU_TRY(vkQueueSubmit(plain->batch->device->queue, infos, plain->infos,
                              wait ? plain->fence : VK_NULL_HANDLE));
        if (wait) {
            status = mode_wait_fence(plain->batch, plain->fence, times);
            if (status != DW_OK)
                return status;
        }
    }
fail:
    return status;
}

const struct mode_ops mode_plain_ops = {
    .supported = plain_supported,
    .create = plain_create,
    .execute = plain_execute,
    .destroy = plain_destroy,
};

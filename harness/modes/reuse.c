/* command_reuse: buffers are recorded once and submitted for every batch.
 *   resubmit    one buffer of one launch, submitted for each launch
 *   multi b     that buffer b times in a submit
 *   unrolled k  one buffer of k launches */
#include "modes/mode.h"

#include <stdio.h>
#include <stdlib.h>

/* A batch is `whole` submits of launches_per_buffer*buffers_per_submit launches and, where that
 * does not divide it, one last shorter submit. Timestamps need buffers of their own: the first and
 * the last submit of a stamped batch take twins that stamp. */
enum { BUFFER_WHOLE, BUFFER_REST, BUFFER_FIRST, BUFFER_LAST, BUFFER_ONLY, BUFFER_COUNT };

struct reuse {
    struct mode_batch *batch;
    uint32_t launches_per_buffer, buffers_per_submit;
    uint32_t buffers;       /* of the whole batch, the rest included */
    uint32_t rest_launches; /* of the last buffer, 0: it is a whole one */
    struct mode_commands commands;
    VkCommandBuffer *list; /* what one batch submits, in order */
    VkFence fence;
    bool stamps_recorded;
};

static bool reuse_supported(const struct mode_batch *batch, const struct arm *arm,
                            char why[MODE_WHY_SIZE])
{
    const uint32_t launches = batch->shape.launches;
    const uint32_t number = arm->choice.number[0] < launches ? arm->choice.number[0] : launches;
    if (arm->choice.variant == DW_VARIANT_RESUBMIT ||
        number * batch->kernel_ns <= (double)batch->max_submit_ns)
        return true;
    snprintf(why, MODE_WHY_SIZE, "one submit of %u launches would exceed max_submit_ns", number);
    return false;
}

static void reuse_destroy(void **out)
{
    struct reuse *reuse = *out;
    if (!reuse)
        return;
    mode_destroy_commands(reuse->batch, &reuse->commands);
    vkDestroyFence(reuse->batch->device->handle, reuse->fence, NULL);
    free(reuse->list);
    free(reuse);
    *out = NULL;
}

static int reuse_create(struct mode_batch *batch, const struct arm *arm, void **out)
{
    const uint32_t launches = batch->shape.launches;
    const uint32_t number = arm->choice.number[0] < launches ? arm->choice.number[0] : launches;
    struct reuse *reuse = calloc(1, sizeof *reuse);
    if (!reuse)
        return DW_ERROR_NO_MEMORY;
    reuse->batch = batch;
    reuse->launches_per_buffer = reuse->buffers_per_submit = 1;
    if (arm->choice.variant == DW_VARIANT_UNROLLED)
        reuse->launches_per_buffer = number;
    else if (arm->choice.variant == DW_VARIANT_MULTI)
        reuse->buffers_per_submit = number;
    reuse->rest_launches = launches % reuse->launches_per_buffer;
    reuse->buffers = (launches + reuse->launches_per_buffer - 1) / reuse->launches_per_buffer;
    int status = mode_create_commands(batch, BUFFER_COUNT, &reuse->commands);
    if (status == DW_OK)
        status = mode_create_fence(batch, &reuse->fence);
    reuse->list = calloc(reuse->buffers, sizeof *reuse->list);
    if (status == DW_OK && !reuse->list)
        status = DW_ERROR_NO_MEMORY;
    if (status != DW_OK) {
        void *state = reuse;
        reuse_destroy(&state);
        return status;
    }
    for (uint32_t i = 0; i < reuse->buffers; i++)
        reuse->list[i] = reuse->commands.buffers[BUFFER_WHOLE];
    if (reuse->rest_launches)
        reuse->list[reuse->buffers - 1] = reuse->commands.buffers[BUFFER_REST];
    *out = reuse;
    return DW_OK;
}

static uint32_t last_launches(const struct reuse *reuse)
{
    return reuse->rest_launches ? reuse->rest_launches : reuse->launches_per_buffer;
}

static int record_one(struct reuse *reuse, int which, uint32_t launches, unsigned stamps)
{
    return mode_record_launches(reuse->batch, reuse->commands.buffers[which],
                                VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT, launches, stamps);
}

static int reuse_record(void *state)
{
    struct reuse *reuse = state;
    int status = record_one(reuse, BUFFER_WHOLE, reuse->launches_per_buffer, MODE_STAMP_NONE);
    if (status == DW_OK && reuse->rest_launches)
        status = record_one(reuse, BUFFER_REST, reuse->rest_launches, MODE_STAMP_NONE);
    return status;
}

static int record_stamps(struct reuse *reuse)
{
    if (reuse->stamps_recorded)
        return DW_OK;
    int status = record_one(reuse, BUFFER_FIRST, reuse->launches_per_buffer, MODE_STAMP_BEGIN);
    if (status == DW_OK)
        status = record_one(reuse, BUFFER_LAST, last_launches(reuse), MODE_STAMP_END);
    if (status == DW_OK)
        status =
            record_one(reuse, BUFFER_ONLY, last_launches(reuse), MODE_STAMP_BEGIN | MODE_STAMP_END);
    reuse->stamps_recorded = status == DW_OK;
    return status;
}

/* Put the stamping twins at the two ends of the list, or take them away. */
static void set_ends(struct reuse *reuse, bool stamped)
{
    const VkCommandBuffer *buffers = reuse->commands.buffers;
    const uint32_t last = reuse->buffers - 1;
    reuse->list[0] = buffers[stamped ? BUFFER_FIRST : BUFFER_WHOLE];
    reuse->list[last] = buffers[reuse->rest_launches ? BUFFER_REST : BUFFER_WHOLE];
    if (stamped)
        reuse->list[last] = buffers[last == 0 ? BUFFER_ONLY : BUFFER_LAST];
}

static int submit_all(struct reuse *reuse, struct mode_times *times)
{
    int status = DW_OK;
    const bool each = reuse->batch->shape.wait == DW_WAIT_EACH;
    VkSubmitInfo info = {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO};
    for (uint32_t buffer = 0; buffer < reuse->buffers; buffer += info.commandBufferCount) {
        const uint32_t left = reuse->buffers - buffer;
        info.pCommandBuffers = &reuse->list[buffer];
        info.commandBufferCount =
            left < reuse->buffers_per_submit ? left : reuse->buffers_per_submit;
        const bool wait = each || info.commandBufferCount == left;
        GPU_TRY(vkQueueSubmit(reuse->batch->device->queue, 1, &info,
                              wait ? reuse->fence : VK_NULL_HANDLE));
        if (wait) {
            status = mode_wait_fence(reuse->batch, reuse->fence, times);
            if (status != DW_OK)
                return status;
        }
    }
fail:
    return status;
}

static int reuse_execute(void *state, bool stamped, struct mode_times *times)
{
    struct reuse *reuse = state;
    if (!stamped)
        return submit_all(reuse, times);
    int status = record_stamps(reuse);
    if (status != DW_OK)
        return status;
    set_ends(reuse, true);
    status = submit_all(reuse, times);
    set_ends(reuse, false);
    return status;
}

const struct mode_ops mode_reuse_ops = {
    .supported = reuse_supported,
    .create = reuse_create,
    .record = reuse_record,
    .execute = reuse_execute,
    .destroy = reuse_destroy,
};

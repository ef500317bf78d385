/* plain_launches: every buffer is recorded anew for every batch.
 *   each       one launch a buffer, one buffer a submit (the baseline)
 *   batched k  k launches a buffer, all buffers in one submit
 *   infos b    one launch a buffer, b submit infos a call */
#include "modes/mode.h"

#include <stdio.h>
#include <stdlib.h>

struct plain {
    struct mode_run *run;
    uint32_t launches_per_buffer, buffers_per_info, infos_per_call;
    struct mode_commands commands[MODE_KERNELS_MAX]; /* of each lane */
    struct mode_signal signals[MODE_KERNELS_MAX];
    VkSubmitInfo *infos; /* one a submit info of a call */
};

static bool plain_supported(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    if (run->choice.variant != DW_VARIANT_BATCHED ||
        mode_launches_ns(run, 0, mode_launches(run)) <= (double)run->batch->max_submit_ns)
        return true;
    snprintf(why, MODE_WHY_SIZE, "one submit of the batch would exceed max_submit_ns");
    return false;
}

static void plain_destroy(void **out)
{
    struct plain *plain = *out;
    if (!plain)
        return;
    for (int i = 0; i < MODE_KERNELS_MAX; i++) {
        mode_destroy_commands(plain->run->batch, &plain->commands[i]);
        mode_destroy_signal(plain->run, &plain->signals[i]);
    }
    free(plain->infos);
    free(plain);
    *out = NULL;
}

static int create_lane(struct plain *plain, uint32_t lane)
{
    const struct mode_run *run = plain->run;
    const uint32_t per_buffer = mode_at_most(plain->launches_per_buffer, run->lanes[lane].count);
    const uint32_t buffers = (run->lanes[lane].count + per_buffer - 1) / per_buffer;
    const int status = mode_create_commands(run->batch, run->lanes[lane].queue->family,
                                            run->batch->shape.wait == DW_WAIT_EACH ? 1 : buffers,
                                            &plain->commands[lane]);
    return status == DW_OK ? mode_create_signal(run, &plain->signals[lane]) : status;
}

static int plain_create(struct mode_run *run, void **out)
{
    const uint32_t launches = mode_launches(run);
    const uint32_t number = mode_at_most(run->choice.number[0], launches);
    struct plain *plain = calloc(1, sizeof *plain);
    int status = DW_OK;
    if (!plain)
        return DW_ERROR_NO_MEMORY;
    *out = plain;
    plain->run = run;
    plain->launches_per_buffer = plain->buffers_per_info = plain->infos_per_call = 1;
    if (run->choice.variant == DW_VARIANT_BATCHED) {
        plain->launches_per_buffer = number;
        plain->buffers_per_info = (launches + number - 1) / number;
    } else if (run->choice.variant == DW_VARIANT_INFOS) {
        plain->infos_per_call = number;
    }
    for (uint32_t i = 0; i < run->lane_count && status == DW_OK; i++)
        status = create_lane(plain, i);
    plain->infos = calloc(plain->infos_per_call, sizeof *plain->infos);
    if (!plain->infos)
        return DW_ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < plain->infos_per_call; i++)
        plain->infos[i].sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
    return status;
}

/* Record the buffers of one call from launch *next of a lane on into buffers[slot...]; *filled
 * submit infos then launch all up to the new *next. */
static int record_call(struct plain *plain, uint32_t lane, uint32_t slot, bool stamped,
                       uint32_t *next, uint32_t *filled)
{
    const struct mode_lane *on = &plain->run->lanes[lane];
    VkCommandBuffer *buffers = plain->commands[lane].buffers;
    uint32_t launch = *next, infos = 0;
    while (infos < plain->infos_per_call && launch < on->count) {
        VkSubmitInfo *info = &plain->infos[infos];
        info->pCommandBuffers = &buffers[slot];
        info->commandBufferCount = 0;
        while (info->commandBufferCount < plain->buffers_per_info && launch < on->count) {
            const uint32_t count = mode_at_most(plain->launches_per_buffer, on->count - launch);
            const int status =
                mode_record(plain->run, on, buffers[slot],
                            VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT, launch, count, stamped);
            if (status != DW_OK)
                return status;
            launch += count;
            slot++;
            info->commandBufferCount++;
        }
        infos++;
    }
    *next = launch;
    *filled = infos;
    return DW_OK;
}

static int submit_lane(struct plain *plain, uint32_t lane, bool stamped, struct mode_times *times)
{
    const bool each = plain->run->batch->shape.wait == DW_WAIT_EACH;
    const struct mode_lane *on = &plain->run->lanes[lane];
    struct mode_signal *signal = &plain->signals[lane];
    int status = DW_OK;
    for (uint32_t next = 0, infos; next < on->count && status == DW_OK;) {
        const uint32_t slot = each ? 0 : next / plain->launches_per_buffer;
        status = record_call(plain, lane, slot, stamped, &next, &infos);
        if (status == DW_OK)
            status = mode_submit(on->queue, infos, plain->infos,
                                 each || next == on->count ? signal : NULL);
        if (each && status == DW_OK)
            status = mode_wait(plain->run, signal, times);
    }
    return status;
}

static int plain_execute(void *state, bool stamped, struct mode_times *times)
{
    struct plain *plain = state;
    struct mode_run *run = plain->run;
    int status = DW_OK;
    for (uint32_t i = 0; i < run->lane_count && status == DW_OK; i++)
        status = submit_lane(plain, i, stamped, times);
    for (uint32_t i = 0; i < run->lane_count && status == DW_OK; i++)
        if (run->batch->shape.wait == DW_WAIT_BATCH)
            status = mode_wait(run, &plain->signals[i], times);
    return status;
}

const struct mode_ops mode_plain_ops = {
    .supported = plain_supported,
    .create = plain_create,
    .execute = plain_execute,
    .destroy = plain_destroy,
};

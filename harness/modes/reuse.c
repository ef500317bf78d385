/* command_reuse: buffers are recorded once and submitted for every batch.
 *   resubmit    one buffer of one launch, submitted for each launch
 *   multi b     that buffer b times in a submit
 *   unrolled k  one buffer of k launches */
#include "modes/mode.h"

#include <stdio.h>
#include <stdlib.h>

/* A lane is `whole` submits of launches_per_buffer*buffers_per_submit launches and, where that does
 * not divide it, one last shorter submit. Timestamps need buffers of their own: the first and the
 * last of a stamped batch take twins that stamp. */
enum { BUFFER_WHOLE, BUFFER_REST, BUFFER_FIRST, BUFFER_LAST, BUFFER_COUNT };

struct reuse_lane {
    uint32_t launches_per_buffer, buffers; /* buffers: of the whole lane, the rest included */
    uint32_t rest_launches;                /* of the last buffer, 0: it is a whole one */
    struct mode_commands commands;
    VkCommandBuffer *list; /* what one batch submits, in order */
    struct mode_signal signal;
};

struct reuse {
    struct mode_run *run;
    uint32_t buffers_per_submit;
    struct reuse_lane lanes[MODE_KERNELS_MAX];
    bool stamps_recorded;
};

static bool reuse_supported(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    const uint32_t number = mode_at_most(run->choice.number[0], mode_launches(run));
    if (run->choice.variant == DW_VARIANT_RESUBMIT ||
        mode_launches_ns(run, 0, number) <= (double)run->batch->max_submit_ns)
        return true;
    snprintf(why, MODE_WHY_SIZE, "one submit of %u launches would exceed max_submit_ns", number);
    return false;
}

static void reuse_destroy(void **out)
{
    struct reuse *reuse = *out;
    if (!reuse)
        return;
    for (int i = 0; i < MODE_KERNELS_MAX; i++) {
        mode_destroy_commands(reuse->run->batch, &reuse->lanes[i].commands);
        mode_destroy_signal(reuse->run, &reuse->lanes[i].signal);
        free(reuse->lanes[i].list);
    }
    free(reuse);
    *out = NULL;
}

static int create_lane(struct reuse *reuse, uint32_t at)
{
    const struct mode_lane *on = &reuse->run->lanes[at];
    const struct dw_choice *choice = &reuse->run->choice;
    struct reuse_lane *lane = &reuse->lanes[at];
    lane->launches_per_buffer =
        choice->variant == DW_VARIANT_UNROLLED ? mode_at_most(choice->number[0], on->count) : 1;
    lane->rest_launches = on->count % lane->launches_per_buffer;
    lane->buffers = (on->count + lane->launches_per_buffer - 1) / lane->launches_per_buffer;
    int status =
        mode_create_commands(reuse->run->batch, on->queue->family, BUFFER_COUNT, &lane->commands);
    if (status == DW_OK)
        status = mode_create_signal(reuse->run, &lane->signal);
    lane->list = calloc(lane->buffers, sizeof *lane->list);
    if (!lane->list)
        return DW_ERROR_NO_MEMORY;
    if (status != DW_OK)
        return status;
    for (uint32_t i = 0; i < lane->buffers; i++)
        lane->list[i] = lane->commands.buffers[BUFFER_WHOLE];
    if (lane->rest_launches)
        lane->list[lane->buffers - 1] = lane->commands.buffers[BUFFER_REST];
    return DW_OK;
}

static int reuse_create(struct mode_run *run, void **out)
{
    struct reuse *reuse = calloc(1, sizeof *reuse);
    int status = DW_OK;
    if (!reuse)
        return DW_ERROR_NO_MEMORY;
    *out = reuse;
    reuse->run = run;
    reuse->buffers_per_submit = run->choice.variant == DW_VARIANT_MULTI ? run->choice.number[0] : 1;
    for (uint32_t i = 0; i < run->lane_count && status == DW_OK; i++)
        status = create_lane(reuse, i);
    return status;
}

static uint32_t last_launches(const struct reuse_lane *lane)
{
    return lane->rest_launches ? lane->rest_launches : lane->launches_per_buffer;
}

static int record_one(struct reuse *reuse, uint32_t at, int which, uint32_t first, uint32_t count)
{
    return mode_record(reuse->run, &reuse->run->lanes[at], reuse->lanes[at].commands.buffers[which],
                       VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT, first, count,
                       which == BUFFER_FIRST || which == BUFFER_LAST);
}

static int reuse_record(void *state)
{
    struct reuse *reuse = state;
    int status = DW_OK;
    for (uint32_t i = 0; i < reuse->run->lane_count && status == DW_OK; i++) {
        const struct reuse_lane *lane = &reuse->lanes[i];
        status = record_one(reuse, i, BUFFER_WHOLE, 0, lane->launches_per_buffer);
        if (status == DW_OK && lane->rest_launches)
            status = record_one(reuse, i, BUFFER_REST, 0, lane->rest_launches);
    }
    return status;
}

/* A lane of one buffer has the last for its only one: it holds both ends. */
static int record_stamps(struct reuse *reuse)
{
    int status = DW_OK;
    for (uint32_t i = 0; i < reuse->run->lane_count && status == DW_OK; i++) {
        const struct reuse_lane *lane = &reuse->lanes[i];
        const uint32_t last = last_launches(lane);
        status = record_one(reuse, i, BUFFER_FIRST, 0, lane->launches_per_buffer);
        if (status == DW_OK)
            status = record_one(reuse, i, BUFFER_LAST, reuse->run->lanes[i].count - last, last);
    }
    reuse->stamps_recorded = status == DW_OK;
    return status;
}

/* Put the stamping twins at the two ends of the lists, or take them away. */
static void set_ends(struct reuse *reuse, bool stamped)
{
    for (uint32_t i = 0; i < reuse->run->lane_count; i++) {
        struct reuse_lane *lane = &reuse->lanes[i];
        const VkCommandBuffer *buffers = lane->commands.buffers;
        const int last = lane->rest_launches ? BUFFER_REST : BUFFER_WHOLE;
        lane->list[0] = buffers[stamped ? BUFFER_FIRST : BUFFER_WHOLE];
        lane->list[lane->buffers - 1] = buffers[stamped ? BUFFER_LAST : last];
    }
}

static int submit_lane(struct reuse *reuse, uint32_t at, struct mode_times *times)
{
    const bool each = reuse->run->batch->shape.wait == DW_WAIT_EACH;
    struct reuse_lane *lane = &reuse->lanes[at];
    VkSubmitInfo info = {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO};
    int status = DW_OK;
    for (uint32_t buffer = 0; buffer < lane->buffers && status == DW_OK;
         buffer += info.commandBufferCount) {
        const uint32_t left = lane->buffers - buffer;
        info.pCommandBuffers = &lane->list[buffer];
        info.commandBufferCount = mode_at_most(reuse->buffers_per_submit, left);
        status = mode_submit(reuse->run->lanes[at].queue, 1, &info,
                             each || info.commandBufferCount == left ? &lane->signal : NULL);
        if (each && status == DW_OK)
            status = mode_wait(reuse->run, &lane->signal, times);
    }
    return status;
}

static int submit_all(struct reuse *reuse, struct mode_times *times)
{
    int status = DW_OK;
    for (uint32_t i = 0; i < reuse->run->lane_count && status == DW_OK; i++)
        status = submit_lane(reuse, i, times);
    for (uint32_t i = 0; i < reuse->run->lane_count && status == DW_OK; i++)
        if (reuse->run->batch->shape.wait == DW_WAIT_BATCH)
            status = mode_wait(reuse->run, &reuse->lanes[i].signal, times);
    return status;
}

static int reuse_execute(void *state, bool stamped, struct mode_times *times)
{
    struct reuse *reuse = state;
    if (!stamped)
        return submit_all(reuse, times);
    int status = reuse->stamps_recorded ? DW_OK : record_stamps(reuse);
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

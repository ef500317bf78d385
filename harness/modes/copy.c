/* The copy to the device that a batch carries once, to a buffer that no launch touches.
 *   serialize   on the launches' queue before them, with a barrier behind it
 *   transfer m  on a queue that only transfers, in m parts of a submit each
 *   queue m     likewise, on a second queue of the launches' family
 *   direct      by the host, into device memory that is mapped, while the launches run */
#include "modes/mode.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct copy {
    struct mode_run *run;
    struct mode_commands commands; /* a buffer for each part */
    struct mode_signal signal;     /* of the last one */
    bool pending;                  /* it was submitted and not yet waited for */
};

/* Where each side copies; the direct write uses no queue. */
static const struct place {
    enum gpu_queue_role queue;
    enum gpu_memory memory;
} places[DW_COPY_SIDE_COUNT] = {
    [DW_COPY_SIDE_SERIALIZE] = {GPU_QUEUE_MAIN, GPU_MEMORY_DEVICE},
    [DW_COPY_SIDE_TRANSFER] = {GPU_QUEUE_TRANSFER, GPU_MEMORY_DEVICE},
    [DW_COPY_SIDE_QUEUE] = {GPU_QUEUE_SECOND, GPU_MEMORY_DEVICE},
    [DW_COPY_SIDE_DIRECT] = {GPU_QUEUE_MAIN, GPU_MEMORY_DEVICE_MAPPED},
};

static enum dw_copy_side side_of(const struct mode_run *run)
{
    return (enum dw_copy_side)run->choice.side[DW_AXIS_COPY];
}

static const struct gpu_queue *queue_of(const struct mode_run *run)
{
    return &run->batch->device->queues[places[side_of(run)].queue];
}

/* Stamps of fewer bits than the kernels' cannot be held against them. */
bool mode_stamps_copy(const struct mode_run *run)
{
    return run->batch->shape.copy_bytes > 0 && side_of(run) != DW_COPY_SIDE_DIRECT &&
           queue_of(run)->timestamp_bits == run->lanes[0].queue->timestamp_bits;
}

/* A full-period generator's word, mixed: no two neighbours alike, and nothing to compress. */
uint32_t mode_copied_word(uint64_t i)
{
    const uint32_t word = (uint32_t)i * UINT32_C(1664525) + UINT32_C(1013904223);
    return (word ^ word >> 15) * UINT32_C(0x2c1b3c6d);
}

void mode_destroy_copied(struct mode_batch *batch)
{
    gpu_destroy_buffer(batch->device, &batch->copied.source);
    for (int memory = 0; memory < GPU_MEMORY_COUNT; memory++)
        gpu_destroy_buffer(batch->device, &batch->copied.targets[memory]);
}

static int need_source(struct mode_batch *batch)
{
    struct gpu_buffer *source = &batch->copied.source;
    if (source->handle)
        return DW_OK;
    const int status =
        gpu_create_buffer(batch->device, batch->shape.copy_bytes, GPU_MEMORY_HOST, source);
    if (status != DW_OK)
        return status;
    uint32_t *words = source->mapped;
    for (uint64_t i = 0; i < source->bytes / sizeof *words; i++)
        words[i] = mode_copied_word(i);
    return DW_OK;
}

static int need_buffers(struct mode_batch *batch, enum gpu_memory memory)
{
    struct gpu_buffer *target = &batch->copied.targets[memory];
    const int status = need_source(batch);
    return status == DW_OK && !target->handle
               ? gpu_create_buffer(batch->device, batch->shape.copy_bytes, memory, target)
               : status;
}

static void destroy(void **out)
{
    struct copy *copy = *out;
    if (!copy)
        return;
    mode_destroy_commands(copy->run->batch, &copy->commands);
    mode_destroy_signal(copy->run, &copy->signal);
    free(copy);
    *out = NULL;
}

static int create_direct(struct mode_run *run, void **out)
{
    struct copy *copy = calloc(1, sizeof *copy);
    if (!copy)
        return DW_ERROR_NO_MEMORY;
    *out = copy;
    copy->run = run;
    return need_buffers(run->batch, places[side_of(run)].memory);
}

static int create(struct mode_run *run, void **out)
{
    const uint64_t words = run->batch->shape.copy_bytes / sizeof(uint32_t);
    const uint32_t wanted = run->choice.copy_parts > 0 ? run->choice.copy_parts : 1;
    const uint32_t parts = wanted < words ? wanted : (uint32_t)words;
    int status = create_direct(run, out);
    struct copy *copy = *out;
    if (status == DW_OK)
        status = mode_create_commands(run->batch, queue_of(run)->family, parts, &copy->commands);
    return status == DW_OK ? mode_create_signal(run, &copy->signal) : status;
}

/* Bytes of the batch's copy, less what a test takes away. */
static uint64_t bytes_of(const struct mode_batch *batch)
{
    const uint64_t bytes = batch->shape.copy_bytes, missing = batch->faults.uncopied_bytes;
    return missing < bytes ? bytes - missing : 0;
}

/* A part's bytes: whole words, but for the last. */
static VkBufferCopy cut(const struct copy *copy, uint32_t part)
{
    const struct mode_batch *batch = copy->run->batch;
    const uint64_t words = batch->shape.copy_bytes / sizeof(uint32_t), bytes = bytes_of(batch);
    const uint64_t first = words * part / copy->commands.count * sizeof(uint32_t);
    const uint64_t planned = words * (part + 1) / copy->commands.count * sizeof(uint32_t);
    const uint64_t end = planned < bytes ? planned : bytes;
    return (VkBufferCopy){first, first, end > first ? end - first : 0};
}

/* Whatever follows on the queue starts behind the copy and sees it. */
static void copy_barrier(VkCommandBuffer commands)
{
    const VkMemoryBarrier barrier = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
        .srcAccessMask = VK_ACCESS_TRANSFER_WRITE_BIT,
        .dstAccessMask = VK_ACCESS_MEMORY_READ_BIT | VK_ACCESS_MEMORY_WRITE_BIT,
    };
    vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_TRANSFER_BIT,
                         VK_PIPELINE_STAGE_ALL_COMMANDS_BIT, 0, 1, &barrier, 0, NULL, 0, NULL);
}

static int record_part(const struct copy *copy, uint32_t part, bool stamped)
{
    int status = DW_OK;
    const struct mode_batch *batch = copy->run->batch;
    const VkCommandBuffer commands = copy->commands.buffers[part];
    const VkCommandBufferBeginInfo begin = {.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                            .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT};
    const VkBufferCopy region = cut(copy, part);
    const VkBuffer target = batch->copied.targets[places[side_of(copy->run)].memory].handle;
    GPU_TRY(vkBeginCommandBuffer(commands, &begin));
    if (stamped && part == 0)
        mode_stamp_begin(batch, commands, MODE_SPAN_COPY);
    if (region.size > 0)
        vkCmdCopyBuffer(commands, batch->copied.source.handle, target, 1, &region);
    if (side_of(copy->run) == DW_COPY_SIDE_SERIALIZE)
        copy_barrier(commands);
    if (stamped && part + 1 == copy->commands.count)
        mode_stamp_end(batch, commands, MODE_SPAN_COPY);
    GPU_TRY(vkEndCommandBuffer(commands));
fail:
    return status;
}

static int end(void *state, struct mode_times *times)
{
    struct copy *copy = state;
    if (!copy->pending)
        return DW_OK;
    copy->pending = false;
    return mode_wait(copy->run, &copy->signal, times);
}

/* The launches' queue orders them behind a serialized copy, and their end is its end. */
static bool is_waited_for(const struct mode_run *run)
{
    return side_of(run) != DW_COPY_SIDE_SERIALIZE || run->lane_count > 1;
}

/* Each part is on its way before the next is recorded. */
static int begin(void *state, bool stamped, struct mode_times *times)
{
    (void)times;
    struct copy *copy = state;
    struct mode_run *run = copy->run;
    int status = DW_OK;
    run->batch->copied.written[places[side_of(run)].memory] = true;
    for (uint32_t part = 0; part < copy->commands.count && status == DW_OK; part++) {
        const bool waited = part + 1 == copy->commands.count && is_waited_for(run);
        VkSubmitInfo info = {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
                             .commandBufferCount = 1,
                             .pCommandBuffers = &copy->commands.buffers[part]};
        status = record_part(copy, part, stamped && mode_stamps_copy(run));
        if (status == DW_OK)
            status = mode_submit(queue_of(run), 1, &info, waited ? &copy->signal : NULL);
        copy->pending = waited && status == DW_OK;
    }
    return status;
}

/* A second lane's queue starts when the host has seen the copy's end. */
static int begin_serialized(void *state, bool stamped, struct mode_times *times)
{
    const int status = begin(state, stamped, times);
    return status == DW_OK ? end(state, times) : status;
}

/* The fence empties write-combining buffers: what is written has then left the processor. */
static int write_directly(void *state)
{
    const struct copy *copy = state;
    struct mode_copied *copied = &copy->run->batch->copied;
    copied->written[GPU_MEMORY_DEVICE_MAPPED] = true;
    memcpy(copied->targets[GPU_MEMORY_DEVICE_MAPPED].mapped, copied->source.mapped,
           bytes_of(copy->run->batch));
    atomic_thread_fence(memory_order_seq_cst);
    return DW_OK;
}

static bool queue_supported(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    if (queue_of(run)->handle)
        return true;
    snprintf(why, MODE_WHY_SIZE, "the device has no %s",
             side_of(run) == DW_COPY_SIDE_TRANSFER ? "queue that only transfers"
                                                   : "second queue of the family");
    return false;
}

static bool direct_supported(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    if (gpu_has_memory(run->batch->device, GPU_MEMORY_DEVICE_MAPPED))
        return true;
    snprintf(why, MODE_WHY_SIZE, "the device has no memory of its own that the host can write");
    return false;
}

const struct mode_axis_ops mode_copy_sides[DW_COPY_SIDE_COUNT] = {
    [DW_COPY_SIDE_SERIALIZE] = {.create = create,
                                .begin = begin_serialized,
                                .end = end,
                                .destroy = destroy},
    [DW_COPY_SIDE_TRANSFER] = {.supported = queue_supported,
                               .create = create,
                               .begin = begin,
                               .end = end,
                               .destroy = destroy},
    [DW_COPY_SIDE_QUEUE] = {.supported = queue_supported,
                            .create = create,
                            .begin = begin,
                            .end = end,
                            .destroy = destroy},
    [DW_COPY_SIDE_DIRECT] = {.supported = direct_supported,
                             .create = create_direct,
                             .beside = write_directly,
                             .destroy = destroy},
};

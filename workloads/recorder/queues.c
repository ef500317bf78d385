/* Submits. What was submitted is in the file before the driver sees it, so that a program which
 * dies in it or is killed leaves a trace that ends with it. */
#include <stdlib.h>
#include "recorder.h"
#include "trace/format.h"

/* One VkSubmitInfo of either version, as parts. */
struct submit {
    struct recorder_device *device;
    struct trace_submit event;
    struct trace_item_part *parts; /* NULL: no memory, or nothing to do */
    size_t count;
};

static struct submit begin(struct recorder_device *device, VkQueue queue, VkFence fence,
                           size_t parts)
{
    return (struct submit){
        .device = device,
        .event = {.id = recorder_new_id(),
                  .queue = recorder_queue_id(device, queue),
                  .fence = recorder_id(device, RECORDER_SYNC, RECORDER_KEY(fence))},
        .parts = recorder_allocate(parts, sizeof(struct trace_item_part)),
    };
}

static void add(struct submit *submit, enum trace_role role, uint64_t id, uint64_t value,
                uint64_t stages)
{
    if (submit->parts)
        submit->parts[submit->count++] =
            (struct trace_item_part){.id = id, .value = value, .stages = stages, .role = role};
}

static void add_semaphore(struct submit *submit, enum trace_role role, VkSemaphore semaphore,
                          uint64_t value, uint64_t stages)
{
    add(submit, role, recorder_id(submit->device, RECORDER_SYNC, RECORDER_KEY(semaphore)), value,
        stages);
}

static void add_commands(struct submit *submit, VkCommandBuffer handle)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    add(submit, TRACE_ROLE_RECORDING, commands->recording, 0, 0);
    recorder_times_submit(commands, &submit->event);
}

static void end(struct submit *submit, uint32_t info, uint32_t infos)
{
    submit->event.info = info;
    submit->event.infos = infos;
    recorder_emit(TRACE_SUBMIT, NULL, &submit->event, submit->parts, submit->count);
    recorder_times_signals(submit->device, &submit->event, submit->parts, submit->count);
    free(submit->parts);
}

/* Values need not be there where all semaphores are binary. */
static uint64_t value_of(const uint64_t *values, uint32_t count, uint32_t index)
{
    return values && index < count ? values[index] : 0;
}

static VkTimelineSemaphoreSubmitInfo timeline_of(const VkSubmitInfo *info)
{
    for (const VkBaseInStructure *at = info->pNext; at; at = at->pNext)
        if (at->sType == VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO)
            return *(const VkTimelineSemaphoreSubmitInfo *)at;
    return (VkTimelineSemaphoreSubmitInfo){.waitSemaphoreValueCount = 0};
}

/* Returns the submit's id. */
static uint64_t describe(struct recorder_device *device, VkQueue queue, VkFence fence,
                         const VkSubmitInfo *info, uint32_t index, uint32_t count)
{
    const VkTimelineSemaphoreSubmitInfo values = timeline_of(info);
    struct submit submit = begin(device, queue, fence,
                                 (size_t)info->waitSemaphoreCount + info->commandBufferCount +
                                     info->signalSemaphoreCount);
    for (uint32_t i = 0; i < info->waitSemaphoreCount; i++)
        add_semaphore(&submit, TRACE_ROLE_WAIT, info->pWaitSemaphores[i],
                      value_of(values.pWaitSemaphoreValues, values.waitSemaphoreValueCount, i),
                      info->pWaitDstStageMask[i]);
    for (uint32_t i = 0; i < info->commandBufferCount; i++)
        add_commands(&submit, info->pCommandBuffers[i]);
    for (uint32_t i = 0; i < info->signalSemaphoreCount; i++)
        add_semaphore(&submit, TRACE_ROLE_SIGNAL, info->pSignalSemaphores[i],
                      value_of(values.pSignalSemaphoreValues, values.signalSemaphoreValueCount, i),
                      VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT);
    end(&submit, index, count);
    return submit.event.id;
}

static uint64_t describe2(struct recorder_device *device, VkQueue queue, VkFence fence,
                          const VkSubmitInfo2 *info, uint32_t index, uint32_t count)
{
    struct submit submit = begin(device, queue, fence,
                                 (size_t)info->waitSemaphoreInfoCount +
                                     info->commandBufferInfoCount + info->signalSemaphoreInfoCount);
    for (uint32_t i = 0; i < info->waitSemaphoreInfoCount; i++) {
        const VkSemaphoreSubmitInfo *wait = &info->pWaitSemaphoreInfos[i];
        add_semaphore(&submit, TRACE_ROLE_WAIT, wait->semaphore, wait->value, wait->stageMask);
    }
    for (uint32_t i = 0; i < info->commandBufferInfoCount; i++)
        add_commands(&submit, info->pCommandBufferInfos[i].commandBuffer);
    for (uint32_t i = 0; i < info->signalSemaphoreInfoCount; i++) {
        const VkSemaphoreSubmitInfo *signal = &info->pSignalSemaphoreInfos[i];
        add_semaphore(&submit, TRACE_ROLE_SIGNAL, signal->semaphore, signal->value,
                      signal->stageMask);
    }
    end(&submit, index, count);
    return submit.event.id;
}

/* A call without any info may still signal a fence. */
static uint64_t describe_empty(struct recorder_device *device, VkQueue queue, VkFence fence)
{
    struct submit submit = begin(device, queue, fence, 0);
    end(&submit, 0, 0);
    return submit.event.id;
}

static void came_back(const struct recorder_call *call, uint64_t submit, VkResult result)
{
    const struct trace_submitted event = {.submit = submit, .result = (uint32_t)result};
    recorder_emit(TRACE_SUBMITTED, call, &event, NULL, 0);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_QueueSubmit(VkQueue queue, uint32_t count,
                                                    const VkSubmitInfo *infos, VkFence fence)
{
    struct recorder_device *device = recorder_device_of(queue);
    uint64_t first = 0;
    recorder_end_polls();
    for (uint32_t i = 0; i < count && recorder_on(); i++) {
        const uint64_t id = describe(device, queue, fence, &infos[i], i, count);
        first = first ? first : id;
    }
    if (count == 0 && recorder_on())
        first = describe_empty(device, queue, fence);
    recorder_flush();
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.QueueSubmit(queue, count, infos, fence);
    recorder_after(&call);
    came_back(&call, first, result);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_QueueSubmit2(VkQueue queue, uint32_t count,
                                                     const VkSubmitInfo2 *infos, VkFence fence)
{
    struct recorder_device *device = recorder_device_of(queue);
    uint64_t first = 0;
    recorder_end_polls();
    for (uint32_t i = 0; i < count && recorder_on(); i++) {
        const uint64_t id = describe2(device, queue, fence, &infos[i], i, count);
        first = first ? first : id;
    }
    if (count == 0 && recorder_on())
        first = describe_empty(device, queue, fence);
    recorder_flush();
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.QueueSubmit2(queue, count, infos, fence);
    recorder_after(&call);
    came_back(&call, first, result);
    return result;
}

static void emit_other(struct recorder_device *device, VkQueue queue, enum trace_other_type type)
{
    const struct trace_other_submit event = {.queue = recorder_queue_id(device, queue),
                                             .type = type};
    recorder_emit(TRACE_OTHER_SUBMIT, NULL, &event, NULL, 0);
    recorder_flush();
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_QueueBindSparse(VkQueue queue, uint32_t count,
                                                        const VkBindSparseInfo *infos,
                                                        VkFence fence)
{
    struct recorder_device *device = recorder_device_of(queue);
    emit_other(device, queue, TRACE_OTHER_SPARSE);
    return device->next.QueueBindSparse(queue, count, infos, fence);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_QueuePresentKHR(VkQueue queue, const VkPresentInfoKHR *info)
{
    struct recorder_device *device = recorder_device_of(queue);
    emit_other(device, queue, TRACE_OTHER_PRESENT);
    return device->next.QueuePresentKHR(queue, info);
}

/* What host and device wait for: fences, semaphores, events, queues. */
#include <stdlib.h>
#include "destroy.h"
#include "recorder.h"
#include "trace/format.h"

RECORDER_DESTROY(DestroyFence, VkFence, RECORDER_SYNC)
RECORDER_DESTROY(DestroySemaphore, VkSemaphore, RECORDER_SYNC)
RECORDER_DESTROY(DestroyEvent, VkEvent, RECORDER_SYNC)

static uint64_t sync_id(struct recorder_device *device, uint64_t key)
{
    return recorder_id(device, RECORDER_SYNC, key);
}

static void emit_sync(struct recorder_device *device, const struct recorder_call *call,
                      uint64_t key, enum trace_sync_type type, uint64_t value)
{
    const struct trace_sync event = {
        .id = recorder_name(device, RECORDER_SYNC, key),
        .device = device->id,
        .value = value,
        .type = type,
    };
    recorder_emit(TRACE_SYNC, call, &event, NULL, 0);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateFence(VkDevice handle, const VkFenceCreateInfo *info,
                                                    const VkAllocationCallbacks *allocator,
                                                    VkFence *fence)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.CreateFence(handle, info, allocator, fence);
    recorder_after(&call);
    if (result == VK_SUCCESS)
        emit_sync(device, &call, RECORDER_KEY(*fence), TRACE_SYNC_FENCE,
                  info->flags & VK_FENCE_CREATE_SIGNALED_BIT);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateSemaphore(VkDevice handle,
                                                        const VkSemaphoreCreateInfo *info,
                                                        const VkAllocationCallbacks *allocator,
                                                        VkSemaphore *semaphore)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.CreateSemaphore(handle, info, allocator, semaphore);
    recorder_after(&call);
    if (result != VK_SUCCESS)
        return result;
    enum trace_sync_type type = TRACE_SYNC_BINARY;
    uint64_t value = 0;
    for (const VkBaseInStructure *at = info->pNext; at; at = at->pNext)
        if (at->sType == VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO) {
            const VkSemaphoreTypeCreateInfo *typed = (const void *)at;
            if (typed->semaphoreType == VK_SEMAPHORE_TYPE_TIMELINE)
                type = TRACE_SYNC_TIMELINE;
            value = typed->initialValue;
        }
    emit_sync(device, &call, RECORDER_KEY(*semaphore), type, value);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateEvent(VkDevice handle, const VkEventCreateInfo *info,
                                                    const VkAllocationCallbacks *allocator,
                                                    VkEvent *event)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.CreateEvent(handle, info, allocator, event);
    recorder_after(&call);
    if (result == VK_SUCCESS)
        emit_sync(device, &call, RECORDER_KEY(*event), TRACE_SYNC_EVENT, 0);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_ResetFences(VkDevice handle, uint32_t count,
                                                    const VkFence *fences)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.ResetFences(handle, count, fences);
    recorder_after(&call);
    const struct trace_reset_fences event = {.count = count};
    struct trace_item_id *items = recorder_allocate(count, sizeof *items);
    for (uint32_t i = 0; items && i < count; i++)
        items[i].id = sync_id(device, RECORDER_KEY(fences[i]));
    if (items)
        recorder_emit(TRACE_RESET_FENCES, &call, &event, items, count);
    free(items);
    return result;
}

/* Calls that submit, of all threads: an answer from before one says nothing of what came with it.
 */
static atomic_uint_least64_t submit_calls;

/* The answer that this thread's polls keep getting. */
static _Thread_local struct poll {
    struct trace_wait event;
    uint64_t submit_calls; /* when it was first given */
    struct trace_item_point point;
    struct recorder_call call; /* of those that were not written yet */
} last_poll;

/* The host learned something from the device: times may have come too. */
static void emit_wait(struct recorder_device *device, const struct recorder_call *call,
                      const struct trace_wait *event, const struct trace_item_point *points,
                      size_t count)
{
    recorder_emit(TRACE_WAIT, call, event, points, count);
    recorder_times_waited(device, event, points, count);
}

static void end_polls(void)
{
    if (last_poll.event.polls > 0)
        recorder_emit(TRACE_WAIT, &last_poll.call, &last_poll.event, &last_poll.point, 1);
    last_poll = (struct poll){.event = {.polls = 0}};
}

void recorder_end_polls(void)
{
    end_polls();
    atomic_fetch_add_explicit(&submit_calls, 1, memory_order_relaxed);
}

/* Programs spin: a trace with every poll would hold little else. */
static void emit_poll(struct recorder_device *device, const struct recorder_call *call,
                      enum trace_wait_type type, VkResult result, struct trace_item_point point)
{
    const uint64_t calls = atomic_load_explicit(&submit_calls, memory_order_relaxed);
    struct poll *last = &last_poll;
    if (last->submit_calls == calls && last->event.type == type &&
        last->event.result == (uint32_t)result && last->point.id == point.id &&
        last->point.value == point.value) {
        if (last->event.polls++ == 0)
            last->call = *call;
        last->call.end_ns = call->end_ns;
        return;
    }
    end_polls();
    *last = (struct poll){
        .event = {.type = type, .result = (uint32_t)result}, .submit_calls = calls, .point = point};
    const struct trace_wait event = {.type = type, .result = (uint32_t)result, .polls = 1};
    emit_wait(device, call, &event, &point, 1);
}

/* A wait for any or all of some points; one that waits for no time is a poll, if it is of one
 * point. */
static void emit_wait_or_poll(struct recorder_device *device, const struct recorder_call *call,
                              const struct trace_wait *event, const struct trace_item_point *points,
                              size_t count)
{
    if (event->timeout_ns == 0 && count == 1)
        emit_poll(device, call, (enum trace_wait_type)event->type, (VkResult)event->result,
                  *points);
    else
        emit_wait(device, call, event, points, count);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_GetFenceStatus(VkDevice handle, VkFence fence)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.GetFenceStatus(handle, fence);
    recorder_after(&call);
    emit_poll(device, &call, TRACE_WAIT_FENCE_STATUS, result,
              (struct trace_item_point){.id = sync_id(device, RECORDER_KEY(fence))});
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_WaitForFences(VkDevice handle, uint32_t count,
                                                      const VkFence *fences, VkBool32 all,
                                                      uint64_t timeout_ns)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.WaitForFences(handle, count, fences, all, timeout_ns);
    recorder_after(&call);
    const struct trace_wait event = {
        .timeout_ns = timeout_ns,
        .type = TRACE_WAIT_FENCES,
        .all = all != VK_FALSE,
        .result = (uint32_t)result,
    };
    struct trace_item_point one, *points = &one;
    if (count > 1)
        points = recorder_allocate(count, sizeof *points);
    for (uint32_t i = 0; points && i < count; i++)
        points[i] = (struct trace_item_point){.id = sync_id(device, RECORDER_KEY(fences[i]))};
    if (points)
        emit_wait_or_poll(device, &call, &event, points, count);
    if (points != &one)
        free(points);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_GetSemaphoreCounterValue(VkDevice handle,
                                                                 VkSemaphore semaphore,
                                                                 uint64_t *value)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.GetSemaphoreCounterValue(handle, semaphore, value);
    recorder_after(&call);
    emit_poll(device, &call, TRACE_WAIT_SEMAPHORE_VALUE, result,
              (struct trace_item_point){.id = sync_id(device, RECORDER_KEY(semaphore)),
                                        .value = result == VK_SUCCESS ? *value : 0});
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_WaitSemaphores(VkDevice handle,
                                                       const VkSemaphoreWaitInfo *info,
                                                       uint64_t timeout_ns)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.WaitSemaphores(handle, info, timeout_ns);
    recorder_after(&call);
    const struct trace_wait event = {
        .timeout_ns = timeout_ns,
        .type = TRACE_WAIT_SEMAPHORES,
        .all = (info->flags & VK_SEMAPHORE_WAIT_ANY_BIT) == 0,
        .result = (uint32_t)result,
    };
    struct trace_item_point one, *points = &one;
    if (info->semaphoreCount > 1)
        points = recorder_allocate(info->semaphoreCount, sizeof *points);
    for (uint32_t i = 0; points && i < info->semaphoreCount; i++)
        points[i] = (struct trace_item_point){
            .id = sync_id(device, RECORDER_KEY(info->pSemaphores[i])),
            .value = info->pValues[i],
        };
    if (points)
        emit_wait_or_poll(device, &call, &event, points, info->semaphoreCount);
    if (points != &one)
        free(points);
    return result;
}

/* By the host; of a call that may release the device, so it stands before what that leads to. */
static void emit_signal(struct recorder_device *device, uint64_t key, uint64_t value)
{
    const struct trace_signal event = {.id = sync_id(device, key), .value = value};
    recorder_emit(TRACE_SIGNAL, NULL, &event, NULL, 0);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_SignalSemaphore(VkDevice handle,
                                                        const VkSemaphoreSignalInfo *info)
{
    struct recorder_device *device = recorder_device_of(handle);
    emit_signal(device, RECORDER_KEY(info->semaphore), info->value);
    return device->next.SignalSemaphore(handle, info);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_SetEvent(VkDevice handle, VkEvent event)
{
    struct recorder_device *device = recorder_device_of(handle);
    emit_signal(device, RECORDER_KEY(event), 1);
    return device->next.SetEvent(handle, event);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_ResetEvent(VkDevice handle, VkEvent event)
{
    struct recorder_device *device = recorder_device_of(handle);
    emit_signal(device, RECORDER_KEY(event), 0);
    return device->next.ResetEvent(handle, event);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_GetEventStatus(VkDevice handle, VkEvent object)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.GetEventStatus(handle, object);
    recorder_after(&call);
    emit_poll(device, &call, TRACE_WAIT_EVENT_STATUS, result,
              (struct trace_item_point){.id = sync_id(device, RECORDER_KEY(object))});
    return result;
}

/* Object: the queue or the device that is idle then. */
static void emit_idle(struct recorder_device *device, const struct recorder_call *call,
                      uint64_t object, uint32_t type, VkResult result)
{
    const struct trace_wait event = {
        .object = object,
        .timeout_ns = UINT64_MAX,
        .type = type,
        .all = 1,
        .result = (uint32_t)result,
    };
    emit_wait(device, call, &event, NULL, 0);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_QueueWaitIdle(VkQueue queue)
{
    struct recorder_device *device = recorder_device_of(queue);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.QueueWaitIdle(queue);
    recorder_after(&call);
    emit_idle(device, &call, recorder_queue_id(device, queue), TRACE_WAIT_QUEUE, result);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_DeviceWaitIdle(VkDevice handle)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.DeviceWaitIdle(handle);
    recorder_after(&call);
    emit_idle(device, &call, device->id, TRACE_WAIT_DEVICE, result);
    return result;
}

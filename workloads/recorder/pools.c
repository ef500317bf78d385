/* Command buffers from their allocation to their end. Pools and their buffers are the caller's to
 * synchronise, so what is kept of them needs no lock. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "recorder.h"
#include "trace/kinds.h"

struct recorder_map recorder_buffers; /* handle to struct recorder_commands */

static struct recorder_command_pool *pool_of(struct recorder_device *device, VkCommandPool pool)
{
    return (void *)(uintptr_t)recorder_id(device, RECORDER_COMMAND_POOL, RECORDER_KEY(pool));
}

struct recorder_commands *recorder_commands_of(VkCommandBuffer handle)
{
    struct recorder_commands *commands =
        (void *)(uintptr_t)recorder_map_get(&recorder_buffers, RECORDER_KEY(handle));
    return commands ? commands : recorder_device_of(handle)->untracked;
}

/* Room for so many bytes more; NULL ends the recording. */
static char *reserve(struct recorder_commands *commands, size_t bytes)
{
    if (commands->size - commands->used < bytes) {
        size_t size = commands->size ? commands->size * 2 : 1024;
        while (size - commands->used < bytes)
            size *= 2;
        char *events = realloc(commands->events, size);
        if (!events) {
            commands->open = false;
            recorder_stop(ENOMEM);
            return NULL;
        }
        commands->events = events;
        commands->size = size;
    }
    return commands->events + commands->used;
}

void recorder_command(struct recorder_commands *commands, uint16_t kind,
                      const struct recorder_call *call, const void *fields, const void *items,
                      size_t count)
{
    if (!commands->open || !recorder_on())
        return;
    const size_t most = trace_items_max(kind);
    const size_t item = trace_item_layouts[trace_kind_layouts[kind].item].bytes;
    const uint64_t time_ns = call ? call->start_ns : recorder_clock_ns();
    uint64_t duration_ns = call ? call->end_ns - call->start_ns : 0;
    for (size_t done = 0;;) {
        const size_t part = count - done < most ? count - done : most;
        const size_t bytes = trace_event_bytes(kind, part);
        char *at = reserve(commands, bytes);
        if (!at)
            return;
        trace_put(at, kind, recorder_thread(), time_ns, duration_ns, fields,
                  part > 0 ? (const char *)items + done * item : NULL, part);
        commands->used += bytes;
        done += part;
        duration_ns = 0;
        if (done >= count)
            return;
    }
}

static void unlink_commands(struct recorder_commands *commands)
{
    if (commands->previous)
        commands->previous->next = commands->next;
    else
        commands->pool->first = commands->next;
    if (commands->next)
        commands->next->previous = commands->previous;
}

static void free_commands(struct recorder_commands *commands)
{
    recorder_drop_stamps(commands);
    free(commands->executed);
    free(commands->events);
    free(commands);
}

/* Before the handle is given back: another thread may get it next. */
static void forget(struct recorder_commands *commands)
{
    const struct trace_destroy event = {.id = commands->id};
    recorder_times_leave(commands);
    recorder_map_take(&recorder_buffers, RECORDER_KEY(commands->handle));
    unlink_commands(commands);
    recorder_emit(TRACE_DESTROY, NULL, &event, NULL, 0);
    free_commands(commands);
}

static void track(struct recorder_device *device, struct recorder_command_pool *pool,
                  VkCommandBuffer handle, VkCommandBufferLevel level)
{
    struct recorder_commands *made = recorder_allocate(1, sizeof *made);
    if (!made)
        return;
    made->device = device;
    made->pool = pool;
    made->handle = handle;
    made->id = recorder_new_id();
    made->level = level == VK_COMMAND_BUFFER_LEVEL_SECONDARY;
    if (recorder_map_put(&recorder_buffers, RECORDER_KEY(handle), RECORDER_KEY(made)) == 0) {
        free(made);
        recorder_stop(ENOMEM);
        return;
    }
    made->next = pool->first;
    if (pool->first)
        pool->first->previous = made;
    pool->first = made;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateCommandPool(VkDevice handle,
                                                          const VkCommandPoolCreateInfo *info,
                                                          const VkAllocationCallbacks *allocator,
                                                          VkCommandPool *pool)
{
    struct recorder_device *device = recorder_device_of(handle);
    const VkResult result = device->next.CreateCommandPool(handle, info, allocator, pool);
    if (result != VK_SUCCESS)
        return result;
    struct recorder_command_pool *made = recorder_allocate(1, sizeof *made);
    if (!made)
        return result;
    made->family = info->queueFamilyIndex;
    if (recorder_map_put(&device->objects[RECORDER_COMMAND_POOL], RECORDER_KEY(*pool),
                         RECORDER_KEY(made)) == 0) {
        free(made);
        recorder_stop(ENOMEM);
    }
    return result;
}

static void drop_pool(struct recorder_command_pool *pool)
{
    while (pool && pool->first)
        forget(pool->first); /* NOLINT(clang-analyzer-unix.Malloc): it moved pool->first on */
    free(pool);
}

VKAPI_ATTR void VKAPI_CALL recorder_DestroyCommandPool(VkDevice handle, VkCommandPool pool,
                                                       const VkAllocationCallbacks *allocator)
{
    struct recorder_device *device = recorder_device_of(handle);
    drop_pool((void *)(uintptr_t)recorder_map_take(&device->objects[RECORDER_COMMAND_POOL],
                                                   RECORDER_KEY(pool)));
    device->next.DestroyCommandPool(handle, pool, allocator);
}

void recorder_drop_pools(struct recorder_device *device)
{
    uint64_t pool;
    while ((pool = recorder_map_take_any(&device->objects[RECORDER_COMMAND_POOL])) != 0)
        drop_pool((void *)(uintptr_t)pool);
}

static void reset(struct recorder_commands *commands)
{
    recorder_times_leave(commands);
    commands->open = false;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_ResetCommandPool(VkDevice handle, VkCommandPool pool,
                                                         VkCommandPoolResetFlags flags)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_command_pool *tracked = pool_of(device, pool);
    for (struct recorder_commands *commands = tracked ? tracked->first : NULL; commands;
         commands = commands->next)
        reset(commands);
    return device->next.ResetCommandPool(handle, pool, flags);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_AllocateCommandBuffers(
    VkDevice handle, const VkCommandBufferAllocateInfo *info, VkCommandBuffer *buffers)
{
    struct recorder_device *device = recorder_device_of(handle);
    const VkResult result = device->next.AllocateCommandBuffers(handle, info, buffers);
    struct recorder_command_pool *pool = pool_of(device, info->commandPool);
    for (uint32_t i = 0; i < info->commandBufferCount && result == VK_SUCCESS && pool; i++)
        track(device, pool, buffers[i], info->level);
    return result;
}

VKAPI_ATTR void VKAPI_CALL recorder_FreeCommandBuffers(VkDevice handle, VkCommandPool pool,
                                                       uint32_t count,
                                                       const VkCommandBuffer *buffers)
{
    struct recorder_device *device = recorder_device_of(handle);
    for (uint32_t i = 0; i < count; i++) {
        struct recorder_commands *commands =
            buffers[i] ? recorder_commands_of(buffers[i]) : device->untracked;
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): each handle comes once */
        if (commands->pool)
            forget(commands);
    }
    device->next.FreeCommandBuffers(handle, pool, count, buffers);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_BeginCommandBuffer(VkCommandBuffer handle,
                                                           const VkCommandBufferBeginInfo *info)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    if (commands->pool)
        reset(commands);
    struct recorder_call call = recorder_before();
    const VkResult result = commands->device->next.BeginCommandBuffer(handle, info);
    recorder_after(&call);
    if (!commands->pool || result != VK_SUCCESS || call.start_ns == 0)
        return result;
    commands->used = 0;
    commands->draws = commands->passes = 0;
    commands->executed_count = 0;
    commands->simultaneous = info->flags & VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT;
    commands->recording = recorder_new_id();
    commands->open = true;
    recorder_stamp_begin(commands);
    const struct trace_recording event = {
        .id = commands->recording,
        .commands = commands->id,
        .device = commands->device->id,
        .level = commands->level,
        .usage = info->flags,
        .family = commands->pool->family,
    };
    recorder_command(commands, TRACE_RECORDING, &call, &event, NULL, 0);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_EndCommandBuffer(VkCommandBuffer handle)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = commands->device->next.EndCommandBuffer(handle);
    recorder_after(&call);
    const struct trace_recording_end event = {
        .id = commands->recording,
        .draws = commands->draws,
        .passes = commands->passes,
        .result = (uint32_t)result,
    };
    recorder_command(commands, TRACE_RECORDING_END, &call, &event, NULL, 0);
    if (commands->open) {
        commands->open = false;
        recorder_emit_events(commands->events, commands->used);
    }
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_ResetCommandBuffer(VkCommandBuffer handle,
                                                           VkCommandBufferResetFlags flags)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    if (commands->pool)
        reset(commands);
    return commands->device->next.ResetCommandBuffer(handle, flags);
}

/* Barriers and events of both versions, in the terms of synchronization2: the bits of the first are
 * the low ones of the second. */
#include <stdlib.h>
#include "recorder.h"
#include "trace/format.h"

/* All memory barriers of a dependency. */
struct barriers {
    struct recorder_device *device;
    struct trace_item_hazard few[8], *hazards; /* NULL: nothing is recorded */
    size_t count;
};

static void begin(struct barriers *barriers, struct recorder_commands *commands, size_t most)
{
    barriers->device = commands->device;
    barriers->count = 0;
    barriers->hazards = NULL;
    if (commands->open && most <= sizeof barriers->few / sizeof barriers->few[0])
        barriers->hazards = barriers->few;
    else if (commands->open)
        barriers->hazards = recorder_allocate(most, sizeof *barriers->hazards);
}

static struct trace_item_hazard *add(struct barriers *barriers, uint64_t source_stages,
                                     uint64_t source_access, uint64_t dest_stages,
                                     uint64_t dest_access)
{
    struct trace_item_hazard *hazard = &barriers->hazards[barriers->count++];
    *hazard = (struct trace_item_hazard){
        .source_stages = source_stages,
        .source_access = source_access,
        .dest_stages = dest_stages,
        .dest_access = dest_access,
        .source_family = VK_QUEUE_FAMILY_IGNORED,
        .dest_family = VK_QUEUE_FAMILY_IGNORED,
    };
    return hazard;
}

static void end(struct barriers *barriers, struct recorder_commands *commands,
                const struct recorder_call *call, uint64_t flags)
{
    const struct trace_barrier event = {.flags = flags};
    if (barriers->hazards)
        recorder_command(commands, TRACE_BARRIER, call, &event, barriers->hazards, barriers->count);
    if (barriers->hazards != barriers->few)
        free(barriers->hazards);
}

/* The barriers on buffers and images of both versions have the same members. */
#define SET_BUFFER(added, barrier)                                                                 \
    do {                                                                                           \
        struct trace_item_hazard *hazard = (added);                                                \
        hazard->resource =                                                                         \
            recorder_id(barriers->device, RECORDER_BUFFER, RECORDER_KEY((barrier)->buffer));       \
        hazard->offset = (barrier)->offset;                                                        \
        hazard->bytes = (barrier)->size;                                                           \
        hazard->source_family = (barrier)->srcQueueFamilyIndex;                                    \
        hazard->dest_family = (barrier)->dstQueueFamilyIndex;                                      \
    } while (0)
#define SET_IMAGE(added, barrier)                                                                  \
    do {                                                                                           \
        struct trace_item_hazard *hazard = (added);                                                \
        hazard->resource =                                                                         \
            recorder_id(barriers->device, RECORDER_IMAGE, RECORDER_KEY((barrier)->image));         \
        hazard->bytes = VK_WHOLE_SIZE;                                                             \
        hazard->old_layout = (uint32_t)(barrier)->oldLayout;                                       \
        hazard->new_layout = (uint32_t)(barrier)->newLayout;                                       \
        hazard->source_family = (barrier)->srcQueueFamilyIndex;                                    \
        hazard->dest_family = (barrier)->dstQueueFamilyIndex;                                      \
    } while (0)

/* Without a memory barrier the stages still wait for each other. */
static void describe(struct barriers *barriers, uint64_t source, uint64_t dest,
                     uint32_t memory_count, const VkMemoryBarrier *memories, uint32_t buffer_count,
                     const VkBufferMemoryBarrier *buffers, uint32_t image_count,
                     const VkImageMemoryBarrier *images)
{
    if (!barriers->hazards)
        return;
    for (uint32_t i = 0; i < memory_count; i++)
        add(barriers, source, memories[i].srcAccessMask, dest, memories[i].dstAccessMask);
    for (uint32_t i = 0; i < buffer_count; i++)
        SET_BUFFER(add(barriers, source, buffers[i].srcAccessMask, dest, buffers[i].dstAccessMask),
                   &buffers[i]);
    for (uint32_t i = 0; i < image_count; i++)
        SET_IMAGE(add(barriers, source, images[i].srcAccessMask, dest, images[i].dstAccessMask),
                  &images[i]);
    if (barriers->count == 0)
        add(barriers, source, 0, dest, 0);
}

static size_t most_of(const VkDependencyInfo *info)
{
    return (size_t)info->memoryBarrierCount + info->bufferMemoryBarrierCount +
           info->imageMemoryBarrierCount;
}

static void describe2(struct barriers *barriers, const VkDependencyInfo *info)
{
    if (!barriers->hazards)
        return;
#define ADD(barrier)                                                                               \
    add(barriers, (barrier)->srcStageMask, (barrier)->srcAccessMask, (barrier)->dstStageMask,      \
        (barrier)->dstAccessMask)
    for (uint32_t i = 0; i < info->memoryBarrierCount; i++)
        ADD(&info->pMemoryBarriers[i]);
    for (uint32_t i = 0; i < info->bufferMemoryBarrierCount; i++)
        SET_BUFFER(ADD(&info->pBufferMemoryBarriers[i]), &info->pBufferMemoryBarriers[i]);
    for (uint32_t i = 0; i < info->imageMemoryBarrierCount; i++)
        SET_IMAGE(ADD(&info->pImageMemoryBarriers[i]), &info->pImageMemoryBarriers[i]);
#undef ADD
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdPipelineBarrier(
    VkCommandBuffer handle, VkPipelineStageFlags source, VkPipelineStageFlags dest,
    VkDependencyFlags flags, uint32_t memory_count, const VkMemoryBarrier *memories,
    uint32_t buffer_count, const VkBufferMemoryBarrier *buffers, uint32_t image_count,
    const VkImageMemoryBarrier *images)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct barriers barriers;
    struct recorder_call call = recorder_before();
    commands->device->next.CmdPipelineBarrier(handle, source, dest, flags, memory_count, memories,
                                              buffer_count, buffers, image_count, images);
    recorder_after(&call);
    begin(&barriers, commands, (size_t)memory_count + buffer_count + image_count);
    describe(&barriers, source, dest, memory_count, memories, buffer_count, buffers, image_count,
             images);
    end(&barriers, commands, &call, flags);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdPipelineBarrier2(VkCommandBuffer handle,
                                                        const VkDependencyInfo *info)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct barriers barriers;
    struct recorder_call call = recorder_before();
    commands->device->next.CmdPipelineBarrier2(handle, info);
    recorder_after(&call);
    begin(&barriers, commands, most_of(info));
    describe2(&barriers, info);
    end(&barriers, commands, &call, info->dependencyFlags);
}

static uint64_t event_id(const struct recorder_commands *commands, VkEvent event)
{
    return recorder_id(commands->device, RECORDER_SYNC, RECORDER_KEY(event));
}

static void emit_event(struct recorder_commands *commands, const struct recorder_call *call,
                       VkEvent object, uint64_t stages, bool set)
{
    const struct trace_set_event event = {
        .event = event_id(commands, object), .stages = stages, .set = set};
    recorder_command(commands, TRACE_SET_EVENT, call, &event, NULL, 0);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdSetEvent(VkCommandBuffer handle, VkEvent event,
                                                VkPipelineStageFlags stages)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdSetEvent(handle, event, stages);
    recorder_after(&call);
    emit_event(commands, &call, event, stages, true);
}

/* The stages stand in the dependency, which the wait has again. */
VKAPI_ATTR void VKAPI_CALL recorder_CmdSetEvent2(VkCommandBuffer handle, VkEvent event,
                                                 const VkDependencyInfo *info)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdSetEvent2(handle, event, info);
    recorder_after(&call);
    emit_event(commands, &call, event, 0, true);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdResetEvent(VkCommandBuffer handle, VkEvent event,
                                                  VkPipelineStageFlags stages)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdResetEvent(handle, event, stages);
    recorder_after(&call);
    emit_event(commands, &call, event, stages, false);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdResetEvent2(VkCommandBuffer handle, VkEvent event,
                                                   VkPipelineStageFlags2 stages)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdResetEvent2(handle, event, stages);
    recorder_after(&call);
    emit_event(commands, &call, event, stages, false);
}

static void emit_events(struct recorder_commands *commands, const struct recorder_call *call,
                        uint32_t count, const VkEvent *events)
{
    const struct trace_wait_events event = {.count = count};
    struct trace_item_id *items = commands->open ? recorder_allocate(count, sizeof *items) : NULL;
    for (uint32_t i = 0; items && i < count; i++)
        items[i].id = event_id(commands, events[i]);
    if (items)
        recorder_command(commands, TRACE_WAIT_EVENTS, call, &event, items, count);
    free(items);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdWaitEvents(
    VkCommandBuffer handle, uint32_t count, const VkEvent *events, VkPipelineStageFlags source,
    VkPipelineStageFlags dest, uint32_t memory_count, const VkMemoryBarrier *memories,
    uint32_t buffer_count, const VkBufferMemoryBarrier *buffers, uint32_t image_count,
    const VkImageMemoryBarrier *images)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct barriers barriers;
    struct recorder_call call = recorder_before();
    commands->device->next.CmdWaitEvents(handle, count, events, source, dest, memory_count,
                                         memories, buffer_count, buffers, image_count, images);
    recorder_after(&call);
    emit_events(commands, &call, count, events);
    begin(&barriers, commands, (size_t)memory_count + buffer_count + image_count);
    describe(&barriers, source, dest, memory_count, memories, buffer_count, buffers, image_count,
             images);
    end(&barriers, commands, &call, 0);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdWaitEvents2(VkCommandBuffer handle, uint32_t count,
                                                   const VkEvent *events,
                                                   const VkDependencyInfo *infos)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct barriers barriers;
    struct recorder_call call = recorder_before();
    commands->device->next.CmdWaitEvents2(handle, count, events, infos);
    recorder_after(&call);
    emit_events(commands, &call, count, events);
    for (uint32_t i = 0; i < count; i++) {
        begin(&barriers, commands, most_of(&infos[i]));
        describe2(&barriers, &infos[i]);
        end(&barriers, commands, &call, infos[i].dependencyFlags);
    }
}

/* What a command buffer binds and launches; graphics is counted. */
#include <stdlib.h>
#include "recorder.h"
#include "trace/format.h"
#include "trace/hash.h"

VKAPI_ATTR void VKAPI_CALL recorder_CmdBindPipeline(VkCommandBuffer handle,
                                                    VkPipelineBindPoint point, VkPipeline pipeline)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdBindPipeline(handle, point, pipeline);
    recorder_after(&call);
    const struct trace_bind_pipeline event = {
        .pipeline = recorder_id(commands->device, RECORDER_PIPELINE, RECORDER_KEY(pipeline)),
        .point = (uint64_t)point,
    };
    recorder_command(commands, TRACE_BIND_PIPELINE, &call, &event, NULL, 0);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdBindDescriptorSets(
    VkCommandBuffer handle, VkPipelineBindPoint point, VkPipelineLayout layout, uint32_t first,
    uint32_t count, const VkDescriptorSet *sets, uint32_t offset_count, const uint32_t *offsets)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_device *device = commands->device;
    struct recorder_call call = recorder_before();
    device->next.CmdBindDescriptorSets(handle, point, layout, first, count, sets, offset_count,
                                       offsets);
    recorder_after(&call);
    if (!commands->open)
        return;
    const struct trace_bind_sets event = {
        .layout = recorder_id(device, RECORDER_PIPELINE_LAYOUT, RECORDER_KEY(layout)),
        .dynamic_hash = offset_count ? trace_hash(offsets, offset_count * sizeof *offsets, 0) : 0,
        .first = first,
        .point = (uint32_t)point,
    };
    struct trace_item_id few[8];
    struct trace_item_id *items =
        count <= sizeof few / sizeof few[0] ? few : recorder_allocate(count, sizeof *items);
    for (uint32_t i = 0; items && i < count; i++)
        items[i].id = recorder_set_id(device, sets[i]);
    if (items)
        recorder_command(commands, TRACE_BIND_SETS, &call, &event, items, count);
    if (items != few)
        free(items);
}

static void emit_push_set(struct recorder_commands *commands, const struct recorder_call *call,
                          VkPipelineLayout layout, uint32_t set, uint32_t point,
                          const struct trace_item_descriptor *items, size_t count)
{
    const struct trace_push_set event = {
        .layout = recorder_id(commands->device, RECORDER_PIPELINE_LAYOUT, RECORDER_KEY(layout)),
        .set = set,
        .point = point,
    };
    if (items)
        recorder_command(commands, TRACE_PUSH_SET, call, &event, items, count);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdPushDescriptorSetKHR(VkCommandBuffer handle,
                                                            VkPipelineBindPoint point,
                                                            VkPipelineLayout layout, uint32_t set,
                                                            uint32_t count,
                                                            const VkWriteDescriptorSet *writes)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdPushDescriptorSetKHR(handle, point, layout, set, count, writes);
    recorder_after(&call);
    size_t items;
    struct trace_item_descriptor *described =
        recorder_describe_writes(commands->device, writes, count, &items);
    emit_push_set(commands, &call, layout, set, (uint32_t)point, described, items);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdPushDescriptorSetWithTemplateKHR(
    VkCommandBuffer handle, VkDescriptorUpdateTemplate template, VkPipelineLayout layout,
    uint32_t set, const void *data)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdPushDescriptorSetWithTemplateKHR(handle, template, layout, set, data);
    recorder_after(&call);
    uint32_t point;
    size_t items;
    struct trace_item_descriptor *described =
        recorder_describe_template(commands->device, template, data, &point, &items);
    emit_push_set(commands, &call, layout, set, point, described, items);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdPushConstants(VkCommandBuffer handle,
                                                     VkPipelineLayout layout,
                                                     VkShaderStageFlags stages, uint32_t offset,
                                                     uint32_t bytes, const void *values)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdPushConstants(handle, layout, stages, offset, bytes, values);
    recorder_after(&call);
    const struct trace_push_constants event = {
        .layout = recorder_id(commands->device, RECORDER_PIPELINE_LAYOUT, RECORDER_KEY(layout)),
        .stages = stages,
        .offset = offset,
        .bytes = bytes,
    };
    recorder_command(commands, TRACE_PUSH_CONSTANTS, &call, &event, NULL, 0);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdDispatch(VkCommandBuffer handle, uint32_t x, uint32_t y,
                                                uint32_t z)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    const bool stamped = recorder_stamp_before(commands);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdDispatch(handle, x, y, z);
    recorder_after(&call);
    if (stamped)
        recorder_stamp_after(commands);
    const struct trace_dispatch event = {.x = x, .y = y, .z = z};
    recorder_command(commands, TRACE_DISPATCH, &call, &event, NULL, 0);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdDispatchBase(VkCommandBuffer handle, uint32_t base_x,
                                                    uint32_t base_y, uint32_t base_z, uint32_t x,
                                                    uint32_t y, uint32_t z)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    const bool stamped = recorder_stamp_before(commands);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdDispatchBase(handle, base_x, base_y, base_z, x, y, z);
    recorder_after(&call);
    if (stamped)
        recorder_stamp_after(commands);
    const struct trace_dispatch event = {
        .x = x, .y = y, .z = z, .based = (base_x | base_y | base_z) != 0};
    recorder_command(commands, TRACE_DISPATCH, &call, &event, NULL, 0);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdDispatchIndirect(VkCommandBuffer handle, VkBuffer buffer,
                                                        VkDeviceSize offset)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    const bool stamped = recorder_stamp_before(commands);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdDispatchIndirect(handle, buffer, offset);
    recorder_after(&call);
    if (stamped)
        recorder_stamp_after(commands);
    const struct trace_dispatch_indirect event = {
        .buffer = recorder_id(commands->device, RECORDER_BUFFER, RECORDER_KEY(buffer)),
        .offset = offset,
    };
    recorder_command(commands, TRACE_DISPATCH_INDIRECT, &call, &event, NULL, 0);
}

/* For their times: a secondary buffer's stamps are written anew with every submit of the primary.
 */
static void remember_executed(struct recorder_commands *commands, VkCommandBuffer secondary)
{
    if (!recorder_commands_of(secondary)->stamps)
        return;
    if (commands->executed_count == commands->executed_size) {
        const size_t size = commands->executed_size ? commands->executed_size * 2 : 8;
        VkCommandBuffer *executed = realloc(commands->executed, size * sizeof *executed);
        if (!executed)
            return; /* its times stay unknown */
        commands->executed = executed;
        commands->executed_size = size;
    }
    commands->executed[commands->executed_count++] = secondary;
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdExecuteCommands(VkCommandBuffer handle, uint32_t count,
                                                       const VkCommandBuffer *secondaries)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdExecuteCommands(handle, count, secondaries);
    recorder_after(&call);
    if (!commands->open)
        return;
    const struct trace_execute event = {.count = count};
    struct trace_item_id *items = recorder_allocate(count, sizeof *items);
    for (uint32_t i = 0; items && i < count; i++) {
        items[i].id = recorder_commands_of(secondaries[i])->recording;
        remember_executed(commands, secondaries[i]);
    }
    if (items)
        recorder_command(commands, TRACE_EXECUTE, &call, &event, items, count);
    free(items);
}

/* Declare a function that is counted in `field`, and passed on. */
#define COUNTED(name, field, declared, passed)                                                     \
    VKAPI_ATTR void VKAPI_CALL recorder_##name declared                                            \
    {                                                                                              \
        struct recorder_commands *commands = recorder_commands_of(handle);                         \
        if (commands->open)                                                                        \
            commands->field++;                                                                     \
        commands->device->next.name passed;                                                        \
    }

COUNTED(CmdBeginRenderPass, passes,
        (VkCommandBuffer handle, const VkRenderPassBeginInfo *info, VkSubpassContents contents),
        (handle, info, contents))
COUNTED(CmdBeginRenderPass2, passes,
        (VkCommandBuffer handle, const VkRenderPassBeginInfo *info,
         const VkSubpassBeginInfo *subpass),
        (handle, info, subpass))
COUNTED(CmdBeginRendering, passes, (VkCommandBuffer handle, const VkRenderingInfo *info),
        (handle, info))
COUNTED(CmdDraw, draws,
        (VkCommandBuffer handle, uint32_t vertices, uint32_t instances, uint32_t vertex,
         uint32_t instance),
        (handle, vertices, instances, vertex, instance))
COUNTED(CmdDrawIndexed, draws,
        (VkCommandBuffer handle, uint32_t indices, uint32_t instances, uint32_t index,
         int32_t vertex, uint32_t instance),
        (handle, indices, instances, index, vertex, instance))
COUNTED(CmdDrawIndirect, draws,
        (VkCommandBuffer handle, VkBuffer buffer, VkDeviceSize offset, uint32_t count,
         uint32_t stride),
        (handle, buffer, offset, count, stride))
COUNTED(CmdDrawIndexedIndirect, draws,
        (VkCommandBuffer handle, VkBuffer buffer, VkDeviceSize offset, uint32_t count,
         uint32_t stride),
        (handle, buffer, offset, count, stride))
COUNTED(CmdDrawIndirectCount, draws,
        (VkCommandBuffer handle, VkBuffer buffer, VkDeviceSize offset, VkBuffer counter,
         VkDeviceSize counter_offset, uint32_t most, uint32_t stride),
        (handle, buffer, offset, counter, counter_offset, most, stride))
COUNTED(CmdDrawIndexedIndirectCount, draws,
        (VkCommandBuffer handle, VkBuffer buffer, VkDeviceSize offset, VkBuffer counter,
         VkDeviceSize counter_offset, uint32_t most, uint32_t stride),
        (handle, buffer, offset, counter, counter_offset, most, stride))

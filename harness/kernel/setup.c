#include "kernel/setup.h"

#include <stdlib.h>

#include "kernel/limits.h"
#include "kernel/pipeline.h"
#include "modes/mode.h"

#define UPDATE_BYTES_MAX 65536 /* of vkCmdUpdateBuffer */

/* Each submit fills at most one buffer: a whole heap at once takes a device long. */
static int fill_buffer(struct kernel_setup *setup, const struct kernel_buffer *buffer, size_t i)
{
    struct kernel_device *device = setup->device;
    const VkMemoryBarrier filled = {.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
                                    .srcAccessMask = VK_ACCESS_TRANSFER_WRITE_BIT,
                                    .dstAccessMask =
                                        VK_ACCESS_TRANSFER_WRITE_BIT | VK_ACCESS_SHADER_READ_BIT |
                                        VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_UNIFORM_READ_BIT};
    const VkPipelineStageFlags after =
        VK_PIPELINE_STAGE_TRANSFER_BIT | VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT;
    const char *contents = setup->inputs->contents[i];
    const size_t bytes = setup->inputs->content_bytes[i];
    const int status = kernel_begin(device);
    if (status != DW_OK)
        return status;
    vkCmdFillBuffer(device->commands, buffer->handle, 0, VK_WHOLE_SIZE, 0);
    vkCmdPipelineBarrier(device->commands, VK_PIPELINE_STAGE_TRANSFER_BIT, after, 0, 1, &filled, 0,
                         NULL, 0, NULL);
    for (size_t at = 0; at < bytes; at += UPDATE_BYTES_MAX) {
        const size_t part = bytes - at < UPDATE_BYTES_MAX ? bytes - at : UPDATE_BYTES_MAX;
        vkCmdUpdateBuffer(device->commands, buffer->handle, at, part, contents + at);
    }
    vkCmdPipelineBarrier(device->commands, VK_PIPELINE_STAGE_TRANSFER_BIT, after, 0, 1, &filled, 0,
                         NULL, 0, NULL);
    return kernel_submit(device);
}

static int create_buffers(struct kernel_setup *setup)
{
    const struct kernel_interface *interface = setup->interface;
    size_t count = 0;
    int status = DW_OK;
    for (size_t i = 0; i < interface->binding_count; i++)
        count += interface->bindings[i].count;
    setup->buffers = calloc(count + 1, sizeof *setup->buffers);
    if (!setup->buffers)
        return DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < interface->binding_count; i++)
        for (uint32_t k = 0; k < interface->bindings[i].count && status == DW_OK; k++) {
            struct kernel_buffer *buffer = &setup->buffers[setup->buffer_count];
            status = kernel_create_buffer(setup->device, setup->inputs->bytes[i], buffer);
            if (status == DW_OK) {
                setup->buffer_count++;
                status = fill_buffer(setup, buffer, i);
            }
        }
    return status;
}

/* vkUpdateDescriptorSets one buffer at a time: nothing here is timed. */
static void bind_buffers(struct kernel_setup *setup)
{
    size_t at = 0;
    for (size_t i = 0; i < setup->interface->binding_count; i++) {
        const struct kernel_binding *binding = &setup->interface->bindings[i];
        for (uint32_t k = 0; k < binding->count; k++) {
            const VkDescriptorBufferInfo buffer = {.buffer = setup->buffers[at++].handle,
                                                   .range = VK_WHOLE_SIZE};
            const VkWriteDescriptorSet write = {
                .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                .dstSet = setup->sets[binding->set],
                .dstBinding = binding->binding,
                .dstArrayElement = k,
                .descriptorCount = 1,
                .descriptorType = binding->type,
                .pBufferInfo = &buffer,
            };
            vkUpdateDescriptorSets(setup->device->handle, 1, &write, 0, NULL);
        }
    }
}

int kernel_create_setup(struct kernel_device *device, const struct kernel_module *module,
                        const struct kernel_interface *interface,
                        const struct kernel_inputs *inputs, struct kernel_setup **out)
{
    int status = kernel_check_limits(device, interface, inputs);
    if (status != DW_OK)
        return status;
    struct kernel_setup *setup = calloc(1, sizeof *setup);
    if (!setup)
        return DW_ERROR_NO_MEMORY;
    setup->device = device;
    setup->interface = interface;
    setup->inputs = inputs;
    status = kernel_create_layouts(setup);
    if (status == DW_OK)
        status = kernel_create_pipelines(setup, module);
    if (status == DW_OK)
        status = create_buffers(setup);
    if (status == DW_OK)
        bind_buffers(setup);
    if (status != DW_OK)
        kernel_destroy_setup(&setup);
    else
        *out = setup;
    return status;
}

void kernel_destroy_setup(struct kernel_setup **out)
{
    struct kernel_setup *setup = *out;
    *out = NULL;
    if (!setup || setup->device->pending)
        return;
    const VkDevice device = setup->device->handle;
    for (size_t i = 0; i < setup->buffer_count; i++)
        kernel_destroy_buffer(setup->device, &setup->buffers[i]);
    vkDestroyPipeline(device, setup->pipeline, NULL);
    vkDestroyPipeline(device, setup->empty, NULL);
    vkDestroyPipelineLayout(device, setup->layout, NULL);
    vkDestroyDescriptorPool(device, setup->pool, NULL);
    for (uint32_t i = 0; setup->set_layouts && i < setup->set_count; i++)
        vkDestroyDescriptorSetLayout(device, setup->set_layouts[i], NULL);
    free(setup->set_layouts);
    free(setup->sets);
    free(setup->buffers);
    free(setup);
}

static void record_launches(const struct kernel_setup *setup, const uint32_t grid[3],
                            uint32_t launches, unsigned how)
{
    const VkCommandBuffer commands = setup->device->commands;
    for (uint32_t i = 0; i < launches; i++) {
        if (how & KERNEL_EMPTY)
            vkCmdDispatch(commands, 1, 1, 1);
        else
            vkCmdDispatch(commands, grid[0], grid[1], grid[2]);
        if (how & KERNEL_CHAINED)
            mode_barrier(commands);
    }
}

int kernel_span(struct kernel_setup *setup, const uint32_t grid[3], uint32_t launches, unsigned how,
                double *span_ns)
{
    struct kernel_device *device = setup->device;
    int status = kernel_begin(device);
    if (status != DW_OK)
        return status;
    vkCmdBindPipeline(device->commands, VK_PIPELINE_BIND_POINT_COMPUTE,
                      how & KERNEL_EMPTY ? setup->empty : setup->pipeline);
    if (setup->set_count > 0)
        vkCmdBindDescriptorSets(device->commands, VK_PIPELINE_BIND_POINT_COMPUTE, setup->layout, 0,
                                setup->set_count, setup->sets, 0, NULL);
    if (setup->inputs->push_bytes > 0)
        vkCmdPushConstants(device->commands, setup->layout, VK_SHADER_STAGE_COMPUTE_BIT, 0,
                           setup->inputs->push_bytes, setup->inputs->push);
    kernel_stamp_begin(device);
    record_launches(setup, grid, launches, how);
    kernel_stamp_end(device);
    status = kernel_submit(device);
    return status == DW_OK ? kernel_read_span(device, span_ns) : status;
}

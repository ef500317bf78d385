#include "gpu/device.h"

#include "base/log.h"

/* The first memory type among `allowed` with all the wanted flags; -1: none. */
static int find_type(const struct gpu_device *device, uint32_t allowed, VkMemoryPropertyFlags want)
{
    for (uint32_t i = 0; i < device->memory.memoryTypeCount; i++)
        if ((allowed >> i & 1u) && (device->memory.memoryTypes[i].propertyFlags & want) == want)
            return (int)i;
    return -1;
}

/* Flags of each kind of memory, the best first. */
#define HOST (VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT)
static const VkMemoryPropertyFlags wanted[GPU_MEMORY_COUNT][2] = {
    [GPU_MEMORY_HOST] = {HOST | VK_MEMORY_PROPERTY_HOST_CACHED_BIT, HOST},
    [GPU_MEMORY_DEVICE] = {VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, 0},
    [GPU_MEMORY_DEVICE_MAPPED] = {VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT | HOST,
                                  VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT | HOST},
};
#undef HOST

static int choose_type(const struct gpu_device *device, uint32_t allowed, enum gpu_memory memory)
{
    const int type = find_type(device, allowed, wanted[memory][0]);
    return type >= 0 ? type : find_type(device, allowed, wanted[memory][1]);
}

bool gpu_has_memory(const struct gpu_device *device, enum gpu_memory memory)
{
    return choose_type(device, UINT32_MAX, memory) >= 0;
}

int gpu_create_buffer(struct gpu_device *device, VkDeviceSize bytes, enum gpu_memory memory,
                      struct gpu_buffer *out)
{
    int status = DW_OK;
    struct gpu_buffer buffer = {.bytes = bytes};
    const VkBufferCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
        .size = bytes,
        .usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT |
                 VK_BUFFER_USAGE_TRANSFER_DST_BIT,
        .sharingMode =
            device->family_count > 1 ? VK_SHARING_MODE_CONCURRENT : VK_SHARING_MODE_EXCLUSIVE,
        .queueFamilyIndexCount = device->family_count,
        .pQueueFamilyIndices = device->families,
    };
    GPU_TRY(vkCreateBuffer(device->handle, &info, NULL, &buffer.handle));
    VkMemoryRequirements needs;
    vkGetBufferMemoryRequirements(device->handle, buffer.handle, &needs);
    const int type = choose_type(device, needs.memoryTypeBits, memory);
    if (type < 0) {
        base_error("%s: no memory type for a %s buffer", device->info->key.name,
                   memory == GPU_MEMORY_HOST ? "host" : "device");
        status = DW_ERROR_UNSUPPORTED;
        goto fail;
    }
    const VkMemoryAllocateInfo allocation = {.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
                                             .allocationSize = needs.size,
                                             .memoryTypeIndex = (uint32_t)type};
    GPU_TRY(vkAllocateMemory(device->handle, &allocation, NULL, &buffer.memory));
    GPU_TRY(vkBindBufferMemory(device->handle, buffer.handle, buffer.memory, 0));
    if (memory != GPU_MEMORY_DEVICE)
        GPU_TRY(vkMapMemory(device->handle, buffer.memory, 0, VK_WHOLE_SIZE, 0, &buffer.mapped));
    *out = buffer;
    return DW_OK;
fail:
    gpu_destroy_buffer(device, &buffer);
    return status;
}

void gpu_destroy_buffer(struct gpu_device *device, struct gpu_buffer *buffer)
{
    if (!device->gone) {
        vkDestroyBuffer(device->handle, buffer->handle, NULL);
        vkFreeMemory(device->handle, buffer->memory, NULL);
    }
    *buffer = (struct gpu_buffer){0};
}

static void full_barrier(VkCommandBuffer commands)
{
    const VkMemoryBarrier barrier = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
        .srcAccessMask = VK_ACCESS_MEMORY_WRITE_BIT,
        .dstAccessMask =
            VK_ACCESS_MEMORY_READ_BIT | VK_ACCESS_MEMORY_WRITE_BIT | VK_ACCESS_HOST_READ_BIT,
    };
    vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT,
                         VK_PIPELINE_STAGE_ALL_COMMANDS_BIT | VK_PIPELINE_STAGE_HOST_BIT, 0, 1,
                         &barrier, 0, NULL, 0, NULL);
}

int gpu_begin_transfer(struct gpu_device *device, VkCommandBuffer *out)
{
    int status = DW_OK;
    VkCommandBuffer commands = VK_NULL_HANDLE;
    const VkCommandBufferAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
        .commandPool = device->transfer_pool,
        .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
        .commandBufferCount = 1,
    };
    const VkCommandBufferBeginInfo begin = {.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                            .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT};
    GPU_TRY(vkAllocateCommandBuffers(device->handle, &info, &commands));
    GPU_TRY(vkBeginCommandBuffer(commands, &begin));
    full_barrier(commands);
    *out = commands;
    return DW_OK;
fail:
    if (commands)
        vkFreeCommandBuffers(device->handle, device->transfer_pool, 1, &commands);
    return status;
}

int gpu_end_transfer(struct gpu_device *device, VkCommandBuffer commands)
{
    int status = DW_OK;
    full_barrier(commands);
    GPU_TRY(vkEndCommandBuffer(commands));
    GPU_TRY(vkResetFences(device->handle, 1, &device->transfer_fence));
    const VkSubmitInfo submit = {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
                                 .commandBufferCount = 1,
                                 .pCommandBuffers = &commands};
    status = gpu_submit(&device->queues[GPU_QUEUE_MAIN], 1, &submit, device->transfer_fence);
    if (status == DW_OK)
        status = gpu_wait_fence(device, device->transfer_fence);
    status = gpu_settle(device, status);
fail:
    if (!device->gone)
        vkFreeCommandBuffers(device->handle, device->transfer_pool, 1, &commands);
    return status;
}

int gpu_copy_buffer(struct gpu_device *device, const struct gpu_buffer *from,
                    const struct gpu_buffer *to, VkDeviceSize bytes)
{
    const VkBufferCopy copy = {.size = bytes};
    VkCommandBuffer commands = VK_NULL_HANDLE;
    const int status = gpu_begin_transfer(device, &commands);
    if (status != DW_OK)
        return status;
    vkCmdCopyBuffer(commands, from->handle, to->handle, 1, &copy);
    return gpu_end_transfer(device, commands);
}

#include "kernel/device.h"

#include <stdlib.h>

#include "base/log.h"
#include "kernel/features.h"

static int create_logical(struct kernel_device *device, const struct kernel_interface *interface)
{
    const float priority = 1.0f;
    const uint32_t family = (uint32_t)device->info->compute_family;
    struct kernel_features features;
    const VkDeviceQueueCreateInfo queue = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
        .queueFamilyIndex = family,
        .queueCount = 1,
        .pQueuePriorities = &priority,
    };
    const VkDeviceCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
        .pNext = &features.core,
        .queueCreateInfoCount = 1,
        .pQueueCreateInfos = &queue,
    };
    int status = kernel_find_features(device->info, interface, &features);
    if (status != DW_OK)
        return status;
    GPU_TRY(vkCreateDevice(device->info->handle, &info, NULL, &device->handle));
    volkLoadDevice(device->handle);
    vkGetDeviceQueue(device->handle, family, 0, &device->queue);
fail:
    return status;
}

static int create_commands(struct kernel_device *device)
{
    int status = DW_OK;
    const VkCommandPoolCreateInfo pool_info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
        .queueFamilyIndex = (uint32_t)device->info->compute_family,
    };
    VkCommandBufferAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
        .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
        .commandBufferCount = 1,
    };
    const VkFenceCreateInfo fence_info = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    const VkQueryPoolCreateInfo query_info = {
        .sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO,
        .queryType = VK_QUERY_TYPE_TIMESTAMP,
        .queryCount = 2,
    };
    GPU_TRY(vkCreateCommandPool(device->handle, &pool_info, NULL, &device->pool));
    info.commandPool = device->pool;
    GPU_TRY(vkAllocateCommandBuffers(device->handle, &info, &device->commands));
    GPU_TRY(vkCreateFence(device->handle, &fence_info, NULL, &device->fence));
    GPU_TRY(vkCreateQueryPool(device->handle, &query_info, NULL, &device->stamps));
fail:
    return status;
}

int kernel_open_device(const struct gpu_info *info, const struct kernel_interface *interface,
                       uint64_t timeout_ns, struct kernel_device **out)
{
    VkPhysicalDeviceProperties properties;
    const uint32_t bits = info->families[info->compute_family].timestampValidBits;
    if (bits == 0) {
        base_error("%s has no timestamps on its compute queue: nothing can be measured there",
                   info->key.name);
        return DW_ERROR_UNSUPPORTED;
    }
    struct kernel_device *device = calloc(1, sizeof *device);
    if (!device)
        return DW_ERROR_NO_MEMORY;
    vkGetPhysicalDeviceProperties(info->handle, &properties);
    device->info = info;
    device->limits = properties.limits;
    device->stamp_mask = UINT64_MAX >> (64 - bits);
    device->timeout_ns = timeout_ns;
    vkGetPhysicalDeviceMemoryProperties(info->handle, &device->memory);
    int status = create_logical(device, interface);
    if (status == DW_OK)
        status = create_commands(device);
    if (status != DW_OK)
        kernel_close_device(&device);
    else
        *out = device;
    return status;
}

void kernel_close_device(struct kernel_device **out)
{
    struct kernel_device *device = *out;
    if (device && !device->pending) {
        if (device->handle) {
            vkDestroyQueryPool(device->handle, device->stamps, NULL);
            vkDestroyFence(device->handle, device->fence, NULL);
            vkDestroyCommandPool(device->handle, device->pool, NULL);
            vkDestroyDevice(device->handle, NULL);
        }
        free(device);
    }
    *out = NULL;
}

/* Device memory if there is any that fits, else what there is. */
static int choose_type(const struct kernel_device *device, uint32_t allowed, uint32_t *type)
{
    static const VkMemoryPropertyFlags wanted[] = {VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, 0};
    for (size_t w = 0; w < sizeof wanted / sizeof wanted[0]; w++)
        for (uint32_t i = 0; i < device->memory.memoryTypeCount; i++)
            if ((allowed >> i & 1) &&
                (device->memory.memoryTypes[i].propertyFlags & wanted[w]) == wanted[w]) {
                *type = i;
                return DW_OK;
            }
    base_error("%s: no memory type for a buffer", device->info->key.name);
    return DW_ERROR_UNSUPPORTED;
}

int kernel_create_buffer(struct kernel_device *device, uint64_t bytes, struct kernel_buffer *out)
{
    int status = DW_OK;
    struct kernel_buffer buffer = {VK_NULL_HANDLE, VK_NULL_HANDLE};
    const VkBufferCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
        .size = bytes,
        .usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT |
                 VK_BUFFER_USAGE_TRANSFER_DST_BIT,
    };
    VkMemoryAllocateInfo allocation = {.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO};
    VkMemoryRequirements needs;
    GPU_TRY(vkCreateBuffer(device->handle, &info, NULL, &buffer.handle));
    vkGetBufferMemoryRequirements(device->handle, buffer.handle, &needs);
    allocation.allocationSize = needs.size;
    status = choose_type(device, needs.memoryTypeBits, &allocation.memoryTypeIndex);
    if (status != DW_OK)
        goto fail;
    GPU_TRY(vkAllocateMemory(device->handle, &allocation, NULL, &buffer.memory));
    GPU_TRY(vkBindBufferMemory(device->handle, buffer.handle, buffer.memory, 0));
    *out = buffer;
    return DW_OK;
fail:
    kernel_destroy_buffer(device, &buffer);
    return status;
}

void kernel_destroy_buffer(struct kernel_device *device, struct kernel_buffer *buffer)
{
    vkDestroyBuffer(device->handle, buffer->handle, NULL);
    vkFreeMemory(device->handle, buffer->memory, NULL);
    *buffer = (struct kernel_buffer){VK_NULL_HANDLE, VK_NULL_HANDLE};
}

int kernel_begin(struct kernel_device *device)
{
    int status = DW_OK;
    const VkCommandBufferBeginInfo begin = {.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                            .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT};
    GPU_TRY(vkResetCommandPool(device->handle, device->pool, 0));
    GPU_TRY(vkBeginCommandBuffer(device->commands, &begin));
fail:
    return status;
}

/* For the submit. A lost device has nothing pending; behind another failure than the device's own
 * the submit is waited for in another way, so that what it uses can be destroyed. */
static int wait(struct kernel_device *device)
{
    VkResult result =
        vkWaitForFences(device->handle, 1, &device->fence, VK_TRUE, device->timeout_ns);
    int status = result == VK_SUCCESS ? DW_OK : gpu_fail(result, "vkWaitForFences");
    if (result != VK_SUCCESS && result != VK_TIMEOUT && result != VK_ERROR_DEVICE_LOST) {
        result = vkDeviceWaitIdle(device->handle);
        if (result != VK_SUCCESS)
            status = gpu_fail(result, "vkDeviceWaitIdle") == DW_ERROR_DEVICE_LOST
                         ? DW_ERROR_DEVICE_LOST
                         : DW_ERROR_TIMEOUT;
    }
    device->pending = status == DW_ERROR_TIMEOUT;
    return status;
}

int kernel_submit(struct kernel_device *device)
{
    int status = DW_OK;
    const VkSubmitInfo submit = {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
                                 .commandBufferCount = 1,
                                 .pCommandBuffers = &device->commands};
    GPU_TRY(vkEndCommandBuffer(device->commands));
    GPU_TRY(vkQueueSubmit(device->queue, 1, &submit, device->fence));
    status = wait(device);
    if (status != DW_OK)
        return status;
    GPU_TRY(vkResetFences(device->handle, 1, &device->fence));
fail:
    return status;
}

void kernel_stamp_begin(struct kernel_device *device)
{
    vkCmdResetQueryPool(device->commands, device->stamps, 0, 2);
    vkCmdPipelineBarrier(device->commands, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT,
                         VK_PIPELINE_STAGE_ALL_COMMANDS_BIT, 0, 0, NULL, 0, NULL, 0, NULL);
    vkCmdWriteTimestamp(device->commands, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, device->stamps, 0);
}

void kernel_stamp_end(struct kernel_device *device)
{
    vkCmdWriteTimestamp(device->commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, device->stamps, 1);
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        const uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

int kernel_read_span(struct kernel_device *device, double *span_ns)
{
    int status = DW_OK;
    uint64_t ticks[2];
    GPU_TRY(vkGetQueryPoolResults(device->handle, device->stamps, 0, 2, sizeof ticks, ticks,
                                  sizeof ticks[0],
                                  VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WAIT_BIT));
    const uint64_t span = (ticks[1] - ticks[0]) & device->stamp_mask;
    device->tick_step = common_divisor(device->tick_step, span);
    *span_ns = (double)span * (double)device->limits.timestampPeriod;
fail:
    return status;
}

double kernel_clock_step(const struct kernel_device *device)
{
    return (double)device->tick_step * (double)device->limits.timestampPeriod;
}

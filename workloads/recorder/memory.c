/* Memory, buffers, images, and the views of them that descriptors name. */
#include "destroy.h"
#include "recorder.h"
#include "trace/format.h"

RECORDER_DESTROY(FreeMemory, VkDeviceMemory, RECORDER_MEMORY)
RECORDER_DESTROY(DestroyBuffer, VkBuffer, RECORDER_BUFFER)
RECORDER_DESTROY(DestroyImage, VkImage, RECORDER_IMAGE)
RECORDER_DESTROY(DestroyBufferView, VkBufferView, RECORDER_VIEW)
RECORDER_DESTROY(DestroyImageView, VkImageView, RECORDER_VIEW)

VKAPI_ATTR VkResult VKAPI_CALL recorder_AllocateMemory(VkDevice handle,
                                                       const VkMemoryAllocateInfo *info,
                                                       const VkAllocationCallbacks *allocator,
                                                       VkDeviceMemory *memory)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.AllocateMemory(handle, info, allocator, memory);
    recorder_after(&call);
    if (result != VK_SUCCESS)
        return result;
    const uint32_t type = info->memoryTypeIndex;
    const struct trace_memory event = {
        .id = recorder_name(device, RECORDER_MEMORY, RECORDER_KEY(*memory)),
        .device = device->id,
        .bytes = info->allocationSize,
        .type = type,
        .flags = type < device->memory.memoryTypeCount
                     ? device->memory.memoryTypes[type].propertyFlags
                     : 0,
    };
    recorder_emit(TRACE_MEMORY, &call, &event, NULL, 0);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_MapMemory(VkDevice handle, VkDeviceMemory memory,
                                                  VkDeviceSize offset, VkDeviceSize bytes,
                                                  VkMemoryMapFlags flags, void **data)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.MapMemory(handle, memory, offset, bytes, flags, data);
    recorder_after(&call);
    const struct trace_map event = {
        .memory = recorder_id(device, RECORDER_MEMORY, RECORDER_KEY(memory)),
        .offset = offset,
        .bytes = bytes,
    };
    if (result == VK_SUCCESS)
        recorder_emit(TRACE_MAP, &call, &event, NULL, 0);
    return result;
}

VKAPI_ATTR void VKAPI_CALL recorder_UnmapMemory(VkDevice handle, VkDeviceMemory memory)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    device->next.UnmapMemory(handle, memory);
    recorder_after(&call);
    const struct trace_unmap event = {
        .memory = recorder_id(device, RECORDER_MEMORY, RECORDER_KEY(memory))};
    recorder_emit(TRACE_UNMAP, &call, &event, NULL, 0);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateBuffer(VkDevice handle,
                                                     const VkBufferCreateInfo *info,
                                                     const VkAllocationCallbacks *allocator,
                                                     VkBuffer *buffer)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.CreateBuffer(handle, info, allocator, buffer);
    recorder_after(&call);
    if (result != VK_SUCCESS)
        return result;
    const struct trace_buffer event = {
        .id = recorder_name(device, RECORDER_BUFFER, RECORDER_KEY(*buffer)),
        .device = device->id,
        .bytes = info->size,
        .usage = info->usage,
        .sharing = (uint32_t)info->sharingMode,
    };
    recorder_emit(TRACE_BUFFER, &call, &event, NULL, 0);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateImage(VkDevice handle, const VkImageCreateInfo *info,
                                                    const VkAllocationCallbacks *allocator,
                                                    VkImage *image)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.CreateImage(handle, info, allocator, image);
    recorder_after(&call);
    if (result != VK_SUCCESS)
        return result;
    const struct trace_image event = {
        .id = recorder_name(device, RECORDER_IMAGE, RECORDER_KEY(*image)),
        .device = device->id,
        .format = (uint32_t)info->format,
        .width = info->extent.width,
        .height = info->extent.height,
        .depth = info->extent.depth,
        .levels = info->mipLevels,
        .layers = info->arrayLayers,
        .samples = (uint32_t)info->samples,
        .tiling = (uint32_t)info->tiling,
        .usage = info->usage,
        .flags = info->flags,
    };
    recorder_emit(TRACE_IMAGE, &call, &event, NULL, 0);
    return result;
}

static void emit_requirements(const struct recorder_call *call, uint64_t resource,
                              const VkMemoryRequirements *found)
{
    const struct trace_requirements event = {
        .resource = resource,
        .bytes = found->size,
        .alignment = found->alignment,
    };
    recorder_emit(TRACE_REQUIREMENTS, call, &event, NULL, 0);
}

VKAPI_ATTR void VKAPI_CALL recorder_GetBufferMemoryRequirements(VkDevice handle, VkBuffer buffer,
                                                                VkMemoryRequirements *found)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    device->next.GetBufferMemoryRequirements(handle, buffer, found);
    recorder_after(&call);
    emit_requirements(&call, recorder_id(device, RECORDER_BUFFER, RECORDER_KEY(buffer)), found);
}

VKAPI_ATTR void VKAPI_CALL recorder_GetImageMemoryRequirements(VkDevice handle, VkImage image,
                                                               VkMemoryRequirements *found)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    device->next.GetImageMemoryRequirements(handle, image, found);
    recorder_after(&call);
    emit_requirements(&call, recorder_id(device, RECORDER_IMAGE, RECORDER_KEY(image)), found);
}

VKAPI_ATTR void VKAPI_CALL recorder_GetBufferMemoryRequirements2(
    VkDevice handle, const VkBufferMemoryRequirementsInfo2 *info, VkMemoryRequirements2 *found)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    device->next.GetBufferMemoryRequirements2(handle, info, found);
    recorder_after(&call);
    emit_requirements(&call, recorder_id(device, RECORDER_BUFFER, RECORDER_KEY(info->buffer)),
                      &found->memoryRequirements);
}

VKAPI_ATTR void VKAPI_CALL recorder_GetImageMemoryRequirements2(
    VkDevice handle, const VkImageMemoryRequirementsInfo2 *info, VkMemoryRequirements2 *found)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    device->next.GetImageMemoryRequirements2(handle, info, found);
    recorder_after(&call);
    emit_requirements(&call, recorder_id(device, RECORDER_IMAGE, RECORDER_KEY(info->image)),
                      &found->memoryRequirements);
}

static void emit_bind(struct recorder_device *device, const struct recorder_call *call,
                      uint64_t resource, VkDeviceMemory memory, VkDeviceSize offset)
{
    const struct trace_bind_memory event = {
        .resource = resource,
        .memory = recorder_id(device, RECORDER_MEMORY, RECORDER_KEY(memory)),
        .offset = offset,
    };
    recorder_emit(TRACE_BIND_MEMORY, call, &event, NULL, 0);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_BindBufferMemory(VkDevice handle, VkBuffer buffer,
                                                         VkDeviceMemory memory, VkDeviceSize offset)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.BindBufferMemory(handle, buffer, memory, offset);
    recorder_after(&call);
    if (result == VK_SUCCESS)
        emit_bind(device, &call, recorder_id(device, RECORDER_BUFFER, RECORDER_KEY(buffer)), memory,
                  offset);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_BindImageMemory(VkDevice handle, VkImage image,
                                                        VkDeviceMemory memory, VkDeviceSize offset)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.BindImageMemory(handle, image, memory, offset);
    recorder_after(&call);
    if (result == VK_SUCCESS)
        emit_bind(device, &call, recorder_id(device, RECORDER_IMAGE, RECORDER_KEY(image)), memory,
                  offset);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_BindBufferMemory2(VkDevice handle, uint32_t count,
                                                          const VkBindBufferMemoryInfo *infos)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.BindBufferMemory2(handle, count, infos);
    recorder_after(&call);
    for (uint32_t i = 0; i < count && result == VK_SUCCESS; i++)
        emit_bind(device, &call,
                  recorder_id(device, RECORDER_BUFFER, RECORDER_KEY(infos[i].buffer)),
                  infos[i].memory, infos[i].memoryOffset);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_BindImageMemory2(VkDevice handle, uint32_t count,
                                                         const VkBindImageMemoryInfo *infos)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.BindImageMemory2(handle, count, infos);
    recorder_after(&call);
    for (uint32_t i = 0; i < count && result == VK_SUCCESS; i++)
        emit_bind(device, &call, recorder_id(device, RECORDER_IMAGE, RECORDER_KEY(infos[i].image)),
                  infos[i].memory, infos[i].memoryOffset);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateBufferView(VkDevice handle,
                                                         const VkBufferViewCreateInfo *info,
                                                         const VkAllocationCallbacks *allocator,
                                                         VkBufferView *view)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.CreateBufferView(handle, info, allocator, view);
    recorder_after(&call);
    if (result != VK_SUCCESS)
        return result;
    const struct trace_view event = {
        .id = recorder_name(device, RECORDER_VIEW, RECORDER_KEY(*view)),
        .resource = recorder_id(device, RECORDER_BUFFER, RECORDER_KEY(info->buffer)),
        .offset = info->offset,
        .range = info->range,
        .format = (uint64_t)info->format,
    };
    recorder_emit(TRACE_VIEW, &call, &event, NULL, 0);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateImageView(VkDevice handle,
                                                        const VkImageViewCreateInfo *info,
                                                        const VkAllocationCallbacks *allocator,
                                                        VkImageView *view)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.CreateImageView(handle, info, allocator, view);
    recorder_after(&call);
    if (result != VK_SUCCESS)
        return result;
    const struct trace_view event = {
        .id = recorder_name(device, RECORDER_VIEW, RECORDER_KEY(*view)),
        .resource = recorder_id(device, RECORDER_IMAGE, RECORDER_KEY(info->image)),
        .range = VK_WHOLE_SIZE,
        .format = (uint64_t)info->format,
    };
    recorder_emit(TRACE_VIEW, &call, &event, NULL, 0);
    return result;
}

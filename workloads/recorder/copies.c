/* Copies, fills and clears: what is moved where, and how much. */
#include <stdlib.h>
#include "recorder.h"
#include "trace/format.h"

/* A copy that is being described: its ids, and room for its regions. */
struct copy {
    struct recorder_commands *commands;
    struct recorder_call call;
    struct trace_copy event;
    struct trace_item_region one, *regions; /* NULL: nothing is recorded */
    uint32_t count;
};

static uint64_t buffer_id(const struct recorder_commands *commands, VkBuffer buffer)
{
    return recorder_id(commands->device, RECORDER_BUFFER, RECORDER_KEY(buffer));
}

static uint64_t image_id(const struct recorder_commands *commands, VkImage image)
{
    return recorder_id(commands->device, RECORDER_IMAGE, RECORDER_KEY(image));
}

static void begin(struct copy *copy, struct recorder_commands *commands,
                  const struct recorder_call *call, enum trace_copy_type type, uint64_t source,
                  uint64_t dest, uint32_t count)
{
    copy->commands = commands;
    copy->call = *call;
    copy->event = (struct trace_copy){.source = source, .dest = dest, .type = type};
    copy->count = count;
    copy->regions = NULL;
    if (commands->open && count == 1)
        copy->regions = &copy->one;
    else if (commands->open)
        copy->regions = recorder_allocate(count, sizeof *copy->regions);
}

static void set_region(struct copy *copy, uint32_t index, uint64_t source_offset,
                       uint64_t dest_offset, uint64_t bytes, uint64_t texels)
{
    if (copy->regions)
        copy->regions[index] = (struct trace_item_region){.source_offset = source_offset,
                                                          .dest_offset = dest_offset,
                                                          .bytes = bytes,
                                                          .texels = texels};
}

static void end(struct copy *copy)
{
    if (copy->regions)
        recorder_command(copy->commands, TRACE_COPY, &copy->call, &copy->event, copy->regions,
                         copy->count);
    if (copy->regions != &copy->one)
        free(copy->regions);
}

static void emit_one(struct recorder_commands *commands, const struct recorder_call *call,
                     enum trace_copy_type type, uint64_t source, uint64_t dest, uint64_t offset,
                     uint64_t bytes)
{
    struct copy copy;
    begin(&copy, commands, call, type, source, dest, 1);
    set_region(&copy, 0, 0, offset, bytes, 0);
    end(&copy);
}

/* VK_REMAINING_ARRAY_LAYERS counts as one. */
static uint64_t texels(const VkExtent3D *extent, uint32_t layers)
{
    const uint64_t area = (uint64_t)extent->width * extent->height * extent->depth;
    return area * (layers == VK_REMAINING_ARRAY_LAYERS ? 1 : layers);
}

static uint64_t box_texels(const VkOffset3D box[2], uint32_t layers)
{
    const VkExtent3D extent = {(uint32_t)abs(box[1].x - box[0].x),
                               (uint32_t)abs(box[1].y - box[0].y),
                               (uint32_t)abs(box[1].z - box[0].z)};
    return texels(&extent, layers);
}

/* The regions of both versions of a call have the same members. */
#define DESCRIBE_BUFFER(region) (region).srcOffset, (region).dstOffset, (region).size, 0
#define DESCRIBE_IMAGE(region) 0, 0, 0, texels(&(region).extent, (region).srcSubresource.layerCount)
#define DESCRIBE_TO_IMAGE(region)                                                                  \
    (region).bufferOffset, 0, 0, texels(&(region).imageExtent, (region).imageSubresource.layerCount)
#define DESCRIBE_FROM_IMAGE(region)                                                                \
    0, (region).bufferOffset, 0, texels(&(region).imageExtent, (region).imageSubresource.layerCount)
#define DESCRIBE_BLIT(region)                                                                      \
    0, 0, 0, box_texels((region).dstOffsets, (region).dstSubresource.layerCount)

#define EMIT(type, from, to, region_count, list, DESCRIBE)                                         \
    do {                                                                                           \
        struct copy copied;                                                                        \
        begin(&copied, commands, &call, type, from, to, region_count);                             \
        for (uint32_t i = 0; i < (region_count); i++)                                              \
            set_region(&copied, i, DESCRIBE((list)[i]));                                           \
        end(&copied);                                                                              \
    } while (0)

VKAPI_ATTR void VKAPI_CALL recorder_CmdCopyBuffer(VkCommandBuffer handle, VkBuffer source,
                                                  VkBuffer dest, uint32_t count,
                                                  const VkBufferCopy *regions)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdCopyBuffer(handle, source, dest, count, regions);
    recorder_after(&call);
    EMIT(TRACE_COPY_BUFFER, buffer_id(commands, source), buffer_id(commands, dest), count, regions,
         DESCRIBE_BUFFER);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdCopyBuffer2(VkCommandBuffer handle,
                                                   const VkCopyBufferInfo2 *info)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdCopyBuffer2(handle, info);
    recorder_after(&call);
    EMIT(TRACE_COPY_BUFFER, buffer_id(commands, info->srcBuffer),
         buffer_id(commands, info->dstBuffer), info->regionCount, info->pRegions, DESCRIBE_BUFFER);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdCopyImage(VkCommandBuffer handle, VkImage source,
                                                 VkImageLayout source_layout, VkImage dest,
                                                 VkImageLayout dest_layout, uint32_t count,
                                                 const VkImageCopy *regions)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdCopyImage(handle, source, source_layout, dest, dest_layout, count,
                                        regions);
    recorder_after(&call);
    EMIT(TRACE_COPY_IMAGE, image_id(commands, source), image_id(commands, dest), count, regions,
         DESCRIBE_IMAGE);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdCopyImage2(VkCommandBuffer handle,
                                                  const VkCopyImageInfo2 *info)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdCopyImage2(handle, info);
    recorder_after(&call);
    EMIT(TRACE_COPY_IMAGE, image_id(commands, info->srcImage), image_id(commands, info->dstImage),
         info->regionCount, info->pRegions, DESCRIBE_IMAGE);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdCopyBufferToImage(VkCommandBuffer handle, VkBuffer source,
                                                         VkImage dest, VkImageLayout layout,
                                                         uint32_t count,
                                                         const VkBufferImageCopy *regions)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdCopyBufferToImage(handle, source, dest, layout, count, regions);
    recorder_after(&call);
    EMIT(TRACE_COPY_BUFFER_TO_IMAGE, buffer_id(commands, source), image_id(commands, dest), count,
         regions, DESCRIBE_TO_IMAGE);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdCopyBufferToImage2(VkCommandBuffer handle,
                                                          const VkCopyBufferToImageInfo2 *info)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdCopyBufferToImage2(handle, info);
    recorder_after(&call);
    EMIT(TRACE_COPY_BUFFER_TO_IMAGE, buffer_id(commands, info->srcBuffer),
         image_id(commands, info->dstImage), info->regionCount, info->pRegions, DESCRIBE_TO_IMAGE);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdCopyImageToBuffer(VkCommandBuffer handle, VkImage source,
                                                         VkImageLayout layout, VkBuffer dest,
                                                         uint32_t count,
                                                         const VkBufferImageCopy *regions)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdCopyImageToBuffer(handle, source, layout, dest, count, regions);
    recorder_after(&call);
    EMIT(TRACE_COPY_IMAGE_TO_BUFFER, image_id(commands, source), buffer_id(commands, dest), count,
         regions, DESCRIBE_FROM_IMAGE);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdCopyImageToBuffer2(VkCommandBuffer handle,
                                                          const VkCopyImageToBufferInfo2 *info)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdCopyImageToBuffer2(handle, info);
    recorder_after(&call);
    EMIT(TRACE_COPY_IMAGE_TO_BUFFER, image_id(commands, info->srcImage),
         buffer_id(commands, info->dstBuffer), info->regionCount, info->pRegions,
         DESCRIBE_FROM_IMAGE);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdBlitImage(VkCommandBuffer handle, VkImage source,
                                                 VkImageLayout source_layout, VkImage dest,
                                                 VkImageLayout dest_layout, uint32_t count,
                                                 const VkImageBlit *regions, VkFilter filter)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdBlitImage(handle, source, source_layout, dest, dest_layout, count,
                                        regions, filter);
    recorder_after(&call);
    EMIT(TRACE_COPY_BLIT, image_id(commands, source), image_id(commands, dest), count, regions,
         DESCRIBE_BLIT);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdBlitImage2(VkCommandBuffer handle,
                                                  const VkBlitImageInfo2 *info)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdBlitImage2(handle, info);
    recorder_after(&call);
    EMIT(TRACE_COPY_BLIT, image_id(commands, info->srcImage), image_id(commands, info->dstImage),
         info->regionCount, info->pRegions, DESCRIBE_BLIT);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdResolveImage(VkCommandBuffer handle, VkImage source,
                                                    VkImageLayout source_layout, VkImage dest,
                                                    VkImageLayout dest_layout, uint32_t count,
                                                    const VkImageResolve *regions)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdResolveImage(handle, source, source_layout, dest, dest_layout, count,
                                           regions);
    recorder_after(&call);
    EMIT(TRACE_COPY_RESOLVE, image_id(commands, source), image_id(commands, dest), count, regions,
         DESCRIBE_IMAGE);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdResolveImage2(VkCommandBuffer handle,
                                                     const VkResolveImageInfo2 *info)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdResolveImage2(handle, info);
    recorder_after(&call);
    EMIT(TRACE_COPY_RESOLVE, image_id(commands, info->srcImage), image_id(commands, info->dstImage),
         info->regionCount, info->pRegions, DESCRIBE_IMAGE);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdFillBuffer(VkCommandBuffer handle, VkBuffer dest,
                                                  VkDeviceSize offset, VkDeviceSize bytes,
                                                  uint32_t value)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdFillBuffer(handle, dest, offset, bytes, value);
    recorder_after(&call);
    emit_one(commands, &call, TRACE_COPY_FILL, 0, buffer_id(commands, dest), offset, bytes);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdUpdateBuffer(VkCommandBuffer handle, VkBuffer dest,
                                                    VkDeviceSize offset, VkDeviceSize bytes,
                                                    const void *data)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdUpdateBuffer(handle, dest, offset, bytes, data);
    recorder_after(&call);
    emit_one(commands, &call, TRACE_COPY_UPDATE, 0, buffer_id(commands, dest), offset, bytes);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdClearColorImage(VkCommandBuffer handle, VkImage image,
                                                       VkImageLayout layout,
                                                       const VkClearColorValue *color,
                                                       uint32_t count,
                                                       const VkImageSubresourceRange *ranges)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdClearColorImage(handle, image, layout, color, count, ranges);
    recorder_after(&call);
    emit_one(commands, &call, TRACE_COPY_CLEAR, 0, image_id(commands, image), 0, 0);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdClearDepthStencilImage(VkCommandBuffer handle, VkImage image,
                                                              VkImageLayout layout,
                                                              const VkClearDepthStencilValue *value,
                                                              uint32_t count,
                                                              const VkImageSubresourceRange *ranges)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdClearDepthStencilImage(handle, image, layout, value, count, ranges);
    recorder_after(&call);
    emit_one(commands, &call, TRACE_COPY_CLEAR, 0, image_id(commands, image), 0, 0);
}

VKAPI_ATTR void VKAPI_CALL recorder_CmdCopyQueryPoolResults(
    VkCommandBuffer handle, VkQueryPool pool, uint32_t first, uint32_t count, VkBuffer dest,
    VkDeviceSize offset, VkDeviceSize stride, VkQueryResultFlags flags)
{
    struct recorder_commands *commands = recorder_commands_of(handle);
    struct recorder_call call = recorder_before();
    commands->device->next.CmdCopyQueryPoolResults(handle, pool, first, count, dest, offset, stride,
                                                   flags);
    recorder_after(&call);
    emit_one(commands, &call, TRACE_COPY_QUERIES, 0, buffer_id(commands, dest), offset,
             stride * count);
}

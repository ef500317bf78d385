/* Descriptor sets: layouts, pools, sets, and what is written into them. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "destroy.h"
#include "recorder.h"
#include "trace/format.h"

RECORDER_DESTROY(DestroyDescriptorSetLayout, VkDescriptorSetLayout, RECORDER_SET_LAYOUT)

struct set {
    uint64_t id;
    struct pool *pool;
    struct set *next, *previous;
    VkDescriptorSet handle;
};

struct pool {
    uint64_t id;
    struct set *first;
};

struct template
{
    uint32_t point; /* a VkPipelineBindPoint, of one that pushes */
    uint32_t count;
    VkDescriptorUpdateTemplateEntry entries[];
};

static void *pointer(uint64_t value)
{
    return (void *)(uintptr_t)value;
}

uint64_t recorder_set_layout_id(struct recorder_device *device, VkDescriptorSetLayout layout)
{
    return recorder_id(device, RECORDER_SET_LAYOUT, RECORDER_KEY(layout));
}

uint64_t recorder_set_id(struct recorder_device *device, VkDescriptorSet handle)
{
    const struct set *set = pointer(recorder_id(device, RECORDER_SET, RECORDER_KEY(handle)));
    return set ? set->id : 0;
}

/* Keep a struct for a handle; false: it was freed, since the handle has one, or since there is no
 * memory and the recording has ended. */
static bool keep(struct recorder_device *device, enum recorder_kind kind, uint64_t key,
                 void *object)
{
    const uint64_t kept =
        object ? recorder_map_put(&device->objects[kind], key, RECORDER_KEY(object)) : 0;
    const bool fresh = kept != 0 && kept == RECORDER_KEY(object);
    if (kept == 0)
        recorder_stop(ENOMEM);
    if (!fresh)
        free(object);
    return fresh;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateDescriptorSetLayout(
    VkDevice handle, const VkDescriptorSetLayoutCreateInfo *info,
    const VkAllocationCallbacks *allocator, VkDescriptorSetLayout *layout)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.CreateDescriptorSetLayout(handle, info, allocator, layout);
    recorder_after(&call);
    if (result != VK_SUCCESS)
        return result;
    const struct trace_set_layout event = {
        .id = recorder_name(device, RECORDER_SET_LAYOUT, RECORDER_KEY(*layout)),
        .device = device->id,
        .flags = info->flags,
    };
    struct trace_item_slot *items = recorder_allocate(info->bindingCount, sizeof *items);
    for (uint32_t i = 0; items && i < info->bindingCount; i++)
        items[i] = (struct trace_item_slot){
            .binding = info->pBindings[i].binding,
            .type = (uint32_t)info->pBindings[i].descriptorType,
            .count = info->pBindings[i].descriptorCount,
            .stages = info->pBindings[i].stageFlags,
        };
    recorder_emit(TRACE_SET_LAYOUT, &call, &event, items, items ? info->bindingCount : 0);
    free(items);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateDescriptorPool(VkDevice handle,
                                                             const VkDescriptorPoolCreateInfo *info,
                                                             const VkAllocationCallbacks *allocator,
                                                             VkDescriptorPool *pool)
{
    struct recorder_device *device = recorder_device_of(handle);
    const VkResult result = device->next.CreateDescriptorPool(handle, info, allocator, pool);
    if (result != VK_SUCCESS || !recorder_on())
        return result;
    struct pool *made = calloc(1, sizeof *made);
    if (made)
        made->id = recorder_new_id();
    keep(device, RECORDER_SET_POOL, RECORDER_KEY(*pool), made);
    return result;
}

static void unlink_set(struct set *set)
{
    if (set->previous)
        set->previous->next = set->next;
    else
        set->pool->first = set->next;
    if (set->next)
        set->next->previous = set->previous;
}

static void empty_pool(struct recorder_device *device, struct pool *pool)
{
    while (pool->first) {
        struct set *set = pool->first;
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): unlinking it moved pool->first on */
        unlink_set(set);
        recorder_map_take(&device->objects[RECORDER_SET], RECORDER_KEY(set->handle));
        free(set);
    }
}

static void drop_pool(struct recorder_device *device, struct pool *pool)
{
    if (!pool)
        return;
    const struct trace_destroy event = {.id = pool->id};
    empty_pool(device, pool);
    recorder_emit(TRACE_DESTROY, NULL, &event, NULL, 0);
    free(pool);
}

VKAPI_ATTR void VKAPI_CALL recorder_DestroyDescriptorPool(VkDevice handle, VkDescriptorPool pool,
                                                          const VkAllocationCallbacks *allocator)
{
    struct recorder_device *device = recorder_device_of(handle);
    drop_pool(device,
              pointer(recorder_map_take(&device->objects[RECORDER_SET_POOL], RECORDER_KEY(pool))));
    device->next.DestroyDescriptorPool(handle, pool, allocator);
}

void recorder_drop_sets(struct recorder_device *device)
{
    uint64_t object;
    while ((object = recorder_map_take_any(&device->objects[RECORDER_SET_POOL])) != 0)
        drop_pool(device, pointer(object));
    while ((object = recorder_map_take_any(&device->objects[RECORDER_TEMPLATE])) != 0)
        free(pointer(object));
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_ResetDescriptorPool(VkDevice handle,
                                                            VkDescriptorPool handle_of_pool,
                                                            VkDescriptorPoolResetFlags flags)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct pool *pool =
        pointer(recorder_id(device, RECORDER_SET_POOL, RECORDER_KEY(handle_of_pool)));
    if (pool) {
        const struct trace_reset_sets event = {.pool = pool->id};
        empty_pool(device, pool);
        recorder_emit(TRACE_RESET_SETS, NULL, &event, NULL, 0);
    }
    return device->next.ResetDescriptorPool(handle, handle_of_pool, flags);
}

static void track_set(struct recorder_device *device, const struct recorder_call *call,
                      struct pool *pool, VkDescriptorSet handle, VkDescriptorSetLayout layout)
{
    struct set *made = calloc(1, sizeof *made);
    if (made)
        *made = (struct set){.id = recorder_new_id(), .pool = pool, .handle = handle};
    if (!keep(device, RECORDER_SET, RECORDER_KEY(handle), made))
        return;
    made->next = pool->first;
    if (pool->first)
        pool->first->previous = made;
    pool->first = made;
    const struct trace_set event = {
        .id = made->id, .pool = pool->id, .layout = recorder_set_layout_id(device, layout)};
    recorder_emit(TRACE_SET, call, &event, NULL, 0);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_AllocateDescriptorSets(
    VkDevice handle, const VkDescriptorSetAllocateInfo *info, VkDescriptorSet *sets)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.AllocateDescriptorSets(handle, info, sets);
    recorder_after(&call);
    struct pool *pool =
        pointer(recorder_id(device, RECORDER_SET_POOL, RECORDER_KEY(info->descriptorPool)));
    for (uint32_t i = 0; i < info->descriptorSetCount && result == VK_SUCCESS && pool; i++)
        if (recorder_on())
            track_set(device, &call, pool, sets[i], info->pSetLayouts[i]);
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_FreeDescriptorSets(VkDevice handle, VkDescriptorPool pool,
                                                           uint32_t count,
                                                           const VkDescriptorSet *sets)
{
    struct recorder_device *device = recorder_device_of(handle);
    for (uint32_t i = 0; i < count; i++) {
        struct set *set =
            pointer(recorder_map_take(&device->objects[RECORDER_SET], RECORDER_KEY(sets[i])));
        if (!set)
            continue;
        const struct trace_destroy event = {.id = set->id};
        unlink_set(set);
        free(set);
        recorder_emit(TRACE_DESTROY, NULL, &event, NULL, 0);
    }
    return device->next.FreeDescriptorSets(handle, pool, count, sets);
}

/* Where the three kinds of a descriptor's contents lie: in a write, or in a template's data. Those
 * that its type does not want may be anything. */
struct contents {
    const VkDescriptorImageInfo *image;
    const VkDescriptorBufferInfo *buffer;
    const VkBufferView *view;
    uint32_t index; /* in each */
};

static struct trace_item_descriptor describe(struct recorder_device *device, uint32_t binding,
                                             uint32_t element, VkDescriptorType type,
                                             const struct contents *contents)
{
    struct trace_item_descriptor item = {
        .binding = binding, .element = element, .type = (uint32_t)type};
    switch ((unsigned)type) {
    case VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER:
    case VK_DESCRIPTOR_TYPE_SAMPLED_IMAGE:
    case VK_DESCRIPTOR_TYPE_STORAGE_IMAGE:
    case VK_DESCRIPTOR_TYPE_INPUT_ATTACHMENT:
        item.resource = recorder_id(device, RECORDER_VIEW,
                                    RECORDER_KEY(contents->image[contents->index].imageView));
        item.range = VK_WHOLE_SIZE;
        break;
    case VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER:
    case VK_DESCRIPTOR_TYPE_STORAGE_TEXEL_BUFFER:
        item.resource =
            recorder_id(device, RECORDER_VIEW, RECORDER_KEY(contents->view[contents->index]));
        item.range = VK_WHOLE_SIZE;
        break;
    case VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER:
    case VK_DESCRIPTOR_TYPE_STORAGE_BUFFER:
    case VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER_DYNAMIC:
    case VK_DESCRIPTOR_TYPE_STORAGE_BUFFER_DYNAMIC:
        item.resource = recorder_id(device, RECORDER_BUFFER,
                                    RECORDER_KEY(contents->buffer[contents->index].buffer));
        item.offset = contents->buffer[contents->index].offset;
        item.range = contents->buffer[contents->index].range;
        break;
    default: /* samplers, inline data and what extensions bring have no resource of ours */
        break;
    }
    return item;
}

/* Inline data counts its bytes; it is one descriptor. */
static uint32_t elements_of(VkDescriptorType type, uint32_t count)
{
    return type == VK_DESCRIPTOR_TYPE_INLINE_UNIFORM_BLOCK && count > 0 ? 1 : count;
}

static size_t describe_write(struct recorder_device *device, const VkWriteDescriptorSet *write,
                             struct trace_item_descriptor *items)
{
    const uint32_t count = elements_of(write->descriptorType, write->descriptorCount);
    for (uint32_t i = 0; i < count; i++) {
        const struct contents contents = {
            .image = write->pImageInfo,
            .buffer = write->pBufferInfo,
            .view = write->pTexelBufferView,
            .index = i,
        };
        items[i] = describe(device, write->dstBinding, write->dstArrayElement + i,
                            write->descriptorType, &contents);
    }
    return count;
}

struct trace_item_descriptor *recorder_describe_writes(struct recorder_device *device,
                                                       const VkWriteDescriptorSet *writes,
                                                       uint32_t write_count, size_t *count)
{
    size_t most = 0, used = 0;
    for (uint32_t i = 0; i < write_count; i++)
        most += elements_of(writes[i].descriptorType, writes[i].descriptorCount);
    struct trace_item_descriptor *items = recorder_scratch(most, sizeof *items);
    for (uint32_t i = 0; items && i < write_count; i++)
        used += describe_write(device, &writes[i], items + used);
    *count = used;
    return items;
}

struct trace_item_descriptor *recorder_describe_template(struct recorder_device *device,
                                                         VkDescriptorUpdateTemplate handle,
                                                         const void *data, uint32_t *point,
                                                         size_t *count)
{
    const struct template *template =
        pointer(recorder_id(device, RECORDER_TEMPLATE, RECORDER_KEY(handle)));
    *point = template ? template->point : 0;
    size_t most = 0, used = 0;
    for (uint32_t i = 0; template && i < template->count; i++)
        most +=
            elements_of(template->entries[i].descriptorType, template->entries[i].descriptorCount);
    struct trace_item_descriptor *items = recorder_scratch(most, sizeof *items);
    assert(template || !items);
    for (uint32_t i = 0; items && i < template->count; i++) {
        const VkDescriptorUpdateTemplateEntry *entry = &template->entries[i];
        const uint32_t elements = elements_of(entry->descriptorType, entry->descriptorCount);
        for (uint32_t e = 0; e < elements; e++) {
            const void *at = (const char *)data + entry->offset + e * entry->stride;
            const struct contents contents = {.image = at, .buffer = at, .view = at};
            items[used++] = describe(device, entry->dstBinding, entry->dstArrayElement + e,
                                     entry->descriptorType, &contents);
        }
    }
    *count = used;
    return items;
}

static void emit_write(const struct recorder_call *call, uint64_t set,
                       const struct trace_item_descriptor *items, size_t count)
{
    const struct trace_write_set event = {.set = set};
    if (items)
        recorder_emit(TRACE_WRITE_SET, call, &event, items, count);
}

static void emit_copy(struct recorder_device *device, const struct recorder_call *call,
                      const VkCopyDescriptorSet *copy)
{
    const struct trace_copy_set event = {
        .source = recorder_set_id(device, copy->srcSet),
        .dest = recorder_set_id(device, copy->dstSet),
        .source_binding = copy->srcBinding,
        .source_element = copy->srcArrayElement,
        .dest_binding = copy->dstBinding,
        .dest_element = copy->dstArrayElement,
        .count = copy->descriptorCount,
    };
    recorder_emit(TRACE_COPY_SET, call, &event, NULL, 0);
}

/* Writes to one set that follow each other are one event. The call's time goes to the first. */
VKAPI_ATTR void VKAPI_CALL recorder_UpdateDescriptorSets(VkDevice handle, uint32_t write_count,
                                                         const VkWriteDescriptorSet *writes,
                                                         uint32_t copy_count,
                                                         const VkCopyDescriptorSet *copies)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    device->next.UpdateDescriptorSets(handle, write_count, writes, copy_count, copies);
    recorder_after(&call);
    for (uint32_t i = 0, end; i < write_count && recorder_on(); i = end) {
        size_t count;
        for (end = i + 1; end < write_count && writes[end].dstSet == writes[i].dstSet; end++)
            ;
        struct trace_item_descriptor *items =
            recorder_describe_writes(device, writes + i, end - i, &count);
        emit_write(&call, recorder_set_id(device, writes[i].dstSet), items, count);
        call.end_ns = call.start_ns;
    }
    for (uint32_t i = 0; i < copy_count; i++)
        emit_copy(device, &call, &copies[i]);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateDescriptorUpdateTemplate(
    VkDevice handle, const VkDescriptorUpdateTemplateCreateInfo *info,
    const VkAllocationCallbacks *allocator, VkDescriptorUpdateTemplate *template)
{
    struct recorder_device *device = recorder_device_of(handle);
    const VkResult result =
        device->next.CreateDescriptorUpdateTemplate(handle, info, allocator, template);
    if (result != VK_SUCCESS || !recorder_on())
        return result;
    const size_t bytes = info->descriptorUpdateEntryCount * sizeof *info->pDescriptorUpdateEntries;
    struct template *made = malloc(sizeof *made + bytes);
    if (made) {
        made->point = (uint32_t)info->pipelineBindPoint;
        made->count = info->descriptorUpdateEntryCount;
        memcpy(made->entries, info->pDescriptorUpdateEntries, bytes);
    }
    keep(device, RECORDER_TEMPLATE, RECORDER_KEY(*template), made);
    return result;
}

VKAPI_ATTR void VKAPI_CALL recorder_DestroyDescriptorUpdateTemplate(
    VkDevice handle, VkDescriptorUpdateTemplate template, const VkAllocationCallbacks *allocator)
{
    struct recorder_device *device = recorder_device_of(handle);
    free(pointer(recorder_map_take(&device->objects[RECORDER_TEMPLATE], RECORDER_KEY(template))));
    device->next.DestroyDescriptorUpdateTemplate(handle, template, allocator);
}

VKAPI_ATTR void VKAPI_CALL recorder_UpdateDescriptorSetWithTemplate(
    VkDevice handle, VkDescriptorSet set, VkDescriptorUpdateTemplate template, const void *data)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    device->next.UpdateDescriptorSetWithTemplate(handle, set, template, data);
    recorder_after(&call);
    uint32_t point;
    size_t count;
    struct trace_item_descriptor *items =
        recorder_describe_template(device, template, data, &point, &count);
    emit_write(&call, recorder_set_id(device, set), items, count);
}

/* Shaders and compute pipelines. A pipeline is known by a hash of its SPIR-V, its entry point and
 * its specialization: two of the same hash are the same kernel. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "destroy.h"
#include "recorder.h"
#include "reflect.h"
#include "trace/format.h"
#include "trace/hash.h"

RECORDER_DESTROY(DestroyPipeline, VkPipeline, RECORDER_PIPELINE)
RECORDER_DESTROY(DestroyPipelineLayout, VkPipelineLayout, RECORDER_PIPELINE_LAYOUT)

/* The program may free its code and then its module, so what pipelines need is kept. */
struct module {
    pthread_mutex_t lock; /* of reflections: pipelines are created by several threads */
    struct recorder_reflection *reflections;
    size_t word_count;
    uint32_t words[];
};

static struct module *copy_module(const VkShaderModuleCreateInfo *info)
{
    struct module *made = recorder_on() ? malloc(sizeof *made + info->codeSize) : NULL;
    if (!made)
        return NULL;
    pthread_mutex_init(&made->lock, NULL);
    made->reflections = NULL;
    made->word_count = info->codeSize / sizeof made->words[0];
    memcpy(made->words, info->pCode, info->codeSize);
    return made;
}

static void free_module(struct module *module)
{
    if (!module)
        return;
    recorder_free_reflections(module->reflections);
    pthread_mutex_destroy(&module->lock);
    free(module);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateShaderModule(VkDevice handle,
                                                           const VkShaderModuleCreateInfo *info,
                                                           const VkAllocationCallbacks *allocator,
                                                           VkShaderModule *module)
{
    struct recorder_device *device = recorder_device_of(handle);
    const VkResult result = device->next.CreateShaderModule(handle, info, allocator, module);
    if (result != VK_SUCCESS || !recorder_on())
        return result;
    struct module *made = copy_module(info);
    const uint64_t kept = made ? recorder_map_put(&device->objects[RECORDER_MODULE],
                                                  RECORDER_KEY(*module), RECORDER_KEY(made))
                               : 0;
    if (kept == 0)
        recorder_stop(ENOMEM);
    if (kept != RECORDER_KEY(made))
        free_module(made);
    return result;
}

static struct module *take_module(struct recorder_device *device, uint64_t key)
{
    return (void *)(uintptr_t)recorder_map_take(&device->objects[RECORDER_MODULE], key);
}

VKAPI_ATTR void VKAPI_CALL recorder_DestroyShaderModule(VkDevice handle, VkShaderModule module,
                                                        const VkAllocationCallbacks *allocator)
{
    struct recorder_device *device = recorder_device_of(handle);
    free_module(take_module(device, RECORDER_KEY(module)));
    device->next.DestroyShaderModule(handle, module, allocator);
}

void recorder_drop_modules(struct recorder_device *device)
{
    uint64_t module;
    while ((module = recorder_map_take_any(&device->objects[RECORDER_MODULE])) != 0)
        free_module((void *)(uintptr_t)module);
}

/* The list only grows at its head while the module lives, so what is found stays. */
static const struct recorder_reflection *reflection_of(struct module *module, const char *entry)
{
    pthread_mutex_lock(&module->lock);
    struct recorder_reflection *found = module->reflections;
    while (found && strcmp(found->entry, entry) != 0)
        found = found->next;
    if (!found && (found = recorder_reflect(module->words, module->word_count, entry)) != NULL) {
        found->next = module->reflections;
        module->reflections = found;
    }
    pthread_mutex_unlock(&module->lock);
    if (!found)
        recorder_stop(ENOMEM);
    return found;
}

static uint64_t value_of(const VkSpecializationInfo *info, const VkSpecializationMapEntry *entry)
{
    uint64_t value = 0;
    memcpy(&value, (const char *)info->pData + entry->offset,
           entry->size < sizeof value ? entry->size : sizeof value);
    return value;
}

static int compare(const void *a, const void *b)
{
    const struct trace_item_constant *left = a, *right = b;
    return left->constant < right->constant ? -1 : left->constant > right->constant;
}

static struct trace_item_constant *list_constants(const VkSpecializationInfo *info)
{
    const uint32_t count = info ? info->mapEntryCount : 0;
    struct trace_item_constant *items = recorder_allocate(count, sizeof *items);
    for (uint32_t i = 0; items && i < count; i++)
        items[i] = (struct trace_item_constant){
            .constant = info->pMapEntries[i].constantID,
            .bytes = (uint32_t)info->pMapEntries[i].size,
            .value = value_of(info, &info->pMapEntries[i]),
        };
    if (items)
        qsort(items, count, sizeof *items, compare);
    return items;
}

static void set_local_size(struct trace_pipeline *event,
                           const struct recorder_reflection *reflection,
                           const struct trace_item_constant *constants, size_t count)
{
    uint32_t local[3] = {0};
    for (unsigned axis = 0; axis < 3; axis++) {
        local[axis] = reflection->local[axis];
        for (size_t i = 0; i < count; i++)
            if (constants[i].constant == reflection->local_constant[axis])
                local[axis] = (uint32_t)constants[i].value;
    }
    event->local_x = local[0];
    event->local_y = local[1];
    event->local_z = local[2];
}

static void emit_pipeline(const struct recorder_call *call, struct trace_pipeline *event,
                          const struct recorder_reflection *reflection,
                          const VkSpecializationInfo *specialization)
{
    struct trace_item_constant *constants = list_constants(specialization);
    const size_t count = constants ? specialization->mapEntryCount : 0;
    const struct trace_entry_point entry = {.pipeline = event->id};
    const struct trace_specialization special = {.pipeline = event->id};
    event->shader_hash = reflection->hash;
    event->hash = count ? trace_hash(constants, count * sizeof *constants, reflection->hash)
                        : reflection->hash;
    event->shared_bytes = reflection->shared_bytes;
    event->flags |=
        reflection->understood ? 0 : TRACE_PIPELINE_UNREFLECTED | TRACE_PIPELINE_ADDRESSES;
    event->flags |= reflection->addresses ? TRACE_PIPELINE_ADDRESSES : 0;
    set_local_size(event, reflection, constants, count);
    recorder_emit(TRACE_PIPELINE, call, event, reflection->bindings, reflection->binding_count);
    recorder_emit_text(TRACE_ENTRY_POINT, &entry, reflection->entry);
    if (count > 0)
        recorder_emit(TRACE_SPECIALIZATION, NULL, &special, constants, count);
    free(constants);
}

/* Code can also come with the stage itself. */
static const VkShaderModuleCreateInfo *inline_code(const VkPipelineShaderStageCreateInfo *stage)
{
    for (const VkBaseInStructure *at = stage->pNext; at; at = at->pNext)
        if (at->sType == VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO)
            return (const void *)at;
    return NULL;
}

static void describe(struct recorder_device *device, const struct recorder_call *call,
                     struct trace_pipeline *event, const VkPipelineShaderStageCreateInfo *stage)
{
    struct module *module =
        (void *)(uintptr_t)recorder_id(device, RECORDER_MODULE, RECORDER_KEY(stage->module));
    const VkShaderModuleCreateInfo *code = module ? NULL : inline_code(stage);
    struct module *own = code ? copy_module(code) : NULL;
    const struct recorder_reflection *reflection =
        module || own ? reflection_of(module ? module : own, stage->pName) : NULL;
    if (reflection) {
        emit_pipeline(call, event, reflection, stage->pSpecializationInfo);
    } else {
        event->flags |= TRACE_PIPELINE_UNREFLECTED | TRACE_PIPELINE_ADDRESSES;
        recorder_emit(TRACE_PIPELINE, call, event, NULL, 0);
    }
    free_module(own);
}

VKAPI_ATTR VkResult VKAPI_CALL
recorder_CreateComputePipelines(VkDevice handle, VkPipelineCache cache, uint32_t count,
                                const VkComputePipelineCreateInfo *infos,
                                const VkAllocationCallbacks *allocator, VkPipeline *pipelines)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result =
        device->next.CreateComputePipelines(handle, cache, count, infos, allocator, pipelines);
    recorder_after(&call);
    for (uint32_t i = 0; i < count && recorder_on(); i++) {
        struct trace_pipeline event = {
            .id = recorder_name(device, RECORDER_PIPELINE, RECORDER_KEY(pipelines[i])),
            .device = device->id,
            .layout = recorder_id(device, RECORDER_PIPELINE_LAYOUT, RECORDER_KEY(infos[i].layout)),
            .flags =
                (cache ? TRACE_PIPELINE_CACHED : 0u) | (pipelines[i] ? 0u : TRACE_PIPELINE_FAILED),
            .batch = count,
        };
        describe(device, &call, &event, &infos[i].stage);
    }
    return result;
}

VKAPI_ATTR VkResult VKAPI_CALL
recorder_CreateGraphicsPipelines(VkDevice handle, VkPipelineCache cache, uint32_t count,
                                 const VkGraphicsPipelineCreateInfo *infos,
                                 const VkAllocationCallbacks *allocator, VkPipeline *pipelines)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result =
        device->next.CreateGraphicsPipelines(handle, cache, count, infos, allocator, pipelines);
    recorder_after(&call);
    const struct trace_other_pipelines event = {.device = device->id, .count = count};
    for (uint32_t i = 0; i < count; i++)
        recorder_name(device, RECORDER_PIPELINE, RECORDER_KEY(pipelines[i]));
    recorder_emit(TRACE_OTHER_PIPELINES, &call, &event, NULL, 0);
    return result;
}

static uint32_t push_bytes(const VkPipelineLayoutCreateInfo *info)
{
    uint32_t bytes = 0;
    for (uint32_t i = 0; i < info->pushConstantRangeCount; i++) {
        const VkPushConstantRange *range = &info->pPushConstantRanges[i];
        if (range->offset + range->size > bytes)
            bytes = range->offset + range->size;
    }
    return bytes;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreatePipelineLayout(VkDevice handle,
                                                             const VkPipelineLayoutCreateInfo *info,
                                                             const VkAllocationCallbacks *allocator,
                                                             VkPipelineLayout *layout)
{
    struct recorder_device *device = recorder_device_of(handle);
    struct recorder_call call = recorder_before();
    const VkResult result = device->next.CreatePipelineLayout(handle, info, allocator, layout);
    recorder_after(&call);
    if (result != VK_SUCCESS)
        return result;
    const struct trace_pipeline_layout event = {
        .id = recorder_name(device, RECORDER_PIPELINE_LAYOUT, RECORDER_KEY(*layout)),
        .device = device->id,
        .push_bytes = push_bytes(info),
    };
    struct trace_item_id *items = recorder_allocate(info->setLayoutCount, sizeof *items);
    for (uint32_t i = 0; items && i < info->setLayoutCount; i++)
        items[i].id = recorder_set_layout_id(device, info->pSetLayouts[i]);
    recorder_emit(TRACE_PIPELINE_LAYOUT, &call, &event, items, items ? info->setLayoutCount : 0);
    free(items);
    return result;
}

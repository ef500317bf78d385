/* What launches read beside what all share: a small pool of buffer ranges that differ in every
 * word, cut into sets of as many as one launch reads, and the pipelines that read them. */
#include "modes/mode.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#define RESOURCE_BYTES (WORKLOAD_RESOURCE_WORDS * sizeof(uint32_t))
_Static_assert(RESOURCE_BYTES % 256 == 0, "no device aligns storage buffers to more than 256");

/* No runtime binds more for one launch, and the pool stays small. */
#define RESOURCES_MAX (UINT32_C(1) << 16)
#define SETS_LEAST 3

uint32_t mode_max_resources(const struct gpu_info *info)
{
    const uint32_t most =
        info->max_resources > WORKLOAD_BINDING_COUNT && info->indexing != GPU_INDEXING_UNSUPPORTED
            ? info->max_resources - WORKLOAD_BINDING_COUNT
            : 0;
    return most < RESOURCES_MAX ? most : RESOURCES_MAX;
}

/* If the batch were a multiple of the sets, every set would be read as often as any other, and a
 * launch that reads its neighbour's would leave the same sums. */
static uint32_t choose_sets(const struct workload_shape *shape)
{
    uint32_t sets = SETS_LEAST;
    while (shape->launches % sets == 0)
        sets++;
    return sets;
}

uint32_t mode_resource_set(const struct mode_batch *batch, uint64_t launch, uint32_t executed)
{
    return (uint32_t)((launch + (batch->shape.rebind ? executed : 0)) % batch->resources.sets);
}

static int upload_words(const struct mode_batch *batch)
{
    const struct mode_resources *resources = &batch->resources;
    const uint32_t count = resources->sets * batch->shape.resources;
    struct gpu_buffer staging = {0};
    int status =
        gpu_create_buffer(batch->device, resources->buffer.bytes, GPU_MEMORY_HOST, &staging);
    if (status == DW_OK) {
        uint32_t *words = staging.mapped;
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t word = 0; word < WORKLOAD_RESOURCE_WORDS; word++)
                *words++ = workload_resource_word(i, word);
        status =
            gpu_copy_buffer(batch->device, &staging, &resources->buffer, resources->buffer.bytes);
    }
    gpu_destroy_buffer(batch->device, &staging);
    return status;
}

int mode_create_resources(struct mode_batch *batch)
{
    struct mode_resources *resources = &batch->resources;
    const uint32_t most = mode_max_resources(batch->device->info);
    if (batch->shape.resources == 0)
        return DW_OK;
    if (batch->shape.resources > most) {
        base_error("%s: launches of %u resources; the device binds %u", batch->workload->name,
                   batch->shape.resources, most);
        return DW_ERROR_UNSUPPORTED;
    }
    resources->sets = choose_sets(&batch->shape);
    const uint32_t count = resources->sets * batch->shape.resources;
    resources->infos = calloc(count, sizeof *resources->infos);
    if (!resources->infos)
        return DW_ERROR_NO_MEMORY;
    const int status = gpu_create_buffer(batch->device, count * RESOURCE_BYTES, GPU_MEMORY_DEVICE,
                                         &resources->buffer);
    if (status != DW_OK)
        return status;
    for (uint32_t i = 0; i < count; i++)
        resources->infos[i] = (VkDescriptorBufferInfo){.buffer = resources->buffer.handle,
                                                       .offset = i * RESOURCE_BYTES,
                                                       .range = RESOURCE_BYTES};
    return upload_words(batch);
}

void mode_destroy_resources(struct mode_batch *batch)
{
    struct mode_resources *resources = &batch->resources;
    const VkDevice device = batch->device->handle;
    for (int side = 0; side < DW_BINDING_SIDE_COUNT; side++) {
        vkDestroyPipeline(device, resources->access[side].pipeline, NULL);
        vkDestroyPipelineLayout(device, resources->access[side].layout, NULL);
        vkDestroyDescriptorSetLayout(device, resources->access[side].set_layout, NULL);
    }
    gpu_destroy_buffer(batch->device, &resources->buffer);
    free(resources->infos);
    *resources = (struct mode_resources){0};
}

static int create_layouts(const struct mode_batch *batch, const struct mode_array *array,
                          struct mode_access *access)
{
    int status = DW_OK;
    const VkDescriptorSetLayoutBinding binding = {
        .binding = 0,
        .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
        .descriptorCount = array->entries,
        .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
    };
    const VkDescriptorBindingFlags partly = VK_DESCRIPTOR_BINDING_PARTIALLY_BOUND_BIT;
    const VkDescriptorSetLayoutBindingFlagsCreateInfo flags = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_BINDING_FLAGS_CREATE_INFO,
        .bindingCount = 1,
        .pBindingFlags = &partly,
    };
    const VkDescriptorSetLayoutCreateInfo set_info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
        .pNext = array->table ? &flags : NULL,
        .flags = array->pushed ? VK_DESCRIPTOR_SET_LAYOUT_CREATE_PUSH_DESCRIPTOR_BIT_KHR : 0,
        .bindingCount = 1,
        .pBindings = &binding,
    };
    const VkDevice device = batch->device->handle;
    if (!access->set_layout)
        GPU_TRY(vkCreateDescriptorSetLayout(device, &set_info, NULL, &access->set_layout));
    status = gpu_create_layout(batch->device, access->set_layout, &access->layout);
fail:
    return status;
}

int mode_need_access(struct mode_batch *batch, enum dw_binding_side side,
                     const struct mode_array *array)
{
    struct mode_access *access = &batch->resources.access[side];
    const struct workload_code *code =
        array->table ? &batch->workload->direct_table : &batch->workload->direct_sized;
    const VkSpecializationMapEntry entry = {.constantID = 0, .size = sizeof array->entries};
    const VkSpecializationInfo constants = {.mapEntryCount = 1,
                                            .pMapEntries = &entry,
                                            .dataSize = sizeof array->entries,
                                            .pData = &array->entries};
    if (access->pipeline)
        return DW_OK;
    access->array = *array;
    const int status = access->layout ? DW_OK : create_layouts(batch, array, access);
    if (status != DW_OK)
        return status;
    const struct gpu_pipeline_info info = {.layout = access->layout,
                                           .constants = array->table ? NULL : &constants};
    return gpu_create_special_pipeline(batch->device->handle, code, &info, &access->pipeline, NULL);
}

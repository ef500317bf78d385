#include "kernel/pipeline.h"

#include <stdlib.h>

#include "workload.h"

static int create_set_layout(struct kernel_setup *setup, uint32_t set)
{
    int status = DW_OK;
    VkDescriptorSetLayoutBinding bindings[KERNEL_BINDINGS_MAX];
    VkDescriptorSetLayoutCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO, .pBindings = bindings};
    for (size_t i = 0; i < setup->interface->binding_count; i++) {
        const struct kernel_binding *binding = &setup->interface->bindings[i];
        if (binding->set == set)
            bindings[info.bindingCount++] = (VkDescriptorSetLayoutBinding){
                .binding = binding->binding,
                .descriptorType = binding->type,
                .descriptorCount = binding->count,
                .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
            };
    }
    GPU_TRY(
        vkCreateDescriptorSetLayout(setup->device->handle, &info, NULL, &setup->set_layouts[set]));
fail:
    return status;
}

static int create_sets(struct kernel_setup *setup)
{
    int status = DW_OK;
    VkDescriptorPoolSize sizes[] = {{VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 1},
                                    {VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, 1}};
    for (size_t i = 0; i < setup->interface->binding_count; i++) {
        const struct kernel_binding *binding = &setup->interface->bindings[i];
        sizes[binding->type == sizes[1].type].descriptorCount += binding->count;
    }
    const VkDescriptorPoolCreateInfo pool_info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
        .maxSets = setup->set_count,
        .poolSizeCount = 2,
        .pPoolSizes = sizes,
    };
    VkDescriptorSetAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
        .descriptorSetCount = setup->set_count,
        .pSetLayouts = setup->set_layouts,
    };
    GPU_TRY(vkCreateDescriptorPool(setup->device->handle, &pool_info, NULL, &setup->pool));
    info.descriptorPool = setup->pool;
    GPU_TRY(vkAllocateDescriptorSets(setup->device->handle, &info, setup->sets));
fail:
    return status;
}

int kernel_create_layouts(struct kernel_setup *setup)
{
    int status = DW_OK;
    for (size_t i = 0; i < setup->interface->binding_count; i++)
        if (setup->interface->bindings[i].set >= setup->set_count)
            setup->set_count = setup->interface->bindings[i].set + 1;
    setup->set_layouts = calloc(setup->set_count + 1, sizeof *setup->set_layouts);
    setup->sets = calloc(setup->set_count + 1, sizeof *setup->sets);
    if (!setup->set_layouts || !setup->sets)
        return DW_ERROR_NO_MEMORY;
    for (uint32_t set = 0; set < setup->set_count && status == DW_OK; set++)
        status = create_set_layout(setup, set);
    if (status == DW_OK && setup->set_count > 0)
        status = create_sets(setup);
    if (status != DW_OK)
        return status;
    const VkPushConstantRange range = {.stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
                                       .size = setup->inputs->push_bytes};
    const VkPipelineLayoutCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
        .setLayoutCount = setup->set_count,
        .pSetLayouts = setup->set_layouts,
        .pushConstantRangeCount = range.size > 0 ? 1 : 0,
        .pPushConstantRanges = &range,
    };
    GPU_TRY(vkCreatePipelineLayout(setup->device->handle, &info, NULL, &setup->layout));
fail:
    return status;
}

int kernel_create_pipelines(struct kernel_setup *setup, const struct kernel_module *module)
{
    const struct workload_code code = {module->words, module->count * sizeof *module->words};
    const VkSpecializationInfo specialization = {
        .mapEntryCount = setup->inputs->entry_count,
        .pMapEntries = setup->inputs->entries,
        .dataSize = sizeof setup->inputs->spec_data,
        .pData = setup->inputs->spec_data,
    };
    const struct gpu_pipeline_info special = {
        .layout = setup->layout, .constants = &specialization, .entry = setup->interface->entry};
    const struct gpu_pipeline_info plain = {.layout = setup->layout};
    const VkDevice device = setup->device->handle;
    const int status = gpu_create_special_pipeline(device, &code, &special, &setup->pipeline, NULL);
    return status == DW_OK
               ? gpu_create_special_pipeline(device, &workload_empty, &plain, &setup->empty, NULL)
               : status;
}

#include "gpu/device.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "workload.h"

#define TIMEOUT_NS UINT64_C(10000000000)

static int create_logical(struct gpu_device *device)
{
    int status = DW_OK;
    const float priority = 1.0f;
    const VkDeviceQueueCreateInfo queue = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
        .queueFamilyIndex = device->family,
        .queueCount = 1,
        .pQueuePriorities = &priority,
    };
    const VkPhysicalDeviceVulkan12Features v12 = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES,
        .timelineSemaphore = device->info->has_timeline,
    };
    const VkDeviceCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
        .pNext = device->info->api_version >= VK_API_VERSION_1_2 ? &v12 : NULL,
        .queueCreateInfoCount = 1,
        .pQueueCreateInfos = &queue,
    };
    GPU_TRY(vkCreateDevice(device->info->handle, &info, NULL, &device->handle));
    volkLoadDevice(device->handle);
    vkGetDeviceQueue(device->handle, device->family, 0, &device->queue);
fail:
    return status;
}

static int create_layouts(struct gpu_device *device)
{
    int status = DW_OK;
    VkDescriptorSetLayoutBinding bindings[WORKLOAD_BINDING_COUNT];
    for (uint32_t i = 0; i < WORKLOAD_BINDING_COUNT; i++)
        bindings[i] = (VkDescriptorSetLayoutBinding){
            .binding = i,
            .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
            .descriptorCount = 1,
            .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
        };
    const VkDescriptorSetLayoutCreateInfo set_info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
        .bindingCount = WORKLOAD_BINDING_COUNT,
        .pBindings = bindings,
    };
    GPU_TRY(vkCreateDescriptorSetLayout(device->handle, &set_info, NULL, &device->set_layout));
    const VkPushConstantRange range = {.stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
                                       .size = sizeof(struct workload_push)};
    const VkPipelineLayoutCreateInfo layout_info = {
        .sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
        .setLayoutCount = 1,
        .pSetLayouts = &device->set_layout,
        .pushConstantRangeCount = 1,
        .pPushConstantRanges = &range,
    };
    GPU_TRY(vkCreatePipelineLayout(device->handle, &layout_info, NULL, &device->pipeline_layout));
    const VkCommandPoolCreateInfo pool_info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
        .flags = VK_COMMAND_POOL_CREATE_TRANSIENT_BIT,
        .queueFamilyIndex = device->family,
    };
    GPU_TRY(vkCreateCommandPool(device->handle, &pool_info, NULL, &device->transfer_pool));
    const VkFenceCreateInfo fence_info = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    GPU_TRY(vkCreateFence(device->handle, &fence_info, NULL, &device->transfer_fence));
fail:
    return status;
}

int gpu_open_device(const struct gpu_info *info, struct gpu_device **out)
{
    struct gpu_device *device = calloc(1, sizeof *device);
    if (!device)
        return DW_ERROR_NO_MEMORY;
    device->info = info;
    device->family = (uint32_t)info->compute_family;
    device->timeout_ns = TIMEOUT_NS;
    vkGetPhysicalDeviceMemoryProperties(info->handle, &device->memory);
    int status = create_logical(device);
    if (status == DW_OK)
        status = create_layouts(device);
    if (status != DW_OK) {
        gpu_close_device(&device);
        return status;
    }
    *out = device;
    return DW_OK;
}

void gpu_close_device(struct gpu_device **out)
{
    struct gpu_device *device = *out;
    if (!device)
        return;
    if (device->handle) {
        vkDestroyFence(device->handle, device->transfer_fence, NULL);
        vkDestroyCommandPool(device->handle, device->transfer_pool, NULL);
        vkDestroyPipelineLayout(device->handle, device->pipeline_layout, NULL);
        vkDestroyDescriptorSetLayout(device->handle, device->set_layout, NULL);
        vkDestroyDevice(device->handle, NULL);
    }
    free(device);
    *out = NULL;
}

int gpu_create_pipeline(struct gpu_device *device, const uint32_t *words, size_t bytes,
                        VkPipeline *pipeline, double *create_ns)
{
    int status = DW_OK;
    VkShaderModule module = VK_NULL_HANDLE;
    const VkShaderModuleCreateInfo module_info = {
        .sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO, .codeSize = bytes, .pCode = words};
    GPU_TRY(vkCreateShaderModule(device->handle, &module_info, NULL, &module));
    const VkComputePipelineCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
        .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                  .stage = VK_SHADER_STAGE_COMPUTE_BIT,
                  .module = module,
                  .pName = "main"},
        .layout = device->pipeline_layout,
    };
    const uint64_t start = base_clock_ns();
    GPU_TRY(vkCreateComputePipelines(device->handle, VK_NULL_HANDLE, 1, &info, NULL, pipeline));
    *create_ns = (double)(base_clock_ns() - start);
fail:
    vkDestroyShaderModule(device->handle, module, NULL);
    return status;
}

#include "gpu/device.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "workload.h"

#define TIMEOUT_NS UINT64_C(10000000000)

/* The first other family that can do all of `wanted` and nothing of `unwanted`; -1: none. */
static int find_family(const struct gpu_info *info, VkQueueFlags wanted, VkQueueFlags unwanted)
{
    for (uint32_t i = 0; i < info->family_count; i++)
        if ((int)i != info->compute_family && (info->families[i].queueFlags & wanted) == wanted &&
            !(info->families[i].queueFlags & unwanted))
            return (int)i;
    return -1;
}

/* Which family each role's queue is of, the first there or, of the second role, the second; -1: the
 * device has none. */
static void assign_queues(const struct gpu_info *info, int families[GPU_QUEUE_ROLE_COUNT])
{
    const int main = info->compute_family;
    const VkQueueFlags works = VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT;
    const bool two = info->families[main].queueCount > 1;
    families[GPU_QUEUE_MAIN] = main;
    families[GPU_QUEUE_SECOND] = two ? main : -1;
    families[GPU_QUEUE_OTHER] = find_family(info, VK_QUEUE_COMPUTE_BIT, 0);
    families[GPU_QUEUE_TRANSFER] = find_family(info, VK_QUEUE_TRANSFER_BIT, works);
}

static void take_queues(struct gpu_device *device, const int families[GPU_QUEUE_ROLE_COUNT])
{
    for (int role = 0; role < GPU_QUEUE_ROLE_COUNT; role++) {
        struct gpu_queue *queue = &device->queues[role];
        if (families[role] < 0)
            continue;
        pthread_mutex_init(&device->locks[role], NULL);
        queue->lock = &device->locks[role];
        queue->family = (uint32_t)families[role];
        queue->timestamp_bits = device->info->families[queue->family].timestampValidBits;
        vkGetDeviceQueue(device->handle, queue->family, role == GPU_QUEUE_SECOND, &queue->handle);
    }
}

/* One entry for each family in use; device->families lists them. */
static void list_families(struct gpu_device *device, const int families[GPU_QUEUE_ROLE_COUNT],
                          VkDeviceQueueCreateInfo infos[GPU_QUEUE_ROLE_COUNT])
{
    static const float priorities[2] = {1.0f, 1.0f};
    for (int role = 0; role < GPU_QUEUE_ROLE_COUNT; role++) {
        if (families[role] < 0)
            continue;
        if (role == GPU_QUEUE_SECOND) {
            infos[0].queueCount = 2;
            continue;
        }
        infos[device->family_count] = (VkDeviceQueueCreateInfo){
            .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
            .queueFamilyIndex = (uint32_t)families[role],
            .queueCount = 1,
            .pQueuePriorities = priorities,
        };
        device->families[device->family_count++] = (uint32_t)families[role];
    }
}

static int create_logical(struct gpu_device *device)
{
    int status = DW_OK;
    int families[GPU_QUEUE_ROLE_COUNT];
    VkDeviceQueueCreateInfo queues[GPU_QUEUE_ROLE_COUNT];
    const struct gpu_info *gpu = device->info;
    const bool full = gpu->indexing == GPU_INDEXING_FULL;
    const char *const extensions[] = {VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME};
    const VkPhysicalDeviceVulkan12Features v12 = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES,
        .timelineSemaphore = gpu->has_timeline,
        .hostQueryReset = gpu->has_host_reset,
        .runtimeDescriptorArray = full,
        .descriptorBindingPartiallyBound = full,
        .shaderStorageBufferArrayNonUniformIndexing = full,
    };
    const VkPhysicalDeviceFeatures features = {
        .shaderStorageBufferArrayDynamicIndexing = gpu->indexing != GPU_INDEXING_UNSUPPORTED,
    };
    assign_queues(gpu, families);
    list_families(device, families, queues);
    const VkDeviceCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
        .pNext = gpu->api_version >= VK_API_VERSION_1_2 ? &v12 : NULL,
        .queueCreateInfoCount = device->family_count,
        .pQueueCreateInfos = queues,
        .enabledExtensionCount = gpu->has_push_descriptors,
        .ppEnabledExtensionNames = extensions,
        .pEnabledFeatures = &features,
    };
    GPU_TRY(vkCreateDevice(gpu->handle, &info, NULL, &device->handle));
    volkLoadDevice(device->handle);
    take_queues(device, families);
fail:
    return status;
}

int gpu_create_layout(struct gpu_device *device, VkDescriptorSetLayout second,
                      VkPipelineLayout *layout)
{
    int status = DW_OK;
    const VkDescriptorSetLayout sets[] = {device->set_layout, second};
    const VkPushConstantRange range = {.stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
                                       .size = sizeof(struct workload_push)};
    const VkPipelineLayoutCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
        .setLayoutCount = second ? 2 : 1,
        .pSetLayouts = sets,
        .pushConstantRangeCount = 1,
        .pPushConstantRanges = &range,
    };
    GPU_TRY(vkCreatePipelineLayout(device->handle, &info, NULL, layout));
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
    status = gpu_create_layout(device, VK_NULL_HANDLE, &device->pipeline_layout);
    if (status != DW_OK)
        return status;
    const VkCommandPoolCreateInfo pool_info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
        .flags = VK_COMMAND_POOL_CREATE_TRANSIENT_BIT,
        .queueFamilyIndex = device->queues[GPU_QUEUE_MAIN].family,
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
    *out = NULL;
    if (!device || device->gone)
        return;
    gpu_destroy_worker(&device->worker);
    for (int role = 0; role < GPU_QUEUE_ROLE_COUNT; role++)
        if (device->queues[role].lock)
            pthread_mutex_destroy(device->queues[role].lock);
    if (device->handle) {
        vkDestroyFence(device->handle, device->transfer_fence, NULL);
        vkDestroyCommandPool(device->handle, device->transfer_pool, NULL);
        vkDestroyPipelineLayout(device->handle, device->pipeline_layout, NULL);
        vkDestroyDescriptorSetLayout(device->handle, device->set_layout, NULL);
        vkDestroyDevice(device->handle, NULL);
    }
    free(device);
}

int gpu_give_up(struct gpu_device *device, const char *what)
{
    device->gone = true;
    return gpu_fail(VK_TIMEOUT, what);
}

int gpu_wait_fence(struct gpu_device *device, VkFence fence)
{
    const VkResult result = vkWaitForFences(device->handle, 1, &fence, VK_TRUE, device->timeout_ns);
    if (result == VK_TIMEOUT)
        return gpu_give_up(device, "vkWaitForFences");
    return result == VK_SUCCESS ? DW_OK : gpu_fail(result, "vkWaitForFences");
}

int gpu_settle(struct gpu_device *device, int status)
{
    if (status == DW_ERROR_DEVICE_LOST || status == DW_ERROR_TIMEOUT)
        device->gone = true;
    if (status == DW_OK || device->gone)
        return status;
    for (int role = 0; role < GPU_QUEUE_ROLE_COUNT; role++)
        if (device->queues[role].lock)
            pthread_mutex_lock(device->queues[role].lock);
    const VkResult result = vkDeviceWaitIdle(device->handle);
    for (int role = 0; role < GPU_QUEUE_ROLE_COUNT; role++)
        if (device->queues[role].lock)
            pthread_mutex_unlock(device->queues[role].lock);
    if (result == VK_SUCCESS)
        return status;
    device->gone = true;
    return gpu_fail(result, "vkDeviceWaitIdle") == DW_ERROR_DEVICE_LOST ? DW_ERROR_DEVICE_LOST
                                                                        : DW_ERROR_TIMEOUT;
}

int gpu_submit(const struct gpu_queue *queue, uint32_t count, const VkSubmitInfo *infos,
               VkFence fence)
{
    pthread_mutex_lock(queue->lock);
    const VkResult result = vkQueueSubmit(queue->handle, count, infos, fence);
    pthread_mutex_unlock(queue->lock);
    return result == VK_SUCCESS ? DW_OK : gpu_fail(result, "vkQueueSubmit");
}

int gpu_create_pipeline(struct gpu_device *device, const struct workload_code *code,
                        VkPipeline *pipeline)
{
    const struct gpu_pipeline_info info = {.layout = device->pipeline_layout};
    return gpu_create_special_pipeline(device->handle, code, &info, pipeline, NULL);
}

int gpu_create_special_pipeline(VkDevice device, const struct workload_code *code,
                                const struct gpu_pipeline_info *special, VkPipeline *pipeline,
                                double *create_ns)
{
    int status = DW_OK;
    VkShaderModule module = VK_NULL_HANDLE;
    const VkShaderModuleCreateInfo module_info = {.sType =
                                                      VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
                                                  .codeSize = code->bytes,
                                                  .pCode = code->words};
    GPU_TRY(vkCreateShaderModule(device, &module_info, NULL, &module));
    const VkComputePipelineCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
        .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                  .stage = VK_SHADER_STAGE_COMPUTE_BIT,
                  .module = module,
                  .pName = special->entry ? special->entry : "main",
                  .pSpecializationInfo = special->constants},
        .layout = special->layout,
    };
    const uint64_t start = base_clock_ns();
    GPU_TRY(vkCreateComputePipelines(device, VK_NULL_HANDLE, 1, &info, NULL, pipeline));
    if (create_ns)
        *create_ns = (double)(base_clock_ns() - start);
fail:
    vkDestroyShaderModule(device, module, NULL);
    return status;
}

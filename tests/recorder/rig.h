/* A small Vulkan program to be recorded: one device, one queue, two buffers and a pipeline that
 * adds one to the other. What it computes is checked, so that a layer that changes anything is
 * found. Every function ends the program where Vulkan fails: the exit code says so. */
#ifndef TESTS_RECORDER_RIG_H
#define TESTS_RECORDER_RIG_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <volk.h>

#include "gpu/validation.h"

#define RIG_WORDS 256
#define RIG_LOCAL 64

static const uint32_t rig_add_code[] =
#include "add.inc"
    ;

#define RIG_TRY(call)                                                                              \
    do {                                                                                           \
        const VkResult rig_result = (call);                                                        \
        if (rig_result != VK_SUCCESS) {                                                            \
            fprintf(stderr, "%s: %d\n", #call, (int)rig_result);                                   \
            exit(3);                                                                               \
        }                                                                                          \
    } while (0)

#define RIG_WANT(condition)                                                                        \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            exit(4);                                                                               \
        }                                                                                          \
    } while (0)

struct rig {
    VkInstance instance;
    VkDebugUtilsMessengerEXT messenger;
    VkPhysicalDevice physical;
    VkDevice device;
    VkQueue queue;
    pthread_mutex_t lock; /* of the queue */
    uint32_t family;
    VkDescriptorSetLayout set_layout;
    VkPipelineLayout layout;
    VkPipeline pipeline;
};

/* What one user of a rig records with. */
struct rig_work {
    VkBuffer buffers[2];
    VkDeviceMemory memories[2];
    uint32_t *words[2];
    VkDescriptorPool sets;
    VkDescriptorSet set;
    VkCommandPool pool;
    VkCommandBuffer commands;
    VkFence fence;
};

static inline VkInstance rig_make_instance(VkDebugUtilsMessengerEXT *messenger)
{
    const VkApplicationInfo application = {.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
                                           .apiVersion = VK_API_VERSION_1_2};
    VkInstanceCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
        .pApplicationInfo = &application,
    };
    VkInstance instance;
    gpu_add_validation(&info);
    RIG_TRY(vkCreateInstance(&info, NULL, &instance));
    volkLoadInstance(instance);
    *messenger = VK_NULL_HANDLE;
    if (gpu_wants_validation())
        RIG_TRY(
            vkCreateDebugUtilsMessengerEXT(instance, &gpu_validation_messenger, NULL, messenger));
    return instance;
}

static inline void rig_destroy_instance(VkInstance instance, VkDebugUtilsMessengerEXT messenger)
{
    if (messenger)
        vkDestroyDebugUtilsMessengerEXT(instance, messenger, NULL);
    vkDestroyInstance(instance, NULL);
}

static inline bool rig_can_push(const struct rig *rig)
{
    VkExtensionProperties extensions[512];
    uint32_t count = 0;
    bool found = false;
    RIG_TRY(vkEnumerateDeviceExtensionProperties(rig->physical, NULL, &count, NULL));
    RIG_WANT(count <= 512);
    RIG_TRY(vkEnumerateDeviceExtensionProperties(rig->physical, NULL, &count, extensions));
    for (uint32_t i = 0; i < count; i++)
        found |= strcmp(extensions[i].extensionName, VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME) == 0;
    return found;
}

static inline void rig_make_device(struct rig *rig)
{
    static const char *const push = VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME;
    const float priority = 1;
    const VkDeviceQueueCreateInfo queue = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
        .queueFamilyIndex = rig->family,
        .queueCount = 1,
        .pQueuePriorities = &priority,
    };
    const VkPhysicalDeviceTimelineSemaphoreFeatures timeline = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_TIMELINE_SEMAPHORE_FEATURES,
        .timelineSemaphore = VK_TRUE,
    };
    const VkDeviceCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
        .pNext = &timeline,
        .queueCreateInfoCount = 1,
        .pQueueCreateInfos = &queue,
        .enabledExtensionCount = rig_can_push(rig),
        .ppEnabledExtensionNames = &push,
    };
    RIG_TRY(vkCreateDevice(rig->physical, &info, NULL, &rig->device));
    vkGetDeviceQueue(rig->device, rig->family, 0, &rig->queue);
    pthread_mutex_init(&rig->lock, NULL);
}

static inline void rig_make_layouts(struct rig *rig, VkDescriptorSetLayoutCreateFlags flags,
                                    VkShaderStageFlags stages)
{
    const VkDescriptorSetLayoutBinding bindings[2] = {
        {0, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 1, stages, NULL},
        {1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 1, stages, NULL},
    };
    const VkDescriptorSetLayoutCreateInfo set = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
        .flags = flags,
        .bindingCount = 2,
        .pBindings = bindings,
    };
    const VkPushConstantRange push = {VK_SHADER_STAGE_COMPUTE_BIT, 0, 4};
    RIG_TRY(vkCreateDescriptorSetLayout(rig->device, &set, NULL, &rig->set_layout));
    const VkPipelineLayoutCreateInfo layout = {
        .sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
        .setLayoutCount = 1,
        .pSetLayouts = &rig->set_layout,
        .pushConstantRangeCount = 1,
        .pPushConstantRanges = &push,
    };
    RIG_TRY(vkCreatePipelineLayout(rig->device, &layout, NULL, &rig->layout));
}

/* Of a shader that takes a number. The module goes as soon as the pipeline is there. */
static inline VkPipeline rig_make_pipeline_of(const struct rig *rig, const uint32_t *words,
                                              size_t bytes, uint32_t number)
{
    const uint32_t values[2] = {RIG_LOCAL, number};
    const VkSpecializationMapEntry entries[2] = {{0, 0, 4}, {1, 4, 4}};
    const VkSpecializationInfo special = {2, entries, sizeof values, values};
    const VkShaderModuleCreateInfo code = {
        .sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
        .codeSize = bytes,
        .pCode = words,
    };
    VkShaderModule module;
    VkPipeline pipeline;
    RIG_TRY(vkCreateShaderModule(rig->device, &code, NULL, &module));
    const VkComputePipelineCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
        .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                  .stage = VK_SHADER_STAGE_COMPUTE_BIT,
                  .module = module,
                  .pName = "main",
                  .pSpecializationInfo = &special},
        .layout = rig->layout,
    };
    RIG_TRY(vkCreateComputePipelines(rig->device, VK_NULL_HANDLE, 1, &info, NULL, &pipeline));
    vkDestroyShaderModule(rig->device, module, NULL);
    return pipeline;
}

/* dest += source * factor + term */
static inline VkPipeline rig_make_pipeline(const struct rig *rig, uint32_t factor)
{
    return rig_make_pipeline_of(rig, rig_add_code, sizeof rig_add_code, factor);
}

/* All of a rig; instance NULL: with an instance of its own. */
static inline void rig_open(struct rig *rig, VkInstance instance)
{
    VkQueueFamilyProperties families[16];
    VkPhysicalDevice devices[16];
    uint32_t count = 0, family_count = 0;
    *rig = (struct rig){.instance = instance};
    if (!instance)
        rig->instance = rig_make_instance(&rig->messenger);
    RIG_TRY(vkEnumeratePhysicalDevices(rig->instance, &count, NULL));
    if (count == 0)
        exit(77);
    RIG_WANT(count <= 16);
    RIG_TRY(vkEnumeratePhysicalDevices(rig->instance, &count, devices));
    rig->physical = devices[0];
    vkGetPhysicalDeviceQueueFamilyProperties(rig->physical, &family_count, NULL);
    RIG_WANT(family_count <= 16);
    vkGetPhysicalDeviceQueueFamilyProperties(rig->physical, &family_count, families);
    while (!(families[rig->family].queueFlags & VK_QUEUE_COMPUTE_BIT))
        rig->family++;
    rig_make_device(rig);
    rig_make_layouts(rig, 0, VK_SHADER_STAGE_COMPUTE_BIT);
    rig->pipeline = rig_make_pipeline(rig, 3);
}

static inline void rig_drop_pipeline(struct rig *rig)
{
    vkDestroyPipeline(rig->device, rig->pipeline, NULL);
    vkDestroyPipelineLayout(rig->device, rig->layout, NULL);
    vkDestroyDescriptorSetLayout(rig->device, rig->set_layout, NULL);
}

static inline void rig_close(struct rig *rig, bool with_instance)
{
    rig_drop_pipeline(rig);
    vkDestroyDevice(rig->device, NULL);
    pthread_mutex_destroy(&rig->lock);
    if (with_instance)
        rig_destroy_instance(rig->instance, rig->messenger);
}

static inline uint32_t rig_memory_type(const struct rig *rig, uint32_t bits)
{
    const VkMemoryPropertyFlags wanted =
        VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    VkPhysicalDeviceMemoryProperties memory;
    vkGetPhysicalDeviceMemoryProperties(rig->physical, &memory);
    uint32_t type = 0;
    while (!(bits >> type & 1) || (memory.memoryTypes[type].propertyFlags & wanted) != wanted)
        RIG_WANT(++type < memory.memoryTypeCount);
    return type;
}

static inline void rig_make_buffer(const struct rig *rig, struct rig_work *work, int which)
{
    const VkBufferCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
        .size = RIG_WORDS * 4,
        .usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT |
                 VK_BUFFER_USAGE_TRANSFER_DST_BIT | VK_BUFFER_USAGE_INDIRECT_BUFFER_BIT,
    };
    VkMemoryRequirements wanted;
    void *mapped;
    RIG_TRY(vkCreateBuffer(rig->device, &info, NULL, &work->buffers[which]));
    vkGetBufferMemoryRequirements(rig->device, work->buffers[which], &wanted);
    const VkMemoryAllocateInfo memory = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
        .allocationSize = wanted.size,
        .memoryTypeIndex = rig_memory_type(rig, wanted.memoryTypeBits),
    };
    RIG_TRY(vkAllocateMemory(rig->device, &memory, NULL, &work->memories[which]));
    RIG_TRY(vkBindBufferMemory(rig->device, work->buffers[which], work->memories[which], 0));
    RIG_TRY(vkMapMemory(rig->device, work->memories[which], 0, VK_WHOLE_SIZE, 0, &mapped));
    work->words[which] = mapped;
    for (uint32_t i = 0; i < RIG_WORDS; i++)
        work->words[which][i] = which == 0 ? i : 0;
}

static inline void rig_write_set(const struct rig *rig, const struct rig_work *work,
                                 VkDescriptorSet set)
{
    const VkDescriptorBufferInfo buffers[2] = {{work->buffers[0], 0, VK_WHOLE_SIZE},
                                               {work->buffers[1], 0, VK_WHOLE_SIZE}};
    const VkWriteDescriptorSet write = {
        .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
        .dstSet = set,
        .descriptorCount = 2, /* runs over into the next binding */
        .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
        .pBufferInfo = buffers,
    };
    vkUpdateDescriptorSets(rig->device, 1, &write, 0, NULL);
}

static inline VkDescriptorSet rig_make_set(const struct rig *rig, struct rig_work *work)
{
    VkDescriptorSet set;
    const VkDescriptorSetAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
        .descriptorPool = work->sets,
        .descriptorSetCount = 1,
        .pSetLayouts = &rig->set_layout,
    };
    RIG_TRY(vkAllocateDescriptorSets(rig->device, &info, &set));
    rig_write_set(rig, work, set);
    return set;
}

static inline VkCommandBuffer rig_make_commands(const struct rig *rig, VkCommandPool pool,
                                                VkCommandBufferLevel level)
{
    VkCommandBuffer commands;
    const VkCommandBufferAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
        .commandPool = pool,
        .level = level,
        .commandBufferCount = 1,
    };
    RIG_TRY(vkAllocateCommandBuffers(rig->device, &info, &commands));
    return commands;
}

static inline void rig_start(const struct rig *rig, struct rig_work *work)
{
    const VkDescriptorPoolSize size = {VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 64};
    const VkDescriptorPoolCreateInfo sets = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
        .flags = VK_DESCRIPTOR_POOL_CREATE_FREE_DESCRIPTOR_SET_BIT,
        .maxSets = 32,
        .poolSizeCount = 1,
        .pPoolSizes = &size,
    };
    const VkCommandPoolCreateInfo pool = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
        .flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT,
        .queueFamilyIndex = rig->family,
    };
    const VkFenceCreateInfo fence = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    rig_make_buffer(rig, work, 0);
    rig_make_buffer(rig, work, 1);
    RIG_TRY(vkCreateDescriptorPool(rig->device, &sets, NULL, &work->sets));
    work->set = rig_make_set(rig, work);
    RIG_TRY(vkCreateCommandPool(rig->device, &pool, NULL, &work->pool));
    work->commands = rig_make_commands(rig, work->pool, VK_COMMAND_BUFFER_LEVEL_PRIMARY);
    RIG_TRY(vkCreateFence(rig->device, &fence, NULL, &work->fence));
}

static inline void rig_stop(const struct rig *rig, struct rig_work *work)
{
    vkDestroyFence(rig->device, work->fence, NULL);
    vkDestroyCommandPool(rig->device, work->pool, NULL);
    vkDestroyDescriptorPool(rig->device, work->sets, NULL);
    for (int i = 0; i < 2; i++) {
        vkDestroyBuffer(rig->device, work->buffers[i], NULL);
        vkUnmapMemory(rig->device, work->memories[i]);
        vkFreeMemory(rig->device, work->memories[i], NULL);
    }
}

static inline void rig_begin(VkCommandBuffer commands, VkCommandBufferUsageFlags usage)
{
    const VkCommandBufferInheritanceInfo inherited = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_INHERITANCE_INFO};
    const VkCommandBufferBeginInfo info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
        .flags = usage,
        .pInheritanceInfo = &inherited,
    };
    RIG_TRY(vkBeginCommandBuffer(commands, &info));
}

static inline void rig_barrier(VkCommandBuffer commands)
{
    const VkPipelineStageFlags stages =
        VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT |
        VK_PIPELINE_STAGE_DRAW_INDIRECT_BIT | VK_PIPELINE_STAGE_HOST_BIT;
    const VkAccessFlags access = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT |
                                 VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT |
                                 VK_ACCESS_INDIRECT_COMMAND_READ_BIT | VK_ACCESS_HOST_READ_BIT;
    const VkMemoryBarrier barrier = {.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
                                     .srcAccessMask = access,
                                     .dstAccessMask = access};
    vkCmdPipelineBarrier(commands, stages, stages, 0, 1, &barrier, 0, NULL, 0, NULL);
}

/* By the pipeline and the set that are bound: adds source*3 + term. A barrier behind it. */
static inline void rig_launch(const struct rig *rig, VkCommandBuffer commands, uint32_t term)
{
    vkCmdPushConstants(commands, rig->layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, 4, &term);
    vkCmdDispatch(commands, RIG_WORDS / RIG_LOCAL, 1, 1);
    rig_barrier(commands);
}

/* `count` launches. */
static inline void rig_record(const struct rig *rig, const struct rig_work *work,
                              VkCommandBuffer commands, uint32_t count, uint32_t term)
{
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, rig->pipeline);
    vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, rig->layout, 0, 1, &work->set,
                            0, NULL);
    for (uint32_t i = 0; i < count; i++)
        rig_launch(rig, commands, term);
}

/* commands NULL: nothing but the fence. */
static inline void rig_submit(struct rig *rig, VkCommandBuffer commands, VkFence fence)
{
    const VkSubmitInfo info = {
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
        .commandBufferCount = commands != NULL,
        .pCommandBuffers = &commands,
    };
    pthread_mutex_lock(&rig->lock);
    RIG_TRY(vkQueueSubmit(rig->queue, 1, &info, fence));
    pthread_mutex_unlock(&rig->lock);
}

static inline void rig_wait(const struct rig *rig, const struct rig_work *work)
{
    RIG_TRY(vkWaitForFences(rig->device, 1, &work->fence, VK_TRUE, UINT64_MAX));
    RIG_TRY(vkResetFences(rig->device, 1, &work->fence));
}

/* After so many launches with terms that sum up to `terms`. */
static inline void rig_check(const struct rig_work *work, uint32_t launches, uint32_t terms)
{
    for (uint32_t i = 0; i < RIG_WORDS; i++)
        RIG_WANT(work->words[1][i] == i * 3 * launches + terms);
}

#endif

/* The least Vulkan that runs a workload's shaders: one device, one queue, four host-visible
 * buffers, every call checked. Independent of the harness, so that it can disagree with it. */
#ifndef TESTS_WORKLOADS_DEVICE_RUNNER_H
#define TESTS_WORKLOADS_DEVICE_RUNNER_H

#include <stdio.h>
#include <stdlib.h>
#include <volk.h>
#include "gpu/validation.h"
#include "workload.h"

#define RUNNER_TIMEOUT_NS UINT64_C(60000000000)

#define RUNNER_CHECK(call)                                                                         \
    do {                                                                                           \
        const VkResult result_ = (call);                                                           \
        if (result_ != VK_SUCCESS) {                                                               \
            fprintf(stderr, "%s: VkResult %d\n", #call, (int)result_);                             \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

struct runner {
    VkInstance instance;
    VkDebugUtilsMessengerEXT messenger; /* where it is validated */
    VkPhysicalDevice physical;
    VkPhysicalDeviceProperties properties;
    VkDevice device;
    uint32_t family;
    VkQueue queue;
    VkCommandPool pool;
    VkDescriptorSetLayout set_layout;
    VkPipelineLayout layout;
    VkDescriptorPool set_pool;
    VkDescriptorSet set;
};

struct runner_buffer {
    VkBuffer buffer;
    VkDeviceMemory memory;
    uint32_t *words; /* mapped */
};

/* A CPU device if there is one, else the first; false without any. */
static inline bool runner_pick(struct runner *runner)
{
    VkPhysicalDevice devices[16];
    uint32_t count = 0;

    RUNNER_CHECK(vkEnumeratePhysicalDevices(runner->instance, &count, NULL));
    count = count < 16 ? count : 16;
    if (vkEnumeratePhysicalDevices(runner->instance, &count, devices) < 0)
        return false;
    for (uint32_t i = 0; i < count; ++i) {
        VkPhysicalDeviceProperties properties;

        vkGetPhysicalDeviceProperties(devices[i], &properties);
        if (i > 0 && properties.deviceType != VK_PHYSICAL_DEVICE_TYPE_CPU)
            continue;
        runner->physical = devices[i];
        runner->properties = properties;
        if (properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU)
            break;
    }
    return count > 0;
}

static inline bool runner_pick_family(struct runner *runner)
{
    VkQueueFamilyProperties families[16];
    uint32_t count = 0;

    vkGetPhysicalDeviceQueueFamilyProperties(runner->physical, &count, NULL);
    count = count < 16 ? count : 16;
    vkGetPhysicalDeviceQueueFamilyProperties(runner->physical, &count, families);
    for (uint32_t i = 0; i < count; ++i) {
        if (families[i].queueFlags & VK_QUEUE_COMPUTE_BIT) {
            runner->family = i;
            return true;
        }
    }
    return false;
}

static inline void runner_create_layouts(struct runner *runner)
{
    VkDescriptorSetLayoutBinding bindings[WORKLOAD_BINDING_COUNT];

    for (uint32_t i = 0; i < WORKLOAD_BINDING_COUNT; ++i) {
        bindings[i] = (VkDescriptorSetLayoutBinding){
            .binding = i,
            .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
            .descriptorCount = 1,
            .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
        };
    }
    RUNNER_CHECK(vkCreateDescriptorSetLayout(
        runner->device,
        &(VkDescriptorSetLayoutCreateInfo){
            .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
            .bindingCount = WORKLOAD_BINDING_COUNT,
            .pBindings = bindings,
        },
        NULL, &runner->set_layout));
    RUNNER_CHECK(vkCreatePipelineLayout(
        runner->device,
        &(VkPipelineLayoutCreateInfo){
            .sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
            .setLayoutCount = 1,
            .pSetLayouts = &runner->set_layout,
            .pushConstantRangeCount = 1,
            .pPushConstantRanges = &(VkPushConstantRange){VK_SHADER_STAGE_COMPUTE_BIT, 0,
                                                          sizeof(struct workload_push)},
        },
        NULL, &runner->layout));
    RUNNER_CHECK(vkCreateDescriptorPool(
        runner->device,
        &(VkDescriptorPoolCreateInfo){
            .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
            .maxSets = 1,
            .poolSizeCount = 1,
            .pPoolSizes =
                &(VkDescriptorPoolSize){VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, WORKLOAD_BINDING_COUNT},
        },
        NULL, &runner->set_pool));
    RUNNER_CHECK(
        vkAllocateDescriptorSets(runner->device,
                                 &(VkDescriptorSetAllocateInfo){
                                     .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
                                     .descriptorPool = runner->set_pool,
                                     .descriptorSetCount = 1,
                                     .pSetLayouts = &runner->set_layout,
                                 },
                                 &runner->set));
}

/* False if there is no Vulkan device to run on. */
static inline bool runner_create(struct runner *runner)
{
    const VkApplicationInfo application = {
        .sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
        .apiVersion = VK_API_VERSION_1_1,
    };

    if (volkInitialize() != VK_SUCCESS)
        return false;
    VkInstanceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
                                 .pApplicationInfo = &application};
    gpu_add_validation(&info);
    if (vkCreateInstance(&info, NULL, &runner->instance) != VK_SUCCESS)
        return false;
    volkLoadInstance(runner->instance);
    if (gpu_wants_validation())
        RUNNER_CHECK(vkCreateDebugUtilsMessengerEXT(runner->instance, &gpu_validation_messenger,
                                                    NULL, &runner->messenger));
    if (!runner_pick(runner) || !runner_pick_family(runner)) {
        vkDestroyInstance(runner->instance, NULL);
        return false;
    }
    RUNNER_CHECK(vkCreateDevice(runner->physical,
                                &(VkDeviceCreateInfo){
                                    .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
                                    .queueCreateInfoCount = 1,
                                    .pQueueCreateInfos =
                                        &(VkDeviceQueueCreateInfo){
                                            .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
                                            .queueFamilyIndex = runner->family,
                                            .queueCount = 1,
                                            .pQueuePriorities = &(float){1.0f},
                                        },
                                },
                                NULL, &runner->device));
    volkLoadDevice(runner->device);
    vkGetDeviceQueue(runner->device, runner->family, 0, &runner->queue);
    RUNNER_CHECK(vkCreateCommandPool(
        runner->device,
        &(VkCommandPoolCreateInfo){.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                   .queueFamilyIndex = runner->family},
        NULL, &runner->pool));
    runner_create_layouts(runner);
    return true;
}

static inline void runner_destroy(struct runner *runner)
{
    vkDestroyDescriptorPool(runner->device, runner->set_pool, NULL);
    vkDestroyPipelineLayout(runner->device, runner->layout, NULL);
    vkDestroyDescriptorSetLayout(runner->device, runner->set_layout, NULL);
    vkDestroyCommandPool(runner->device, runner->pool, NULL);
    vkDestroyDevice(runner->device, NULL);
    if (runner->messenger)
        vkDestroyDebugUtilsMessengerEXT(runner->instance, runner->messenger, NULL);
    vkDestroyInstance(runner->instance, NULL);
}

/* A storage buffer of so many words, each `fill`, at the given binding. */
static inline struct runner_buffer runner_buffer_create(struct runner *runner, uint32_t binding,
                                                        uint64_t words, uint32_t fill)
{
    const VkMemoryPropertyFlags wanted =
        VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    struct runner_buffer buffer;
    VkMemoryRequirements requirements;
    VkPhysicalDeviceMemoryProperties memory;
    uint32_t type = 0;
    void *mapped;

    RUNNER_CHECK(vkCreateBuffer(runner->device,
                                &(VkBufferCreateInfo){.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
                                                      .size = words * sizeof(uint32_t),
                                                      .usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT},
                                NULL, &buffer.buffer));
    vkGetBufferMemoryRequirements(runner->device, buffer.buffer, &requirements);
    vkGetPhysicalDeviceMemoryProperties(runner->physical, &memory);
    while (!(requirements.memoryTypeBits & (1u << type)) ||
           (memory.memoryTypes[type].propertyFlags & wanted) != wanted)
        ++type;
    RUNNER_CHECK(
        vkAllocateMemory(runner->device,
                         &(VkMemoryAllocateInfo){.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
                                                 .allocationSize = requirements.size,
                                                 .memoryTypeIndex = type},
                         NULL, &buffer.memory));
    RUNNER_CHECK(vkBindBufferMemory(runner->device, buffer.buffer, buffer.memory, 0));
    RUNNER_CHECK(vkMapMemory(runner->device, buffer.memory, 0, VK_WHOLE_SIZE, 0, &mapped));
    buffer.words = mapped;
    for (uint64_t i = 0; i < words; ++i)
        buffer.words[i] = fill;
    vkUpdateDescriptorSets(
        runner->device, 1,
        &(VkWriteDescriptorSet){
            .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
            .dstSet = runner->set,
            .dstBinding = binding,
            .descriptorCount = 1,
            .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
            .pBufferInfo = &(VkDescriptorBufferInfo){buffer.buffer, 0, VK_WHOLE_SIZE},
        },
        0, NULL);
    return buffer;
}

static inline void runner_buffer_destroy(struct runner *runner, struct runner_buffer *buffer)
{
    vkDestroyBuffer(runner->device, buffer->buffer, NULL);
    vkFreeMemory(runner->device, buffer->memory, NULL);
}

static inline VkPipeline runner_pipeline(struct runner *runner, struct workload_code code)
{
    VkShaderModule module;
    VkPipeline pipeline;

    RUNNER_CHECK(vkCreateShaderModule(
        runner->device,
        &(VkShaderModuleCreateInfo){.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
                                    .codeSize = code.bytes,
                                    .pCode = code.words},
        NULL, &module));
    RUNNER_CHECK(vkCreateComputePipelines(
        runner->device, VK_NULL_HANDLE, 1,
        &(VkComputePipelineCreateInfo){
            .sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
            .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                      .stage = VK_SHADER_STAGE_COMPUTE_BIT,
                      .module = module,
                      .pName = "main"},
            .layout = runner->layout,
        },
        NULL, &pipeline));
    vkDestroyShaderModule(runner->device, module, NULL);
    return pipeline;
}

static inline void runner_submit(struct runner *runner, VkCommandBuffer commands)
{
    VkFence fence;

    RUNNER_CHECK(vkCreateFence(runner->device,
                               &(VkFenceCreateInfo){.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO},
                               NULL, &fence));
    RUNNER_CHECK(vkQueueSubmit(runner->queue, 1,
                               &(VkSubmitInfo){.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
                                               .commandBufferCount = 1,
                                               .pCommandBuffers = &commands},
                               fence));
    RUNNER_CHECK(vkWaitForFences(runner->device, 1, &fence, VK_TRUE, RUNNER_TIMEOUT_NS));
    vkDestroyFence(runner->device, fence, NULL);
}

/* Run so many dispatches of so many workgroups, without barriers between them, and wait. */
static inline void runner_dispatch(struct runner *runner, VkPipeline pipeline,
                                   const struct workload_push *push, uint32_t dispatches,
                                   uint32_t groups)
{
    const VkMemoryBarrier barrier = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
        .srcAccessMask = VK_ACCESS_SHADER_WRITE_BIT,
        .dstAccessMask = VK_ACCESS_HOST_READ_BIT | VK_ACCESS_HOST_WRITE_BIT,
    };
    VkCommandBuffer commands;

    RUNNER_CHECK(vkAllocateCommandBuffers(
        runner->device,
        &(VkCommandBufferAllocateInfo){.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
                                       .commandPool = runner->pool,
                                       .commandBufferCount = 1},
        &commands));
    RUNNER_CHECK(vkBeginCommandBuffer(
        commands,
        &(VkCommandBufferBeginInfo){.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO}));
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline);
    vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, runner->layout, 0, 1,
                            &runner->set, 0, NULL);
    vkCmdPushConstants(commands, runner->layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof *push,
                       push);
    for (uint32_t i = 0; i < dispatches; ++i)
        vkCmdDispatch(commands, groups, 1, 1);
    vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT, VK_PIPELINE_STAGE_HOST_BIT,
                         0, 1, &barrier, 0, NULL, 0, NULL);
    RUNNER_CHECK(vkEndCommandBuffer(commands));
    runner_submit(runner, commands);
    vkFreeCommandBuffers(runner->device, runner->pool, 1, &commands);
}

#endif

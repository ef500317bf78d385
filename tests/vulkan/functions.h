/* Every Vulkan function that the program or its recorder calls and that can fail, with the codes
 * that the specification allows it, what it makes, and its parameters: the first is always the
 * handle that the loader dispatches on. tests/vulkan/test_table.c holds this against the registry
 * and against the program. Three more are in layer.c. */
#ifndef TESTS_FAULT_FUNCTIONS_H
#define TESTS_FAULT_FUNCTIONS_H

#include <vulkan/vulkan.h>

/* X(set, codes...): VK_SUCCESS is none of them. VK_TIMEOUT is no error, but no success either; the
 * codes of extensions that nobody here enables are left out. */
#define FAULT_CODE_SETS(X)                                                                         \
    X(host, VK_ERROR_OUT_OF_HOST_MEMORY)                                                           \
    X(device, VK_ERROR_OUT_OF_DEVICE_MEMORY)                                                       \
    X(memory, VK_ERROR_OUT_OF_HOST_MEMORY, VK_ERROR_OUT_OF_DEVICE_MEMORY)                          \
    X(map, VK_ERROR_OUT_OF_HOST_MEMORY, VK_ERROR_OUT_OF_DEVICE_MEMORY, VK_ERROR_MEMORY_MAP_FAILED) \
    X(pool, VK_ERROR_OUT_OF_HOST_MEMORY, VK_ERROR_OUT_OF_DEVICE_MEMORY, VK_ERROR_FRAGMENTED_POOL,  \
      VK_ERROR_OUT_OF_POOL_MEMORY)                                                                 \
    X(lost, VK_ERROR_OUT_OF_HOST_MEMORY, VK_ERROR_OUT_OF_DEVICE_MEMORY, VK_ERROR_DEVICE_LOST)      \
    X(wait, VK_ERROR_OUT_OF_HOST_MEMORY, VK_ERROR_OUT_OF_DEVICE_MEMORY, VK_ERROR_DEVICE_LOST,      \
      VK_TIMEOUT)                                                                                  \
    X(list, VK_ERROR_OUT_OF_HOST_MEMORY, VK_ERROR_OUT_OF_DEVICE_MEMORY,                            \
      VK_ERROR_INITIALIZATION_FAILED)                                                              \
    X(listed, VK_ERROR_OUT_OF_HOST_MEMORY, VK_ERROR_OUT_OF_DEVICE_MEMORY,                          \
      VK_ERROR_LAYER_NOT_PRESENT)                                                                  \
    X(open, VK_ERROR_OUT_OF_HOST_MEMORY, VK_ERROR_OUT_OF_DEVICE_MEMORY,                            \
      VK_ERROR_INITIALIZATION_FAILED, VK_ERROR_EXTENSION_NOT_PRESENT,                              \
      VK_ERROR_FEATURE_NOT_PRESENT, VK_ERROR_TOO_MANY_OBJECTS, VK_ERROR_DEVICE_LOST)               \
    X(begin, VK_ERROR_OUT_OF_HOST_MEMORY, VK_ERROR_OUT_OF_DEVICE_MEMORY,                           \
      VK_ERROR_INITIALIZATION_FAILED, VK_ERROR_LAYER_NOT_PRESENT, VK_ERROR_EXTENSION_NOT_PRESENT,  \
      VK_ERROR_INCOMPATIBLE_DRIVER)

/* What is made by one function and destroyed by another: X(type, maker, destroyer). Command buffers
 * and descriptor sets go with their pools. */
#define FAULT_OBJECTS(X)                                                                           \
    X(Fence, CreateFence, DestroyFence)                                                            \
    X(Semaphore, CreateSemaphore, DestroySemaphore)                                                \
    X(Buffer, CreateBuffer, DestroyBuffer)                                                         \
    X(DeviceMemory, AllocateMemory, FreeMemory)                                                    \
    X(QueryPool, CreateQueryPool, DestroyQueryPool)                                                \
    X(CommandPool, CreateCommandPool, DestroyCommandPool)                                          \
    X(DescriptorPool, CreateDescriptorPool, DestroyDescriptorPool)                                 \
    X(DescriptorSetLayout, CreateDescriptorSetLayout, DestroyDescriptorSetLayout)                  \
    X(PipelineLayout, CreatePipelineLayout, DestroyPipelineLayout)                                 \
    X(ShaderModule, CreateShaderModule, DestroyShaderModule)                                       \
    X(Pipeline, CreateComputePipelines, DestroyPipeline)

/* Makers whose parameters are alike: X(function, codes, type, type of the info). */
#define FAULT_MAKERS(X)                                                                            \
    X(CreateFence, memory, Fence, VkFenceCreateInfo)                                               \
    X(CreateSemaphore, memory, Semaphore, VkSemaphoreCreateInfo)                                   \
    X(CreateBuffer, memory, Buffer, VkBufferCreateInfo)                                            \
    X(AllocateMemory, memory, DeviceMemory, VkMemoryAllocateInfo)                                  \
    X(CreateQueryPool, memory, QueryPool, VkQueryPoolCreateInfo)                                   \
    X(CreateCommandPool, memory, CommandPool, VkCommandPoolCreateInfo)                             \
    X(CreateDescriptorPool, memory, DescriptorPool, VkDescriptorPoolCreateInfo)                    \
    X(CreateDescriptorSetLayout, memory, DescriptorSetLayout, VkDescriptorSetLayoutCreateInfo)     \
    X(CreatePipelineLayout, memory, PipelineLayout, VkPipelineLayoutCreateInfo)                    \
    X(CreateShaderModule, memory, ShaderModule, VkShaderModuleCreateInfo)

/* All others: X(function, codes, parameters, arguments). */
#define FAULT_CALLS(X)                                                                             \
    X(EnumeratePhysicalDevices, list,                                                              \
      (VkInstance handle, uint32_t * count, VkPhysicalDevice * devices), (handle, count, devices)) \
    X(EnumerateDeviceExtensionProperties, listed,                                                  \
      (VkPhysicalDevice handle, const char *layer, uint32_t *count, VkExtensionProperties *list),  \
      (handle, layer, count, list))                                                                \
    X(CreateDebugUtilsMessengerEXT, host,                                                          \
      (VkInstance handle, const VkDebugUtilsMessengerCreateInfoEXT *info,                          \
       const VkAllocationCallbacks *allocator, VkDebugUtilsMessengerEXT *made),                    \
      (handle, info, allocator, made))                                                             \
    X(CreateComputePipelines, memory,                                                              \
      (VkDevice handle, VkPipelineCache cache, uint32_t count,                                     \
       const VkComputePipelineCreateInfo *infos, const VkAllocationCallbacks *allocator,           \
       VkPipeline *made),                                                                          \
      (handle, cache, count, infos, allocator, made))                                              \
    X(BindBufferMemory, memory,                                                                    \
      (VkDevice handle, VkBuffer buffer, VkDeviceMemory memory, VkDeviceSize offset),              \
      (handle, buffer, memory, offset))                                                            \
    X(MapMemory, map,                                                                              \
      (VkDevice handle, VkDeviceMemory memory, VkDeviceSize offset, VkDeviceSize size,             \
       VkMemoryMapFlags flags, void **mapped),                                                     \
      (handle, memory, offset, size, flags, mapped))                                               \
    X(AllocateDescriptorSets, pool,                                                                \
      (VkDevice handle, const VkDescriptorSetAllocateInfo *info, VkDescriptorSet *made),           \
      (handle, info, made))                                                                        \
    X(AllocateCommandBuffers, memory,                                                              \
      (VkDevice handle, const VkCommandBufferAllocateInfo *info, VkCommandBuffer *made),           \
      (handle, info, made))                                                                        \
    X(ResetCommandPool, device,                                                                    \
      (VkDevice handle, VkCommandPool pool, VkCommandPoolResetFlags flags), (handle, pool, flags)) \
    X(ResetCommandBuffer, device, (VkCommandBuffer handle, VkCommandBufferResetFlags flags),       \
      (handle, flags))                                                                             \
    X(BeginCommandBuffer, memory, (VkCommandBuffer handle, const VkCommandBufferBeginInfo *info),  \
      (handle, info))                                                                              \
    X(EndCommandBuffer, memory, (VkCommandBuffer handle), (handle))                                \
    X(QueueSubmit, lost,                                                                           \
      (VkQueue handle, uint32_t count, const VkSubmitInfo *infos, VkFence fence),                  \
      (handle, count, infos, fence))                                                               \
    X(QueueWaitIdle, lost, (VkQueue handle), (handle))                                             \
    X(DeviceWaitIdle, lost, (VkDevice handle), (handle))                                           \
    X(WaitForFences, wait,                                                                         \
      (VkDevice handle, uint32_t count, const VkFence *fences, VkBool32 all, uint64_t timeout_ns), \
      (handle, count, fences, all, timeout_ns))                                                    \
    X(ResetFences, device, (VkDevice handle, uint32_t count, const VkFence *fences),               \
      (handle, count, fences))                                                                     \
    X(GetFenceStatus, lost, (VkDevice handle, VkFence fence), (handle, fence))                     \
    X(GetQueryPoolResults, lost,                                                                   \
      (VkDevice handle, VkQueryPool pool, uint32_t first, uint32_t count, size_t size, void *data, \
       VkDeviceSize stride, VkQueryResultFlags flags),                                             \
      (handle, pool, first, count, size, data, stride, flags))                                     \
    X(GetSemaphoreCounterValue, lost, (VkDevice handle, VkSemaphore semaphore, uint64_t * value),  \
      (handle, semaphore, value))                                                                  \
    X(SignalSemaphore, memory, (VkDevice handle, const VkSemaphoreSignalInfo *info), (handle, info))

#endif

/* Every function that the recorder stands in front of, each with another name that it may have, or
 * NULL. One that the device below does not have stays unknown to the program. */
#ifndef RECORDER_FUNCTIONS_H
#define RECORDER_FUNCTIONS_H

#define VK_NO_PROTOTYPES
#include <vulkan/vulkan.h>
#include <vulkan/vk_layer.h>

/* Called with an instance or a physical device; those that are only called, below. */
#define RECORDER_INSTANCE_FUNCTIONS(X)                                                             \
    X(CreateInstance)                                                                              \
    X(DestroyInstance)                                                                             \
    X(CreateDevice)                                                                                \
    X(GetInstanceProcAddr)                                                                         \
    X(EnumerateInstanceLayerProperties)                                                            \
    X(EnumerateInstanceExtensionProperties)                                                        \
    X(EnumerateDeviceLayerProperties)                                                              \
    X(EnumerateDeviceExtensionProperties)

#define RECORDER_INSTANCE_CALLS(X)                                                                 \
    X(DestroyInstance)                                                                             \
    X(EnumerateDeviceExtensionProperties)                                                          \
    X(GetPhysicalDeviceProperties)                                                                 \
    X(GetPhysicalDeviceMemoryProperties)                                                           \
    X(GetPhysicalDeviceQueueFamilyProperties)

#define RECORDER_DEVICE_FUNCTIONS(X)                                                               \
    X(GetDeviceProcAddr, NULL)                                                                     \
    X(DestroyDevice, NULL)                                                                         \
    X(GetDeviceQueue, NULL)                                                                        \
    X(GetDeviceQueue2, NULL)                                                                       \
    X(AllocateMemory, NULL)                                                                        \
    X(FreeMemory, NULL)                                                                            \
    X(MapMemory, NULL)                                                                             \
    X(UnmapMemory, NULL)                                                                           \
    X(CreateBuffer, NULL)                                                                          \
    X(DestroyBuffer, NULL)                                                                         \
    X(CreateImage, NULL)                                                                           \
    X(DestroyImage, NULL)                                                                          \
    X(GetBufferMemoryRequirements, NULL)                                                           \
    X(GetImageMemoryRequirements, NULL)                                                            \
    X(GetBufferMemoryRequirements2, "vkGetBufferMemoryRequirements2KHR")                           \
    X(GetImageMemoryRequirements2, "vkGetImageMemoryRequirements2KHR")                             \
    X(BindBufferMemory, NULL)                                                                      \
    X(BindImageMemory, NULL)                                                                       \
    X(BindBufferMemory2, "vkBindBufferMemory2KHR")                                                 \
    X(BindImageMemory2, "vkBindImageMemory2KHR")                                                   \
    X(CreateBufferView, NULL)                                                                      \
    X(DestroyBufferView, NULL)                                                                     \
    X(CreateImageView, NULL)                                                                       \
    X(DestroyImageView, NULL)                                                                      \
    X(CreateShaderModule, NULL)                                                                    \
    X(DestroyShaderModule, NULL)                                                                   \
    X(CreateComputePipelines, NULL)                                                                \
    X(CreateGraphicsPipelines, NULL)                                                               \
    X(DestroyPipeline, NULL)                                                                       \
    X(CreatePipelineLayout, NULL)                                                                  \
    X(DestroyPipelineLayout, NULL)                                                                 \
    X(CreateDescriptorSetLayout, NULL)                                                             \
    X(DestroyDescriptorSetLayout, NULL)                                                            \
    X(CreateDescriptorPool, NULL)                                                                  \
    X(DestroyDescriptorPool, NULL)                                                                 \
    X(ResetDescriptorPool, NULL)                                                                   \
    X(AllocateDescriptorSets, NULL)                                                                \
    X(FreeDescriptorSets, NULL)                                                                    \
    X(UpdateDescriptorSets, NULL)                                                                  \
    X(CreateDescriptorUpdateTemplate, "vkCreateDescriptorUpdateTemplateKHR")                       \
    X(DestroyDescriptorUpdateTemplate, "vkDestroyDescriptorUpdateTemplateKHR")                     \
    X(UpdateDescriptorSetWithTemplate, "vkUpdateDescriptorSetWithTemplateKHR")                     \
    X(CreateCommandPool, NULL)                                                                     \
    X(DestroyCommandPool, NULL)                                                                    \
    X(ResetCommandPool, NULL)                                                                      \
    X(AllocateCommandBuffers, NULL)                                                                \
    X(FreeCommandBuffers, NULL)                                                                    \
    X(BeginCommandBuffer, NULL)                                                                    \
    X(EndCommandBuffer, NULL)                                                                      \
    X(ResetCommandBuffer, NULL)                                                                    \
    X(CreateFence, NULL)                                                                           \
    X(DestroyFence, NULL)                                                                          \
    X(ResetFences, NULL)                                                                           \
    X(GetFenceStatus, NULL)                                                                        \
    X(WaitForFences, NULL)                                                                         \
    X(CreateSemaphore, NULL)                                                                       \
    X(DestroySemaphore, NULL)                                                                      \
    X(GetSemaphoreCounterValue, "vkGetSemaphoreCounterValueKHR")                                   \
    X(WaitSemaphores, "vkWaitSemaphoresKHR")                                                       \
    X(SignalSemaphore, "vkSignalSemaphoreKHR")                                                     \
    X(CreateEvent, NULL)                                                                           \
    X(DestroyEvent, NULL)                                                                          \
    X(GetEventStatus, NULL)                                                                        \
    X(SetEvent, NULL)                                                                              \
    X(ResetEvent, NULL)                                                                            \
    X(QueueSubmit, NULL)                                                                           \
    X(QueueSubmit2, "vkQueueSubmit2KHR")                                                           \
    X(QueueWaitIdle, NULL)                                                                         \
    X(DeviceWaitIdle, NULL)                                                                        \
    X(QueueBindSparse, NULL)                                                                       \
    X(QueuePresentKHR, NULL)                                                                       \
    X(CmdBindPipeline, NULL)                                                                       \
    X(CmdBindDescriptorSets, NULL)                                                                 \
    X(CmdPushDescriptorSetKHR, "vkCmdPushDescriptorSet")                                           \
    X(CmdPushDescriptorSetWithTemplateKHR, "vkCmdPushDescriptorSetWithTemplate")                   \
    X(CmdPushConstants, NULL)                                                                      \
    X(CmdDispatch, NULL)                                                                           \
    X(CmdDispatchBase, "vkCmdDispatchBaseKHR")                                                     \
    X(CmdDispatchIndirect, NULL)                                                                   \
    X(CmdCopyBuffer, NULL)                                                                         \
    X(CmdCopyBuffer2, "vkCmdCopyBuffer2KHR")                                                       \
    X(CmdCopyImage, NULL)                                                                          \
    X(CmdCopyImage2, "vkCmdCopyImage2KHR")                                                         \
    X(CmdCopyBufferToImage, NULL)                                                                  \
    X(CmdCopyBufferToImage2, "vkCmdCopyBufferToImage2KHR")                                         \
    X(CmdCopyImageToBuffer, NULL)                                                                  \
    X(CmdCopyImageToBuffer2, "vkCmdCopyImageToBuffer2KHR")                                         \
    X(CmdBlitImage, NULL)                                                                          \
    X(CmdBlitImage2, "vkCmdBlitImage2KHR")                                                         \
    X(CmdResolveImage, NULL)                                                                       \
    X(CmdResolveImage2, "vkCmdResolveImage2KHR")                                                   \
    X(CmdFillBuffer, NULL)                                                                         \
    X(CmdUpdateBuffer, NULL)                                                                       \
    X(CmdClearColorImage, NULL)                                                                    \
    X(CmdClearDepthStencilImage, NULL)                                                             \
    X(CmdCopyQueryPoolResults, NULL)                                                               \
    X(CmdPipelineBarrier, NULL)                                                                    \
    X(CmdPipelineBarrier2, "vkCmdPipelineBarrier2KHR")                                             \
    X(CmdSetEvent, NULL)                                                                           \
    X(CmdSetEvent2, "vkCmdSetEvent2KHR")                                                           \
    X(CmdResetEvent, NULL)                                                                         \
    X(CmdResetEvent2, "vkCmdResetEvent2KHR")                                                       \
    X(CmdWaitEvents, NULL)                                                                         \
    X(CmdWaitEvents2, "vkCmdWaitEvents2KHR")                                                       \
    X(CmdExecuteCommands, NULL)                                                                    \
    X(CmdBeginRenderPass, NULL)                                                                    \
    X(CmdBeginRenderPass2, "vkCmdBeginRenderPass2KHR")                                             \
    X(CmdBeginRendering, "vkCmdBeginRenderingKHR")                                                 \
    X(CmdDraw, NULL)                                                                               \
    X(CmdDrawIndexed, NULL)                                                                        \
    X(CmdDrawIndirect, NULL)                                                                       \
    X(CmdDrawIndexedIndirect, NULL)                                                                \
    X(CmdDrawIndirectCount, "vkCmdDrawIndirectCountKHR")                                           \
    X(CmdDrawIndexedIndirectCount, "vkCmdDrawIndexedIndirectCountKHR")

/* What the recorder calls for itself. */
#define RECORDER_DEVICE_CALLS(X)                                                                   \
    X(CreateQueryPool)                                                                             \
    X(DestroyQueryPool)                                                                            \
    X(GetQueryPoolResults)                                                                         \
    X(CmdResetQueryPool)                                                                           \
    X(CmdWriteTimestamp)

#define RECORDER_POINTER(name) PFN_vk##name name;
#define RECORDER_POINTER_OF_TWO(name, alias) PFN_vk##name name;
struct recorder_instance_next {
    RECORDER_INSTANCE_CALLS(RECORDER_POINTER)
};
struct recorder_device_next {
    RECORDER_DEVICE_FUNCTIONS(RECORDER_POINTER_OF_TWO)
    RECORDER_DEVICE_CALLS(RECORDER_POINTER)
};

/* PFN_vkX is a pointer; its function, to declare the one that stands in front. */
#define RECORDER_DECLARE(name) extern __typeof__(*(PFN_vk##name)0) recorder_##name;
#define RECORDER_DECLARE_OF_TWO(name, alias) RECORDER_DECLARE(name)

#endif

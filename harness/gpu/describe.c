#include "gpu/device.h"

#include <stdlib.h>
#include <string.h>

#include "topo/topo.h"

#define LANES_A_WARP 32 /* on every device that has the extension */

const char *gpu_indexing_name(enum gpu_indexing indexing)
{
    static const char *const names[] = {"unsupported", "static", "full"};
    return names[indexing];
}

struct extensions {
    VkExtensionProperties *list;
    uint32_t count;
};

static int list_extensions(VkPhysicalDevice handle, struct extensions *found)
{
    int status = DW_OK;
    GPU_TRY(vkEnumerateDeviceExtensionProperties(handle, NULL, &found->count, NULL));
    found->list = calloc(found->count + 1, sizeof *found->list);
    if (!found->list)
        return DW_ERROR_NO_MEMORY;
    GPU_TRY(vkEnumerateDeviceExtensionProperties(handle, NULL, &found->count, found->list));
fail:
    return status;
}

static bool has_extension(const struct extensions *extensions, const char *name)
{
    bool found = false;
    for (uint32_t i = 0; i < extensions->count && !found; i++)
        found = strcmp(extensions->list[i].extensionName, name) == 0;
    return found;
}

static void describe_extensions(VkPhysicalDevice handle, const struct extensions *extensions,
                                struct gpu_info *info)
{
    VkPhysicalDeviceShaderSMBuiltinsPropertiesNV sm = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_SM_BUILTINS_PROPERTIES_NV};
    VkPhysicalDeviceShaderCorePropertiesAMD amd = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_CORE_PROPERTIES_AMD};
    VkPhysicalDevicePCIBusInfoPropertiesEXT pci = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PCI_BUS_INFO_PROPERTIES_EXT};
    VkPhysicalDevicePushDescriptorPropertiesKHR push = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PUSH_DESCRIPTOR_PROPERTIES_KHR};
    VkPhysicalDeviceProperties2 properties = {.sType =
                                                  VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2};
    if (has_extension(extensions, VK_NV_SHADER_SM_BUILTINS_EXTENSION_NAME)) {
        sm.pNext = properties.pNext;
        properties.pNext = &sm;
    }
    if (has_extension(extensions, VK_AMD_SHADER_CORE_PROPERTIES_EXTENSION_NAME)) {
        amd.pNext = properties.pNext;
        properties.pNext = &amd;
    }
    info->has_push_descriptors = has_extension(extensions, VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME);
    if (info->has_push_descriptors) {
        push.pNext = properties.pNext;
        properties.pNext = &push;
    }
    info->has_pci = has_extension(extensions, VK_EXT_PCI_BUS_INFO_EXTENSION_NAME);
    if (info->has_pci) {
        pci.pNext = properties.pNext;
        properties.pNext = &pci;
    }
    vkGetPhysicalDeviceProperties2(handle, &properties);
    info->cores = sm.shaderSMCount;
    info->lanes = sm.shaderSMCount * sm.shaderWarpsPerSM * LANES_A_WARP;
    if (amd.shaderEngineCount) {
        info->cores =
            amd.shaderEngineCount * amd.shaderArraysPerEngineCount * amd.computeUnitsPerShaderArray;
        info->lanes =
            info->cores * amd.simdPerComputeUnit * amd.wavefrontsPerSimd * amd.wavefrontSize;
    }
    info->max_push_descriptors = push.maxPushDescriptors;
    info->pci_domain = pci.pciDomain;
    info->pci_bus = pci.pciBus;
    info->pci_device = pci.pciDevice;
    info->pci_function = pci.pciFunction;
}

static void describe_features(VkPhysicalDevice handle, struct gpu_info *info)
{
    VkPhysicalDeviceVulkan12Features v12 = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES};
    VkPhysicalDeviceFeatures2 features = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2,
        .pNext = info->api_version >= VK_API_VERSION_1_2 ? &v12 : NULL,
    };
    vkGetPhysicalDeviceFeatures2(handle, &features);
    info->has_timeline = v12.timelineSemaphore;
    info->has_host_reset = v12.hostQueryReset;
    if (v12.runtimeDescriptorArray && v12.descriptorBindingPartiallyBound &&
        v12.shaderStorageBufferArrayNonUniformIndexing)
        info->indexing = GPU_INDEXING_FULL;
    else if (features.features.shaderStorageBufferArrayDynamicIndexing)
        info->indexing = GPU_INDEXING_STATIC;
}

static void describe_identity(VkPhysicalDevice handle, struct gpu_info *info)
{
    VkPhysicalDeviceIDProperties id = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES};
    VkPhysicalDeviceDriverProperties driver = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES, .pNext = &id};
    VkPhysicalDeviceProperties2 properties = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, .pNext = &driver};
    vkGetPhysicalDeviceProperties2(handle, &properties);
    const VkPhysicalDeviceProperties *p = &properties.properties;
    info->api_version = p->apiVersion;
    info->key.vendor_id = p->vendorID;
    info->key.device_id = p->deviceID;
    info->key.kind = (uint32_t)p->deviceType;
    info->key.driver_version = p->driverVersion;
    memcpy(info->key.name, p->deviceName, sizeof info->key.name);
    if (p->deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU)
        topo_describe_host(info->key.host, sizeof info->key.host);
    memcpy(info->driver_name, driver.driverName, sizeof info->driver_name);
    memcpy(info->driver_info, driver.driverInfo, sizeof info->driver_info);
    memcpy(info->uuid, id.deviceUUID, sizeof info->uuid);
    info->timestamp_period_ns = p->limits.timestampPeriod;
    info->max_groups = p->limits.maxComputeWorkGroupCount[0];
    info->max_buffer_bytes = p->limits.maxStorageBufferRange;
    info->max_resources = p->limits.maxPerStageDescriptorStorageBuffers;
    if (p->limits.maxPerStageResources < info->max_resources)
        info->max_resources = p->limits.maxPerStageResources;
    if (p->limits.maxDescriptorSetStorageBuffers < info->max_resources)
        info->max_resources = p->limits.maxDescriptorSetStorageBuffers;
}

int gpu_describe(VkPhysicalDevice handle, struct gpu_info *info)
{
    struct extensions extensions = {NULL, 0};
    const int status = list_extensions(handle, &extensions);
    info->handle = handle;
    describe_identity(handle, info);
    describe_features(handle, info);
    if (status == DW_OK)
        describe_extensions(handle, &extensions, info);
    free(extensions.list);
    VkPhysicalDeviceMemoryProperties memory;
    vkGetPhysicalDeviceMemoryProperties(handle, &memory);
    for (uint32_t i = 0; i < memory.memoryHeapCount; i++)
        if ((memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) &&
            memory.memoryHeaps[i].size > info->local_bytes)
            info->local_bytes = memory.memoryHeaps[i].size;
    vkGetPhysicalDeviceQueueFamilyProperties(handle, &info->family_count, NULL);
    if (info->family_count > GPU_FAMILIES_MAX)
        info->family_count = GPU_FAMILIES_MAX;
    vkGetPhysicalDeviceQueueFamilyProperties(handle, &info->family_count, info->families);
    info->compute_family = -1;
    for (uint32_t i = 0; i < info->family_count && info->compute_family < 0; i++)
        if (info->families[i].queueFlags & VK_QUEUE_COMPUTE_BIT)
            info->compute_family = (int)i;
    return status;
}

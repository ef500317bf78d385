#include "kernel/features.h"

#include <spirv.h>

#include "base/log.h"

enum source {
    SOURCE_ALWAYS,   /* every device has it */
    SOURCE_FEATURE,  /* a VkBool32 of struct kernel_features, at `offset` */
    SOURCE_SUBGROUP, /* a bit of the subgroup operations, `operation` */
};

#define CORE(field) SOURCE_FEATURE, offsetof(struct kernel_features, core.features.field), 0
#define V11(field) SOURCE_FEATURE, offsetof(struct kernel_features, v11.field), 0
#define V12(field) SOURCE_FEATURE, offsetof(struct kernel_features, v12.field), 0
#define SUBGROUP(bit) SOURCE_SUBGROUP, 0, VK_SUBGROUP_FEATURE_##bit##_BIT

static const struct row {
    SpvCapability capability;
    const char *name;
    enum source source;
    size_t offset;
    VkSubgroupFeatureFlags operation;
} rows[] = {
    {SpvCapabilityMatrix, "Matrix", SOURCE_ALWAYS, 0, 0},
    {SpvCapabilityShader, "Shader", SOURCE_ALWAYS, 0, 0},
    {SpvCapabilityFloat64, "Float64", CORE(shaderFloat64)},
    {SpvCapabilityInt64, "Int64", CORE(shaderInt64)},
    {SpvCapabilityInt16, "Int16", CORE(shaderInt16)},
    {SpvCapabilityUniformBufferArrayDynamicIndexing, "UniformBufferArrayDynamicIndexing",
     CORE(shaderUniformBufferArrayDynamicIndexing)},
    {SpvCapabilityStorageBufferArrayDynamicIndexing, "StorageBufferArrayDynamicIndexing",
     CORE(shaderStorageBufferArrayDynamicIndexing)},
    {SpvCapabilityStorageBuffer16BitAccess, "StorageBuffer16BitAccess",
     V11(storageBuffer16BitAccess)},
    {SpvCapabilityUniformAndStorageBuffer16BitAccess, "UniformAndStorageBuffer16BitAccess",
     V11(uniformAndStorageBuffer16BitAccess)},
    {SpvCapabilityStoragePushConstant16, "StoragePushConstant16", V11(storagePushConstant16)},
    {SpvCapabilityVariablePointersStorageBuffer, "VariablePointersStorageBuffer",
     V11(variablePointersStorageBuffer)},
    {SpvCapabilityVariablePointers, "VariablePointers", V11(variablePointers)},
    {SpvCapabilityFloat16, "Float16", V12(shaderFloat16)},
    {SpvCapabilityInt8, "Int8", V12(shaderInt8)},
    {SpvCapabilityStorageBuffer8BitAccess, "StorageBuffer8BitAccess", V12(storageBuffer8BitAccess)},
    {SpvCapabilityUniformAndStorageBuffer8BitAccess, "UniformAndStorageBuffer8BitAccess",
     V12(uniformAndStorageBuffer8BitAccess)},
    {SpvCapabilityStoragePushConstant8, "StoragePushConstant8", V12(storagePushConstant8)},
    {SpvCapabilityInt64Atomics, "Int64Atomics", V12(shaderBufferInt64Atomics)},
    {SpvCapabilityVulkanMemoryModel, "VulkanMemoryModel", V12(vulkanMemoryModel)},
    {SpvCapabilityVulkanMemoryModelDeviceScope, "VulkanMemoryModelDeviceScope",
     V12(vulkanMemoryModelDeviceScope)},
    {SpvCapabilityGroupNonUniform, "GroupNonUniform", SUBGROUP(BASIC)},
    {SpvCapabilityGroupNonUniformVote, "GroupNonUniformVote", SUBGROUP(VOTE)},
    {SpvCapabilityGroupNonUniformArithmetic, "GroupNonUniformArithmetic", SUBGROUP(ARITHMETIC)},
    {SpvCapabilityGroupNonUniformBallot, "GroupNonUniformBallot", SUBGROUP(BALLOT)},
    {SpvCapabilityGroupNonUniformShuffle, "GroupNonUniformShuffle", SUBGROUP(SHUFFLE)},
    {SpvCapabilityGroupNonUniformShuffleRelative, "GroupNonUniformShuffleRelative",
     SUBGROUP(SHUFFLE_RELATIVE)},
    {SpvCapabilityGroupNonUniformClustered, "GroupNonUniformClustered", SUBGROUP(CLUSTERED)},
    {SpvCapabilityGroupNonUniformQuad, "GroupNonUniformQuad", SUBGROUP(QUAD)},
};

static const struct row *find_row(uint32_t capability)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if ((uint32_t)rows[i].capability == capability)
            return &rows[i];
    return NULL;
}

static VkBool32 *feature_at(struct kernel_features *features, size_t offset)
{
    return (VkBool32 *)(void *)((char *)features + offset);
}

static void chain(const struct gpu_info *info, struct kernel_features *features)
{
    *features = (struct kernel_features){
        .core = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2},
        .v11 = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES},
        .v12 = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES},
    };
    if (info->api_version >= VK_API_VERSION_1_2) {
        features->v11.pNext = &features->v12;
        features->core.pNext = &features->v11;
    }
}

static VkSubgroupFeatureFlags find_subgroup_operations(const struct gpu_info *info)
{
    VkPhysicalDeviceSubgroupProperties subgroup = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES};
    VkPhysicalDeviceProperties2 properties = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, .pNext = &subgroup};
    vkGetPhysicalDeviceProperties2(info->handle, &properties);
    return subgroup.supportedStages & VK_SHADER_STAGE_COMPUTE_BIT ? subgroup.supportedOperations
                                                                  : 0;
}

static int check_version(const struct gpu_info *info, uint32_t version)
{
    const uint32_t max = info->api_version >= VK_API_VERSION_1_2   ? UINT32_C(0x00010500)
                         : info->api_version >= VK_API_VERSION_1_1 ? UINT32_C(0x00010300)
                                                                   : UINT32_C(0x00010000);
    if (version <= max)
        return DW_OK;
    base_error("%s takes SPIR-V up to 1.%u; the kernel is 1.%u: compile it for an older Vulkan",
               info->key.name, max >> 8 & 0xff, version >> 8 & 0xff);
    return DW_ERROR_UNSUPPORTED;
}

int kernel_find_features(const struct gpu_info *info, const struct kernel_interface *interface,
                         struct kernel_features *needed)
{
    struct kernel_features present;
    const VkSubgroupFeatureFlags operations = find_subgroup_operations(info);
    chain(info, &present);
    chain(info, needed);
    vkGetPhysicalDeviceFeatures2(info->handle, &present.core);
    /* Layouts of buffers are not declared in the code. */
    needed->v12.scalarBlockLayout = present.v12.scalarBlockLayout;
    int status = check_version(info, interface->version);
    for (size_t i = 0; i < interface->capability_count && status == DW_OK; i++) {
        const struct row *row = find_row(interface->capabilities[i]);
        if (!row) {
            base_error("the kernel declares SPIR-V capability %u, which is not offered here",
                       interface->capabilities[i]);
            return DW_ERROR_UNSUPPORTED;
        }
        const bool has = row->source == SOURCE_ALWAYS ||
                         (row->source == SOURCE_FEATURE && *feature_at(&present, row->offset)) ||
                         (row->source == SOURCE_SUBGROUP && (operations & row->operation));
        if (!has) {
            base_error("%s lacks %s, which the kernel declares", info->key.name, row->name);
            return DW_ERROR_UNSUPPORTED;
        }
        if (row->source == SOURCE_FEATURE)
            *feature_at(needed, row->offset) = VK_TRUE;
    }
    return status;
}

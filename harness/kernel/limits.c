#include "kernel/limits.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"

static int check(const struct kernel_device *device, const char *what, uint64_t wanted,
                 uint64_t limit)
{
    if (wanted <= limit)
        return DW_OK;
    base_error("%s: at most %" PRIu64 " %s, the kernel wants %" PRIu64, device->info->key.name,
               limit, what, wanted);
    return DW_ERROR_UNSUPPORTED;
}

static int check_sizes(const struct kernel_device *device, const struct kernel_inputs *inputs)
{
    char what[64];
    uint64_t invocations = 1;
    int status = DW_OK;
    for (int i = 0; i < 3 && status == DW_OK; i++) {
        invocations *= inputs->local[i];
        snprintf(what, sizeof what, "workgroups in %c", "xyz"[i]);
        status = check(device, what, inputs->groups[i], device->limits.maxComputeWorkGroupCount[i]);
        snprintf(what, sizeof what, "invocations of a workgroup in %c", "xyz"[i]);
        if (status == DW_OK)
            status =
                check(device, what, inputs->local[i], device->limits.maxComputeWorkGroupSize[i]);
    }
    if (status == DW_OK)
        status = check(device, "invocations of a workgroup", invocations,
                       device->limits.maxComputeWorkGroupInvocations);
    return status;
}

int kernel_check_limits(const struct kernel_device *device,
                        const struct kernel_interface *interface,
                        const struct kernel_inputs *inputs)
{
    const VkPhysicalDeviceLimits *limits = &device->limits;
    uint64_t storage = 0, uniform = 0, bytes = 0;
    int status = check_sizes(device, inputs);
    if (status == DW_OK)
        status = check(device, "bytes of push constants", inputs->push_bytes,
                       limits->maxPushConstantsSize);
    for (size_t i = 0; i < interface->binding_count && status == DW_OK; i++) {
        const struct kernel_binding *binding = &interface->bindings[i];
        const bool is_uniform = binding->type == VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER;
        *(is_uniform ? &uniform : &storage) += binding->count;
        bytes += inputs->bytes[i] * binding->count;
        status = check(device, "descriptor sets", (uint64_t)binding->set + 1,
                       limits->maxBoundDescriptorSets);
        if (status == DW_OK)
            status =
                check(device, "bytes of a binding", inputs->bytes[i],
                      is_uniform ? limits->maxUniformBufferRange : limits->maxStorageBufferRange);
    }
    if (status == DW_OK)
        status =
            check(device, "storage buffers", storage, limits->maxPerStageDescriptorStorageBuffers);
    if (status == DW_OK)
        status =
            check(device, "uniform buffers", uniform, limits->maxPerStageDescriptorUniformBuffers);
    if (status == DW_OK)
        status = check(device, "bytes of buffers", bytes, device->info->local_bytes);
    return status;
}

/* What a kernel's code declares that it needs, as features of a device. */
#ifndef KERNEL_FEATURES_H
#define KERNEL_FEATURES_H

#include "gpu/device.h"
#include "kernel/interface.h"

struct kernel_features {
    VkPhysicalDeviceFeatures2 core; /* chains the other two where the device knows them */
    VkPhysicalDeviceVulkan11Features v11;
    VkPhysicalDeviceVulkan12Features v12;
};

/* The features to turn on, chained in *needed, which must stay where it is. DW_ERROR_UNSUPPORTED,
 * logged by name, if the device lacks one or the command does not know it. */
int kernel_find_features(const struct gpu_info *info, const struct kernel_interface *interface,
                         struct kernel_features *needed);

#endif

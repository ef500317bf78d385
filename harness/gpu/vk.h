/* Vulkan through volk, and the one way its errors are met: logged once with the call's text, mapped
 * to a status, and unwound through `fail`. */
#ifndef GPU_VK_H
#define GPU_VK_H

#include <volk.h>
#include "dispatchwise/status.h"

/* "VK_ERROR_DEVICE_LOST" and so on. */
const char *gpu_result_name(VkResult result);

/* Log `call` and its result; returns the matching negative enum dw_status. */
int gpu_fail(VkResult result, const char *call);

/* For functions with an `int status` and a label `fail`. */
#define GPU_TRY(call)                                                                              \
    do {                                                                                           \
        VkResult gpu_try_result = (call);                                                          \
        if (gpu_try_result != VK_SUCCESS) {                                                        \
            status = gpu_fail(gpu_try_result, #call);                                              \
            goto fail;                                                                             \
        }                                                                                          \
    } while (0)

#endif

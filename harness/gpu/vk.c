#include "gpu/vk.h"

#include <string.h>

#include "base/log.h"

#define RESULTS(X)                                                                                 \
    X(VK_NOT_READY)                                                                                \
    X(VK_TIMEOUT)                                                                                  \
    X(VK_INCOMPLETE)                                                                               \
    X(VK_ERROR_OUT_OF_HOST_MEMORY)                                                                 \
    X(VK_ERROR_OUT_OF_DEVICE_MEMORY)                                                               \
    X(VK_ERROR_INITIALIZATION_FAILED)                                                              \
    X(VK_ERROR_DEVICE_LOST)                                                                        \
    X(VK_ERROR_MEMORY_MAP_FAILED)                                                                  \
    X(VK_ERROR_LAYER_NOT_PRESENT)                                                                  \
    X(VK_ERROR_EXTENSION_NOT_PRESENT)                                                              \
    X(VK_ERROR_FEATURE_NOT_PRESENT)                                                                \
    X(VK_ERROR_INCOMPATIBLE_DRIVER)                                                                \
    X(VK_ERROR_TOO_MANY_OBJECTS)                                                                   \
    X(VK_ERROR_OUT_OF_POOL_MEMORY)                                                                 \
    X(VK_ERROR_FRAGMENTED_POOL)                                                                    \
    X(VK_ERROR_INVALID_SHADER_NV)                                                                  \
    X(VK_ERROR_UNKNOWN)

static const struct {
    VkResult result;
    const char *name;
} result_names[] = {
#define RESULT_ROW(name) {name, #name},
    RESULTS(RESULT_ROW)
#undef RESULT_ROW
};

const char *gpu_result_name(VkResult result)
{
    for (size_t i = 0; i < sizeof(result_names) / sizeof(result_names[0]); i++)
        if (result_names[i].result == result)
            return result_names[i].name;
    return "an unnamed VkResult";
}

static int status_of(VkResult result)
{
    static const struct {
        VkResult result;
        int status;
    } map[] = {
        {VK_TIMEOUT, DW_ERROR_TIMEOUT},
        {VK_ERROR_DEVICE_LOST, DW_ERROR_DEVICE_LOST},
        {VK_ERROR_OUT_OF_HOST_MEMORY, DW_ERROR_NO_MEMORY},
        {VK_ERROR_OUT_OF_DEVICE_MEMORY, DW_ERROR_NO_MEMORY},
        {VK_ERROR_OUT_OF_POOL_MEMORY, DW_ERROR_NO_MEMORY},
        {VK_ERROR_INCOMPATIBLE_DRIVER, DW_ERROR_NO_DEVICE},
    };
    for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
        if (map[i].result == result)
            return map[i].status;
    return DW_ERROR_UNSUPPORTED;
}

int gpu_fail(VkResult result, const char *call)
{
    base_error("%.*s: %s (%d)", (int)strcspn(call, "("), call, gpu_result_name(result),
               (int)result);
    return status_of(result);
}

#include "gpu/validation.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/options.h"

/* Warnings about what is done on purpose: UNASSIGNED-BestPractices-... and why. */
static const struct {
    const char *id, *reason;
} allowed[] = {
    {"vkCreateInstance-specialuse-extension-debugging", "it is how these messages are heard"},
    {"pipeline-stage-flags",
     "a span begins and ends behind everything; untimed transfers stand behind everything"},
    {"vkCreateCommandPool-command-buffer-reset",
     "a buffer is recorded anew for every batch while others of its pool are pending"},
    {"vkBeginCommandBuffer-simultaneous-use",
     "a buffer that is submitted again while it is pending"},
    {"vkAllocateMemory-small-allocation",
     "few buffers, each made once, outside of all times; suballocation would only hide overruns"},
    {"vkBindMemory-small-dedicated-allocation", "the same"},
};
#define ALLOWED_PREFIX "UNASSIGNED-BestPractices-"

static atomic_uint messages;

unsigned gpu_validation_messages(void)
{
    return atomic_load(&messages);
}

int gpu_validated_exit(int code)
{
    const unsigned count = gpu_validation_messages();
    if (code != BASE_EXIT_DONE || count == 0)
        return code;
    base_error("%u message%s of the validation layer", count, count == 1 ? "" : "s");
    return BASE_EXIT_FAILED;
}

bool gpu_wants_validation(void)
{
    const char *wanted = getenv("DISPATCHWISE_VALIDATE");
    return wanted && strcmp(wanted, "1") == 0;
}

static bool is_allowed(VkDebugUtilsMessageSeverityFlagBitsEXT severity, const char *id)
{
    const size_t prefix = strlen(ALLOWED_PREFIX);
    if ((severity & VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT) || !id ||
        strncmp(id, ALLOWED_PREFIX, prefix) != 0)
        return false;
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
        if (strcmp(id + prefix, allowed[i].id) == 0)
            return true;
    return false;
}

static VKAPI_ATTR VkBool32 VKAPI_CALL hear(VkDebugUtilsMessageSeverityFlagBitsEXT severity,
                                           VkDebugUtilsMessageTypeFlagsEXT types,
                                           const VkDebugUtilsMessengerCallbackDataEXT *data,
                                           void *context)
{
    (void)types;
    (void)context;
    if (!is_allowed(severity, data->pMessageIdName)) {
        atomic_fetch_add(&messages, 1);
        base_error("validation: %s", data->pMessage);
    }
    return VK_FALSE;
}

const VkDebugUtilsMessengerCreateInfoEXT gpu_validation_messenger = {
    .sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT,
    .messageSeverity = VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT |
                       VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT,
    .messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT |
                   VK_DEBUG_UTILS_MESSAGE_TYPE_PERFORMANCE_BIT_EXT,
    .pfnUserCallback = hear,
};

void gpu_add_validation(VkInstanceCreateInfo *info)
{
    static const char *const layers[] = {"VK_LAYER_KHRONOS_validation"};
    static const char *const extensions[] = {VK_EXT_DEBUG_UTILS_EXTENSION_NAME};
    static const VkValidationFeatureEnableEXT enabled[] = {
        VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT,
        VK_VALIDATION_FEATURE_ENABLE_BEST_PRACTICES_EXT};
    static const VkValidationFeaturesEXT features = {
        .sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT,
        .pNext = &gpu_validation_messenger,
        .enabledValidationFeatureCount = sizeof enabled / sizeof enabled[0],
        .pEnabledValidationFeatures = enabled,
    };
    if (!gpu_wants_validation())
        return;
    info->pNext = &features;
    info->enabledLayerCount = 1;
    info->ppEnabledLayerNames = layers;
    info->enabledExtensionCount = 1;
    info->ppEnabledExtensionNames = extensions;
}

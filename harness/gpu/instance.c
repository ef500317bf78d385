#include "gpu/device.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "gpu/validation.h"

static int list_layers(struct gpu_instance *instance)
{
    int status = DW_OK;
    uint32_t count = 0;
    VkLayerProperties *properties = NULL;
    GPU_TRY(vkEnumerateInstanceLayerProperties(&count, NULL));
    properties = calloc(count + 1, sizeof *properties);
    instance->layers = calloc(count + 1, sizeof *instance->layers);
    if (!properties || !instance->layers) {
        status = DW_ERROR_NO_MEMORY;
        goto fail;
    }
    GPU_TRY(vkEnumerateInstanceLayerProperties(&count, properties));
    for (uint32_t i = 0; i < count; i++)
        memcpy(instance->layers[i], properties[i].layerName, VK_MAX_EXTENSION_NAME_SIZE);
    instance->layer_count = count;
fail:
    free(properties);
    return status;
}

static int create_handle(struct gpu_instance *instance)
{
    const VkApplicationInfo application = {
        .sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
        .pApplicationName = "dispatchwise",
        .apiVersion = VK_API_VERSION_1_2,
    };
    VkInstanceCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
        .pApplicationInfo = &application,
    };
    gpu_add_validation(&info);
    VkResult result = vkCreateInstance(&info, NULL, &instance->handle);
    if (result == VK_ERROR_INCOMPATIBLE_DRIVER) {
        base_error("no Vulkan driver found: install one (on Debian, mesa-vulkan-drivers)");
        return DW_ERROR_NO_DEVICE;
    }
    if (result == VK_ERROR_LAYER_NOT_PRESENT && gpu_wants_validation()) {
        base_error("DISPATCHWISE_VALIDATE=1: %s is not installed (on Debian, "
                   "vulkan-validationlayers)",
                   info.ppEnabledLayerNames[0]);
        return DW_ERROR_UNSUPPORTED;
    }
    if (result != VK_SUCCESS)
        return gpu_fail(result, "vkCreateInstance");
    volkLoadInstanceOnly(instance->handle);
    if (gpu_wants_validation()) {
        result = vkCreateDebugUtilsMessengerEXT(instance->handle, &gpu_validation_messenger, NULL,
                                                &instance->messenger);
        if (result != VK_SUCCESS)
            return gpu_fail(result, "vkCreateDebugUtilsMessengerEXT");
    }
    return DW_OK;
}

static int list_devices(struct gpu_instance *instance)
{
    int status = DW_OK;
    uint32_t count = 0;
    VkPhysicalDevice *handles = NULL;
    GPU_TRY(vkEnumeratePhysicalDevices(instance->handle, &count, NULL));
    handles = calloc(count + 1, sizeof *handles);
    instance->infos = calloc(count + 1, sizeof *instance->infos);
    if (!handles || !instance->infos) {
        status = DW_ERROR_NO_MEMORY;
        goto fail;
    }
    GPU_TRY(vkEnumeratePhysicalDevices(instance->handle, &count, handles));
    for (uint32_t i = 0; i < count && status == DW_OK; i++) {
        status = gpu_describe(handles[i], &instance->infos[instance->count]);
        instance->infos[instance->count].index = (uint32_t)instance->count;
        instance->count++;
    }
fail:
    free(handles);
    return status;
}

int gpu_create_instance(struct gpu_instance **out)
{
    /* Implicit layers stand between the calls and the clock; the user's own choice wins. */
    setenv("VK_LOADER_LAYERS_DISABLE", "~implicit~", 0);
    /* Code that the driver kept from another process would make a new pipeline look cheap. */
    setenv("MESA_SHADER_CACHE_DISABLE", "true", 0);
    setenv("__GL_SHADER_DISK_CACHE", "0", 0);
    if (volkInitialize() != VK_SUCCESS) {
        base_error("no Vulkan loader found: install libvulkan1 and a Vulkan driver "
                   "(on Debian, mesa-vulkan-drivers)");
        return DW_ERROR_NO_DEVICE;
    }
    struct gpu_instance *instance = calloc(1, sizeof *instance);
    if (!instance)
        return DW_ERROR_NO_MEMORY;
    int status = list_layers(instance);
    if (status == DW_OK)
        status = create_handle(instance);
    if (status == DW_OK)
        status = list_devices(instance);
    if (status == DW_OK && instance->count == 0) {
        base_error("Vulkan is here but lists no device: install a driver "
                   "(on Debian, mesa-vulkan-drivers)");
        status = DW_ERROR_NO_DEVICE;
    }
    if (status != DW_OK) {
        gpu_destroy_instance(&instance);
        return status;
    }
    *out = instance;
    return DW_OK;
}

void gpu_destroy_instance(struct gpu_instance **out)
{
    struct gpu_instance *instance = *out;
    if (!instance)
        return;
    if (instance->messenger)
        vkDestroyDebugUtilsMessengerEXT(instance->handle, instance->messenger, NULL);
    if (instance->handle)
        vkDestroyInstance(instance->handle, NULL);
    free(instance->infos);
    free(instance->layers);
    free(instance);
    *out = NULL;
}

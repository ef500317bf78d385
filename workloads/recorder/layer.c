#include "recorder.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include "trace/kinds.h"

static struct recorder_map instances, devices; /* by the loader's dispatch table */
static atomic_uint_least64_t instance_count;

extern struct recorder_map recorder_buffers;

__attribute__((constructor)) static void prepare(void)
{
    recorder_map_init(&instances);
    recorder_map_init(&devices);
    recorder_map_init(&recorder_buffers);
}

/* What the loader puts first into every object that it dispatches on. */
static uint64_t dispatch_key(const void *handle)
{
    return RECORDER_KEY(*(void *const *)handle);
}

static void *pointer(uint64_t value)
{
    return (void *)(uintptr_t)value;
}

static struct recorder_instance *instance_of(const void *handle)
{
    return pointer(recorder_map_get(&instances, dispatch_key(handle)));
}

struct recorder_device *recorder_device_of(const void *handle)
{
    return pointer(recorder_map_get(&devices, dispatch_key(handle)));
}

/* Calls can only be passed on by way of these maps: room in them is reserved before the object
 * below is made, which could not be taken back. */
static void follow(struct recorder_map *map, const void *handle, void *object)
{
    const uint64_t kept = recorder_map_put(map, dispatch_key(handle), RECORDER_KEY(object));
    assert(kept == RECORDER_KEY(object));
    (void)kept;
}

static VkLayerInstanceCreateInfo *instance_link(const VkInstanceCreateInfo *info)
{
    VkBaseOutStructure *at = (VkBaseOutStructure *)(uintptr_t)info->pNext;
    for (; at; at = at->pNext)
        if (at->sType == VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO &&
            ((VkLayerInstanceCreateInfo *)at)->function == VK_LAYER_LINK_INFO)
            break;
    return (VkLayerInstanceCreateInfo *)at;
}

static VkLayerDeviceCreateInfo *device_link(const VkDeviceCreateInfo *info)
{
    VkBaseOutStructure *at = (VkBaseOutStructure *)(uintptr_t)info->pNext;
    for (; at; at = at->pNext)
        if (at->sType == VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO &&
            ((VkLayerDeviceCreateInfo *)at)->function == VK_LAYER_LINK_INFO)
            break;
    return (VkLayerDeviceCreateInfo *)at;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateInstance(const VkInstanceCreateInfo *info,
                                                       const VkAllocationCallbacks *allocator,
                                                       VkInstance *handle)
{
    VkLayerInstanceCreateInfo *link = instance_link(info);
    if (!link || !link->u.pLayerInfo)
        return VK_ERROR_INITIALIZATION_FAILED;
    const PFN_vkGetInstanceProcAddr get = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
    const PFN_vkCreateInstance create = (PFN_vkCreateInstance)get(NULL, "vkCreateInstance");
    link->u.pLayerInfo = link->u.pLayerInfo->pNext;
    struct recorder_instance *made = calloc(1, sizeof *made);
    if (!made || !recorder_map_reserve(&instances)) {
        free(made);
        return VK_ERROR_OUT_OF_HOST_MEMORY;
    }
    const VkResult result = create(info, allocator, handle);
    if (result != VK_SUCCESS) {
        free(made);
        return result;
    }
    made->handle = *handle;
    made->next_get = get;
#define LOAD(name) made->next.name = (PFN_vk##name)get(*handle, "vk" #name);
    RECORDER_INSTANCE_CALLS(LOAD)
#undef LOAD
    follow(&instances, *handle, made);
    recorder_start();
    atomic_fetch_add(&instance_count, 1);
    return VK_SUCCESS;
}

VKAPI_ATTR void VKAPI_CALL recorder_DestroyInstance(VkInstance handle,
                                                    const VkAllocationCallbacks *allocator)
{
    if (!handle)
        return;
    struct recorder_instance *instance =
        pointer(recorder_map_take(&instances, dispatch_key(handle)));
    instance->next.DestroyInstance(handle, allocator);
    free(instance);
    const struct trace_end end = {.instances = atomic_fetch_sub(&instance_count, 1) - 1};
    if (end.instances == 0) {
        recorder_emit(TRACE_END, NULL, &end, NULL, 0);
        recorder_flush();
    }
}

static void describe_device(struct recorder_device *device, VkPhysicalDevice physical)
{
    VkPhysicalDeviceProperties properties;
    device->instance->next.GetPhysicalDeviceProperties(physical, &properties);
    device->instance->next.GetPhysicalDeviceMemoryProperties(physical, &device->memory);
    device->timestamp_period_ns = (double)properties.limits.timestampPeriod;
    const struct trace_device event = {
        .id = device->id,
        .timestamp_period_fs = (uint64_t)(device->timestamp_period_ns * 1e6 + 0.5),
        .vendor_id = properties.vendorID,
        .device_id = properties.deviceID,
        .driver_version = properties.driverVersion,
        .api_version = properties.apiVersion,
    };
    recorder_emit_text(TRACE_DEVICE, &event, properties.deviceName);
}

static void describe_families(struct recorder_device *device, VkPhysicalDevice physical)
{
    uint32_t count = 0;
    device->instance->next.GetPhysicalDeviceQueueFamilyProperties(physical, &count, NULL);
    VkQueueFamilyProperties *families = calloc(count, sizeof *families);
    device->family_flags = calloc(2 * (size_t)count, sizeof *device->family_flags);
    if (families && device->family_flags) {
        device->instance->next.GetPhysicalDeviceQueueFamilyProperties(physical, &count, families);
        device->timestamp_bits = device->family_flags + count;
        device->family_count = count;
        for (uint32_t i = 0; i < count; i++) {
            device->family_flags[i] = families[i].queueFlags;
            device->timestamp_bits[i] = families[i].timestampValidBits;
        }
    } else if (count > 0) {
        recorder_stop(ENOMEM);
    }
    free(families);
}

/* A function may have the name of the extension that it came from. */
static PFN_vkVoidFunction load_either(const struct recorder_device *device, const char *name,
                                      const char *alias)
{
    const PFN_vkVoidFunction found = device->next_get(device->handle, name);
    return found || !alias ? found : device->next_get(device->handle, alias);
}

static void load_device(struct recorder_device *device)
{
#define LOAD(name, alias) device->next.name = (PFN_vk##name)load_either(device, "vk" #name, alias);
    RECORDER_DEVICE_FUNCTIONS(LOAD)
#undef LOAD
#define LOAD(name) device->next.name = (PFN_vk##name)load_either(device, "vk" #name, NULL);
    RECORDER_DEVICE_CALLS(LOAD)
#undef LOAD
}

static void free_device(struct recorder_device *device)
{
    if (!device)
        return;
    for (int kind = 0; kind < RECORDER_KIND_COUNT; kind++)
        recorder_map_free(&device->objects[kind]);
    recorder_map_free(&device->queues);
    pthread_mutex_destroy(&device->times_lock);
    free(device->family_flags);
    free(device->untracked);
    free(device);
}

static struct recorder_device *make_device(struct recorder_instance *instance)
{
    struct recorder_device *made = calloc(1, sizeof *made);
    if (!made)
        return NULL;
    made->instance = instance;
    for (int kind = 0; kind < RECORDER_KIND_COUNT; kind++)
        recorder_map_init(&made->objects[kind]);
    recorder_map_init(&made->queues);
    pthread_mutex_init(&made->times_lock, NULL);
    made->untracked = calloc(1, sizeof *made->untracked);
    if (made->untracked)
        made->untracked->device = made;
    else {
        free_device(made);
        made = NULL;
    }
    return made;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_CreateDevice(VkPhysicalDevice physical,
                                                     const VkDeviceCreateInfo *info,
                                                     const VkAllocationCallbacks *allocator,
                                                     VkDevice *handle)
{
    struct recorder_instance *instance = instance_of(physical);
    VkLayerDeviceCreateInfo *link = device_link(info);
    if (!instance || !link || !link->u.pLayerInfo)
        return VK_ERROR_INITIALIZATION_FAILED;
    const PFN_vkGetInstanceProcAddr get = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
    const PFN_vkGetDeviceProcAddr get_device = link->u.pLayerInfo->pfnNextGetDeviceProcAddr;
    const PFN_vkCreateDevice create = (PFN_vkCreateDevice)get(instance->handle, "vkCreateDevice");
    link->u.pLayerInfo = link->u.pLayerInfo->pNext;
    struct recorder_device *made = make_device(instance);
    if (!made || !recorder_map_reserve(&devices)) {
        free_device(made);
        return VK_ERROR_OUT_OF_HOST_MEMORY;
    }
    const VkResult result = create(physical, info, allocator, handle);
    if (result != VK_SUCCESS) {
        free_device(made);
        return result;
    }
    made->handle = *handle;
    made->next_get = get_device;
    load_device(made);
    follow(&devices, *handle, made);
    made->id = recorder_new_id();
    describe_device(made, physical);
    describe_families(made, physical);
    return VK_SUCCESS;
}

VKAPI_ATTR void VKAPI_CALL recorder_DestroyDevice(VkDevice handle,
                                                  const VkAllocationCallbacks *allocator)
{
    if (!handle)
        return;
    struct recorder_device *device = pointer(recorder_map_take(&devices, dispatch_key(handle)));
    const struct trace_destroy event = {.id = device->id};
    recorder_drop_pools(device);
    recorder_drop_times(device);
    recorder_drop_sets(device);
    recorder_drop_modules(device);
    struct recorder_call call = recorder_before();
    device->next.DestroyDevice(handle, allocator);
    recorder_after(&call);
    recorder_emit(TRACE_DESTROY, &call, &event, NULL, 0);
    free_device(device);
}

static void meet_queue(struct recorder_device *device, VkQueue queue, uint32_t family,
                       uint32_t index)
{
    if (!queue || recorder_map_get(&device->queues, RECORDER_KEY(queue)) != 0)
        return;
    const struct trace_queue event = {
        .id = recorder_new_id(),
        .device = device->id,
        .family = family,
        .index = index,
        .flags = family < device->family_count ? device->family_flags[family] : 0,
        .timestamp_bits = family < device->family_count ? device->timestamp_bits[family] : 0,
    };
    const uint64_t id = recorder_map_put(&device->queues, RECORDER_KEY(queue), event.id);
    if (id == 0)
        recorder_stop(ENOMEM);
    else if (id == event.id)
        recorder_emit(TRACE_QUEUE, NULL, &event, NULL, 0);
}

VKAPI_ATTR void VKAPI_CALL recorder_GetDeviceQueue(VkDevice handle, uint32_t family, uint32_t index,
                                                   VkQueue *queue)
{
    struct recorder_device *device = recorder_device_of(handle);
    device->next.GetDeviceQueue(handle, family, index, queue);
    meet_queue(device, *queue, family, index);
}

VKAPI_ATTR void VKAPI_CALL recorder_GetDeviceQueue2(VkDevice handle, const VkDeviceQueueInfo2 *info,
                                                    VkQueue *queue)
{
    struct recorder_device *device = recorder_device_of(handle);
    device->next.GetDeviceQueue2(handle, info, queue);
    meet_queue(device, *queue, info->queueFamilyIndex, info->queueIndex);
}

uint64_t recorder_queue_id(struct recorder_device *device, VkQueue queue)
{
    return recorder_map_get(&device->queues, RECORDER_KEY(queue));
}

uint64_t recorder_name(struct recorder_device *device, enum recorder_kind kind, uint64_t key)
{
    if (key == 0 || !recorder_on())
        return 0;
    const uint64_t id = recorder_map_put(&device->objects[kind], key, recorder_new_id());
    if (id == 0)
        recorder_stop(ENOMEM);
    return id;
}

static const VkLayerProperties properties = {
    .layerName = RECORDER_LAYER,
    .specVersion = VK_HEADER_VERSION_COMPLETE,
    .implementationVersion = 1,
    .description = "Records what a program submits, for dispatchwise",
};

static VkResult list_layer(uint32_t *count, VkLayerProperties *layers)
{
    if (!layers) {
        *count = 1;
        return VK_SUCCESS;
    }
    if (*count == 0)
        return VK_INCOMPLETE;
    *count = 1;
    layers[0] = properties;
    return VK_SUCCESS;
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_EnumerateInstanceLayerProperties(uint32_t *count,
                                                                         VkLayerProperties *layers)
{
    return list_layer(count, layers);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_EnumerateDeviceLayerProperties(VkPhysicalDevice physical,
                                                                       uint32_t *count,
                                                                       VkLayerProperties *layers)
{
    (void)physical;
    return list_layer(count, layers);
}

VKAPI_ATTR VkResult VKAPI_CALL recorder_EnumerateInstanceExtensionProperties(
    const char *layer, uint32_t *count, VkExtensionProperties *extensions)
{
    (void)extensions;
    if (!layer || strcmp(layer, RECORDER_LAYER) != 0)
        return VK_ERROR_LAYER_NOT_PRESENT;
    *count = 0;
    return VK_SUCCESS;
}

VKAPI_ATTR VkResult VKAPI_CALL
recorder_EnumerateDeviceExtensionProperties(VkPhysicalDevice physical, const char *layer,
                                            uint32_t *count, VkExtensionProperties *extensions)
{
    if (layer && strcmp(layer, RECORDER_LAYER) == 0) {
        *count = 0;
        return VK_SUCCESS;
    }
    return instance_of(physical)->next.EnumerateDeviceExtensionProperties(physical, layer, count,
                                                                          extensions);
}

struct function {
    const char *name, *alias;
    PFN_vkVoidFunction hook;
};

#define ROW(name) {"vk" #name, NULL, (PFN_vkVoidFunction)recorder_##name},
#define ROW_OF_TWO(name, alias) {"vk" #name, alias, (PFN_vkVoidFunction)recorder_##name},
static const struct function instance_functions[] = {RECORDER_INSTANCE_FUNCTIONS(ROW)};
static const struct function device_functions[] = {RECORDER_DEVICE_FUNCTIONS(ROW_OF_TWO)};

static PFN_vkVoidFunction find(const struct function *functions, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(functions[i].name, name) == 0 ||
            (functions[i].alias && strcmp(functions[i].alias, name) == 0))
            return functions[i].hook;
    return NULL;
}

#define FIND(functions, name) find(functions, sizeof(functions) / sizeof(functions)[0], name)

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL recorder_GetDeviceProcAddr(VkDevice handle,
                                                                    const char *name)
{
    struct recorder_device *device = recorder_device_of(handle);
    const PFN_vkVoidFunction below = device->next_get(handle, name);
    const PFN_vkVoidFunction hook = below ? FIND(device_functions, name) : NULL;
    return hook ? hook : below;
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL recorder_GetInstanceProcAddr(VkInstance handle,
                                                                      const char *name)
{
    PFN_vkVoidFunction hook = FIND(instance_functions, name);
    if (hook || !handle)
        return hook;
    const struct recorder_instance *instance = instance_of(handle);
    const PFN_vkVoidFunction below = instance->next_get(handle, name);
    hook = below ? FIND(device_functions, name) : NULL;
    return hook ? hook : below;
}

/* The one function that the loader finds by name. A program with more rights than its user has must
 * not write where the user says. */
VK_LAYER_EXPORT VKAPI_ATTR VkResult VKAPI_CALL
vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *versions)
{
    if (getauxval(AT_SECURE) != 0 || versions->loaderLayerInterfaceVersion < 2)
        return VK_ERROR_INITIALIZATION_FAILED;
    versions->loaderLayerInterfaceVersion = 2;
    versions->pfnGetInstanceProcAddr = recorder_GetInstanceProcAddr;
    versions->pfnGetDeviceProcAddr = recorder_GetDeviceProcAddr;
    versions->pfnGetPhysicalDeviceProcAddr = NULL;
    return VK_SUCCESS;
}

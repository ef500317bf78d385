/* VK_LAYER_DISPATCHWISE_fault: the layer that fails. It counts every call of the functions in
 * functions.h, makes one of them fail as its plan says, without passing it on, and counts what is
 * made and destroyed. See fault.h. */
#include "plan.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <vulkan/vk_layer.h>

#define SHOWN __attribute__((visibility("default")))

#define ENTRIES_MAX 64

/* An instance or a device, found by the dispatch table that the loader put into its handles. */
struct link {
    struct link *next;
    void *key;
    VkInstance instance; /* or */
    VkDevice device;
    PFN_vkGetInstanceProcAddr get_of_instance;
    PFN_vkGetDeviceProcAddr get_of_device;
    PFN_vkVoidFunction below[ENTRIES_MAX]; /* what each of `entries` stands for */
    VkResult stuck; /* what has become of the device: every call that can say so says so */
};

static pthread_mutex_t links_lock = PTHREAD_MUTEX_INITIALIZER;
static struct link *links;
static _Thread_local VkCommandBuffer filled; /* whose last command was a fill */

static void *key_of(const void *handle)
{
    return *(void *const *)handle;
}

static struct link *find(const void *handle)
{
    pthread_mutex_lock(&links_lock);
    struct link *link = links;
    while (link && link->key != key_of(handle))
        link = link->next;
    pthread_mutex_unlock(&links_lock);
    return link;
}

static PFN_vkVoidFunction get(const struct link *link, const char *name)
{
    return link->device ? link->get_of_device(link->device, name)
                        : link->get_of_instance(link->instance, name);
}

static size_t find_entry(const char *name); /* ENTRIES_MAX: none */
static const char *entry_name(size_t i);    /* NULL behind the last */

/* The loader answers right only while the object is being made. */
static void follow(const void *handle, const struct link *made)
{
    struct link *link = malloc(sizeof *link);
    if (!link)
        abort();
    *link = *made;
    link->key = key_of(handle);
    for (size_t i = 0; entry_name(i); i++)
        link->below[i] = get(link, entry_name(i));
    pthread_mutex_lock(&links_lock);
    link->next = links;
    links = link;
    pthread_mutex_unlock(&links_lock);
}

static void forget(const void *handle)
{
    pthread_mutex_lock(&links_lock);
    for (struct link **at = &links, *link; (link = *at) != NULL; at = &link->next)
        if (link->key == key_of(handle)) {
            *at = link->next;
            free(link);
            break;
        }
    pthread_mutex_unlock(&links_lock);
}

static PFN_vkVoidFunction below(const struct link *link, const char *name)
{
    return link->below[find_entry(name)];
}

static VkResult *stuck(struct link *link)
{
    return link->device ? &link->stuck : NULL;
}

/* A lost device has nothing pending: what this one has is waited for before it is destroyed. */
static void settle(const struct link *link)
{
    if (link->stuck == VK_ERROR_DEVICE_LOST)
        ((PFN_vkDeviceWaitIdle)below(link, "vkDeviceWaitIdle"))(link->device);
}

#define CALL(name, set, parameters, arguments)                                                     \
    static VKAPI_ATTR VkResult VKAPI_CALL fault_##name parameters                                  \
    {                                                                                              \
        VkResult result;                                                                           \
        struct link *link = find(handle);                                                          \
        const PFN_vk##name next = (PFN_vk##name)below(link, "vk" #name);                           \
        return fault_strikes(FAULT_##name, stuck(link), &result)                                   \
                   ? result                                                                        \
                   : fault_done(FAULT_##name, next arguments);                                     \
    }
#define MAKER(name, set, type, info_type)                                                          \
    CALL(name, set,                                                                                \
         (VkDevice handle, const info_type *info, const VkAllocationCallbacks *allocator,          \
          Vk##type *object),                                                                       \
         (handle, info, allocator, object))
FAULT_MAKERS(MAKER)
FAULT_CALLS(CALL)
#undef MAKER
#undef CALL

#define DESTROYER(type, maker, name)                                                               \
    static VKAPI_ATTR void VKAPI_CALL fault_##name(VkDevice handle, Vk##type object,               \
                                                   const VkAllocationCallbacks *allocator)         \
    {                                                                                              \
        const PFN_vk##name next = (PFN_vk##name)below(find(handle), "vk" #name);                   \
        settle(find(handle));                                                                      \
        if (object)                                                                                \
            fault_destroyed(FAULT_OBJECT_##type);                                                  \
        next(handle, object, allocator);                                                           \
    }
FAULT_OBJECTS(DESTROYER)
#undef DESTROYER

static VKAPI_ATTR void VKAPI_CALL fault_DestroyDebugUtilsMessengerEXT(
    VkInstance handle, VkDebugUtilsMessengerEXT messenger, const VkAllocationCallbacks *allocator)
{
    const PFN_vkDestroyDebugUtilsMessengerEXT next =
        (PFN_vkDestroyDebugUtilsMessengerEXT)below(find(handle), "vkDestroyDebugUtilsMessengerEXT");
    if (messenger)
        fault_destroyed(FAULT_OBJECT_DebugUtilsMessengerEXT);
    next(handle, messenger, allocator);
}

static VKAPI_ATTR void VKAPI_CALL fault_FreeCommandBuffers(VkDevice handle, VkCommandPool pool,
                                                           uint32_t count,
                                                           const VkCommandBuffer *buffers)
{
    const PFN_vkFreeCommandBuffers next =
        (PFN_vkFreeCommandBuffers)below(find(handle), "vkFreeCommandBuffers");
    settle(find(handle));
    next(handle, pool, count, buffers);
}

static VKAPI_ATTR void VKAPI_CALL fault_CmdFillBuffer(VkCommandBuffer handle, VkBuffer buffer,
                                                      VkDeviceSize offset, VkDeviceSize size,
                                                      uint32_t word)
{
    const PFN_vkCmdFillBuffer next = (PFN_vkCmdFillBuffer)below(find(handle), "vkCmdFillBuffer");
    filled = handle;
    next(handle, buffer, offset, size, word);
}

static VKAPI_ATTR void VKAPI_CALL fault_CmdPipelineBarrier(
    VkCommandBuffer handle, VkPipelineStageFlags before, VkPipelineStageFlags after,
    VkDependencyFlags flags, uint32_t memory_count, const VkMemoryBarrier *memory,
    uint32_t buffer_count, const VkBufferMemoryBarrier *buffers, uint32_t image_count,
    const VkImageMemoryBarrier *images)
{
    const PFN_vkCmdPipelineBarrier next =
        (PFN_vkCmdPipelineBarrier)below(find(handle), "vkCmdPipelineBarrier");
    const bool swallowed = filled == handle && fault_leaves_fills_unfenced();
    filled = VK_NULL_HANDLE;
    if (!swallowed)
        next(handle, before, after, flags, memory_count, memory, buffer_count, buffers, image_count,
             images);
}

/* The loader's own entry in the chain of a structure: which layer comes next. */
static void *find_link(const void *chain, VkStructureType type)
{
    VkBaseOutStructure *at = (VkBaseOutStructure *)(uintptr_t)chain;
    while (at && !(at->sType == type &&
                   ((VkLayerInstanceCreateInfo *)at)->function == VK_LAYER_LINK_INFO))
        at = at->pNext;
    if (!at)
        abort();
    return at;
}

static VKAPI_ATTR VkResult VKAPI_CALL fault_CreateInstance(const VkInstanceCreateInfo *info,
                                                           const VkAllocationCallbacks *allocator,
                                                           VkInstance *made)
{
    VkResult result;
    VkLayerInstanceCreateInfo *chain =
        find_link(info->pNext, VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO);
    const PFN_vkGetInstanceProcAddr next = chain->u.pLayerInfo->pfnNextGetInstanceProcAddr;
    if (fault_strikes(FAULT_CreateInstance, NULL, &result))
        return result;
    chain->u.pLayerInfo = chain->u.pLayerInfo->pNext;
    result = ((PFN_vkCreateInstance)next(NULL, "vkCreateInstance"))(info, allocator, made);
    if (result == VK_SUCCESS)
        follow(*made, &(struct link){.instance = *made, .get_of_instance = next});
    return fault_done(FAULT_CreateInstance, result);
}

static VKAPI_ATTR void VKAPI_CALL fault_DestroyInstance(VkInstance handle,
                                                        const VkAllocationCallbacks *allocator)
{
    if (!handle)
        return;
    const PFN_vkDestroyInstance next =
        (PFN_vkDestroyInstance)below(find(handle), "vkDestroyInstance");
    forget(handle);
    fault_destroyed(FAULT_OBJECT_Instance);
    next(handle, allocator);
}

static VKAPI_ATTR VkResult VKAPI_CALL fault_CreateDevice(VkPhysicalDevice handle,
                                                         const VkDeviceCreateInfo *info,
                                                         const VkAllocationCallbacks *allocator,
                                                         VkDevice *made)
{
    VkResult result;
    struct link *instance = find(handle);
    VkLayerDeviceCreateInfo *chain =
        find_link(info->pNext, VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO);
    const PFN_vkGetDeviceProcAddr next = chain->u.pLayerInfo->pfnNextGetDeviceProcAddr;
    if (fault_strikes(FAULT_CreateDevice, NULL, &result))
        return result;
    chain->u.pLayerInfo = chain->u.pLayerInfo->pNext;
    result = ((PFN_vkCreateDevice)below(instance, "vkCreateDevice"))(handle, info, allocator, made);
    if (result == VK_SUCCESS)
        follow(*made, &(struct link){.device = *made, .get_of_device = next});
    return fault_done(FAULT_CreateDevice, result);
}

static VKAPI_ATTR void VKAPI_CALL fault_DestroyDevice(VkDevice handle,
                                                      const VkAllocationCallbacks *allocator)
{
    if (!handle)
        return;
    const PFN_vkDestroyDevice next = (PFN_vkDestroyDevice)below(find(handle), "vkDestroyDevice");
    settle(find(handle));
    forget(handle);
    fault_destroyed(FAULT_OBJECT_Device);
    next(handle, allocator);
}

/* For the manifest of the implicit layer: nothing else comes before an instance. */
SHOWN VkResult
fault_EnumerateInstanceLayerProperties(const VkEnumerateInstanceLayerPropertiesChain *chain,
                                       uint32_t *count, VkLayerProperties *properties);
SHOWN VkResult
fault_EnumerateInstanceLayerProperties(const VkEnumerateInstanceLayerPropertiesChain *chain,
                                       uint32_t *count, VkLayerProperties *properties)
{
    VkResult result;
    if (fault_strikes(FAULT_EnumerateInstanceLayerProperties, NULL, &result))
        return result;
    return fault_done(FAULT_EnumerateInstanceLayerProperties,
                      chain->pfnNextLayer(chain->pNextLink, count, properties));
}

static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL get_of_instance(VkInstance handle,
                                                                const char *name);
static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL get_of_device(VkDevice handle, const char *name);

static const struct {
    const char *name;
    PFN_vkVoidFunction function;
} entries[] = {
#define ENTRY(name, ...) {"vk" #name, (PFN_vkVoidFunction)fault_##name},
#define OBJECT_ENTRY(type, maker, destroyer) ENTRY(destroyer, )
    FAULT_MAKERS(ENTRY) FAULT_CALLS(ENTRY) FAULT_OBJECTS(OBJECT_ENTRY)
    /* clang-format off */
    ENTRY(CreateInstance, ) ENTRY(DestroyInstance, ) ENTRY(CreateDevice, ) ENTRY(DestroyDevice, )
    ENTRY(DestroyDebugUtilsMessengerEXT, ) ENTRY(CmdFillBuffer, ) ENTRY(FreeCommandBuffers, ) ENTRY(CmdPipelineBarrier, )
    /* clang-format on */
    {"vkGetInstanceProcAddr", (PFN_vkVoidFunction)get_of_instance},
    {"vkGetDeviceProcAddr", (PFN_vkVoidFunction)get_of_device},
#undef OBJECT_ENTRY
#undef ENTRY
};

#define ENTRY_COUNT (sizeof entries / sizeof entries[0])
_Static_assert(ENTRY_COUNT < ENTRIES_MAX, "room for what is below each entry");

static const char *entry_name(size_t i)
{
    return i < ENTRY_COUNT ? entries[i].name : NULL;
}

static size_t find_entry(const char *name)
{
    for (size_t i = 0; i < ENTRY_COUNT; i++)
        if (strcmp(entries[i].name, name) == 0)
            return i;
    return ENTRIES_MAX;
}

static PFN_vkVoidFunction entry_of(const char *name)
{
    const size_t i = find_entry(name);
    return i < ENTRY_COUNT ? entries[i].function : NULL;
}

/* What is not there below is not here. */
static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL get_of_instance(VkInstance handle, const char *name)
{
    const PFN_vkVoidFunction mine = entry_of(name);
    const struct link *link = handle ? find(handle) : NULL;
    if (!link) /* it is about to be created */
        return mine;
    const PFN_vkVoidFunction next = get(link, name);
    return next && mine ? mine : next;
}

static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL get_of_device(VkDevice handle, const char *name)
{
    const PFN_vkVoidFunction mine = entry_of(name), next = get(find(handle), name);
    return next && mine ? mine : next;
}

SHOWN VKAPI_ATTR VkResult VKAPI_CALL
vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *versions)
{
    if (versions->loaderLayerInterfaceVersion < 2)
        return VK_ERROR_INITIALIZATION_FAILED;
    versions->loaderLayerInterfaceVersion = 2;
    versions->pfnGetInstanceProcAddr = get_of_instance;
    versions->pfnGetDeviceProcAddr = get_of_device;
    versions->pfnGetPhysicalDeviceProcAddr = NULL;
    return VK_SUCCESS;
}

/* Vulkan devices: what there is, what each can do, and one opened for timing. */
#ifndef GPU_DEVICE_H
#define GPU_DEVICE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "dispatchwise/calibration.h"
#include "gpu/vk.h"
#include "gpu/worker.h"
#include "workload.h"

#define GPU_FAMILIES_MAX 16

/* How a shader can pick a descriptor from an array: by any index, by a dynamically uniform one, or
 * only by a constant. */
enum gpu_indexing { GPU_INDEXING_UNSUPPORTED, GPU_INDEXING_STATIC, GPU_INDEXING_FULL };
const char *gpu_indexing_name(enum gpu_indexing indexing);

/* A physical device as it describes itself. */
struct gpu_info {
    VkPhysicalDevice handle;
    struct dw_device_key key;
    uint32_t index; /* as `--device INDEX` names it */
    uint32_t api_version;
    char driver_name[VK_MAX_DRIVER_NAME_SIZE], driver_info[VK_MAX_DRIVER_INFO_SIZE];
    uint8_t uuid[VK_UUID_SIZE];
    bool has_pci;
    uint32_t pci_domain, pci_bus, pci_device, pci_function;
    uint32_t cores;            /* shader cores where the driver reports them, else 0 */
    uint32_t lanes;            /* invocations that they hold at most, likewise */
    uint64_t local_bytes;      /* the largest device-local heap */
    uint32_t max_groups;       /* maxComputeWorkGroupCount[0] */
    uint64_t max_buffer_bytes; /* maxStorageBufferRange */
    float timestamp_period_ns;
    enum gpu_indexing indexing;
    bool has_timeline, has_host_reset; /* timeline semaphores; queries reset by the host */
    bool has_push_descriptors;
    uint32_t max_push_descriptors; /* 0 without them */
    uint32_t max_resources;        /* storage buffers that a shader sees at once */
    uint32_t family_count;
    VkQueueFamilyProperties families[GPU_FAMILIES_MAX];
    int compute_family; /* the first that computes; -1: none */
};

/* Fill info for one physical device. */
int gpu_describe(VkPhysicalDevice handle, struct gpu_info *info);

/* The Vulkan instance and the devices that it lists. */
struct gpu_instance {
    VkInstance handle;
    VkDebugUtilsMessengerEXT messenger;
    struct gpu_info *infos;
    size_t count;
    char (*layers)[VK_MAX_EXTENSION_NAME_SIZE]; /* instance layers present on the system */
    size_t layer_count;
};

/* Load Vulkan (no implicit layers) and list the devices; see also validation.h.
 * DW_ERROR_NO_DEVICE, with a sentence that says what to install, where there is no Vulkan. */
int gpu_create_instance(struct gpu_instance **instance);
void gpu_destroy_instance(struct gpu_instance **instance);

/* The UUID in hexadecimal, as --device takes it. */
#define GPU_UUID_SIZE (2 * VK_UUID_SIZE + 1)
void gpu_format_uuid(const struct gpu_info *info, char text[GPU_UUID_SIZE]);

/* The device that a selector names: an index, a part of a name (any case), a UUID; NULL: the
 * fastest real one. NULL result and *status DW_ERROR_INVALID_ARGUMENT, logged with what exists, if
 * none or several match; DW_ERROR_NO_DEVICE if there is no device at all. */
const struct gpu_info *gpu_select(const struct gpu_instance *instance, const char *selector,
                                  int *status);

/* The key of the device that a selector names, Vulkan being opened and closed for it; "sim" is the
 * simulated device. */
int gpu_find_device_key(const char *selector, struct dw_device_key *key);

/* The queues that arms use, each for what it is to the first one. */
enum gpu_queue_role {
    GPU_QUEUE_MAIN,     /* the first compute family's first queue */
    GPU_QUEUE_SECOND,   /* another queue of that family */
    GPU_QUEUE_OTHER,    /* a queue of another family that computes */
    GPU_QUEUE_TRANSFER, /* a queue of a family that only transfers */
    GPU_QUEUE_ROLE_COUNT
};
struct gpu_queue {
    VkQueue handle; /* NULL: the device has none */
    uint32_t family;
    unsigned timestamp_bits;
    pthread_mutex_t *lock; /* of submits: the worker's too */
};

/* A device opened for timing: its queues, functions loaded directly. */
struct gpu_device {
    const struct gpu_info *info; /* borrowed from the instance */
    VkDevice handle;
    struct gpu_queue queues[GPU_QUEUE_ROLE_COUNT];
    uint32_t families[GPU_QUEUE_ROLE_COUNT], family_count; /* the different ones among them */
    VkPhysicalDeviceMemoryProperties memory;
    VkDescriptorSetLayout set_layout; /* the four storage buffers of every workload */
    VkPipelineLayout pipeline_layout;
    VkCommandPool transfer_pool; /* for what is not timed: fills, uploads, read-backs */
    VkFence transfer_fence;
    uint64_t timeout_ns; /* of every wait */
    pthread_mutex_t locks[GPU_QUEUE_ROLE_COUNT];
    struct gpu_worker *worker; /* NULL where nobody created one */
    /* Lost, or something did not end in time. What is pending may not be destroyed, and a driver
     * may hang in it: from then on the device, and all that was made of it, is left as it is. */
    atomic_bool gone;
};

int gpu_open_device(const struct gpu_info *info, struct gpu_device **device);
void gpu_close_device(struct gpu_device **device);

/* Wait for a fence; DW_ERROR_TIMEOUT behind timeout_ns. */
int gpu_wait_fence(struct gpu_device *device, VkFence fence);
/* Log that `what` did not end in time: the device is gone. */
int gpu_give_up(struct gpu_device *device, const char *what);
/* After whatever was submitted: if it failed, and the device is not gone by that, wait for all that
 * is pending, so that it can be destroyed. Returns the status to go on with: as it was, or a fatal
 * one if that failed too. */
int gpu_settle(struct gpu_device *device, int status);

/* vkQueueSubmit, from any thread. */
int gpu_submit(const struct gpu_queue *queue, uint32_t count, const VkSubmitInfo *infos,
               VkFence fence);

/* A pipeline layout of the shared set, the shared push constants, and a second set (may be
 * VK_NULL_HANDLE). */
int gpu_create_layout(struct gpu_device *device, VkDescriptorSetLayout second,
                      VkPipelineLayout *layout);

/* A compute pipeline of the shared layout. */
int gpu_create_pipeline(struct gpu_device *device, const struct workload_code *code,
                        VkPipeline *pipeline);

struct gpu_pipeline_info {
    VkPipelineLayout layout;
    const VkSpecializationInfo *constants; /* may be NULL */
    const char *entry;                     /* NULL: main */
};
/* Any other. *create_ns (may be NULL) is what vkCreateComputePipelines took. */
int gpu_create_special_pipeline(VkDevice device, const struct workload_code *code,
                                const struct gpu_pipeline_info *special, VkPipeline *pipeline,
                                double *create_ns);

/* Where a buffer lies: in host memory, cached and coherent, mapped; in the device's memory, filled
 * and read by copies; in the device's memory, and mapped all the same. */
enum gpu_memory { GPU_MEMORY_HOST, GPU_MEMORY_DEVICE, GPU_MEMORY_DEVICE_MAPPED, GPU_MEMORY_COUNT };
/* Whether the device has memory of the kind: the last is not everywhere. */
bool gpu_has_memory(const struct gpu_device *device, enum gpu_memory memory);

struct gpu_buffer {
    VkBuffer handle;
    VkDeviceMemory memory;
    VkDeviceSize bytes;
    void *mapped; /* NULL for GPU_MEMORY_DEVICE */
};

int gpu_create_buffer(struct gpu_device *device, VkDeviceSize bytes, enum gpu_memory memory,
                      struct gpu_buffer *buffer);
void gpu_destroy_buffer(struct gpu_device *device, struct gpu_buffer *buffer);

/* Commands that are not timed: begin, let the caller record, submit and wait. A full barrier stands
 * before and after, to the host too. */
int gpu_begin_transfer(struct gpu_device *device, VkCommandBuffer *commands);
int gpu_end_transfer(struct gpu_device *device, VkCommandBuffer commands);
/* Such a copy, from the beginning of one buffer to that of another. */
int gpu_copy_buffer(struct gpu_device *device, const struct gpu_buffer *from,
                    const struct gpu_buffer *to, VkDeviceSize bytes);

#endif

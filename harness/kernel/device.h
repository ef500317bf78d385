/* A device opened for one kernel of the user's: the features that its code declares are on, nothing
 * else is. The harness's own workloads need none, so gpu/device.h opens devices without. */
#ifndef KERNEL_DEVICE_H
#define KERNEL_DEVICE_H

#include "gpu/device.h"
#include "kernel/interface.h"

struct kernel_device {
    const struct gpu_info *info; /* borrowed */
    VkPhysicalDeviceLimits limits;
    VkPhysicalDeviceMemoryProperties memory;
    VkDevice handle;
    VkQueue queue;
    VkCommandPool pool;
    VkCommandBuffer commands;
    VkFence fence;
    VkQueryPool stamps; /* two */
    uint64_t stamp_mask;
    uint64_t tick_step;  /* greatest common divisor of all ticks read; 0: none read */
    uint64_t timeout_ns; /* of every wait */
    bool pending;        /* a wait timed out: nothing may be destroyed */
};

/* DW_ERROR_UNSUPPORTED, logged, where the device lacks a feature, a SPIR-V version or timestamps.
 */
int kernel_open_device(const struct gpu_info *info, const struct kernel_interface *interface,
                       uint64_t timeout_ns, struct kernel_device **device);
/* Leaks a device that did not come back from its last submit. */
void kernel_close_device(struct kernel_device **device);

/* A buffer in the device's memory, for storage, uniforms and transfers. */
struct kernel_buffer {
    VkBuffer handle;
    VkDeviceMemory memory;
};
int kernel_create_buffer(struct kernel_device *device, uint64_t bytes,
                         struct kernel_buffer *buffer);
void kernel_destroy_buffer(struct kernel_device *device, struct kernel_buffer *buffer);

/* The one command buffer: record into device->commands between begin and submit, which waits.
 * DW_ERROR_TIMEOUT or DW_ERROR_DEVICE_LOST, logged: nothing but close may follow. */
int kernel_begin(struct kernel_device *device);
int kernel_submit(struct kernel_device *device);

/* Around what is timed: nothing runs before the first, all has run at the second. */
void kernel_stamp_begin(struct kernel_device *device);
void kernel_stamp_end(struct kernel_device *device);
/* The time between the stamps of the last submit. */
int kernel_read_span(struct kernel_device *device, double *span_ns);
/* The clock's smallest step as seen in every span read so far, in ns; 0 before. */
double kernel_clock_step(const struct kernel_device *device);

#endif

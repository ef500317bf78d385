/* A kernel ready to be launched on a device: its pipeline, its buffers bound, and an empty kernel
 * beside it. */
#ifndef KERNEL_SETUP_H
#define KERNEL_SETUP_H

#include "kernel/device.h"
#include "kernel/inputs.h"

struct kernel_setup {
    struct kernel_device *device;             /* borrowed */
    const struct kernel_interface *interface; /* borrowed */
    const struct kernel_inputs *inputs;       /* borrowed */
    VkDescriptorSetLayout *set_layouts;
    VkDescriptorSet *sets;
    uint32_t set_count;
    VkDescriptorPool pool; /* VK_NULL_HANDLE without bindings */
    VkPipelineLayout layout;
    VkPipeline pipeline, empty;
    struct kernel_buffer *buffers; /* of all bindings, those of one binding beside each other */
    size_t buffer_count;
};

/* Builds all of it and fills the buffers. DW_ERROR_UNSUPPORTED, logged, where a limit of the device
 * is exceeded; the calls' errors. */
int kernel_create_setup(struct kernel_device *device, const struct kernel_module *module,
                        const struct kernel_interface *interface,
                        const struct kernel_inputs *inputs, struct kernel_setup **setup);
void kernel_destroy_setup(struct kernel_setup **setup);

/* How launches follow each other in a buffer. */
enum {
    KERNEL_FREE = 0,    /* as the device likes: the results of such launches mean nothing */
    KERNEL_CHAINED = 1, /* a barrier behind each */
    KERNEL_EMPTY = 2,   /* the empty kernel, one workgroup, whatever the grid */
};

/* The device's time for `launches` launches of a grid in one submit. */
int kernel_span(struct kernel_setup *setup, const uint32_t grid[3], uint32_t launches, unsigned how,
                double *span_ns);

#endif

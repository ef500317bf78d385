/* How an arm is realised on a Vulkan device: one file a mode, one row of mode_table a variant. */
#ifndef MODES_MODE_H
#define MODES_MODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "dispatchwise/planner.h"
#include "gpu/device.h"
#include "modes/arm.h"
#include "workload.h"

/* Faults that tests plant to see that the checks catch them; all zero otherwise. */
struct mode_faults {
    int launches;    /* added to the dispatches of every recorded buffer: -1 skips, 1 doubles */
    bool late_reset; /* the queue head is reset behind the drain, as without its barrier */
};

/* One instance on one device: what all its arms share. */
struct mode_batch {
    struct gpu_device *device;
    const struct workload *workload;
    struct workload_shape shape;
    double kernel_ns;       /* device time of one launch; 0: not known */
    uint64_t loop_limit;    /* UINT64_MAX: none */
    uint64_t max_submit_ns; /* a submit never takes longer */
    VkPipeline direct, drain;
    VkDescriptorPool descriptors;
    VkDescriptorSet set;
    VkQueryPool stamps; /* two timestamps; VK_NULL_HANDLE where the queue has none */
    struct gpu_buffer buffers[WORKLOAD_BINDING_COUNT];
    struct mode_faults faults;
};

/* What one execution reports beside its wall time. */
struct mode_times {
    uint64_t waited_ns; /* in blocking waits */
};

#define MODE_WHY_SIZE 160

struct mode_ops {
    /* Optional: whether the device can run the arm on this batch; writes why not. */
    bool (*supported)(const struct mode_batch *batch, const struct arm *arm,
                      char why[MODE_WHY_SIZE]);
    /* Everything that is done once: pools, buffers, fences. state is kept until destroy, and
     * borrows the batch until then. */
    int (*create)(struct mode_batch *batch, const struct arm *arm, void **state);
    /* Record the reusable buffers (anew): what a reuse arm pays once for all its repeats. NULL
     * where recording is part of execute. */
    int (*record)(void *state);
    /* Launch the whole batch and wait as its shape says. stamped: timestamps at its two ends. */
    int (*execute)(void *state, bool stamped, struct mode_times *times);
    void (*destroy)(void **state);
};

extern const struct mode_ops mode_plain_ops, mode_reuse_ops, mode_armed_ops, mode_persistent_ops;

/* The implementation of a variant; never NULL. */
const struct mode_ops *mode_find(enum dw_variant variant);

/* Which ends of a batch a buffer stamps. */
enum { MODE_STAMP_NONE = 0, MODE_STAMP_BEGIN = 1, MODE_STAMP_END = 2 };

/* Record `launches` dispatches of the batch's kernel into a buffer, begin and end included. */
int mode_record_launches(const struct mode_batch *batch, VkCommandBuffer commands,
                         VkCommandBufferUsageFlags usage, uint32_t launches, unsigned stamps);
void mode_stamp_begin(const struct mode_batch *batch, VkCommandBuffer commands);
void mode_stamp_end(const struct mode_batch *batch, VkCommandBuffer commands);

/* Command buffers of a pool of their own. */
struct mode_commands {
    VkCommandPool pool;
    VkCommandBuffer *buffers;
    uint32_t count;
};
int mode_create_commands(const struct mode_batch *batch, uint32_t count,
                         struct mode_commands *commands);
void mode_destroy_commands(const struct mode_batch *batch, struct mode_commands *commands);

int mode_create_fence(const struct mode_batch *batch, VkFence *fence);
/* Block until the fence is signalled, add the time to times->waited_ns, and reset the fence. */
int mode_wait_fence(const struct mode_batch *batch, VkFence fence, struct mode_times *times);

/* Candidate arms of a batch: core's variants, see dw_list_variants. Returns how many; at most
 * MODE_CANDIDATES_MAX. */
#define MODE_CANDIDATES_MAX DW_VARIANT_CHOICES_MAX
size_t mode_list_candidates(enum dw_wait wait, uint32_t launches, uint32_t cores,
                            struct arm arms[MODE_CANDIDATES_MAX]);

#endif

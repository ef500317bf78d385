/* The canary: one invocation that counts in one loop. What it reaches tells where a device silently
 * cuts loops off, how long it takes tells the device's clock. */
#ifndef GPU_CANARY_H
#define GPU_CANARY_H

#include "modes/mode.h"

struct gpu_canary {
    VkPipeline pipeline;
    struct mode_batch batch; /* its buffers, set and timestamps */
    struct gpu_buffer staging;
};

/* Destroy also after a failure. */
int gpu_create_canary(struct gpu_device *device, struct gpu_canary *canary);
void gpu_destroy_canary(struct gpu_canary *canary);
/* One dispatch. *reached: what it counted to; *span_ns: device time, NaN where the device has no
 * timestamps. Either may be NULL. */
int gpu_run_canary(struct gpu_canary *canary, uint32_t loops, uint32_t *reached, double *span_ns);
/* Where the device silently cuts a shader's loops off; *limit is UINT64_MAX where it does not. */
int gpu_find_loop_limit(struct gpu_canary *canary, uint64_t *limit);

#endif

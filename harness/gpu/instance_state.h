/* One instance on the device: its buffers, its kernel's pipelines, and the words that every arm
 * must leave behind. */
#ifndef GPU_INSTANCE_STATE_H
#define GPU_INSTANCE_STATE_H

#include "measure/engine.h"
#include "modes/mode.h"

#define GPU_PIPELINES_MAX 64

/* Pipelines live as long as the engine: a family is compiled once a process. */
struct gpu_cached_pipeline {
    const uint32_t *words; /* the code it was made from; borrowed, static */
    VkPipeline handle;
    double create_ns;
};

struct gpu_engine {
    struct measure_engine base; /* first */
    struct gpu_instance *instance;
    struct gpu_device *device;
    struct gpu_cached_pipeline pipelines[GPU_PIPELINES_MAX];
    struct gpu_buffer staging; /* host memory, grown to the largest need */
    struct mode_faults faults;
};

struct gpu_instance_state {
    struct gpu_engine *engine;
    struct mode_batch batch;
    VkPipeline empty;
    uint32_t *input, *expected; /* expected: launches regions, after one run */
    uint64_t region_words;
    bool accumulates; /* a second batch leaves other words than the first */
    uint32_t runs;    /* batches executed since gpu_poison */
};

int gpu_open_instance_state(struct gpu_engine *engine, const struct grid_instance *instance,
                            double kernel_ns, struct gpu_instance_state **state);
void gpu_close_instance_state(struct gpu_instance_state **state);

/* The descriptor set over a batch's buffers, and its two timestamps where the queue has them. */
int gpu_create_descriptors(struct mode_batch *batch);

/* Fill the output and the queue's head with the poison and the counters with 0. */
int gpu_poison(struct gpu_instance_state *state);
/* Compare counters and output with what `runs` batches must leave; *result is ok or wrong_result
 * and detail names the first word that differs. */
int gpu_check_results(struct gpu_instance_state *state, enum arm_status *result,
                      char detail[MEASURE_DETAIL_SIZE]);
/* The span between the two timestamps of the last stamped batch. */
int gpu_read_span(struct gpu_instance_state *state, double *span_ns);
int gpu_chain_span(struct gpu_instance_state *state, uint32_t launches, bool empty,
                   double *span_ns);

#endif

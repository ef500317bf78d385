/* One instance on the device: its buffers, its kernel's pipelines, and the words that every arm
 * must leave behind. */
#ifndef GPU_INSTANCE_STATE_H
#define GPU_INSTANCE_STATE_H

#include "gpu/canary.h"
#include "measure/engine.h"
#include "modes/mode.h"

#define GPU_PIPELINES_MAX 64

/* Pipelines live as long as the engine: a family is compiled once a process. */
struct gpu_cached_pipeline {
    const uint32_t *words; /* the code it was made from; borrowed, static */
    VkPipeline handle;
};

struct gpu_clocks {
    double best_ns;   /* the shortest span of the canary seen; NaN: the clock cannot be told */
    uint64_t busy_ns; /* when the device last had work */
};

struct gpu_engine {
    struct measure_engine base; /* first */
    struct gpu_instance *instance;
    struct gpu_device *device;
    struct gpu_cached_pipeline pipelines[GPU_PIPELINES_MAX];
    struct gpu_buffer staging; /* host memory, grown to the largest need */
    struct gpu_canary canary;
    struct gpu_clocks clocks;
    bool elsewhere; /* the last batch did not end on the main queue */
    struct mode_faults faults;
};

/* What one of an instance's kernels must leave behind. */
struct gpu_expectation {
    struct workload_shape shape; /* of this kernel alone */
    uint32_t *input, *expected;  /* expected: launches regions, after one run; NULL: not yet */
    uint64_t region_words;
    bool accumulates; /* a second batch leaves other words than the first */
};

struct gpu_instance_state {
    struct gpu_engine *engine;
    struct mode_batch batch;
    VkPipeline empty;
    struct gpu_expectation expectations[MODE_KERNELS_MAX]; /* of each of the batch's kernels */
};

int gpu_open_instance_state(struct gpu_engine *engine, const struct grid_instance *instance,
                            const struct measure_kernel_times *times,
                            struct gpu_instance_state **state);
void gpu_close_instance_state(struct gpu_instance_state **state);

/* Where the device's clock depends on its load: find the highest, and hold: give the device work
 * until it has it again, if it was left alone for a while. */
int gpu_open_clocks(struct gpu_engine *engine);
int gpu_hold_clocks(struct gpu_engine *engine);

/* Make the staging memory at least that large. */
int gpu_need_staging(struct gpu_engine *engine, VkDeviceSize bytes);

/* The descriptor sets over the buffers of a batch's kernels, and of its scratch where it has one;
 * its timestamps where the device has them. */
int gpu_create_descriptors(struct mode_batch *batch);

/* Fill the output, what is copied to and the queue's head with the poison, the counters with 0. */
int gpu_poison(struct gpu_instance_state *state);
/* Fill in what is expected, unless it is there already. */
int gpu_compute_expected(const struct workload *workload, struct gpu_expectation *expectation);
/* Compare counters, output and copies with what all batches since gpu_poison must leave; *result is
 * ok or wrong_result and detail names the first word that differs. */
int gpu_check_results(struct gpu_instance_state *state, enum arm_status *result,
                      char detail[MEASURE_DETAIL_SIZE]);
/* Time from one reading of a device's clock, of which `bits` are valid, to another: below 0 if the
 * second was the earlier one, by less than half of what the clock counts. */
double gpu_ticks_ns(uint64_t from, uint64_t to, unsigned bits, double period_ns);
/* The spans of a run's last stamped batch that are there: begin and end in ns behind the origin. */
struct gpu_spans {
    uint64_t origin; /* the first kernel's begin, in ticks */
    bool there[MODE_SPAN_COUNT];
    double ns[MODE_SPAN_COUNT][2];
};
int gpu_read_spans(const struct mode_run *run, struct gpu_spans *spans);
/* From the first begin to the last end. */
double gpu_whole_span(const struct gpu_spans *spans);
/* Run a stamped batch and say which share of the shorter of two kernels, or of kernel and copy, ran
 * beside the other; *overlap stays as it is where there are not two, or no timestamps. */
int gpu_find_overlap(struct mode_run *run, double *overlap);
/* The span of the first kernel alone. */
int gpu_read_chain(const struct mode_batch *batch, double *span_ns);

int gpu_chain_span(struct gpu_instance_state *state, uint32_t launches, enum measure_chain chain,
                   double *span_ns);

#endif

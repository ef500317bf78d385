/* How an arm is realised on a Vulkan device: one file a mode, one row of mode_table a variant, one
 * file an axis. A mode cuts the launches of a run into buffers and submits; what a launch is, where
 * it goes and how the host waits is the run's, whatever the sides of its axes. */
#ifndef MODES_MODE_H
#define MODES_MODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "gpu/device.h"
#include "modes/arm.h"
#include "workload.h"

/* Faults that tests plant to see that the checks catch them; all zero otherwise. */
struct mode_faults {
    int launches;       /* added to the dispatches of every recorded buffer: -1 skips, 1 doubles */
    bool late_reset;    /* the queue head is reset behind the drain, as without its barrier */
    uint32_t resources; /* added to the launch of which each launch reads the resources */
    uint64_t uncopied_bytes; /* at the end of a copy */
    bool stale_pipelines;    /* launches that need a new pipeline run the one that is there */
    bool wrong_pipelines;    /* ... run the one foreseen, right or wrong */
};

#define MODE_KERNELS_MAX 2

/* A kernel of an instance: the first, or the second beside it. */
struct mode_kernel {
    uint32_t groups, steps;
    double kernel_ns; /* device time of one launch; 0: not known */
    VkPipeline direct, drain;
    VkDescriptorSet set;
    struct gpu_buffer buffers[WORKLOAD_BINDING_COUNT];
};

/* Device spans of a stamped batch: a kernel's, the copy's. Span s is between queries 2s, 2s + 1. */
enum mode_span { MODE_SPAN_KERNEL, MODE_SPAN_SECOND, MODE_SPAN_COPY, MODE_SPAN_COUNT };

/* Command buffers of a pool of their own. */
struct mode_commands {
    VkCommandPool pool;
    VkCommandBuffer *buffers;
    uint32_t count;
};

/* The descriptors of the resources as a pipeline sees them: set 1, one array. */
struct mode_array {
    uint32_t entries, slots; /* slots: launches whose resources it holds, one behind the other */
    bool table, pushed;      /* of any length, not all written; pushed into the command buffer */
};
struct mode_access {
    struct mode_array array;
    VkDescriptorSetLayout set_layout;
    VkPipelineLayout layout; /* compatible with the device's for set 0 */
    VkPipeline pipeline;     /* of every kernel of the instance */
};

/* What launches read beside what all share: sets * shape.resources of them, one behind the other.
 * All zero where they read none. */
struct mode_resources {
    uint32_t sets; /* launches take one after the other */
    struct gpu_buffer buffer;
    VkDescriptorBufferInfo *infos;                    /* of each */
    struct mode_access access[DW_BINDING_SIDE_COUNT]; /* made for the first run that needs it */
};

/* What is copied to the device beside the launches: from host memory to a buffer of each kind of
 * memory that an arm has asked for. */
struct mode_copied {
    struct gpu_buffer source, targets[GPU_MEMORY_COUNT];
    bool written[GPU_MEMORY_COUNT]; /* since they were last poisoned */
};

/* Where a pipeline is run for the first time beside the batch, one workgroup on buffers of its own;
 * all zero where the shape has no specializations. Not for two threads at once. */
struct mode_scratch {
    struct mode_kernel kernel; /* of it the set and the buffers */
    struct mode_commands commands;
    VkFence fence;
    /* Of a new pipeline, cold: its creation, its first dispatch with the wait, its second. */
    double create_ns, first_ns, second_ns;
};

/* One instance on one device: what all its arms share. */
struct mode_batch {
    struct gpu_device *device;
    const struct workload *workload;
    struct workload_shape shape;
    struct dw_shape planned; /* the same as the planner takes it, for what is legal */
    uint64_t loop_limit;     /* UINT64_MAX: none */
    uint64_t max_submit_ns;  /* a submit never takes longer */
    struct mode_kernel kernels[MODE_KERNELS_MAX];
    uint32_t kernel_count;
    VkDescriptorPool descriptors;
    VkQueryPool stamps; /* MODE_SPAN_COUNT pairs; VK_NULL_HANDLE where the device has none */
    struct mode_resources resources;
    uint32_t executed; /* batches since counters and outputs were last cleared */
    struct mode_copied copied;
    struct mode_scratch scratch;
    uint32_t salts[MODE_KERNELS_MAX]; /* summed over the special pipelines used since then */
    struct mode_faults faults;
};

/* What one execution reports beside its wall time. */
struct mode_times {
    uint64_t waited_ns; /* in waits, blocked or spinning */
};

/* Something to wait for: the end of a submit. */
struct mode_signal {
    VkFence fence;        /* or */
    VkSemaphore timeline; /* ... with the value that it reaches */
    uint64_t value;
    uint64_t expected_ns; /* of waiting for it, from the waits before */
};

/* Launches that follow each other on one queue. The batch's launches are numbered: first those of
 * the first kernel, then those of the second. */
struct mode_lane {
    const struct gpu_queue *queue; /* borrowed from the device */
    uint32_t first, count;
};

/* A run's descriptor sets of resources. */
struct mode_sets {
    VkDescriptorPool pool;
    VkDescriptorSet *handles;
};

struct mode_run;
struct mode_waiting;
struct mode_binding;
struct mode_axis_ops;

/* What an axis does around the launches of a run. */
struct mode_around {
    const struct mode_axis_ops *ops; /* NULL: nothing */
    void *state;
};

/* An arm on its instance. The batch is borrowed. */
struct mode_run {
    struct mode_batch *batch;
    struct dw_choice choice;
    struct mode_lane lanes[MODE_KERNELS_MAX];
    uint32_t lane_count;
    const struct mode_waiting *waiting;
    const struct mode_binding *binding; /* NULL: launches read no resources */
    const struct mode_access *access;   /* the side's; borrowed from the batch */
    struct mode_sets sets;
    const struct mode_ops *ops;
    void *mode; /* the mode's state */
    struct mode_around around[DW_AXIS_COUNT];
    bool launching; /* the batch's launches have begun, and nobody has waited yet */
};

#define MODE_WHY_SIZE 160

struct mode_ops {
    /* Optional: whether the device can run the arm on this batch; writes why not. */
    bool (*supported)(const struct mode_run *run, char why[MODE_WHY_SIZE]);
    /* Everything that is done once: pools, buffers, fences. state is kept until destroy, and
     * borrows the run until then. */
    int (*create)(struct mode_run *run, void **state);
    /* Record the reusable buffers (anew): what a reuse arm pays once for all its repeats. NULL
     * where recording is part of execute. */
    int (*record)(void *state);
    /* Launch the whole batch and wait as its shape says. stamped: timestamps around each kernel. */
    int (*execute)(void *state, bool stamped, struct mode_times *times);
    /* Optional, after execute has failed: let end what waits for the host. Returns the status to go
     * on with: as it was, or a fatal one. */
    int (*abandon)(void *state, int status);
    void (*destroy)(void **state);
};

/* A side of an axis that does something around the mode's launches, whatever the mode. Everything
 * is optional; state is the axis's, and borrows the run. */
struct mode_axis_ops {
    bool (*supported)(const struct mode_run *run, char why[MODE_WHY_SIZE]);
    int (*create)(struct mode_run *run, void **state);
    /* Between two batches, not timed. */
    int (*prepare)(void *state);
    /* Before the launches. */
    int (*begin)(void *state, bool stamped, struct mode_times *times);
    /* Once, where the host would begin to wait for launches: its own work meanwhile. */
    int (*beside)(void *state);
    /* Behind the launches, after a failure too. */
    int (*end)(void *state, struct mode_times *times);
    void (*destroy)(void **state);
};

extern const struct mode_axis_ops mode_copy_sides[DW_COPY_SIDE_COUNT];
extern const struct mode_axis_ops mode_specialization_ops; /* of both sides */

/* What a side does on the batch; NULL: nothing. */
const struct mode_axis_ops *mode_find_axis(const struct mode_batch *batch,
                                           const struct dw_choice *choice, enum dw_axis axis);

extern const struct mode_ops mode_plain_ops, mode_reuse_ops, mode_armed_ops, mode_persistent_ops;

/* The implementation of a variant; never NULL. */
const struct mode_ops *mode_find(enum dw_variant variant);

/* Whether the device can run the choice on the batch, its axes included; writes why not. */
bool mode_supported(struct mode_batch *batch, const struct dw_choice *choice,
                    char why[MODE_WHY_SIZE]);
/* Open the run of a choice that is legal and supported; destroy also after a failure. */
int mode_open_run(struct mode_batch *batch, const struct dw_choice *choice, struct mode_run **run);
void mode_close_run(struct mode_run **run);
int mode_record_run(struct mode_run *run);
/* A recording that serves one batch is part of it: executing the run makes it anew. */
bool mode_records_within(const struct mode_run *run);
/* What lies between two batches and is no runtime's to pay; never timed. */
int mode_prepare_run(struct mode_run *run, bool stamped);
int mode_execute_run(struct mode_run *run, bool stamped, struct mode_times *times);

/* Below: what modes are made of. */

static inline uint32_t mode_at_most(uint32_t number, uint32_t limit)
{
    return number < limit ? number : limit;
}

/* Launches of all lanes together, and the time that so many launches from `first` on take. */
uint32_t mode_launches(const struct mode_run *run);
double mode_launches_ns(const struct mode_run *run, uint32_t first, uint32_t count);

/* The span that a launch is in. A stamp at the end of a kernel holds back what follows on its
 * queue: two that run at once there are in one span. */
enum mode_span mode_span_of(const struct mode_run *run, uint32_t launch);
/* Whether the batch's stamped execution leaves that span. */
bool mode_has_span(const struct mode_run *run, enum mode_span span);
/* Word `i` of what is copied; whether a stamped batch of the run has MODE_SPAN_COPY; and the end of
 * what all copies of a batch share. */
uint32_t mode_copied_word(uint64_t i);
bool mode_stamps_copy(const struct mode_run *run);
void mode_destroy_copied(struct mode_batch *batch);

/* The scratch's commands, and its times: its set and its buffers are there already. */
int mode_create_scratch(struct mode_batch *batch);
void mode_destroy_scratch(struct mode_batch *batch);
/* Whether a run's guess of that number turns out right. Multiples of the golden ratio modulo 1 fill
 * every share evenly: of any stretch of guesses so many are right, but for a few. */
bool mode_guess_is_right(uint32_t guess, uint32_t confidence_bps);
/* The new pipeline that a launch needs, compiled or waited for as the run's side says;
 * VK_NULL_HANDLE: it needs none, or there is none, which ends the batch with a failure. */
VkPipeline mode_find_pipeline(struct mode_run *run, uint32_t launch);

/* Record `count` launches of a lane from its launch `first` on into a buffer, begin and end
 * included; where stamped, with the timestamps of the kernels that begin or end among them. */
int mode_record(struct mode_run *run, const struct mode_lane *lane, VkCommandBuffer commands,
                VkCommandBufferUsageFlags usage, uint32_t first, uint32_t count, bool stamped);
/* Whatever follows in the queue begins when everything before has ended. */
void mode_wait_for_all(VkCommandBuffer commands);
/* What was written by the launches before is seen by those that follow. */
void mode_barrier(VkCommandBuffer commands);
void mode_stamp_begin(const struct mode_batch *batch, VkCommandBuffer commands,
                      enum mode_span span);
void mode_stamp_end(const struct mode_batch *batch, VkCommandBuffer commands, enum mode_span span);

int mode_create_commands(const struct mode_batch *batch, uint32_t family, uint32_t count,
                         struct mode_commands *commands);
void mode_destroy_commands(const struct mode_batch *batch, struct mode_commands *commands);

int mode_create_signal(const struct mode_run *run, struct mode_signal *signal);
void mode_destroy_signal(const struct mode_run *run, struct mode_signal *signal);
/* Submit; signal may be NULL: nobody waits for this one. The infos signal nothing themselves; a
 * pNext is NULL or a VkTimelineSemaphoreSubmitInfo. They are as before when it returns. */
int mode_submit(const struct gpu_queue *queue, uint32_t count, VkSubmitInfo *infos,
                struct mode_signal *signal);
/* Wait as the arm does, and add the time to times->waited_ns; before the batch's first wait, what
 * stands beside the launches has its turn. */
int mode_beside_launches(struct mode_run *run);
int mode_wait(struct mode_run *run, struct mode_signal *signal, struct mode_times *times);

/* One side of the waiting axis: modes/waiting.c. */
struct mode_waiting {
    bool on_timeline; /* for a timeline semaphore's value, not a fence */
    int (*wait)(const struct mode_batch *batch, struct mode_signal *signal);
};
const struct mode_waiting *mode_find_waiting(enum dw_waiting_side side);

/* The resources of a batch, before its runs and behind them; nothing where its shape has none.
 * DW_ERROR_UNSUPPORTED, logged, if they are more than mode_max_resources. */
int mode_create_resources(struct mode_batch *batch);
void mode_destroy_resources(struct mode_batch *batch);
/* The most that one launch can read beside what all share. */
uint32_t mode_max_resources(const struct gpu_info *info);
/* Which set a launch reads (numbered over both kernels), `executed` batches after the first. */
uint32_t mode_resource_set(const struct mode_batch *batch, uint64_t launch, uint32_t executed);
/* Make the layouts and the pipeline of a side, unless they are there. */
int mode_need_access(struct mode_batch *batch, enum dw_binding_side side,
                     const struct mode_array *array);

/* The binding axis: modes/binding.c. Nothing is done for a run without resources. */
const struct mode_binding *mode_find_binding(enum dw_binding_side side);
bool mode_supported_binding(const struct mode_run *run, char why[MODE_WHY_SIZE]);
int mode_open_binding(struct mode_run *run);
void mode_close_binding(struct mode_run *run);
/* Bind what a launch reads; fresh: its buffer has nothing bound yet. */
void mode_bind_resources(const struct mode_run *run, VkCommandBuffer commands, uint32_t launch,
                         bool fresh);

/* Candidate arms of a batch on a device with so many cores (0: not reported): the variants, and
 * each axis on its own on those variants that carry it; waiting only where each launch is waited
 * for. The baseline comes first, and all are legal. Returns how many; at most MODE_CANDIDATES_MAX.
 */
#define MODE_CANDIDATES_MAX 48
size_t mode_list_candidates(const struct dw_shape *shape, uint32_t cores,
                            struct arm arms[MODE_CANDIDATES_MAX]);

#endif

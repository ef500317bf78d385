/* What the files of the recorder share: the objects that it follows and the way into the trace.
 *
 * The recorder must not harm the program: whatever goes wrong on its side ends the recording with
 * one message, and the calls go on as they came. Handles are never wrapped, so functions that it
 * does not know keep working. */
#ifndef RECORDER_RECORDER_H
#define RECORDER_RECORDER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#include "functions.h"
#include "map.h"
#include "trace/format.h"
#include "trace/writer.h"

#define RECORDER_LAYER "VK_LAYER_DISPATCHWISE_recorder"
#define RECORDER_FILE "DISPATCHWISE_RECORD"            /* the file to write */
#define RECORDER_TIMES "DISPATCHWISE_RECORD_GPU_TIMES" /* 1: stamp every dispatch */

/* Handles of 64 bits as keys, whether they are pointers or numbers. */
#define RECORDER_KEY(handle) ((uint64_t)(handle))

struct recorder_instance {
    VkInstance handle;
    PFN_vkGetInstanceProcAddr next_get;
    struct recorder_instance_next next;
};

/* The kinds of handles that calls name; each is looked up in its own map. */
enum recorder_kind {
    RECORDER_MEMORY,
    RECORDER_BUFFER,
    RECORDER_IMAGE,
    RECORDER_VIEW, /* of buffers and images */
    RECORDER_PIPELINE,
    RECORDER_PIPELINE_LAYOUT,
    RECORDER_SYNC, /* fences, semaphores, events */
    RECORDER_SET_LAYOUT,
    /* Those from here on stand for structs, the others for ids. */
    RECORDER_MODULE,
    RECORDER_TEMPLATE,
    RECORDER_SET_POOL,
    RECORDER_SET,
    RECORDER_COMMAND_POOL,
    RECORDER_KIND_COUNT
};

struct recorder_device {
    VkDevice handle;
    uint64_t id;
    struct recorder_instance *instance;
    PFN_vkGetDeviceProcAddr next_get;
    struct recorder_device_next next;
    struct recorder_map objects[RECORDER_KIND_COUNT];
    struct recorder_map queues;
    double timestamp_period_ns;
    uint32_t family_count;
    uint32_t *family_flags, *timestamp_bits; /* by family */
    VkPhysicalDeviceMemoryProperties memory;
    pthread_mutex_t times_lock;
    struct recorder_pending *pending; /* the oldest first; see times.c */
    struct recorder_milestone *milestones;
    struct recorder_commands *untracked;
};

/* A command buffer. Its events are collected here by whoever records it, and handed over whole when
 * it is ended: recording takes no lock. */
struct recorder_commands {
    struct recorder_device *device;
    struct recorder_command_pool *pool;
    struct recorder_commands *next, *previous; /* in the pool */
    VkCommandBuffer handle;
    uint64_t id, recording; /* recording: the last that was begun */
    uint32_t level, draws, passes;
    bool open;         /* begun, and events are collected */
    bool simultaneous; /* may be submitted again while it is pending */
    char *events;
    size_t used, size;
    struct recorder_stamps *stamps; /* see times.c */
    VkCommandBuffer *executed;      /* secondary buffers with stamps */
    size_t executed_count, executed_size;
};

struct recorder_command_pool {
    uint32_t family;
    struct recorder_commands *first;
};

/* One call below: when it was made, and how long it took. */
struct recorder_call {
    uint64_t start_ns, end_ns;
};

extern atomic_bool recorder_is_on;
extern bool recorder_wants_times;

static inline uint64_t recorder_clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static inline bool recorder_on(void)
{
    return atomic_load_explicit(&recorder_is_on, memory_order_relaxed);
}

static inline struct recorder_call recorder_before(void)
{
    return (struct recorder_call){.start_ns = recorder_on() ? recorder_clock_ns() : 0};
}

static inline void recorder_after(struct recorder_call *call)
{
    call->end_ns = call->start_ns ? recorder_clock_ns() : 0;
}

/* state.c */

/* With the first instance: open the file that the environment names. */
void recorder_start(void);
/* End the recording for good, saying why once: an errno value. */
void recorder_stop(int error);
uint64_t recorder_new_id(void);
/* This thread's number in the trace. */
uint16_t recorder_thread(void);
/* An event of a call that came back, or (call NULL) of one that is about to be made. */
void recorder_emit(uint16_t kind, const struct recorder_call *call, const void *fields,
                   const void *items, size_t count);
void recorder_emit_text(uint16_t kind, const void *fields, const char *text);
void recorder_emit_events(const void *events, size_t bytes);
void recorder_flush(void);

/* Memory for items of an event; NULL for count 0, or when there is none: the recording has then
 * ended. */
void *recorder_allocate(size_t count, size_t size);

/* The same for items that are handed over before the thread asks for others: nobody frees it. */
void *recorder_scratch(size_t count, size_t size);

/* layer.c */

/* By any handle that the loader dispatches on. */
struct recorder_device *recorder_device_of(const void *handle);
uint64_t recorder_queue_id(struct recorder_device *device, VkQueue queue);

static inline uint64_t recorder_id(struct recorder_device *device, enum recorder_kind kind,
                                   uint64_t key)
{
    return recorder_map_get(&device->objects[kind], key);
}

/* Give a handle that was just created an id; 0 if nothing is recorded or it cannot be followed. */
uint64_t recorder_name(struct recorder_device *device, enum recorder_kind kind, uint64_t key);

/* For the table in vkGetDeviceProcAddr and for the tests of it. */
RECORDER_INSTANCE_FUNCTIONS(RECORDER_DECLARE)
RECORDER_DEVICE_FUNCTIONS(RECORDER_DECLARE_OF_TWO)

/* pools.c */

/* What is known of a command buffer; never NULL. */
struct recorder_commands *recorder_commands_of(VkCommandBuffer handle);
/* As recorder_emit, into a command buffer; call NULL: the time is now. */
void recorder_command(struct recorder_commands *commands, uint16_t kind,
                      const struct recorder_call *call, const void *fields, const void *items,
                      size_t count);
/* The device is going, and with it what was left in it. */
void recorder_drop_pools(struct recorder_device *device);

/* descriptors.c */

uint64_t recorder_set_layout_id(struct recorder_device *device, VkDescriptorSetLayout layout);
uint64_t recorder_set_id(struct recorder_device *device, VkDescriptorSet handle);
void recorder_drop_sets(struct recorder_device *device);
/* Descriptors that the program writes, as items of recorder_scratch. point: the bind point that a
 * template pushes to. */
struct trace_item_descriptor *recorder_describe_writes(struct recorder_device *device,
                                                       const VkWriteDescriptorSet *writes,
                                                       uint32_t write_count, size_t *count);
struct trace_item_descriptor *recorder_describe_template(struct recorder_device *device,
                                                         VkDescriptorUpdateTemplate handle,
                                                         const void *data, uint32_t *point,
                                                         size_t *count);

/* pipelines.c */

void recorder_drop_modules(struct recorder_device *device);

/* sync.c */

/* Equal answers to this thread's polls are one event: write it before a call that submits. What any
 * thread hears after it is new. */
void recorder_end_polls(void);

/* times.c */

/* Around a dispatch in a command buffer that is being recorded. Returns whether it was stamped. */
bool recorder_stamp_before(struct recorder_commands *commands);
void recorder_stamp_after(struct recorder_commands *commands);
void recorder_stamp_begin(struct recorder_commands *commands);
void recorder_drop_stamps(struct recorder_commands *commands);
/* Commands are about to be submitted; what that submit signals; a wait came back; commands are
 * about to change or to go. */
void recorder_times_submit(struct recorder_commands *commands, const struct trace_submit *submit);
void recorder_times_signals(struct recorder_device *device, const struct trace_submit *submit,
                            const struct trace_item_part *parts, size_t count);
void recorder_times_waited(struct recorder_device *device, const struct trace_wait *wait,
                           const struct trace_item_point *points, size_t count);
void recorder_times_leave(struct recorder_commands *commands);
void recorder_drop_times(struct recorder_device *device);

#endif

/* The trace: what one or more programs submitted, as a stream of events. A file is a header and
 * then blocks; a block is a header and whole events, all of one process, under one checksum (XXH3
 * of the block with its hash field 0). Every block goes out in one append, so that what a killed
 * program leaves ends at a block, and several processes can write one file. Little endian; every
 * event is a multiple of 8 bytes: struct trace_event, the fields of its kind, then its items to its
 * end.
 *
 * Within a process events stand in the order in which calls took effect. Objects are named by ids
 * that are never used twice in a process; 0 is none, or one that was not seen being created. */
#ifndef TRACE_FORMAT_H
#define TRACE_FORMAT_H

#include <assert.h>
#include <stdint.h>

#define TRACE_VERSION 1
#define TRACE_MAGIC "DWTRACE\n"
#define TRACE_BLOCK_MAGIC UINT32_C(0x4b4c4244) /* "DBLK" */
#define TRACE_EVENT_BYTES_MAX (64u << 10)
#define TRACE_BLOCK_BYTES_MAX (1u << 20) /* payload */

struct trace_file_header {
    char magic[8];
    uint32_t version;
    uint32_t reserved; /* 0 */
    uint64_t hash;     /* of this header with hash 0 */
};

struct trace_block {
    uint32_t magic;
    uint32_t bytes;   /* of the events that follow */
    uint32_t events;  /* at least 1 */
    uint32_t process; /* its pid; sequence 0 begins another process */
    uint64_t sequence;
    uint64_t hash;
};

struct trace_event {
    uint16_t kind;        /* enum trace_kind */
    uint16_t thread;      /* counted from 0, as threads first call; begins again after 65535 */
    uint32_t bytes;       /* of the whole event */
    uint64_t time_ns;     /* CLOCK_MONOTONIC before the call */
    uint64_t duration_ns; /* of the call below the recorder; 0 where it is not one */
};

/* X(ITEM, name, fields): what an event can hold many of, beside text. */
#define TRACE_ITEMS(X)                                                                             \
    X(ID, id, TRACE_ITEM_ID_FIELDS)                                                                \
    X(SLOT, slot, TRACE_ITEM_SLOT_FIELDS)                                                          \
    X(BINDING, binding, TRACE_ITEM_BINDING_FIELDS)                                                 \
    X(CONSTANT, constant, TRACE_ITEM_CONSTANT_FIELDS)                                              \
    X(DESCRIPTOR, descriptor, TRACE_ITEM_DESCRIPTOR_FIELDS)                                        \
    X(REGION, region, TRACE_ITEM_REGION_FIELDS)                                                    \
    X(HAZARD, hazard, TRACE_ITEM_HAZARD_FIELDS)                                                    \
    X(PART, part, TRACE_ITEM_PART_FIELDS)                                                          \
    X(POINT, point, TRACE_ITEM_POINT_FIELDS)                                                       \
    X(SPAN, span, TRACE_ITEM_SPAN_FIELDS)

#define TRACE_ITEM_ID_FIELDS(U64, U32) U64(id)
/* Of a set layout. type is a VkDescriptorType, stages VkShaderStageFlags. */
#define TRACE_ITEM_SLOT_FIELDS(U64, U32) U32(binding) U32(type) U32(count) U32(stages)
/* Of a pipeline, by reflection. count 0: as long as the set's; access: enum trace_access. */
#define TRACE_ITEM_BINDING_FIELDS(U64, U32)                                                        \
    U32(set) U32(binding) U32(type) U32(count) U32(access) U32(reserved)
/* A specialization constant; its bytes are the low ones of value. */
#define TRACE_ITEM_CONSTANT_FIELDS(U64, U32) U32(constant) U32(bytes) U64(value)
/* resource: a buffer or a view; range UINT64_MAX is VK_WHOLE_SIZE. */
#define TRACE_ITEM_DESCRIPTOR_FIELDS(U64, U32)                                                     \
    U32(binding) U32(element) U32(type) U32(reserved) U64(resource) U64(offset) U64(range)
/* bytes 0: texels of an image, whose size in bytes was not worked out. */
#define TRACE_ITEM_REGION_FIELDS(U64, U32)                                                         \
    U64(source_offset) U64(dest_offset) U64(bytes) U64(texels)
/* One memory barrier; resource 0 is all memory. Masks are those of synchronization2. */
#define TRACE_ITEM_HAZARD_FIELDS(U64, U32)                                                         \
    U64(source_stages)                                                                             \
    U64(source_access)                                                                             \
    U64(dest_stages)                                                                               \
    U64(dest_access)                                                                               \
    U64(resource)                                                                                  \
    U64(offset) U64(bytes) U32(old_layout) U32(new_layout) U32(source_family) U32(dest_family)
/* Of a submit. role: enum trace_role; id: a semaphore or a recording; value: of a timeline. */
#define TRACE_ITEM_PART_FIELDS(U64, U32) U64(id) U64(value) U64(stages) U32(role) U32(reserved)
/* A fence, a semaphore and its value, or an event. */
#define TRACE_ITEM_POINT_FIELDS(U64, U32) U64(id) U64(value)
/* One dispatch on the device: device clock at its start, and how long until it was done. */
#define TRACE_ITEM_SPAN_FIELDS(U64, U32) U64(begin_ns) U64(duration_ns)

/* X(KIND, name, ITEM, fields): every kind of event; a new one goes before the end. Those from
 * RECORDING to RECORDING_END stand together and in order: the commands of one command buffer,
 * written when it was ended; each has the time and the thread of its own call. */
#define TRACE_KINDS(X)                                                                             \
    X(PROGRAM, program, TEXT, TRACE_PROGRAM_FIELDS)                                                \
    X(DEVICE, device, TEXT, TRACE_DEVICE_FIELDS)                                                   \
    X(QUEUE, queue, NONE, TRACE_QUEUE_FIELDS)                                                      \
    X(MEMORY, memory, NONE, TRACE_MEMORY_FIELDS)                                                   \
    X(MAP, map, NONE, TRACE_MAP_FIELDS)                                                            \
    X(UNMAP, unmap, NONE, TRACE_UNMAP_FIELDS)                                                      \
    X(BUFFER, buffer, NONE, TRACE_BUFFER_FIELDS)                                                   \
    X(IMAGE, image, NONE, TRACE_IMAGE_FIELDS)                                                      \
    X(REQUIREMENTS, requirements, NONE, TRACE_REQUIREMENTS_FIELDS)                                 \
    X(BIND_MEMORY, bind_memory, NONE, TRACE_BIND_MEMORY_FIELDS)                                    \
    X(VIEW, view, NONE, TRACE_VIEW_FIELDS)                                                         \
    X(DESTROY, destroy, NONE, TRACE_DESTROY_FIELDS)                                                \
    X(SET_LAYOUT, set_layout, SLOT, TRACE_SET_LAYOUT_FIELDS)                                       \
    X(PIPELINE_LAYOUT, pipeline_layout, ID, TRACE_PIPELINE_LAYOUT_FIELDS)                          \
    X(SET, set, NONE, TRACE_SET_FIELDS)                                                            \
    X(RESET_SETS, reset_sets, NONE, TRACE_RESET_SETS_FIELDS)                                       \
    X(WRITE_SET, write_set, DESCRIPTOR, TRACE_WRITE_SET_FIELDS)                                    \
    X(COPY_SET, copy_set, NONE, TRACE_COPY_SET_FIELDS)                                             \
    X(PIPELINE, pipeline, BINDING, TRACE_PIPELINE_FIELDS)                                          \
    X(ENTRY_POINT, entry_point, TEXT, TRACE_ENTRY_POINT_FIELDS)                                    \
    X(SPECIALIZATION, specialization, CONSTANT, TRACE_SPECIALIZATION_FIELDS)                       \
    X(OTHER_PIPELINES, other_pipelines, NONE, TRACE_OTHER_PIPELINES_FIELDS)                        \
    X(SYNC, sync, NONE, TRACE_SYNC_FIELDS)                                                         \
    X(SIGNAL, signal, NONE, TRACE_SIGNAL_FIELDS)                                                   \
    X(RESET_FENCES, reset_fences, ID, TRACE_RESET_FENCES_FIELDS)                                   \
    X(WAIT, wait, POINT, TRACE_WAIT_FIELDS)                                                        \
    X(SUBMIT, submit, PART, TRACE_SUBMIT_FIELDS)                                                   \
    X(SUBMITTED, submitted, NONE, TRACE_SUBMITTED_FIELDS)                                          \
    X(OTHER_SUBMIT, other_submit, NONE, TRACE_OTHER_SUBMIT_FIELDS)                                 \
    X(GPU_TIMES, gpu_times, SPAN, TRACE_GPU_TIMES_FIELDS)                                          \
    X(END, end, NONE, TRACE_END_FIELDS)                                                            \
    X(RECORDING, recording, NONE, TRACE_RECORDING_FIELDS)                                          \
    X(BIND_PIPELINE, bind_pipeline, NONE, TRACE_BIND_PIPELINE_FIELDS)                              \
    X(BIND_SETS, bind_sets, ID, TRACE_BIND_SETS_FIELDS)                                            \
    X(PUSH_SET, push_set, DESCRIPTOR, TRACE_PUSH_SET_FIELDS)                                       \
    X(PUSH_CONSTANTS, push_constants, NONE, TRACE_PUSH_CONSTANTS_FIELDS)                           \
    X(DISPATCH, dispatch, NONE, TRACE_DISPATCH_FIELDS)                                             \
    X(DISPATCH_INDIRECT, dispatch_indirect, NONE, TRACE_DISPATCH_INDIRECT_FIELDS)                  \
    X(COPY, copy, REGION, TRACE_COPY_FIELDS)                                                       \
    X(BARRIER, barrier, HAZARD, TRACE_BARRIER_FIELDS)                                              \
    X(SET_EVENT, set_event, NONE, TRACE_SET_EVENT_FIELDS)                                          \
    X(WAIT_EVENTS, wait_events, ID, TRACE_WAIT_EVENTS_FIELDS)                                      \
    X(EXECUTE, execute, ID, TRACE_EXECUTE_FIELDS)                                                  \
    X(RECORDING_END, recording_end, NONE, TRACE_RECORDING_END_FIELDS)

/* CLOCK_REALTIME as the recorder was loaded; gpu_times 1 with --gpu-times. Text: the program's
 * path. */
#define TRACE_PROGRAM_FIELDS(U64, U32) U64(realtime_ns) U32(pid) U32(gpu_times)
/* api_version as Vulkan packs it; period in femtoseconds a tick. Text: its name. */
#define TRACE_DEVICE_FIELDS(U64, U32)                                                              \
    U64(id)                                                                                        \
    U64(timestamp_period_fs) U32(vendor_id) U32(device_id) U32(driver_version) U32(api_version)
#define TRACE_QUEUE_FIELDS(U64, U32)                                                               \
    U64(id) U64(device) U32(family) U32(index) U32(flags) U32(timestamp_bits)
/* flags: VkMemoryPropertyFlags of its type. */
#define TRACE_MEMORY_FIELDS(U64, U32) U64(id) U64(device) U64(bytes) U32(type) U32(flags)
#define TRACE_MAP_FIELDS(U64, U32) U64(memory) U64(offset) U64(bytes)
#define TRACE_UNMAP_FIELDS(U64, U32) U64(memory)
#define TRACE_BUFFER_FIELDS(U64, U32) U64(id) U64(device) U64(bytes) U32(usage) U32(sharing)
#define TRACE_IMAGE_FIELDS(U64, U32)                                                               \
    U64(id)                                                                                        \
    U64(device)                                                                                    \
    U32(format)                                                                                    \
    U32(width)                                                                                     \
    U32(height) U32(depth) U32(levels) U32(layers) U32(samples) U32(tiling) U32(usage) U32(flags)
/* What the driver said a buffer or an image needs, when the program asked. */
#define TRACE_REQUIREMENTS_FIELDS(U64, U32) U64(resource) U64(bytes) U64(alignment)
#define TRACE_BIND_MEMORY_FIELDS(U64, U32) U64(resource) U64(memory) U64(offset)
/* Of a buffer (offset, range in bytes) or of an image (its range of layers and levels is not kept).
 */
#define TRACE_VIEW_FIELDS(U64, U32) U64(id) U64(resource) U64(offset) U64(range) U64(format)
#define TRACE_DESTROY_FIELDS(U64, U32) U64(id)
#define TRACE_SET_LAYOUT_FIELDS(U64, U32) U64(id) U64(device) U64(flags)
#define TRACE_PIPELINE_LAYOUT_FIELDS(U64, U32) U64(id) U64(device) U64(push_bytes)
#define TRACE_SET_FIELDS(U64, U32) U64(id) U64(pool) U64(layout)
/* All sets of the pool are gone. */
#define TRACE_RESET_SETS_FIELDS(U64, U32) U64(pool)
#define TRACE_WRITE_SET_FIELDS(U64, U32) U64(set)
#define TRACE_COPY_SET_FIELDS(U64, U32)                                                            \
    U64(source)                                                                                    \
    U64(dest)                                                                                      \
    U32(source_binding)                                                                            \
    U32(source_element) U32(dest_binding) U32(dest_element) U32(count) U32(reserved)
/* shader_hash: SPIR-V and entry point; hash: that, the specialization and the binding access.
 * local 0: computed by the shader from constants, not known. flags: enum trace_pipeline_flags.
 * batch: pipelines created by the same call, whose duration this has. */
#define TRACE_PIPELINE_FIELDS(U64, U32)                                                            \
    U64(id)                                                                                        \
    U64(device)                                                                                    \
    U64(layout)                                                                                    \
    U64(hash)                                                                                      \
    U64(shader_hash) U32(local_x) U32(local_y) U32(local_z) U32(shared_bytes) U32(flags) U32(batch)
#define TRACE_ENTRY_POINT_FIELDS(U64, U32) U64(pipeline)
#define TRACE_SPECIALIZATION_FIELDS(U64, U32) U64(pipeline)
#define TRACE_OTHER_PIPELINES_FIELDS(U64, U32) U64(device) U64(count)
/* type: enum trace_sync_type; value: a timeline's first, a fence's 1 if created signalled. */
#define TRACE_SYNC_FIELDS(U64, U32) U64(id) U64(device) U64(value) U32(type) U32(reserved)
/* By the host: a timeline semaphore's value, or an event set (1) and reset (0). */
#define TRACE_SIGNAL_FIELDS(U64, U32) U64(id) U64(value)
#define TRACE_RESET_FENCES_FIELDS(U64, U32) U64(count)
/* By the host, with what the call returned (a VkResult). type: enum trace_wait_type; object: the
 * queue or the device waited for. all 0: any of the points is enough. polls: of a thread that asks
 * again and again, the first answer of a kind is an event, and all that follow with the same answer
 * are one more. */
#define TRACE_WAIT_FIELDS(U64, U32)                                                                \
    U64(object) U64(timeout_ns) U32(type) U32(all) U32(result) U32(polls)
/* One VkSubmitInfo: number `info` of the `infos` of its call. */
#define TRACE_SUBMIT_FIELDS(U64, U32) U64(id) U64(queue) U64(fence) U32(info) U32(infos)
/* The call that began with that SUBMIT came back. */
#define TRACE_SUBMITTED_FIELDS(U64, U32) U64(submit) U32(result) U32(reserved)
/* A present or a sparse bind (enum trace_other_type). */
#define TRACE_OTHER_SUBMIT_FIELDS(U64, U32) U64(queue) U32(type) U32(reserved)
/* Of a recording in a submit: its dispatches from `first` on. lost: that many could not be read. */
#define TRACE_GPU_TIMES_FIELDS(U64, U32) U64(submit) U64(recording) U32(first) U32(lost)
/* The last instance was destroyed, or the program ran to its end; it may come again. instances:
 * left. */
#define TRACE_END_FIELDS(U64, U32) U64(instances)
/* commands: the command buffer; level 1 is secondary; usage: VkCommandBufferUsageFlags. */
#define TRACE_RECORDING_FIELDS(U64, U32)                                                           \
    U64(id) U64(commands) U64(device) U32(level) U32(usage) U32(family) U32(reserved)
/* point: VkPipelineBindPoint. */
#define TRACE_BIND_PIPELINE_FIELDS(U64, U32) U64(pipeline) U64(point)
/* dynamic_hash: of the dynamic offsets, 0 without any. */
#define TRACE_BIND_SETS_FIELDS(U64, U32) U64(layout) U64(dynamic_hash) U32(first) U32(point)
#define TRACE_PUSH_SET_FIELDS(U64, U32) U64(layout) U32(set) U32(point)
#define TRACE_PUSH_CONSTANTS_FIELDS(U64, U32)                                                      \
    U64(layout) U32(stages) U32(offset) U32(bytes) U32(reserved)
#define TRACE_DISPATCH_FIELDS(U64, U32) U32(x) U32(y) U32(z) U32(based)
#define TRACE_DISPATCH_INDIRECT_FIELDS(U64, U32) U64(buffer) U64(offset)
/* type: enum trace_copy_type. A resource is 0 where the host or nothing is the source. */
#define TRACE_COPY_FIELDS(U64, U32) U64(source) U64(dest) U64(type)
/* flags: VkDependencyFlags. After WAIT_EVENTS: what the events make visible. */
#define TRACE_BARRIER_FIELDS(U64, U32) U64(flags)
#define TRACE_SET_EVENT_FIELDS(U64, U32) U64(event) U64(stages) U64(set)
#define TRACE_WAIT_EVENTS_FIELDS(U64, U32) U64(count)
#define TRACE_EXECUTE_FIELDS(U64, U32) U64(count)
/* What was only counted: draws, and render passes begun. result: of vkEndCommandBuffer. */
#define TRACE_RECORDING_END_FIELDS(U64, U32)                                                       \
    U64(id) U32(draws) U32(passes) U32(result) U32(reserved)

enum trace_access { TRACE_ACCESS_NONE, TRACE_ACCESS_READ, TRACE_ACCESS_WRITE, TRACE_ACCESS_BOTH };
enum trace_pipeline_flags {
    TRACE_PIPELINE_UNREFLECTED = 1, /* bindings and local size are not known */
    TRACE_PIPELINE_ADDRESSES = 2,   /* the shader uses buffer addresses: it may access anything */
    TRACE_PIPELINE_CACHED = 4,      /* a pipeline cache was given */
    TRACE_PIPELINE_FAILED = 8,      /* the call returned an error or asked to compile */
};
enum trace_sync_type { TRACE_SYNC_FENCE, TRACE_SYNC_BINARY, TRACE_SYNC_TIMELINE, TRACE_SYNC_EVENT };
enum trace_wait_type {
    TRACE_WAIT_FENCES,
    TRACE_WAIT_SEMAPHORES,
    TRACE_WAIT_QUEUE,
    TRACE_WAIT_DEVICE,
    TRACE_WAIT_FENCE_STATUS,    /* asked without waiting */
    TRACE_WAIT_SEMAPHORE_VALUE, /* the same; the point has the value found */
    TRACE_WAIT_EVENT_STATUS,
};
enum trace_role { TRACE_ROLE_WAIT, TRACE_ROLE_RECORDING, TRACE_ROLE_SIGNAL };
enum trace_other_type { TRACE_OTHER_PRESENT, TRACE_OTHER_SPARSE };
enum trace_copy_type {
    TRACE_COPY_BUFFER,
    TRACE_COPY_IMAGE,
    TRACE_COPY_BUFFER_TO_IMAGE,
    TRACE_COPY_IMAGE_TO_BUFFER,
    TRACE_COPY_BLIT,
    TRACE_COPY_RESOLVE,
    TRACE_COPY_FILL,
    TRACE_COPY_UPDATE,
    TRACE_COPY_CLEAR,
    TRACE_COPY_QUERIES,
};

enum trace_item {
    TRACE_ITEM_NONE,
    TRACE_ITEM_TEXT, /* bytes, then zeros to a multiple of 8 */
#define TRACE_ITEM_ENUM(item, name, fields) TRACE_ITEM_##item,
    TRACE_ITEMS(TRACE_ITEM_ENUM)
#undef TRACE_ITEM_ENUM
        TRACE_ITEM_COUNT
};

enum trace_kind {
#define TRACE_KIND_ENUM(kind, name, item, fields) TRACE_##kind,
    TRACE_KINDS(TRACE_KIND_ENUM)
#undef TRACE_KIND_ENUM
        TRACE_KIND_COUNT
};

/* struct trace_buffer and so on: the fields of a kind; struct trace_item_region and so on. */
#define TRACE_U64(field) uint64_t field;
#define TRACE_U32(field) uint32_t field;
#define TRACE_KIND_STRUCT(kind, name, item, fields)                                                \
    struct trace_##name {                                                                          \
        fields(TRACE_U64, TRACE_U32)                                                               \
    };                                                                                             \
    static_assert(sizeof(struct trace_##name) % 8 == 0, #name " is not a multiple of 8 bytes");
TRACE_KINDS(TRACE_KIND_STRUCT)
#undef TRACE_KIND_STRUCT
#define TRACE_ITEM_STRUCT(item, name, fields)                                                      \
    struct trace_item_##name {                                                                     \
        fields(TRACE_U64, TRACE_U32)                                                               \
    };                                                                                             \
    static_assert(sizeof(struct trace_item_##name) % 8 == 0, #name " is not a multiple of 8 "      \
                                                                   "bytes");
TRACE_ITEMS(TRACE_ITEM_STRUCT)
#undef TRACE_ITEM_STRUCT

#endif

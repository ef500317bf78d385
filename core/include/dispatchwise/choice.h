/* How a batch is launched, in full: one variant of one mode with its numbers, and one side of every
 * axis. Written `mode/variant[:numbers][+axis=side[:number]...]`, for instance plain_launches/each,
 * command_reuse/unrolled:all or plain_launches/batched:all+copy=transfer:4+waiting=spin; axes in
 * the order of DW_AXES, the plain side of an axis is not written. */
#ifndef DISPATCHWISE_CHOICE_H
#define DISPATCHWISE_CHOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dispatchwise/calibration.h"
#include "dispatchwise/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A number that stands for "as many as the batch has": the written form is "all". */
#define DW_ALL UINT32_MAX

/* X(id, mode, name, numbers, legal under wait=each): one row for every way to realise a mode; all
 * are legal under wait=batch.
 *   each        record and submit each launch: the baseline
 *   batched k   k launches a buffer, all buffers in one submit
 *   infos b     one launch a buffer, b submit infos a call
 *   resubmit    one recorded buffer of one launch, submitted for each
 *   multi b     that buffer b times in a submit
 *   unrolled k  one recorded buffer of k launches
 *   armed       a recorded buffer submitted ahead, released through a timeline semaphore
 *   drain WxQ   W resident workgroups drain a queue, Q items a pop */
#define DW_VARIANTS(X)                                                                             \
    X(EACH, PLAIN_LAUNCHES, "each", 0, true)                                                       \
    X(BATCHED, PLAIN_LAUNCHES, "batched", 1, false)                                                \
    X(INFOS, PLAIN_LAUNCHES, "infos", 1, false)                                                    \
    X(RESUBMIT, COMMAND_REUSE, "resubmit", 0, true)                                                \
    X(MULTI, COMMAND_REUSE, "multi", 1, false)                                                     \
    X(UNROLLED, COMMAND_REUSE, "unrolled", 1, false)                                               \
    X(ARMED, COMMAND_REUSE, "armed", 0, true)                                                      \
    X(DRAIN, PERSISTENT_KERNEL, "drain", 2, false)

enum dw_variant {
#define DW_VARIANT_ENUM(id, mode, name, numbers, each) DW_VARIANT_##id,
    DW_VARIANTS(DW_VARIANT_ENUM)
#undef DW_VARIANT_ENUM
        DW_VARIANT_COUNT
};

/* X(id, name): the axes beside the mode.
 *   arms            D2: two kernels, one behind the other or at once
 *   copy            D3: a copy to the device before the launches or beside them
 *   binding         D9: how a launch comes by its resources
 *   specialization  I2: pipelines compiled when first met, or ahead
 *   waiting         how the host waits */
#define DW_AXES(X)                                                                                 \
    X(ARMS, "arms")                                                                                \
    X(COPY, "copy")                                                                                \
    X(BINDING, "binding")                                                                          \
    X(SPECIALIZATION, "specialization")                                                            \
    X(WAITING, "waiting")

enum dw_axis {
#define DW_AXIS_ENUM(id, name) DW_AXIS_##id,
    DW_AXES(DW_AXIS_ENUM)
#undef DW_AXIS_ENUM
        DW_AXIS_COUNT
};

/* X(id, name, has a number): the sides of each axis, the plain one first.
 * arms: a barrier between them on one queue; no barrier; a queue of the family each; a queue of
 * another family for the second. */
#define DW_ARMS_SIDES(X)                                                                           \
    X(SERIAL, "serial", false)                                                                     \
    X(CONCURRENT, "concurrent", false)                                                             \
    X(QUEUES, "queues", false)                                                                     \
    X(FAMILIES, "families", false)
/* copy: on the launches' queue before them; on a transfer-only family, or on a second queue of the
 * family, cut into so many parts; written by the host straight into device memory. */
#define DW_COPY_SIDES(X)                                                                           \
    X(SERIALIZE, "serialize", false)                                                               \
    X(TRANSFER, "transfer", true)                                                                  \
    X(QUEUE, "queue", true)                                                                        \
    X(DIRECT, "direct", false)
/* binding: descriptor sets, rewritten and bound for each launch or, where they stay the same,
 * written once and bound for each; push descriptors; one table for all launches indexed at run
 * time; an array that is bound once and indexed by constants. */
#define DW_BINDING_SIDES(X)                                                                        \
    X(TRADITIONAL, "traditional", false)                                                           \
    X(PUSH, "push", false)                                                                         \
    X(BINDLESS, "bindless", false)                                                                 \
    X(STATIC, "static", false)
#define DW_SPECIALIZATION_SIDES(X)                                                                 \
    X(HOLD_STEADY, "hold_steady", false)                                                           \
    X(SPECULATE, "speculate", false)
/* waiting: blocked in the fence; spinning on its status; spinning on a timeline semaphore's value;
 * blocked for most of the expected time, then spinning. */
#define DW_WAITING_SIDES(X)                                                                        \
    X(BLOCK, "block", false)                                                                       \
    X(SPIN, "spin", false)                                                                         \
    X(TIMELINE, "timeline", false)                                                                 \
    X(BLOCK_THEN_SPIN, "block_then_spin", false)

#define DW_SIDES_ENUM(id, name, numbered) DW_ARMS_SIDE_##id,
enum dw_arms_side { DW_ARMS_SIDES(DW_SIDES_ENUM) DW_ARMS_SIDE_COUNT };
#undef DW_SIDES_ENUM
#define DW_SIDES_ENUM(id, name, numbered) DW_COPY_SIDE_##id,
enum dw_copy_side { DW_COPY_SIDES(DW_SIDES_ENUM) DW_COPY_SIDE_COUNT };
#undef DW_SIDES_ENUM
#define DW_SIDES_ENUM(id, name, numbered) DW_BINDING_SIDE_##id,
enum dw_binding_side { DW_BINDING_SIDES(DW_SIDES_ENUM) DW_BINDING_SIDE_COUNT };
#undef DW_SIDES_ENUM
#define DW_SIDES_ENUM(id, name, numbered) DW_SPECIALIZATION_SIDE_##id,
enum dw_specialization_side { DW_SPECIALIZATION_SIDES(DW_SIDES_ENUM) DW_SPECIALIZATION_SIDE_COUNT };
#undef DW_SIDES_ENUM
#define DW_SIDES_ENUM(id, name, numbered) DW_WAITING_SIDE_##id,
enum dw_waiting_side { DW_WAITING_SIDES(DW_SIDES_ENUM) DW_WAITING_SIDE_COUNT };
#undef DW_SIDES_ENUM

/* An axis has at most so many sides. */
#define DW_SIDES_MAX 4

/* A choice that is all zero is the baseline: plain_launches/each, every axis on its plain side. */
struct dw_choice {
    uint8_t variant;             /* enum dw_variant */
    uint8_t side[DW_AXIS_COUNT]; /* enum dw_<axis>_side */
    uint32_t number[2];          /* the variant's, DW_ALL or at least 1; unused ones 0 */
    uint32_t copy_parts;         /* of a copy side that has a number, at least 1; else 0 */
};

struct dw_variant_info {
    const char *name;
    enum dw_mode mode;
    unsigned number_count;
    bool legal[DW_WAIT_COUNT];
};
struct dw_side_info {
    const char *name;
    bool numbered;
};
struct dw_axis_info {
    const char *name;
    unsigned side_count;
    struct dw_side_info side[DW_SIDES_MAX];
};

#if defined(__cplusplus) && defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif
/* What the numbers mean; NULL for a number that is none. */
DW_API const struct dw_variant_info *dw_variant_info(int variant);
DW_API const struct dw_axis_info *dw_axis_info(int axis);
#if defined(__cplusplus) && defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

DW_API enum dw_mode dw_choice_mode(const struct dw_choice *choice);
DW_API bool dw_equal_choices(const struct dw_choice *a, const struct dw_choice *b);

/* Write the name. Like snprintf: at most size bytes, the last a NUL; returns the length that the
 * whole text has. DW_ARM_NAME_SIZE always suffices. */
DW_API size_t dw_format_choice(const struct dw_choice *choice, char *text, size_t size);

/* Read a name; DW_ERROR_PARSE if it is none. One act has one name: other spellings are refused. */
DW_API int dw_parse_choice(const char *text, size_t length, struct dw_choice *choice);

/* The choice that this one is on a batch of `launches`: a number at or over the batch becomes
 * DW_ALL. (A drain's numbers stay as they are.) */
DW_API struct dw_choice dw_canonical_choice(const struct dw_choice *choice, uint32_t launches);

#ifdef __cplusplus
}
#endif

#endif

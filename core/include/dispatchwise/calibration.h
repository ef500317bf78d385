/* What a device's launches cost: the calibration row that `dispatchwise fit` writes and the lookup
 * that finds the best row for a device. Values are nanoseconds unless the constant's unit says
 * otherwise. Rows are plain data: they can be compiled in, parsed into the caller's memory, copied.
 */
#ifndef DISPATCHWISE_CALIBRATION_H
#define DISPATCHWISE_CALIBRATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dispatchwise/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A generated table carries the version that it was written for; the library asserts that they
 * match. */
#define DW_CALIBRATION_SCHEMA_VERSION 2

/* A threshold that is DW_NEVER is never reached. A cost that is DW_NEVER is the highest there is;
 * the reference policy takes it as that number, which more than that can still outweigh. */
#define DW_NEVER UINT64_MAX

/* Whether the caller waits for each launch or once for the whole batch. Constants differ. */
enum dw_wait { DW_WAIT_EACH, DW_WAIT_BATCH, DW_WAIT_COUNT };

/* The numbers of VkPhysicalDeviceType. */
enum dw_device_kind {
    DW_DEVICE_KIND_OTHER,
    DW_DEVICE_KIND_INTEGRATED,
    DW_DEVICE_KIND_DISCRETE,
    DW_DEVICE_KIND_VIRTUAL,
    DW_DEVICE_KIND_CPU,
    DW_DEVICE_KIND_COUNT
};

/* The mutually exclusive ways to launch a batch. */
enum dw_mode {
    DW_MODE_PLAIN_LAUNCHES,
    DW_MODE_PERSISTENT_KERNEL,
    DW_MODE_COMMAND_REUSE,
    DW_MODE_COUNT
};

/* X(id, name, unit, default): every constant of a row, in the order of the files. First the
 * reference policy's: four costs for each way of waiting, then its thresholds. */
#define DW_REFERENCE_CONSTANTS(X)                                                                  \
    X(EACH_LAUNCH, "each.per_launch_overhead", "ns", 5000)                                         \
    X(EACH_SETUP, "each.persistent_setup_overhead", "ns", 50000)                                   \
    X(EACH_RECORD, "each.record_overhead", "ns", 25000)                                            \
    X(EACH_REPLAY, "each.replay_overhead", "ns", 500)                                              \
    X(BATCH_LAUNCH, "batch.per_launch_overhead", "ns", 5000)                                       \
    X(BATCH_SETUP, "batch.persistent_setup_overhead", "ns", 50000)                                 \
    X(BATCH_RECORD, "batch.record_overhead", "ns", 25000)                                          \
    X(BATCH_REPLAY, "batch.replay_overhead", "ns", 500)                                            \
    X(BINDLESS_THRESHOLD, "bindless_threshold", "resources", 24)                                   \
    X(HOT_COUNT, "hot_count", "hits", 8)                                                           \
    X(CONFIDENCE, "confidence", "bps", 6000)

/* The planner's constants (planner.h has the formulas). Every one but the device's own facts, the
 * last three before the error, is a cost: no time shrinks when it grows. One without samples was
 * not measured, and what needs it is not chosen. Of an overlap, "serial" is the share of the
 * shorter side that is not hidden: 0 all of it is, 1 none. */
#define DW_PLANNER_CONSTANTS(X)                                                                    \
    X(HOST_SUBMIT, "host.submit", "ns", 0)       /* a submit call */                               \
    X(HOST_INFO, "host.info", "ns", 0)           /* each submit info of a call after the first */  \
    X(HOST_ATTACH, "host.attach", "ns", 0)       /* each command buffer of a submit */             \
    X(HOST_BUFFER, "host.buffer", "ns", 0)       /* beginning and ending a recording */            \
    X(HOST_LAUNCH, "host.launch", "ns", 0)       /* recording a launch */                          \
    X(HOST_BARRIER, "host.barrier", "ns", 0)     /* recording a barrier */                         \
    X(HOST_SIGNAL, "host.signal", "ns", 0)       /* releasing an armed launch */                   \
    X(DEVICE_SUBMIT, "device.submit", "ns", 0)   /* between submits */                             \
    X(DEVICE_INFO, "device.info", "ns", 0)       /* between submit infos of a call */              \
    X(DEVICE_BUFFER, "device.buffer", "ns", 0)   /* between command buffers of a submit */         \
    X(DEVICE_LAUNCH, "device.launch", "ns", 0)   /* between launches of a buffer, no barrier */    \
    X(DEVICE_ARMED, "device.armed", "ns", 0)     /* between armed launches */                      \
    X(DEVICE_BARRIER, "device.barrier", "ns", 0) /* between launches, with a barrier */            \
    X(DEVICE_BEGIN, "device.begin", "ns", 0)     /* of a wake, what the device's times have */     \
    X(DEVICE_FETCH, "device.fetch", "ns", 0)     /* a resource first read after a submit */        \
    X(DEVICE_OVERLAP, "device.overlap", "share",                                                   \
      0) /* 1/K: K launches run at once, where the device does not hold them all */                \
    X(EACH_WAKE_BLOCK, "each.wake.block", "ns",                                                    \
      0) /* until an idle device begins, and from its end to the host going on */                  \
    X(EACH_WAKE_SPIN, "each.wake.spin", "ns", 0)                                                   \
    X(EACH_WAKE_TIMELINE, "each.wake.timeline", "ns", 0)                                           \
    X(EACH_WAKE_BLOCK_THEN_SPIN, "each.wake.block_then_spin", "ns", 0)                             \
    X(BATCH_WAKE_BLOCK, "batch.wake.block", "ns", 0)                                               \
    X(BATCH_WAKE_SPIN, "batch.wake.spin", "ns", 0)                                                 \
    X(BATCH_WAKE_TIMELINE, "batch.wake.timeline", "ns", 0)                                         \
    X(BATCH_WAKE_BLOCK_THEN_SPIN, "batch.wake.block_then_spin", "ns", 0)                           \
    X(WAKE_DOUBLING, "wake.doubling", "ns", 0)         /* a blocked wait as long again */          \
    X(PERSISTENT_START, "persistent.start", "ns", 0)   /* a drain of nothing */                    \
    X(PERSISTENT_GROUP, "persistent.group", "ns", 0)   /* each resident workgroup */               \
    X(PERSISTENT_POP, "persistent.pop", "ns", 0)       /* a pop, to the workgroup */               \
    X(PERSISTENT_SERIAL, "persistent.serial", "ns", 0) /* a pop, to all the others */              \
    X(PERSISTENT_ALONE, "persistent.alone", "share",                                               \
      0) /* of tau, that an item takes in a drain */                                               \
    X(PERSISTENT_STRETCH, "persistent.stretch", "share", 0) /* of 1/theta, that it takes more */   \
    X(ARMS_QUEUES_OVERHEAD, "arms.queues.overhead", "ns", 0)                                       \
    X(ARMS_QUEUES_SERIAL, "arms.queues.serial", "share", 0)                                        \
    X(ARMS_FAMILIES_OVERHEAD, "arms.families.overhead", "ns", 0)                                   \
    X(ARMS_FAMILIES_SERIAL, "arms.families.serial", "share", 0)                                    \
    X(COPY_SERIALIZE_LATENCY, "copy.serialize.latency", "ns", 0)                                   \
    X(COPY_SERIALIZE_KIB, "copy.serialize.kib", "ns/KiB", 0)                                       \
    X(COPY_TRANSFER_LATENCY, "copy.transfer.latency", "ns", 0)                                     \
    X(COPY_TRANSFER_KIB, "copy.transfer.kib", "ns/KiB", 0)                                         \
    X(COPY_TRANSFER_SERIAL, "copy.transfer.serial", "share", 0)                                    \
    X(COPY_TRANSFER_PART, "copy.transfer.part", "ns", 0)                                           \
    X(COPY_QUEUE_LATENCY, "copy.queue.latency", "ns", 0)                                           \
    X(COPY_QUEUE_KIB, "copy.queue.kib", "ns/KiB", 0)                                               \
    X(COPY_QUEUE_SERIAL, "copy.queue.serial", "share", 0)                                          \
    X(COPY_QUEUE_PART, "copy.queue.part", "ns", 0)                                                 \
    X(COPY_DIRECT_LATENCY, "copy.direct.latency", "ns", 0)                                         \
    X(COPY_DIRECT_KIB, "copy.direct.kib", "ns/KiB", 0)                                             \
    X(COPY_DIRECT_SERIAL, "copy.direct.serial", "share", 0)                                        \
    X(REWRITE_HOST, "binding.rewrite.host", "ns",                                                  \
      0) /* traditional sets, written for each launch */                                           \
    X(REWRITE_HOST_RESOURCE, "binding.rewrite.host_resource", "ns", 0)                             \
    X(REWRITE_DEVICE, "binding.rewrite.device", "ns", 0)                                           \
    X(REWRITE_DEVICE_RESOURCE, "binding.rewrite.device_resource", "ns", 0)                         \
    X(PREWRITTEN_HOST, "binding.prewritten.host", "ns", 0) /* traditional sets, written before */  \
    X(PREWRITTEN_HOST_RESOURCE, "binding.prewritten.host_resource", "ns", 0)                       \
    X(PREWRITTEN_DEVICE, "binding.prewritten.device", "ns", 0)                                     \
    X(PREWRITTEN_DEVICE_RESOURCE, "binding.prewritten.device_resource", "ns", 0)                   \
    X(PUSH_HOST, "binding.push.host", "ns", 0)                                                     \
    X(PUSH_HOST_RESOURCE, "binding.push.host_resource", "ns", 0)                                   \
    X(PUSH_DEVICE, "binding.push.device", "ns", 0)                                                 \
    X(PUSH_DEVICE_RESOURCE, "binding.push.device_resource", "ns", 0)                               \
    X(BINDLESS_HOST, "binding.bindless.host", "ns", 0)                                             \
    X(BINDLESS_HOST_RESOURCE, "binding.bindless.host_resource", "ns", 0)                           \
    X(BINDLESS_DEVICE, "binding.bindless.device", "ns", 0)                                         \
    X(BINDLESS_DEVICE_RESOURCE, "binding.bindless.device_resource", "ns", 0)                       \
    X(STATIC_HOST, "binding.static.host", "ns", 0)                                                 \
    X(STATIC_HOST_RESOURCE, "binding.static.host_resource", "ns", 0)                               \
    X(STATIC_DEVICE, "binding.static.device", "ns", 0)                                             \
    X(STATIC_DEVICE_RESOURCE, "binding.static.device_resource", "ns", 0)                           \
    X(SPECIALIZATION_MISS, "specialization.miss", "ns", 0) /* creation and first dispatch, cold */ \
    X(SPECIALIZATION_STEAL, "specialization.steal", "share",                                       \
      0) /* of it, from the launching thread */                                                    \
    X(SPECIALIZATION_STEAL_BUSY, "specialization.steal_busy", "share",                             \
      0)                                                    /* without a spare core */             \
    X(DEVICE_CORES, "device.cores", "cores", 0)             /* that it reports */                  \
    X(DEVICE_RESIDENT, "device.resident", "workgroups", 0)  /* of 64 invocations, that it holds */ \
    X(DEVICE_RESOURCES, "device.resources", "resources", 0) /* that a launch can bind */           \
    X(PREDICTION_ERROR, "prediction.error", "share", 0)     /* sd of log(measured/predicted) */

#define DW_CONSTANTS(X) DW_REFERENCE_CONSTANTS(X) DW_PLANNER_CONSTANTS(X)

enum dw_constant_id {
#define DW_CONSTANT_ENUM(id, name, unit, initial) DW_CONSTANT_##id,
    DW_CONSTANTS(DW_CONSTANT_ENUM)
#undef DW_CONSTANT_ENUM
        DW_CONSTANT_COUNT,
    DW_REFERENCE_CONSTANT_COUNT = DW_CONSTANT_CONFIDENCE + 1
};

/* One constant: value and 95 % interval in the constant's unit, and how many samples stand behind
 * it. samples 0: not measured, the value is the default. A value of DW_NEVER (as a double, 2^64) or
 * more means never. */
struct dw_constant {
    double value, lo, hi;
    uint64_t samples;
};

#define DW_DEVICE_NAME_SIZE 256 /* VK_MAX_PHYSICAL_DEVICE_NAME_SIZE */
#define DW_HOST_NAME_SIZE 128
#define DW_ARM_NAME_SIZE 160

/* Who a device is. For a CPU device, host names the CPU model and the rasteriser's threads;
 * it is empty for every other kind. */
struct dw_device_key {
    uint32_t vendor_id, device_id;  /* PCI or Khronos numbers, as Vulkan gives them */
    uint32_t kind;                  /* enum dw_device_kind */
    uint32_t driver_version;        /* VkPhysicalDeviceProperties.driverVersion */
    char name[DW_DEVICE_NAME_SIZE]; /* deviceName */
    char host[DW_HOST_NAME_SIZE];
};

/* One device and driver range. */
struct dw_calibration_row {
    struct dw_device_key key; /* key.driver_version: the first driver of the range */
    uint32_t driver_last;     /* the last driver of the range, inclusive */
    struct dw_constant constant[DW_CONSTANT_COUNT];
    /* The tuned way to run each mode, as an arm's name such as "command_reuse/unrolled:all";
     * empty where nothing was measured. */
    char variant[DW_WAIT_COUNT][DW_MODE_COUNT][DW_ARM_NAME_SIZE];
    char run[64];          /* the run it was fitted from */
    char dataset_hash[33]; /* of that run's samples, hexadecimal */
    char tool_version[32];
};

/* rows sorted by dw_compare_device_key, then by key.driver_version. */
struct dw_calibration_table {
    uint32_t schema_version;
    const struct dw_calibration_row *rows; /* borrowed for as long as the table is used */
    size_t count;
};

/* Where a row came from, best first. */
enum dw_tier { DW_TIER_DEVICE_DRIVER, DW_TIER_DEVICE, DW_TIER_VENDOR_KIND, DW_TIER_DEFAULTS };

/* "device+driver", "device", "vendor+kind", "defaults". */
DW_API const char *dw_tier_name(enum dw_tier tier);
/* "plain_launches", "persistent_kernel", "command_reuse". */
DW_API const char *dw_mode_name(enum dw_mode mode);
/* "each", "batch". */
DW_API const char *dw_wait_name(enum dw_wait wait);
/* "other", "integrated", "discrete", "virtual", "cpu". */
DW_API const char *dw_device_kind_name(enum dw_device_kind kind);

struct dw_constant_info {
    const char *name, *unit;
    double initial; /* the reference policy's typed-in constant */
};
/* The name, unit and default of a constant; NULL for a number that is none. */
#if defined(__cplusplus) && defined(__GNUC__)
/* The struct and the function may share their name; -Wshadow takes it for a constructor's. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif
DW_API const struct dw_constant_info *dw_constant_info(int id);
#if defined(__cplusplus) && defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

/* No cost, but what a device says of itself. */
DW_API bool dw_is_fact(int id);

/* Order of a table: vendor_id, device_id, kind, name, host; the driver version is not compared. */
DW_API int dw_compare_device_key(const struct dw_device_key *a, const struct dw_device_key *b);

/* The row of the defaults: every constant at its typed-in value, no variant. */
DW_API const struct dw_calibration_row *dw_default_calibration(void);

/* The table compiled into the library. */
DW_API const struct dw_calibration_table *dw_builtin_calibration(void);

/* Find the best row for a device: the same device and a driver range that holds its driver; the
 * same device with the nearest driver; the same vendor and kind (the first in table order); the
 * defaults. table may be NULL (defaults). Always finds one; says through *tier which it was. */
DW_API const struct dw_calibration_row *
dw_lookup_calibration(const struct dw_calibration_table *table, const struct dw_device_key *key,
                      enum dw_tier *tier);

/* The reference policy's four costs of a row for one way of waiting, in whole nanoseconds
 * (rounded to nearest; DW_NEVER where the constant is never). */
struct dw_costs {
    uint64_t per_launch_overhead_ns;
    uint64_t persistent_setup_overhead_ns;
    uint64_t record_overhead_ns;
    uint64_t replay_overhead_ns;
};
DW_API struct dw_costs dw_calibration_costs(const struct dw_calibration_row *row,
                                            enum dw_wait wait);

/* From where on the decisions without a cost pay; DW_NEVER: nowhere. */
struct dw_thresholds {
    uint64_t bindless_resources; /* resources */
    uint64_t hot_hits;           /* hits of a shader */
    uint64_t confidence_bps;     /* of a prediction, hundredths of a percent */
};
/* The thresholds of a row, rounded as the costs are. */
DW_API struct dw_thresholds dw_calibration_thresholds(const struct dw_calibration_row *row);

/* The text of a device key, as files write it: "vendor:device:kind:driver:name", "@host" after it
 * if host is not empty. vendor, device and driver are 0x and hexadecimal digits, kind is a word
 * (dw_device_kind_name), or its number where there is no word for it. Like snprintf: writes at most
 * size bytes, the last a NUL, and returns the length that the whole text has; DW_DEVICE_TEXT_SIZE
 * always suffices. */
#define DW_DEVICE_TEXT_SIZE 448
DW_API size_t dw_format_device_key(const struct dw_device_key *key, char *text, size_t size);

/* Read that text; a name may hold colons and, unless the kind is cpu, at signs. DW_ERROR_PARSE: it
 * is none; *error_offset (may be NULL) is then the byte that was not expected. */
DW_API int dw_parse_device_key(const char *text, size_t length, struct dw_device_key *key,
                               size_t *error_offset);

/* Read a table from the text of a calibration.csv, for runtimes that ship without one compiled in:
 * CSV with a header row and the columns device,constant,value,lo,hi,unit,samples in any order.
 * device is a device key's text; the rows of one device and first driver stand together, the
 * devices in any order: n are sorted in O(n log n). constant is one of DW_CONSTANTS, with its unit,
 * its value, not below 0 (empty: never), its interval, which holds the value (empty: unbounded),
 * and its samples, or one of these, each optional, with empty lo, hi and samples (or samples 0):
 * - driver_last: value is the last driver of the range, a whole number; unit is empty. Without it
 *   the range is the key's driver alone.
 * - variant.<wait>.<mode>: unit is the tuned arm's name; value is empty.
 * - run, dataset_hash, tool_version: unit is the text; value is empty.
 * A constant that is not there has its default and samples 0. Whatever else is found is refused.
 * Needs no memory but the caller's, and does not depend on the locale.
 *
 * rows is the caller's memory, used as scratch even on failure and borrowed by *table on success,
 * its rows sorted. DW_ERROR_PARSE: *error_offset (may be NULL) is the byte where the field or the
 * device stands that was not understood. DW_ERROR_NO_SPACE: more than capacity devices. */
DW_API int dw_parse_calibration(const char *text, size_t size, struct dw_calibration_row *rows,
                                size_t capacity, struct dw_calibration_table *table,
                                size_t *error_offset);

#ifdef __cplusplus
}
#endif

#endif

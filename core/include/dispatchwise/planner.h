/* The planner: how to launch a batch, from the batch's shape and the device's calibration. It
 * predicts a time for every choice that the batch allows and the device can run, and chooses the
 * least. Pure functions of plain numbers: nothing allocates, logs or keeps state.
 *
 * Times are ns. A kernel is known by two numbers: tau, the time of a workgroup that has a core to
 * itself, and theta, workgroups per ns when the device is full. Names below are those of
 * DW_PLANNER_CONSTANTS; binding.host and binding.device are a side's constants, the second of each
 * times resources.
 *
 * The host, a call:
 *   c = host.submit + (infos - 1)*host.info + buffers*host.attach
 *     + what is recorded anew:
 *       buffers*host.buffer + launches*(host.launch + binding.host + barriers*host.barrier)
 *   barriers = (levels - 1)/(n - 1), a launch, n being the batch's launches; of one launch none
 * A recording that serves several batches is paid by each with its share, beside the calls.
 *
 * The device, k launches in a buffer, without barriers:
 *   D = binding.device + kernel + (k - 1)*gap
 *   gap = max(device.launch + binding.device, kernel*device.overlap, groups/theta)
 * or, if it is less and the device holds them all at once, k*groups <= device.resident,
 *   D = binding.device + max(kernel, k*groups/theta) + (k - 1)*(device.launch + binding.device)
 * device.resident is in workgroups of 64 invocations: of smaller or larger ones, or where registers
 * or shared memory are short, a device holds others, which this cannot know.
 * Levels: each level so, and device.barrier between them; k of n launches reach into
 * ceil(k*levels/n) of them.
 *
 * The device, a call:
 *   g = s + resources*device.fetch + (infos - 1)*device.info
 *     + (buffers - 1)*(device.buffer + barriers*device.barrier) + the sum of D
 *   s = device.submit + barriers*device.barrier
 *   armed: s has device.armed as well, and c host.signal
 *
 * The host's calls and the device's work are two stages. s stands between submits: in front of the
 * first after a wait the device is idle, and what it takes to begin is in wake, device.begin of it
 * between the timestamps of device_ns. Waiting for the batch, m calls alike:
 *   m = 1: T = c + g - s + wake
 *   m > 1: T = c + g + (m - 2)*max(c, g) + max(c, g - s) + wake
 * Another call behind them begins when the host is through with it and the device with the last.
 * Waiting for each launch:
 *   T = launches*(c + g - s + wake)
 *   armed: T = submit + launches*host.signal + (launches - 1)*max(turn, submit) + turn
 *          turn = g - s + wake, submit = host.submit + host.attach
 *
 * A drain of W workgroups, Q items a pop, items = launches*groups, waves = ceil(items/(W*Q)):
 *   T = host.submit + host.attach + persistent.start + W*persistent.group
 *     + max(waves*persistent.pop + min(waves*Q, items)*tau*persistent.alone,
 *           max(items, crowd)*max((1 + persistent.stretch)/theta, persistent.serial/Q)) + wake
 *   crowd = min(W, items*device.cores): with fewer items than workgroups, those that found one may
 *   share a core while other cores have none
 *
 * Two kernels: first all launches of one, then all of the other, each cut into buffers and calls of
 * its own unless one buffer or call holds all that there is. In one buffer
 *   serial: D(a) + device.barrier + D(b)
 *   concurrent: max(D(a), launches*gap(a) + D(b)), and by the second form if it is less and
 *     launches*(groups(a) + groups(b)) <= device.resident, the share then being that of both
 * and on two queues, of T without wake: overlap(T(a), T(b)) + arms.<side>.overhead.
 *
 * A copy: overlap(T, latency + KiB*kib + parts*part), with serial 1 where it is serialized.
 *   overlap(x, y) = max(x, y) + serial*min(x, y)
 *
 * s new pipelines: T + s*miss; compiled ahead, when one is predicted with confidence p,
 *   T + s*miss*(1 + steal) - p*min(s*miss, T*floor(n*s/(s + 1))/n): they are met at even distances
 * among the n launches of all kernels, and hidden by those before: none is before an only one.
 *
 * A blocked thread sleeps the deeper the longer it waits: at last
 *   T + waits*wake.doubling*log2(1 + T/(waits*100 us))
 * waits: 1, or one for each launch; log2 is drawn straight between the powers of two.
 */
#ifndef DISPATCHWISE_PLANNER_H
#define DISPATCHWISE_PLANNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dispatchwise/calibration.h"
#include "dispatchwise/choice.h"
#include "dispatchwise/export.h"
#include "dispatchwise/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A kernel with its grid. */
struct dw_kernel {
    uint32_t groups;     /* workgroups of a launch; of a second kernel 0: there is none */
    double kernel_ns;    /* device time of one launch alone */
    double tau_ns;       /* of one workgroup alone */
    double theta_per_ns; /* workgroups per ns when the device is full */
};

/* What is to be launched. dw_default_shape has one launch and nothing beside it. */
struct dw_shape {
    enum dw_wait wait;
    uint32_t launches; /* of each kernel, at least 1 */
    struct dw_kernel kernel;
    uint64_t repeats;   /* such batches that one recording serves, at least 1 */
    uint32_t levels;    /* of dependent launches, 1 (all independent) to launches (a chain) */
    uint32_t resources; /* that each launch binds beside what all share */
    bool rebind;        /* they are others for every batch */
    bool dynamic_indexing;
    struct dw_kernel second; /* launched as often as the first */
    enum dw_arms arms;       /* D2's verdict on the two */
    uint64_t copy_bytes;     /* to the device; 0: none */
    enum dw_copy copy;       /* D3's verdict on the copy */
    uint32_t
        specializations; /* launches, of both kernels, that meet a pipeline which is not there */
    uint32_t confidence_bps; /* of predicting each, hundredths of a percent */
    bool spare_core;         /* waiting may spin, and compiling has a core of its own */
};

DW_API struct dw_shape dw_default_shape(void);

/* DW_ERROR_INVALID_ARGUMENT: a shape that cannot be; *field (may be NULL) is then the field's name,
 * as `dispatchwise plan` has it, and *reason (may be NULL) what it may be. row NULL: no device's
 * limits are looked at. */
DW_API int dw_check_shape(const struct dw_shape *shape, const struct dw_calibration_row *row,
                          const char **field, const char **reason);

/* Why a choice is not to be had for a shape, in one sentence; NULL: it is. illegal: whatever the
 * device; unsupported: the device cannot run it, or a constant that its variant's times are made of
 * was never measured there (or is never). The variant and each side are judged apart: what one
 * change makes illegal is that change's. A side that the shape does not have is illegal. */
DW_API const char *dw_illegal_choice(const struct dw_shape *shape, const struct dw_choice *choice);
DW_API const char *dw_unsupported_choice(const struct dw_shape *shape,
                                         const struct dw_calibration_row *row,
                                         const struct dw_choice *choice);

/* No device has more cores; a number that is larger is taken for none. */
#define DW_CORES_MAX (1 << 20)

/* The cores that the row's device reports; 0: it does not, or was not asked. */
DW_API uint32_t dw_device_cores(const struct dw_calibration_row *row);

/* The variants worth trying for a batch, with their numbers, canonical and each once, the baseline
 * first; every axis on its plain side. cores: that the device reports, 0: none. Returns how many;
 * at most DW_VARIANT_CHOICES_MAX. */
#define DW_VARIANT_CHOICES_MAX 32
DW_API size_t dw_list_variants(enum dw_wait wait, uint32_t launches, uint32_t cores,
                               struct dw_choice choices[DW_VARIANT_CHOICES_MAX]);

/* Every choice that the shape allows and the row supports: the variants crossed with the sides of
 * the axes that the shape has, and with the ways of waiting. Writes at most capacity; returns how
 * many there are. */
DW_API size_t dw_list_choices(const struct dw_shape *shape, const struct dw_calibration_row *row,
                              struct dw_choice *choices, size_t capacity);

struct dw_prediction {
    double wall_ns;      /* of one batch, its share of a recording included */
    double host_ns;      /* of it, in calls other than waits, compiling included */
    double device_ns;    /* from the device's first work to its last, not held up by compiling */
    double lo_ns, hi_ns; /* 95 % interval of wall_ns; NaN where it was not asked for */
};

/* What the row says that a choice takes: the choice must be legal and supported, else
 * DW_ERROR_UNSUPPORTED. The interval takes the constants' own, and prediction.error, for
 * independent; it costs two predictions for every constant: only if asked for. */
DW_API int dw_predict(const struct dw_shape *shape, const struct dw_calibration_row *row,
                      const struct dw_choice *choice, bool interval,
                      struct dw_prediction *prediction);

struct dw_plan {
    struct dw_choice choice;
    double wall_ns;     /* predicted; NaN where nothing was measured */
    double baseline_ns; /* of the baseline, likewise */
};

/* The choice with the least predicted time among dw_list_choices. A row that is not of this device
 * (tier vendor+kind or defaults) or holds no measured costs gives the baseline: nothing is guessed.
 * The shape must pass dw_check_shape. */
DW_API void dw_plan_launch(const struct dw_shape *shape, const struct dw_calibration_row *row,
                           enum dw_tier tier, struct dw_plan *plan);

/* The numbers of launches around shape->launches, everything else as in shape, for which the plan's
 * choice stays the same: *least to *most. A chain (levels is launches, more than one) stays a
 * chain. Found by steps that double and then halve: just outside the choice is another, or the
 * shape cannot be; that it holds everywhere inside is not looked at. */
DW_API void dw_plan_range(const struct dw_shape *shape, const struct dw_calibration_row *row,
                          enum dw_tier tier, uint32_t *least, uint32_t *most);

#ifdef __cplusplus
}
#endif

#endif

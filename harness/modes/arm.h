/* An arm: one full forced choice, by name. `mode/variant[:numbers][+axis=side...]`, for instance
 * plain_launches/each, command_reuse/unrolled:all, persistent_kernel/drain:264x1,
 * plain_launches/each+role=control. Names are the key of every results file; nothing here knows
 * Vulkan. */
#ifndef MODES_ARM_H
#define MODES_ARM_H

#include <stdbool.h>
#include <stdint.h>
#include "dispatchwise/calibration.h"

/* A number that stands for "as many as the batch has": the written form is "all". */
#define ARM_ALL UINT32_MAX

#define ARM_NUMBERS_MAX 2

/* Why the arm runs. Only ARM_ROLE_FORCED is a candidate for the oracle. */
enum arm_role {
    ARM_ROLE_FORCED,
    ARM_ROLE_CONTROL,   /* the second copy of the baseline: the A/A arm */
    ARM_ROLE_REFERENCE, /* the reference policy's own choice, decided when it runs */
    ARM_ROLE_COUNT
};

/* One way to realise a mode: the row of the table that names it. */
struct arm_variant {
    const char *name;
    enum dw_mode mode;
    unsigned number_count; /* how many numbers follow the name */
    bool legal[DW_WAIT_COUNT];
};

struct arm {
    const struct arm_variant *variant;
    uint32_t number[ARM_NUMBERS_MAX]; /* ARM_ALL or at least 1; unused ones 0 */
    enum arm_role role;
};

enum {
    ARM_VARIANT_EACH,
    ARM_VARIANT_BATCHED,
    ARM_VARIANT_INFOS,
    ARM_VARIANT_RESUBMIT,
    ARM_VARIANT_MULTI,
    ARM_VARIANT_UNROLLED,
    ARM_VARIANT_ARMED,
    ARM_VARIANT_DRAIN,
    ARM_VARIANT_COUNT
};
extern const struct arm_variant arm_variants[ARM_VARIANT_COUNT];

/* Statuses an arm can end with, in every results file. Only ok arms have times. */
#define ARM_STATUSES(X)                                                                            \
    X(OK, "ok")                                                                                    \
    X(WRONG_RESULT, "wrong_result")                                                                \
    X(UNSUPPORTED, "unsupported")                                                                  \
    X(ILLEGAL, "illegal")                                                                          \
    X(TIMEOUT, "timeout")                                                                          \
    X(DEVICE_LOST, "device_lost")
enum arm_status {
#define ARM_STATUS_ENUM(id, name) ARM_STATUS_##id,
    ARM_STATUSES(ARM_STATUS_ENUM)
#undef ARM_STATUS_ENUM
        ARM_STATUS_COUNT
};
const char *arm_status_name(enum arm_status status);
bool arm_status_parse(const char *text, enum arm_status *status);
/* True if a stands where processes disagree on a and b: a wrong result is never hidden. */
bool arm_status_worse(enum arm_status a, enum arm_status b);

/* The baseline, plain_launches/each. */
struct arm arm_baseline(void);
bool arm_equal(const struct arm *a, const struct arm *b);

/* Write the name; size DW_ARM_NAME_SIZE always suffices. */
void arm_format(const struct arm *arm, char *text, size_t size);
/* Read a name; false if it is none. */
bool arm_parse(const char *text, struct arm *arm);

/* The arm that this one is on a batch of `launches`: a number at or over the batch becomes
 * ARM_ALL, so that one act has one name. (A drain's numbers stay as they are.) */
struct arm arm_canonical(const struct arm *arm, uint32_t launches);

/* True if the variant may run under this way of waiting. */
bool arm_legal(const struct arm *arm, enum dw_wait wait);

#endif

/* An arm: a choice of core's and why it runs. By name `mode/variant[:numbers][+axis=side...]`, with
 * `+role=...` behind it for an arm that is no candidate. Names are the key of every results file;
 * nothing here knows Vulkan. */
#ifndef MODES_ARM_H
#define MODES_ARM_H

#include <stdbool.h>
#include <stdint.h>
#include "dispatchwise/choice.h"

/* Why the arm runs. Only ARM_ROLE_FORCED is a candidate for the oracle. */
enum arm_role {
    ARM_ROLE_FORCED,
    ARM_ROLE_CONTROL,   /* the second copy of the baseline: the A/A arm */
    ARM_ROLE_REFERENCE, /* the reference policy's own choice, decided when it runs */
    ARM_ROLE_PLANNER,   /* the planner's, likewise */
    ARM_ROLE_COUNT
};

struct arm {
    struct dw_choice choice;
    enum arm_role role;
};

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

static inline enum dw_mode arm_mode(const struct arm *arm)
{
    return dw_choice_mode(&arm->choice);
}

/* How many axes are not on their plain side. */
int arm_count_sides(const struct arm *arm);

/* True if the variant may run under this way of waiting. */
static inline bool arm_legal(const struct arm *arm, enum dw_wait wait)
{
    return dw_variant_info(arm->choice.variant)->legal[wait];
}

/* Write the name; size DW_ARM_NAME_SIZE always suffices. */
void arm_format(const struct arm *arm, char *text, size_t size);
/* Read a name; false if it is none. */
bool arm_parse(const char *text, struct arm *arm);

/* The arm that this one is on a batch of `launches`: see dw_canonical_choice. */
struct arm arm_canonical(const struct arm *arm, uint32_t launches);

#endif

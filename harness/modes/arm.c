#include "modes/arm.h"

#include <stdio.h>
#include <string.h>

#include "dispatchwise/status.h"

static const char *const role_names[ARM_ROLE_COUNT] = {
    [ARM_ROLE_FORCED] = "",
    [ARM_ROLE_CONTROL] = "control",
    [ARM_ROLE_REFERENCE] = "reference",
    [ARM_ROLE_PLANNER] = "planner",
};

static const char *const status_names[ARM_STATUS_COUNT] = {
#define STATUS_NAME(id, name) [ARM_STATUS_##id] = name,
    ARM_STATUSES(STATUS_NAME)
#undef STATUS_NAME
};

const char *arm_status_name(enum arm_status status)
{
    return (unsigned)status < ARM_STATUS_COUNT ? status_names[status] : "unknown";
}

bool arm_status_parse(const char *text, enum arm_status *status)
{
    for (int i = 0; i < ARM_STATUS_COUNT; i++) {
        if (strcmp(text, status_names[i]) == 0) {
            *status = (enum arm_status)i;
            return true;
        }
    }
    return false;
}

bool arm_status_worse(enum arm_status a, enum arm_status b)
{
    static const int severity[ARM_STATUS_COUNT] = {
        [ARM_STATUS_OK] = 0,      [ARM_STATUS_ILLEGAL] = 1,     [ARM_STATUS_UNSUPPORTED] = 2,
        [ARM_STATUS_TIMEOUT] = 3, [ARM_STATUS_DEVICE_LOST] = 4, [ARM_STATUS_WRONG_RESULT] = 5,
    };
    return severity[a] > severity[b];
}

struct arm arm_baseline(void)
{
    return (struct arm){.role = ARM_ROLE_FORCED};
}

bool arm_equal(const struct arm *a, const struct arm *b)
{
    return a->role == b->role && dw_equal_choices(&a->choice, &b->choice);
}

int arm_count_sides(const struct arm *arm)
{
    int count = 0;
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        count += arm->choice.side[axis] != 0;
    return count;
}

#define ROLE "+role="

void arm_format(const struct arm *arm, char *text, size_t size)
{
    const size_t used = dw_format_choice(&arm->choice, text, size);
    if (arm->role != ARM_ROLE_FORCED && used < size)
        snprintf(text + used, size - used, ROLE "%s", role_names[arm->role]);
}

bool arm_parse(const char *text, struct arm *arm)
{
    struct arm found = {.role = ARM_ROLE_FORCED};
    const char *role = strstr(text, ROLE);
    if (role) {
        for (int i = ARM_ROLE_FORCED + 1; i < ARM_ROLE_COUNT; i++)
            if (strcmp(role + strlen(ROLE), role_names[i]) == 0)
                found.role = (enum arm_role)i;
        if (found.role == ARM_ROLE_FORCED)
            return false;
    }
    const size_t length = role ? (size_t)(role - text) : strlen(text);
    if (dw_parse_choice(text, length, &found.choice) != DW_OK)
        return false;
    *arm = found;
    return true;
}

struct arm arm_canonical(const struct arm *arm, uint32_t launches)
{
    return (struct arm){dw_canonical_choice(&arm->choice, launches), arm->role};
}

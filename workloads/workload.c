#include "workload.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Bounds that the shaders' 32-bit arithmetic sets. Claims overshoot the number of items. */
#define GROUPS_MAX 65535
#define ITEMS_MAX (UINT64_C(1) << 31)
#define OUTPUT_WORDS_MAX ((UINT64_C(1) << 30) - 1)

const struct workload *workload_find(const char *name)
{
    for (size_t i = 0; i < workload_count; ++i) {
        if (strcmp(workload_registry[i]->name, name) == 0)
            return workload_registry[i];
    }
    return NULL;
}

static bool refuse(struct workload_refusal *refusal, const char *field, const char *reason)
{
    refusal->field = field;
    refusal->reason = reason;
    return false;
}

bool workload_check_shape(const struct workload *workload, const struct workload_shape *shape,
                          struct workload_refusal *refusal)
{
    *refusal = (struct workload_refusal){NULL, NULL};
    if (shape->wait != DW_WAIT_EACH && shape->wait != DW_WAIT_BATCH)
        return refuse(refusal, "wait", "each or batch");
    if (shape->launches < 1)
        return refuse(refusal, "launches", "at least 1");
    if (shape->groups < 1 || shape->groups > GROUPS_MAX)
        return refuse(refusal, "groups", "1 to 65535");
    if (shape->steps < 1)
        return refuse(refusal, "steps", "at least 1");
    if (shape->steps > workload->steps_max)
        return refuse(refusal, "steps", "more than this workload can do");
    if (shape->repeats < 1)
        return refuse(refusal, "repeats", "at least 1");
    if ((uint64_t)shape->launches * shape->groups > ITEMS_MAX)
        return refuse(refusal, "launches", "launches * groups at most 2147483648");
    if (workload->region_words(shape) > OUTPUT_WORDS_MAX / shape->launches)
        return refuse(refusal, "launches", "the output would need 4 GiB or more");
    return true;
}

void workload_instance_name(const struct workload_shape *shape, char text[WORKLOAD_INSTANCE_SIZE])
{
    const int length =
        snprintf(text, WORKLOAD_INSTANCE_SIZE, "n%" PRIu32 "-g%" PRIu32 "-s%" PRIu32 "-r%" PRIu32,
                 shape->launches, shape->groups, shape->steps, shape->repeats);

    assert(length > 0 && length < WORKLOAD_INSTANCE_SIZE);
    (void)length;
}

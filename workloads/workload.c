#include "workload.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "reference.h"

_Static_assert(WORKLOAD_CHAIN_WIDTH == CHAIN_WIDTH, "shaders and reference agree");
_Static_assert(WORKLOAD_RESOURCE_WORDS == RESOURCE_WORDS, "shaders and reference agree");

/* Bounds that the shaders' 32-bit arithmetic sets. Claims overshoot the number of items. */
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

struct workload_shape workload_second_shape(const struct workload_shape *shape)
{
    struct workload_shape second = *shape;

    second.groups = shape->second_groups;
    second.steps = shape->second_steps;
    return second;
}

static bool check_second(const struct workload *workload, const struct workload_shape *shape,
                         struct workload_refusal *refusal)
{
    const struct workload_shape second = workload_second_shape(shape);

    if (second.groups > WORKLOAD_GROUPS_MAX)
        return refuse(refusal, "b_groups", "at most 65535");
    if (second.steps < 1 || second.steps > workload->steps_max)
        return refuse(refusal, "b_steps", "at least 1 and not more than this workload can do");
    if ((uint64_t)second.launches * second.groups > ITEMS_MAX)
        return refuse(refusal, "b_groups", "launches * b_groups at most 2147483648");
    if (workload->region_words(&second) > OUTPUT_WORDS_MAX / second.launches)
        return refuse(refusal, "b_groups", "the output would need 4 GiB or more");
    return true;
}

static bool check_beside(const struct workload *workload, const struct workload_shape *shape,
                         struct workload_refusal *refusal)
{
    if (shape->dependent > 1)
        return refuse(refusal, "dependent", "0 or 1");
    if (shape->rebind > 1)
        return refuse(refusal, "rebind", "0 or 1");
    if (shape->rebind == 1 && shape->resources == 0)
        return refuse(refusal, "rebind", "0 without resources");
    if (shape->second_groups > 0 && !check_second(workload, shape, refusal))
        return false;
    if (shape->copy_bytes > WORKLOAD_COPY_BYTES_MAX || shape->copy_bytes % sizeof(uint32_t) != 0)
        return refuse(refusal, "copy_bytes", "a multiple of 4, at most 1073741824");
    if (shape->specializations > shape->launches)
        return refuse(refusal, "specializations", "at most the launches");
    if (shape->specializations > 0 && shape->resources > 0)
        return refuse(refusal, "specializations", "0 where launches read resources");
    if (shape->lone_core > 1)
        return refuse(refusal, "spare_core", "0 or 1");
    if (shape->confidence_bps > 10000)
        return refuse(refusal, "prediction_confidence_bps", "at most 10000");
    return true;
}

bool workload_check_shape(const struct workload *workload, const struct workload_shape *shape,
                          struct workload_refusal *refusal)
{
    *refusal = (struct workload_refusal){NULL, NULL};
    if (shape->wait != DW_WAIT_EACH && shape->wait != DW_WAIT_BATCH)
        return refuse(refusal, "wait", "each or batch");
    if (shape->launches < 1)
        return refuse(refusal, "launches", "at least 1");
    if (shape->groups < 1 || shape->groups > WORKLOAD_GROUPS_MAX)
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
    return check_beside(workload, shape, refusal);
}

/* Append a letter and a number; nothing where the number is 0. */
static void put_number(char text[WORKLOAD_INSTANCE_SIZE], const char *letter, uint64_t number)
{
    const size_t used = strlen(text);

    if (number == 0)
        return;
    snprintf(text + used, WORKLOAD_INSTANCE_SIZE - used, "%s%" PRIu64, letter, number);
    assert(strlen(text) + 1 < WORKLOAD_INSTANCE_SIZE);
}

void workload_instance_name(const struct workload_shape *shape, char text[WORKLOAD_INSTANCE_SIZE])
{
    text[0] = '\0';
    put_number(text, "n", shape->launches);
    put_number(text, "-g", shape->groups);
    put_number(text, "-s", shape->steps);
    put_number(text, "-r", shape->repeats);
    put_number(text, "-dependent", shape->dependent);
    put_number(text, shape->rebind ? "-rebind" : "-bind", shape->resources);
    if (shape->second_groups > 0) {
        put_number(text, "-b", shape->second_groups);
        put_number(text, "x", shape->second_steps);
        put_number(text, "-hazard", (uint64_t)shape->arms);
    }
    put_number(text, shape->copy == DW_COPY_SERIALIZE ? "-copied" : "-copy", shape->copy_bytes);
    if (shape->specializations > 0) {
        put_number(text, "-new", shape->specializations);
        put_number(text, "p", shape->confidence_bps);
    }
    put_number(text, "-lone", shape->lone_core);
}

void workload_advance_chain(uint32_t groups, uint32_t launch,
                            uint32_t chain[2 * WORKLOAD_CHAIN_WIDTH])
{
    const uint32_t width = groups < WORKLOAD_CHAIN_WIDTH ? groups : WORKLOAD_CHAIN_WIDTH;
    uint32_t *to = chain + launch % 2 * WORKLOAD_CHAIN_WIDTH;
    const uint32_t *from = chain + (launch + 1) % 2 * WORKLOAD_CHAIN_WIDTH;

    for (uint32_t i = 0; i < width; ++i)
        to[i] = 3 * from[i] + from[(i + 1) % width] + from[(i + width - 1) % width] +
                launch * LAUNCH_FACTOR + i * WORD_FACTOR;
}

uint32_t workload_resource_word(uint32_t resource, uint32_t word)
{
    return reference_hash(resource * WORKLOAD_RESOURCE_WORDS + word);
}

uint32_t workload_read_resources(uint32_t first, uint32_t count, uint32_t group)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < count; ++i)
        sum =
            sum * WORD_FACTOR + workload_resource_word(first + i, group % WORKLOAD_RESOURCE_WORDS);
    return sum;
}

uint64_t workload_loops(const struct workload *workload, const struct workload_shape *shape)
{
    return workload->loops(shape) + (shape->resources > 0 ? (uint64_t)shape->resources + 1 : 0);
}

struct dw_shape workload_planner_shape(const struct workload_shape *shape)
{
    return (struct dw_shape){
        .wait = shape->wait,
        .launches = shape->launches,
        .kernel.groups = shape->groups,
        .repeats = shape->repeats,
        .levels = shape->dependent ? shape->launches : 1,
        .resources = shape->resources,
        .rebind = shape->rebind,
        .second.groups = shape->second_groups,
        .arms = shape->arms,
        .copy_bytes = shape->copy_bytes,
        .copy = shape->copy,
        .specializations = shape->specializations,
        .confidence_bps = shape->confidence_bps,
        .spare_core = !shape->lone_core,
    };
}

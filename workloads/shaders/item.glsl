// What every workload's shader sees: push constants, bindings, and the draw of an item's launch.
#include "constants.h"
#ifdef RESOURCES_TABLE
#extension GL_EXT_nonuniform_qualifier : require
#endif

layout(push_constant) uniform Push
{
    uint launches, groups, steps;
    uint items, claim, pops;
    uint dependent;
    uint resources, first_resource;
} push;

// What each workgroup ran, the sums of what it read and of its salts, two rows of the chain (workload.h).
layout(set = 0, binding = 0, std430) restrict buffer Counters { uint counters[]; };
layout(set = 0, binding = 1, std430) restrict readonly buffer Input { uint input_words[]; };
layout(set = 0, binding = 2, std430) restrict buffer Output { uint output_words[]; };
layout(set = 0, binding = 3, std430) restrict buffer Queue { uint queue_head[]; };

// The resources that launches read, for variants of the shader that do: an array of so many as the
// pipeline says, or a table of any number. The index is the same for all invocations of a launch.
#ifdef RESOURCES_SIZED
#define READS_RESOURCES
layout(constant_id = 0) const uint RESOURCE_COUNT = 1u;
layout(set = 1, binding = 0, std430) restrict readonly buffer Resource { uint words[]; }
resources[RESOURCE_COUNT];
#endif
#ifdef RESOURCES_TABLE
#define READS_RESOURCES
layout(set = 1, binding = 0, std430) restrict readonly buffer Resource { uint words[]; }
resources[];
#endif

// Not 0: a pipeline of its own, which leaves its mark (workload.h).
layout(constant_id = 1) const uint SALT = 0u;

// The body's: one item. Called in uniform control flow by every invocation of the workgroup; it may
// write shared memory at once, and need not leave a barrier behind.
void work(uint launch, uint group);

shared uint drawn_launch;

// Continue the chain: what the launch before left in one row becomes this one's row.
void advance_chain(uint launch, uint group)
{
    uint width = min(push.groups, CHAIN_WIDTH);
    uint to = 2u * push.groups + launch % 2u * CHAIN_WIDTH;
    uint from = 2u * push.groups + (launch + 1u) % 2u * CHAIN_WIDTH;
    if (group < width)
        counters[to + group] = 3u * counters[from + group] + counters[from + (group + 1u) % width] +
                               counters[from + (group + width - 1u) % width] +
                               launch * LAUNCH_FACTOR + group * WORD_FACTOR;
}

#ifdef READS_RESOURCES
// A word of each; their order counts.
void read_resources(uint group)
{
    uint sum = 0u;
    for (uint i = 0u; i < push.resources; ++i)
        sum = sum * WORD_FACTOR +
              resources[push.first_resource + i].words[group % RESOURCE_WORDS];
    atomicAdd(counters[push.groups + group], sum);
}
#endif

void run_item(uint group)
{
    if (gl_LocalInvocationIndex == 0u) {
        uint ran = atomicAdd(counters[group], 1u);
        drawn_launch = ran % push.launches;
        if (push.dependent != 0u)
            advance_chain(ran, group);
        if (SALT != 0u)
            atomicAdd(counters[push.groups + group], SALT);
    }
    barrier();
    work(drawn_launch, group);
#ifdef READS_RESOURCES
    if (gl_LocalInvocationIndex == 0u)
        read_resources(group);
#endif
}

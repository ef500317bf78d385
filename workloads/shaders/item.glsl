// What every workload's shader sees: push constants, bindings, and the draw of an item's launch.
#include "constants.h"

layout(push_constant) uniform Push
{
    uint launches, groups, steps;
    uint items, claim, pops;
} push;

layout(set = 0, binding = 0, std430) restrict buffer Counters { uint counters[]; };
layout(set = 0, binding = 1, std430) restrict readonly buffer Input { uint input_words[]; };
layout(set = 0, binding = 2, std430) restrict buffer Output { uint output_words[]; };
layout(set = 0, binding = 3, std430) restrict buffer Queue { uint queue_head[]; };

// The body's: one item. Called in uniform control flow by every invocation of the workgroup; it may
// write shared memory at once, and need not leave a barrier behind.
void work(uint launch, uint group);

shared uint drawn_launch;

void run_item(uint group)
{
    if (gl_LocalInvocationIndex == 0u)
        drawn_launch = atomicAdd(counters[group], 1u) % push.launches;
    barrier();
    work(drawn_launch, group);
}

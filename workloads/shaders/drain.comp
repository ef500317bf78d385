// Persistent workgroups: each claims push.claim items at a time until the queue is empty, at most
// push.pops times. The dispatch must have workgroups * pops * claim >= items to finish the batch.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "item.glsl"
#include "body.glsl"

layout(local_size_x = LOCAL_SIZE) in;

shared uint claimed_base;

void main()
{
    for (uint pop = 0u; pop < push.pops; ++pop) {
        if (gl_LocalInvocationIndex == 0u)
            claimed_base = atomicAdd(queue_head[0], push.claim);
        barrier();
        uint base = claimed_base;
        if (base >= push.items)
            break;
        uint end = base + min(push.claim, push.items - base);
        for (uint item = base; item < end; ++item) {
            run_item(item % push.groups);
            // Nobody writes shared memory for the next item or claim before all have read this one's.
            barrier();
        }
    }
}

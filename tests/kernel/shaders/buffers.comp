// Every kind of binding that can be provided, with gaps between the sets, and one that is not used.
#version 450

layout(local_size_x = 8, local_size_y = 4) in;

struct Item {
    vec4 position;
    uint id;
};

layout(set = 0, binding = 0) uniform Settings {
    mat4 transform;
    uint count;
} settings;
layout(set = 2, binding = 5, std430) readonly buffer Items {
    uint header;
    Item items[];
} items;
layout(set = 2, binding = 1, std430) buffer Pair {
    uint words[100];
} pair[2];
layout(set = 3, binding = 0, std430) buffer Unused {
    uint words[];
} unused;

shared uint sum;

uint helper(uint index)
{
    return items.items[index].id + pair[1].words[index % 100u];
}

void main()
{
    if (gl_LocalInvocationIndex == 0u)
        sum = 0u;
    barrier();
    if (settings.count > 0u)
        atomicAdd(sum, helper(gl_WorkGroupID.x));
    barrier();
    if (gl_LocalInvocationIndex == 0u)
        pair[0].words[gl_WorkGroupID.x % 100u] = sum;
}

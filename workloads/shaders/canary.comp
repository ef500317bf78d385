// Counts to push.steps in one loop. The store is volatile so that no compiler replaces the loop by
// its result.
#version 450

layout(local_size_x = 1) in;

layout(push_constant) uniform Push
{
    uint launches, groups, steps;
    uint items, claim, pops;
    uint dependent;
    uint resources, first_resource;
} push;

layout(set = 0, binding = 2, std430) volatile buffer Output { uint output_words[]; };

void main()
{
    output_words[0] = 0u;
    for (uint reached = 0u; reached < push.steps; ++reached)
        output_words[0] = reached + 1u;
}

#version 450
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint rounds = 1;
layout(set = 0, binding = 0) readonly buffer Input { uint words[]; } source;
layout(set = 0, binding = 1) buffer Output { uint words[]; } dest;
layout(push_constant) uniform Push { uint term; };
void main()
{
    const uint i = gl_GlobalInvocationID.x;
    uint word = source.words[i] + term;
    for (uint round = 0; round < rounds; round++)
        word = word * 1664525u + 1013904223u;
    dest.words[i] += word;
}

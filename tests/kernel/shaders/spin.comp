// A chain of multiply-adds whose length is a push constant, a specialization constant as its local
// size, and one buffer that ends with an array without a size.
#version 450

layout(local_size_x_id = 7) in;
layout(constant_id = 1) const uint FACTOR = 1664525u;
layout(constant_id = 2) const bool NEGATE = false;
layout(constant_id = 3) const float SCALE = 1.0;
layout(constant_id = 4) const int BIAS = -3;

layout(push_constant) uniform Push {
    uint steps;
};

layout(set = 0, binding = 2) buffer Output {
    uint words[];
};

void main()
{
    uint word = gl_GlobalInvocationID.x;
    uint x = word + words[word % uint(words.length())];
    for (uint step = 0u; step < steps; ++step)
        x = x * FACTOR + uint(int(SCALE) + BIAS);
    words[word % uint(words.length())] = NEGATE ? ~x : x;
}

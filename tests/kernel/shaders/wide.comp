// Declares features: 64-bit integers and 8-bit storage.
#version 450
#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require
#extension GL_EXT_shader_8bit_storage : require

layout(local_size_x = 1) in;
layout(constant_id = 9) const int64_t OFFSET = 1;
layout(set = 0, binding = 0) buffer Words {
    uint64_t words[4];
    uint8_t bytes[8];
};

void main()
{
    words[0] += uint64_t(bytes[0]) + uint64_t(OFFSET);
}

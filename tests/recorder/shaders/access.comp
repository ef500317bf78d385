// One binding for each way of getting at memory; what the walk over the instructions must find stands
// behind each. Compiled without optimisation, so that calls stay calls.
#version 450
layout(local_size_x = 8, local_size_y = 4, local_size_z = 2) in;
layout(set = 0, binding = 0) readonly buffer A { uint v[]; } a;   // read, decorated
layout(set = 0, binding = 1) writeonly buffer B { uint v[]; } b;  // write, decorated
layout(set = 0, binding = 2) buffer C { uint v[]; } c;            // read, by a function
layout(set = 0, binding = 3) buffer D { uint v[]; } d;            // write, by a function
layout(set = 0, binding = 4) buffer E { uint v[]; } e;            // both, by an atomic
layout(set = 0, binding = 5) buffer F { uint v[]; } f;            // none: only its length is asked
layout(set = 0, binding = 6, r32ui) uniform uimage2D g;           // write
layout(set = 0, binding = 7, r32ui) uniform uimage2D h;           // read, by a function
layout(set = 0, binding = 8) uniform sampler2D s;                 // read
layout(set = 0, binding = 9) uniform U { uint v; } u;             // read
layout(set = 1, binding = 0) buffer G { uint v[]; } table[4];     // read one, write another
layout(set = 1, binding = 1, r32ui) uniform uimageBuffer texels;  // both
layout(set = 2, binding = 0) buffer Z { uint v[]; } unused;       // not there at all
shared uint scratch[64];

uint get(uint i) { return c.v[i]; }
void put(uint i, uint value) { d.v[i] = value; }
uint look(uint i) { return imageLoad(h, ivec2(i)).x; }

void main()
{
    const uint i = gl_LocalInvocationIndex;
    scratch[i] = a.v[i] + get(i);
    barrier();
    put(i, scratch[63 - i] + look(i) + u.v + uint(textureLod(s, vec2(0), 0).x));
    b.v[i] = f.v.length();
    atomicAdd(e.v[0], 1);
    imageStore(g, ivec2(i), uvec4(i));
    table[1].v[i] = table[0].v[i];
    imageStore(texels, int(i), imageLoad(texels, int(i) + 1));
}

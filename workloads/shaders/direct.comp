// One item a workgroup: a launch dispatches push.groups workgroups.
#version 450
#extension GL_GOOGLE_include_directive : require
#include "item.glsl"
#include "body.glsl"

layout(local_size_x = LOCAL_SIZE) in;

void main()
{
    run_item(gl_WorkGroupID.x);
}

// y = a * x + y over a stream of x that no cache holds; each invocation passes over its own words of
// y again and again.
#include "sizes.h"
#include "rows.glsl"

void work(uint launch, uint group)
{
    uint lane = gl_LocalInvocationIndex;
    uint slots = min(push.steps, SLOTS);
    uint region = launch * (push.groups * slots * LOCAL_SIZE);
    float a = float(1u + launch % SCALES);
    for (uint k = 0u; k < push.steps; ++k) {
        uint word = (group * slots + k % SLOTS) * LOCAL_SIZE + lane;
        float x = float(row_word(group * push.steps + k, lane) % ELEMENTS);
        float y = 0.0;
        if (k < SLOTS)
            y = float((launch * LAUNCH_FACTOR + word * WORD_FACTOR) & EXACT_MASK);
        else
            y = uintBitsToFloat(output_words[region + word]);
        output_words[region + word] = floatBitsToUint(a * x + y);
    }
}

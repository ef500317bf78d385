// A dependent chain of multiply-adds. Factor and increment come from memory: constants would let a
// compiler fold several steps of an unrolled loop into one.
#include "sizes.h"

void work(uint launch, uint group)
{
    uint word = group * LOCAL_SIZE + gl_LocalInvocationIndex;
    uint factor = input_words[0];
    uint increment = input_words[1];
    uint x = launch * LAUNCH_FACTOR + word * WORD_FACTOR;
    for (uint step = 0u; step < push.steps; ++step)
        x = x * factor + increment;
    output_words[launch * push.groups * LOCAL_SIZE + word] = x;
}

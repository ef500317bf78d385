// Counts in shared memory, then adds to the launch's bins in memory: atomics in both. The bins are
// not cleared, so a launch that runs twice counts twice.
#include "sizes.h"
#include "rows.glsl"

shared uint bins[BINS];

void work(uint launch, uint group)
{
    uint lane = gl_LocalInvocationIndex;
    uint turn = launch + group * GROUP_TURN;
    uint weight = 2u * launch + 1u;
    for (uint bin = lane; bin < BINS; bin += LOCAL_SIZE)
        bins[bin] = 0u;
    barrier();
    for (uint k = 0u; k < push.steps; ++k)
        atomicAdd(bins[(row_word(group * push.steps + k, lane) + turn) % BINS], 1u);
    barrier();
    for (uint bin = lane; bin < BINS; bin += LOCAL_SIZE)
        atomicAdd(output_words[launch * BINS + bin], weight * bins[bin]);
}

// Each invocation sums its column of `steps` rows, a tree in shared memory sums the columns.
#include "sizes.h"
#include "rows.glsl"

shared uint columns[LOCAL_SIZE];

void work(uint launch, uint group)
{
    uint lane = gl_LocalInvocationIndex;
    uint weight = 2u * launch + 1u;
    uint sum = launch * LAUNCH_FACTOR + (group * LOCAL_SIZE + lane) * WORD_FACTOR;
    for (uint k = 0u; k < push.steps; ++k)
        sum += weight * row_word(group * push.steps + k, lane);
    columns[lane] = sum;
    barrier();
    for (uint width = LOCAL_SIZE / 2u; width > 0u; width /= 2u) {
        if (lane < width)
            columns[lane] += columns[lane + width];
        barrier();
    }
    if (lane == 0u)
        output_words[launch * push.groups + group] = columns[0];
}

// One 16x16 tile of a product, through tiles in shared memory, `steps` of them along K.
#include "sizes.h"

shared float tile_a[LOCAL_SIZE];
shared float tile_b[LOCAL_SIZE];

void work(uint launch, uint group)
{
    uint lane = gl_LocalInvocationIndex;
    uint row = lane / TILE;
    uint column = lane % TILE;
    uint panel_a = group / PANELS % PANELS;
    uint panel_b = PANELS + group % PANELS;
    uint word = group * LOCAL_SIZE + lane;
    float scale = float(1u + launch % SCALES);
    float sum = float((launch * LAUNCH_FACTOR + word * WORD_FACTOR) & EXACT_MASK);
    for (uint step = 0u; step < push.steps; ++step) {
        uint k = step % PANEL_TILES;
        uint a = input_words[(panel_a * PANEL_TILES + k) * LOCAL_SIZE + lane];
        uint b = input_words[(panel_b * PANEL_TILES + k) * LOCAL_SIZE + lane];
        tile_a[lane] = scale * uintBitsToFloat(a);
        tile_b[lane] = uintBitsToFloat(b);
        barrier();
        for (uint i = 0u; i < TILE; ++i)
            sum += tile_a[row * TILE + i] * tile_b[i * TILE + column];
        barrier();
    }
    output_words[launch * push.groups * LOCAL_SIZE + word] = floatBitsToUint(sum);
}

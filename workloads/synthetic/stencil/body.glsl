// The 5-point sum on a tile that wraps around, `steps` times over, in shared memory: a barrier a
// step.
#include "sizes.h"

shared uint cells[2u * CELLS];

void work(uint launch, uint group)
{
    uint lane = gl_LocalInvocationIndex;
    uint west = (lane + COLUMNS - 1u) % COLUMNS;
    uint east = (lane + 1u) % COLUMNS;
    uint tile = group % TILES * CELLS;
    uint start = launch * LAUNCH_FACTOR + group * WORD_FACTOR;
    for (uint cell = lane; cell < CELLS; cell += COLUMNS)
        cells[cell] = input_words[tile + cell] + start;
    barrier();
    uint from = 0u;
    for (uint step = 0u; step < push.steps; ++step) {
        uint to = CELLS - from;
        for (uint row = 0u; row < CELLS; row += COLUMNS) {
            uint north = (row + CELLS - COLUMNS) % CELLS;
            uint south = (row + COLUMNS) % CELLS;
            cells[to + row + lane] = cells[from + row + lane] + cells[from + row + west] +
                                     cells[from + row + east] + cells[from + north + lane] +
                                     cells[from + south + lane];
        }
        barrier();
        from = to;
    }
    uint region = (launch * push.groups + group) * CELLS;
    for (uint cell = lane; cell < CELLS; cell += COLUMNS)
        output_words[region + cell] = cells[from + cell];
}

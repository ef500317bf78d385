/* stencil: shared memory and a barrier a step, modulo 2^32. A step is a cyclic convolution with
 * five ones, so `steps` of them are one convolution with a power of that kernel, found by squaring;
 * and it takes a constant c to 5^steps * c, which is how launch and group enter. The tiles after
 * all the steps follow the tiles in the input. */
#include <assert.h>
#include "code.h"
#include "reference.h"
#include "sizes.h"

static_assert(LOCAL_SIZE == COLUMNS && CELLS == COLUMNS * ROWS, "an invocation is a column");

static uint64_t loops(const struct workload_shape *shape)
{
    return (uint64_t)shape->steps * (1 + ROWS) + ROWS + ROWS;
}

static uint32_t tile_count(const struct workload_shape *shape)
{
    return shape->groups < TILES ? shape->groups : TILES;
}

static uint64_t input_words(const struct workload_shape *shape)
{
    return (TILES + tile_count(shape)) * CELLS;
}

static uint64_t region_words(const struct workload_shape *shape)
{
    return (uint64_t)shape->groups * CELLS;
}

/* out = a convolved with b on the torus; out is neither. */
static void convolve(const uint32_t *a, const uint32_t *b, uint32_t *out)
{
    memset(out, 0, CELLS * sizeof *out);
    for (uint32_t i = 0; i < CELLS; ++i) {
        const uint32_t column = i % COLUMNS;

        for (uint32_t row = 0; row < CELLS; row += COLUMNS) {
            const uint32_t *from = b + row;
            uint32_t *to = out + (row + i - column) % CELLS;

            for (uint32_t j = 0; j < COLUMNS - column; ++j)
                to[j + column] += a[i] * from[j];
            for (uint32_t j = COLUMNS - column; j < COLUMNS; ++j)
                to[j + column - COLUMNS] += a[i] * from[j];
        }
    }
}

/* kernel = the convolution that does so many steps at once. */
static void step_power(uint32_t steps, uint32_t *kernel)
{
    uint32_t step[CELLS] = {0}, square[CELLS];

    step[0] = step[1] = step[COLUMNS - 1] = step[COLUMNS] = step[CELLS - COLUMNS] = 1;
    memset(kernel, 0, CELLS * sizeof *kernel);
    kernel[0] = 1;
    for (uint32_t bit = UINT32_C(1) << 31; bit != 0; bit >>= 1) {
        if (bit > steps)
            continue;
        convolve(kernel, kernel, square);
        if (steps & bit)
            convolve(square, step, kernel);
        else
            memcpy(kernel, square, sizeof square);
    }
}

static void fill_input(const struct workload_shape *shape, uint32_t *input)
{
    uint32_t kernel[CELLS];

    for (uint32_t i = 0; i < TILES * CELLS; ++i)
        input[i] = reference_hash(i);
    step_power(shape->steps, kernel);
    for (uint32_t tile = 0; tile < tile_count(shape); ++tile)
        convolve(input + tile * CELLS, kernel, input + (TILES + tile) * CELLS);
}

static void expect(const struct workload_shape *shape, uint32_t launch, uint32_t runs,
                   const uint32_t *input, uint32_t *region)
{
    uint32_t growth = 1;

    (void)runs;
    for (uint32_t steps = shape->steps, square = 5; steps != 0; steps >>= 1, square *= square) {
        if (steps & 1)
            growth *= square;
    }
    for (uint32_t group = 0; group < shape->groups; ++group) {
        const uint32_t *tile = input + (TILES + group % TILES) * CELLS;
        const uint32_t start = (launch * LAUNCH_FACTOR + group * WORD_FACTOR) * growth;
        uint32_t *out = region + group * CELLS;

        for (uint32_t cell = 0; cell < CELLS; ++cell)
            out[cell] = tile[cell] + start;
    }
}

const struct workload workload_stencil = {
    .name = "stencil",
    .description = "the 5-point sum over and over on a tile in shared memory: a barrier a step",
    .steps_unit = "passes over the tile",
    .local_size = LOCAL_SIZE,
    .steps_max = 1u << 20,
    .step_words = 0,
    WORKLOAD_CODE,
    .loops = loops,
    .input_words = input_words,
    .region_words = region_words,
    .fill_input = fill_input,
    .expect = expect,
};

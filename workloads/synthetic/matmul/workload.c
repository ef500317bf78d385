/* matmul: a tiled product of small integers in floats, exact below 2^24. There are only
 * PANELS * PANELS different products: those that the shape needs follow the panels in the input,
 * and a launch scales them and adds its own start. */
#include <assert.h>
#include "code.h"
#include "reference.h"
#include "sizes.h"

#define PANEL_WORDS (PANEL_TILES * LOCAL_SIZE)
#define FACTOR_WORDS (PANELS * PANEL_WORDS)
#define PRODUCTS (PANELS * PANELS)
#define STEPS_MAX 8192u

static_assert(LOCAL_SIZE == TILE * TILE, "an invocation computes one element");
static_assert(STEPS_MAX * TILE * SCALES * (ELEMENTS - 1) * (ELEMENTS - 1) <= EXACT_MASK,
              "sums stay exact");

static uint32_t product_count(const struct workload_shape *shape)
{
    return shape->groups < PRODUCTS ? shape->groups : PRODUCTS;
}

static uint64_t loops(const struct workload_shape *shape)
{
    return (uint64_t)shape->steps * (1 + TILE);
}

static uint64_t input_words(const struct workload_shape *shape)
{
    return 2 * FACTOR_WORDS + product_count(shape) * LOCAL_SIZE;
}

static uint64_t region_words(const struct workload_shape *shape)
{
    return (uint64_t)shape->groups * LOCAL_SIZE;
}

/* product += times * a * b, all of one tile. */
static void add_tile_product(const uint32_t *a, const uint32_t *b, float times, float *product)
{
    for (uint32_t row = 0; row < TILE; ++row) {
        for (uint32_t i = 0; i < TILE; ++i) {
            const float factor = times * reference_bits_float(a[row * TILE + i]);

            for (uint32_t column = 0; column < TILE; ++column)
                product[row * TILE + column] += factor * reference_bits_float(b[i * TILE + column]);
        }
    }
}

static void fill_input(const struct workload_shape *shape, uint32_t *input)
{
    uint32_t *products = input + 2 * FACTOR_WORDS;

    for (uint32_t i = 0; i < 2 * FACTOR_WORDS; ++i)
        input[i] = reference_float_bits((float)(reference_hash(i) % ELEMENTS));
    for (uint32_t group = 0; group < product_count(shape); ++group) {
        const uint32_t *a = input + group / PANELS * PANEL_WORDS;
        const uint32_t *b = input + FACTOR_WORDS + group % PANELS * PANEL_WORDS;
        float product[LOCAL_SIZE] = {0};

        for (uint32_t k = 0; k < PANEL_TILES && k < shape->steps; ++k) {
            const uint32_t times = (shape->steps - k + PANEL_TILES - 1) / PANEL_TILES;

            add_tile_product(a + k * LOCAL_SIZE, b + k * LOCAL_SIZE, (float)times, product);
        }
        memcpy(products + group * LOCAL_SIZE, product, sizeof product);
    }
}

static void expect(const struct workload_shape *shape, uint32_t launch, uint32_t runs,
                   const uint32_t *input, uint32_t *region)
{
    const float scale = (float)(1 + launch % SCALES);

    (void)runs;
    for (uint32_t group = 0; group < shape->groups; ++group) {
        const uint32_t *product = input + 2 * FACTOR_WORDS + group % PRODUCTS * LOCAL_SIZE;

        for (uint32_t lane = 0; lane < LOCAL_SIZE; ++lane) {
            const uint32_t word = group * LOCAL_SIZE + lane;
            const uint32_t start = (launch * LAUNCH_FACTOR + word * WORD_FACTOR) & EXACT_MASK;
            const float sum = (float)(int32_t)start + scale * reference_bits_float(product[lane]);

            region[word] = reference_float_bits(sum);
        }
    }
}

const struct workload workload_matmul = {
    .name = "matmul",
    .description = "a tiled 16x16 matrix product: shared memory, barriers, arithmetic",
    .steps_unit = "tiles along K",
    .local_size = LOCAL_SIZE,
    .steps_max = STEPS_MAX,
    .step_words = 2,
    WORKLOAD_CODE,
    .loops = loops,
    .input_words = input_words,
    .region_words = region_words,
    .fill_input = fill_input,
    .expect = expect,
};

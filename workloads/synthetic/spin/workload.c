/* spin: arithmetic and nothing else, one word an invocation. `steps` affine maps in a row are one
 * affine map, so the reference finds that map by squaring and applies it to every word. */
#include "code.h"
#include "shaders/constants.h"
#include "sizes.h"

struct affine {
    uint32_t factor, increment;
};

static struct affine affine_after(struct affine first, struct affine second)
{
    return (struct affine){first.factor * second.factor,
                           first.increment * second.factor + second.increment};
}

static struct affine affine_power(struct affine map, uint32_t exponent)
{
    struct affine power = {1, 0};

    for (; exponent != 0; exponent >>= 1) {
        if (exponent & 1)
            power = affine_after(power, map);
        map = affine_after(map, map);
    }
    return power;
}

static uint64_t loops(const struct workload_shape *shape)
{
    return shape->steps;
}

static uint64_t input_words(const struct workload_shape *shape)
{
    (void)shape;
    return 2;
}

static uint64_t region_words(const struct workload_shape *shape)
{
    return (uint64_t)shape->groups * LOCAL_SIZE;
}

static void fill_input(const struct workload_shape *shape, uint32_t *input)
{
    (void)shape;
    input[0] = 1664525;
    input[1] = 1013904223;
}

static void expect(const struct workload_shape *shape, uint32_t launch, uint32_t runs,
                   const uint32_t *input, uint32_t *region)
{
    const struct affine map = affine_power((struct affine){input[0], input[1]}, shape->steps);
    const uint32_t first = launch * LAUNCH_FACTOR * map.factor + map.increment;
    const uint32_t stride = WORD_FACTOR * map.factor;
    const uint32_t words = shape->groups * LOCAL_SIZE;

    (void)runs;
    for (uint32_t word = 0; word < words; ++word)
        region[word] = first + word * stride;
}

const struct workload workload_spin = {
    .name = "spin",
    .description = "a dependent chain of integer multiply-adds: arithmetic alone",
    .steps_unit = "multiply-adds an invocation",
    .local_size = LOCAL_SIZE,
    .steps_max = 1u << 24,
    .step_words = 0,
    WORKLOAD_CODE,
    .loops = loops,
    .input_words = input_words,
    .region_words = region_words,
    .fill_input = fill_input,
    .expect = expect,
};

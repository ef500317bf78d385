/* saxpy: memory bound. Every value is an integer below 2^24, so the order of the additions and a
 * fused multiply-add change nothing. The sums of x over a slot's rows are differences of prefix
 * sums with stride SLOTS over two periods of the row table, which follow the table in the input. */
#include <assert.h>
#include "code.h"
#include "reference.h"
#include "sizes.h"

#define STEPS_MAX (1u << 20)
#define PREFIX_ROWS (2 * ROWS_PERIOD)

static_assert(LOCAL_SIZE == ROW_WORDS, "an invocation reads its own column of the row table");
static_assert(ROWS_PERIOD % SLOTS == 0, "a slot's rows repeat with the table");
static_assert(STEPS_MAX / SLOTS * SCALES * (ELEMENTS - 1) <= EXACT_MASK, "sums stay exact");

static uint32_t slot_count(const struct workload_shape *shape)
{
    return shape->steps < SLOTS ? shape->steps : SLOTS;
}

static uint64_t loops(const struct workload_shape *shape)
{
    return shape->steps;
}

static uint64_t input_words(const struct workload_shape *shape)
{
    return ((uint64_t)reference_rows(shape) + PREFIX_ROWS) * ROW_WORDS;
}

static uint64_t region_words(const struct workload_shape *shape)
{
    return (uint64_t)shape->groups * slot_count(shape) * LOCAL_SIZE;
}

static void fill_input(const struct workload_shape *shape, uint32_t *input)
{
    uint32_t *prefix = input + reference_rows(shape) * ROW_WORDS;

    reference_fill_rows(shape, input);
    memset(prefix, 0, SLOTS * ROW_WORDS * sizeof *prefix);
    for (uint32_t i = SLOTS * ROW_WORDS; i < PREFIX_ROWS * ROW_WORDS; ++i) {
        const uint32_t before = i - SLOTS * ROW_WORDS;

        prefix[i] = prefix[before] + input[before % (ROWS_PERIOD * ROW_WORDS)] % ELEMENTS;
    }
}

static void expect(const struct workload_shape *shape, uint32_t launch, uint32_t runs,
                   const uint32_t *input, uint32_t *region)
{
    const uint32_t *prefix = input + reference_rows(shape) * ROW_WORDS;
    const uint32_t slots = slot_count(shape);
    const uint32_t cycle = ROWS_PERIOD / SLOTS;
    const uint32_t a = 1 + launch % SCALES;

    (void)runs;
    for (uint32_t line = 0; line < shape->groups * slots; ++line) {
        const uint32_t slot = line % slots;
        const uint32_t passes = (shape->steps - slot + SLOTS - 1) / SLOTS;
        const uint32_t row = (line / slots * shape->steps + slot) % ROWS_PERIOD;
        const uint32_t *first = prefix + row * ROW_WORDS;
        const uint32_t *last = first + passes % cycle * SLOTS * ROW_WORDS;
        const uint32_t *period = first + ROWS_PERIOD * ROW_WORDS;

        for (uint32_t lane = 0; lane < LOCAL_SIZE; ++lane) {
            const uint32_t word = line * LOCAL_SIZE + lane;
            const uint32_t sum =
                last[lane] - first[lane] + passes / cycle * (period[lane] - first[lane]);
            const uint32_t y = (launch * LAUNCH_FACTOR + word * WORD_FACTOR) & EXACT_MASK;

            region[word] = reference_float_bits((float)(int32_t)(a * sum + y));
        }
    }
}

const struct workload workload_saxpy = {
    .name = "saxpy",
    .description = "y = a * x + y: bound by memory",
    .steps_unit = "elements an invocation",
    .local_size = LOCAL_SIZE,
    .steps_max = STEPS_MAX,
    .step_words = 3,
    WORKLOAD_CODE,
    .loops = loops,
    .input_words = input_words,
    .region_words = region_words,
    .fill_input = fill_input,
    .expect = expect,
};

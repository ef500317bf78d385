/* reduction: a tree in shared memory, one word a workgroup, modulo 2^32. The prefix sums of whole
 * rows over two periods of the row table follow the table in the input: a group's sum is a
 * difference of two, whatever its steps. */
#include <assert.h>
#include "code.h"
#include "reference.h"
#include "sizes.h"

#define TREE_LEVELS 6
#define PREFIX_WORDS (2 * ROWS_PERIOD)

static_assert(LOCAL_SIZE == ROW_WORDS && LOCAL_SIZE == 1u << TREE_LEVELS,
              "an invocation reads its own column, the tree halves the columns");

static uint64_t loops(const struct workload_shape *shape)
{
    return (uint64_t)shape->steps + 1 + TREE_LEVELS;
}

static uint64_t input_words(const struct workload_shape *shape)
{
    return (uint64_t)reference_rows(shape) * ROW_WORDS + PREFIX_WORDS;
}

static uint64_t region_words(const struct workload_shape *shape)
{
    return shape->groups;
}

static void fill_input(const struct workload_shape *shape, uint32_t *input)
{
    uint32_t *prefix = input + reference_rows(shape) * ROW_WORDS;

    reference_fill_rows(shape, input);
    prefix[0] = 0;
    for (uint32_t row = 1; row < PREFIX_WORDS; ++row) {
        const uint32_t *before = input + (row - 1) % ROWS_PERIOD * ROW_WORDS;

        prefix[row] = prefix[row - 1];
        for (uint32_t lane = 0; lane < ROW_WORDS; ++lane)
            prefix[row] += before[lane];
    }
}

static void expect(const struct workload_shape *shape, uint32_t launch, uint32_t runs,
                   const uint32_t *input, uint32_t *region)
{
    const uint32_t *prefix = input + reference_rows(shape) * ROW_WORDS;
    const uint32_t weight = 2 * launch + 1;
    const uint32_t whole = shape->steps / ROWS_PERIOD * prefix[ROWS_PERIOD];
    const uint32_t rest = shape->steps % ROWS_PERIOD;
    const uint32_t lanes = LOCAL_SIZE * (LOCAL_SIZE - 1) / 2;

    (void)runs;
    for (uint32_t group = 0; group < shape->groups; ++group) {
        const uint32_t row = group * shape->steps % ROWS_PERIOD;
        const uint32_t sum = whole + prefix[row + rest] - prefix[row];

        region[group] = weight * sum + LOCAL_SIZE * launch * LAUNCH_FACTOR +
                        (group * LOCAL_SIZE * LOCAL_SIZE + lanes) * WORD_FACTOR;
    }
}

const struct workload workload_reduction = {
    .name = "reduction",
    .description = "a sum by a tree in shared memory: reads, barriers, one word written a group",
    .steps_unit = "elements an invocation",
    .local_size = LOCAL_SIZE,
    .steps_max = 1u << 20,
    .step_words = 1,
    WORKLOAD_CODE,
    .loops = loops,
    .input_words = input_words,
    .region_words = region_words,
    .fill_input = fill_input,
    .expect = expect,
};

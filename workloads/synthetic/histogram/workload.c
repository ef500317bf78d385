/* histogram: atomics, and the one workload that accumulates over runs. A launch turns the bins and
 * weighs the counts; the counts before that follow the row table in the input. Group g reads rows
 * from g * steps on and turns by GROUP_TURN * g, so that groups count alike with a period of BINS.
 */
#include <assert.h>
#include "code.h"
#include "reference.h"
#include "sizes.h"

#define BINS_EACH (BINS / LOCAL_SIZE)

static_assert(LOCAL_SIZE == ROW_WORDS, "an invocation reads its own column of the row table");
static_assert(BINS % LOCAL_SIZE == 0 && BINS % ROWS_PERIOD == 0, "groups repeat with BINS");

static uint64_t loops(const struct workload_shape *shape)
{
    return BINS_EACH + 1 + (uint64_t)shape->steps + 1 + BINS_EACH;
}

static uint64_t input_words(const struct workload_shape *shape)
{
    return (uint64_t)reference_rows(shape) * ROW_WORDS + BINS;
}

static uint64_t region_words(const struct workload_shape *shape)
{
    (void)shape;
    return BINS;
}

/* counts += times * the histogram of so many rows from first on, turned. */
static void count_rows(const uint32_t *input, uint32_t first, uint32_t rows, uint32_t turn,
                       uint32_t times, uint32_t *counts)
{
    for (uint32_t i = 0; i < rows * ROW_WORDS; ++i) {
        const uint32_t row = (first + i / ROW_WORDS) % ROWS_PERIOD;

        counts[(input[row * ROW_WORDS + i % ROW_WORDS] + turn) % BINS] += times;
    }
}

static void fill_input(const struct workload_shape *shape, uint32_t *input)
{
    uint32_t *counts = input + reference_rows(shape) * ROW_WORDS;
    uint32_t period[BINS] = {0};

    reference_fill_rows(shape, input);
    count_rows(input, 0, ROWS_PERIOD, 0, shape->steps / ROWS_PERIOD, period);
    memset(counts, 0, BINS * sizeof *counts);
    for (uint32_t group = 0; group < BINS && group < shape->groups; ++group) {
        const uint32_t alike = (shape->groups - group + BINS - 1) / BINS;
        const uint32_t turn = group * GROUP_TURN;

        count_rows(input, group * shape->steps, shape->steps % ROWS_PERIOD, turn, alike, counts);
        for (uint32_t bin = 0; bin < BINS; ++bin)
            counts[(bin + turn) % BINS] += alike * period[bin];
    }
}

static void expect(const struct workload_shape *shape, uint32_t launch, uint32_t runs,
                   const uint32_t *input, uint32_t *region)
{
    const uint32_t *counts = input + reference_rows(shape) * ROW_WORDS;
    const uint32_t weight = (2 * launch + 1) * runs;

    for (uint32_t bin = 0; bin < BINS; ++bin)
        region[(bin + launch) % BINS] = WORKLOAD_POISON + weight * counts[bin];
}

const struct workload workload_histogram = {
    .name = "histogram",
    .description = "counts into 256 bins: atomics in shared memory and in memory",
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

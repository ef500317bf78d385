#include "reference.h"

uint32_t reference_rows(const struct workload_shape *shape)
{
    const uint64_t wanted = (uint64_t)shape->groups * shape->steps;
    uint32_t rows = ROWS_PERIOD;

    while (rows < ROWS_MAX && rows < wanted)
        rows *= 2;
    return rows;
}

void reference_fill_rows(const struct workload_shape *shape, uint32_t *input)
{
    const uint32_t period_words = ROWS_PERIOD * ROW_WORDS;
    const uint32_t words = reference_rows(shape) * ROW_WORDS;

    for (uint32_t i = 0; i < period_words; ++i)
        input[i] = reference_hash(i);
    for (uint32_t i = period_words; i < words; i += period_words)
        memcpy(input + i, input, period_words * sizeof *input);
}

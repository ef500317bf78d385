/* What the CPU references of several workloads share. */
#ifndef WORKLOADS_REFERENCE_H
#define WORKLOADS_REFERENCE_H

#include <string.h>
#include "workload.h"
#include "shaders/constants.h"

/* A pseudo-random word for every index. */
static inline uint32_t reference_hash(uint32_t index)
{
    index = (index ^ (index >> 16)) * UINT32_C(0x7feb352d);
    index = (index ^ (index >> 15)) * UINT32_C(0x846ca68b);
    return index ^ (index >> 16);
}

static inline uint32_t reference_float_bits(float value)
{
    uint32_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline float reference_bits_float(uint32_t bits)
{
    float value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The row table (shaders/rows.glsl): so many rows of ROW_WORDS words, a power of two. */
uint32_t reference_rows(const struct workload_shape *shape);
/* Fill the first reference_rows(shape) rows of input; row r equals row r % ROWS_PERIOD. */
void reference_fill_rows(const struct workload_shape *shape, uint32_t *input);

#endif

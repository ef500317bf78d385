/* The workloads by the plainest loops there are, to hold the references against. Include cmocka
 * first. */
#ifndef TESTS_WORKLOADS_PLAIN_LOOPS_H
#define TESTS_WORKLOADS_PLAIN_LOOPS_H

#include <stdint.h>
#include <string.h>
#include "shaders/constants.h"
#include "workload.h"

static float float_of(uint32_t bits)
{
    float value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* One launch by the plainest loop: the words of region. */
typedef void plain_fn(const struct workload_shape *shape, uint32_t launch, const uint32_t *input,
                      uint32_t *region);

static void plain_spin(const struct workload_shape *shape, uint32_t launch, const uint32_t *input,
                       uint32_t *region)
{
    for (uint32_t word = 0; word < shape->groups * 64; ++word) {
        region[word] = launch * LAUNCH_FACTOR + word * WORD_FACTOR;
        for (uint32_t step = 0; step < shape->steps; ++step)
            region[word] = region[word] * input[0] + input[1];
    }
}

/* Element k of a lane of a group in the row table. */
static uint32_t row_word(const struct workload_shape *shape, const uint32_t *input, uint32_t group,
                         uint32_t k, uint32_t lane)
{
    uint32_t rows = ROWS_PERIOD;

    while (rows < ROWS_MAX && rows < (uint64_t)shape->groups * shape->steps)
        rows *= 2;
    return input[(group * shape->steps + k) % rows * 64 + lane];
}

static void plain_saxpy(const struct workload_shape *shape, uint32_t launch, const uint32_t *input,
                        uint32_t *region)
{
    const uint32_t slots = shape->steps < 8 ? shape->steps : 8;

    for (uint32_t i = 0; i < shape->groups * shape->steps * 64; ++i) {
        const uint32_t lane = i % 64, k = i / 64 % shape->steps, group = i / 64 / shape->steps;
        const uint32_t word = (group * slots + k % 8) * 64 + lane;
        const float x = (float)(row_word(shape, input, group, k, lane) % 16);
        const float a = (float)(1 + launch % 4);
        float y = float_of(region[word]);

        if (k < 8)
            y = (float)((launch * LAUNCH_FACTOR + word * WORD_FACTOR) % (1 << 23));
        y = a * x + y;
        memcpy(&region[word], &y, sizeof y);
    }
}

static void plain_reduction(const struct workload_shape *shape, uint32_t launch,
                            const uint32_t *input, uint32_t *region)
{
    for (uint32_t group = 0; group < shape->groups; ++group) {
        region[group] = 0;
        for (uint32_t lane = 0; lane < 64; ++lane) {
            region[group] += launch * LAUNCH_FACTOR + (group * 64 + lane) * WORD_FACTOR;
            for (uint32_t k = 0; k < shape->steps; ++k)
                region[group] += (2 * launch + 1) * row_word(shape, input, group, k, lane);
        }
    }
}

static void plain_matmul(const struct workload_shape *shape, uint32_t launch, const uint32_t *input,
                         uint32_t *region)
{
    for (uint32_t word = 0; word < shape->groups * 256; ++word) {
        const uint32_t group = word / 256, row = word % 256 / 16, column = word % 16;
        const uint32_t *a = input + group / 16 % 16 * 4096;
        const uint32_t *b = input + (16 + group % 16) * 4096;
        double sum = (launch * LAUNCH_FACTOR + word * WORD_FACTOR) % (1 << 23);
        float value;

        for (uint32_t k = 0; k < shape->steps * 16; ++k) {
            const uint32_t tile = k / 16 % 16 * 256;

            sum += (double)(1 + launch % 4) * (double)float_of(a[tile + row * 16 + k % 16]) *
                   (double)float_of(b[tile + k % 16 * 16 + column]);
        }
        value = (float)sum;
        assert_true((double)value == sum && sum < (1 << 24));
        memcpy(&region[word], &value, sizeof value);
    }
}

static void plain_histogram(const struct workload_shape *shape, uint32_t launch,
                            const uint32_t *input, uint32_t *region)
{
    for (uint32_t bin = 0; bin < 256; ++bin)
        region[bin] = WORKLOAD_POISON;
    for (uint32_t i = 0; i < shape->groups * shape->steps * 64; ++i) {
        const uint32_t lane = i % 64, k = i / 64 % shape->steps, group = i / 64 / shape->steps;
        const uint32_t x = row_word(shape, input, group, k, lane);

        region[(x + launch + 7 * group) % 256] += 2 * launch + 1;
    }
}

static void plain_stencil(const struct workload_shape *shape, uint32_t launch,
                          const uint32_t *input, uint32_t *region)
{
    for (uint32_t group = 0; group < shape->groups; ++group) {
        uint32_t *cells = region + group * 512, before[512];

        for (uint32_t i = 0; i < 512; ++i)
            cells[i] = input[group % 16 * 512 + i] + launch * LAUNCH_FACTOR + group * WORD_FACTOR;
        for (uint32_t step = 0; step < shape->steps; ++step) {
            memcpy(before, cells, sizeof before);
            for (uint32_t i = 0; i < 512; ++i) {
                const uint32_t row = i / 64 * 64, column = i % 64;

                cells[i] = before[i] + before[row + (column + 1) % 64] +
                           before[row + (column + 63) % 64] + before[(i + 64) % 512] +
                           before[(i + 448) % 512];
            }
        }
    }
}

static const struct {
    const char *name;
    plain_fn *plain;
} plains[] = {
    {"histogram", plain_histogram}, {"matmul", plain_matmul}, {"reduction", plain_reduction},
    {"saxpy", plain_saxpy},         {"spin", plain_spin},     {"stencil", plain_stencil},
};

#endif

/* A small seeded generator for orders: splitmix64 (Steele, Lea, Flood 2014). Statistics use GSL's.
 */
#ifndef MEASURE_RANDOM_H
#define MEASURE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t measure_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* A random permutation of 0..count-1 (Fisher-Yates). */
static inline void measure_shuffle(uint64_t *state, size_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1; i--) {
        const size_t other = (size_t)(measure_random(state) % i);
        const size_t swap = order[i - 1];
        order[i - 1] = order[other];
        order[other] = swap;
    }
}

#endif

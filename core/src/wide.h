/* 128-bit arithmetic behind struct dw_u128. */
#ifndef CORE_WIDE_H
#define CORE_WIDE_H

#include "dispatchwise/u128.h"

__extension__ typedef unsigned __int128 wide;

static inline struct dw_u128 wide_split(wide value)
{
    struct dw_u128 halves = {(uint64_t)(value >> 64), (uint64_t)value};
    return halves;
}

static inline wide wide_join(struct dw_u128 halves)
{
    return (wide)halves.hi << 64 | halves.lo;
}

static inline wide wide_multiply(uint64_t a, uint64_t b)
{
    return (wide)a * b;
}

#endif

/* Unsigned 128-bit quantities, so that no sum of the policy overflows: two halves that every
 * compiler and language can pass on. */
#ifndef DISPATCHWISE_U128_H
#define DISPATCHWISE_U128_H

#include <stddef.h>
#include <stdint.h>

#include "dispatchwise/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/* hi * 2^64 + lo. */
struct dw_u128 {
    uint64_t hi, lo;
};

/* Negative, 0 or positive as a is below, equal to or above b. */
DW_API int dw_compare_u128(struct dw_u128 a, struct dw_u128 b);

/* The longest is 2^128 - 1, 39 digits and the NUL. */
#define DW_U128_TEXT_SIZE 40

/* Write the decimal digits and a NUL; returns the number of digits. */
DW_API size_t dw_format_u128(struct dw_u128 value, char text[DW_U128_TEXT_SIZE]);

#ifdef __cplusplus
}
#endif

#endif

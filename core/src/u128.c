#include "dispatchwise/u128.h"

#include <string.h>

#include "wide.h"

int dw_compare_u128(struct dw_u128 a, struct dw_u128 b)
{
    if (a.hi != b.hi)
        return a.hi < b.hi ? -1 : 1;
    return a.lo < b.lo ? -1 : a.lo > b.lo;
}

size_t dw_format_u128(struct dw_u128 value, char text[DW_U128_TEXT_SIZE])
{
    /* The largest power of ten in 64 bits: at most two divisions in 128 bits. */
    const uint64_t chunk = UINT64_C(10000000000000000000);
    char digits[DW_U128_TEXT_SIZE];
    char *first = digits + sizeof(digits);
    size_t length;
    wide rest = wide_join(value);
    while (rest > UINT64_MAX) {
        uint64_t low = (uint64_t)(rest % chunk);
        rest /= chunk;
        for (int i = 0; i < 19; i++, low /= 10)
            *--first = (char)('0' + low % 10);
    }
    for (uint64_t low = (uint64_t)rest; low != 0 || first == digits + sizeof(digits); low /= 10)
        *--first = (char)('0' + low % 10);
    length = (size_t)(digits + sizeof(digits) - first);
    memcpy(text, first, length);
    text[length] = '\0';
    return length;
}

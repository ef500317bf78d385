/* Text into the caller's memory, with the length that it would have had: what snprintf does, with
 * neither locale nor stdio. */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "dispatchwise/u128.h"

struct text {
    char *to;
    size_t size, length;
};

static inline void text_put_bytes(struct text *text, const char *bytes, size_t count)
{
    if (text->length < text->size) {
        size_t room = text->size - text->length;
        memcpy(text->to + text->length, bytes, count < room ? count : room);
    }
    text->length += count;
}

static inline void text_put(struct text *text, const char *string)
{
    text_put_bytes(text, string, strlen(string));
}

/* A string that fills its array may have no NUL. */
static inline void text_put_array(struct text *text, const char *array, size_t size)
{
    const char *end = memchr(array, '\0', size);
    text_put_bytes(text, array, end != NULL ? (size_t)(end - array) : size);
}

static inline void text_put_u128(struct text *text, struct dw_u128 value)
{
    char digits[DW_U128_TEXT_SIZE];
    text_put_bytes(text, digits, dw_format_u128(value, digits));
}

static inline void text_put_u64(struct text *text, uint64_t value)
{
    struct dw_u128 wider = {0, value};
    text_put_u128(text, wider);
}

static inline void text_put_hex(struct text *text, uint32_t value)
{
    char digits[8];
    size_t at = sizeof(digits);
    do {
        digits[--at] = "0123456789abcdef"[value & 15u];
        value >>= 4;
    } while (value != 0);
    text_put(text, "0x");
    text_put_bytes(text, digits + at, sizeof(digits) - at);
}

/* Ends the text with a NUL, over its last byte if it did not fit; returns the whole length. */
static inline size_t text_finish(struct text *text)
{
    if (text->size > 0)
        text->to[text->length < text->size ? text->length : text->size - 1] = '\0';
    return text->length;
}

#endif

/* Numbers and words in text: strict parsing, the nearest name to a mistyped one, UTF-8. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The whole text must be the number: decimal digits only, no sign, no space; false if it does not
 * fit (or exceeds max). *value is written on success only. */
bool base_parse_u64(const char *text, uint64_t max, uint64_t *value);
/* A finite decimal number in the C locale, the whole text. */
bool base_parse_real(const char *text, double *value);

/* The candidate that the user most likely meant (optimal string alignment, at most a third of the
 * length off), or NULL. */
const char *base_nearest_name(const char *text, const char *const *candidates, size_t count);

/* Copy with truncation refused: false if it does not fit. */
bool base_copy_text(char *destination, size_t size, const char *source);

/* The next item between commas into item, cut to size; *list moves on behind it. False at the end.
 */
bool base_next_item(const char **list, char *item, size_t size);

/* Bytes of the UTF-8 sequence that text begins with, 0 if it is none: overlong forms, surrogates
 * and what lies beyond U+10FFFF are none. text ends with a NUL. */
size_t base_utf8_length(const char *text);
/* U+FFFD, which stands in for a byte that is none. */
#define BASE_REPLACEMENT "\xef\xbf\xbd"

/* FNV-1a, 64 bits: for hash tables and for naming datasets. Start with BASE_HASH_SEED. */
#define BASE_HASH_SEED UINT64_C(0xcbf29ce484222325)
uint64_t base_hash_bytes(uint64_t hash, const void *bytes, size_t size);

#endif

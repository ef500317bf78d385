#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool base_parse_u64(const char *text, uint64_t max, uint64_t *value)
{
    uint64_t sum = 0;
    size_t i;
    for (i = 0; text[i] != '\0'; i++) {
        unsigned digit = (unsigned)(unsigned char)text[i] - '0';
        /* 19 digits always fit. */
        if (digit > 9 || (i >= 19 && (sum > UINT64_MAX / 10 || sum * 10 > UINT64_MAX - digit)))
            return false;
        sum = sum * 10 + digit;
    }
    if (i == 0 || sum > max)
        return false;
    *value = sum;
    return true;
}

static const char *skip_digits(const char *text)
{
    while (*text >= '0' && *text <= '9')
        text++;
    return text;
}

/* [-+] digits [. digits] [e [-+] digits]; at least one digit before the exponent. */
static bool is_decimal(const char *text)
{
    const char *digits, *end;
    size_t count;
    if (*text == '-' || *text == '+')
        text++;
    digits = text;
    text = skip_digits(text);
    count = (size_t)(text - digits);
    if (*text == '.') {
        end = skip_digits(text + 1);
        count += (size_t)(end - text - 1);
        text = end;
    }
    if (count == 0)
        return false;
    if (*text == 'e' || *text == 'E') {
        text++;
        if (*text == '-' || *text == '+')
            text++;
        end = skip_digits(text);
        if (end == text)
            return false;
        text = end;
    }
    return *text == '\0';
}

bool base_parse_real(const char *text, double *value)
{
    char *end;
    double number;
    if (!is_decimal(text))
        return false;
    /* Under a locale with another decimal point strtod stops early: refused, never misread. */
    number = strtod(text, &end);
    if (*end != '\0' || !isfinite(number))
        return false;
    *value = number;
    return true;
}

#define NAME_MAX_LENGTH 63

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, substitutions and swaps of neighbours between two names that fit. */
static size_t alignment_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][NAME_MAX_LENGTH + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_length; j++)
        above[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *spare = before;
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            row[j] =
                smaller(smaller(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = smaller(row[j], before[j - 2] + 1);
        }
        before = above;
        above = row;
        row = spare;
    }
    return above[b_length];
}

const char *base_nearest_name(const char *text, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    size_t length = strlen(text), best = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t candidate = strlen(candidates[i]), distance;
        if (length > NAME_MAX_LENGTH || candidate > NAME_MAX_LENGTH)
            continue;
        distance = alignment_distance(text, length, candidates[i], candidate);
        if (distance <= (length > candidate ? length : candidate) / 3 && distance < best) {
            best = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}

bool base_copy_text(char *destination, size_t size, const char *source)
{
    size_t length = strlen(source);
    if (length >= size)
        return false;
    memcpy(destination, source, length + 1);
    return true;
}

bool base_next_item(const char **list, char *item, size_t size)
{
    if (!*list || !**list)
        return false;
    const size_t length = strcspn(*list, ",");
    snprintf(item, size, "%.*s", (int)length, *list);
    *list += length + ((*list)[length] == ',');
    return true;
}

size_t base_utf8_length(const char *bytes)
{
    const unsigned char *text = (const unsigned char *)bytes;
    size_t length = text[0] < 0x80   ? 1
                    : text[0] < 0xc2 ? 0
                    : text[0] < 0xe0 ? 2
                    : text[0] < 0xf0 ? 3
                    : text[0] < 0xf5 ? 4
                                     : 0;
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    }
    /* Overlong forms, surrogates and what lies beyond U+10FFFF. */
    if ((text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xed && text[1] > 0x9f) ||
        (text[0] == 0xf0 && text[1] < 0x90) || (text[0] == 0xf4 && text[1] > 0x8f))
        return 0;
    return length;
}

uint64_t base_hash_bytes(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ byte[i]) * UINT64_C(0x100000001b3);
    return hash;
}

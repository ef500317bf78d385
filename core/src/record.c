#include "record.h"

#include <stdlib.h>
#include <string.h>

/* Behind the closing quote, or at the byte that ends the field; false where it is refused. */
static bool read_field(struct record_reader *in, char *field)
{
    bool quoted = in->at < in->size && in->text[in->at] == '"';
    size_t length = 0;
    in->at += quoted;
    for (; in->at < in->size; in->at++) {
        char c = in->text[in->at];
        if (c == '\0' || length + 1 == RECORD_FIELD_SIZE)
            return false;
        if (c == '"') {
            if (!quoted)
                return false;
            in->at++;
            if (in->at == in->size || in->text[in->at] != '"')
                break;
        } else if (!quoted && (c == ',' || c == '\r' || c == '\n')) {
            break;
        }
        field[length++] = c;
    }
    field[length] = '\0';
    /* The end of the bytes ends no field; a quoted one also ends at nothing but what ends fields.
     */
    return in->at < in->size;
}

static bool take(struct record_reader *in, char c)
{
    if (in->at == in->size || in->text[in->at] != c)
        return false;
    in->at++;
    return true;
}

/* A carriage return is of a line's end only where a line feed follows it. */
static bool take_line_end(struct record_reader *in)
{
    const size_t start = in->at;
    (void)take(in, '\r');
    if (take(in, '\n'))
        return true;
    in->at = start;
    return false;
}

enum record_result dw_read_record(struct record_reader *reader, struct record *record)
{
    do
        if (reader->at == reader->size)
            return RECORD_END;
    while (take_line_end(reader));
    for (size_t i = 0; i < RECORD_FIELDS; i++) {
        record->offsets[i] = reader->at;
        if (!read_field(reader, record->fields[i]))
            return RECORD_REFUSED;
        if (!(i + 1 < RECORD_FIELDS ? take(reader, ',') : take_line_end(reader)))
            return RECORD_REFUSED;
    }
    return RECORD_READ;
}

bool dw_parse_record_u64(const char *text, uint64_t *value)
{
    uint64_t sum = 0;
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        unsigned digit = (unsigned)(unsigned char)*text - '0';
        if (digit > 9 || sum > (UINT64_MAX - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* An optional sign and digits, as a number between -9999 and 9999. */
static bool parse_exponent(const char *text, int *exponent)
{
    bool negative = *text == '-';
    int sum = 0;
    text += *text == '-' || *text == '+';
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if (!is_digit(*text) || sum > 999)
            return false;
        sum = sum * 10 + (*text - '0');
    }
    *exponent = negative ? -sum : sum;
    return true;
}

#define DIGITS_MAX 64

/* strtod rounds right but looks for the locale's decimal point; "125e-2" has none. */
static double convert(bool negative, const char *digits, size_t count, int exponent)
{
    char text[1 + DIGITS_MAX + 1 + 6 + 1];
    size_t at = 0;
    unsigned rest = (unsigned)(exponent < 0 ? -exponent : exponent);
    if (negative)
        text[at++] = '-';
    memcpy(text + at, digits, count);
    at += count;
    text[at++] = 'e';
    if (exponent < 0)
        text[at++] = '-';
    for (unsigned power = 10000; power > 0; power /= 10)
        text[at++] = (char)('0' + rest / power % 10);
    text[at] = '\0';
    return strtod(text, NULL);
}

bool dw_parse_record_real(const char *text, double *value)
{
    char digits[DIGITS_MAX];
    size_t count = 0;
    bool negative = *text == '-', point = false;
    int exponent = 0, shift = 0;
    double number;
    text += *text == '-' || *text == '+';
    for (; is_digit(*text) || (*text == '.' && !point); text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        if (count == DIGITS_MAX)
            return false;
        digits[count++] = *text;
        shift += point;
    }
    if (count == 0)
        return false;
    if (*text == 'e' || *text == 'E') {
        if (!parse_exponent(text + 1, &exponent))
            return false;
    } else if (*text != '\0') {
        return false;
    }
    number = convert(negative, digits, count, exponent - shift);
    if (!(number - number == 0)) /* infinite */
        return false;
    *value = number;
    return true;
}

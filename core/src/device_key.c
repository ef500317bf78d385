#include "dispatchwise/calibration.h"
#include "dispatchwise/status.h"

#include <stdbool.h>
#include <string.h>

#include "text.h"

size_t dw_format_device_key(const struct dw_device_key *key, char *text, size_t size)
{
    struct text out = {text, size, 0};
    text_put_hex(&out, key->vendor_id);
    text_put(&out, ":");
    text_put_hex(&out, key->device_id);
    text_put(&out, ":");
    if (key->kind < DW_DEVICE_KIND_COUNT)
        text_put(&out, dw_device_kind_name((enum dw_device_kind)key->kind));
    else
        text_put_u64(&out, key->kind);
    text_put(&out, ":");
    text_put_hex(&out, key->driver_version);
    text_put(&out, ":");
    text_put_array(&out, key->name, sizeof(key->name));
    if (key->host[0] != '\0') {
        text_put(&out, "@");
        text_put_array(&out, key->host, sizeof(key->host));
    }
    return text_finish(&out);
}

struct cursor {
    const char *text;
    size_t length, at;
};

/* One digit of a base up to 16 in lower or upper case; -1 if it is none. */
static int take_digit(char c, int base)
{
    int digit = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
    return digit < base ? digit : -1;
}

/* At least one digit, then the colon. */
static bool take_number(struct cursor *in, unsigned base, uint32_t *number)
{
    size_t first = in->at;
    uint64_t sum = 0;
    int digit;
    while (in->at < in->length && (digit = take_digit(in->text[in->at], (int)base)) >= 0) {
        sum = sum * base + (unsigned)digit;
        if (sum > UINT32_MAX)
            return false;
        in->at++;
    }
    if (in->at == first || in->at == in->length || in->text[in->at] != ':')
        return false;
    in->at++;
    *number = (uint32_t)sum;
    return true;
}

static bool take_hex(struct cursor *in, uint32_t *number)
{
    if (in->length - in->at < 2 || memcmp(in->text + in->at, "0x", 2) != 0)
        return false;
    in->at += 2;
    return take_number(in, 16, number);
}

static bool take_kind(struct cursor *in, uint32_t *kind)
{
    for (uint32_t i = 0; i < DW_DEVICE_KIND_COUNT; i++) {
        const char *name = dw_device_kind_name((enum dw_device_kind)i);
        size_t length = strlen(name);
        if (in->length - in->at > length && memcmp(in->text + in->at, name, length) == 0 &&
            in->text[in->at + length] == ':') {
            in->at += length + 1;
            *kind = i;
            return true;
        }
    }
    return take_number(in, 10, kind);
}

/* What is left, or as much of it as stands before an at sign. */
static bool take_rest(struct cursor *in, bool to_at_sign, char *text, size_t size)
{
    const char *from = in->text + in->at, *end = NULL;
    size_t length = in->length - in->at;
    if (to_at_sign && length > 0)
        end = memchr(from, '@', length);
    if (end != NULL)
        length = (size_t)(end - from);
    if (length >= size || (length > 0 && memchr(from, '\0', length) != NULL))
        return false;
    if (length > 0)
        memcpy(text, from, length);
    text[length] = '\0';
    in->at += length;
    return true;
}

int dw_parse_device_key(const char *text, size_t length, struct dw_device_key *key,
                        size_t *error_offset)
{
    struct cursor in = {text, length, 0};
    struct dw_device_key found;
    memset(&found, 0, sizeof(found));
    if (take_hex(&in, &found.vendor_id) && take_hex(&in, &found.device_id) &&
        take_kind(&in, &found.kind) && take_hex(&in, &found.driver_version)) {
        /* Only a CPU device has a host; other names may hold the sign. */
        bool has_host = found.kind == DW_DEVICE_KIND_CPU;
        if (take_rest(&in, has_host, found.name, sizeof(found.name)) && in.at == in.length) {
            *key = found;
            return DW_OK;
        }
        if (in.at < in.length && in.text[in.at] == '@' && in.at + 1 < in.length) {
            in.at++;
            if (take_rest(&in, false, found.host, sizeof(found.host))) {
                *key = found;
                return DW_OK;
            }
        }
    }
    if (error_offset != NULL)
        *error_offset = in.at;
    return DW_ERROR_PARSE;
}

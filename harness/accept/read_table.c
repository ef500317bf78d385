#include "accept/read_table.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"

#define SIZE_MAX_BYTES ((size_t)64 << 20)

static const char *const constant_ids[DW_CONSTANT_COUNT] = {
#define ID_TEXT(id, name, unit, initial) [DW_CONSTANT_##id] = "DW_CONSTANT_" #id,
    DW_CONSTANTS(ID_TEXT)
#undef ID_TEXT
};
static const char *const wait_ids[DW_WAIT_COUNT] = {"DW_WAIT_EACH", "DW_WAIT_BATCH"};
static const char *const mode_ids[DW_MODE_COUNT] = {
    "DW_MODE_PLAIN_LAUNCHES", "DW_MODE_PERSISTENT_KERNEL", "DW_MODE_COMMAND_REUSE"};

struct cursor {
    const char *text, *at;
};

static void skip_space(struct cursor *in)
{
    for (;;) {
        in->at += strspn(in->at, " \t\r\n");
        const char *end = strncmp(in->at, "/*", 2) == 0 ? strstr(in->at, "*/") : NULL;
        if (!end)
            return;
        in->at = end + 2;
    }
}

/* The token stands next: it is taken. */
static bool take(struct cursor *in, const char *token)
{
    skip_space(in);
    size_t length = strlen(token);
    if (strncmp(in->at, token, length) != 0)
        return false;
    /* ".run" is not the beginning of ".runs". */
    if (isalnum((unsigned char)token[length - 1]) &&
        (isalnum((unsigned char)in->at[length]) || in->at[length] == '_'))
        return false;
    in->at += length;
    return true;
}

static bool take_id(struct cursor *in, const char *const *ids, size_t count, size_t *which)
{
    for (size_t i = 0; i < count; i++) {
        if (take(in, ids[i])) {
            *which = i;
            return true;
        }
    }
    return false;
}

static bool take_u64(struct cursor *in, uint64_t *value)
{
    char *end;
    skip_space(in);
    if (!isdigit((unsigned char)*in->at))
        return false;
    errno = 0;
    *value = strtoull(in->at, &end, 0);
    in->at = end;
    return errno == 0;
}

static bool take_u32(struct cursor *in, const char *name, uint32_t *value)
{
    uint64_t number;
    if (!take(in, name) || !take(in, "=") || !take_u64(in, &number) || number > UINT32_MAX ||
        !take(in, ","))
        return false;
    *value = (uint32_t)number;
    return true;
}

static bool take_real(struct cursor *in, double *value)
{
    char number[64];
    if (take(in, "(double)DW_NEVER")) {
        *value = (double)DW_NEVER;
        return true;
    }
    skip_space(in);
    size_t length = strspn(in->at, "0123456789.eE+-");
    if (length == 0 || length >= sizeof(number))
        return false;
    memcpy(number, in->at, length);
    number[length] = '\0';
    in->at += length;
    return base_parse_real(number, value);
}

static bool take_escape(struct cursor *in, char *byte)
{
    unsigned value = 0;
    if (strchr("\"\\?", *in->at) && *in->at) {
        *byte = *in->at++;
        return true;
    }
    for (int i = 0; i < 3; i++, in->at++) {
        if (*in->at < '0' || *in->at > '7')
            return false;
        value = value * 8 + (unsigned)(*in->at - '0');
    }
    *byte = (char)value;
    return value > 0 && value < 256;
}

static bool take_string(struct cursor *in, char *text, size_t size)
{
    size_t used = 0;
    if (!take(in, "\""))
        return false;
    while (*in->at && *in->at != '"') {
        char byte = *in->at++;
        if (used + 1 >= size || (byte == '\\' && !take_escape(in, &byte)))
            return false;
        text[used++] = byte;
    }
    text[used] = '\0';
    return take(in, "\"") && take(in, ",");
}

static bool take_text(struct cursor *in, const char *name, char *text, size_t size)
{
    return take(in, name) && take(in, "=") && take_string(in, text, size);
}

static bool take_key(struct cursor *in, struct dw_device_key *key)
{
    return take(in, ".key") && take(in, "=") && take(in, "{") &&
           take_u32(in, ".vendor_id", &key->vendor_id) &&
           take_u32(in, ".device_id", &key->device_id) && take_u32(in, ".kind", &key->kind) &&
           take_u32(in, ".driver_version", &key->driver_version) &&
           take_text(in, ".name", key->name, sizeof(key->name)) &&
           take_text(in, ".host", key->host, sizeof(key->host)) && take(in, "}") && take(in, ",");
}

static bool take_constants(struct cursor *in, struct dw_calibration_row *row)
{
    if (!take(in, ".constant") || !take(in, "=") || !take(in, "{"))
        return false;
    while (take(in, "[")) {
        struct dw_constant *constant;
        size_t id;
        if (!take_id(in, constant_ids, DW_CONSTANT_COUNT, &id))
            return false;
        constant = &row->constant[id];
        if (!take(in, "]") || !take(in, "=") || !take(in, "{") ||
            !take_real(in, &constant->value) || !take(in, ",") || !take_real(in, &constant->lo) ||
            !take(in, ",") || !take_real(in, &constant->hi) || !take(in, ",") ||
            !take_u64(in, &constant->samples) || !take(in, "}") || !take(in, ","))
            return false;
    }
    return take(in, "}") && take(in, ",");
}

static bool take_variants(struct cursor *in, struct dw_calibration_row *row)
{
    if (!take(in, ".variant"))
        return true;
    if (!take(in, "=") || !take(in, "{"))
        return false;
    while (take(in, "[")) {
        size_t wait, mode;
        if (!take_id(in, wait_ids, DW_WAIT_COUNT, &wait) || !take(in, "]") || !take(in, "[") ||
            !take_id(in, mode_ids, DW_MODE_COUNT, &mode) || !take(in, "]") || !take(in, "=") ||
            !take_string(in, row->variant[wait][mode], sizeof(row->variant[wait][mode])))
            return false;
    }
    return take(in, "}") && take(in, ",");
}

static bool take_row(struct cursor *in, struct dw_calibration_row *row, bool *remarked)
{
    const char *start = in->at, *remark;
    *row = *dw_default_calibration();
    if (!take(in, "{") || !take_key(in, &row->key) ||
        !take_u32(in, ".driver_last", &row->driver_last) || !take_constants(in, row) ||
        !take_variants(in, row) || !take_text(in, ".run", row->run, sizeof(row->run)) ||
        !take_text(in, ".dataset_hash", row->dataset_hash, sizeof(row->dataset_hash)) ||
        !take_text(in, ".tool_version", row->tool_version, sizeof(row->tool_version)) ||
        !take(in, "}") || !take(in, ","))
        return false;
    remark = strstr(start, ", not certain */");
    *remarked = remark && remark < in->at;
    return true;
}

static bool take_table(struct cursor *in, struct accept_table *table)
{
    uint64_t version, count;
    if (!take(in, "#define DW_GENERATED_SCHEMA_VERSION") || !take_u64(in, &version) ||
        version != DW_CALIBRATION_SCHEMA_VERSION || !take(in, "#define DW_GENERATED_ROW_COUNT") ||
        !take_u64(in, &count) || count > SIZE_MAX_BYTES / sizeof(*table->rows) ||
        !take(in, "static const struct dw_calibration_row dw_generated_rows[] = {"))
        return false;
    /* A table without a device holds one row for the compiler's sake. */
    if (count == 0)
        return strstr(in->at, "};") != NULL;
    table->rows = calloc((size_t)count, sizeof(*table->rows));
    table->remarked = calloc((size_t)count, sizeof(*table->remarked));
    for (; table->rows && table->remarked && table->count < count; table->count++) {
        if (!take_row(in, &table->rows[table->count], &table->remarked[table->count]))
            return false;
    }
    return table->count == count && take(in, "};");
}

int accept_read_table(const char *path, struct accept_table *table)
{
    struct accept_table found = {.count = 0};
    char *text;
    size_t size;
    int status = base_read_text(path, SIZE_MAX_BYTES, &text, &size);
    if (status != DW_OK)
        return status;
    struct cursor in = {text, text};
    if (!take_table(&in, &found)) {
        size_t line = 1;
        for (const char *c = text; c < in.at; c++)
            line += *c == '\n';
        base_error("%s:%zu: not as `dispatchwise fit` writes a calibration table of version %d",
                   path, line, DW_CALIBRATION_SCHEMA_VERSION);
        accept_free_table(&found);
        status = DW_ERROR_PARSE;
    } else {
        *table = found;
    }
    free(text);
    return status;
}

void accept_free_table(struct accept_table *table)
{
    free(table->rows);
    free(table->remarked);
    *table = (struct accept_table){.count = 0};
}

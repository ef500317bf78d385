#include "commands/plan_device.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "gpu/device.h"

#define CALIBRATION_BYTES_MAX ((size_t)256 << 20)

static size_t line_of(const char *text, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += text[i] == '\n';
    return line;
}

/* As many rows as there are: memory doubles until they fit. */
static int read_table(const char *path, struct dw_calibration_row **rows,
                      struct dw_calibration_table *table)
{
    char *text;
    size_t size, capacity = 8, offset = 0;
    int status = base_read_text(path, CALIBRATION_BYTES_MAX, &text, &size);
    if (status != DW_OK)
        return status;
    do {
        capacity *= 2;
        free(*rows);
        *rows = calloc(capacity, sizeof(**rows));
        status = *rows != NULL ? dw_parse_calibration(text, size, *rows, capacity, table, &offset)
                               : DW_ERROR_NO_MEMORY;
    } while (status == DW_ERROR_NO_SPACE);
    if (status == DW_ERROR_PARSE)
        base_error("%s:%zu: not as `dispatchwise fit` writes a calibration", path,
                   line_of(text, offset));
    else if (status != DW_OK)
        base_error("%s: %s", path, dw_status_text(status));
    free(text);
    return status;
}

static int take_only_row(const char *path, const struct dw_calibration_table *table,
                         struct plan_device *device)
{
    if (table->count != 1) {
        base_error("%s has %zu devices; name one with --device, as the file's first column does",
                   path, table->count);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    device->known = true;
    device->key = table->rows[0].key;
    return DW_OK;
}

int plan_find_device(const char *selector, const char *calibration, struct plan_device *device)
{
    struct plan_device found = {.row = dw_default_calibration(), .tier = DW_TIER_DEFAULTS};
    struct dw_calibration_table table = *dw_builtin_calibration();
    int status = DW_OK;
    if (calibration != NULL)
        status = read_table(calibration, &found.rows, &table);
    if (status == DW_OK && selector != NULL) {
        found.known = true;
        if (dw_parse_device_key(selector, strlen(selector), &found.key, NULL) != DW_OK)
            status = gpu_find_device_key(selector, &found.key);
    } else if (status == DW_OK && calibration != NULL) {
        status = take_only_row(calibration, &table, &found);
    }
    if (status != DW_OK) {
        plan_free_device(&found);
        return status;
    }
    if (found.known)
        found.row = dw_lookup_calibration(&table, &found.key, &found.tier);
    *device = found;
    return DW_OK;
}

void plan_free_device(struct plan_device *device)
{
    free(device->rows);
    device->rows = NULL;
}

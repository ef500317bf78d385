#include "fit/table.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"

static const char *const ids[DW_CONSTANT_COUNT] = {
#define ID_TEXT(id, name, unit, initial) [DW_CONSTANT_##id] = "DW_CONSTANT_" #id,
    DW_CONSTANTS(ID_TEXT)
#undef ID_TEXT
};

/* A row with the fit behind it; result is NULL for a row that is kept. */
struct entry {
    const struct dw_calibration_row *row;
    const struct fit_result *result;
};

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = dw_compare_device_key(&a->row->key, &b->row->key);
    if (order != 0)
        return order;
    uint32_t first = a->row->key.driver_version, second = b->row->key.driver_version;
    return (first > second) - (first < second);
}

static bool replaces(const struct dw_calibration_row *fitted, const struct dw_calibration_row *kept)
{
    return dw_compare_device_key(&fitted->key, &kept->key) == 0 &&
           fitted->key.driver_version <= kept->driver_last &&
           kept->key.driver_version <= fitted->driver_last;
}

/* A string literal of any bytes; ? is escaped against trigraphs. */
static void write_string(FILE *stream, const char *text)
{
    fputc('"', stream);
    for (const char *c = text; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        if (strchr("\"\\?", *c))
            fprintf(stream, "\\%c", *c);
        else if (byte < 0x20 || byte >= 0x7f)
            fprintf(stream, "\\%03o", byte);
        else
            fputc(*c, stream);
    }
    fputc('"', stream);
}

static void write_value(FILE *stream, double value)
{
    if (value >= (double)DW_NEVER)
        fputs("(double)DW_NEVER", stream);
    else
        fprintf(stream, "%.7g", value);
}

/* Whole numbers where there are hundreds; what has no end has no number. */
static void write_bound(FILE *stream, double bound)
{
    if (bound >= (double)DW_NEVER)
        fputs("unbounded", stream);
    else
        fprintf(stream, fabs(bound) < 100 ? "%.3g" : "%.0f", bound);
}

static void write_remark(FILE *stream, const struct entry *entry, int id)
{
    const struct dw_constant *constant = &entry->row->constant[id];
    const char *unit = dw_constant_info(id)->unit;
    if (constant->samples == 0)
        fprintf(stream, "%s, not measured: the default", unit);
    else if (constant->value >= (double)DW_NEVER)
        fputs("never", stream);
    else {
        fprintf(stream, "%s, ", unit);
        write_bound(stream, constant->lo);
        fputs(" to ", stream);
        write_bound(stream, constant->hi);
        /* Of a row that is kept nothing more is known. */
        if (entry->result && !fit_constant_is_certain(entry->result, id))
            fputs(", not certain", stream);
    }
}

static void write_constants(FILE *stream, const struct entry *entry)
{
    fputs("        .constant =\n            {\n", stream);
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant *constant = &entry->row->constant[id];
        /* A planner's constant that was not measured is not there. */
        if (id >= DW_REFERENCE_CONSTANT_COUNT && constant->samples == 0)
            continue;
        fprintf(stream, "                [%s] = {", ids[id]);
        write_value(stream, constant->value);
        fputs(", ", stream);
        write_value(stream, constant->lo);
        fputs(", ", stream);
        write_value(stream, constant->hi);
        fprintf(stream, ", %" PRIu64 "}, /* ", constant->samples);
        write_remark(stream, entry, id);
        fputs(" */\n", stream);
    }
    fputs("            },\n", stream);
}

static void write_variants(FILE *stream, const struct dw_calibration_row *row)
{
    static const char *const waits[DW_WAIT_COUNT] = {"DW_WAIT_EACH", "DW_WAIT_BATCH"};
    static const char *const modes[DW_MODE_COUNT] = {
        "DW_MODE_PLAIN_LAUNCHES", "DW_MODE_PERSISTENT_KERNEL", "DW_MODE_COMMAND_REUSE"};
    bool any = false;
    for (int i = 0; i < DW_WAIT_COUNT * DW_MODE_COUNT; i++) {
        const char *name = row->variant[i / DW_MODE_COUNT][i % DW_MODE_COUNT];
        if (!*name)
            continue;
        if (!any)
            fputs("        .variant =\n            {\n", stream);
        any = true;
        fprintf(stream, "                [%s][%s] = ", waits[i / DW_MODE_COUNT],
                modes[i % DW_MODE_COUNT]);
        write_string(stream, name);
        fputs(",\n", stream);
    }
    if (any)
        fputs("            },\n", stream);
}

static void write_entry(FILE *stream, const struct entry *entry)
{
    const struct dw_calibration_row *row = entry->row;
    fputs("    {\n        .key =\n            {\n", stream);
    fprintf(stream,
            "                .vendor_id = 0x%" PRIx32 ",\n                .device_id = 0x%" PRIx32
            ",\n                .kind = %" PRIu32 ",\n                .driver_version = %" PRIu32
            ",\n                .name = ",
            row->key.vendor_id, row->key.device_id, row->key.kind, row->key.driver_version);
    write_string(stream, row->key.name);
    fputs(",\n                .host = ", stream);
    write_string(stream, row->key.host);
    fprintf(stream, ",\n            },\n        .driver_last = %" PRIu32 ",\n", row->driver_last);
    write_constants(stream, entry);
    write_variants(stream, row);
    fputs("        .run = ", stream);
    write_string(stream, row->run);
    fputs(",\n        .dataset_hash = ", stream);
    write_string(stream, row->dataset_hash);
    fputs(",\n        .tool_version = ", stream);
    write_string(stream, row->tool_version);
    fputs(",\n    },\n", stream);
}

int fit_write_table(FILE *stream, const struct fit_result *results, size_t count,
                    const struct dw_calibration_table *kept)
{
    size_t kept_count = kept ? kept->count : 0, used = 0;
    struct entry *entries = malloc((count + kept_count + 1) * sizeof(*entries));
    if (!entries) {
        base_error("out of memory for %zu devices", count + kept_count);
        return DW_ERROR_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++)
        entries[used++] = (struct entry){&results[i].row, &results[i]};
    for (size_t i = 0; i < kept_count; i++) {
        bool keep = true;
        for (size_t k = 0; k < count; k++)
            keep = keep && !replaces(&results[k].row, &kept->rows[i]);
        if (keep)
            entries[used++] = (struct entry){&kept->rows[i], NULL};
    }
    qsort(entries, used, sizeof(*entries), compare_entries);
    fprintf(
        stream,
        "/* The calibration table, written by `dispatchwise fit`; do not edit. A constant is its\n"
        " * value, its 95 %% interval and the samples behind it. */\n"
        "/* clang-format off */\n"
        "#define DW_GENERATED_SCHEMA_VERSION %d\n"
        "#define DW_GENERATED_ROW_COUNT %zu\n"
        "\n"
        "static const struct dw_calibration_row dw_generated_rows[] = {\n",
        DW_CALIBRATION_SCHEMA_VERSION, used);
    for (size_t i = 0; i < used; i++)
        write_entry(stream, &entries[i]);
    fputs("};\n/* clang-format on */\n", stream);
    free(entries);
    return DW_OK;
}

int fit_save_table(const char *directory, const struct fit_result *results, size_t count,
                   const struct dw_calibration_table *kept)
{
    char path[4096];
    struct base_atomic_file file;
    int status = base_join_path(path, sizeof(path), directory, "calibration_table.h");
    if (status == DW_OK)
        status = base_atomic_open(&file, path);
    if (status != DW_OK)
        return status;
    status = fit_write_table(file.stream, results, count, kept);
    if (status == DW_OK)
        return base_atomic_commit(&file);
    base_atomic_abandon(&file);
    return status;
}

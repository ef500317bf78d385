#include "run/shapes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"

enum {
    COLUMN_WORKLOAD,
    COLUMN_WAIT,
    COLUMN_LAUNCHES,
    COLUMN_GROUPS,
    COLUMN_STEPS,
    COLUMN_REPEATS,
    COLUMN_COUNT
};
static const char *const columns[COLUMN_COUNT] = {"workload", "wait",  "launches",
                                                  "groups",   "steps", "repeats"};
static const unsigned char optional[COLUMN_COUNT] = {0, 1, 1, 1, 1, 1};

struct reader {
    const struct measure_facts *facts;
    int positions[COLUMN_COUNT];
    bool has_header;
    struct grid_instance *instances;
    size_t count;
};

static const char *field(const struct reader *reader, const struct base_csv_row *row, int column)
{
    const int position = reader->positions[column];
    return position >= 0 ? row->fields[position] : "";
}

/* What the row says in the column, the default where it says nothing. */
static const char *written(const struct reader *reader, const struct base_csv_row *row,
                           const char *name)
{
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (strcmp(columns[i], name) == 0 && *field(reader, row, i))
            return field(reader, row, i);
    return "1";
}

static int read_number(const struct reader *reader, const struct base_csv_row *row, int column,
                       uint32_t *value)
{
    uint64_t number = 1;
    const char *text = field(reader, row, column);
    if (*text && (!base_parse_u64(text, UINT32_MAX, &number) || number == 0))
        return base_csv_reject(row, columns[column], "a whole number from 1 to 4294967295", text);
    *value = (uint32_t)number;
    return DW_OK;
}

static int read_names(const struct reader *reader, const struct base_csv_row *row,
                      struct grid_instance *instance)
{
    const char *name = field(reader, row, COLUMN_WORKLOAD);
    const char *wait = field(reader, row, COLUMN_WAIT);
    instance->workload = workload_find(name);
    if (!instance->workload) {
        const char *known[64];
        char expected[160];
        size_t count = 0;
        for (; count < workload_count && count < 64; count++)
            known[count] = workload_registry[count]->name;
        const char *nearest = base_nearest_name(name, known, count);
        snprintf(expected, sizeof expected, "a workload%s%s%s", nearest ? " (did you mean " : "",
                 nearest ? nearest : "", nearest ? "?)" : "");
        return base_csv_reject(row, columns[COLUMN_WORKLOAD], expected, name);
    }
    instance->shape.wait = DW_WAIT_BATCH;
    if (strcmp(wait, dw_wait_name(DW_WAIT_EACH)) == 0)
        instance->shape.wait = DW_WAIT_EACH;
    else if (*wait && strcmp(wait, dw_wait_name(DW_WAIT_BATCH)) != 0)
        return base_csv_reject(row, columns[COLUMN_WAIT], "each or batch", wait);
    return DW_OK;
}

static int check_shape(const struct reader *reader, const struct base_csv_row *row,
                       struct grid_instance *instance)
{
    struct workload_refusal refusal;
    char reason[160];
    const struct workload *workload = instance->workload;
    const struct workload_shape *shape = &instance->shape;
    const uint64_t most = reader->facts->max_buffer_words;
    if (!workload_check_shape(workload, shape, &refusal)) {
        base_error("%s:%llu: column %s: %s: %s", row->file, (unsigned long long)row->line,
                   refusal.field, written(reader, row, refusal.field), refusal.reason);
        return DW_ERROR_PARSE;
    }
    if (workload->loops(shape) > reader->facts->loop_limit) {
        snprintf(reason, sizeof reason, "work within the device's loop limit of %llu",
                 (unsigned long long)reader->facts->loop_limit);
        return base_csv_reject(row, "steps", reason, field(reader, row, COLUMN_STEPS));
    }
    if (workload->region_words(shape) > most / shape->launches ||
        workload->input_words(shape) > most) {
        snprintf(reason, sizeof reason, "results of at most %llu bytes, the device's limit",
                 (unsigned long long)(most * sizeof(uint32_t)));
        return base_csv_reject(row, "launches", reason, field(reader, row, COLUMN_LAUNCHES));
    }
    workload_instance_name(shape, instance->name);
    for (size_t i = 0; i < reader->count; i++)
        if (reader->instances[i].workload == workload &&
            reader->instances[i].shape.wait == shape->wait &&
            strcmp(reader->instances[i].name, instance->name) == 0)
            return base_csv_reject(row, "workload", "an instance that is not listed yet",
                                   instance->name);
    return DW_OK;
}

static int read_row(void *context, const struct base_csv_row *row)
{
    struct reader *reader = context;
    if (!reader->has_header) {
        reader->has_header = true;
        return base_csv_map_header(row, columns, optional, COLUMN_COUNT, reader->positions);
    }
    struct grid_instance instance = {0};
    int status = read_names(reader, row, &instance);
    if (status == DW_OK)
        status = read_number(reader, row, COLUMN_LAUNCHES, &instance.shape.launches);
    if (status == DW_OK)
        status = read_number(reader, row, COLUMN_GROUPS, &instance.shape.groups);
    if (status == DW_OK)
        status = read_number(reader, row, COLUMN_STEPS, &instance.shape.steps);
    if (status == DW_OK)
        status = read_number(reader, row, COLUMN_REPEATS, &instance.shape.repeats);
    if (status == DW_OK)
        status = check_shape(reader, row, &instance);
    if (status != DW_OK)
        return status;
    struct grid_instance *grown = realloc(reader->instances, (reader->count + 1) * sizeof *grown);
    if (!grown)
        return DW_ERROR_NO_MEMORY;
    reader->instances = grown;
    reader->instances[reader->count++] = instance;
    return DW_OK;
}

int run_read_shapes(const char *path, const struct measure_facts *facts,
                    struct grid_instance **instances, size_t *count)
{
    struct reader reader = {.facts = facts};
    int status = base_csv_read(path, read_row, &reader);
    if (status == DW_OK && reader.count == 0) {
        base_error("%s: no instances", path);
        status = DW_ERROR_PARSE;
    }
    if (status != DW_OK) {
        free(reader.instances);
        return status;
    }
    *instances = reader.instances;
    *count = reader.count;
    return DW_OK;
}

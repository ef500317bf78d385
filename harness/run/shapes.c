#include "run/shapes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/log.h"
#include "base/slot_sets.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "results/names.h"

/* X(name, field of struct workload_shape, least, what stands where it is left out) */
#define NUMBERS(X)                                                                                 \
    X(launches, launches, 1, 1)                                                                    \
    X(groups, groups, 1, 1)                                                                        \
    X(steps, steps, 1, 1)                                                                          \
    X(repeats, repeats, 1, 1)                                                                      \
    X(dependent, dependent, 0, 0)                                                                  \
    X(resources, resources, 0, 0)                                                                  \
    X(rebind, rebind, 0, 0)                                                                        \
    X(b_groups, second_groups, 0, 0)                                                               \
    X(b_steps, second_steps, 0, 0)                                                                 \
    X(copy_bytes, copy_bytes, 0, 0)                                                                \
    X(specializations, specializations, 0, 0)                                                      \
    X(prediction_confidence_bps, confidence_bps, 0, 0)

enum {
    COLUMN_WORKLOAD,
    COLUMN_WAIT,
#define COLUMN_ENUM(name, field, least, initial) COLUMN_##name,
    NUMBERS(COLUMN_ENUM)
#undef COLUMN_ENUM
        COLUMN_SLOTS,
    COLUMN_SPARE_CORE = COLUMN_SLOTS + BASE_SLOTS_COUNT,
    COLUMN_COUNT
};

static const struct {
    size_t offset, size;
    uint64_t least, initial;
} numbers[COLUMN_SLOTS] = {
#define NUMBER(name, field, least, initial)                                                        \
    [COLUMN_##name] = {offsetof(struct workload_shape, field),                                     \
                       sizeof(((struct workload_shape *)0)->field), least, initial},
    NUMBERS(NUMBER)
#undef NUMBER
};

struct reader {
    const struct measure_facts *facts;
    const char *columns[COLUMN_COUNT];
    int positions[COLUMN_COUNT];
    bool has_header;
    struct grid_instance *instances;
    size_t count;
    struct results_names *names; /* workload, instance, wait; numbered as the instances are */
};

static void name_columns(const char *columns[COLUMN_COUNT])
{
    columns[COLUMN_WORKLOAD] = "workload";
    columns[COLUMN_WAIT] = "wait";
    columns[COLUMN_SPARE_CORE] = "spare_core";
#define COLUMN_NAME(name, field, least, initial) columns[COLUMN_##name] = #name;
    NUMBERS(COLUMN_NAME)
#undef COLUMN_NAME
    for (int i = 0; i < BASE_SLOTS_COUNT; i++)
        columns[COLUMN_SLOTS + i] = base_slot_names[i];
}

static const char *field(const struct reader *reader, const struct base_csv_row *row, int column)
{
    const int position = reader->positions[column];
    return position >= 0 ? row->fields[position] : "";
}

/* What the row says in the column, "nothing" where it says nothing. */
static const char *written(const struct reader *reader, const struct base_csv_row *row,
                           const char *name)
{
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (strcmp(reader->columns[i], name) == 0 && *field(reader, row, i))
            return field(reader, row, i);
    return "nothing";
}

static int read_number(const struct reader *reader, const struct base_csv_row *row, int column,
                       struct workload_shape *shape)
{
    char expected[96];
    const char *text = field(reader, row, column);
    uint64_t number = numbers[column].initial;
    void *into = (char *)shape + numbers[column].offset;
    if (*text && (!base_parse_u64(text, UINT32_MAX, &number) || number < numbers[column].least)) {
        snprintf(expected, sizeof expected, "a whole number from %u to 4294967295",
                 (unsigned)numbers[column].least);
        return base_csv_reject(row, reader->columns[column], expected, text);
    }
    if (numbers[column].size == sizeof(uint64_t))
        *(uint64_t *)into = number;
    else
        *(uint32_t *)into = (uint32_t)number;
    return DW_OK;
}

static int read_spare_core(const struct reader *reader, const struct base_csv_row *row,
                           struct workload_shape *shape)
{
    const char *text = field(reader, row, COLUMN_SPARE_CORE);
    if (*text && strcmp(text, "0") != 0 && strcmp(text, "1") != 0)
        return base_csv_reject(row, "spare_core", "0 or 1", text);
    shape->lone_core = *text == '0';
    return DW_OK;
}

/* The slot sets' verdicts, and the second kernel that they speak of. */
static int read_slots(const struct reader *reader, const struct base_csv_row *row,
                      struct workload_shape *shape)
{
    struct base_slot_sets sets = {.count = {0}};
    for (int i = 0; i < BASE_SLOTS_COUNT; i++) {
        const char *text = field(reader, row, COLUMN_SLOTS + i);
        const char *expected = base_put_slots(&sets, (enum base_slot_set)i, text);
        if (expected)
            return base_csv_reject(row, base_slot_names[i], expected, text);
    }
    if (sets.count[BASE_SLOTS_COPY] > 0 && shape->copy_bytes == 0)
        return base_csv_reject(row, "copy_bytes", "at least 4, where there is a copy_dst_slot",
                               written(reader, row, "copy_bytes"));
    if (sets.count[BASE_SLOTS_B_READS] + sets.count[BASE_SLOTS_B_WRITES] > 0 &&
        shape->second_groups == 0)
        shape->second_groups = shape->groups;
    if (shape->second_groups > 0 && shape->second_steps == 0)
        shape->second_steps = shape->steps;
    shape->arms = base_judge_arms(&sets);
    shape->copy = base_judge_copy(&sets, shape->copy_bytes);
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
        return base_csv_reject(row, "workload", expected, name);
    }
    instance->shape.wait = DW_WAIT_BATCH;
    if (strcmp(wait, dw_wait_name(DW_WAIT_EACH)) == 0)
        instance->shape.wait = DW_WAIT_EACH;
    else if (*wait && strcmp(wait, dw_wait_name(DW_WAIT_BATCH)) != 0)
        return base_csv_reject(row, "wait", "each or batch", wait);
    return DW_OK;
}

/* What one of the shape's kernels asks of the device. Columns: the one to blame for its loops, and
 * the one for its words. */
static int check_kernel(const struct reader *reader, const struct base_csv_row *row,
                        const struct workload *workload, const struct workload_shape *shape,
                        const char *const columns[2])
{
    char reason[160];
    const uint64_t most = reader->facts->max_buffer_words;
    if (workload_loops(workload, shape) > reader->facts->loop_limit) {
        snprintf(reason, sizeof reason, "work within the device's loop limit of %llu",
                 (unsigned long long)reader->facts->loop_limit);
        return base_csv_reject(row, columns[0], reason, written(reader, row, columns[0]));
    }
    if (workload->region_words(shape) > most / shape->launches ||
        workload->input_words(shape) > most) {
        snprintf(reason, sizeof reason, "results of at most %llu bytes, the device's limit",
                 (unsigned long long)most * sizeof(uint32_t));
        return base_csv_reject(row, columns[1], reason, written(reader, row, columns[1]));
    }
    return DW_OK;
}

static int check_shape(const struct reader *reader, const struct base_csv_row *row,
                       struct grid_instance *instance)
{
    static const char *const columns[][2] = {{"steps", "launches"}, {"b_steps", "b_groups"}};
    struct workload_refusal refusal;
    char reason[160];
    const struct workload *workload = instance->workload;
    const struct workload_shape *shape = &instance->shape;
    const struct workload_shape second = workload_second_shape(shape);
    if (!workload_check_shape(workload, shape, &refusal)) {
        base_error("%s:%llu: column %s: %s: %s", row->file, (unsigned long long)row->line,
                   refusal.field, written(reader, row, refusal.field), refusal.reason);
        return DW_ERROR_PARSE;
    }
    if (shape->resources > reader->facts->max_resources) {
        snprintf(reason, sizeof reason, "at most the %u that the device binds",
                 (unsigned)reader->facts->max_resources);
        return base_csv_reject(row, "resources", reason, written(reader, row, "resources"));
    }
    int status = check_kernel(reader, row, workload, shape, columns[0]);
    if (status == DW_OK && shape->second_groups > 0)
        status = check_kernel(reader, row, workload, &second, columns[1]);
    if (status == DW_OK)
        workload_instance_name(shape, instance->name);
    return status;
}

static int note_name(const struct reader *reader, const struct base_csv_row *row,
                     const struct grid_instance *instance)
{
    const char *parts[] = {instance->workload->name, instance->name,
                           dw_wait_name(instance->shape.wait)};
    const uint32_t number = results_names_add(reader->names, parts, 3);
    if (number == RESULTS_NO_NAME)
        return DW_ERROR_NO_MEMORY;
    return number == reader->count
               ? DW_OK
               : base_csv_reject(row, "workload", "an instance that is not listed yet",
                                 instance->name);
}

static int read_row(void *context, const struct base_csv_row *row)
{
    struct reader *reader = context;
    if (!reader->has_header) {
        unsigned char optional[COLUMN_COUNT];
        memset(optional, 1, sizeof optional);
        optional[COLUMN_WORKLOAD] = 0;
        reader->has_header = true;
        return base_csv_map_header(row, reader->columns, optional, COLUMN_COUNT, reader->positions);
    }
    struct grid_instance instance = {0};
    int status = read_names(reader, row, &instance);
    for (int i = COLUMN_launches; i < COLUMN_SLOTS && status == DW_OK; i++)
        status = read_number(reader, row, i, &instance.shape);
    if (status == DW_OK)
        status = read_spare_core(reader, row, &instance.shape);
    if (status == DW_OK)
        status = read_slots(reader, row, &instance.shape);
    if (status == DW_OK)
        status = check_shape(reader, row, &instance);
    if (status == DW_OK)
        status = note_name(reader, row, &instance);
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
    struct reader reader = {.facts = facts, .names = results_names_create()};
    name_columns(reader.columns);
    int status = reader.names ? base_csv_read(path, read_row, &reader) : DW_ERROR_NO_MEMORY;
    results_names_destroy(&reader.names);
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

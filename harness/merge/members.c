#include "merge/members.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "follow/calibration.h"
#include "results/results.h"

#define ROW struct results_member
#define COLUMN(kind, size, name, unit, description)                                                \
    {#name, RESULTS_##kind, offsetof(ROW, name), sizeof(((ROW *)0)->name), unit, description},
static const struct results_column columns[] = {MERGE_MEMBER_COLUMNS(COLUMN)};
#undef COLUMN
#undef ROW

const struct results_schema merge_schema_member = {.file = "members.csv",
                                                   .columns = columns,
                                                   .count = sizeof(columns) / sizeof(columns[0]),
                                                   .row_size = sizeof(struct results_member)};

int merge_no_memory(size_t count)
{
    base_error("out of memory for %zu members", count);
    return DW_ERROR_NO_MEMORY;
}

int merge_create_members(struct merge_members *members)
{
    *members = (struct merge_members){.texts = results_names_create()};
    return members->texts ? DW_OK : merge_no_memory(0);
}

void merge_free_members(struct merge_members *members)
{
    free(members->rows);
    results_names_destroy(&members->texts);
    *members = (struct merge_members){.count = 0};
}

const char *merge_text(const struct merge_members *members, uint32_t number)
{
    return results_names_text(members->texts, number);
}

int merge_add_member(void *context, const void *data)
{
    struct merge_members *members = context;
    const struct results_member *row = data;
    const char *const texts[] = {row->device, row->constant,     row->machine,
                                 row->run,    row->dataset_hash, row->unit};
    uint32_t numbers[6];
    if (!follow_is_constant(row->value, row->lo, row->hi)) {
        base_error("%s: run %s: '%s' is below 0, or outside its own interval",
                   merge_schema_member.file, row->run, row->constant);
        return DW_ERROR_PARSE;
    }
    if (members->count == members->capacity) {
        size_t capacity = members->capacity ? members->capacity * 2 : 64;
        struct merge_member *rows = realloc(members->rows, capacity * sizeof(*rows));
        if (!rows)
            return merge_no_memory(capacity);
        members->rows = rows;
        members->capacity = capacity;
    }
    for (int i = 0; i < 6; i++) {
        numbers[i] = results_names_add(members->texts, &texts[i], 1);
        if (numbers[i] == RESULTS_NO_NAME)
            return merge_no_memory(members->count);
    }
    members->rows[members->count++] = (struct merge_member){.device = numbers[0],
                                                            .constant = numbers[1],
                                                            .machine = numbers[2],
                                                            .run = numbers[3],
                                                            .dataset = numbers[4],
                                                            .unit = numbers[5],
                                                            .simulated = row->simulated,
                                                            .samples = row->samples,
                                                            .value = row->value,
                                                            .lo = row->lo,
                                                            .hi = row->hi};
    return DW_OK;
}

static void fill_row(const struct merge_members *members, const struct merge_member *from,
                     struct results_member *row)
{
    *row = (struct results_member){.simulated = from->simulated,
                                   .value = from->value,
                                   .lo = from->lo,
                                   .hi = from->hi,
                                   .samples = from->samples};
    base_copy_text(row->device, sizeof(row->device), merge_text(members, from->device));
    base_copy_text(row->constant, sizeof(row->constant), merge_text(members, from->constant));
    base_copy_text(row->machine, sizeof(row->machine), merge_text(members, from->machine));
    base_copy_text(row->run, sizeof(row->run), merge_text(members, from->run));
    base_copy_text(row->dataset_hash, sizeof(row->dataset_hash),
                   merge_text(members, from->dataset));
    base_copy_text(row->unit, sizeof(row->unit), merge_text(members, from->unit));
}

int merge_write_members(const struct merge_members *members, const char *directory)
{
    char path[4096];
    struct base_atomic_file file;
    int status = base_join_path(path, sizeof(path), directory, merge_schema_member.file);
    if (status == DW_OK)
        status = base_atomic_open(&file, path);
    if (status != DW_OK)
        return status;
    results_write_header(&merge_schema_member, file.stream);
    for (size_t i = 0; i < members->count; i++) {
        struct results_member row;
        fill_row(members, &members->rows[i], &row);
        results_write_row(&merge_schema_member, file.stream, &row);
    }
    return base_atomic_commit(&file);
}

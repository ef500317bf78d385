#include "merge/members.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "follow/calibration.h"
#include "follow/facts.h"

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

static int add_row(void *context, const void *row)
{
    struct merge_members *members = context;
    if (members->count == members->capacity) {
        size_t capacity = members->capacity ? members->capacity * 2 : 64;
        struct results_member *rows = realloc(members->rows, capacity * sizeof(*rows));
        if (!rows) {
            base_error("out of memory for %zu members", capacity);
            return DW_ERROR_NO_MEMORY;
        }
        members->rows = rows;
        members->capacity = capacity;
    }
    memcpy(&members->rows[members->count++], row, sizeof(*members->rows));
    return DW_OK;
}

static const char *find_text(const struct follow_calibration *calibration,
                             const struct dw_device_key *key, const char *name)
{
    const struct results_calibration *row = follow_find_constant(calibration, key, name);
    return row ? row->unit : "";
}

static void copy_row(const struct results_calibration *from, struct results_member *to)
{
    memcpy(to->device, from->device, sizeof(to->device));
    memcpy(to->constant, from->constant, sizeof(to->constant));
    memcpy(to->unit, from->unit, sizeof(to->unit));
    to->value = from->value;
    to->lo = from->lo;
    to->hi = from->hi;
    to->samples = from->samples;
}

/* Where the data comes from belongs to the member as a whole. */
static bool is_provenance(const char *constant)
{
    return strcmp(constant, "run") == 0 || strcmp(constant, "dataset_hash") == 0 ||
           strcmp(constant, "tool_version") == 0 || strcmp(constant, "driver_last") == 0;
}

static int add_calibration(struct merge_members *members, const char *directory,
                           const struct follow_facts *facts,
                           const struct follow_calibration *calibration)
{
    struct fit_result checked;
    char device[DW_DEVICE_TEXT_SIZE];
    int status = follow_make_result(calibration, &facts->key, directory, &checked);
    dw_format_device_key(&facts->key, device, sizeof(device));
    for (size_t i = 0; i < calibration->count && status == DW_OK; i++) {
        const struct results_calibration *from = &calibration->rows[i];
        struct results_member member = {.simulated = facts->simulated};
        if (strcmp(from->device, device) != 0 || is_provenance(from->constant))
            continue;
        /* A software rasteriser's UUID is its version: every machine has the same one. */
        bool own = facts->selector[0] && facts->key.kind != DW_DEVICE_KIND_CPU && !facts->simulated;
        snprintf(member.machine, sizeof(member.machine), "%s",
                 own ? facts->selector : facts->run_id);
        snprintf(member.run, sizeof(member.run), "%s", facts->run_id);
        snprintf(member.dataset_hash, sizeof(member.dataset_hash), "%.32s",
                 find_text(calibration, &facts->key, "dataset_hash"));
        copy_row(from, &member);
        status = add_row(members, &member);
    }
    return status;
}

int merge_add_folder(struct merge_members *members, const char *directory)
{
    struct follow_facts facts;
    struct follow_calibration calibration = {.count = 0};
    char path[4096];
    int status = base_join_path(path, sizeof(path), directory, merge_schema_member.file);
    if (status != DW_OK)
        return status;
    if (base_file_exists(path))
        return results_read(&merge_schema_member, directory, add_row, members);
    status = follow_read_facts(directory, &facts);
    if (status != DW_OK)
        return status;
    status = follow_read_calibration(directory, &calibration);
    if (status == DW_OK)
        status = add_calibration(members, directory, &facts, &calibration);
    follow_free_calibration(&calibration);
    follow_free_facts(&facts);
    return status;
}

static int compare_identities(const struct results_member *a, const struct results_member *b)
{
    int order = strcmp(a->device, b->device);
    if (order == 0)
        order = strcmp(a->constant, b->constant);
    if (order == 0)
        order = strcmp(a->machine, b->machine);
    if (order == 0)
        order = strcmp(a->run, b->run);
    return order != 0 ? order : strcmp(a->dataset_hash, b->dataset_hash);
}

static int compare_rows(const void *left, const void *right)
{
    return compare_identities(left, right);
}

static bool same_real(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a >= b && a <= b);
}

static bool same_content(const struct results_member *a, const struct results_member *b)
{
    return same_real(a->value, b->value) && same_real(a->lo, b->lo) && same_real(a->hi, b->hi) &&
           strcmp(a->unit, b->unit) == 0 && a->samples == b->samples;
}

int merge_settle(struct merge_members *members)
{
    size_t kept = 0;
    if (members->count > 1)
        qsort(members->rows, members->count, sizeof(*members->rows), compare_rows);
    for (size_t i = 0; i < members->count; i++) {
        const struct results_member *row = &members->rows[i];
        if (row->simulated != members->rows[0].simulated) {
            base_error("%s is simulated, %s is not: merge them apart",
                       row->simulated ? row->run : members->rows[0].run,
                       row->simulated ? members->rows[0].run : row->run);
            return DW_ERROR_PARSE;
        }
        struct results_member *last = kept > 0 ? &members->rows[kept - 1] : NULL;
        if (!last || compare_identities(last, row) != 0) {
            members->rows[kept++] = *row;
        } else if (!same_content(last, row)) {
            base_error("run %s has two fits with different %s: merge one of them", row->run,
                       row->constant);
            return DW_ERROR_PARSE;
        }
    }
    members->count = kept;
    return DW_OK;
}

void merge_free_members(struct merge_members *members)
{
    free(members->rows);
    *members = (struct merge_members){.count = 0};
}

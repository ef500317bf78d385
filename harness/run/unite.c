#include "run/unite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "results/reduce.h"
#include "results/results.h"
#include "run/shard.h"

#define FACTS_MAX 64

/* run.csv of a shard. */
struct part {
    const char *folder;
    struct run_shard shard;
    struct results_run facts[FACTS_MAX];
    size_t fact_count;
};

struct uniting {
    struct part *parts; /* by number */
    size_t count;
    const char *out;
    struct results_instance *rows; /* of the plan */
    uint32_t *shards;              /* of each */
    size_t row_count, filled;
    size_t reading, next; /* part, and where its next row may stand */
};

/* What shards of one run have alike. */
static const char *const alike[] = {
    "schema_version", "tool_version",   "arms",        "vendor_id",      "device_id",
    "device_name",    "device_kind",    "device_host", "driver_version", "driver",
    "simulated",      "plan_instances", "plan_hash"};

static const char *value_of(const struct part *part, const char *key)
{
    for (size_t i = 0; i < part->fact_count; i++)
        if (strcmp(part->facts[i].key, key) == 0)
            return part->facts[i].value;
    return "";
}

static void set_value(struct part *part, const char *key, const char *value)
{
    for (size_t i = 0; i < part->fact_count; i++)
        if (strcmp(part->facts[i].key, key) == 0)
            base_copy_text(part->facts[i].value, sizeof part->facts[i].value, value);
}

static int take_fact(void *context, const void *row)
{
    struct part *part = context;
    if (part->fact_count < FACTS_MAX)
        part->facts[part->fact_count++] = *(const struct results_run *)row;
    return DW_OK;
}

static int read_part(struct part *part, const char *folder)
{
    char path[4096];
    part->folder = folder;
    int status = results_check_run(folder);
    if (status == DW_OK)
        status = results_read(&results_schema_run, folder, take_fact, part);
    if (status == DW_OK && !run_parse_shard(value_of(part, "shard"), &part->shard)) {
        base_error("%s is no shard of a run", folder);
        return DW_ERROR_PARSE;
    }
    if (status == DW_OK)
        status = base_join_path(path, sizeof path, folder, results_schema_summary.file);
    if (status == DW_OK && !base_file_exists(path)) {
        base_error("%s has no %s: finish it with `run --resume`", folder,
                   results_schema_summary.file);
        return DW_ERROR_PARSE;
    }
    return status;
}

static int check_alike(const struct part *first, const struct part *part)
{
    for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++) {
        const char *a = value_of(first, alike[i]), *b = value_of(part, alike[i]);
        if (strcmp(a, b) == 0)
            continue;
        base_error("%s and %s are no shards of one run: %s is '%s' and '%s'%s", first->folder,
                   part->folder, alike[i], a, b,
                   strncmp(alike[i], "plan", 4) == 0
                       ? "; plan once with --plan-only and give it to every shard with --plan"
                       : "");
        return DW_ERROR_PARSE;
    }
    return DW_OK;
}

static int compare_parts(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    return (a->shard.number > b->shard.number) - (a->shard.number < b->shard.number);
}

/* Every shard once: sorted, they are numbered through. */
static int check_whole(const struct part *parts, size_t count)
{
    const uint32_t expected = parts[0].shard.count;
    for (size_t i = 0; i < count; i++) {
        const struct part *part = &parts[i], *before = &parts[i > 0 ? i - 1 : 0];
        if (part->shard.count != expected ||
            (i > 0 && part->shard.number == before->shard.number)) {
            base_error("%s is shard %" PRIu32 "/%" PRIu32 ", and %s is %" PRIu32 "/%" PRIu32,
                       before->folder, before->shard.number, before->shard.count, part->folder,
                       part->shard.number, part->shard.count);
            return DW_ERROR_PARSE;
        }
        if (part->shard.number != i + 1) {
            base_error("shard %zu/%" PRIu32 " is missing", i + 1, expected);
            return DW_ERROR_PARSE;
        }
    }
    if (count == expected)
        return DW_OK;
    base_error("shard %zu/%" PRIu32 " is missing", count + 1, expected);
    return DW_ERROR_PARSE;
}

static int read_parts(struct uniting *uniting, const char *const *folders)
{
    struct part *parts = uniting->parts;
    for (size_t i = 0; i < uniting->count; i++) {
        int status = read_part(&parts[i], folders[i]);
        if (status == DW_OK)
            status = check_alike(&parts[0], &parts[i]);
        if (status != DW_OK)
            return status;
    }
    qsort(parts, uniting->count, sizeof *parts, compare_parts);
    return check_whole(parts, uniting->count);
}

/* Shards may be of several cards of a model: then the run is of none of them alone. */
static size_t count_devices(const struct uniting *uniting)
{
    size_t count = 0;
    for (size_t i = 0; i < uniting->count; i++) {
        bool known = false;
        for (size_t k = 0; k < i && !known; k++)
            known = strcmp(value_of(&uniting->parts[i], "device_selector"),
                           value_of(&uniting->parts[k], "device_selector")) == 0;
        count += !known;
    }
    return count;
}

/* What belongs to one process or one card is that of the first shard; the rest is alike. */
static void describe_whole(const struct uniting *uniting, size_t devices, struct part *whole)
{
    char text[512];
    *whole = uniting->parts[0];
    snprintf(text, sizeof text, "%.48s+%zu", value_of(whole, "run_id"), uniting->count - 1);
    set_value(whole, "run_id", text);
    for (size_t i = 1; i < uniting->count; i++)
        if (strcmp(value_of(&uniting->parts[i], "started"), value_of(whole, "started")) < 0)
            set_value(whole, "started", value_of(&uniting->parts[i], "started"));
    if (devices > 1)
        set_value(whole, "device_selector", "");
    set_value(whole, "shard", "1/1");
    set_value(whole, "instances", value_of(whole, "plan_instances"));
}

/* The next row of a shard goes to its next place in the plan. */
static int take_instance(void *context, const void *row)
{
    struct uniting *uniting = context;
    struct part *part = &uniting->parts[uniting->reading];
    while (uniting->next < uniting->row_count &&
           uniting->shards[uniting->next] != part->shard.number)
        uniting->next++;
    if (uniting->next == uniting->row_count) {
        base_error("%s/%s: more instances than the shard has", part->folder,
                   results_schema_instance.file);
        return DW_ERROR_PARSE;
    }
    uniting->rows[uniting->next++] = *(const struct results_instance *)row;
    uniting->filled++;
    return DW_OK;
}

static int read_instances(struct uniting *uniting)
{
    uint64_t instances;
    if (!base_parse_u64(value_of(&uniting->parts[0], "plan_instances"), 1 << 24, &instances))
        return DW_ERROR_PARSE;
    uniting->row_count = (size_t)instances;
    uniting->rows = calloc(uniting->row_count + 1, sizeof *uniting->rows);
    uniting->shards = calloc(uniting->row_count + 1, sizeof *uniting->shards);
    int status =
        uniting->rows && uniting->shards
            ? run_assign_shards(uniting->row_count, (uint32_t)uniting->count, uniting->shards)
            : DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < uniting->count && status == DW_OK; i++) {
        uniting->reading = i;
        uniting->next = 0;
        status = results_read(&results_schema_instance, uniting->parts[i].folder, take_instance,
                              uniting);
    }
    if (status == DW_OK && uniting->filled < uniting->row_count) {
        base_error("the shards have %zu of the plan's %zu instances", uniting->filled,
                   uniting->row_count);
        status = DW_ERROR_PARSE;
    }
    return status;
}

struct copying {
    const struct results_schema *schema;
    FILE *stream;
};

static int copy_row(void *context, const void *row)
{
    const struct copying *copying = context;
    results_write_row(copying->schema, copying->stream, row);
    return DW_OK;
}

/* Processes keep their numbers: what the p-th of every shard saw stands together, as what the p-th
 * of one run saw. */
static int join_files(const struct uniting *uniting, const struct results_schema *schema)
{
    char path[4096];
    struct base_atomic_file file;
    int status = base_join_path(path, sizeof path, uniting->out, schema->file);
    if (status == DW_OK)
        status = base_atomic_open(&file, path);
    if (status != DW_OK)
        return status;
    struct copying copying = {schema, file.stream};
    results_write_header(schema, file.stream);
    for (size_t i = 0; i < uniting->count && status == DW_OK; i++)
        status = results_read(schema, uniting->parts[i].folder, copy_row, &copying);
    if (status == DW_OK)
        return base_atomic_commit(&file);
    base_atomic_abandon(&file);
    return status;
}

static int write_whole(const struct uniting *uniting)
{
    struct part whole;
    const size_t devices = count_devices(uniting);
    describe_whole(uniting, devices, &whole);
    int status = base_make_directory(uniting->out);
    if (status == DW_OK)
        status = results_write_file(&results_schema_instance, uniting->out, uniting->rows,
                                    uniting->row_count);
    if (status == DW_OK && results_file_exists(&results_schema_weight, uniting->parts[0].folder))
        status = join_files(uniting, &results_schema_weight);
    if (status == DW_OK)
        status = join_files(uniting, &results_schema_arm);
    if (status == DW_OK)
        status = join_files(uniting, &results_schema_sample);
    if (status == DW_OK)
        status =
            results_write_file(&results_schema_run, uniting->out, whole.facts, whole.fact_count);
    if (status == DW_OK)
        status = results_reduce(uniting->out);
    if (status == DW_OK)
        base_info("united: %zu shards of %zu device%s, %zu instances", uniting->count, devices,
                  devices == 1 ? "" : "s of one model", uniting->row_count);
    return status;
}

static int check_out(const char *out)
{
    char path[4096];
    const int status = base_join_path(path, sizeof path, out, results_schema_run.file);
    if (status != DW_OK || !base_file_exists(path))
        return status;
    base_error("%s holds a run already; choose another --out", out);
    return DW_ERROR_PARSE;
}

int run_unite(const char *const *shards, size_t count, const char *out)
{
    struct uniting uniting = {.count = count, .out = out};
    int status = check_out(out);
    if (status != DW_OK)
        return status;
    uniting.parts = calloc(count, sizeof *uniting.parts);
    status = uniting.parts ? read_parts(&uniting, shards) : DW_ERROR_NO_MEMORY;
    if (status == DW_OK)
        status = read_instances(&uniting);
    if (status == DW_OK)
        status = write_whole(&uniting);
    if (status == DW_ERROR_NO_MEMORY)
        base_error("%s: out of memory", out);
    free(uniting.rows);
    free(uniting.shards);
    free(uniting.parts);
    return status;
}

#include "report/load.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "modes/arm.h"
#include "results/results.h"

/* A run's file that cannot be read is a bad run. */
static int as_bad_run(int status)
{
    return status == DW_ERROR_IO || status == DW_ERROR_NO_SPACE ? DW_ERROR_PARSE : status;
}

/* rows is malloc'd, also after a failure. */
static int read_list(const struct results_schema *schema, const char *directory, void **rows,
                     size_t *count)
{
    return as_bad_run(results_read_all(schema, directory, rows, count));
}

static void keep_own_constants(struct report_run *run)
{
    char device[DW_DEVICE_TEXT_SIZE];
    size_t kept = 0;
    dw_format_device_key(&run->device.key, device, sizeof(device));
    for (size_t i = 0; i < run->constant_count; i++) {
        if (strcmp(run->constants[i].device, device) == 0)
            run->constants[kept++] = run->constants[i];
    }
    run->constant_count = kept;
}

static bool has_file(const struct report_run *run, const struct results_schema *schema)
{
    char path[4096 + 32];
    snprintf(path, sizeof(path), "%s/%s", run->directory, schema->file);
    return base_file_exists(path);
}

static int resolve(struct report_run *run, const char *directory)
{
    char *absolute = realpath(directory, NULL);
    int length = absolute ? snprintf(run->directory, sizeof(run->directory), "%s", absolute) : 0;
    int reason = errno;
    free(absolute);
    if (length > 0 && (size_t)length < sizeof(run->directory))
        return DW_OK;
    base_error("%s is not a run's folder: %s", directory,
               length > 0 ? "its path is too long" : strerror(reason));
    return DW_ERROR_PARSE;
}

static int load_optional(struct report_run *run)
{
    void *rows = NULL;
    int status = DW_OK;
    if (has_file(run, &results_schema_score)) {
        status = read_list(&results_schema_score, run->directory, &rows, &run->score_count);
        run->scores = rows;
    }
    if (status == DW_OK && has_file(run, &results_schema_calibration)) {
        status =
            read_list(&results_schema_calibration, run->directory, &rows, &run->constant_count);
        run->constants = rows;
        keep_own_constants(run);
    }
    return status;
}

int report_load(struct report_run *run, const char *directory)
{
    void *rows = NULL;
    memset(run, 0, sizeof(*run));
    int status = resolve(run, directory);
    if (status == DW_OK)
        status = as_bad_run(results_read_device(directory, &run->device));
    if (status == DW_OK && !has_file(run, &results_schema_summary)) {
        base_error("%s has no %s: finish it with `dispatchwise run --resume --out %s`", directory,
                   results_schema_summary.file, directory);
        status = DW_ERROR_PARSE;
    }
    if (status != DW_OK)
        return status;
    status = read_list(&results_schema_run, run->directory, &rows, &run->pair_count);
    run->pairs = rows;
    for (size_t i = 0; i < run->pair_count; i++) {
        if (strcmp(run->pairs[i].key, "started") == 0)
            snprintf(run->started, sizeof(run->started), "%.63s", run->pairs[i].value);
    }
    return status == DW_OK ? load_optional(run) : status;
}

int report_load_summary(struct report_run *run)
{
    void *rows = NULL;
    struct arm arm;
    int status = read_list(&results_schema_summary, run->directory, &rows, &run->row_count);
    run->rows = rows;
    if (status == DW_OK && has_file(run, &results_schema_instance)) {
        status = read_list(&results_schema_instance, run->directory, &rows, &run->instance_count);
        run->instances = rows;
    }
    for (size_t i = 0; i < run->row_count && status == DW_OK; i++) {
        const struct results_summary *row = &run->rows[i];
        if (!arm_parse(row->arm, &arm) || row->launches == 0 || row->launches > UINT32_MAX ||
            row->repeats == 0 ||
            (strcmp(row->wait, "each") != 0 && strcmp(row->wait, "batch") != 0)) {
            base_error("%s/%s: %s %s: wait '%s', arm '%s', launches or repeats are not of this "
                       "program",
                       run->directory, results_schema_summary.file, row->workload, row->instance,
                       row->wait, row->arm);
            status = DW_ERROR_PARSE;
        }
    }
    return status;
}

void report_free(struct report_run *run)
{
    free(run->pairs);
    free(run->scores);
    free(run->constants);
    free(run->rows);
    free(run->instances);
    memset(run, 0, sizeof(*run));
}

const struct results_calibration *report_constant(const struct report_run *run, const char *name)
{
    for (size_t i = 0; i < run->constant_count; i++) {
        if (strcmp(run->constants[i].constant, name) == 0)
            return &run->constants[i];
    }
    return NULL;
}

const struct results_score *report_score(const struct report_run *run, const char *policy,
                                         const char *set)
{
    for (size_t i = 0; i < run->score_count; i++) {
        if (strcmp(run->scores[i].policy, policy) == 0 && strcmp(run->scores[i].set, set) == 0)
            return &run->scores[i];
    }
    return NULL;
}

int report_compare_instances(const struct results_summary *a, const struct results_summary *b)
{
    int order = strcmp(a->workload, b->workload);
    if (order == 0)
        order = strcmp(a->instance, b->instance);
    return order != 0 ? order : strcmp(a->wait, b->wait);
}

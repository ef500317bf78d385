#include "run/rows.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"

int run_open_rows(const char *out, uint32_t process, struct run_rows *rows)
{
    *rows = (struct run_rows){.process = process, .out = out};
    rows->samples = results_open_append(&results_schema_sample, out);
    rows->arms = rows->samples ? results_open_append(&results_schema_arm, out) : NULL;
    return rows->arms ? DW_OK : DW_ERROR_IO;
}

static int flush(FILE *stream, const char *out, const struct results_schema *schema)
{
    char path[4096];
    errno = 0;
    if (fflush(stream) != 0 || ferror(stream)) {
        base_error("%s/%s: cannot be written: %s; what it holds can be gone on with by --resume",
                   out, schema->file, base_write_reason(errno));
        return DW_ERROR_IO;
    }
    if (base_join_path(path, sizeof path, out, schema->file) == DW_OK &&
        base_is_still(fileno(stream), path))
        return DW_OK;
    base_error(
        "%s/%s: was removed or replaced while the run wrote to it: put it back and go on with "
        "--resume, or begin anew",
        out, schema->file);
    return DW_ERROR_IO;
}

int run_close_rows(struct run_rows *rows)
{
    int failed = 0;
    if (rows->samples)
        failed |= fclose(rows->samples);
    if (rows->arms)
        failed |= fclose(rows->arms);
    rows->samples = rows->arms = NULL;
    if (failed)
        base_error("%s: a file cannot be written to its end: %s", rows->out, strerror(errno));
    return failed ? DW_ERROR_IO : DW_OK;
}

int run_write_arm(struct run_rows *rows, const struct arm *arm, const struct measure_opened *opened)
{
    struct results_arm row = {.process = rows->process,
                              .record_ns = opened->record_ns,
                              .setup_ns = opened->setup_ns,
                              .first_use_ns = opened->first_use_ns,
                              .overlap = opened->overlap};
    base_copy_text(row.workload, sizeof row.workload, rows->instance->workload);
    base_copy_text(row.instance, sizeof row.instance, rows->instance->instance);
    base_copy_text(row.wait, sizeof row.wait, rows->instance->wait);
    arm_format(arm, row.arm, sizeof row.arm);
    base_copy_text(row.status, sizeof row.status, arm_status_name(opened->status));
    base_copy_text(row.detail, sizeof row.detail, opened->detail);
    if (opened->status != ARM_STATUS_OK)
        row.record_ns = row.setup_ns = row.first_use_ns = row.overlap = (double)NAN;
    results_write_row(&results_schema_arm, rows->arms, &row);
    return flush(rows->arms, rows->out, &results_schema_arm);
}

int run_write_sample(void *context, const struct measure_arm *arm, uint32_t round,
                     uint32_t position, const struct measure_sample *sample)
{
    struct run_rows *rows = context;
    struct results_sample row = {.process = rows->process,
                                 .round = round,
                                 .position = position,
                                 .wall_ns = sample->wall_ns,
                                 .host_ns = sample->host_ns,
                                 .cpu_ns = sample->cpu_ns,
                                 .gpu_ns = sample->gpu_ns};
    base_copy_text(row.workload, sizeof row.workload, rows->instance->workload);
    base_copy_text(row.instance, sizeof row.instance, rows->instance->instance);
    base_copy_text(row.wait, sizeof row.wait, rows->instance->wait);
    arm_format(&arm->arm, row.arm, sizeof row.arm);
    results_write_row(&results_schema_sample, rows->samples, &row);
    return DW_OK;
}

int run_flush_samples(struct run_rows *rows)
{
    return flush(rows->samples, rows->out, &results_schema_sample);
}

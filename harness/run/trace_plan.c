#include "run/trace_plan.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "results/instance.h"
#include "run/run.h"
#include "run/trace_match.h"
#include "run/trace_shapes.h"

static void fill_row(const struct run_trace_batch *batch, const struct workload *workload,
                     struct run_trace_row *row)
{
    const struct arm arm = run_recorded_arm(batch);
    struct results_weight *weight = &row->weight;
    char name[WORKLOAD_INSTANCE_SIZE];
    workload_instance_name(&batch->shape, name);
    row->instance = (struct grid_instance){.workload = workload, .shape = batch->shape};
    snprintf(row->instance.name, sizeof row->instance.name, RESULTS_RECORDED "%.*s",
             (int)(sizeof row->instance.name - sizeof RESULTS_RECORDED), name);
    *weight = (struct results_weight){
        .occurrences = batch->occurrences,
        .batches = batch->key.members,
        .recorded_ns = batch->recorded_ns,
        .recorded_kernel_ns = batch->kernel_ns[0],
        .matched_kernel_ns = row->kernel[0].kernel_ns,
        .b_recorded_kernel_ns = batch->kernel_ns[1],
        .b_matched_kernel_ns = batch->key.members > 1 ? row->kernel[1].kernel_ns : (double)NAN,
    };
    base_copy_text(weight->workload, sizeof weight->workload, workload->name);
    base_copy_text(weight->instance, sizeof weight->instance, row->instance.name);
    base_copy_text(weight->wait, sizeof weight->wait, dw_wait_name(batch->shape.wait));
    arm_format(&arm, weight->arm, sizeof weight->arm);
    snprintf(weight->pipeline, sizeof weight->pipeline, "%016" PRIx64,
             batch->key.member[0].pipeline);
    if (batch->key.members > 1)
        snprintf(weight->b_pipeline, sizeof weight->b_pipeline, "%016" PRIx64,
                 batch->key.member[1].pipeline);
}

/* "N what" behind a comma, where there are any. */
static void put_count(char *text, size_t size, uint64_t count, const char *what)
{
    const size_t used = strlen(text);
    if (count > 0 && used < size)
        snprintf(text + used, size - used, "%s%" PRIu64 " %s", used > 0 ? ", " : "", count, what);
}

static void tell_together(const struct run_trace *trace)
{
    if (trace->pairs + trace->unshaped > 0)
        base_info("  %" PRIu64
                  " pairs of neighbours that nothing keeps apart are replayed together; "
                  "%" PRIu64 " more stay alone: no shape has them",
                  trace->pairs, trace->unshaped);
    if (trace->compiled > 0)
        base_info("  %" PRIu64 " batches had their pipeline compiled for them: %" PRIu64
                  " are replayed with the batch before, %" PRIu64
                  " as if it had been there: no shape has them",
                  trace->compiled, trace->led, trace->settled);
}

static void tell(const char *path, const struct run_trace *trace, size_t unmatched)
{
    char left_out[400] = "";
    put_count(left_out, sizeof left_out, trace->indirect, "with a grid that only the device knew");
    put_count(left_out, sizeof left_out, trace->unseen, "whose pipeline was not seen");
    put_count(left_out, sizeof left_out, trace->too_large, "too large for a workload");
    put_count(left_out, sizeof left_out, trace->rest, "beyond the costliest kinds");
    put_count(left_out, sizeof left_out, trace->draws, "draws");
    base_info("%s: %" PRIu64 " batches, of which %zu kinds stand for %" PRIu64 ": %.1f %% of the "
              "%s",
              path, trace->all, trace->count, trace->covered, 100 * trace->share,
              trace->untimed < trace->covered ? "device time" : "launches");
    if (*left_out)
        base_info("  not replayed: %s", left_out);
    tell_together(trace);
    if (trace->unknown > 0)
        base_info("  %" PRIu64 " batches access what is not known: where barriers stand between "
                  "their launches, these are replayed one after the other",
                  trace->unknown);
    if (trace->untimed > 0)
        base_warn("%s: the device times of %" PRIu64 " batches are not known, and their kernels "
                  "are the smallest; record with --gpu-times",
                  path, trace->untimed);
    if (unmatched > 0)
        base_warn("%s: of %zu kinds no kernel comes within %.0f %% of the device time; weights.csv "
                  "has both",
                  path, unmatched, 100 * RUN_MATCH_TOLERANCE);
}

static bool is_matched(const struct run_trace_batch *batch, const struct run_trace_row *row)
{
    for (uint32_t i = 0; i < batch->key.members; i++)
        if (fabs(row->kernel[i].kernel_ns / batch->kernel_ns[i] - 1) > RUN_MATCH_TOLERANCE)
            return false;
    return true;
}

/* Kinds that the device holds no kernel of are left out. */
static int match_all(struct run_trace *trace, const char *list, struct run_probe *probe,
                     struct run_trace_row *rows, size_t *count, size_t *unmatched)
{
    int status = DW_OK;
    for (size_t i = 0; i < trace->count && status == DW_OK && !run_interrupted; i++) {
        struct run_trace_batch *batch = &trace->batches[i];
        struct run_trace_row *row = &rows[*count];
        const struct workload *workload = NULL;
        status = run_match_kernels(probe, list, batch, &workload, row->kernel);
        if (status != DW_OK)
            break;
        if (!workload) {
            trace->covered -= batch->occurrences * batch->key.members;
            trace->too_large += batch->occurrences * batch->key.members;
            continue;
        }
        fill_row(batch, workload, row);
        *unmatched += !is_matched(batch, row);
        ++*count;
    }
    return status;
}

int run_plan_trace(const char *path, const char *list, struct run_probe *probe,
                   struct run_trace_row **rows, size_t *count)
{
    struct run_trace trace;
    size_t unmatched = 0;
    *count = 0;
    *rows = NULL;
    int status = run_read_trace(path, &probe->engine->facts, &trace);
    if (status == DW_OK) {
        *rows = calloc(trace.count + 1, sizeof **rows);
        status =
            *rows ? match_all(&trace, list, probe, *rows, count, &unmatched) : DW_ERROR_NO_MEMORY;
    }
    if (status == DW_OK && *count == 0 && !run_interrupted) {
        base_error("%s: the device holds none of its batches", path);
        status = DW_ERROR_INVALID_ARGUMENT;
    }
    if (status == DW_OK && !run_interrupted) {
        tell(path, &trace, unmatched);
        if (strcmp(trace.device, probe->engine->facts.key.name) != 0)
            base_info("  it was recorded on %s: the times of its batches are that device's",
                      *trace.device ? trace.device : "an unknown device");
    }
    run_free_trace(&trace);
    return status;
}

#include "run/trace_shapes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "measure/statistics.h"
#include "run/trace_spans.h"
#include "trace/batches.h"
#include "trace/hash.h"
#include "trace/reader.h"
#include "trace/table.h"

/* What a shape sees of a batch, and how the program submitted it. Hashed: no padding. */
struct kind_key {
    uint64_t pipeline, copy_bytes;
    uint32_t launches, groups, resources, submits;
    uint32_t wait, dependent, copy, resubmitted;
};

struct kind {
    struct kind_key key;
    uint64_t occurrences, unknown;
    uint64_t rewritten; /* batches with sets that are not as they were launched with before */
    struct trace_table identities; /* of its batches */
};

struct reading {
    struct run_trace *trace;
    const struct measure_facts *facts;
    struct kind *kinds;
    size_t kind_count, kind_size;
    struct trace_table numbers; /* a key's hash to its kind's number + 1 */
    struct run_trace_span *spans;
    size_t span_count, span_size;
    bool failed; /* no memory */
};

static uint32_t at_most(uint64_t value, uint64_t most)
{
    return (uint32_t)(value < most ? value : most);
}

static struct kind_key key_of(const struct trace_batch *batch, const struct measure_facts *facts)
{
    const uint64_t copied = batch->copy_bytes + batch->copy_texels; /* a texel is a byte or more */
    /* What all launches of a batch bind is none's own. */
    const bool shared = batch->launches > 1 && batch->distinct == 1;
    const bool copies = batch->copies_verdict != DW_COPY_NONE && copied > 0;
    struct kind_key key;
    memset(&key, 0, sizeof key);
    key.pipeline = batch->pipeline->hash;
    key.launches = (uint32_t)batch->launches;
    key.groups = (uint32_t)((batch->groups + batch->launches / 2) / batch->launches);
    key.resources = shared ? 0 : at_most(batch->resources, facts->max_resources);
    key.submits = batch->submits;
    key.wait = batch->waited && batch->launches == 1 ? DW_WAIT_EACH : DW_WAIT_BATCH;
    key.dependent = batch->levels > 1;
    key.resubmitted = 2 * batch->resubmitted >= batch->submits;
    if (copies) {
        key.copy_bytes = at_most((copied + 3) / 4 * 4, WORKLOAD_COPY_BYTES_MAX);
        key.copy = batch->copies_verdict;
    }
    return key;
}

/* The number of a kind, which may be new. */
static uint32_t find_kind(struct reading *reading, const struct kind_key *key)
{
    const uint64_t hash = trace_hash(key, sizeof *key, 0) | 1;
    const uintptr_t known = (uintptr_t)trace_table_get(&reading->numbers, hash);
    if (known)
        return (uint32_t)known - 1;
    if (reading->kind_count == reading->kind_size) {
        const size_t size = reading->kind_size ? 2 * reading->kind_size : 64;
        struct kind *grown = realloc(reading->kinds, size * sizeof *grown);
        if (!grown)
            goto fail;
        reading->kinds = grown;
        reading->kind_size = size;
    }
    if (!trace_table_put(&reading->numbers, hash, (void *)(uintptr_t)(reading->kind_count + 1)))
        goto fail;
    reading->kinds[reading->kind_count] = (struct kind){.key = *key};
    return (uint32_t)reading->kind_count++;
fail:
    reading->failed = true;
    return RUN_TRACE_NO_KIND;
}

static void add_span(struct reading *reading, const struct trace_batch *batch, uint32_t kind)
{
    if (reading->span_count == reading->span_size) {
        const size_t size = reading->span_size ? 2 * reading->span_size : 256;
        struct run_trace_span *grown = realloc(reading->spans, size * sizeof *grown);
        if (!grown) {
            reading->failed = true;
            return;
        }
        reading->spans = grown;
        reading->span_size = size;
    }
    const double per_launch_ns =
        batch->timed > 0 ? (double)batch->device_ns / (double)batch->timed : (double)NAN;
    reading->spans[reading->span_count++] = (struct run_trace_span){
        .queue = (uint64_t)batch->process << 48 ^ batch->queue,
        .begin_ns = batch->begin_ns > batch->record_ns ? batch->begin_ns - batch->record_ns : 0,
        .done_ns = batch->done_ns,
        .kind = kind,
        .launches = batch->launches,
        .device_ns = per_launch_ns * (double)batch->launches,
    };
}

static void take_batch(void *context, const struct trace_batch *batch)
{
    struct reading *reading = context;
    struct run_trace *trace = reading->trace;
    uint64_t *left_out =
        batch->indirect > 0 ? &trace->indirect
        : !batch->pipeline  ? &trace->unseen
        : batch->launches > UINT32_MAX / 2 || batch->groups_max > WORKLOAD_GROUPS_MAX
            ? &trace->too_large
            : NULL;
    uint32_t number = RUN_TRACE_NO_KIND;
    trace->all++;
    if (left_out) {
        ++*left_out;
    } else {
        const struct kind_key key = key_of(batch, reading->facts);
        number = find_kind(reading, &key);
    }
    if (number != RUN_TRACE_NO_KIND) {
        struct kind *kind = &reading->kinds[number];
        kind->occurrences++;
        kind->rewritten += batch->rewrites > 0;
        kind->unknown += batch->hazards[TRACE_HAZARD_UNKNOWN] > 0;
        if (!trace_table_put(&kind->identities, batch->identity | 1, kind))
            reading->failed = true;
    }
    add_span(reading, batch, number);
}

static void take_text(struct run_trace *trace, const struct trace_event *event)
{
    size_t count;
    const char *items = trace_items(event, &count);
    if (event->kind == TRACE_DEVICE && !trace->device[0])
        snprintf(trace->device, sizeof trace->device, "%.*s", (int)count, items);
    if (event->kind == TRACE_RECORDING_END)
        trace->draws += ((const struct trace_recording_end *)trace_fields(event))->draws;
}

static int read_file(const char *path, struct reading *reading)
{
    struct trace_reader *reader = NULL;
    struct trace_refusal refusal;
    const struct trace_event *event;
    struct trace_cutter *cutter = trace_create_cutter(take_batch, reading);
    int status = trace_open_reader(path, &reader, &refusal);
    reading->failed = !cutter;
    while (status >= 0 && !reading->failed &&
           (status = trace_next(reader, &event, &refusal)) == 1) {
        take_text(reading->trace, event);
        if (trace_cut(cutter, trace_reader_process(reader), event) != DW_OK)
            reading->failed = true;
    }
    trace_close_reader(&reader);
    trace_destroy_cutter(&cutter); /* the last batches come */
    if (status < 0) {
        base_error("%s: at byte %llu: %s", path, (unsigned long long)refusal.offset,
                   refusal.reason);
        return status;
    }
    if (reading->failed)
        base_error("%s: out of memory", path);
    return reading->failed ? DW_ERROR_NO_MEMORY : DW_OK;
}

/* Median of what is known; scratch has room for all. */
static double median_of(const struct run_trace_span *spans, size_t count, bool device,
                        double *scratch)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        const double ns =
            device ? spans[i].device_ns / (double)spans[i].launches : spans[i].share_ns;
        if (!isnan(ns))
            scratch[known++] = ns;
    }
    return measure_median(scratch, known);
}

static double cost_of(const struct run_trace_span *spans, size_t count, bool timed)
{
    double cost = 0;
    for (size_t i = 0; i < count; i++)
        cost += !timed                      ? (double)spans[i].launches
                : isnan(spans[i].device_ns) ? 0
                                            : spans[i].device_ns;
    return cost;
}

static struct run_trace_batch batch_of(const struct kind *kind)
{
    const struct kind_key *key = &kind->key;
    const uint64_t distinct = kind->identities.used;
    const uint64_t repeats = (kind->occurrences + distinct / 2) / distinct;
    return (struct run_trace_batch){
        .shape = {.wait = (enum dw_wait)key->wait,
                  .launches = key->launches,
                  .groups = key->groups,
                  .steps = 1,
                  .repeats = at_most(repeats, UINT32_MAX),
                  .dependent = key->dependent,
                  .resources = key->resources,
                  .rebind = key->resources > 0 && 2 * kind->rewritten >= kind->occurrences,
                  .copy_bytes = key->copy_bytes,
                  .copy = (enum dw_copy)key->copy},
        .pipeline = key->pipeline,
        .submits = key->submits,
        .resubmitted = key->resubmitted != 0,
        .occurrences = kind->occurrences,
    };
}

static int compare_costs(const void *left, const void *right)
{
    const struct run_trace_batch *a = left, *b = right;
    if (a->cost != b->cost)
        return a->cost > b->cost ? -1 : 1;
    return (a->pipeline > b->pipeline) - (a->pipeline < b->pipeline);
}

/* Spans are sorted by kind. */
static int sum_up(struct reading *reading)
{
    struct run_trace *trace = reading->trace;
    double *scratch = malloc((reading->span_count + 1) * sizeof *scratch);
    trace->batches = calloc(reading->kind_count + 1, sizeof *trace->batches);
    if (!scratch || !trace->batches) {
        free(scratch);
        return DW_ERROR_NO_MEMORY;
    }
    const bool timed = cost_of(reading->spans, reading->span_count, true) > 0;
    const double whole = cost_of(reading->spans, reading->span_count, timed);
    const struct run_trace_span *at = reading->spans;
    for (; trace->count < reading->kind_count; trace->count++) {
        const struct kind *kind = &reading->kinds[trace->count];
        struct run_trace_batch *batch = &trace->batches[trace->count];
        *batch = batch_of(kind);
        batch->kernel_ns = median_of(at, kind->occurrences, true, scratch);
        batch->recorded_ns = median_of(at, kind->occurrences, false, scratch);
        batch->cost = cost_of(at, kind->occurrences, timed);
        trace->unknown += kind->unknown;
        at += kind->occurrences;
    }
    free(scratch);
    qsort(trace->batches, trace->count, sizeof *trace->batches, compare_costs);
    for (size_t i = 0; i < trace->count; i++) {
        const struct run_trace_batch *batch = &trace->batches[i];
        const bool kept = i < RUN_TRACE_BATCHES_MAX;
        *(kept ? &trace->covered : &trace->rest) += batch->occurrences;
        trace->share += kept && whole > 0 ? batch->cost / whole : 0;
        trace->untimed += kept && isnan(batch->kernel_ns) ? batch->occurrences : 0;
    }
    trace->count = trace->count < RUN_TRACE_BATCHES_MAX ? trace->count : RUN_TRACE_BATCHES_MAX;
    return DW_OK;
}

int run_read_trace(const char *path, const struct measure_facts *facts, struct run_trace *trace)
{
    struct reading reading = {.trace = trace, .facts = facts};
    *trace = (struct run_trace){.batches = NULL};
    int status = read_file(path, &reading);
    if (status == DW_OK) {
        run_share_waits(reading.spans, reading.span_count);
        status = sum_up(&reading);
    }
    if (status == DW_OK && trace->count == 0) {
        base_error("%s: nothing to replay: of %llu batches none has a grid and a pipeline that "
                   "are known and fit",
                   path, (unsigned long long)trace->all);
        status = DW_ERROR_PARSE;
    }
    for (size_t i = 0; i < reading.kind_count; i++)
        trace_table_free(&reading.kinds[i].identities, NULL);
    free(reading.kinds);
    trace_table_free(&reading.numbers, NULL);
    free(reading.spans);
    return status;
}

void run_free_trace(struct run_trace *trace)
{
    free(trace->batches);
    *trace = (struct run_trace){.batches = NULL};
}

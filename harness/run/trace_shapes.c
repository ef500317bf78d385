#include "run/trace_shapes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "measure/statistics.h"
#include "run/trace_neighbours.h"
#include "run/trace_spans.h"
#include "trace/reader.h"
#include "trace/room.h"

struct reading {
    struct run_trace *trace;
    const struct measure_facts *facts;
    struct run_trace_kinds kinds;
    struct run_pairing pairing;
    struct run_trace_span *spans;
    size_t span_count, span_size;
    uint64_t groups;
    bool failed; /* no memory */
};

static void add_span(struct reading *reading, const struct trace_batch *batch, uint32_t kind,
                     uint32_t member)
{
    struct run_trace_span *grown =
        trace_make_room(reading->spans, reading->span_count, &reading->span_size, sizeof *grown);
    if (!grown) {
        reading->failed = true;
        return;
    }
    reading->spans = grown;
    const double per_launch_ns =
        batch->timed > 0 ? (double)batch->device_ns / (double)batch->timed : (double)NAN;
    reading->spans[reading->span_count++] = (struct run_trace_span){
        .queue = run_queue_of(batch),
        .begin_ns = batch->begin_ns,
        .done_ns = batch->done_ns,
        .record_ns = batch->record_ns,
        .compile_ns = batch->ahead ? 0 : batch->compile_ns,
        .compiles = kind != RUN_TRACE_NO_KIND && reading->kinds.list[kind].key.compiled,
        .kind = kind,
        .member = member,
        .group = reading->groups,
        .launches = batch->launches,
        .device_ns = per_launch_ns * (double)batch->launches,
    };
}

/* Whether a batch can be replayed, or why not. */
enum fate { REPLAYED, INDIRECT, UNSEEN, TOO_LARGE };

static enum fate fate_of(const struct trace_batch *batch)
{
    if (batch->indirect > 0)
        return INDIRECT;
    if (!batch->pipeline)
        return UNSEEN;
    return batch->launches > UINT32_MAX / 2 || batch->groups_max > WORKLOAD_GROUPS_MAX ? TOO_LARGE
                                                                                       : REPLAYED;
}

static void count_together(struct run_trace *trace, const struct trace_batch *first,
                           const struct trace_batch *second)
{
    const struct trace_batch *last = second ? second : first;
    trace->pairs += second && !second->compiled;
    trace->compiled += last->compiled;
    trace->led += second && second->compiled;
    trace->settled += !second && first->compiled && !run_compiles_alone(first);
}

static void take_together(void *context, const struct trace_batch *first,
                          const struct trace_batch *second)
{
    struct reading *reading = context;
    struct run_trace *trace = reading->trace;
    const enum fate fate = fate_of(first);
    uint32_t kind = RUN_TRACE_NO_KIND;
    trace->indirect += fate == INDIRECT;
    trace->unseen += fate == UNSEEN;
    trace->too_large += fate == TOO_LARGE;
    if (fate == REPLAYED) {
        kind = run_add_to_kind(&reading->kinds, first, second, reading->facts);
        if (kind == RUN_TRACE_NO_KIND)
            reading->failed = true;
        count_together(trace, first, second);
    }
    add_span(reading, first, kind, 0);
    if (second)
        add_span(reading, second, kind, 1);
    reading->groups++;
}

static void take_batch(void *context, const struct trace_batch *batch)
{
    struct reading *reading = context;
    reading->trace->all++;
    run_pair_batch(&reading->pairing, batch, fate_of(batch) == REPLAYED);
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
    run_end_pairing(&reading->pairing);
    reading->failed |= reading->pairing.failed;
    reading->trace->unshaped = reading->pairing.unshaped;
    if (status < 0) {
        base_error("%s: at byte %llu: %s", path, (unsigned long long)refusal.offset,
                   refusal.reason);
        return status;
    }
    if (reading->failed)
        base_error("%s: out of memory", path);
    return reading->failed ? DW_ERROR_NO_MEMORY : DW_OK;
}

/* The median device time of a launch, over the batches of a kind that are such a member; scratch
 * has room for all. */
static double median_kernel(const struct run_trace_span *spans, size_t count, uint32_t member,
                            double *scratch)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        if (spans[i].member == member && !isnan(spans[i].device_ns))
            scratch[known++] = spans[i].device_ns / (double)spans[i].launches;
    return measure_median(scratch, known);
}

/* Of the members' shares together. */
static double median_recorded(const struct run_trace_span *spans, size_t count, size_t members,
                              double *scratch)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i += members) {
        double ns = 0;
        for (size_t m = 0; m < members; m++)
            ns += spans[i + m].share_ns;
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

static int compare_costs(const void *left, const void *right)
{
    const struct run_trace_batch *a = left, *b = right;
    const uint64_t left_hash = a->key.member[0].pipeline, right_hash = b->key.member[0].pipeline;
    if (a->cost != b->cost)
        return a->cost > b->cost ? -1 : 1;
    return (left_hash > right_hash) - (left_hash < right_hash);
}

static bool is_new(const struct run_trace_key *key, uint32_t member)
{
    return key->compiled && member + 1 == key->members;
}

static void settle_kernel(const struct run_trace *trace, struct run_trace_batch *batch,
                          uint32_t member)
{
    const struct run_trace_member *wanted = &batch->key.member[member];
    uint64_t most = 0;
    for (size_t i = 0; i < trace->count; i++) {
        const struct run_trace_batch *other = &trace->batches[i];
        for (uint32_t m = 0; m < other->key.members; m++)
            if (!is_new(&other->key, m) && other->key.member[m].pipeline == wanted->pipeline &&
                other->key.member[m].groups == wanted->groups && other->occurrences > most &&
                !isnan(other->kernel_ns[m])) {
                batch->kernel_ns[member] = other->kernel_ns[m];
                most = other->occurrences;
            }
    }
}

static size_t kept_of(const struct run_trace *trace)
{
    return trace->count < RUN_TRACE_BATCHES_MAX ? trace->count : RUN_TRACE_BATCHES_MAX;
}

/* Where a driver compiles late, a pipeline's first launch has that in its time: what batches around
 * a new one are matched by is what their kernels take where they are launched most often, new ones
 * left out unless there are no others. */
static void settle_kernels(struct run_trace *trace)
{
    for (size_t i = 0; i < kept_of(trace); i++)
        for (uint32_t m = 0; m < trace->batches[i].key.members && trace->batches[i].key.compiled;
             m++)
            settle_kernel(trace, &trace->batches[i], m);
}

static bool knows_kernels(const struct run_trace_batch *batch)
{
    return !isnan(batch->kernel_ns[0]) && (batch->key.members == 1 || !isnan(batch->kernel_ns[1]));
}

/* The costliest are kept. */
static void keep_costliest(struct run_trace *trace, double whole)
{
    const size_t kept_count = kept_of(trace);
    qsort(trace->batches, trace->count, sizeof *trace->batches, compare_costs);
    settle_kernels(trace);
    for (size_t i = 0; i < trace->count; i++) {
        const struct run_trace_batch *batch = &trace->batches[i];
        const uint64_t batches = batch->occurrences * batch->key.members;
        const bool kept = i < kept_count;
        *(kept ? &trace->covered : &trace->rest) += batches;
        trace->share += kept && whole > 0 ? batch->cost / whole : 0;
        trace->untimed += kept && !knows_kernels(batch) ? batches : 0;
    }
    trace->count = kept_count;
}

/* Spans are sorted by kind. */
static int sum_up(struct reading *reading)
{
    struct run_trace *trace = reading->trace;
    double *scratch = malloc((reading->span_count + 1) * sizeof *scratch);
    trace->batches = calloc(reading->kinds.count + 1, sizeof *trace->batches);
    if (!scratch || !trace->batches) {
        free(scratch);
        return DW_ERROR_NO_MEMORY;
    }
    const bool timed = cost_of(reading->spans, reading->span_count, true) > 0;
    const double whole = cost_of(reading->spans, reading->span_count, timed);
    const struct run_trace_span *at = reading->spans;
    for (; trace->count < reading->kinds.count; trace->count++) {
        const struct run_trace_kind *kind = &reading->kinds.list[trace->count];
        const size_t members = kind->key.members, count = kind->occurrences * members;
        trace->batches[trace->count] = (struct run_trace_batch){
            .shape = run_kind_shape(kind),
            .key = kind->key,
            .occurrences = kind->occurrences,
            .kernel_ns = {median_kernel(at, count, 0, scratch),
                          median_kernel(at, count, 1, scratch)},
            .recorded_ns = median_recorded(at, count, members, scratch),
            .cost = cost_of(at, count, timed),
        };
        trace->unknown += kind->unknown;
        at += count;
    }
    free(scratch);
    keep_costliest(trace, whole);
    return DW_OK;
}

int run_read_trace(const char *path, const struct measure_facts *facts, struct run_trace *trace)
{
    struct reading reading = {.trace = trace, .facts = facts};
    reading.pairing = (struct run_pairing){.callback = take_together, .context = &reading};
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
    run_free_kinds(&reading.kinds);
    free(reading.spans);
    return status;
}

void run_free_trace(struct run_trace *trace)
{
    free(trace->batches);
    *trace = (struct run_trace){.batches = NULL};
}

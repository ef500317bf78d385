/* Where on the device's clock a stamped batch lay, and what ran beside what. */
#include <math.h>

#include "gpu/instance_state.h"

double gpu_ticks_ns(uint64_t from, uint64_t to, unsigned bits, double period_ns)
{
    const unsigned unused = bits >= 64 ? 0 : 64 - bits;
    /* The difference is taken of whole ticks: a clock that counts from 1970 is beyond what a double
     * holds to the nanosecond. Shifted up, the sign of the valid bits is that of the word. */
    const int64_t ticks = (int64_t)((to - from) << unused) / (INT64_C(1) << unused);
    return (double)ticks * period_ns;
}

/* Begin and end of one span of the last stamped batch, in ticks. */
static int read_stamps(const struct mode_batch *batch, enum mode_span span, uint64_t stamps[2])
{
    int status = DW_OK;
    const struct gpu_device *device = batch->device;
    GPU_TRY(vkGetQueryPoolResults(device->handle, batch->stamps, 2 * (uint32_t)span, 2,
                                  2 * sizeof stamps[0], stamps, sizeof stamps[0],
                                  VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WAIT_BIT));
fail:
    return status;
}

static double ticks_ns(const struct mode_batch *batch, uint64_t from, uint64_t to)
{
    return gpu_ticks_ns(from, to, batch->device->queues[GPU_QUEUE_MAIN].timestamp_bits,
                        (double)batch->device->info->timestamp_period_ns);
}

int gpu_read_spans(const struct mode_run *run, struct gpu_spans *spans)
{
    int status = DW_OK;
    struct gpu_spans found = {.origin = 0};
    for (int span = 0; span < MODE_SPAN_COUNT && status == DW_OK; span++) {
        uint64_t stamps[2];
        if (!mode_has_span(run, (enum mode_span)span))
            continue;
        status = read_stamps(run->batch, (enum mode_span)span, stamps);
        if (status != DW_OK)
            break;
        if (span == MODE_SPAN_KERNEL)
            found.origin = stamps[0];
        found.there[span] = true;
        found.ns[span][0] = ticks_ns(run->batch, found.origin, stamps[0]);
        found.ns[span][1] = found.ns[span][0] + ticks_ns(run->batch, stamps[0], stamps[1]);
    }
    if (status == DW_OK)
        *spans = found;
    return status;
}

double gpu_whole_span(const struct gpu_spans *spans)
{
    double begin_ns = (double)INFINITY, end_ns = -(double)INFINITY;
    for (int span = 0; span < MODE_SPAN_COUNT; span++) {
        if (!spans->there[span])
            continue;
        begin_ns = fmin(begin_ns, spans->ns[span][0]);
        end_ns = fmax(end_ns, spans->ns[span][1]);
    }
    return end_ns - begin_ns;
}

static double length(const struct gpu_spans *spans, enum mode_span span)
{
    return spans->ns[span][1] - spans->ns[span][0];
}

/* Timestamps of two queues are compared as they are: devices have one clock for all of them. */
static double intersection(const struct gpu_spans *spans, enum mode_span other)
{
    const double *a = spans->ns[MODE_SPAN_KERNEL], *b = spans->ns[other];
    const double both_ns = fmin(a[1], b[1]) - fmax(a[0], b[0]);
    return fmax(both_ns, 0) / fmax(fmin(length(spans, MODE_SPAN_KERNEL), length(spans, other)), 1);
}

/* One more batch of the run, stamped. */
static int run_stamped(struct mode_run *run, struct gpu_spans *spans)
{
    struct mode_times times = {0};
    int status = mode_prepare_run(run, true);
    if (status == DW_OK)
        status = mode_execute_run(run, true, &times);
    return status == DW_OK ? gpu_read_spans(run, spans) : status;
}

/* Two kernels at once on one queue have one span: it is held against their spans behind each
 * other. */
static int saved_share(struct mode_run *run, const struct gpu_spans *at_once, double *share)
{
    struct mode_run *serial = NULL;
    struct gpu_spans apart;
    struct dw_choice choice = run->choice;
    choice.side[DW_AXIS_ARMS] = DW_ARMS_SIDE_SERIAL;
    int status = mode_open_run(run->batch, &choice, &serial);
    if (status == DW_OK)
        status = mode_record_run(serial);
    if (status == DW_OK)
        status = run_stamped(serial, &apart);
    if (status == DW_OK) {
        const double first = length(&apart, MODE_SPAN_KERNEL);
        const double second = length(&apart, MODE_SPAN_SECOND);
        const double saved = first + second - length(at_once, MODE_SPAN_KERNEL);
        *share = fmin(fmax(saved / fmax(fmin(first, second), 1), 0), 1);
    }
    mode_close_run(&serial);
    return status;
}

int gpu_find_overlap(struct mode_run *run, double *overlap)
{
    struct gpu_spans spans;
    const struct mode_batch *batch = run->batch;
    if (!batch->stamps || (batch->kernel_count < 2 && batch->shape.copy_bytes == 0))
        return DW_OK;
    const int status = run_stamped(run, &spans);
    if (status != DW_OK)
        return status;
    if (mode_has_span(run, MODE_SPAN_COPY))
        *overlap = intersection(&spans, MODE_SPAN_COPY);
    else if (mode_has_span(run, MODE_SPAN_SECOND))
        *overlap = intersection(&spans, MODE_SPAN_SECOND);
    else if (batch->kernel_count > 1)
        return saved_share(run, &spans, overlap);
    return DW_OK;
}

int gpu_read_chain(const struct mode_batch *batch, double *span_ns)
{
    uint64_t stamps[2];
    const int status = read_stamps(batch, MODE_SPAN_KERNEL, stamps);
    if (status == DW_OK)
        *span_ns = ticks_ns(batch, stamps[0], stamps[1]);
    return status;
}

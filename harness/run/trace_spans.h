/* How long a program's batches took as it saw them: from the recording of the first until the wait
 * that they were done by. A wait for several batches is divided among them. */
#ifndef RUN_TRACE_SPANS_H
#define RUN_TRACE_SPANS_H

#include <stddef.h>
#include <stdint.h>

#define RUN_TRACE_NO_KIND UINT32_MAX

/* One batch of the trace. */
struct run_trace_span {
    uint64_t queue; /* unique in the file */
    uint64_t begin_ns, done_ns;
    uint32_t kind; /* of the batch; RUN_TRACE_NO_KIND: takes its share, and is none */
    uint64_t launches;
    double device_ns; /* NaN: not known */
    double share_ns;  /* of the wait; NaN: there was none */
};

/* Fill share_ns. Waits of a queue follow each other: what the wait before had seen done is not
 * counted again. Batches share by device time, or by launches if one of them has none. Reorders
 * spans by kind. */
void run_share_waits(struct run_trace_span *spans, size_t count);

#endif

/* How long a program's batches took as it saw them: from the recording of the first until the wait
 * that they were done by. A wait for several batches is divided among them. */
#ifndef RUN_TRACE_SPANS_H
#define RUN_TRACE_SPANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One batch of the trace. */
struct run_trace_span {
    uint64_t queue;             /* unique in the file */
    uint64_t begin_ns, done_ns; /* its first submit; 0: the program never knew that it was done */
    uint64_t record_ns;         /* host time before the submit */
    uint64_t compile_ns;        /* of a pipeline that the program waited for; 0: there was none */
    bool compiles;              /* that is in its share; else in nobody's */
    uint32_t kind; /* that it is of, alone or with others; the largest: takes its share, no more */
    uint32_t member; /* of those that are decided on together: which it is */
    uint64_t group;  /* of those, the number */
    uint64_t launches;
    double device_ns; /* NaN: not known */
    double share_ns;  /* of the wait; NaN: there was none */
};

/* Fill share_ns. Waits of a queue follow each other: what the wait before had seen done is not
 * counted again. Batches share by device time, or by launches if one of them has none, and each has
 * its own compiling. Reorders spans by kind, group and member. */
void run_share_waits(struct run_trace_span *spans, size_t count);

#endif

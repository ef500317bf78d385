#include "run/trace_spans.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static int order(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_waits(const void *left, const void *right)
{
    const struct run_trace_span *a = left, *b = right;
    const int queues = order(a->queue, b->queue), waits = order(a->done_ns, b->done_ns);
    return queues ? queues : waits ? waits : order(a->begin_ns, b->begin_ns);
}

static int compare_kinds(const void *left, const void *right)
{
    const struct run_trace_span *a = left, *b = right;
    const int kinds = order(a->kind, b->kind), groups = order(a->group, b->group);
    return kinds ? kinds : groups ? groups : order(a->member, b->member);
}

/* Host time before the first submit: of all that it submits. */
static uint64_t lead_ns(const struct run_trace_span *spans, size_t count)
{
    uint64_t sum_ns = 0;
    for (size_t i = 0; i < count && spans[i].begin_ns == spans->begin_ns; i++)
        sum_ns += spans[i].record_ns + spans[i].compile_ns;
    return sum_ns < spans->begin_ns ? sum_ns : spans->begin_ns;
}

/* Those that one wait saw done; they are sorted, the first to begin first. */
static void share_wait(struct run_trace_span *spans, size_t count, uint64_t before_ns)
{
    const uint64_t first_ns = spans->begin_ns - lead_ns(spans, count);
    const uint64_t begin_ns = first_ns > before_ns ? first_ns : before_ns;
    const bool known = spans->done_ns > begin_ns; /* 0: no wait */
    const double whole_ns = known ? (double)(spans->done_ns - begin_ns) : (double)NAN;
    double device_ns = 0, launches = 0, compile_ns = 0;
    for (size_t i = 0; i < count; i++) {
        device_ns += spans[i].device_ns;
        launches += (double)spans[i].launches;
        compile_ns += (double)spans[i].compile_ns;
    }
    /* What was compiled before the wait before had ended is in neither. */
    const double scale = compile_ns > whole_ns ? whole_ns / compile_ns : 1;
    for (size_t i = 0; i < count; i++) {
        const double share =
            device_ns > 0 ? spans[i].device_ns / device_ns : (double)spans[i].launches / launches;
        spans[i].share_ns = share * (whole_ns - scale * compile_ns);
        if (spans[i].compiles)
            spans[i].share_ns += scale * (double)spans[i].compile_ns;
    }
}

void run_share_waits(struct run_trace_span *spans, size_t count)
{
    if (count == 0)
        return;
    qsort(spans, count, sizeof *spans, compare_waits);
    for (size_t first = 0, end; first < count; first = end) {
        const bool same_queue = first > 0 && spans[first - 1].queue == spans[first].queue;
        for (end = first + 1; end < count && spans[end].queue == spans[first].queue &&
                              spans[end].done_ns == spans[first].done_ns;)
            end++;
        share_wait(&spans[first], end - first, same_queue ? spans[first - 1].done_ns : 0);
    }
    qsort(spans, count, sizeof *spans, compare_kinds);
}

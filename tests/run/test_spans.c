/* How the waits of a program are divided among its batches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "run/trace_spans.h"

#define SPANS 4
#define SPAN(on, begin, done, of, count, device)                                                   \
    {                                                                                              \
        .queue = (on), .begin_ns = (begin), .done_ns = (done), .kind = (of), .launches = (count),  \
        .device_ns = (device)                                                                      \
    }

static const struct {
    struct run_trace_span spans[SPANS];
    size_t count;
    double share_ns[SPANS]; /* by kind, the number of the span; -1: not known */
} waits[] = {
    {{SPAN(1, 100, 700, 0, 1, (double)NAN)}, 1, {600}},
    /* One wait for two: by device time; by launches if one has none. */
    {{SPAN(1, 100, 700, 0, 1, 20), SPAN(1, 150, 700, 1, 1, 10)}, 2, {400, 200}},
    {{SPAN(1, 100, 700, 0, 1, 20), SPAN(1, 150, 700, 1, 3, (double)NAN)}, 2, {150, 450}},
    /* Begun before the wait before had ended: what that saw is not counted again. */
    {{SPAN(1, 300, 900, 1, 1, 5), SPAN(1, 100, 500, 0, 1, 5)}, 2, {400, 400}},
    /* Queues are apart, and what is never waited for has no time. */
    {{SPAN(1, 100, 500, 0, 1, 5), SPAN(2, 100, 900, 1, 1, 5), SPAN(1, 600, 0, 2, 1, 5)},
     3,
     {400, 800, -1}},
    /* A batch that is of no kind takes its share, and comes last. */
    {{SPAN(1, 100, 500, UINT32_MAX, 1, 30), SPAN(1, 100, 500, 0, 1, 10)}, 2, {100, 300}},
    /* All that a submit has was recorded before it; of a later one that is within the wait. */
    {{{.queue = 1,
       .begin_ns = 300,
       .done_ns = 700,
       .record_ns = 50,
       .launches = 1,
       .device_ns = 10},
      {.queue = 1,
       .begin_ns = 300,
       .done_ns = 700,
       .record_ns = 150,
       .kind = 1,
       .launches = 1,
       .device_ns = 10},
      {.queue = 1,
       .begin_ns = 400,
       .done_ns = 700,
       .record_ns = 90,
       .kind = 2,
       .launches = 1,
       .device_ns = 20}},
     3,
     {150, 150, 300}},
    /* Compiling is one batch's own, before its submit or within the wait, or nobody's. */
    {{{.queue = 1,
       .begin_ns = 400,
       .done_ns = 700,
       .compile_ns = 300,
       .compiles = true,
       .launches = 1,
       .device_ns = 10},
      {.queue = 1, .begin_ns = 400, .done_ns = 700, .kind = 1, .launches = 1, .device_ns = 20}},
     2,
     {400, 200}},
    {{{.queue = 1, .begin_ns = 100, .done_ns = 700, .launches = 1, .device_ns = 10},
      {.queue = 1,
       .begin_ns = 500,
       .done_ns = 700,
       .compile_ns = 300,
       .kind = 1,
       .launches = 1,
       .device_ns = 20}},
     2,
     {100, 200}},
    /* What the wait before had seen of it is counted there. */
    {{{.queue = 1, .begin_ns = 100, .done_ns = 500, .launches = 1, .device_ns = 10},
      {.queue = 1,
       .begin_ns = 550,
       .done_ns = 600,
       .compile_ns = 400,
       .compiles = true,
       .kind = 1,
       .launches = 1,
       .device_ns = 20}},
     2,
     {400, 100}},
};

static void waits_are_shared(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        struct run_trace_span spans[SPANS];
        for (size_t s = 0; s < waits[i].count; s++)
            spans[s] = waits[i].spans[s];
        run_share_waits(spans, waits[i].count);
        for (size_t s = 0; s < waits[i].count; s++) {
            const double expected = waits[i].share_ns[s], found = spans[s].share_ns;
            if (spans[s].kind != s && spans[s].kind != UINT32_MAX)
                fail_msg("row %zu: span %zu is of kind %u", i, s, spans[s].kind);
            if (expected < 0 ? !isnan(found) : !(fabs(found - expected) < 1e-9))
                fail_msg("row %zu: span %zu has %f ns, expected %f", i, s, found, expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(waits_are_shared)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

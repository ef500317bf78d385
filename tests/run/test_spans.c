/* How the waits of a program are divided among its batches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "run/trace_spans.h"

#define SPANS 4

static void waits_are_shared(void **state)
{
    static const struct {
        struct run_trace_span spans[SPANS];
        size_t count;
        double share_ns[SPANS]; /* by kind, the number of the span; -1: not known */
    } rows[] = {
        {{{1, 100, 700, 0, 1, (double)NAN, 0}}, 1, {600}},
        /* One wait for two: by device time; by launches if one has none. */
        {{{1, 100, 700, 0, 1, 20, 0}, {1, 150, 700, 1, 1, 10, 0}}, 2, {400, 200}},
        {{{1, 100, 700, 0, 1, 20, 0}, {1, 150, 700, 1, 3, (double)NAN, 0}}, 2, {150, 450}},
        /* Begun before the wait before had ended: what that saw is not counted again. */
        {{{1, 300, 900, 1, 1, 5, 0}, {1, 100, 500, 0, 1, 5, 0}}, 2, {400, 400}},
        /* Queues are apart, and what is never waited for has no time. */
        {{{1, 100, 500, 0, 1, 5, 0}, {2, 100, 900, 1, 1, 5, 0}, {1, 600, 0, 2, 1, 5, 0}},
         3,
         {400, 800, -1}},
        /* A batch that is of no kind takes its share, and comes last. */
        {{{1, 100, 500, RUN_TRACE_NO_KIND, 1, 30, 0}, {1, 100, 500, 0, 1, 10, 0}}, 2, {100, 300}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run_trace_span spans[SPANS];
        for (size_t s = 0; s < rows[i].count; s++)
            spans[s] = rows[i].spans[s];
        run_share_waits(spans, rows[i].count);
        for (size_t s = 0; s < rows[i].count; s++) {
            const double expected = rows[i].share_ns[s], found = spans[s].share_ns;
            if (spans[s].kind != s && spans[s].kind != RUN_TRACE_NO_KIND)
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

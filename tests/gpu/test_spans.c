/* Spans of the device's clock: to the tick, wherever the clock stands and however wide it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gpu/instance_state.h"

static void spans_are_exact_wherever_the_clock_stands(void **state)
{
    static const struct {
        uint64_t from, to;
        unsigned bits;
        double period_ns, expected_ns;
    } rows[] = {
        {0, 3, 64, 1, 3},
        /* A clock of nanoseconds since 1970: a double of it is a multiple of 256. */
        {UINT64_C(1767225600123456789), UINT64_C(1767225600123456832), 64, 1, 43},
        {UINT64_C(1767225600123456832), UINT64_C(1767225600123456789), 64, 1, -43},
        {UINT64_MAX - 1, 2, 64, 1, 4},
        {UINT64_C(0xffffffff0), 16, 36, 52.5, 32 * 52.5},
        {16, UINT64_C(0xffffffff0), 36, 52.5, -32 * 52.5},
        /* What lies above the valid bits is nothing. */
        {UINT64_C(0xabc0000000000010), UINT64_C(0x1230000000000020), 48, 10, 160},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const double ns = gpu_ticks_ns(rows[i].from, rows[i].to, rows[i].bits, rows[i].period_ns);
        if (ns < rows[i].expected_ns || ns > rows[i].expected_ns)
            fail_msg("row %zu: %.3f ns, expected %.3f", i, ns, rows[i].expected_ns);
    }
}

static void the_whole_span_is_of_those_that_are_there(void **state)
{
    struct gpu_spans spans = {.there = {true, false, true},
                              .ns = {{0, 50}, {-900, 900}, {-20, -5}}};
    (void)state;
    assert_true(gpu_whole_span(&spans) <= 70 && gpu_whole_span(&spans) >= 70);
    spans.there[MODE_SPAN_COPY] = false;
    assert_true(gpu_whole_span(&spans) <= 50 && gpu_whole_span(&spans) >= 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_are_exact_wherever_the_clock_stands),
        cmocka_unit_test(the_whole_span_is_of_those_that_are_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

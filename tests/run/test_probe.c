/* A kernel's device time, probed on an engine whose spans are made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "run/probe.h"

struct spans {
    struct measure_engine engine;
    const double *extra_ns; /* of the first spans of an instance, beside the kernel's time */
    size_t extra_count;
    double kernel_ns;
    size_t calls;
};

static int open_instance(struct measure_engine *engine, const struct grid_instance *instance,
                         const struct measure_kernel_times *times, void **handle)
{
    (void)instance;
    (void)times;
    *handle = engine;
    return 0;
}

static void close_instance(struct measure_engine *engine, void **handle)
{
    (void)engine;
    *handle = NULL;
}

static int chain_span(struct measure_engine *engine, void *instance, uint32_t launches,
                      enum measure_chain chain, double *span_ns)
{
    struct spans *spans = (struct spans *)engine;
    (void)instance;
    (void)chain;
    *span_ns = launches * spans->kernel_ns;
    if (spans->calls < spans->extra_count)
        *span_ns += spans->extra_ns[spans->calls];
    spans->calls++;
    return 0;
}

static const struct measure_ops ops = {
    .open_instance = open_instance, .close_instance = close_instance, .chain_span = chain_span};

static void expect_kernel(const char *what, double kernel_ns, const double *extra_ns, size_t count,
                          size_t calls_most)
{
    struct spans spans = {.engine = {.ops = &ops, .facts = {.max_output_words = 1 << 20}},
                          .extra_ns = extra_ns,
                          .extra_count = count,
                          .kernel_ns = kernel_ns};
    const struct run_probe probe = {.engine = &spans.engine};
    const struct run_probe_launch launch = {workload_registry[0], 4, 1, 1};
    double found_ns = 0;
    assert_int_equal(run_probe_apart(&probe, &launch, &found_ns), 0);
    if (!(found_ns > 0.999 * kernel_ns && found_ns < 1.001 * kernel_ns))
        fail_msg("%s: found %.0f ns, expected %.0f", what, found_ns, kernel_ns);
    if (spans.calls > calls_most)
        fail_msg("%s: %zu launches", what, spans.calls);
}

/* A driver that compiles in the first launch, on a busy machine for long. */
static void a_first_launch_that_compiles(void **state)
{
    static const double extra_ns[] = {314e6};
    (void)state;
    expect_kernel("compiles", 50e3, extra_ns, 1, 20);
}

static void launches_that_meet_a_load(void **state)
{
    static const double extra_ns[] = {314e6, 90e6, 40e6};
    (void)state;
    expect_kernel("a load", 50e3, extra_ns, 3, 20);
}

static void a_long_kernel_is_launched_few_times(void **state)
{
    static const double extra_ns[] = {314e6, 0, 90e6};
    (void)state;
    expect_kernel("long", 400e6, extra_ns, 3, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_launch_that_compiles),
        cmocka_unit_test(launches_that_meet_a_load),
        cmocka_unit_test(a_long_kernel_is_launched_few_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

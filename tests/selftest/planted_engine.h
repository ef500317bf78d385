/* Checks of the self-test on an engine whose operations a test can replace, one by one; what a
 * check said of a figure. */
#ifndef TESTS_PLANTED_ENGINE_H
#define TESTS_PLANTED_ENGINE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "dispatchwise/status.h"
#include "selftest/selftest.h"

#define ROWS_MAX 64

static struct measure_ops planted_ops;     /* those of the engine, but for what a test replaced */
static const struct measure_ops *real_ops; /* the engine's own */
static struct selftest planted_test;

struct heard {
    struct results_selftest rows[ROWS_MAX];
    size_t count;
    int result; /* of selftest_run_check */
};
static struct heard heard;

static inline void planted_hear(void *context, const struct results_selftest *row)
{
    (void)context;
    assert_true(heard.count < ROWS_MAX);
    heard.rows[heard.count++] = *row;
}

/* From here on the engine is used through planted_ops. */
static inline void planted_begin(struct measure_engine *engine, double budget_s)
{
    real_ops = engine->ops;
    planted_ops = *engine->ops;
    engine->ops = &planted_ops;
    planted_test = (struct selftest){
        .engine = engine, .seed = 1, .budget_s = budget_s, .clock_ns = base_clock_ns};
}

static inline void planted_run(const struct selftest_check *check)
{
    heard.count = 0;
    heard.result = selftest_run_check(&planted_test, check, planted_hear, NULL);
}

static inline const struct results_selftest *planted_find(const char *figure)
{
    size_t i = 0;
    while (i < heard.count && strcmp(heard.rows[i].figure, figure) != 0)
        i++;
    if (i == heard.count)
        fail_msg("no figure %s", figure);
    return &heard.rows[i % ROWS_MAX];
}

static inline void expect_verdict(const char *figure, const char *verdict)
{
    const struct results_selftest *row = planted_find(figure);
    if (strcmp(row->verdict, verdict) != 0)
        fail_msg("%s %s: %s, expected %s: %g %s %s %g: %s", row->check, figure, row->verdict,
                 verdict, row->value, row->unit, row->side, row->limit, row->note);
}

/* It failed, and its figure is beyond its limit: at least, or at most, `value`. */
static inline void expect_beyond(const char *figure, double value)
{
    const struct results_selftest *row = planted_find(figure);
    expect_verdict(figure, "fail");
    const bool most = strcmp(row->side, "at_most") == 0;
    if (!(most ? row->value > row->limit && row->value >= value
               : row->value < row->limit && row->value <= value))
        fail_msg("%s: %g, limit %s %g, expected it beyond %g", figure, row->value, row->side,
                 row->limit, value);
}

static inline void expect_all(const char *verdict)
{
    for (size_t i = 0; i < heard.count; i++)
        if (strcmp(heard.rows[i].verdict, "told") != 0 || strcmp(verdict, "skipped") == 0)
            expect_verdict(heard.rows[i].figure, verdict);
}

#endif

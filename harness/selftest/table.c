#include "selftest/selftest.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "base/text.h"
#include "dispatchwise/status.h"
#include "run/run.h"

const struct selftest_check *const selftest_checks[] = {
#define CHECK_ROW(name) &selftest_##name,
    SELFTEST_CHECKS(CHECK_ROW)
#undef CHECK_ROW
};
const size_t selftest_check_count = sizeof selftest_checks / sizeof selftest_checks[0];

void selftest_skip(struct selftest_value *values, size_t count, const char *format, ...)
{
    for (size_t i = 0; i < count; i++) {
        va_list list;
        va_start(list, format);
        values[i].skipped = true;
        vsnprintf(values[i].note, sizeof values[i].note, format, list);
        va_end(list);
    }
}

double selftest_most(double rate, size_t count)
{
    unsigned most = 0;
    while (most < count && gsl_cdf_binomial_Q(most, rate, (unsigned)count) > SELFTEST_CHANCE)
        most++;
    return most;
}

double selftest_least(double rate, size_t count)
{
    unsigned least = 0;
    while (least < count && gsl_cdf_binomial_P(least, rate, (unsigned)count) <= SELFTEST_CHANCE)
        least++;
    return least;
}

/* What is no number is on no side of a limit. */
static bool within(const struct selftest_figure *figure, const struct selftest_value *value)
{
    if (!isfinite(value->value))
        return false;
    switch (figure->side) {
    case SELFTEST_AT_MOST:
        return value->value <= value->limit;
    case SELFTEST_AT_LEAST:
        return value->value >= value->limit;
    case SELFTEST_TOLD:
        break;
    }
    return true;
}

static bool judge(const struct selftest_check *check, size_t which,
                  const struct selftest_value *value, struct results_selftest *row)
{
    static const char *const sides[] = {
        [SELFTEST_AT_MOST] = "at_most", [SELFTEST_AT_LEAST] = "at_least", [SELFTEST_TOLD] = ""};
    const struct selftest_figure *figure = &check->figures[which];
    const bool passed = value->skipped || within(figure, value);
    const double none = (double)NAN;
    *row = (struct results_selftest){
        .value = value->skipped ? none : value->value,
        .limit = value->skipped || figure->side == SELFTEST_TOLD ? none : value->limit};
    base_copy_text(row->check, sizeof row->check, check->name);
    base_copy_text(row->figure, sizeof row->figure, figure->name);
    base_copy_text(row->unit, sizeof row->unit, figure->unit);
    base_copy_text(row->side, sizeof row->side, sides[figure->side]);
    base_copy_text(row->verdict, sizeof row->verdict,
                   value->skipped                  ? "skipped"
                   : !passed                       ? "fail"
                   : figure->side == SELFTEST_TOLD ? "told"
                                                   : "pass");
    base_copy_text(row->note, sizeof row->note, value->note);
    return passed;
}

/* All figures of a check that came to nothing. */
static void fail_all(const struct selftest_check *check, struct selftest_value *values,
                     const char *why)
{
    for (size_t i = 0; i < check->count; i++) {
        values[i] = (struct selftest_value){.value = (double)NAN, .limit = (double)NAN};
        snprintf(values[i].note, sizeof values[i].note, "%s", why);
    }
}

static int hand_over(const struct selftest_check *check, const struct selftest_value *values,
                     selftest_sink *sink, void *context)
{
    int failed = 0;
    for (size_t i = 0; i < check->count; i++) {
        struct results_selftest row;
        failed += !judge(check, i, &values[i], &row);
        sink(context, &row);
    }
    return failed;
}

int selftest_run_check(const struct selftest *test, const struct selftest_check *check,
                       selftest_sink *sink, void *context)
{
    struct selftest_value values[SELFTEST_FIGURES_MAX] = {{.value = (double)NAN}};
    const int status = check->run(test, test->budget_s * check->share, values);
    if (status != DW_OK)
        fail_all(check, values, dw_status_text(status));
    const int failed = hand_over(check, values, sink, context);
    return measure_is_fatal(status) ? status : failed;
}

int selftest_run(const struct selftest *test, selftest_sink *sink, void *context, size_t *failed)
{
    int status = DW_OK;
    *failed = 0;
    for (size_t i = 0; i < selftest_check_count; i++) {
        struct selftest_value values[SELFTEST_FIGURES_MAX];
        if (status == DW_OK) {
            const int found = selftest_run_check(test, selftest_checks[i], sink, context);
            *failed += found < 0 ? selftest_checks[i]->count : (size_t)found;
            status = found < 0 ? found : DW_OK;
            continue;
        }
        fail_all(selftest_checks[i], values, "not made: the device was gone");
        *failed += (size_t)hand_over(selftest_checks[i], values, sink, context);
    }
    return status;
}

#include "selftest/print.h"

#include <math.h>
#include <string.h>

void selftest_print_header(FILE *stream, const struct selftest *test)
{
    const struct measure_facts *facts = &test->engine->facts;
    fprintf(stream, "Self-test on %s (%s), about %.4g s\n\n", facts->key.name, facts->driver,
            test->budget_s);
    fprintf(stream, "%-14s %-23s %10s %-10s %12s  %-7s  %s\n", "check", "figure", "value", "unit",
            "limit", "verdict", "");
}

static void print_limit(FILE *stream, const struct results_selftest *row)
{
    char text[32] = "";
    if (isfinite(row->limit))
        snprintf(text, sizeof text, "%s %.5g",
                 strcmp(row->side, "at_most") == 0 ? "<=" : ">=", row->limit);
    fprintf(stream, " %12s", text);
}

void selftest_print_row(FILE *stream, const struct results_selftest *row)
{
    const bool skipped = strcmp(row->verdict, "skipped") == 0;
    const bool failed = strcmp(row->verdict, "fail") == 0;
    fprintf(stream, "%-14s %-23s", row->check, row->figure);
    if (isfinite(row->value))
        fprintf(stream, " %10.5g", row->value);
    else
        fprintf(stream, " %10s", "-");
    fprintf(stream, " %-10s", row->unit);
    print_limit(stream, row);
    if (skipped)
        fprintf(stream, "  skipped: %s\n", row->note);
    else
        fprintf(stream, "  %-7s%s%s\n", failed ? "FAIL" : row->verdict, row->note[0] ? "  " : "",
                row->note);
}

void selftest_print_end(FILE *stream, size_t failed)
{
    if (failed == 0)
        fputs("\nAll figures are within their limits.\n", stream);
    else
        fprintf(stream,
                "\n%zu figure%s beyond %s limit: what is measured here is not to be trusted.\n",
                failed, failed == 1 ? " is" : "s are", failed == 1 ? "its" : "their");
}

#include "compare/compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"

/* One row of the table; texts may be empty, numbers that are not finite are left empty. */
struct row {
    const char *level, *workload, *instance, *wait, *name, *a, *b;
    double change, lo, hi, p;
    const char *verdict;
};

static void write_number(FILE *stream, double value)
{
    fputc(',', stream);
    if (isfinite(value))
        fprintf(stream, "%.10g", value);
}

static void write_row(FILE *stream, const struct row *row)
{
    const char *const texts[] = {row->level, row->workload, row->instance, row->wait,
                                 row->name,  row->a,        row->b};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (i > 0)
            fputc(',', stream);
        base_csv_write_field(stream, texts[i]);
    }
    write_number(stream, row->change);
    write_number(stream, row->lo);
    write_number(stream, row->hi);
    write_number(stream, row->p);
    fprintf(stream, ",%s\n", row->verdict);
}

static struct row make_row(const char *level, const struct compare_estimate *estimate, double p,
                           enum compare_verdict verdict)
{
    return (struct row){.level = level,
                        .workload = "",
                        .instance = "",
                        .wait = "",
                        .name = "",
                        .a = "",
                        .b = "",
                        .change = expm1(estimate->difference),
                        .lo = expm1(estimate->lo),
                        .hi = expm1(estimate->hi),
                        .p = p,
                        .verdict = compare_verdict_name(verdict)};
}

static void write_times(FILE *stream, const struct comparison *comparison)
{
    const struct compare_match *match = &comparison->match;
    const struct compare_times *times = &comparison->times;
    char name[DW_ARM_NAME_SIZE];
    struct row row = make_row("common", &times->common, times->common_p, times->common_verdict);
    row.name = "all arms together";
    write_row(stream, &row);
    for (size_t i = 0; i < times->line_count; i++) {
        const struct compare_line *line = &times->lines[i];
        const struct compare_cell *cell = &match->cells[line->first];
        arm_format(&compare_cell_arm(match, cell)->arm, name, sizeof(name));
        row = make_row("arm", &line->total, line->own_p, line->verdict);
        row.wait = dw_wait_name(compare_cell_instance(match, cell)->wait);
        row.name = name;
        write_row(stream, &row);
    }
    for (size_t i = 0; i < match->cell_count; i++) {
        const struct compare_cell_result *result = &times->cells[i];
        const struct fit_instance *instance = compare_cell_instance(match, &match->cells[i]);
        arm_format(&compare_cell_arm(match, &match->cells[i])->arm, name, sizeof(name));
        row = make_row("instance", &result->estimate, result->p, result->verdict);
        row.workload = instance->workload;
        row.instance = instance->instance;
        row.wait = dw_wait_name(instance->wait);
        row.name = name;
        write_row(stream, &row);
    }
}

static void format_value(double value, char text[32])
{
    if (isinf(value))
        snprintf(text, 32, "never");
    else
        snprintf(text, 32, "%.10g", value);
}

static void write_constants(FILE *stream, const struct compare_constants *constants)
{
    for (size_t i = 0; i < constants->count; i++) {
        const struct compare_constant *constant = &constants->rows[i];
        char a[32], b[32];
        struct row row = make_row("constant", &constant->estimate, constant->p, constant->verdict);
        format_value(constant->value[0], a);
        format_value(constant->value[1], b);
        row.name = dw_constant_info(constant->id)->name;
        row.verdict = compare_constant_verdict(constant);
        row.a = a;
        row.b = b;
        row.change = constant->estimate.difference;
        row.lo = constant->estimate.lo;
        row.hi = constant->estimate.hi;
        write_row(stream, &row);
    }
}

static void write_broken(FILE *stream, const struct comparison *comparison)
{
    const struct compare_match *match = &comparison->match;
    const struct compare_estimate none = {.difference = (double)NAN};
    for (size_t i = 0; i < match->broken_count; i++) {
        const struct compare_cell *cell = &match->broken[i];
        const struct fit_instance *instance = compare_cell_instance(match, cell);
        char name[DW_ARM_NAME_SIZE];
        struct row row = make_row("status", &none, (double)NAN, COMPARE_DIFFERENT);
        arm_format(&compare_cell_arm(match, cell)->arm, name, sizeof(name));
        row.workload = instance->workload;
        row.instance = instance->instance;
        row.wait = dw_wait_name(instance->wait);
        row.name = name;
        row.a = arm_status_name(compare_cell_arm(match, cell)->status);
        row.b = arm_status_name(comparison->data[1].arms[cell->arm[1]].status);
        row.lo = row.hi = (double)NAN;
        write_row(stream, &row);
    }
}

static void write_flips(FILE *stream, const struct compare_flips *flips)
{
    for (size_t i = 0; i < flips->count; i++) {
        const struct compare_flip *flip = &flips->flips[i];
        struct row row = {"flip",
                          flip->workload,
                          flip->instance,
                          flip->wait,
                          compare_chooser_name(flip->chooser),
                          flip->a,
                          flip->b,
                          expm1(flip->gain_log),
                          (double)NAN,
                          (double)NAN,
                          (double)NAN,
                          "flipped"};
        write_row(stream, &row);
    }
}

void compare_print_csv(FILE *stream, const struct comparison *comparison)
{
    const struct compare_estimate none = {.difference = (double)NAN};
    struct row row = make_row("summary", &none, (double)NAN, comparison->verdict);
    row.lo = row.hi = (double)NAN;
    fputs("level,workload,instance,wait,name,a,b,change,change_lo,change_hi,p,verdict\n", stream);
    row.a = comparison->facts[0].run_id;
    row.b = comparison->facts[1].run_id;
    write_row(stream, &row);
    write_times(stream, comparison);
    write_constants(stream, &comparison->constants);
    write_broken(stream, comparison);
    write_flips(stream, &comparison->flips);
}

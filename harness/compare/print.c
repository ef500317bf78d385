#include "compare/compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define FLIPS_SHOWN 20

static double percent(double log_ratio)
{
    return expm1(log_ratio) * 100;
}

/* "+1.2 %   -0.3  +2.7" of a log ratio; the whole width also where there is nothing. */
static void print_change(FILE *stream, double change, double lo, double hi)
{
    if (isfinite(change))
        fprintf(stream, " %+8.1f", change);
    else
        fprintf(stream, " %8s", "-");
    if (isfinite(lo) && isfinite(hi))
        fprintf(stream, "  %+7.1f %+7.1f", lo, hi);
    else
        fprintf(stream, "  %7s %7s", "-", "-");
}

static void print_head(FILE *stream, const struct comparison *comparison)
{
    const struct follow_facts *facts = comparison->facts;
    char device[DW_DEVICE_TEXT_SIZE], change[1024];
    dw_format_device_key(&facts[1].key, device, sizeof(device));
    fprintf(stream, "A %s (%s)\nB %s (%s)\n  device       %s%s\n", comparison->runs[0],
            facts[0].started, comparison->runs[1], facts[1].started, device,
            facts[1].simulated ? " (simulated)" : "");
    follow_describe_change(&facts[0], &facts[1], change, sizeof(change));
    fprintf(stream, "  surroundings %s\n", change[0] ? change : "nothing recorded changed");
    fprintf(stream,
            "  in both      %zu of %zu and %zu instances, %zu arms on them\n"
            "  noise floor  %.2f %% and %.2f %% (A/A over all instances), %.2f %% for one; "
            "differences up to %.2f %% do not count\n\n",
            comparison->match.instance_count, comparison->data[0].instance_count,
            comparison->data[1].instance_count, comparison->match.cell_count,
            percent(comparison->times.run_floor[0]), percent(comparison->times.run_floor[1]),
            percent(comparison->times.cell_floor), percent(comparison->times.floor));
}

static void print_estimate(FILE *stream, const struct compare_estimate *estimate)
{
    print_change(stream, percent(estimate->difference), percent(estimate->lo),
                 percent(estimate->hi));
}

static void print_lines(FILE *stream, const struct comparison *comparison)
{
    const struct compare_match *match = &comparison->match;
    const struct compare_times *times = &comparison->times;
    fprintf(stream, "%-6s%-34s%6s %8s  %15s %8s  %s\n", "wait", "arm", "cells", "B/A, %", "95 %",
            "own, %", "verdict");
    fprintf(stream, "%-6s%-34s%6zu", "", "all arms together", match->cell_count);
    print_estimate(stream, &times->common);
    fprintf(stream, " %8s  %s\n", "", compare_verdict_name(times->common_verdict));
    for (size_t i = 0; i < times->line_count; i++) {
        const struct compare_line *line = &times->lines[i];
        const struct compare_cell *cell = &match->cells[line->first];
        char arm[DW_ARM_NAME_SIZE];
        arm_format(&compare_cell_arm(match, cell)->arm, arm, sizeof(arm));
        fprintf(stream, "%-6s%-34s%6zu", dw_wait_name(compare_cell_instance(match, cell)->wait),
                arm, line->count);
        print_estimate(stream, &line->total);
        fprintf(stream, " %+8.1f  %s\n", percent(line->own.difference),
                compare_verdict_name(line->verdict));
    }
}

static void print_value(FILE *stream, double value)
{
    if (isinf(value))
        fprintf(stream, " %11s", "never");
    else
        fprintf(stream, " %11.6g", value);
}

static void print_constants(FILE *stream, const struct comparison *comparison)
{
    const struct compare_constants *constants = &comparison->constants;
    if (!constants->there[0] || !constants->there[1]) {
        fprintf(stream, "\nconstants: not compared, %s has no calibration.csv\n",
                comparison->runs[constants->there[0] ? 1 : 0]);
        return;
    }
    fprintf(stream, "\n%-34s%12s%12s %8s  %15s  %s\n", "constant", "A", "B", "B/A, %", "95 %",
            "verdict");
    for (size_t i = 0; i < constants->count; i++) {
        const struct compare_constant *row = &constants->rows[i];
        fprintf(stream, "%-34s", dw_constant_info(row->id)->name);
        print_value(stream, row->value[0]);
        print_value(stream, row->value[1]);
        print_change(stream, row->estimate.difference * 100, row->estimate.lo * 100,
                     row->estimate.hi * 100);
        fprintf(stream, "  %s\n", compare_constant_verdict(row));
    }
}

static void print_cells(FILE *stream, const struct comparison *comparison)
{
    const struct compare_match *match = &comparison->match;
    bool any = false;
    for (size_t i = 0; i < match->cell_count; i++) {
        const struct compare_cell_result *result = &comparison->times.cells[i];
        const struct fit_instance *instance = compare_cell_instance(match, &match->cells[i]);
        char arm[DW_ARM_NAME_SIZE];
        if (result->verdict != COMPARE_SLOWER && result->verdict != COMPARE_FASTER)
            continue;
        if (!any)
            fprintf(stream, "\nsingle instances that differ by themselves\n");
        any = true;
        arm_format(&compare_cell_arm(match, &match->cells[i])->arm, arm, sizeof(arm));
        fprintf(stream, "  %-12s %-26s %-6s %-34s", instance->workload, instance->instance,
                dw_wait_name(instance->wait), arm);
        print_estimate(stream, &result->estimate);
        fprintf(stream, "  %s\n", compare_verdict_name(result->verdict));
    }
}

static void print_broken(FILE *stream, const struct comparison *comparison)
{
    const struct compare_match *match = &comparison->match;
    for (size_t i = 0; i < match->broken_count; i++) {
        const struct compare_cell *cell = &match->broken[i];
        const struct fit_instance *instance = compare_cell_instance(match, cell);
        char arm[DW_ARM_NAME_SIZE];
        arm_format(&compare_cell_arm(match, cell)->arm, arm, sizeof(arm));
        fprintf(stream, "%s%s %s %s %s: %s in A, %s in B\n",
                i == 0 ? "\narms that ended otherwise\n  " : "  ", instance->workload,
                instance->instance, dw_wait_name(instance->wait), arm,
                arm_status_name(compare_cell_arm(match, cell)->status),
                arm_status_name(comparison->data[1].arms[cell->arm[1]].status));
    }
}

static void print_flips(FILE *stream, const struct compare_flips *flips)
{
    fprintf(stream, "\nchoices that flipped: %zu of %zu (told, not judged)\n", flips->count,
            flips->compared);
    for (size_t i = 0; i < flips->count && i < FLIPS_SHOWN; i++) {
        const struct compare_flip *flip = &flips->flips[i];
        fprintf(stream, "  %-16s %s %s %s: %s -> %s", compare_chooser_name(flip->chooser),
                flip->workload, flip->instance, flip->wait, flip->a, flip->b);
        if (isfinite(flip->gain_log))
            fprintf(stream, " (%+.1f %% in B)", percent(flip->gain_log));
        fputc('\n', stream);
    }
    if (flips->count > FLIPS_SHOWN)
        fprintf(stream, "  and %zu more; --csv lists them all\n", flips->count - FLIPS_SHOWN);
}

/* The one line: the verdict, and what it comes from. */
static void print_summary(FILE *stream, const struct comparison *comparison)
{
    const struct compare_times *times = &comparison->times;
    size_t arms = 0, cells = 0, constants = 0;
    for (size_t i = 0; i < times->line_count; i++)
        arms +=
            times->lines[i].verdict == COMPARE_SLOWER || times->lines[i].verdict == COMPARE_FASTER;
    for (size_t i = 0; i < comparison->match.cell_count; i++)
        cells +=
            times->cells[i].verdict == COMPARE_SLOWER || times->cells[i].verdict == COMPARE_FASTER;
    for (size_t i = 0; i < comparison->constants.count; i++)
        constants += comparison->constants.rows[i].verdict == COMPARE_SLOWER ||
                     comparison->constants.rows[i].verdict == COMPARE_FASTER;
    fprintf(stream,
            "\n%s: all arms together %+.1f %%; %zu of %zu arms, %zu of %zu constants, %zu of %zu "
            "single instances and %zu statuses differ; %zu choices flipped\n",
            compare_verdict_name(comparison->verdict), percent(times->common.difference), arms,
            times->line_count, constants, comparison->constants.judged_count, cells,
            comparison->match.cell_count, comparison->match.broken_count, comparison->flips.count);
}

void compare_print(FILE *stream, const struct comparison *comparison)
{
    print_head(stream, comparison);
    print_lines(stream, comparison);
    print_constants(stream, comparison);
    print_cells(stream, comparison);
    print_broken(stream, comparison);
    print_flips(stream, &comparison->flips);
    print_summary(stream, comparison);
}

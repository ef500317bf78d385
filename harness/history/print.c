#include "history/print.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/csv.h"

/* The headline scores of a run. */
#define HEADLINES 4
static const struct {
    const char *policy, *score, *title;
} headlines[HEADLINES] = {
    {"reference_defaults", "regret_mean", "regret defaults"},
    {"reference_fitted", "regret_mean", "regret fitted"},
    {"planner", "regret_mean", "regret planner"},
    {"planner", "gap_closed", "gap planner"},
};

static bool starts_device(const struct history_runs *runs, size_t at)
{
    return at == 0 || history_compare_device(&runs->runs[at - 1].facts, &runs->runs[at].facts) != 0;
}

static size_t end_of_device(const struct history_runs *runs, size_t at)
{
    do
        at++;
    while (at < runs->count && !starts_device(runs, at));
    return at;
}

static void print_device(FILE *stream, const struct history_run *run)
{
    const struct dw_device_key *key = &run->facts.key;
    const bool specimen = key->kind != DW_DEVICE_KIND_CPU && !run->facts.simulated;
    fprintf(stream, "%s%s%s%s", key->name, key->host[0] ? " on " : "", key->host,
            run->facts.simulated ? " (simulated)" : "");
    if (specimen && run->facts.selector[0])
        fprintf(stream, ", %s", run->facts.selector);
}

static void print_run(FILE *stream, const struct history_run *run)
{
    fprintf(stream, "  %-21s%-32s%-10s", run->facts.started, run->facts.causes[FOLLOW_CAUSE_driver],
            run->facts.causes[FOLLOW_CAUSE_tool_version]);
    for (size_t i = 0; i < HEADLINES; i++) {
        double value = run->values[history_score_series(headlines[i].policy, headlines[i].score)];
        if (isfinite(value))
            fprintf(stream, " %14.1f %%", value * 100);
        else
            fprintf(stream, " %16s", "-");
    }
    fprintf(stream, "  %s\n", run->path);
}

void history_print_runs(FILE *stream, const struct history_runs *runs, size_t last)
{
    for (size_t first = 0, end; first < runs->count; first = end) {
        end = end_of_device(runs, first);
        size_t from = last > 0 && end - first > last ? end - last : first;
        print_device(stream, &runs->runs[first]);
        fprintf(stream, ": %zu runs\n  %-21s%-32s%-10s", end - first, "started", "driver", "tool");
        for (size_t i = 0; i < HEADLINES; i++)
            fprintf(stream, " %16s", headlines[i].title);
        fputs("  folder\n", stream);
        for (size_t i = from; i < end; i++)
            print_run(stream, &runs->runs[i]);
    }
}

static void write_real(FILE *stream, double value)
{
    fputc(',', stream);
    if (isfinite(value))
        fprintf(stream, "%.10g", value);
}

static void write_text(FILE *stream, const char *text)
{
    fputc(',', stream);
    base_csv_write_field(stream, text);
}

void history_print_runs_csv(FILE *stream, const struct history_runs *runs, size_t last)
{
    char name[HISTORY_NAME_SIZE];
    fputs("folder,started,run_id,device,specimen,driver,tool_version,simulated", stream);
    for (int i = 0; i < HISTORY_SERIES_COUNT; i++) {
        history_series_name(i, name);
        write_text(stream, name);
    }
    fputc('\n', stream);
    for (size_t first = 0, end; first < runs->count; first = end) {
        end = end_of_device(runs, first);
        for (size_t i = last > 0 && end - first > last ? end - last : first; i < end; i++) {
            const struct history_run *run = &runs->runs[i];
            char device[DW_DEVICE_TEXT_SIZE];
            dw_format_device_key(&run->facts.key, device, sizeof(device));
            base_csv_write_field(stream, run->path);
            write_text(stream, run->facts.started);
            write_text(stream, run->facts.run_id);
            write_text(stream, device);
            write_text(stream, run->facts.selector);
            write_text(stream, run->facts.causes[FOLLOW_CAUSE_driver]);
            write_text(stream, run->facts.causes[FOLLOW_CAUSE_tool_version]);
            fprintf(stream, ",%d", run->facts.simulated);
            for (int k = 0; k < HISTORY_SERIES_COUNT; k++) {
                if (isinf(run->values[k]))
                    write_text(stream, "never");
                else
                    write_real(stream, run->values[k]);
            }
            fputc('\n', stream);
        }
    }
}

static void print_level(FILE *stream, const struct history_change *change, double value)
{
    if (isinf(value))
        fputs("never", stream);
    else if (history_is_constant(change->series))
        fprintf(stream, "%.6g %s", value, dw_constant_info(change->series)->unit);
    else
        fprintf(stream, "%.2f %%", value * 100);
}

void history_print_changes(FILE *stream, const struct history_runs *runs,
                           const struct history_changes *changes)
{
    for (size_t i = 0; i < changes->count; i++) {
        const struct history_change *change = &changes->changes[i];
        const struct history_run *run = &runs->runs[change->first];
        const struct history_change *before = i > 0 ? &changes->changes[i - 1] : NULL;
        char name[HISTORY_NAME_SIZE], cause[1024];
        history_series_name(change->series, name);
        if (!before || before->first != change->first) {
            history_attribute(runs, change, cause, sizeof(cause));
            fprintf(stream, "%s%s  ", i > 0 ? "\n" : "", run->facts.started);
            print_device(stream, run);
            fprintf(stream, "\n  with it: %s\n", cause[0] ? cause : "nothing that is recorded");
        }
        fprintf(stream, "  %-48s ", name);
        print_level(stream, change, change->step.before);
        fputs(" -> ", stream);
        print_level(stream, change, change->step.after);
        if (history_is_constant(change->series) && isfinite(change->step.before) &&
            isfinite(change->step.after) && change->step.before > 0)
            fprintf(stream, " (%+.1f %%)", (change->step.after / change->step.before - 1) * 100);
        fputc('\n', stream);
    }
    if (changes->count == 0)
        fputs("nothing changed\n", stream);
}

static void write_level(FILE *stream, double value)
{
    if (isinf(value))
        write_text(stream, "never");
    else
        write_real(stream, value);
}

void history_print_changes_csv(FILE *stream, const struct history_runs *runs,
                               const struct history_changes *changes)
{
    fputs("started,device,specimen,series,before,after,deviations,with_it,folder,run_id\n", stream);
    for (size_t i = 0; i < changes->count; i++) {
        const struct history_change *change = &changes->changes[i];
        const struct history_run *run = &runs->runs[change->first];
        char name[HISTORY_NAME_SIZE], cause[1024], device[DW_DEVICE_TEXT_SIZE];
        history_series_name(change->series, name);
        history_attribute(runs, change, cause, sizeof(cause));
        dw_format_device_key(&run->facts.key, device, sizeof(device));
        base_csv_write_field(stream, run->facts.started);
        write_text(stream, device);
        write_text(stream, run->facts.selector);
        write_text(stream, name);
        write_level(stream, change->step.before);
        write_level(stream, change->step.after);
        write_real(stream, change->step.deviations);
        write_text(stream, cause);
        write_text(stream, run->path);
        write_text(stream, run->facts.run_id);
        fputc('\n', stream);
    }
}

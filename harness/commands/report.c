#include "base/log.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "report/report.h"

struct report_options {
    const char *out;
};

static const struct base_option options[] = {
    {"out", 'o', BASE_OPTION_TEXT, offsetof(struct report_options, out), "DIR",
     "folder for report.html and the figures; may be a run's own"},
};

#define RUNS_MAX 1024

static int run_report(const void *parsed, int argument_count, char **arguments)
{
    const struct report_options *report_options = parsed;
    const char *runs[RUNS_MAX];
    if (argument_count < 1 || !report_options->out) {
        base_error("report: %s; see dispatchwise report --help",
                   argument_count < 1 ? "name at least one run's folder" : "--out DIR is missing");
        return BASE_EXIT_USAGE;
    }
    if (argument_count > RUNS_MAX) {
        base_error("report: at most %d runs at a time", RUNS_MAX);
        return BASE_EXIT_USAGE;
    }
    for (int i = 0; i < argument_count; i++)
        runs[i] = arguments[i];
    int status = report_write(runs, (size_t)argument_count, report_options->out);
    if (status == DW_OK)
        base_info("written: %s/report.html", report_options->out);
    return base_exit_code(status);
}

const struct base_command command_report = {
    .name = "report",
    .arguments = "RUN... -o DIR",
    .summary = "write a page about a run: scores, maps, constants, noise",
    .details =
        "Writes report.html, which needs no network, each figure as PNG, and curves.csv, the\n"
        "points of two of them. The page is about the newest RUN; others of the same device\n"
        "give the constants their history. Figures are drawn by gnuplot from\n"
        "share/dispatchwise/plot, or $DISPATCHWISE_PLOT_DIR. Without gnuplot the page has its\n"
        "tables only, and the exit code is 1.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .options_size = sizeof(struct report_options),
    .run = run_report,
};

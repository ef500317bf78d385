#include "base/log.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "history/print.h"

struct history_options {
    bool csv, runs, changes;
    uint64_t last;
};

static const struct base_option options[] = {
    {"runs", 0, BASE_OPTION_FLAG, offsetof(struct history_options, runs), NULL,
     "only the list of the runs"},
    {"changes", 0, BASE_OPTION_FLAG, offsetof(struct history_options, changes), NULL,
     "only what changed"},
    {"last", 'n', BASE_OPTION_U64, offsetof(struct history_options, last), "N",
     "list only the last N runs of each device"},
    {"csv", 0, BASE_OPTION_FLAG, offsetof(struct history_options, csv), NULL,
     "as CSV: what changed, or with --runs every run and all its numbers"},
};

static void print(const struct history_options *wanted, const struct history_runs *runs,
                  const struct history_changes *changes)
{
    if (wanted->csv && wanted->runs)
        history_print_runs_csv(stdout, runs, wanted->last);
    else if (wanted->csv)
        history_print_changes_csv(stdout, runs, changes);
    else {
        if (!wanted->changes)
            history_print_runs(stdout, runs, wanted->last);
        if (!wanted->changes && !wanted->runs)
            fputs("\nChanges\n", stdout);
        if (!wanted->runs)
            history_print_changes(stdout, runs, changes);
    }
}

static int run_history(const void *parsed, int argument_count, char **arguments)
{
    const struct history_options *wanted = parsed;
    struct history_runs runs = {.count = 0};
    struct history_changes changes = {.count = 0};
    if (argument_count != 1 || (wanted->runs && wanted->changes)) {
        base_error("history: %s; see dispatchwise history --help",
                   argument_count != 1 ? "name one folder of runs"
                                       : "--runs and --changes exclude each other");
        return BASE_EXIT_USAGE;
    }
    int status = history_read_runs(arguments[0], &runs);
    size_t refused = runs.refused;
    if (status == DW_OK)
        status = history_find_changes(&runs, &changes);
    if (status == DW_OK)
        print(wanted, &runs, &changes);
    history_free_changes(&changes);
    history_free_runs(&runs);
    /* A folder that cannot be read holds no run. */
    return status == DW_ERROR_IO || (status == DW_OK && refused > 0) ? BASE_EXIT_USAGE
                                                                     : base_exit_code(status);
}

const struct base_command command_history = {
    .name = "history",
    .arguments = "DIR",
    .summary = "runs over time: list them, and find where a device's numbers changed",
    .details =
        "Reads run.csv, scores.csv and calibration.csv of every run up to three folders below "
        "DIR.\n"
        "Follows every constant, and every score of reference_defaults, reference_fitted and\n"
        "planner, on each device. A change is told once three nights lie on the new level, with\n"
        "what else changed between the two runs: driver, kernel, tool, governor, layers,\n"
        "environment, machine. One bad night is no change. It takes 8 nights before. Of 200 runs "
        "or\n"
        "more, what was read is kept in DIR/.dispatchwise-history.cache, which may be removed.\n"
        "\n"
        "Exit code: 0 done, 2 DIR holds no run or some that cannot be read (each is named, and\n"
        "the rest is told all the same).",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .options_size = sizeof(struct history_options),
    .run = run_history,
};

#include "base/log.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "fit/fit.h"

struct fit_options {
    const char *out;
};

static const struct base_option options[] = {
    {"out", 'o', BASE_OPTION_TEXT, offsetof(struct fit_options, out), "DIR",
     "folder for calibration.csv and calibration_table.h; may be the run's own"},
};

static int run_fit(const void *parsed, int argument_count, char **arguments)
{
    const struct fit_options *fit_options = parsed;
    if (argument_count < 1 || !fit_options->out) {
        base_error("fit: %s; see dispatchwise fit --help",
                   argument_count < 1 ? "name at least one run's folder" : "--out DIR is missing");
        return BASE_EXIT_USAGE;
    }
    const char *runs[256];
    if (argument_count > (int)(sizeof(runs) / sizeof(runs[0]))) {
        base_error("fit: at most %zu runs at a time", sizeof(runs) / sizeof(runs[0]));
        return BASE_EXIT_USAGE;
    }
    for (int i = 0; i < argument_count; i++)
        runs[i] = arguments[i];
    return base_exit_code(fit_runs(runs, (size_t)argument_count, fit_options->out));
}

const struct base_command command_fit = {
    .name = "fit",
    .arguments = "RUN... --out DIR",
    .summary = "fit the policy's constants from runs",
    .details =
        "Reads run.csv, summary.csv and samples.csv of each run. Runs of one device and driver "
        "are\n"
        "pooled; each other device gets a row of its own. calibration_table.h is a drop-in for\n"
        "core/generated/calibration_table.h and keeps the rows of the devices that this program\n"
        "was built with. Constants that the data does not settle keep their defaults, and say "
        "so.\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .options_size = sizeof(struct fit_options),
    .run = run_fit,
};

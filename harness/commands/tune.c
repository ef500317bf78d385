/* tune = run, fit, score: one command from a device to the header. */
#include <stdio.h>

#include "base/log.h"
#include "commands/commands.h"
#include "fit/fit.h"
#include "fit/score.h"
#include "run/devices.h"
#include "run/options.h"
#include "run/signals.h"

static int run_tune(const void *data, int argument_count, char **arguments)
{
    struct run_options with_grid = *(const struct run_options *)data;
    const struct run_options *options = &with_grid;
    char out[4096];
    with_grid.grid_too = with_grid.trace != NULL;
    int status = run_check_options(options, argument_count, arguments);
    if (status == DW_OK && run_are_devices(options->device))
        return base_exit_code(run_devices("tune", options));
    if (status == DW_OK)
        status = run_campaign(options, out);
    if (status != DW_OK)
        return base_exit_code(status);
    run_end_at_signals(out);
    const char *const runs[] = {out};
    status = fit_runs(runs, 1, out);
    if (status == DW_OK)
        status = score_run(out, out, true);
    if (status == DW_OK)
        printf("\nCalibration table: %s/calibration_table.h\n"
               "Build with -DDISPATCHWISE_CALIBRATION_TABLE=<that file> to compile it in.\n",
               out);
    return base_exit_code(status);
}

static const struct base_option tune_option_table[] = {RUN_OPTIONS};
static const struct run_options tune_defaults = RUN_DEFAULTS;

const struct base_command command_tune = {
    .name = "tune",
    .arguments = "",
    .summary = "run, fit and score: from a device to the header that core compiles in",
    .details =
        "Leaves the run, its scores, calibration.csv and calibration_table.h in --out.\n"
        "With --trace the grid is measured too: the recording is a family of its own, scored "
        "by what was\nfitted on the others.",
    .options = tune_option_table,
    .option_count = sizeof tune_option_table / sizeof tune_option_table[0],
    .options_size = sizeof(struct run_options),
    .defaults = &tune_defaults,
    .run = run_tune,
};

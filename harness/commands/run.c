#include "base/log.h"
#include "commands/commands.h"
#include "run/devices.h"
#include "run/options.h"

static int run_run(const void *data, int argument_count, char **arguments)
{
    const struct run_options *options = data;
    char out[4096];
    int status = run_check_options(options, argument_count, arguments);
    if (status == DW_OK && run_are_devices(options->device))
        return base_exit_code(run_devices("run", options));
    if (status == DW_OK)
        status = run_campaign(options, out);
    if (status == DW_OK)
        base_info(options->plan_only ? "planned: %s/instances.csv" : "measured: %s/summary.csv",
                  out);
    return base_exit_code(status);
}

static const struct base_option run_option_table[] = {
    RUN_OPTIONS,
    RUN_OPTION("plan-only", 0, BASE_OPTION_FLAG, plan_only, NULL,
               "choose the instances, for --plan or --resume, and measure nothing"),
    RUN_OPTION("shard", 0, BASE_OPTION_TEXT, shard, "I/N",
               "only the I-th of N parts of the instances; `unite` puts the parts together"),
};
static const struct run_options run_defaults = RUN_DEFAULTS;

const struct base_command command_run = {
    .name = "run",
    .arguments = "",
    .summary = "measure every arm of every instance on a device",
    .details =
        "Every arm's output is checked against a CPU reference before it is timed. The run is\n"
        "repeated in at least 5 processes and stops on precision or at the budget. Ctrl-C keeps\n"
        "what was measured; --resume goes on with it.",
    .options = run_option_table,
    .option_count = sizeof run_option_table / sizeof run_option_table[0],
    .options_size = sizeof(struct run_options),
    .defaults = &run_defaults,
    .run = run_run,
};

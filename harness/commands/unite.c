#include "base/log.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "run/unite.h"

struct unite_options {
    const char *out;
};

static const struct base_option options[] = {
    {"out", 'o', BASE_OPTION_TEXT, offsetof(struct unite_options, out), "DIR",
     "the run's folder, a new one"},
};

static int run_unite_command(const void *parsed, int argument_count, char **arguments)
{
    const struct unite_options *wanted = parsed;
    if (argument_count < 1 || !wanted->out) {
        base_error("unite: %s; see dispatchwise unite --help",
                   argument_count < 1 ? "name every shard's folder" : "--out DIR is missing");
        return BASE_EXIT_USAGE;
    }
    return base_exit_code(
        run_unite((const char *const *)arguments, (size_t)argument_count, wanted->out));
}

const struct base_command command_unite = {
    .name = "unite",
    .arguments = "SHARD... --out DIR",
    .summary = "put the shards of a run together",
    .details = "Takes the folders of `run --shard 1/N` to `N/N`, in any order, and leaves what one "
               "run of\n"
               "the whole plan would have left, with the summary made anew; fit, score and report "
               "take it\n"
               "as any run. Shards must be of one plan (--plan), device model, driver and program.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .options_size = sizeof(struct unite_options),
    .run = run_unite_command,
};

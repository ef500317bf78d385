#include "base/log.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "merge/merge.h"

struct merge_options {
    const char *out;
};

static const struct base_option options[] = {
    {"out", 'o', BASE_OPTION_TEXT, offsetof(struct merge_options, out), "DIR",
     "folder for calibration.csv, calibration_table.h and members.csv"},
};

static int run_merge(const void *parsed, int argument_count, char **arguments)
{
    const struct merge_options *merge_options = parsed;
    if (argument_count < 1 || !merge_options->out) {
        base_error("merge: %s; see dispatchwise merge --help",
                   argument_count < 1 ? "name at least one folder with a calibration"
                                      : "--out DIR is missing");
        return BASE_EXIT_USAGE;
    }
    return base_exit_code(
        merge_folders((const char *const *)arguments, (size_t)argument_count, merge_options->out));
}

const struct base_command command_merge = {
    .name = "merge",
    .arguments = "DIR... --out DIR",
    .summary = "pool the calibrations of a device from many machines",
    .details =
        "Takes runs' folders with a calibration.csv, and merged folders. Fits of one machine are\n"
        "one vote; machines are pooled by a weighted Hodges-Lehmann estimate with the spread\n"
        "between them in the interval. Of three machines or more, one that is far from the others\n"
        "(robust z above 3.5 and more than 10 %) is left out of that constant, and named. Order\n"
        "and steps do not matter: members.csv keeps what was merged.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .options_size = sizeof(struct merge_options),
    .run = run_merge,
};

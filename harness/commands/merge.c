#include "base/log.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "merge/merge.h"

struct merge_options {
    const char *out;
    struct merge_cut cut;
};

static const struct base_option options[] = {
    {"out", 'o', BASE_OPTION_TEXT, offsetof(struct merge_options, out), "DIR",
     "folder for calibration.csv, calibration_table.h, members.csv and outliers.csv"},
    {"cut", 'c', BASE_OPTION_REAL, offsetof(struct merge_options, cut.percent), "PERCENT",
     "leave out rows of calibration_table.h that cost at most so much without (default: none)"},
    {"machines", 'm', BASE_OPTION_U64, offsetof(struct merge_options, cut.machines), "N",
     "leave out rows of calibration_table.h that rest on fewer machines (default 1)"},
};
static const struct merge_options defaults = {.cut = {.percent = -1, .machines = 1}};

static int run_merge(const void *parsed, int argument_count, char **arguments)
{
    const struct merge_options *merge_options = parsed;
    if (argument_count < 1 || !merge_options->out) {
        base_error("merge: %s; see dispatchwise merge --help",
                   argument_count < 1 ? "name at least one folder with a calibration"
                                      : "--out DIR is missing");
        return BASE_EXIT_USAGE;
    }
    return base_exit_code(merge_folders((const char *const *)arguments, (size_t)argument_count,
                                        merge_options->out, &merge_options->cut));
}

const struct base_command command_merge = {
    .name = "merge",
    .arguments = "DIR... --out DIR",
    .summary = "pool the calibrations of a device from many machines",
    .details =
        "Takes runs' folders with a calibration.csv, merged folders, and folders of runs up to\n"
        "three levels below. Fits of one machine are one vote; machines are pooled by a weighted\n"
        "Hodges-Lehmann estimate with the spread between them in the interval. Of three machines\n"
        "or more, one that is far from the others (robust z above 3.5 and more than 10 %) is left\n"
        "out of that constant, and out of all where this holds in two and in most of those "
        "judged.\n"
        "outliers.csv names each. Order and steps do not matter: members.csv keeps what was "
        "merged.\n"
        "\n"
        "--cut: a row stands for the next drivers of its device, and the first row of a vendor "
        "and\n"
        "kind for other devices, as long as no choice of the reference policy takes longer than "
        "by\n"
        "the row that was left out by more than PERCENT. calibration.csv keeps every row. Rows "
        "that\n"
        "are compiled in stay in calibration_table.h unless their driver was merged and not left "
        "out\n"
        "by --machines; one of them may be that first row.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .options_size = sizeof(struct merge_options),
    .defaults = &defaults,
    .run = run_merge,
};

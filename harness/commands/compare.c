#include "base/log.h"
#include "commands/commands.h"
#include "compare/compare.h"
#include "dispatchwise/status.h"

static const struct base_option options[] = {
    {"csv", 0, BASE_OPTION_FLAG, offsetof(struct compare_options, csv), NULL,
     "print everything that was compared as CSV"},
    {"force", 0, BASE_OPTION_FLAG, offsetof(struct compare_options, force), NULL,
     "compare runs of different devices all the same"},
    {"threshold", 't', BASE_OPTION_REAL, offsetof(struct compare_options, threshold_percent),
     "PERCENT", "differences up to this never count (default 2.5)"},
};
static const struct compare_options defaults = {.threshold_percent = 2.5};

static int run_compare(const void *parsed, int argument_count, char **arguments)
{
    const struct compare_options *compare_options = parsed;
    struct comparison comparison;
    if (argument_count != 2) {
        base_error("compare: name two runs' folders, the older one first; see dispatchwise compare "
                   "--help");
        return BASE_EXIT_USAGE;
    }
    int status = compare_create(&comparison, arguments[0], arguments[1], compare_options);
    int code = BASE_EXIT_USAGE;
    if (status == DW_OK) {
        if (compare_options->csv)
            compare_print_csv(stdout, &comparison);
        else
            compare_print(stdout, &comparison);
        code = comparison.verdict == COMPARE_SAME ? BASE_EXIT_DONE : BASE_EXIT_FAILED;
    }
    compare_free(&comparison);
    return code;
}

const struct base_command command_compare = {
    .name = "compare",
    .arguments = "A B",
    .summary = "what is the same, faster, slower or unclear in run B against run A",
    .details =
        "Compares every arm, all of them together, single instances, the reference policy's\n"
        "costs and what the device says of itself. Tells the other constants, which stand in for\n"
        "each other in a fit, and which choices flipped. Processes are the unit of chance:\n"
        "runs of one process each do not differ but in what the device says of itself. A\n"
        "difference counts if it is beyond both runs' noise floors and the threshold; over all\n"
        "that counts, an unchanged device is called different in at most 1 % of comparisons. The\n"
        "same is said where the 95 % interval lies within 5 %, or within the noise floor if that\n"
        "is wider.\n"
        "\n"
        "Exit code: 0 the same, 1 anything else, 2 the runs cannot be compared.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .options_size = sizeof(struct compare_options),
    .defaults = &defaults,
    .run = run_compare,
};

#include <stdio.h>

#include "accept/accept.h"
#include "base/file.h"
#include "base/log.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "follow/calibration.h"
#include "follow/facts.h"

struct accept_options {
    const char *baseline, *table;
};

static const struct base_option options[] = {
    {"baseline", 'b', BASE_OPTION_TEXT, offsetof(struct accept_options, baseline), "DIR",
     "folder of the baseline (default " ACCEPT_BASELINE ")"},
    {"table", 't', BASE_OPTION_TEXT, offsetof(struct accept_options, table), "FILE",
     "table to bring up to date (default " ACCEPT_TABLE ", if it is there)"},
};
static const struct accept_options defaults = {.baseline = ACCEPT_BASELINE};

/* The table to update, NULL for none: what is simulated never gets into the committed one by
 * default. */
static const char *choose_table(const struct accept_options *wanted,
                                const struct follow_facts *facts)
{
    if (wanted->table)
        return wanted->table;
    if (!base_file_exists(ACCEPT_TABLE))
        return NULL;
    if (facts->simulated)
        base_info(ACCEPT_TABLE " is left as it is: the run is simulated");
    return facts->simulated ? NULL : ACCEPT_TABLE;
}

static int accept_run(const char *run, const struct accept_options *wanted)
{
    struct follow_facts facts;
    struct follow_calibration calibration = {.count = 0};
    struct fit_result result;
    int status = follow_read_facts(run, &facts);
    if (status != DW_OK)
        return status;
    status = follow_read_calibration(run, &calibration);
    if (status == DW_OK)
        status = follow_make_result(&calibration, &facts.key, run, &result);
    const char *table = status == DW_OK ? choose_table(wanted, &facts) : NULL;
    /* Both are refused before either is touched. */
    if (status == DW_OK)
        status = accept_check_baseline(run, wanted->baseline);
    if (status == DW_OK && table)
        status = accept_update_table(&result, table);
    if (status == DW_OK)
        status = accept_baseline(run, wanted->baseline);
    if (status == DW_OK)
        printf("%s is the baseline now: %s\n", facts.run_id, wanted->baseline);
    follow_free_calibration(&calibration);
    follow_free_facts(&facts);
    return status;
}

static int run_accept(const void *parsed, int argument_count, char **arguments)
{
    if (argument_count != 1) {
        base_error("accept: name one run's folder; see dispatchwise accept --help");
        return BASE_EXIT_USAGE;
    }
    return base_exit_code(accept_run(arguments[0], parsed));
}

const struct base_command command_accept = {
    .name = "accept",
    .arguments = "RUN",
    .summary = "make a run the baseline, and carry what moved into the committed table",
    .details =
        "Copies the run's files into the baseline's folder, which is replaced in one step. In the\n"
        "table only constants that moved clearly (intervals apart, and more than 2 %) are\n"
        "replaced, with the tuned variants of the modes that the run timed; each is named, and\n"
        "without such a constant the file's bytes stay as they are.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .options_size = sizeof(struct accept_options),
    .defaults = &defaults,
    .run = run_accept,
};

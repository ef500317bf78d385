#include "base/log.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "fit/score.h"

static int run_score(const void *options, int argument_count, char **arguments)
{
    (void)options;
    if (argument_count != 1) {
        base_error("score: name one run's folder; see dispatchwise score --help");
        return BASE_EXIT_USAGE;
    }
    return base_exit_code(score_run(arguments[0], arguments[0], true));
}

const struct base_command command_score = {
    .name = "score",
    .arguments = "RUN",
    .summary = "score the policies on a run against its oracle",
    .details =
        "Writes scores.csv, decisions.csv (the same by decision) and disagreements.csv (arms that "
        "the\nplanner predicts worst) into the run's folder and prints them. The oracle is chosen "
        "on the even\n"
        "rounds; everything is timed on the odd ones. The set `held_out` scores each workload "
        "family\n"
        "by constants, variants and a best static arm that were fitted on the others.\n",
    .run = run_score,
};

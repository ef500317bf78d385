/* The options that run and tune share, each once. */
#ifndef RUN_OPTIONS_H
#define RUN_OPTIONS_H

#include "base/options.h"
#include "run/run.h"

/* Seconds where no budget is given: the whole grid, planned and scored, then takes less than three
 * minutes of a GPU (five processes of an H200) and less than five of a CPU. */
#define RUN_CPU_BUDGET 240
#define RUN_GPU_BUDGET 150
#define RUN_TEXT_OF(number) #number
#define RUN_TEXT(number) RUN_TEXT_OF(number)

#define RUN_OPTION(name, letter, kind, field, value, help)                                         \
    {                                                                                              \
        name, letter, kind, offsetof(struct run_options, field), value, help                       \
    }

#define RUN_OPTIONS                                                                                \
    RUN_OPTION("device", 'd', BASE_OPTION_TEXT, device, "D",                                       \
               "index, part of a name, UUID, sim[:FILE.csv], all, or several between commas "      \
               "(default: the "                                                                    \
               "fastest real device)"),                                                            \
        RUN_OPTION("out", 'o', BASE_OPTION_TEXT, out, "DIR",                                       \
                   "the run's folder (default: a new one under ./dispatchwise-results)"),          \
        RUN_OPTION("workload", 'w', BASE_OPTION_TEXT, workload, "W,...",                           \
                   "only these workload families"),                                                \
        RUN_OPTION("shapes", 0, BASE_OPTION_TEXT, shapes, "FILE.csv",                              \
                   "exactly these instances: workload, wait, launches, groups, steps, repeats"),   \
        RUN_OPTION("trace", 0, BASE_OPTION_TEXT, trace, "FILE",                                    \
                   "the batches of a recording, by kernels that take their time"),                 \
        RUN_OPTION("plan", 0, BASE_OPTION_TEXT, plan, "DIR",                                       \
                   "the instances of the run in DIR, of the same device, without probing again"),  \
        RUN_OPTION("arms", 'a', BASE_OPTION_TEXT, arms, "A,...",                                   \
                   "only these arms beside the baseline: full names, or how names begin"),         \
        RUN_OPTION("budget", 'b', BASE_OPTION_REAL, budget_s, "S",                                 \
                   "seconds to measure (default, and 0: " RUN_TEXT(                                \
                       RUN_CPU_BUDGET) " on a CPU "                                                \
                                       "device, " RUN_TEXT(RUN_GPU_BUDGET) " on a GPU)"),          \
        RUN_OPTION("seed", 's', BASE_OPTION_U64, seed, "N",                                        \
                   "seed of every random order (default 1)"),                                      \
        RUN_OPTION("resume", 'r', BASE_OPTION_FLAG, resume, NULL, "go on with the run in --out"),  \
        RUN_OPTION("together", 0, BASE_OPTION_FLAG, together, NULL,                                \
                   "several devices all at once, and what that does to the noise"),                \
        RUN_OPTION("quiet", 'q', BASE_OPTION_FLAG, quiet, NULL,                                    \
                   "no progress, only warnings and errors")

#define RUN_DEFAULTS                                                                               \
    {                                                                                              \
        .seed = 1                                                                                  \
    }

/* Refuse what cannot be meant, by name: stray arguments, unknown workloads or arms, --resume
 * without --out. Returns 0 or DW_ERROR_INVALID_ARGUMENT, logged. */
int run_check_options(const struct run_options *options, int argument_count, char **arguments);

/* Does the user's list of workloads (names between commas; NULL: all) hold this one? */
bool run_wants_workload(const char *list, const char *name);

#endif

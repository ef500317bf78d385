/* One process of a run, started by run_campaign; its exit code is the negated status. */
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "commands/commands.h"
#include "gpu/validation.h"
#include "run/child.h"

struct worker_options {
    struct run_options run;
    uint64_t process, parent;
    bool plan;
};

static void tell_parent(void *context, size_t done, size_t total)
{
    (void)context;
    printf("%zu %zu\n", done, total);
    fflush(stdout);
}

static int run_worker(const void *data, int argument_count, char **arguments)
{
    const struct worker_options *options = data;
    (void)argument_count;
    (void)arguments;
    run_catch_signals();
    run_follow_parent(options->parent);
    if (!options->run.out) {
        base_error("worker: --out is missing");
        return -DW_ERROR_INVALID_ARGUMENT;
    }
    int status = options->plan ? run_make_plan(&options->run, options->run.out)
                               : run_measure(options->run.out, (uint32_t)options->process,
                                             options->run.budget_s, tell_parent, NULL);
    const bool fatal = measure_is_fatal(status);
    if (gpu_validation_messages() > 0 && (status == DW_OK || fatal))
        status = DW_ERROR_WRONG_RESULT;
    /* A lost or hung device cannot be closed in order, and its driver may hang at exit. */
    if (fatal) {
        fflush(NULL);
        _exit(-status);
    }
    return -status;
}

#define WORKER_OPTION(name, kind, field)                                                           \
    {                                                                                              \
        name, 0, kind, offsetof(struct worker_options, field), "V", ""                             \
    }
static const struct base_option worker_options_table[] = {
    WORKER_OPTION("plan", BASE_OPTION_FLAG, plan),
    WORKER_OPTION("parent", BASE_OPTION_U64, parent),
    WORKER_OPTION("process", BASE_OPTION_U64, process),
    WORKER_OPTION("device", BASE_OPTION_TEXT, run.device),
    WORKER_OPTION("out", BASE_OPTION_TEXT, run.out),
    WORKER_OPTION("workload", BASE_OPTION_TEXT, run.workload),
    WORKER_OPTION("shapes", BASE_OPTION_TEXT, run.shapes),
    WORKER_OPTION("trace", BASE_OPTION_TEXT, run.trace),
    WORKER_OPTION("grid-too", BASE_OPTION_FLAG, run.grid_too),
    WORKER_OPTION("arms", BASE_OPTION_TEXT, run.arms),
    WORKER_OPTION("alike", BASE_OPTION_TEXT, run.plan),
    WORKER_OPTION("shard", BASE_OPTION_TEXT, run.shard),
    WORKER_OPTION("budget", BASE_OPTION_REAL, run.budget_s),
    WORKER_OPTION("seed", BASE_OPTION_U64, run.seed),
};

const struct base_command command_worker = {
    .name = "worker",
    .arguments = "",
    .summary = "one process of a run",
    .options = worker_options_table,
    .option_count = sizeof worker_options_table / sizeof worker_options_table[0],
    .options_size = sizeof(struct worker_options),
    .run = run_worker,
    .hidden = 1,
};

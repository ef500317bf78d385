/* The command line of dispatchwise-gbench that is not Google Benchmark's. */
#include "bench/bench.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/manual.h"
#include "commands/commands.h"
#include "run/options.h"

struct gbench_options {
    struct run_options run; /* first: RUN_OPTIONS fills it */
    const char *from;
};

static struct bench_set *wanted; /* where the command's run function leaves the samples */

static bool is_live(const struct run_options *run)
{
    return run->device || run->out || run->workload || run->shapes || run->arms ||
           run->budget_s > 0 || run->resume;
}

static int measure(const struct run_options *options, struct bench_set *set)
{
    char out[4096];
    const int status = run_campaign(options, out);
    return status == DW_OK ? bench_load_run(out, set) : status;
}

static int run_gbench(const void *data, int argument_count, char **arguments)
{
    const struct gbench_options *options = data;
    int status = run_check_options(&options->run, argument_count, arguments);
    if (status == DW_OK && options->from && is_live(&options->run)) {
        base_error("--run feeds a run that was measured; without it the other options measure one");
        return BASE_EXIT_USAGE;
    }
    if (status == DW_OK && options->from)
        status = bench_load_run(options->from, wanted);
    else if (status == DW_OK && is_live(&options->run))
        status = measure(&options->run, wanted);
    return base_exit_code(status);
}

static const struct base_option gbench_option_table[] = {
    {"run", 0, BASE_OPTION_TEXT, offsetof(struct gbench_options, from), "DIR",
     "benchmark the samples of this run's folder; nothing is measured"},
    RUN_OPTIONS,
};
static const struct gbench_options gbench_defaults = {.run = RUN_DEFAULTS};

static const struct base_command command_gbench = {
    .name = "gbench",
    .program = "dispatchwise-gbench",
    .arguments = "[--benchmark_FLAG=VALUE...]",
    .summary = "hand the samples of a run to Google Benchmark",
    .details =
        "One benchmark for every arm of every instance, workload/instance/wait/arm. The times are\n"
        "the harness's samples, one an iteration; Google Benchmark takes none of its own, so\n"
        "--benchmark_min_time does nothing. Its time is their mean, summary.csv has the median.\n"
        "Without --run the other options measure a run first; without any option the benchmarks "
        "of\n"
        "core run.\n"
        "\n"
        "--benchmark_repetitions=R cuts the samples of an arm, processes in order, into R parts "
        "of\n"
        "one size: with as many repetitions as the run has processes, each is a process. What "
        "does\n"
        "not divide is left out. The counters are of all the samples. Filter, random interleaving\n"
        "and output (--benchmark_filter, --benchmark_enable_random_interleaving,\n"
        "--benchmark_format, --benchmark_out) are Google Benchmark's own.\n"
        "\n"
        "Counters: predicted_savings_ns by the reference policy with the calibration that the\n"
        "context names, actual_savings_ns against the baseline, regret over the oracle (even "
        "rounds\n"
        "choose it, odd ones are compared), host_ns in calls and cpu_ns of the process, medians "
        "of\n"
        "a batch. The column CPU and cpu_time are of handing the samples over.",
    .options = gbench_option_table,
    .option_count = sizeof gbench_option_table / sizeof gbench_option_table[0],
    .options_size = sizeof(struct gbench_options),
    .defaults = &gbench_defaults,
    .run = run_gbench,
};

int bench_read_options(int argc, char **argv, struct bench_set *set, int *code)
{
    /* A live run starts this program again for each of its processes. */
    if (argc > 1 && strcmp(argv[1], "worker") == 0) {
        *code = base_run_command(&command_worker, argc - 1, argv + 1);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "manual") == 0) {
        base_manual_command(stdout, &command_gbench, DISPATCHWISE_VERSION);
        *code = BASE_EXIT_DONE;
        return 0;
    }
    wanted = set;
    *code = base_run_command(&command_gbench, argc, argv);
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return 0;
    return *code == BASE_EXIT_DONE;
}

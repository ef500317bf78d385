#include "selftest/selftest.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "results/results.h"
#include "run/run.h"
#include "selftest/print.h"

#define BUDGET_MAX_S 1e6

struct selftest_options {
    const char *device, *out;
    double budget_s;
    uint64_t seed;
    bool csv;
};

static const struct selftest_options defaults = {.budget_s = 60, .seed = 1};

static const struct base_option options[] = {
    {"device", 'd', BASE_OPTION_TEXT, offsetof(struct selftest_options, device), "D",
     "index, part of a name, UUID, or sim[:FILE.csv] (default: the fastest real device)"},
    {"budget", 'b', BASE_OPTION_REAL, offsetof(struct selftest_options, budget_s), "S",
     "seconds to take, about; below 10 every check does its least (default: 60)"},
    {"seed", 's', BASE_OPTION_U64, offsetof(struct selftest_options, seed), "N",
     "seed of every random order (default 1)"},
    {"csv", 0, BASE_OPTION_FLAG, offsetof(struct selftest_options, csv), NULL, "print CSV"},
    {"out", 'o', BASE_OPTION_TEXT, offsetof(struct selftest_options, out), "FILE",
     "write the CSV to FILE beside the table"},
};

/* Where rows go: the table or CSV on standard output, CSV to a file. */
struct output {
    bool csv;
    FILE *file; /* NULL: none */
};

static void hear(void *context, const struct results_selftest *row)
{
    struct output *output = context;
    if (output->csv)
        results_write_row(&results_schema_selftest, stdout, row);
    else
        selftest_print_row(stdout, row);
    fflush(stdout);
    if (output->file)
        results_write_row(&results_schema_selftest, output->file, row);
}

static int make(const struct selftest_options *wanted, struct selftest *test, FILE *file,
                size_t *failed)
{
    struct output output = {.csv = wanted->csv, .file = file};
    if (output.csv)
        results_write_header(&results_schema_selftest, stdout);
    else
        selftest_print_header(stdout, test);
    if (file)
        results_write_header(&results_schema_selftest, file);
    const int status = selftest_run(test, hear, &output, failed);
    if (!output.csv)
        selftest_print_end(stdout, *failed);
    return status;
}

static int run_selftest(const void *parsed, int argument_count, char **arguments)
{
    const struct selftest_options *wanted = parsed;
    struct selftest test = {
        .seed = wanted->seed, .budget_s = wanted->budget_s, .clock_ns = base_clock_ns};
    struct base_atomic_file file = {.stream = NULL};
    size_t failed = 0;
    if (argument_count > 0) {
        base_error("unexpected argument '%s'", arguments[0]);
        return BASE_EXIT_USAGE;
    }
    if (wanted->budget_s > BUDGET_MAX_S) {
        base_error("--budget: expected at most %g s", BUDGET_MAX_S);
        return BASE_EXIT_USAGE;
    }
    int status = wanted->out ? base_atomic_open(&file, wanted->out) : DW_OK;
    if (status == DW_OK)
        status = run_open_engine(wanted->device, wanted->seed, 0, &test.engine);
    if (status != DW_OK) {
        base_atomic_abandon(&file);
        return base_exit_code(status);
    }
    const int ended = make(wanted, &test, file.stream, &failed);
    if (wanted->out)
        status = base_atomic_commit(&file);
    if (!measure_may_close(test.engine, ended)) {
        fflush(stdout);
        _exit(BASE_EXIT_FAILED); /* a driver that is torn down would wait for what is lost */
    }
    test.engine->ops->close(&test.engine);
    return status == DW_OK && failed == 0 ? BASE_EXIT_DONE : BASE_EXIT_FAILED;
}

const struct base_command command_selftest = {
    .name = "selftest",
    .arguments = "",
    .summary = "check on a device that what this program measures can be believed",
    .details =
        "Checks the clocks, the loop limit, the timing loop's own cost, that wrong results are\n"
        "caught, that the baseline is not told from its own copy, that planted slowdowns are\n"
        "found in their size, that waiting is in order, and that the fit recovers constants which\n"
        "are known. Each figure has a limit, and docs/trust.md says where it comes from.\n"
        "\n"
        "Needs a Vulkan device, or --device sim. Exit code: 0 all within their limits, 1 one is\n"
        "not, 77 no device.",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .options_size = sizeof(struct selftest_options),
    .defaults = &defaults,
    .run = run_selftest,
};

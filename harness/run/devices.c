#include "run/devices.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "run/host.h"
#include "run/scatter.h"
#include "run/signals.h"

#define ALONE_SHARE 5 /* of the budget, to be measured alone before all together */
#define ARGUMENTS_MAX 32

extern char **environ;

/* Children that a signal is passed on to. */
static volatile sig_atomic_t children[RUN_DEVICES_MAX];

static void pass_on(int number)
{
    const int reason = errno;
    run_interrupted = 1;
    for (size_t i = 0; i < RUN_DEVICES_MAX; i++)
        if (children[i] > 0)
            kill((pid_t)children[i], number);
    errno = reason;
}

static bool is_run(const char *folder)
{
    return results_file_exists(&results_schema_run, folder);
}

struct command_line {
    const char *words[ARGUMENTS_MAX];
    size_t count;
    char seed[24], budget[32];
};

static void add_pair(struct command_line *line, const char *option, const char *value)
{
    if (!value)
        return;
    line->words[line->count++] = option;
    line->words[line->count++] = value;
}

/* One device's command line: as the host's, but for device, folder, budget and plan. */
static void fill_line(const struct run_host *host, const struct run_member *member,
                      const char *command, const char *folder, double budget_s, const char *plan,
                      struct command_line *line)
{
    const struct run_options *options = host->options;
    const bool goes_on = options->resume && is_run(folder);
    *line = (struct command_line){.words = {"dispatchwise", command}, .count = 2};
    snprintf(line->seed, sizeof line->seed, "%" PRIu64, options->seed);
    snprintf(line->budget, sizeof line->budget, "%.9g", budget_s);
    add_pair(line, "--out", folder);
    add_pair(line, "--seed", line->seed);
    add_pair(line, "--budget", budget_s > 0 ? line->budget : NULL);
    if (goes_on) {
        line->words[line->count++] = "--resume";
    } else {
        add_pair(line, "--device", member->selector);
        add_pair(line, "--arms", options->arms);
        add_pair(line, "--workload", *plan ? NULL : options->workload);
        add_pair(line, "--shapes", *plan ? NULL : options->shapes);
        add_pair(line, "--trace", *plan ? NULL : options->trace);
        add_pair(line, "--plan", *plan ? plan : NULL);
        add_pair(line, "--shard", options->shard);
    }
    if (options->plan_only)
        line->words[line->count++] = "--plan-only";
    if (options->quiet || options->together)
        line->words[line->count++] = "--quiet";
}

/* Start it on its processors: what it starts stays on them. */
static int start(struct run_host *host, struct run_member *member, const struct command_line *line)
{
    char before[256], *copies[ARGUMENTS_MAX + 1] = {NULL};
    const bool bound =
        host->count > 1 && topo_bind_thread(member->processors, before, sizeof before) == DW_OK;
    for (size_t i = 0; i < line->count; i++)
        copies[i] = (char *)(uintptr_t)line->words[i];
    const int error = posix_spawn(&member->child, "/proc/self/exe", NULL, NULL, copies, environ);
    if (bound)
        (void)topo_bind_thread(before, before, sizeof before);
    if (error != 0) {
        member->child = 0;
        base_error("cannot start a process for %s: %s", member->selector, strerror(error));
        return DW_ERROR_IO;
    }
    children[member - host->members] = member->child;
    if (run_interrupted)
        kill(member->child, SIGTERM);
    return DW_OK;
}

/* The status that stands for an exit code. */
static int status_of(int state)
{
    if (WIFSIGNALED(state)) {
        if (run_interrupted)
            return DW_ERROR_INTERRUPTED;
        base_error("the process of a device was ended by signal %d; --resume goes on with its run",
                   WTERMSIG(state));
        return DW_ERROR_IO;
    }
    switch (WEXITSTATUS(state)) {
    case 0:
        return DW_OK;
    case 2:
        return DW_ERROR_INVALID_ARGUMENT;
    case 77:
        return DW_ERROR_NO_DEVICE;
    default:
        return DW_ERROR_IO;
    }
}

static void await(struct run_host *host, struct run_member *member)
{
    int state;
    siginfo_t ended;
    if (member->child == 0)
        return;
    /* Its number is given away only once nobody signals it any more. */
    while (waitid(P_PID, (id_t)member->child, &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        ;
    children[member - host->members] = 0;
    while (waitpid(member->child, &state, 0) < 0)
        if (errno != EINTR)
            return;
    member->child = 0;
    if (member->status == DW_OK)
        member->status = status_of(state);
}

static void measure_alone(struct run_host *host, struct run_member *member)
{
    const double budget_s = host->options->budget_s / ALONE_SHARE;
    struct command_line line;
    if (host->options->resume && is_run(member->folder))
        return;
    fill_line(host, member, "run", member->alone, budget_s, member->plan, &line);
    member->status = start(host, member, &line);
    await(host, member);
}

static void measure(struct run_host *host)
{
    const struct run_options *options = host->options;
    for (size_t i = 0; i < host->count && options->together && !run_interrupted; i++)
        measure_alone(host, &host->members[i]);
    for (size_t i = 0; i < host->count && !run_interrupted; i++) {
        struct run_member *member = &host->members[i];
        struct command_line line;
        if (member->status != DW_OK)
            continue;
        base_info("%s on processors %s: %s", member->selector,
                  *member->processors ? member->processors : "of all", member->folder);
        fill_line(host, member, host->command, member->folder, options->budget_s,
                  options->together ? member->alone : member->plan, &line);
        member->status = start(host, member, &line);
        if (!options->together)
            await(host, member);
    }
    for (size_t i = 0; i < host->count; i++)
        await(host, &host->members[i]);
}

/* What sharing the host did to the noise, in percent of a batch's time. */
static void tell_noise(const struct run_host *host)
{
    printf("%-34s%14s%14s%10s\n", "A/A scatter of a round, in %", "alone", "together", "times");
    for (size_t i = 0; i < host->count; i++) {
        const struct run_member *member = &host->members[i];
        struct run_scatter alone, together;
        if (member->status != DW_OK || !is_run(member->alone) ||
            run_find_scatter(member->alone, &alone) != DW_OK ||
            run_find_scatter(member->folder, &together) != DW_OK)
            continue;
        printf("%-34s%14.2f%14.2f%10.2f\n", member->name, 100 * expm1(alone.log_sd),
               100 * expm1(together.log_sd), together.log_sd / alone.log_sd);
    }
}

static int check(const struct run_options *options)
{
    const char *wrong = NULL;
    if (!options->out)
        wrong = "--out DIR, for a folder of each";
    else if (options->together && options->shard)
        wrong = "--together or --shard, not both";
    else if (options->together && options->plan_only)
        wrong = "--together or --plan-only, not both";
    else if (options->together && options->budget_s <= 0)
        wrong = "--budget S with --together";
    else if (options->together && options->grid_too)
        wrong = "--together or --trace, not both, to tune";
    if (wrong)
        base_error("several devices need %s", wrong);
    return wrong ? DW_ERROR_INVALID_ARGUMENT : DW_OK;
}

int run_devices(const char *command, const struct run_options *options)
{
    struct run_host host = {.command = command,
                            .options = options,
                            .members = calloc(RUN_DEVICES_MAX, sizeof *host.members)};
    int status = host.members ? check(options) : DW_ERROR_NO_MEMORY;
    base_set_quiet(options->quiet);
    if (status == DW_OK)
        status = run_find_members(&host);
    if (status == DW_OK) {
        run_handle_signals(pass_on);
        measure(&host);
        if (options->together && !run_interrupted)
            tell_noise(&host);
    }
    for (size_t i = 0; i < host.count && status == DW_OK; i++)
        status = host.members[i].status;
    if (status == DW_OK && run_interrupted)
        status = DW_ERROR_INTERRUPTED;
    free(host.members);
    return status;
}

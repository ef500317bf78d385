/* A whole run: plan, then one process after the other until the budget is spent or nothing more is
 * needed, then the summary. Processes are real ones, each with a fresh device; a simulated device
 * plays them in this one. */
#include "run/run.h"

#include <errno.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/options.h"
#include "base/text.h"
#include "results/reduce.h"
#include "sim/sim.h"

#define FAILURES_MAX 8 /* processes that may die before the run gives up */
#define PROCESSES_MAX 64
#define PROCESS_SECONDS_MIN 1.0

extern char **environ;

struct campaign {
    const char *out;
    bool simulated, quiet, terminal;
    double budget_s;
    uint64_t start_ns;
    unsigned processes; /* finished */
};

static double spent_s(const struct campaign *campaign)
{
    return (double)(base_clock_ns() - campaign->start_ns) * 1e-9;
}

static void tell(void *context, size_t done, size_t total)
{
    const struct campaign *campaign = context;
    const double left_s = campaign->budget_s - spent_s(campaign);
    if (campaign->quiet)
        return;
    if (campaign->terminal)
        fprintf(stderr, "\rprocess %u: %zu of %zu instances, %.0f s left   ",
                campaign->processes + 1, done, total, left_s > 0 ? left_s : 0);
    else if (done == total || done % 20 == 0)
        fprintf(stderr, "process %u: %zu of %zu instances, %.0f s left\n", campaign->processes + 1,
                done, total, left_s > 0 ? left_s : 0);
}

static void end_line(const struct campaign *campaign)
{
    if (campaign->terminal && !campaign->quiet)
        fputc('\n', stderr);
}

/* Hear a child's "done total" lines until it closes its end. */
static void hear(struct campaign *campaign, int descriptor)
{
    size_t done, total;
    FILE *stream = fdopen(descriptor, "r");
    if (!stream) {
        close(descriptor);
        return;
    }
    char line[64];
    for (;;) {
        if (fgets(line, sizeof line, stream)) {
            if (sscanf(line, "%zu %zu", &done, &total) == 2)
                tell(campaign, done, total);
        } else if (ferror(stream) && errno == EINTR) {
            clearerr(stream);
        } else {
            break;
        }
    }
    fclose(stream);
}

/* Wait for a child; its status by its exit code, DW_ERROR_DEVICE_LOST where a signal ended it. */
static int await(pid_t child)
{
    int state;
    while (waitpid(child, &state, 0) < 0)
        if (errno != EINTR)
            return DW_ERROR_IO;
    if (WIFSIGNALED(state)) {
        base_warn("a measuring process was ended by signal %d", WTERMSIG(state));
        return DW_ERROR_DEVICE_LOST;
    }
    return -WEXITSTATUS(state);
}

/* Start this program as `dispatchwise worker ARGUMENTS...` and hear its progress. */
static int run_child(struct campaign *campaign, char *const *arguments)
{
    int ends[2];
    pid_t child;
    posix_spawn_file_actions_t actions;
    if (pipe(ends) != 0) {
        base_error("pipe: %s", strerror(errno));
        return DW_ERROR_IO;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    const int error = posix_spawn(&child, "/proc/self/exe", &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (error != 0) {
        close(ends[0]);
        base_error("cannot start a measuring process: %s", strerror(error));
        return DW_ERROR_IO;
    }
    hear(campaign, ends[0]);
    return await(child);
}

static int plan(struct campaign *campaign, const struct run_options *options)
{
    char seed[24];
    if (campaign->simulated)
        return run_make_plan(options, campaign->out);
    snprintf(seed, sizeof seed, "%" PRIu64, options->seed);
    const char *arguments[24] = {"dispatchwise", "worker", "--plan", "--out",
                                 campaign->out,  "--seed", seed};
    size_t count = 7;
    const char *const pairs[][2] = {{"--device", options->device},
                                    {"--workload", options->workload},
                                    {"--shapes", options->shapes},
                                    {"--arms", options->arms}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (pairs[i][1]) {
            arguments[count++] = pairs[i][0];
            arguments[count++] = pairs[i][1];
        }
    char *copies[24] = {NULL};
    for (size_t i = 0; i < count; i++)
        copies[i] = (char *)(uintptr_t)arguments[i];
    return run_child(campaign, copies);
}

static int measure_once(struct campaign *campaign, uint32_t process, double seconds)
{
    char number[16], budget[32];
    if (campaign->simulated)
        return run_measure(campaign->out, process, seconds, tell, campaign);
    snprintf(number, sizeof number, "%" PRIu32, process);
    snprintf(budget, sizeof budget, "%.3f", seconds);
    char name[] = "dispatchwise", command[] = "worker", out[] = "--out", which[] = "--process",
         how_long[] = "--budget";
    char *arguments[] = {name,     command, out, (char *)(uintptr_t)campaign->out, which, number,
                         how_long, budget,  NULL};
    return run_child(campaign, arguments);
}

/* What the files say is still to do. */
static int look(const char *out, uint32_t *next_process, size_t *needy, unsigned *fewest)
{
    struct run_state *state = NULL;
    const int status = run_load_state(out, &state);
    if (status != DW_OK)
        return status;
    *next_process = state->next_process;
    *needy = 0;
    *fewest = UINT32_MAX;
    for (size_t i = 0; i < state->count; i++) {
        *needy += run_needs_rounds(&state->instances[i]);
        if (state->instances[i].process_count < *fewest)
            *fewest = state->instances[i].process_count;
    }
    run_free_state(&state);
    return DW_OK;
}

/* Seconds for the next process: an even share of what is left for the processes that must be, the
 * same again for each one more. 0: no further process. */
static double next_share(const struct campaign *campaign, unsigned fewest)
{
    const double left_s = campaign->budget_s - spent_s(campaign);
    if (campaign->simulated)
        return fewest < RUN_PROCESSES_MIN ? campaign->budget_s / RUN_PROCESSES_MIN : 0;
    const unsigned owed = fewest < RUN_PROCESSES_MIN ? RUN_PROCESSES_MIN - fewest : 1;
    const double share = left_s / owed;
    if (share < PROCESS_SECONDS_MIN)
        return fewest < RUN_PROCESSES_MIN && left_s > 0 ? PROCESS_SECONDS_MIN : 0;
    /* A first pass leaves time over: further processes take what a base process took. */
    return fewest < RUN_PROCESSES_MIN ? share : left_s < 2 * share ? left_s : share;
}

static int measure_all(struct campaign *campaign)
{
    unsigned failures = 0, fewest;
    uint32_t process;
    size_t needy;
    int status = look(campaign->out, &process, &needy, &fewest);
    while (status == DW_OK && needy > 0 && !run_interrupted &&
           campaign->processes < PROCESSES_MAX) {
        const double seconds = next_share(campaign, fewest);
        if (seconds <= 0)
            break;
        status = measure_once(campaign, process, seconds);
        end_line(campaign);
        if (run_is_fatal(status) && ++failures < FAILURES_MAX) {
            base_warn("process %" PRIu32 " ended early (%s); going on with a fresh device", process,
                      dw_status_text(status));
            status = DW_OK;
        }
        if (status == DW_OK)
            status = look(campaign->out, &process, &needy, &fewest);
        campaign->processes++;
    }
    if (status == DW_OK && fewest < RUN_PROCESSES_MIN && !run_interrupted)
        base_warn(
            "the budget ended after %u of %d processes: intervals are wider than they need be",
            fewest, RUN_PROCESSES_MIN);
    return status;
}

static int choose_folder(const struct run_options *options, char out[4096])
{
    char stamp[32];
    const time_t now = time(NULL);
    struct tm calendar;
    if (options->out) {
        if (base_copy_text(out, 4096, options->out))
            return base_make_directory(out);
        base_error("--out: the path is too long");
        return DW_ERROR_INVALID_ARGUMENT;
    }
    gmtime_r(&now, &calendar);
    strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &calendar);
    for (int i = 0; i < 100; i++) {
        snprintf(out, 4096, "dispatchwise-results/%s%s%.0d", stamp, i ? "-" : "", i);
        if (!base_file_exists(out))
            return base_make_directory(out);
    }
    base_error("dispatchwise-results: a hundred runs in one second");
    return DW_ERROR_IO;
}

/* A folder can take the run: new or empty of runs, or the run that is resumed; and it can be
 * written, which is said before anything is measured. */
static int check_folder(const struct run_options *options, const char *out)
{
    char path[4096];
    struct base_atomic_file probe;
    int status = base_join_path(path, sizeof path, out, "run.csv");
    if (status != DW_OK)
        return status;
    const bool there = base_file_exists(path);
    if (options->resume)
        return there ? results_check_run(out) : DW_OK;
    if (there) {
        base_error("%s holds a run already: --resume goes on with it, another --out keeps it", out);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    status = base_atomic_open(&probe, path);
    if (status == DW_OK)
        base_atomic_abandon(&probe);
    return status;
}

static int is_simulated(const struct run_options *options, const char *out, bool *simulated)
{
    char value[512];
    *simulated = options->device && sim_is_selector(options->device);
    if (options->resume && results_run_value(out, "simulated", value))
        *simulated = strcmp(value, "1") == 0;
    return DW_OK;
}

/* Without --budget: what a full run takes. */
static double default_budget(const char *out)
{
    char value[512];
    uint64_t kind;
    const bool known =
        results_run_value(out, "device_kind", value) && base_parse_u64(value, 16, &kind);
    return known && kind != DW_DEVICE_KIND_CPU ? 50 : 150;
}

static bool has_plan(const char *out)
{
    char path[4096];
    return base_join_path(path, sizeof path, out, "run.csv") == DW_OK && base_file_exists(path);
}

int run_campaign(const struct run_options *options, char out[4096])
{
    struct campaign campaign = {.out = out,
                                .quiet = options->quiet,
                                .terminal = isatty(STDERR_FILENO),
                                .start_ns = base_clock_ns()};
    base_set_quiet(options->quiet);
    run_catch_signals();
    int status = choose_folder(options, out);
    if (status == DW_OK)
        status = check_folder(options, out);
    if (status == DW_OK)
        status = is_simulated(options, out, &campaign.simulated);
    if (status == DW_OK && !(options->resume && has_plan(out)))
        status = plan(&campaign, options);
    if (status != DW_OK)
        return status;
    campaign.budget_s = options->budget_s > 0 ? options->budget_s : default_budget(out);
    status = measure_all(&campaign);
    const int reduced = results_reduce(out);
    if (run_interrupted) {
        base_info("interrupted: what was measured is in %s; go on with --resume --out %s", out,
                  out);
        return DW_ERROR_INTERRUPTED;
    }
    return status == DW_OK ? reduced : status;
}

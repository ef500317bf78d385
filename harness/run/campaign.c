/* A whole run: plan, then one process after the other until the budget is spent or nothing more is
 * needed, then the summary. Processes are real ones, each with a fresh device; a simulated device
 * plays them in this one. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "results/reduce.h"
#include "run/child.h"
#include "run/folder.h"
#include "run/options.h"
#include "run/shard.h"
#include "run/share.h"
#include "sim/sim.h"

#define CRASHES_MAX 8 /* processes that may die, no arm to blame, before the run gives up */
#define PROCESSES_MAX 64

struct campaign {
    const char *out;
    bool simulated, quiet, terminal;
    double budget_s;
    uint64_t start_ns;
    unsigned processes; /* finished */
};

/* What the files say. */
struct outlook {
    uint32_t next_process;
    size_t needy;      /* instances that need rounds */
    size_t measured;   /* instances that have some, the baseline's among them */
    unsigned fewest;   /* processes of an instance that can be measured */
    size_t fatal_arms; /* of all instances, which lost or hung the device */
    uint64_t rounds;   /* of all instances */
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

static int plan(struct campaign *campaign, const struct run_options *options)
{
    char seed[24], parent[24];
    if (campaign->simulated)
        return run_make_plan(options, campaign->out);
    snprintf(seed, sizeof seed, "%" PRIu64, options->seed);
    snprintf(parent, sizeof parent, "%ld", (long)getpid());
    const char *arguments[24] = {"dispatchwise", "worker",      "--plan", "--parent", parent,
                                 "--out",        campaign->out, "--seed", seed};
    size_t count = 9;
    const char *const pairs[][2] = {
        {"--device", options->device}, {"--workload", options->workload},
        {"--shapes", options->shapes}, {"--trace", options->trace},
        {"--arms", options->arms},     {"--alike", options->plan},
        {"--shard", options->shard}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (pairs[i][1]) {
            arguments[count++] = pairs[i][0];
            arguments[count++] = pairs[i][1];
        }
    if (options->grid_too)
        arguments[count++] = "--grid-too";
    char *copies[24] = {NULL};
    for (size_t i = 0; i < count; i++)
        copies[i] = (char *)(uintptr_t)arguments[i];
    return run_child(copies, tell, campaign);
}

static int measure_once(struct campaign *campaign, uint32_t process, double seconds)
{
    char number[16], budget[32], parent[24];
    if (campaign->simulated)
        return run_measure(campaign->out, process, seconds, tell, campaign);
    snprintf(number, sizeof number, "%" PRIu32, process);
    snprintf(budget, sizeof budget, "%.9g", seconds);
    snprintf(parent, sizeof parent, "%ld", (long)getpid());
    char name[] = "dispatchwise", command[] = "worker", whose[] = "--parent", out[] = "--out",
         which[] = "--process", how_long[] = "--budget";
    char *arguments[] = {name,  command, whose,    parent, out, (char *)(uintptr_t)campaign->out,
                         which, number,  how_long, budget, NULL};
    return run_child(arguments, tell, campaign);
}

static int look(const char *out, struct outlook *outlook)
{
    struct run_state *state = NULL;
    const int status = run_load_state(out, &state);
    if (status != DW_OK)
        return status;
    *outlook = (struct outlook){.next_process = state->next_process, .fewest = UINT32_MAX};
    for (size_t i = 0; i < state->count; i++) {
        const struct run_instance_state *instance = &state->instances[i];
        outlook->needy += run_needs_rounds(instance);
        outlook->rounds += instance->rounds;
        if (run_has_baseline(instance)) {
            outlook->measured += instance->rounds > 0;
            if (instance->process_count < outlook->fewest)
                outlook->fewest = instance->process_count;
        }
        for (size_t arm = 0; arm < instance->arm_count; arm++)
            outlook->fatal_arms += instance->arms[arm].status == ARM_STATUS_DEVICE_LOST ||
                                   instance->arms[arm].status == ARM_STATUS_TIMEOUT;
    }
    run_free_state(&state);
    return DW_OK;
}

/* Seconds for the next process; 0: no further process. */
static double next_share(const struct campaign *campaign, unsigned fewest)
{
    if (campaign->simulated)
        return fewest < RUN_PROCESSES_MIN ? campaign->budget_s / RUN_PROCESSES_MIN : 0;
    return run_share_budget(campaign->budget_s, campaign->budget_s - spent_s(campaign), fewest,
                            campaign->processes == 0);
}

/* One process, and what the files say after it. A device that was lost is not the end of the run
 * as long as somebody can be blamed for it. */
static int measure_next(struct campaign *campaign, double seconds, unsigned *crashes,
                        struct outlook *outlook)
{
    const struct outlook before = *outlook;
    const int ended = measure_once(campaign, before.next_process, seconds);
    end_line(campaign);
    campaign->processes++;
    int status = run_mend_files(campaign->out);
    if (ended != DW_OK && !measure_is_fatal(ended))
        return ended;
    if (status == DW_OK)
        status = look(campaign->out, outlook);
    if (status == DW_OK && outlook->rounds < before.rounds) {
        base_error("%s/%s: rounds that were measured are gone from it: put it back and go on with "
                   "--resume, or begin anew",
                   campaign->out, results_schema_sample.file);
        return DW_ERROR_IO;
    }
    if (status != DW_OK || ended == DW_OK)
        return status;
    *crashes += outlook->fatal_arms <= before.fatal_arms;
    if (*crashes >= CRASHES_MAX) {
        base_error("%u processes ended early (%s), and no arm can be blamed: the run gives up",
                   *crashes, dw_status_text(ended));
        return ended;
    }
    base_warn("process %" PRIu32 " ended early (%s); going on with a fresh device",
              before.next_process, dw_status_text(ended));
    return DW_OK;
}

/* A process that ended well and left neither rounds nor a verdict: the next one would do the same.
 */
static bool stands_still(const struct outlook *before, const struct outlook *after)
{
    return after->rounds == before->rounds && after->needy == before->needy &&
           after->fatal_arms == before->fatal_arms;
}

static int measure_all(struct campaign *campaign)
{
    unsigned crashes = 0;
    bool stuck = false;
    struct outlook outlook;
    int status = look(campaign->out, &outlook);
    if (status != DW_OK)
        return status;
    while (status == DW_OK && outlook.needy > 0 && !stuck && !run_interrupted &&
           campaign->processes < PROCESSES_MAX) {
        const struct outlook before = outlook;
        const unsigned crashes_before = crashes;
        const double seconds = next_share(campaign, outlook.fewest);
        if (seconds <= 0)
            break;
        status = measure_next(campaign, seconds, &crashes, &outlook);
        stuck = crashes == crashes_before && stands_still(&before, &outlook);
    }
    if (status != DW_OK || run_interrupted)
        return status;
    if (outlook.measured == 0) {
        base_error("%s: nothing could be measured; arms.csv says why", campaign->out);
        return DW_ERROR_WRONG_RESULT;
    }
    if (outlook.fewest < RUN_PROCESSES_MIN)
        base_warn("%s after %u of %d processes: intervals are wider than they need be",
                  stuck ? "an instance could not be measured again" : "the budget ended",
                  outlook.fewest, RUN_PROCESSES_MIN);
    return DW_OK;
}

static bool is_simulated(const struct run_options *options, const char *out)
{
    char value[512];
    if (options->resume)
        return results_run_value(out, "simulated", value) && strcmp(value, "1") == 0;
    return options->device && sim_is_selector(options->device);
}

/* Without --budget: what a full run takes, or a shard its part of it. */
static double default_budget(const char *out)
{
    char value[512];
    uint64_t kind;
    const bool known =
        results_run_value(out, "device_kind", value) && base_parse_u64(value, 16, &kind);
    const double whole_s = known && kind != DW_DEVICE_KIND_CPU ? RUN_GPU_BUDGET : RUN_CPU_BUDGET;
    struct run_shard shard;
    return results_run_value(out, "shard", value) && run_parse_shard(value, &shard)
               ? whole_s / shard.count
               : whole_s;
}

/* Measure what the plan says; whatever ends it, a summary of what there is follows. */
static int follow_plan(struct campaign *campaign, const struct run_options *options)
{
    campaign->budget_s = options->budget_s > 0 ? options->budget_s : default_budget(campaign->out);
    const int status = measure_all(campaign);
    if (status == DW_ERROR_PARSE)
        return status;
    /* Without it not one process came to open the files that a summary needs. */
    const bool begun = results_file_exists(&results_schema_arm, campaign->out);
    const int reduced = begun ? results_reduce(campaign->out) : DW_OK;
    if (run_interrupted) {
        base_warn("interrupted: what was measured is in %s; go on with --resume --out %s",
                  campaign->out, campaign->out);
        return DW_ERROR_INTERRUPTED;
    }
    return status == DW_OK ? reduced : status;
}

int run_campaign(const struct run_options *options, char out[4096])
{
    struct run_folder folder;
    struct campaign campaign = {.out = out,
                                .quiet = options->quiet,
                                .terminal = isatty(STDERR_FILENO),
                                .start_ns = base_clock_ns()};
    base_set_quiet(options->quiet);
    run_catch_signals();
    int status = run_open_folder(options, out, &folder);
    if (status != DW_OK)
        return status;
    campaign.simulated = is_simulated(options, out);
    if (!options->resume)
        status = plan(&campaign, options);
    if (status == DW_OK && !options->plan_only)
        status = follow_plan(&campaign, options);
    else if (status == DW_ERROR_INTERRUPTED)
        base_info("interrupted before anything was measured");
    run_close_folder(&folder);
    return status;
}

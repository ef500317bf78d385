/* The whole way from samples to constants, on simulated devices whose constants are known: a run
 * into a folder, its files read back, and the fit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/fit.h"
#include "fit/load.h"
#include "run/run.h"
#include "selftest/selftest.h"
#include "sim/parameters.h"

#define ALL_FAMILIES_S 5 /* of budget, for a fit on all families */
#define SIMULATED_S 0.5  /* simulated: each process's least rounds */
#define SHARE 0.95       /* of the intervals hold the truth */
#define NARROW 0.025     /* half of an interval of a constant that is well known */
#define ERROR_MOST 5     /* % */
#define FOLDER_SIZE 400  /* a run keeps its device's selector, and that has an end */
#define PATH_SIZE (FOLDER_SIZE + 32)

enum { HELD_REFERENCE, ERROR_REFERENCE, HELD_PLANNER, ERROR_PLANNER, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [HELD_REFERENCE] = {"reference_in_interval", "constants", SELFTEST_AT_LEAST},
    [ERROR_REFERENCE] = {"reference_worst_error", "%", SELFTEST_AT_MOST},
    [HELD_PLANNER] = {"planner_in_interval", "constants", SELFTEST_AT_LEAST},
    [ERROR_PLANNER] = {"planner_worst_error", "%", SELFTEST_AT_MOST},
};

/* A world: in its file, and which constants are known there. device.overlap is planted where the
 * default grid's kernels show it. */
static const struct {
    const char *rows;
    bool planner;
} worlds[] = {
    {"world,reference\n", false},
    {"world,pipeline\ndevice.overlap,0.1\n", true},
};

struct tally {
    size_t count, held, narrow;
    double worst; /* relative error of those well known */
    const char *whose;
};

/* The planted value of a constant; false if the world has none. */
static bool find_truth(const struct sim_parameters *planted, bool planner, int id, double *truth)
{
    enum dw_wait wait;
    enum fit_cost cost;
    if (planner) {
        *truth = planted->constant[id < 0 ? 0 : id];
        return id >= DW_REFERENCE_CONSTANT_COUNT && id != DW_CONSTANT_DEVICE_CORES &&
               id != DW_CONSTANT_DEVICE_RESOURCES && id != DW_CONSTANT_PREDICTION_ERROR;
    }
    if (!fit_find_cost(id, &wait, &cost))
        return false;
    const struct sim_costs *costs = &planted->costs[wait];
    *truth = cost == FIT_LAUNCH   ? costs->launch_ns
             : cost == FIT_SETUP  ? costs->setup_ns
             : cost == FIT_RECORD ? costs->record_ns
                                  : costs->replay_ns;
    return true;
}

static void compare(const struct sim_parameters *planted, bool planner,
                    const struct fit_result *result, struct tally *tally)
{
    *tally = (struct tally){.whose = "none"};
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant *found = &result->row.constant[id];
        double truth;
        if (!find_truth(planted, planner, id, &truth) || found->samples == 0 ||
            !(found->value < (double)DW_NEVER))
            continue;
        tally->count++;
        tally->held += found->lo <= truth && truth <= found->hi;
        if (!(found->value > 0 && found->hi - found->lo <= 2 * NARROW * found->value))
            continue;
        const double error = fabs(found->value / truth - 1);
        tally->narrow++;
        if (error >= tally->worst) {
            tally->worst = error;
            tally->whose = dw_constant_info(id)->name;
        }
    }
}

static int measure_and_fit(const struct selftest *test, const char *selector, const char *workloads,
                           const char *folder, struct fit_result *result)
{
    char out[4096];
    struct fit_data data;
    const struct run_options options = {.device = selector,
                                        .out = folder,
                                        .workload = workloads,
                                        .seed = test->seed,
                                        .budget_s = SIMULATED_S,
                                        .quiet = true};
    int status = run_campaign(&options, out);
    base_set_quiet(false);
    if (status == DW_OK)
        status = fit_load(&data, &folder, 1);
    if (status != DW_OK)
        return status;
    status = fit_device(&data, FIT_NONE, FIT_REPLICATES, result);
    fit_data_free(&data);
    return status;
}

static int write_world(const struct selftest *test, size_t world, const char *path)
{
    struct base_atomic_file file;
    const int status = base_atomic_open(&file, path);
    if (status != DW_OK)
        return status;
    fprintf(file.stream, "key,value\n%s%s", worlds[world].rows,
            test->sim_rows ? test->sim_rows : "");
    return base_atomic_commit(&file);
}

static int try_world(const struct selftest *test, double budget_s, size_t world, const char *folder,
                     struct tally *tally)
{
    char selector[PATH_SIZE + 4], run[PATH_SIZE];
    struct sim_parameters planted;
    struct fit_result *result = malloc(sizeof *result);
    const char *workloads = budget_s < ALL_FAMILIES_S ? "spin,matmul" : NULL;
    if (!result)
        return DW_ERROR_NO_MEMORY;
    snprintf(selector, sizeof selector, "sim:%s/device%zu.csv", folder, world);
    snprintf(run, sizeof run, "%s/run%zu", folder, world);
    int status = write_world(test, world, selector + strlen("sim:"));
    if (status == DW_OK)
        status = sim_load_parameters(selector, &planted);
    if (status == DW_OK)
        status = measure_and_fit(test, selector, workloads, run, result);
    if (status == DW_OK)
        compare(&planted, worlds[world].planner, result, tally);
    free(result);
    return status;
}

static void fill(const struct tally *tally, struct selftest_value *held,
                 struct selftest_value *error)
{
    *held = (struct selftest_value){.value = (double)tally->held,
                                    .limit = fmax(1, selftest_least(SHARE, tally->count))};
    snprintf(held->note, sizeof held->note, "of %zu", tally->count);
    *error = (struct selftest_value){.value = tally->narrow > 0 ? 100 * tally->worst : (double)NAN,
                                     .limit = ERROR_MOST};
    snprintf(error->note, sizeof error->note, "of %zu that are known to %g %%: %s", tally->narrow,
             100 * NARROW, tally->whose);
}

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    char folder[FOLDER_SIZE];
    int status = base_make_temporary(folder, sizeof folder);
    if (status != DW_OK)
        return status;
    for (size_t i = 0; i < sizeof worlds / sizeof worlds[0] && status == DW_OK; i++) {
        struct tally tally;
        status = try_world(test, budget_s, i, folder, &tally);
        if (status == DW_OK)
            fill(&tally, &values[2 * i], &values[2 * i + 1]);
    }
    const int removed = base_remove_tree(folder);
    return status == DW_OK ? removed : status;
}

const struct selftest_check selftest_constants = {
    .name = "constants",
    .what = "constants fitted on simulated devices that have known ones",
    .figures = figures,
    .count = FIGURES,
    .share = 0.15,
    .run = run,
};

/* The whole way from samples to constants, on simulated devices whose constants are known: runs
 * into folders, their files read back, and the fit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/fit.h"
#include "fit/load.h"
#include "measure/statistics.h"
#include "run/run.h"
#include "selftest/selftest.h"
#include "sim/parameters.h"

#define RUNS 5           /* of each world: the constants of one share their processes' luck */
#define ALL_FAMILIES_S 5 /* of budget, for runs of all families */
#define SIMULATED_S 0.5  /* simulated: each process's least rounds */
#define REPLICATES 200
#define HELD 0.90       /* of the 95 % intervals: those of a run share their processes' luck */
#define NARROW 0.05     /* half of an interval of a constant that is known */
#define ERROR_MOST 2    /* %, at the least */
#define FOLDER_SIZE 400 /* a run keeps its device's selector, and that has an end */
#define PATH_SIZE (FOLDER_SIZE + 32)

enum { HELD_REFERENCE, ERROR_REFERENCE, HELD_PLANNER, ERROR_PLANNER, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [HELD_REFERENCE] = {"reference_in_interval", "%", SELFTEST_AT_LEAST},
    [ERROR_REFERENCE] = {"reference_worst_error", "%", SELFTEST_AT_MOST},
    [HELD_PLANNER] = {"planner_in_interval", "%", SELFTEST_AT_LEAST},
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

/* What the runs of a world gave for a constant, where they gave anything. */
struct tally {
    double ratios[DW_CONSTANT_COUNT][RUNS]; /* of value to truth */
    double halves[DW_CONSTANT_COUNT][RUNS]; /* of the interval, of the value */
    size_t runs[DW_CONSTANT_COUNT];
    size_t count, held;
};

/* The planted value of a constant; false if the world has none. */
static bool find_truth(const struct sim_parameters *planted, bool planner, int id, double *truth)
{
    enum dw_wait wait;
    enum fit_cost cost;
    if (planner) {
        *truth = planted->constant[id < 0 ? 0 : id];
        return id >= DW_REFERENCE_CONSTANT_COUNT && !dw_is_fact(id) &&
               id != DW_CONSTANT_PREDICTION_ERROR;
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
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant *found = &result->row.constant[id];
        double truth;
        if (!find_truth(planted, planner, id, &truth) || found->samples == 0 ||
            !(found->value < (double)DW_NEVER))
            continue;
        const size_t at = tally->runs[id]++;
        tally->ratios[id][at] = found->value / truth;
        tally->halves[id][at] =
            found->value > 0 ? (found->hi - found->lo) / (2 * found->value) : (double)INFINITY;
        tally->count++;
        tally->held += found->lo <= truth && truth <= found->hi;
    }
}

static int measure_and_fit(const struct run_options *options, struct fit_result *result)
{
    char out[4096];
    struct fit_data data;
    const char *const folder = options->out;
    int status = run_campaign(options, out);
    base_set_quiet(false);
    if (status == DW_OK)
        status = fit_load(&data, &folder, 1);
    if (status != DW_OK)
        return status;
    status = fit_device(&data, FIT_NONE, REPLICATES, result);
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
    char selector[PATH_SIZE + 4], out[PATH_SIZE];
    struct sim_parameters planted;
    struct run_options options = {.device = selector,
                                  .out = out,
                                  .workload = budget_s < ALL_FAMILIES_S ? "spin,matmul" : NULL,
                                  .budget_s = SIMULATED_S,
                                  .quiet = true};
    struct fit_result *result = malloc(sizeof *result);
    if (!result)
        return DW_ERROR_NO_MEMORY;
    snprintf(selector, sizeof selector, "sim:%s/device%zu.csv", folder, world);
    int status = write_world(test, world, selector + strlen("sim:"));
    if (status == DW_OK)
        status = sim_load_parameters(selector, &planted);
    for (unsigned run = 0; run < RUNS && status == DW_OK; run++) {
        options.seed = test->seed * RUNS + run;
        snprintf(out, sizeof out, "%s/run%zu-%u", folder, world, run);
        status = measure_and_fit(&options, result);
        if (status == DW_OK)
            compare(&planted, worlds[world].planner, result, tally);
    }
    free(result);
    return status;
}

/* What a constant's median over the runs is off at the least, in a share of it, and about. An
 * interval of 95 % is Student's over the processes of a run; a median's standard error is
 * sqrt(pi / 2) times the mean's. */
struct error {
    double least, about;
};

static struct error find_error(struct tally *tally, int id, double deviates)
{
    const size_t runs = tally->runs[id];
    const double about = fabs(measure_median(tally->ratios[id], runs) - 1);
    const double unit = measure_median(tally->halves[id], runs) /
                        gsl_cdf_tdist_Pinv(0.975, RUN_PROCESSES_MIN - 1) *
                        sqrt(M_PI_2 / (double)runs);
    return (struct error){.least = fmax(about - deviates * unit, 0), .about = about};
}

static bool is_known(struct tally *tally, int id)
{
    return tally->runs[id] != 0 && measure_median(tally->halves[id], tally->runs[id]) <= NARROW;
}

/* The worst of many is held against the chance that any of them is as far off. */
static void fill(struct tally *tally, struct selftest_value *held, struct selftest_value *error)
{
    struct error worst = {(double)NAN, (double)NAN};
    const char *whose = "none";
    size_t known = 0;
    for (int id = 0; id < DW_CONSTANT_COUNT; id++)
        known += is_known(tally, id);
    const double deviates = gsl_cdf_ugaussian_Qinv(SELFTEST_CHANCE / 2 / (double)known);
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        if (!is_known(tally, id))
            continue;
        const struct error off = find_error(tally, id, deviates);
        if (!(off.least <= worst.least) || (off.least == worst.least && off.about > worst.about)) {
            worst = off;
            whose = dw_constant_info(id)->name;
        }
    }
    *held = (struct selftest_value){.value = 100 * (double)tally->held / (double)tally->count,
                                    .limit = 100 * selftest_least(HELD, tally->count) /
                                             (double)tally->count};
    snprintf(held->note, sizeof held->note, "of %zu intervals of 95 %%, in %d runs", tally->count,
             RUNS);
    *error = (struct selftest_value){.value = 100 * worst.least, .limit = ERROR_MOST};
    snprintf(error->note, sizeof error->note,
             "at the least, of %zu known to %g %%; %s is about %.2g %% off", known, 100 * NARROW,
             whose, 100 * worst.about);
}

static int try_worlds(const struct selftest *test, double budget_s, const char *folder,
                      struct selftest_value *values)
{
    int status = DW_OK;
    for (size_t i = 0; i < sizeof worlds / sizeof worlds[0] && status == DW_OK; i++) {
        struct tally *tally = calloc(1, sizeof *tally);
        status = tally ? try_world(test, budget_s, i, folder, tally) : DW_ERROR_NO_MEMORY;
        if (status == DW_OK)
            fill(tally, &values[2 * i], &values[2 * i + 1]);
        free(tally);
    }
    return status;
}

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    char folder[FOLDER_SIZE];
    int status = base_make_temporary_folder(folder, sizeof folder);
    if (status != DW_OK)
        return status;
    status = try_worlds(test, budget_s, folder, values);
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

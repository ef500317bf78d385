/* The folder of a run, as it comes from another machine: everything that reads one. Files stand in
 * the input one behind the other, each behind a line "=== NAME". Without a summary.csv one is made
 * of the samples, as a run does. */
#include "fuzz.h"

#include "compare/compare.h"
#include "export/gather.h"
#include "fit/load.h"
#include "follow/calibration.h"
#include "history/runs.h"
#include "merge/members.h"
#include "report/load.h"
#include "results/results.h"
#include "run/run.h"
#include "run/weights.h"

static void fit(const char *run)
{
    struct fit_data data;
    if (fit_load(&data, &run, 1) != DW_OK)
        return;
    fuzz_check(data.arm_count > 0 || data.instance_count == 0);
    fit_data_free(&data);
    fuzz_accept();
}

static void follow(const char *run)
{
    struct follow_facts facts;
    struct follow_calibration calibration = {.count = 0};
    struct fit_result result;
    if (follow_read_facts(run, &facts) != DW_OK)
        return;
    if (results_file_exists(&results_schema_calibration, run) &&
        follow_read_calibration(run, &calibration) == DW_OK)
        (void)follow_make_result(&calibration, &facts.key, run, &result);
    follow_free_calibration(&calibration);
    follow_free_facts(&facts);
}

static void merge(const char *run)
{
    struct merge_members members;
    fuzz_check(merge_create_members(&members) == DW_OK);
    if (merge_add_folder(&members, run) == DW_OK)
        (void)merge_settle(&members);
    merge_free_members(&members);
}

static void look(const char *run)
{
    struct history_run history = {.path = NULL};
    struct run_weights weights = {.count = 0};
    struct export_run exported;
    struct report_run report;
    struct run_state *state = NULL;
    if (history_read_run(run, &history) == DW_OK)
        follow_free_facts(&history.facts);
    if (report_load(&report, run) == DW_OK)
        (void)report_load_summary(&report);
    report_free(&report);
    (void)export_gather(&exported, run);
    export_free(&exported);
    (void)run_read_weights(run, &weights);
    run_free_weights(&weights);
    if (run_load_state(run, &state) == DW_OK)
        run_free_state(&state);
}

static void compare(const char *run)
{
    const struct compare_options options = {.force = true};
    struct comparison comparison;
    (void)compare_create(&comparison, run, run, &options);
    compare_free(&comparison);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *run = fuzz_run_folder(data, size);
    follow(run);
    look(run);
    merge(run);
    fit(run);
    compare(run);
    return 0;
}

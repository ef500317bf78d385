/* A small run's folder for the tests of the report. */
#ifndef TESTS_REPORT_FOLDER_H
#define TESTS_REPORT_FOLDER_H

#include <math.h>

#include "../results/run_folder.h"
#include "results/results.h"

#define REPORT_DEVICE "0xfeed:0x2335:discrete:0x64:Test, device"

static const char report_calibration_csv[] =
    "device,constant,value,lo,hi,unit,samples\n"
    "\"" REPORT_DEVICE "\",each.per_launch_overhead,40000,38000,42000,ns,500\n"
    "\"" REPORT_DEVICE "\",each.persistent_setup_overhead,,,,ns,500\n"
    "\"" REPORT_DEVICE "\",each.record_overhead,90000,0,400000,ns,500\n"
    "\"" REPORT_DEVICE "\",each.replay_overhead,23000,22000,24000,ns,500\n"
    "\"" REPORT_DEVICE "\",batch.per_launch_overhead,12000,11900,12100,ns,500\n"
    "\"" REPORT_DEVICE "\",batch.persistent_setup_overhead,9000,8000,10000,ns,500\n"
    "\"" REPORT_DEVICE "\",batch.record_overhead,10000,9000,11000,ns,500\n"
    "\"" REPORT_DEVICE "\",batch.replay_overhead,4600,4100,5100,ns,500\n"
    "\"" REPORT_DEVICE "\",bindless_threshold,24,24,24,resources,0\n"
    "\"" REPORT_DEVICE "\",variant.batch.command_reuse,,,,command_reuse/unrolled:16,0\n"
    "another device,each.per_launch_overhead,1,1,1,ns,1\n";

static const char report_scores_csv[] =
    "policy,set,instances,regret_mean,regret_p95,regret_max,gap_closed,agreement,"
    "prediction_error_median,prediction_error_p90\n"
    "reference_defaults,fit,6,9.2,35,142,-4.5,0.28,0.3,0.8\n"
    "reference_fitted,fit,6,0.18,0.81,3.2,0.75,0.8,0.04,0.42\n"
    "reference_fitted,held_out,6,0.19,0.82,3.3,0.625,0.8,0.05,0.44\n"
    "planner,held_out,6,0.02,0.08,0.31,0.984,0.9,0.03,0.1\n"
    "oracle,fit,6,0,0,0,,1,,\n"
    "always_plain_launches/each,fit,6,19,132,234,,0.2,,\n"
    "always_persistent_kernel/drain:132x1,fit,6,1.3,6,25,,0.3,,\n";

static inline void report_write_arm(FILE *file, const char *wait, uint64_t launches,
                                    const char *name, double launch_ns)
{
    struct results_summary row = {.launches = launches,
                                  .groups = 1,
                                  .steps = 1,
                                  .repeats = launches == 10 ? 100 : 1,
                                  .kernel_ns = 2000 + (double)launches,
                                  .samples = 40};
    double n = (double)launches;
    strcpy(row.workload, "spin");
    snprintf(row.instance, sizeof(row.instance), "n%llu", (unsigned long long)launches);
    strcpy(row.wait, wait);
    strcpy(row.arm, name);
    snprintf(row.mode, sizeof(row.mode), "%.*s", (int)strcspn(name, "/"), name);
    strcpy(row.variant, "-");
    strcpy(row.status, "ok");
    strcpy(row.reference_choice, "command_reuse/resubmit");
    strcpy(row.planner_choice, "plain_launches/each");
    row.wall_ns = n * launch_ns + 5000;
    row.wall_ns_lo = row.wall_ns * 0.98;
    row.wall_ns_hi = row.wall_ns * 1.02;
    row.actual_savings_ns = n * 13000 + 5000 - row.wall_ns;
    row.actual_savings_lo_ns = row.actual_savings_ns - 900;
    row.actual_savings_hi_ns = row.actual_savings_ns + 900;
    row.predicted_savings_ns =
        strcmp(row.mode, "plain_launches") == 0 ? (double)NAN : 7000 * n - 9000;
    row.host_ns = row.cpu_ns = row.gpu_ns = row.record_ns = (double)NAN;
    row.is_oracle = strcmp(name, "command_reuse/resubmit") == 0;
    results_write_row(&results_schema_summary, file, &row);
}

static inline void report_write_summary(const char *folder)
{
    static const char *const waits[] = {"each", "batch"};
    static const uint64_t launches[] = {1, 10, 100};
    FILE *file = folder_open(folder, "summary.csv", "wb");
    if (!file)
        abort();
    results_write_header(&results_schema_summary, file);
    for (size_t w = 0; w < 2; w++) {
        for (size_t i = 0; i < 3; i++) {
            report_write_arm(file, waits[w], launches[i], "plain_launches/each", 13000);
            report_write_arm(file, waits[w], launches[i], "plain_launches/each+role=control",
                             13010);
            report_write_arm(file, waits[w], launches[i], "command_reuse/resubmit", 6000);
            if (w == 1) {
                report_write_arm(file, waits[w], launches[i], "persistent_kernel/drain:132x1",
                                 9000);
                report_write_arm(file, waits[w], launches[i], "persistent_kernel/drain:64x4", 8000);
            }
        }
    }
    if (fclose(file) != 0)
        abort();
}

/* run.csv and summary.csv; scores and constants where scored is set. */
static inline void report_write_run(const char *folder, bool scored)
{
    folder_write(folder, "run.csv", folder_run_csv);
    report_write_summary(folder);
    if (scored) {
        folder_write(folder, "scores.csv", report_scores_csv);
        folder_write(folder, "calibration.csv", report_calibration_csv);
    }
}

static inline bool report_has_program(const char *name)
{
    char command[256];
    snprintf(command, sizeof(command), "command -v %s >/dev/null 2>&1", name);
    return system(command) == 0;
}

static inline size_t report_count(const char *text, const char *piece)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, piece)) != NULL; at += strlen(piece))
        count++;
    return count;
}

#endif

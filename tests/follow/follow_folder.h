/* Folders of finished runs for tests, and the program run on them. */
#ifndef TESTS_FOLLOW_FOLDER_H
#define TESTS_FOLLOW_FOLDER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/wait.h>
#include "results/run_folder.h"

struct follow_run {
    const char *started, *device, *driver, *uuid;
    unsigned driver_version, number; /* number: makes run_id and the dataset differ */
    bool simulated;
    double factor; /* on every constant and score */
};

#define FOLLOW_RUN                                                                                 \
    {                                                                                              \
        .started = "2026-01-01T02:00:00Z", .device = "GPU", .driver = "D 1", .uuid = "u1",         \
        .driver_version = 1, .factor = 1                                                           \
    }

static inline void follow_write_run(const char *folder, const struct follow_run *run)
{
    FILE *file = folder_open(folder, "run.csv", "wb");
    fprintf(file,
            "key,value\nschema_version,2\ntool_version,0.1.0\nrun_id,%s-%u\nstarted,%s\nseed,1\n"
            "device_name,%s\nvendor_id,4318\ndevice_id,9013\ndevice_kind,2\ndriver_version,%u\n"
            "device_host,\ndevice_cores,132\nsimulated,%d\ndevice_selector,%s\ndriver,%s\n"
            "max_submit_ns,1000000000\nlayers_present,\nenvironment,\nkernel,Linux 6\n"
            "governor,performance\n",
            run->started, run->number, run->started, run->device, run->driver_version,
            run->simulated, run->uuid, run->driver);
    fclose(file);
}

/* launch and record are the two costs that the calibration has. */
static inline void follow_write_calibration(const char *folder, const struct follow_run *run,
                                            double launch, double record)
{
    static const char *const names[] = {"batch.per_launch_overhead", "batch.record_overhead"};
    const double values[] = {launch, record};
    char device[256];
    snprintf(device, sizeof(device), "0x10de:0x2335:discrete:0x%x:%s", run->driver_version,
             run->device);
    FILE *file = folder_open(folder, "calibration.csv", "wb");
    fputs("device,constant,value,lo,hi,unit,samples\n", file);
    for (int i = 0; i < 2; i++)
        fprintf(file, "%s,%s,%.10g,%.10g,%.10g,ns,100\n", device, names[i], values[i] * run->factor,
                values[i] * run->factor * 0.99, values[i] * run->factor * 1.01);
    fprintf(file, "%s,batch.persistent_setup_overhead,,,,ns,50\n", device);
    fprintf(file, "%s,variant.batch.command_reuse,,,,command_reuse/unrolled:all,0\n", device);
    fprintf(file, "%s,run,,,,%s-%u,0\n%s,dataset_hash,,,,%032x,0\n%s,tool_version,,,,0.1.0,0\n",
            device, run->started, run->number, device, run->number + 1, device);
    fclose(file);
}

static inline void follow_write_scores(const char *folder, const struct follow_run *run)
{
    FILE *file = folder_open(folder, "scores.csv", "wb");
    fputs("policy,set,instances,regret_mean,regret_p95,regret_max,gap_closed,agreement,"
          "prediction_error_median,prediction_error_p90\n",
          file);
    fprintf(file, "reference_fitted,fit,60,%.10g,0.5,0.9,0.8,0.7,0.01,0.05\n", 0.1 * run->factor);
    fclose(file);
}

/* A new folder below parent, the three files in it. */
static inline void follow_make_run(const char *parent, const char *name,
                                   const struct follow_run *run, char path[256])
{
    char command[512];
    snprintf(path, 256, "%s/%s", parent, name);
    snprintf(command, sizeof(command), "mkdir -p '%s'", path);
    if (system(command) != 0)
        abort();
    follow_write_run(path, run);
    follow_write_calibration(path, run, 9000, 18000);
    follow_write_scores(path, run);
}

/* Run the program with arguments (a shell's words); its exit code. What it prints goes to
 * FOLDER/out and FOLDER/err. */
__attribute__((format(printf, 2, 3))) static inline int follow_program(const char *folder,
                                                                       const char *format, ...)
{
    char arguments[2048], command[4096];
    va_list list;
    va_start(list, format);
    vsnprintf(arguments, sizeof(arguments), format, list);
    va_end(list);
    snprintf(command, sizeof(command), "'%s' %s >'%s/out' 2>'%s/err'", DISPATCHWISE_PROGRAM,
             arguments, folder, folder);
    int status = system(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#endif

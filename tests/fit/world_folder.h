/* A world's run as a folder of files, as the run command leaves it. */
#ifndef TESTS_WORLD_FOLDER_H
#define TESTS_WORLD_FOLDER_H

#include "../results/run_folder.h"
#include "dispatchwise/policy.h"
#include "results/reduce.h"
#include "results/results.h"
#include "world.h"

static inline void world_put_shape(const struct dw_shape *shape, struct results_instance *row)
{
    row->groups = shape->kernel.groups;
    row->tau_ns = shape->kernel.tau_ns;
    row->theta_per_ns = shape->kernel.theta_per_ns;
    row->dependent = shape->levels > 1;
    row->resources = shape->resources;
    row->rebind = shape->rebind;
    if (shape->second.groups > 0) {
        row->b_groups = shape->second.groups;
        row->b_steps = 1;
        row->b_kernel_ns = shape->second.kernel_ns;
        row->b_tau_ns = shape->second.tau_ns;
        row->b_theta_per_ns = shape->second.theta_per_ns;
    }
    row->copy_bytes = shape->copy_bytes;
    strcpy(row->copy, dw_copy_name(shape->copy));
    row->specializations = shape->specializations;
    row->prediction_confidence_bps = shape->confidence_bps;
    row->spare_core = shape->spare_core;
}

static inline void world_write_instances(const struct fit_data *data, const char *folder)
{
    FILE *file = folder_open(folder, "instances.csv", "wb");
    world_abort(!file);
    results_write_header(&results_schema_instance, file);
    for (size_t i = 0; i < data->instance_count; i++) {
        const struct fit_instance *from = &data->instances[i];
        struct results_instance row = {.launches = from->launches,
                                       .groups = 1,
                                       .steps = 1,
                                       .repeats = from->repeats,
                                       .kernel_ns = from->kernel_ns};
        row.tau_ns = row.theta_per_ns = (double)NAN;
        row.b_kernel_ns = row.b_tau_ns = row.b_theta_per_ns = (double)NAN;
        strcpy(row.workload, from->workload);
        strcpy(row.instance, from->instance);
        strcpy(row.wait, dw_wait_name(from->wait));
        strcpy(row.arms, dw_arms_name(DW_ARMS_INDEPENDENT));
        strcpy(row.copy, dw_copy_name(DW_COPY_NONE));
        row.spare_core = true;
        if (from->shape_count > 0)
            world_put_shape(&from->shape, &row);
        results_write_row(&results_schema_instance, file, &row);
    }
    fclose(file);
}

static inline void world_write_arms(const struct fit_data *data, const char *folder)
{
    FILE *file = folder_open(folder, "arms.csv", "wb");
    world_abort(!file);
    results_write_header(&results_schema_arm, file);
    for (uint32_t p = 0; p < data->process_count; p++) {
        for (size_t a = 0; a < data->arm_count; a++) {
            const struct fit_instance *at = &data->instances[data->arms[a].instance];
            struct results_arm row = {.process = p};
            strcpy(row.workload, at->workload);
            strcpy(row.instance, at->instance);
            strcpy(row.wait, dw_wait_name(at->wait));
            arm_format(&data->arms[a].arm, row.arm, sizeof(row.arm));
            strcpy(row.status, arm_status_name(data->arms[a].status));
            results_write_row(&results_schema_arm, file, &row);
        }
    }
    fclose(file);
}

static inline void world_write_samples(const struct fit_data *data,
                                       const struct results_samples *samples, const char *folder)
{
    FILE *file = folder_open(folder, "samples.csv", "wb");
    world_abort(!file);
    results_write_header(&results_schema_sample, file);
    for (size_t i = 0; i < samples->count; i++) {
        const struct results_time *time = &samples->times[i];
        const struct fit_arm *arm = &data->arms[time->cell];
        const struct fit_instance *at = &data->instances[arm->instance];
        struct results_sample row = {.process = time->process,
                                     .round = time->round,
                                     .wall_ns = time->wall_ns,
                                     .host_ns = time->host_ns,
                                     .cpu_ns = time->wall_ns / 3,
                                     .gpu_ns = time->gpu_ns};
        if (arm->status != ARM_STATUS_OK)
            continue;
        strcpy(row.workload, at->workload);
        strcpy(row.instance, at->instance);
        strcpy(row.wait, dw_wait_name(at->wait));
        arm_format(&arm->arm, row.arm, sizeof(row.arm));
        results_write_row(&results_schema_sample, file, &row);
    }
    fclose(file);
}

/* Fill a folder with what was planned and sampled, both freed, and reduce it; run_csv as in
 * folder_run_csv. */
static inline void world_write_run(struct fit_data *data, struct results_samples *samples,
                                   const char *folder, const char *run_csv)
{
    folder_write(folder, "run.csv", run_csv);
    world_write_instances(data, folder);
    world_write_arms(data, folder);
    world_write_samples(data, samples, folder);
    results_samples_free(samples);
    fit_data_free(data);
    world_abort(results_reduce(folder) != 0);
}

static inline void world_write_folder(const struct world *world, unsigned long seed,
                                      const char *folder, const char *run_csv)
{
    struct fit_data data;
    struct results_samples samples;
    world_plan(world, &data);
    world_sample(world, &data, seed, &samples);
    world_write_run(&data, &samples, folder, run_csv);
}

#endif

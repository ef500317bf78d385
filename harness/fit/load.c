#include "fit/load.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "results/instance.h"
#include "results/results.h"

struct loading {
    struct fit_data *data;
    const char *run;
};

static int no_memory(const char *run)
{
    base_error("%s: out of memory", run);
    return DW_ERROR_NO_MEMORY;
}

static bool parse_wait(const char *text, enum dw_wait *wait)
{
    for (int i = 0; i < DW_WAIT_COUNT; i++) {
        if (strcmp(text, dw_wait_name((enum dw_wait)i)) == 0) {
            *wait = (enum dw_wait)i;
            return true;
        }
    }
    return false;
}

static int take_row(void *context, const void *data)
{
    struct loading *loading = context;
    const struct results_summary *row = data;
    struct fit_instance instance = {.launches = (uint32_t)row->launches, .repeats = row->repeats};
    const struct arm baseline = arm_baseline();
    enum arm_status status;
    struct arm arm;
    if (row->launches == 0 || row->launches > UINT32_MAX || row->repeats == 0 ||
        !parse_wait(row->wait, &instance.wait) || !arm_status_parse(row->status, &status) ||
        !arm_parse(row->arm, &arm)) {
        base_error("%s/%s: %s %s %s %s: launches, repeats, wait, arm or status are not of this "
                   "program",
                   loading->run, results_schema_summary.file, row->workload, row->instance,
                   row->wait, row->arm);
        return DW_ERROR_PARSE;
    }
    memcpy(instance.workload, row->workload, sizeof(instance.workload));
    memcpy(instance.instance, row->instance, sizeof(instance.instance));
    uint32_t at = fit_data_instance(loading->data, &instance);
    uint32_t id = at == FIT_NONE ? FIT_NONE : fit_data_arm(loading->data, at, &arm, status);
    if (id == FIT_NONE)
        return no_memory(loading->run);
    struct fit_instance *known = &loading->data->instances[at];
    if (known->launches != row->launches || known->repeats != row->repeats) {
        base_error("%s/%s: %s %s %s has other launches or repeats elsewhere", loading->run,
                   results_schema_summary.file, row->workload, row->instance, row->wait);
        return DW_ERROR_PARSE;
    }
    loading->data->arms[id].expected += row->samples;
    if (arm_equal(&arm, &baseline) && row->kernel_ns >= 0) {
        double sum = known->kernel_count ? known->kernel_ns * known->kernel_count : 0;
        known->kernel_ns = (sum + row->kernel_ns) / ++known->kernel_count;
    }
    return DW_OK;
}

/* Instances without arms are none of the summary's. */
static int take_instance(void *context, const void *data)
{
    struct loading *loading = context;
    const struct results_instance *row = data;
    const char *parts[] = {row->workload, row->instance, row->wait};
    uint32_t at = results_names_find(loading->data->instance_names, parts, 3);
    struct dw_shape shape;
    int status = results_take_planner_shape(row, &shape);
    if (status == DW_OK && at != RESULTS_NO_NAME)
        fit_data_add_shape(&loading->data->instances[at], &shape);
    return status;
}

/* Two 64-bit hashes of the bytes, from different seeds. */
static int hash_file(const char *path, uint64_t hash[2])
{
    unsigned char block[1 << 14];
    size_t got;
    FILE *file = fopen(path, "rb");
    if (!file) {
        base_error("%s: cannot be read", path);
        return DW_ERROR_IO;
    }
    while ((got = fread(block, 1, sizeof(block), file)) > 0) {
        for (int i = 0; i < 2; i++)
            hash[i] = base_hash_bytes(hash[i], block, got);
    }
    bool failed = ferror(file);
    fclose(file);
    if (failed)
        base_error("%s: cannot be read", path);
    return failed ? DW_ERROR_IO : DW_OK;
}

/* A summary that counts other samples than there are is of another state of the run. */
static int check_counts(const struct fit_data *data, const struct results_samples *samples)
{
    for (size_t i = 0; i < data->arm_count; i++) {
        const struct fit_instance *instance = &data->instances[data->arms[i].instance];
        uint64_t found = samples->starts[i + 1] - samples->starts[i];
        char name[DW_ARM_NAME_SIZE];
        if (data->arms[i].expected == 0 || data->arms[i].expected == found ||
            data->arms[i].status != ARM_STATUS_OK)
            continue;
        arm_format(&data->arms[i].arm, name, sizeof(name));
        base_error("%s: samples.csv has %" PRIu64 " samples of %s %s %s %s, summary.csv %" PRIu64
                   "; one of them is cut off or of another run",
                   data->run_ids, found, instance->workload, instance->instance,
                   dw_wait_name(instance->wait), name, data->arms[i].expected);
        return DW_ERROR_PARSE;
    }
    return DW_OK;
}

static void name_runs(struct fit_data *data, const char *first, size_t count)
{
    if (count == 1)
        snprintf(data->run_ids, sizeof(data->run_ids), "%s", first);
    else
        snprintf(data->run_ids, sizeof(data->run_ids), "%.30s and %zu more", first, count - 1);
}

static int load_summary(struct fit_data *data, const char *run)
{
    struct loading loading = {data, run};
    char path[4096];
    int status = base_join_path(path, sizeof(path), run, results_schema_summary.file);
    if (status == DW_OK && !base_file_exists(path)) {
        base_error("%s has no %s: the run was not finished; finish it with `run --resume`", run,
                   results_schema_summary.file);
        return DW_ERROR_PARSE;
    }
    if (status == DW_OK)
        status = results_read(&results_schema_summary, run, take_row, &loading);
    if (status == DW_OK)
        status = results_read(&results_schema_instance, run, take_instance, &loading);
    return status;
}

static int load_samples(struct fit_data *data, struct results_samples *samples,
                        const char *const *runs, size_t count)
{
    uint64_t hash[2] = {BASE_HASH_SEED, ~BASE_HASH_SEED};
    int status = DW_OK;
    for (size_t i = 0; i < count && status == DW_OK; i++) {
        char path[4096];
        status = results_samples_read(samples, runs[i], data->arm_names, data->process_count,
                                      &data->process_count);
        if (status == DW_OK)
            status = base_join_path(path, sizeof(path), runs[i], results_schema_sample.file);
        if (status == DW_OK)
            status = hash_file(path, hash);
    }
    snprintf(data->dataset_hash, sizeof(data->dataset_hash), "%016" PRIx64 "%016" PRIx64, hash[0],
             hash[1]);
    return status;
}

/* What the first run's program did not ask the device for yet, a later one's may have. */
static int complete_facts(struct results_device *device, const char *run)
{
    struct results_device other;
    const int status = results_read_device(run, &other);
    if (status != DW_OK)
        return status;
    device->cores = device->cores ? device->cores : other.cores;
    device->resident = device->resident ? device->resident : other.resident;
    device->resources = device->resources ? device->resources : other.resources;
    return DW_OK;
}

int fit_load(struct fit_data *data, const char *const *runs, size_t count)
{
    struct results_samples samples = {.count = 0};
    int status = fit_data_create(data);
    if (status != DW_OK)
        return no_memory(runs[0]);
    status = results_read_device(runs[0], &data->device);
    if (status == DW_OK)
        name_runs(data, data->device.run_id, count);
    for (size_t i = 0; i < count && status == DW_OK; i++) {
        status = results_check_run(runs[i]);
        if (status == DW_OK && i > 0)
            status = complete_facts(&data->device, runs[i]);
        if (status == DW_OK)
            status = load_summary(data, runs[i]);
    }
    if (status == DW_OK)
        status = load_samples(data, &samples, runs, count);
    if (status == DW_OK)
        status = results_samples_sort(&samples, (uint32_t)data->arm_count);
    if (status == DW_OK)
        status = check_counts(data, &samples);
    if (status == DW_OK)
        status = fit_data_reduce(data, &samples);
    results_samples_free(&samples);
    if (status != DW_OK)
        fit_data_free(data);
    return status;
}

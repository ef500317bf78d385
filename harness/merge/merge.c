#include "merge/merge.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/table.h"
#include "merge/outliers.h"
#include "results/results.h"

static size_t count_devices(const struct merge_members *members)
{
    size_t count = 0;
    for (size_t i = 0; i < members->count; i++)
        count += i == 0 || members->rows[i].device != members->rows[i - 1].device;
    return count;
}

static int pool_devices(const struct merge_members *members, struct merge_device *devices,
                        size_t *device_count)
{
    struct merge_machine *machines =
        calloc((size_t)results_names_count(members->texts) + 1, sizeof(*machines));
    int status = machines ? DW_OK : merge_no_memory(members->count);
    for (size_t first = 0, end; first < members->count && status == DW_OK; first = end) {
        for (end = first;
             end < members->count && members->rows[end].device == members->rows[first].device;)
            end++;
        status = merge_device_create(&devices[(*device_count)++], members, members->rows + first,
                                     end - first, machines);
    }
    free(machines);
    return status;
}

/* What is simulated never mixes with what was measured. */
static int write_table(const char *out, const struct merge_device *devices, size_t count,
                       const struct merge_cut *cut)
{
    const struct dw_calibration_table *compiled =
        count > 0 && devices->result.simulated ? NULL : dw_builtin_calibration();
    struct merge_table table = {
        .results = malloc((count + 1) * sizeof(*table.results)),
        .kept = malloc(((compiled ? compiled->count : 0) + 1) * sizeof(*table.kept))};
    size_t resting = 0;
    int status = DW_OK;
    for (size_t i = 0; i < count; i++)
        resting += !merge_is_left_out(&devices[i], cut);
    if (!table.results || !table.kept) {
        status = merge_no_memory(count);
    } else if (resting == 0) {
        base_warn("%s: no row rests on %" PRIu64 " machines: no table was written", out,
                  cut->machines);
    } else {
        merge_cut_table(devices, count, cut, compiled, &table);
        const struct dw_calibration_table kept = {DW_CALIBRATION_SCHEMA_VERSION, table.kept,
                                                  table.kept_count};
        status = fit_save_table(out, table.results, table.count, &kept);
    }
    if (status == DW_OK && table.count < count)
        base_info("calibration_table.h: %zu of %zu rows", table.count, count);
    free(table.results);
    free(table.kept);
    return status;
}

/* Members first: a folder that has them can be merged again. */
static int write_all(const char *out, const struct merge_members *members,
                     const struct merge_device *devices, size_t count, const struct merge_cut *cut)
{
    struct fit_result *results = malloc((count + 1) * sizeof(*results));
    if (!results)
        return merge_no_memory(members->count);
    for (size_t i = 0; i < count; i++)
        results[i] = devices[i].result;
    int status = base_make_directory(out);
    if (status == DW_OK)
        status = merge_write_members(members, out);
    if (status == DW_OK)
        status = merge_write_outliers(out, members, devices, count);
    if (status == DW_OK)
        status = fit_write_csv(out, results, count);
    free(results);
    return status == DW_OK ? write_table(out, devices, count, cut) : status;
}

/* A run's own calibration.csv is what it was fitted to: it is not to be overwritten. */
static int check_out(const char *out)
{
    char path[4096];
    int status = base_join_path(path, sizeof(path), out, results_schema_run.file);
    if (status == DW_OK && base_file_exists(path)) {
        base_error("--out %s is a run's folder; choose another one", out);
        status = DW_ERROR_PARSE;
    }
    return status;
}

static int read_members(struct merge_members *members, const char *const *folders, size_t count)
{
    int status = merge_create_members(members);
    for (size_t i = 0; i < count && status == DW_OK; i++)
        status = merge_add_folder(members, folders[i]);
    if (status == DW_OK)
        status = merge_settle(members);
    if (status == DW_OK && members->count == 0) {
        base_error("%s and what else was named hold no constant", folders[0]);
        status = DW_ERROR_PARSE;
    }
    return status;
}

int merge_folders(const char *const *folders, size_t count, const char *out,
                  const struct merge_cut *cut)
{
    struct merge_members members = {.count = 0};
    struct merge_device *devices = NULL;
    size_t device_count = 0;
    int status = check_out(out);
    if (status == DW_OK)
        status = read_members(&members, folders, count);
    if (status == DW_OK) {
        devices = calloc(count_devices(&members), sizeof(*devices));
        status = devices ? pool_devices(&members, devices, &device_count)
                         : merge_no_memory(members.count);
    }
    if (status == DW_OK)
        status = write_all(out, &members, devices, device_count, cut);
    if (status == DW_OK) {
        merge_print_devices(stdout, &members, devices, device_count);
        printf("calibration.csv, calibration_table.h, members.csv and outliers.csv are in %s\n",
               out);
    }
    for (size_t i = 0; i < device_count; i++)
        merge_device_free(&devices[i]);
    free(devices);
    merge_free_members(&members);
    return status;
}

#include "merge/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/table.h"
#include "merge/device.h"
#include "results/results.h"

static size_t count_devices(const struct merge_members *members)
{
    size_t count = 0;
    for (size_t i = 0; i < members->count; i++)
        count += i == 0 || strcmp(members->rows[i].device, members->rows[i - 1].device) != 0;
    return count;
}

static int pool_devices(const struct merge_members *members, struct merge_device *devices,
                        size_t *device_count)
{
    int status = DW_OK;
    for (size_t first = 0, end; first < members->count && status == DW_OK; first = end) {
        for (end = first; end < members->count &&
                          strcmp(members->rows[end].device, members->rows[first].device) == 0;)
            end++;
        status =
            merge_device_create(&devices[(*device_count)++], members->rows + first, end - first);
    }
    return status;
}

/* Members first: a folder that has them can be merged again. */
static int write_all(const char *out, const struct merge_members *members,
                     const struct merge_device *devices, size_t count)
{
    struct fit_result *results = malloc((count + 1) * sizeof(*results));
    if (!results) {
        base_error("%s: out of memory", out);
        return DW_ERROR_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++)
        results[i] = devices[i].result;
    int status = base_make_directory(out);
    if (status == DW_OK)
        status = results_write_file(&merge_schema_member, out, members->rows, members->count);
    if (status == DW_OK)
        status = fit_write_csv(out, results, count);
    if (status == DW_OK)
        status = fit_save_table(out, results, count);
    free(results);
    return status;
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

int merge_folders(const char *const *folders, size_t count, const char *out)
{
    struct merge_members members = {.count = 0};
    struct merge_device *devices = NULL;
    size_t device_count = 0;
    int status = check_out(out);
    for (size_t i = 0; i < count && status == DW_OK; i++)
        status = merge_add_folder(&members, folders[i]);
    if (status == DW_OK)
        status = merge_settle(&members);
    if (status == DW_OK && members.count == 0) {
        base_error("%s and what else was named hold no constant", folders[0]);
        status = DW_ERROR_PARSE;
    }
    if (status == DW_OK) {
        devices = calloc(count_devices(&members), sizeof(*devices));
        status = devices ? pool_devices(&members, devices, &device_count) : DW_ERROR_NO_MEMORY;
        if (!devices)
            base_error("%s: out of memory", out);
    }
    if (status == DW_OK)
        status = write_all(out, &members, devices, device_count);
    for (size_t i = 0; i < device_count; i++) {
        if (status == DW_OK)
            merge_print_device(stdout, &devices[i]);
        merge_device_free(&devices[i]);
    }
    if (status == DW_OK)
        printf("calibration.csv, calibration_table.h and members.csv are in %s\n", out);
    free(devices);
    merge_free_members(&members);
    return status;
}

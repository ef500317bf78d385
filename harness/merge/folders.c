/* From folders to members. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "follow/calibration.h"
#include "follow/facts.h"
#include "history/folders.h"
#include "merge/members.h"
#include "results/results.h"

static const char *find_text(const struct follow_calibration *calibration,
                             const struct dw_device_key *key, const char *name)
{
    const struct results_calibration *row = follow_find_constant(calibration, key, name);
    return row ? row->unit : "";
}

static void copy_row(const struct results_calibration *from, struct results_member *to)
{
    memcpy(to->device, from->device, sizeof(to->device));
    memcpy(to->constant, from->constant, sizeof(to->constant));
    memcpy(to->unit, from->unit, sizeof(to->unit));
    to->value = from->value;
    to->lo = from->lo;
    to->hi = from->hi;
    to->samples = from->samples;
}

/* Where the data comes from belongs to the member as a whole. */
static bool is_provenance(const char *constant)
{
    return strcmp(constant, "run") == 0 || strcmp(constant, "dataset_hash") == 0 ||
           strcmp(constant, "tool_version") == 0 || strcmp(constant, "driver_last") == 0;
}

static int add_calibration(struct merge_members *members, const char *directory,
                           const struct follow_facts *facts,
                           const struct follow_calibration *calibration)
{
    struct fit_result checked;
    char device[DW_DEVICE_TEXT_SIZE];
    int status = follow_make_result(calibration, &facts->key, directory, &checked);
    dw_format_device_key(&facts->key, device, sizeof(device));
    for (size_t i = 0; i < calibration->count && status == DW_OK; i++) {
        const struct results_calibration *from = &calibration->rows[i];
        struct results_member member = {.simulated = facts->simulated};
        if (strcmp(from->device, device) != 0 || is_provenance(from->constant))
            continue;
        /* A software rasteriser's UUID is its version: every machine has the same one. */
        bool own = facts->selector[0] && facts->key.kind != DW_DEVICE_KIND_CPU && !facts->simulated;
        snprintf(member.machine, sizeof(member.machine), "%s",
                 own ? facts->selector : facts->run_id);
        snprintf(member.run, sizeof(member.run), "%s", facts->run_id);
        snprintf(member.dataset_hash, sizeof(member.dataset_hash), "%.32s",
                 find_text(calibration, &facts->key, "dataset_hash"));
        copy_row(from, &member);
        status = merge_add_member(members, &member);
    }
    return status;
}

static int add_run(struct merge_members *members, const char *directory)
{
    struct follow_facts facts;
    struct follow_calibration calibration = {.count = 0};
    int status = follow_read_facts(directory, &facts);
    if (status != DW_OK)
        return status;
    status = follow_read_calibration(directory, &calibration);
    if (status == DW_OK)
        status = add_calibration(members, directory, &facts, &calibration);
    follow_free_calibration(&calibration);
    follow_free_facts(&facts);
    return status;
}

static int add_runs_below(struct merge_members *members, const char *directory)
{
    struct history_folders folders = {.count = 0};
    int status = DW_OK;
    if (base_file_exists(directory))
        status = history_find_folders(directory, &folders);
    if (status == DW_OK && folders.count == 0) {
        base_error("%s is not a run's folder, not a merged one, and holds none", directory);
        status = DW_ERROR_PARSE;
    }
    for (size_t i = 0; i < folders.count && status == DW_OK; i++)
        status = add_run(members, folders.paths[i]);
    history_free_folders(&folders);
    return status;
}

int merge_add_folder(struct merge_members *members, const char *directory)
{
    char merged[4096], run[4096];
    int status = base_join_path(merged, sizeof(merged), directory, merge_schema_member.file);
    if (status == DW_OK)
        status = base_join_path(run, sizeof(run), directory, results_schema_run.file);
    if (status != DW_OK)
        return status;
    if (base_file_exists(merged))
        return results_read(&merge_schema_member, directory, merge_add_member, members);
    return base_file_exists(run) ? add_run(members, directory) : add_runs_below(members, directory);
}

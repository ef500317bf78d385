#include "fit/fit.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/load.h"
#include "fit/print.h"
#include "fit/summary.h"
#include "fit/table.h"

/* A run and whose it is. */
struct source {
    const char *run;
    struct results_device device;
};

static int compare_sources(const void *left, const void *right)
{
    const struct source *a = left, *b = right;
    int order = dw_compare_device_key(&a->device.key, &b->device.key);
    if (order != 0)
        return order;
    uint32_t first = a->device.key.driver_version, second = b->device.key.driver_version;
    if (first != second)
        return first < second ? -1 : 1;
    /* The order in which runs are named must not matter to the bytes. */
    order = strcmp(a->device.run_id, b->device.run_id);
    return order != 0 ? order : strcmp(a->run, b->run);
}

static bool same_device(const struct source *a, const struct source *b)
{
    return dw_compare_device_key(&a->device.key, &b->device.key) == 0 &&
           a->device.key.driver_version == b->device.key.driver_version;
}

static bool same_folder(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

static int prepare_out(const char *out)
{
    int status = base_make_directory(out);
    if (status == DW_OK && access(out, W_OK | X_OK) != 0) {
        base_error("%s cannot be written to: %s", out, strerror(errno));
        status = DW_ERROR_IO;
    }
    return status;
}

static int read_sources(const char *const *runs, size_t count, struct source *sources)
{
    for (size_t i = 0; i < count; i++) {
        int status = results_read_device(runs[i], &sources[i].device);
        sources[i].run = runs[i];
        if (status != DW_OK)
            return status;
        for (size_t k = 0; k < i; k++) {
            if (same_folder(runs[i], runs[k])) {
                base_error("%s is named twice: its samples would count double", runs[i]);
                return DW_ERROR_PARSE;
            }
        }
        if (sources[i].device.simulated != sources[0].device.simulated) {
            base_error("%s is %s and %s is %s: fit them apart", runs[i],
                       sources[i].device.simulated ? "simulated" : "real", runs[0],
                       sources[0].device.simulated ? "simulated" : "real");
            return DW_ERROR_PARSE;
        }
    }
    qsort(sources, count, sizeof(*sources), compare_sources);
    return DW_OK;
}

static void warn_if_nothing_was_fitted(const struct fit_result *result, const char *run)
{
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int cost = 0; cost < FIT_COST_COUNT; cost++) {
            if (result->constants.cost[wait][cost].samples > 0 &&
                isfinite(result->constants.cost[wait][cost].value))
                return;
        }
    }
    base_warn("%s: no constant could be fitted; it takes instances of several numbers of launches",
              run);
}

/* One result for each device and driver; sources are sorted. */
static int fit_sources(const struct source *sources, size_t count, const char **runs,
                       struct fit_result *results, size_t *result_count)
{
    for (size_t first = 0, end; first < count; first = end) {
        struct fit_data data;
        for (end = first; end < count && same_device(&sources[first], &sources[end]); end++)
            runs[end - first] = sources[end].run;
        int status = fit_load(&data, runs, end - first);
        if (status != DW_OK)
            return status;
        struct fit_result *result = &results[(*result_count)++];
        status = fit_device(&data, FIT_NONE, FIT_REPLICATES, result);
        fit_data_free(&data);
        if (status != DW_OK)
            return status;
        warn_if_nothing_was_fitted(result, sources[first].run);
    }
    return DW_OK;
}

static int update_own_summary(const struct source *sources, size_t count, const char *out,
                              const struct fit_result *results, size_t result_count)
{
    for (size_t i = 0; i < count; i++) {
        if (!same_folder(sources[i].run, out))
            continue;
        for (size_t k = 0; k < result_count; k++) {
            const struct dw_calibration_row *row = &results[k].row;
            if (dw_compare_device_key(&row->key, &sources[i].device.key) == 0 &&
                row->key.driver_version == sources[i].device.key.driver_version)
                return fit_update_summary(out, row, sources[i].device.cores);
        }
    }
    return DW_OK;
}

int fit_runs(const char *const *runs, size_t count, const char *out)
{
    struct source *sources = malloc((count + 1) * sizeof(*sources));
    struct fit_result *results = malloc((count + 1) * sizeof(*results));
    const char **scratch = malloc((count + 1) * sizeof(*scratch));
    size_t result_count = 0;
    int status = DW_ERROR_NO_MEMORY;
    if (!sources || !results || !scratch)
        base_error("out of memory for %zu runs", count);
    else
        status = read_sources(runs, count, sources);
    if (status == DW_OK)
        status = prepare_out(out);
    if (status == DW_OK)
        status = fit_sources(sources, count, scratch, results, &result_count);
    if (status == DW_OK)
        status = fit_write_csv(out, results, result_count);
    /* What is simulated never mixes with what was measured. */
    if (status == DW_OK)
        status = fit_save_table(out, results, result_count,
                                result_count > 0 && results->simulated ? NULL
                                                                       : dw_builtin_calibration());
    if (status == DW_OK)
        status = update_own_summary(sources, count, out, results, result_count);
    if (status == DW_OK) {
        for (size_t i = 0; i < result_count; i++)
            fit_print(stdout, &results[i]);
        printf("calibration_table.h and calibration.csv are in %s\n", out);
    }
    free(sources);
    free(results);
    free(scratch);
    return status;
}

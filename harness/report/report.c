#include "report/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "report/page.h"

static int compare_runs(const void *left, const void *right)
{
    const struct report_run *a = left, *b = right;
    int order = strcmp(a->started, b->started);
    if (order == 0)
        order = strcmp(a->device.run_id, b->device.run_id);
    return order != 0 ? order : strcmp(a->directory, b->directory);
}

/* Sort by start, and keep the runs of the newest one's device. */
static size_t keep_one_device(struct report_run *runs, size_t count)
{
    qsort(runs, count, sizeof(*runs), compare_runs);
    const struct dw_device_key newest = runs[count - 1].device.key;
    const bool simulated = runs[count - 1].device.simulated;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (dw_compare_device_key(&runs[i].device.key, &newest) == 0 &&
            runs[i].device.simulated == simulated) {
            struct report_run run = runs[i];
            runs[i] = runs[kept];
            runs[kept++] = run;
            continue;
        }
        char device[DW_DEVICE_TEXT_SIZE], subject[DW_DEVICE_TEXT_SIZE];
        dw_format_device_key(&runs[i].device.key, device, sizeof(device));
        dw_format_device_key(&newest, subject, sizeof(subject));
        base_warn("%s is of %s%s, the page is about %s: it is left out", runs[i].directory,
                  runs[i].device.simulated ? "the simulated " : "", device, subject);
    }
    return kept;
}

static int write_page(const char *out, const struct report_page *page)
{
    char path[4096];
    struct base_atomic_file file;
    int status = base_join_path(path, sizeof(path), out, "report.html");
    if (status == DW_OK)
        status = base_atomic_open(&file, path);
    if (status != DW_OK)
        return status;
    report_write_page(file.stream, page);
    return base_atomic_commit(&file);
}

static int write_out(const struct report_run *runs, size_t count, const char *out)
{
    struct report_drawing drawings[REPORT_FIGURE_COUNT] = {{NULL, NULL}};
    int status = base_make_directory(out);
    if (status != DW_OK)
        return status;
    /* gnuplot takes some characters at the start of a name for commands: absolute paths have none.
     */
    char *absolute = realpath(out, NULL);
    if (!absolute) {
        base_error("%s: %s", out, strerror(errno));
        return DW_ERROR_IO;
    }
    const struct report_run *newest = &runs[count - 1];
    struct report_page page = {
        .run = newest, .runs = runs, .run_count = count, .drawings = drawings};
    int drawn = report_draw_figures(newest, runs, count, absolute, drawings);
    status = write_page(absolute, &page);
    report_free_drawings(drawings);
    free(absolute);
    return status == DW_OK ? drawn : status;
}

int report_write(const char *const *runs, size_t count, const char *out)
{
    struct report_run *loaded = calloc(count + 1, sizeof(*loaded));
    size_t held = 0, kept;
    int status = loaded ? DW_OK : DW_ERROR_NO_MEMORY;
    if (!loaded)
        base_error("out of memory for %zu runs", count);
    while (held < count && status == DW_OK) {
        status = report_load(&loaded[held], runs[held]);
        held++;
    }
    if (status == DW_OK) {
        kept = keep_one_device(loaded, count);
        status = report_load_summary(&loaded[kept - 1]);
        if (status == DW_OK)
            status = write_out(loaded, kept, out);
    }
    for (size_t i = 0; i < held; i++)
        report_free(&loaded[i]);
    free(loaded);
    return status;
}

#include "run/folder.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "run/hold.h"

static int choose_path(const struct run_options *options, char out[4096])
{
    char stamp[32];
    const time_t now = time(NULL);
    struct tm calendar;
    if (options->out) {
        if (base_copy_text(out, 4096, options->out))
            return DW_OK;
        base_error("--out: the path is too long");
        return DW_ERROR_INVALID_ARGUMENT;
    }
    gmtime_r(&now, &calendar);
    strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &calendar);
    for (int i = 0; i < 100; i++) {
        snprintf(out, 4096, "dispatchwise-results/%s%s%.0d", stamp, i ? "-" : "", i);
        if (!base_file_exists(out))
            return DW_OK;
    }
    base_error("dispatchwise-results: a hundred runs in one second");
    return DW_ERROR_IO;
}

static int check_new(const char *out)
{
    char path[4096];
    struct base_atomic_file probe;
    int status = base_join_path(path, sizeof path, out, results_schema_run.file);
    if (status != DW_OK)
        return status;
    if (base_file_exists(path)) {
        base_error("%s holds a run already: --resume goes on with it, another --out keeps it", out);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    status = base_atomic_open(&probe, path);
    if (status == DW_OK)
        base_atomic_abandon(&probe);
    return status;
}

static int mend_file(const struct results_schema *schema, const char *out)
{
    char path[4096];
    const int status = base_join_path(path, sizeof path, out, schema->file);
    if (status != DW_OK || !base_file_exists(path))
        return status;
    FILE *stream = results_open_append(schema, out);
    return stream && fclose(stream) == 0 ? DW_OK : DW_ERROR_IO;
}

int run_mend_files(const char *out)
{
    const int status = mend_file(&results_schema_sample, out);
    return status == DW_OK ? mend_file(&results_schema_arm, out) : status;
}

/* Everything is read before anything is touched: a folder that is refused stays as it is. */
static int check_resumed(const char *out)
{
    struct run_state *state = NULL;
    int status = results_check_run(out);
    if (status == DW_OK)
        status = run_load_plan(out, &state);
    run_free_state(&state);
    return status == DW_OK ? run_mend_files(out) : status;
}

int run_open_folder(const struct run_options *options, char out[4096], struct run_folder *folder)
{
    *folder = (struct run_folder){.path = out, .lock = -1};
    int status = choose_path(options, out);
    if (status == DW_OK && options->resume) {
        status = results_check_run(out);
    } else if (status == DW_OK) {
        folder->made = !base_file_exists(out);
        status = base_make_directory(out);
    }
    if (status == DW_OK)
        status = run_hold_folder(out, &folder->lock);
    if (status == DW_OK)
        status = options->resume ? check_resumed(out) : check_new(out);
    if (status != DW_OK)
        run_close_folder(folder);
    return status;
}

void run_close_folder(struct run_folder *folder)
{
    run_release_folder(folder->path, &folder->lock);
    if (folder->made)
        (void)rmdir(folder->path);
}

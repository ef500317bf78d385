#include "run/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"

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

/* Two runs in one folder would number their processes alike. The lock goes with the process. */
static int hold(struct run_folder *folder)
{
    folder->lock = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->lock < 0) {
        base_error("%s: cannot be opened: %s", folder->path, strerror(errno));
        return DW_ERROR_IO;
    }
    /* A file system without locks holds no second run off, and need not stop the first. */
    if (flock(folder->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        base_error("%s: another run is measuring in this folder", folder->path);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    return DW_OK;
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
        status = hold(folder);
    if (status == DW_OK)
        status = options->resume ? check_resumed(out) : check_new(out);
    if (status != DW_OK)
        run_close_folder(folder);
    return status;
}

void run_close_folder(struct run_folder *folder)
{
    if (folder->made)
        (void)rmdir(folder->path);
    if (folder->lock >= 0)
        close(folder->lock);
    folder->lock = -1;
}

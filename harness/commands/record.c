#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/standard.h"
#include "base/text.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "trace/reader.h"
#include "trace/writer.h"

/* Seen from the program's folder, installed or built; the layer itself is found by its manifest. */
#define MANIFEST_FOLDER "../share/vulkan/explicit_layer.d"
#define LAYER "VK_LAYER_DISPATCHWISE_recorder"

struct record_options {
    const char *out;
    bool gpu_times;
};

static const struct base_option options[] = {
    {"out", 'o', BASE_OPTION_TEXT, offsetof(struct record_options, out), "FILE",
     "the trace to write; without it PROGRAM.dwtrace here"},
    {"gpu-times", 0, BASE_OPTION_FLAG, offsetof(struct record_options, gpu_times), NULL,
     "stamp every dispatch on the device: its time, at some cost"},
};

static int find_layer(char folder[PATH_MAX])
{
    char program[PATH_MAX], manifest[PATH_MAX + 64];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(program, '/');
    if (!slash) {
        base_error("record: /proc/self/exe cannot be read");
        return DW_ERROR_IO;
    }
    *slash = '\0';
    char joined[PATH_MAX];
    const int status = base_join_path(joined, sizeof joined, program, MANIFEST_FOLDER);
    if (status != DW_OK)
        return status;
    snprintf(manifest, sizeof manifest, "%s/VkLayer_dispatchwise_recorder.json", joined);
    if (!base_file_exists(manifest) || !realpath(joined, folder)) {
        base_error("%s: the recorder is not there; was only a part installed?", manifest);
        return DW_ERROR_IO;
    }
    return DW_OK;
}

/* The default name is the program's, in the working folder. */
static int name_trace(const struct record_options *wanted, const char *program, char path[PATH_MAX])
{
    char file[NAME_MAX + 1], folder[PATH_MAX];
    const char *slash = strrchr(program, '/');
    if (wanted->out && wanted->out[0] == '/')
        return base_copy_text(path, PATH_MAX, wanted->out) ? DW_OK : DW_ERROR_INVALID_ARGUMENT;
    if (!getcwd(folder, sizeof folder)) {
        base_error("record: the working folder cannot be read: %s", strerror(errno));
        return DW_ERROR_IO;
    }
    snprintf(file, sizeof file, "%s.dwtrace", slash ? slash + 1 : program);
    return base_join_path(path, PATH_MAX, folder, wanted->out ? wanted->out : file);
}

static int make_trace(const char *path)
{
    const int error = trace_create_file(path);
    if (error == 0)
        return DW_OK;
    base_error("%s: %s", path,
               error == EEXIST ? "is another kind of file; it is left as it is" : strerror(error));
    return DW_ERROR_IO;
}

/* In front of what the variable holds already, or behind it. */
static int extend(const char *name, const char *value, bool in_front)
{
    const char *old = getenv(name);
    char *text = NULL;
    if (!old || old[0] == '\0')
        return setenv(name, value, 1);
    if (asprintf(&text, "%s:%s", in_front ? value : old, in_front ? old : value) < 0)
        return -1;
    const int result = setenv(name, text, 1);
    free(text);
    return result;
}

/* The layer goes last, beside the driver: other layers' own work is then recorded, and not their
 * time. VK_LAYER_PATH, where it is set, hides all other folders. */
static int set_environment(const struct record_options *wanted, const char *folder,
                           const char *path)
{
    const char *folders = getenv("VK_LAYER_PATH") ? "VK_LAYER_PATH" : "VK_ADD_LAYER_PATH";
    if (extend(folders, folder, true) == 0 && extend("VK_INSTANCE_LAYERS", LAYER, false) == 0 &&
        setenv("DISPATCHWISE_RECORD", path, 1) == 0 &&
        setenv("DISPATCHWISE_RECORD_GPU_TIMES", wanted->gpu_times ? "1" : "0", 1) == 0)
        return DW_OK;
    base_error("record: %s", strerror(errno));
    return DW_ERROR_NO_MEMORY;
}

/* Keys that interrupt are the program's; what it leaves is looked at here. Returns its exit code,
 * 128 and the signal's number if one ended it, as a shell does. */
static int run_program(char **arguments)
{
    int status;
    struct sigaction ignored = {.sa_handler = SIG_IGN}, interrupt, quit, child_ended;
    const struct sigaction usual = {.sa_handler =
                                        SIG_DFL}; /* ignored, no child can be waited for */
    sigaction(SIGCHLD, &usual, &child_ended);
    sigaction(SIGINT, &ignored, &interrupt);
    sigaction(SIGQUIT, &ignored, &quit);
    const pid_t child = fork();
    if (child == 0) {
        sigaction(SIGINT, &interrupt, NULL);
        sigaction(SIGQUIT, &quit, NULL);
        sigaction(SIGCHLD, &child_ended, NULL);
        base_restore_standard();
        execvp(arguments[0], arguments);
        base_error("%s: cannot be run: %s", arguments[0], strerror(errno));
        _exit(errno == ENOENT ? 127 : 126);
    }
    if (child < 0) {
        base_error("record: %s", strerror(errno));
        return BASE_EXIT_FAILED;
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return BASE_EXIT_FAILED;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void say_what_came(const char *path)
{
    struct trace_reader *reader = NULL;
    struct trace_refusal refusal;
    const struct trace_event *event;
    uint64_t events = 0, submits = 0, dispatches = 0, programs = 0;
    int status = trace_open_reader(path, &reader, &refusal);
    while (status >= 0 && (status = trace_next(reader, &event, &refusal)) == 1) {
        events++;
        programs += event->kind == TRACE_PROGRAM;
        submits += event->kind == TRACE_SUBMIT;
        dispatches += event->kind == TRACE_DISPATCH || event->kind == TRACE_DISPATCH_INDIRECT;
    }
    if (status < 0)
        base_warn("%s: at byte %llu: %s", path, (unsigned long long)refusal.offset, refusal.reason);
    else if (programs == 0)
        base_warn("%s: nothing was recorded: the program made no Vulkan instance, or its loader "
                  "refused the layer",
                  path);
    else
        base_info("Trace: %s: %llu events, %llu dispatches recorded, %llu submits", path,
                  (unsigned long long)events, (unsigned long long)dispatches,
                  (unsigned long long)submits);
    trace_close_reader(&reader);
}

static int run_record(const void *parsed, int argument_count, char **arguments)
{
    const struct record_options *wanted = parsed;
    char folder[PATH_MAX], path[PATH_MAX];
    if (argument_count < 1) {
        base_error("record: name a program after --; see dispatchwise record --help");
        return BASE_EXIT_USAGE;
    }
    int status = find_layer(folder);
    if (status == DW_OK)
        status = name_trace(wanted, arguments[0], path);
    if (status == DW_OK)
        status = make_trace(path);
    if (status == DW_OK)
        status = set_environment(wanted, folder, path);
    if (status != DW_OK)
        return base_exit_code(status);
    const int code = run_program(arguments);
    say_what_came(path);
    return code;
}

const struct base_command command_record = {
    .name = "record",
    .arguments = "-- PROGRAM ARGS...",
    .summary = "run any Vulkan program and record what it submits",
    .details =
        "The program runs under a Vulkan layer that writes down its pipelines, resources,\n"
        "dispatches, copies, barriers, submits and waits with their host times; what it draws is\n"
        "counted. It computes the same as without. The exit code is the program's own, or 128 and\n"
        "the number of the signal that ended it; a killed program leaves a trace up to its last\n"
        "submit. The trace holds no data and no shaders. dispatchwise trace reads it.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .options_size = sizeof(struct record_options),
    .run = run_record,
};

#include "base/file.h"
#include "base/log.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "export/prometheus.h"

struct export_options {
    bool prometheus;
    const char *out;
};

static const struct base_option options[] = {
    {"prometheus", 0, BASE_OPTION_FLAG, offsetof(struct export_options, prometheus), NULL,
     "Prometheus text format"},
    {"out", 'o', BASE_OPTION_TEXT, offsetof(struct export_options, out), "FILE.prom",
     "write a file, whole or not at all; without it to standard output"},
};

static int write_out(const struct export_options *wanted, const struct export_run *run)
{
    struct base_atomic_file file;
    if (!wanted->out) {
        export_write(stdout, run);
        return DW_OK;
    }
    int status = base_atomic_open(&file, wanted->out);
    if (status != DW_OK)
        return status;
    export_write(file.stream, run);
    return base_atomic_commit(&file);
}

static int run_export(const void *parsed, int argument_count, char **arguments)
{
    const struct export_options *wanted = parsed;
    struct export_run run;
    if (argument_count != 1 || !wanted->prometheus) {
        base_error("export: %s; see dispatchwise export --help",
                   argument_count != 1 ? "name one run's folder"
                                       : "say which format: --prometheus");
        return BASE_EXIT_USAGE;
    }
    int status = export_gather(&run, arguments[0]);
    if (status == DW_OK)
        status = write_out(wanted, &run);
    export_free(&run);
    return base_exit_code(status);
}

const struct base_command command_export = {
    .name = "export",
    .arguments = "--prometheus RUN",
    .summary = "a run's scores, constants, noise and choices for monitoring",
    .details =
        "For node_exporter's textfile collector: --out /var/lib/node_exporter/dispatchwise.prom.\n"
        "scripts/grafana/dispatchwise.json is a dashboard of these metrics.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .options_size = sizeof(struct export_options),
    .run = run_export,
};

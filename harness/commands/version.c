#include <stdio.h>

#include "base/log.h"
#include "commands/commands.h"
#include "dispatchwise/calibration.h"
#include "results/schema.h"

static int run_version(const void *options, int argument_count, char **arguments)
{
    (void)options;
    if (argument_count > 0) {
        base_error("unexpected argument '%s'", arguments[0]);
        return BASE_EXIT_USAGE;
    }
    printf("dispatchwise %s\nresults schema %d\ncalibration schema %d, %zu row%s compiled in\n",
           DISPATCHWISE_VERSION, RESULTS_SCHEMA_VERSION, DW_CALIBRATION_SCHEMA_VERSION,
           dw_builtin_calibration()->count, dw_builtin_calibration()->count == 1 ? "" : "s");
    return BASE_EXIT_DONE;
}

const struct base_command command_version = {
    .name = "version",
    .arguments = "",
    .summary = "print the versions of the program and of its files",
    .run = run_version,
};

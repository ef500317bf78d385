#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/log.h"
#include "commands/commands.h"
#include "commands/plan_print.h"
#include "dispatchwise/status.h"

struct plan_options {
    const char *shape, *shapes, *device, *calibration;
    bool csv, all;
};

static const struct base_option plan_option_table[] = {
    {"shape", 's', BASE_OPTION_TEXT, offsetof(struct plan_options, shape), "K=V,...",
     "plan this batch"},
    {"shapes", 0, BASE_OPTION_TEXT, offsetof(struct plan_options, shapes), "FILE",
     "plan every row of a CSV file and print CSV; - reads standard input"},
    {"device", 'd', BASE_OPTION_TEXT, offsetof(struct plan_options, device), "D",
     "the device, or its key as a calibration.csv writes it"},
    {"calibration", 0, BASE_OPTION_TEXT, offsetof(struct plan_options, calibration), "FILE.csv",
     "take costs from there instead of the table compiled in"},
    {"csv", 0, BASE_OPTION_FLAG, offsetof(struct plan_options, csv), NULL,
     "print the plan of --shape as --shapes does"},
    {"all", 0, BASE_OPTION_FLAG, offsetof(struct plan_options, all), NULL,
     "list every arm, not those alone that are one change away from the choice"},
};

/* A file of shapes as it is read. */
struct batch {
    const struct plan_device *device;
    int position[PLAN_COLUMN_COUNT];
    bool has_header;
    uint64_t derived;
    struct plan_shape input;
};

static int take_header(struct batch *batch, const struct base_csv_row *row)
{
    unsigned char optional[PLAN_COLUMN_COUNT];
    memset(optional, 1, sizeof(optional));
    optional[PLAN_COLUMN_kernel_ns] = 0;
    const int status =
        base_csv_map_header(row, plan_column_names, optional, PLAN_COLUMN_COUNT, batch->position);
    if (status == DW_OK)
        fputs(plan_csv_header, stdout);
    batch->has_header = true;
    return status;
}

static int take_row(void *context, const struct base_csv_row *row)
{
    struct batch *batch = context;
    const char *field, *reason;
    if (!batch->has_header)
        return take_header(batch, row);
    plan_shape_begin(&batch->input);
    for (int column = 0; column < PLAN_COLUMN_COUNT; column++) {
        const int at = batch->position[column];
        if (at < 0)
            continue;
        const char *expected = plan_shape_set(&batch->input, column, row->fields[at]);
        if (expected != NULL)
            return base_csv_reject(row, plan_column_names[column], expected, row->fields[at]);
    }
    if (plan_shape_finish(&batch->input, batch->device->row, &field, &reason) != DW_OK) {
        base_error("%s:%" PRIu64 ": column %s: expected %s", row->file, row->line, field, reason);
        return DW_ERROR_PARSE;
    }
    batch->derived += batch->input.derived;
    plan_print_csv(&batch->input.shape, batch->device);
    return DW_OK;
}

static int plan_file(const char *path, const struct plan_device *device)
{
    struct batch batch = {.device = device};
    const int status = base_csv_read(path, take_row, &batch);
    if (batch.derived > 0)
        base_info("rows without tau_ns or theta, which were derived from kernel_ns: %" PRIu64,
                  batch.derived);
    return status;
}

static int plan_one(const struct plan_options *options, const struct plan_device *device)
{
    struct plan_shape input = {.chain = false};
    int status = plan_shape_parse(&input, options->shape, device->row);
    if (status == DW_OK && options->csv) {
        fputs(plan_csv_header, stdout);
        plan_print_csv(&input.shape, device);
    } else if (status == DW_OK) {
        status = plan_print(&input, device, options->all);
    }
    return status;
}

static int run_plan(const void *data, int count, char **arguments)
{
    const struct plan_options *options = data;
    struct plan_device device;
    if (count > 0) {
        base_error("unexpected argument '%s'", arguments[0]);
        return BASE_EXIT_USAGE;
    }
    if ((options->shape == NULL) == (options->shapes == NULL)) {
        base_error("plan: give one of --shape and --shapes; see dispatchwise plan --help");
        return BASE_EXIT_USAGE;
    }
    int status = plan_find_device(options->device, options->calibration, &device);
    if (status != DW_OK)
        return base_exit_code(status);
    status =
        options->shape != NULL ? plan_one(options, &device) : plan_file(options->shapes, &device);
    if (status == DW_OK && device.tier > DW_TIER_DEVICE &&
        (options->csv || options->shapes != NULL))
        base_info("nothing was measured on %s: the plan is the baseline",
                  device.known ? "this device" : "a device, as none was named");
    plan_free_device(&device);
    return base_exit_code(status);
}

const struct base_command command_plan = {
    .name = "plan",
    .arguments = "--shape K=V,... | --shapes FILE",
    .summary = "predict every way to launch a batch and choose the fastest",
    .details =
        "Keys, which are the columns of --shapes too; all but kernel_ns may be left out:\n"
        "  wait (each or batch), launches, groups (workgroups of a launch), kernel_ns (device "
        "time\n"
        "  of one launch alone), tau_ns (of one workgroup alone), theta (workgroups per ns when "
        "the\n"
        "  device is full), repeats (such batches that one recording serves), dependent (1: every\n"
        "  launch needs the one before) or levels (of dependent launches), resources (that each\n"
        "  launch binds), rebind (1: others for every batch), dynamic_indexing (0 or 1),\n"
        "  b_groups, b_kernel_ns, b_tau_ns, b_theta (a second kernel, launched as often),\n"
        "  arm_a_reads, arm_a_writes, arm_b_reads, arm_b_writes (slots separated by spaces),\n"
        "  copy_bytes, copy_dst_slot, specializations (launches that meet a new pipeline),\n"
        "  prediction_confidence_bps, spare_core (1: waiting may spin)\n"
        "tau_ns and theta are derived from kernel_ns where they are left out.\n"
        "Without --device the defaults are asked, which know no times: the plan is the baseline.\n"
        "A --calibration of one device speaks for that device.",
    .options = plan_option_table,
    .option_count = sizeof(plan_option_table) / sizeof(plan_option_table[0]),
    .options_size = sizeof(struct plan_options),
    .run = run_plan,
};

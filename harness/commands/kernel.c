#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "commands/commands.h"
#include "kernel/measure.h"
#include "kernel/print.h"
#include "kernel/sweep.h"
#include "topo/topo.h"

#define TIMEOUTS 10 /* a submit is given up after so many times its bound */
#define LIMIT_MAX_S 1e6

struct kernel_options {
    const char *device, *entry;
    struct kernel_texts texts;
    uint64_t groups_max, seed;
    double limit_s, budget_s;
    bool csv;
};

static const struct kernel_options defaults = {
    .entry = "main", .limit_s = 1, .budget_s = 10, .seed = 1};

static const struct base_option options[] = {
    {"groups", 'g', BASE_OPTION_TEXT, offsetof(struct kernel_options, texts.groups), "X[,Y[,Z]]",
     "workgroups of a launch; has to be given"},
    {"groups-max", 0, BASE_OPTION_U64, offsetof(struct kernel_options, groups_max), "N",
     "to fill the device, launch up to N workgroups (default: those of --groups)"},
    {"local", 0, BASE_OPTION_TEXT, offsetof(struct kernel_options, texts.local), "X[,Y[,Z]]",
     "invocations of a workgroup, where specialization constants say them"},
    {"bindings", 'b', BASE_OPTION_TEXT, offsetof(struct kernel_options, texts.bindings),
     "SET.BINDING=BYTES[:FILE],...",
     "sizes of buffers, and what they begin with (default: 64 MiB, zeros)"},
    {"push", 0, BASE_OPTION_TEXT, offsetof(struct kernel_options, texts.push), "BYTES[:HEXFILE]",
     "push constants, as hexadecimal digits (default: as the code declares, zeros)"},
    {"spec", 0, BASE_OPTION_TEXT, offsetof(struct kernel_options, texts.spec), "ID=VALUE,...",
     "specialization constants"},
    {"entry", 0, BASE_OPTION_TEXT, offsetof(struct kernel_options, entry), "NAME",
     "the entry point (default: main)"},
    {"device", 'd', BASE_OPTION_TEXT, offsetof(struct kernel_options, device), "D",
     "index, part of a name, or UUID (default: the fastest real one)"},
    {"budget", 0, BASE_OPTION_REAL, offsetof(struct kernel_options, budget_s), "S",
     "seconds for the repetitions (default: 10)"},
    {"limit", 0, BASE_OPTION_REAL, offsetof(struct kernel_options, limit_s), "S",
     "seconds that a submit may take; given up after 10 times that (default: 1)"},
    {"seed", 0, BASE_OPTION_U64, offsetof(struct kernel_options, seed), "N",
     "seed of the order of measurements (default: 1)"},
    {"csv", 0, BASE_OPTION_FLAG, offsetof(struct kernel_options, csv), NULL, "print CSV"},
};

static int measure_on(const struct gpu_info *info, const struct kernel_options *wanted,
                      const struct kernel_module *module, const struct kernel_interface *interface)
{
    static struct kernel_inputs inputs; /* its arrays are no load for a stack */
    struct kernel_device *device = NULL;
    struct kernel_setup *setup = NULL;
    struct kernel_costs costs;
    const double limit_ns = wanted->limit_s * 1e9;
    unsigned processor;
    int status = kernel_parse_inputs(&wanted->texts, interface, info->max_buffer_bytes, &inputs);
    if (status != DW_OK)
        return status;
    const uint64_t groups = kernel_count_groups(inputs.groups);
    if (wanted->groups_max != 0 && wanted->groups_max < groups) {
        base_error("--groups-max: %" PRIu64 " is below the %" PRIu64 " of --groups",
                   wanted->groups_max, groups);
        kernel_free_inputs(&inputs);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    const struct kernel_bounds bounds = {
        .max_groups = wanted->groups_max ? wanted->groups_max : groups,
        .submit_ns = limit_ns,
        .budget_s = wanted->budget_s,
        .seed = wanted->seed,
    };
    status = kernel_open_device(info, interface, (uint64_t)(limit_ns * TIMEOUTS), &device);
    if (status == DW_OK) /* behind the driver's threads, which would inherit it */
        topo_pin_thread(info->has_pci, info->pci_domain, info->pci_bus, info->pci_device,
                        info->pci_function, &processor);
    if (status == DW_OK)
        status = kernel_create_setup(device, module, interface, &inputs, &setup);
    if (status == DW_OK)
        status = kernel_measure(setup, &bounds, &costs);
    const struct kernel_subject subject = {module->name, info->key.name, interface, &inputs};
    if (status == DW_OK && wanted->csv)
        kernel_print_csv(stdout, &costs);
    else if (status == DW_OK)
        kernel_print(stdout, &subject, &costs);
    kernel_destroy_setup(&setup);
    kernel_close_device(&device);
    kernel_free_inputs(&inputs);
    return status;
}

static int check_options(const struct kernel_options *wanted, int argument_count)
{
    if (argument_count != 1)
        base_error("kernel: name one SPIR-V file; see dispatchwise kernel --help");
    else if (!wanted->texts.groups)
        base_error("kernel: say how many workgroups a launch has: --groups N");
    else if (!(wanted->limit_s > 0 && wanted->limit_s <= LIMIT_MAX_S &&
               wanted->budget_s <= LIMIT_MAX_S))
        base_error("--limit and --budget: expected at most %g s, and --limit above 0", LIMIT_MAX_S);
    else
        return DW_OK;
    return DW_ERROR_INVALID_ARGUMENT;
}

static int run_kernel(const void *parsed, int argument_count, char **arguments)
{
    static struct kernel_interface interface;
    const struct kernel_options *wanted = parsed;
    struct kernel_module module = {0};
    struct gpu_instance *instance = NULL;
    const struct gpu_info *info = NULL;
    int status = check_options(wanted, argument_count);
    if (status == DW_OK)
        status = kernel_load_module(arguments[0], &module);
    if (status == DW_OK)
        status = kernel_reflect(&module, wanted->entry, &interface);
    if (status == DW_OK)
        status = gpu_create_instance(&instance);
    if (status == DW_OK)
        info = gpu_select(instance, wanted->device, &status);
    if (info)
        status = measure_on(info, wanted, &module, &interface);
    if (status == DW_ERROR_TIMEOUT) {
        base_error("the kernel did not come back within %g s, or cannot be waited for: given up",
                   wanted->limit_s * TIMEOUTS);
        _exit(BASE_EXIT_FAILED); /* a driver that is torn down would wait for it */
    }
    gpu_destroy_instance(&instance);
    kernel_free_module(&module);
    return status;
}

const struct base_command command_kernel = {
    .name = "kernel",
    .arguments = "FILE.spv --groups N",
    .summary = "measure a compute shader of your own: tau, theta and the time of a launch",
    .details =
        "A launch of G workgroups takes about max(tau, G/theta). Prints kernel_ns, tau, theta and\n"
        "the smallest interval between launches, with the shape line for `dispatchwise plan`.\n"
        "\n"
        "Buffers are as large as the code declares; one that ends with an array without a size\n"
        "has 64 MiB. They hold zeros and whatever the kernel writes: if its work depends on what\n"
        "they hold, give files. Workgroups up to --groups, or --groups-max, are launched, many\n"
        "times and on top of each other: the buffers have to hold for them.\n"
        "\n"
        "No submit is planned to take longer than --limit, and larger ones only follow smaller\n"
        "ones. A kernel in which one workgroup waits for another may hang the device; that is\n"
        "your risk. Images, samplers and arrays of buffers without a length are refused.",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .options_size = sizeof(struct kernel_options),
    .defaults = &defaults,
    .run = run_kernel,
};

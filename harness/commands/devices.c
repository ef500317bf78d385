#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/log.h"
#include "commands/commands.h"
#include "gpu/canary.h"
#include "gpu/device.h"
#include "gpu/validation.h"
#include "measure/engine.h"
#include "sim/sim.h"
#include "topo/topo.h"

struct devices_options {
    bool csv, sim;
};

#define FIELD_SIZE 2048

enum {
    FIELD_INDEX,
    FIELD_NAME,
    FIELD_KIND,
    FIELD_UUID,
    FIELD_API,
    FIELD_DRIVER,
    FIELD_DRIVER_VERSION,
    FIELD_CORES,
    FIELD_FAMILIES,
    FIELD_TIMESTAMP_PERIOD,
    FIELD_TIMESTAMP_BITS,
    FIELD_INDEXING,
    FIELD_LOOP_LIMIT,
    FIELD_NEAR,
    FIELD_HOST,
    FIELD_LAYERS,
    FIELD_COUNT
};

static const char *const field_names[FIELD_COUNT] = {"index",          "name",
                                                     "kind",           "uuid",
                                                     "api_version",    "driver",
                                                     "driver_version", "cores",
                                                     "queue_families", "timestamp_period_ns",
                                                     "timestamp_bits", "descriptor_indexing",
                                                     "loop_limit",     "processors_near",
                                                     "host",           "layers"};

typedef char fields_t[FIELD_COUNT][FIELD_SIZE];

static void describe_families(const struct gpu_info *info, char *text, size_t size)
{
    static const struct {
        VkQueueFlags flag;
        const char *name;
    } flags[] = {{VK_QUEUE_GRAPHICS_BIT, "graphics"},
                 {VK_QUEUE_COMPUTE_BIT, "compute"},
                 {VK_QUEUE_TRANSFER_BIT, "transfer"}};
    size_t used = 0;
    for (uint32_t i = 0; i < info->family_count && used < size; i++) {
        const VkQueueFamilyProperties *family = &info->families[i];
        used += (size_t)snprintf(text + used, size - used, "%s%" PRIu32 ": %" PRIu32 " queue%s",
                                 i ? "; " : "", i, family->queueCount,
                                 family->queueCount == 1 ? "" : "s");
        for (size_t f = 0; f < sizeof flags / sizeof flags[0] && used < size; f++)
            if (family->queueFlags & flags[f].flag)
                used += (size_t)snprintf(text + used, size - used, " %s", flags[f].name);
        const char *serves = (int)i == info->compute_family              ? " (launches)"
                             : family->queueFlags & VK_QUEUE_COMPUTE_BIT ? " (second family)"
                             : family->queueFlags & VK_QUEUE_TRANSFER_BIT &&
                                     !(family->queueFlags & VK_QUEUE_GRAPHICS_BIT)
                                 ? " (copies)"
                                 : " (not used)";
        if (used < size)
            used += (size_t)snprintf(text + used, size - used, "%s", serves);
    }
}

/* False if the device is gone: it cannot be taken down then. */
static bool describe_loop_limit(const struct gpu_info *info, char *text, size_t size)
{
    struct gpu_device *device = NULL;
    struct gpu_canary canary = {.pipeline = VK_NULL_HANDLE};
    uint64_t limit;
    int status = info->compute_family < 0 ? DW_ERROR_UNSUPPORTED : gpu_open_device(info, &device);
    if (status == DW_OK)
        status = gpu_create_canary(device, &canary);
    if (status == DW_OK)
        status = gpu_find_loop_limit(&canary, &limit);
    if (status != DW_OK)
        snprintf(text, size, "unknown: %s", dw_status_text(status));
    else if (limit == UINT64_MAX)
        snprintf(text, size, "none");
    else
        snprintf(text, size, "%" PRIu64, limit);
    gpu_destroy_canary(&canary);
    gpu_close_device(&device);
    return !measure_is_fatal(status);
}

/* Likewise. */
static bool describe(const struct gpu_instance *instance, const struct gpu_info *info,
                     fields_t fields)
{
    static const char *const kinds[] = {"other", "integrated", "discrete", "virtual", "cpu"};
    memset(fields, 0, sizeof(fields_t));
    snprintf(fields[FIELD_INDEX], FIELD_SIZE, "%" PRIu32, info->index);
    snprintf(fields[FIELD_NAME], FIELD_SIZE, "%s", info->key.name);
    snprintf(fields[FIELD_KIND], FIELD_SIZE, "%s",
             info->key.kind < DW_DEVICE_KIND_COUNT ? kinds[info->key.kind] : "other");
    gpu_format_uuid(info, fields[FIELD_UUID]);
    snprintf(fields[FIELD_API], FIELD_SIZE, "%u.%u.%u", VK_API_VERSION_MAJOR(info->api_version),
             VK_API_VERSION_MINOR(info->api_version), VK_API_VERSION_PATCH(info->api_version));
    snprintf(fields[FIELD_DRIVER], FIELD_SIZE, "%s %s", info->driver_name, info->driver_info);
    snprintf(fields[FIELD_DRIVER_VERSION], FIELD_SIZE, "%" PRIu32, info->key.driver_version);
    if (info->cores)
        snprintf(fields[FIELD_CORES], FIELD_SIZE, "%" PRIu32, info->cores);
    else
        snprintf(fields[FIELD_CORES], FIELD_SIZE, "not reported");
    describe_families(info, fields[FIELD_FAMILIES], FIELD_SIZE);
    snprintf(fields[FIELD_TIMESTAMP_PERIOD], FIELD_SIZE, "%.9g", (double)info->timestamp_period_ns);
    snprintf(fields[FIELD_TIMESTAMP_BITS], FIELD_SIZE, "%" PRIu32,
             info->compute_family < 0 ? 0
                                      : info->families[info->compute_family].timestampValidBits);
    snprintf(fields[FIELD_INDEXING], FIELD_SIZE, "%s", gpu_indexing_name(info->indexing));
    const bool ends = describe_loop_limit(info, fields[FIELD_LOOP_LIMIT], FIELD_SIZE);
    topo_list_near(info->has_pci, info->pci_domain, info->pci_bus, info->pci_device,
                   info->pci_function, fields[FIELD_NEAR], FIELD_SIZE);
    snprintf(fields[FIELD_HOST], FIELD_SIZE, "%s", info->key.host);
    size_t used = 0;
    for (size_t i = 0; i < instance->layer_count && used < FIELD_SIZE; i++)
        used += (size_t)snprintf(fields[FIELD_LAYERS] + used, FIELD_SIZE - used, "%s%s",
                                 used ? " " : "", instance->layers[i]);
    return ends;
}

static void print_csv(fields_t fields)
{
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (i)
            putchar(',');
        base_csv_write_field(stdout, fields[i]);
    }
    putchar('\n');
}

static void print_table(fields_t fields)
{
    printf("%s  %s\n", fields[FIELD_INDEX], fields[FIELD_NAME]);
    for (int i = FIELD_NAME + 1; i < FIELD_COUNT; i++)
        if (fields[i][0])
            printf("   %-20s %s\n", field_names[i], fields[i]);
}

static int run_devices(const void *data, int argument_count, char **arguments)
{
    static fields_t fields;
    const struct devices_options *options = data;
    struct gpu_instance *instance = NULL;
    if (argument_count > 0) {
        base_error("unexpected argument '%s'", arguments[0]);
        return BASE_EXIT_USAGE;
    }
    if (options->sim) {
        sim_describe_parameters(stdout);
        return BASE_EXIT_DONE;
    }
    const int status = gpu_create_instance(&instance);
    if (status != DW_OK)
        return base_exit_code(status);
    for (int i = 0; i < FIELD_COUNT && options->csv; i++)
        printf("%s%c", field_names[i], i + 1 < FIELD_COUNT ? ',' : '\n');
    bool ends = true;
    for (size_t i = 0; i < instance->count; i++) {
        ends = describe(instance, &instance->infos[i], fields) && ends;
        if (options->csv)
            print_csv(fields);
        else
            print_table(fields);
    }
    if (!ends) { /* a driver that is torn down would wait */
        const bool written = fflush(stdout) == 0 && !ferror(stdout);
        _exit(gpu_validated_exit(written ? BASE_EXIT_DONE : BASE_EXIT_FAILED));
    }
    gpu_destroy_instance(&instance);
    return BASE_EXIT_DONE;
}

static const struct base_option devices_option_table[] = {
    {"csv", 0, BASE_OPTION_FLAG, offsetof(struct devices_options, csv), NULL, "print CSV"},
    {"sim", 0, BASE_OPTION_FLAG, offsetof(struct devices_options, sim), NULL,
     "print what is planted in the simulated device, as a file for --device sim:FILE.csv"},
};

const struct base_command command_devices = {
    .name = "devices",
    .arguments = "",
    .summary = "list the Vulkan devices and what each can do",
    .options = devices_option_table,
    .option_count = sizeof devices_option_table / sizeof devices_option_table[0],
    .options_size = sizeof(struct devices_options),
    .run = run_devices,
};

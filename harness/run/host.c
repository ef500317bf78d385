#include "run/host.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "gpu/device.h"
#include "run/devices.h"
#include "sim/sim.h"

/* An index, a UUID or a simulated device. */
static bool is_plain(const char *token)
{
    uint64_t index;
    if (sim_is_selector(token) || base_parse_u64(token, UINT32_MAX, &index))
        return true;
    return strlen(token) >= 32 && strspn(token, "0123456789abcdefABCDEF-") == strlen(token);
}

/* The next of a comma list; false at its end, and for one that is too long. */
static bool next_selector(const char **at, char token[RUN_SELECTOR_SIZE])
{
    return strcspn(*at, ",") < RUN_SELECTOR_SIZE && base_next_item(at, token, RUN_SELECTOR_SIZE);
}

bool run_are_devices(const char *selector)
{
    char token[RUN_SELECTOR_SIZE];
    if (!selector || strcmp(selector, "all") == 0)
        return selector != NULL;
    if (!strchr(selector, ','))
        return false;
    while (next_selector(&selector, token))
        if (!is_plain(token))
            return false;
    return *selector == '\0';
}

/* What a folder may be called: a file's name without its ending, or the selector. */
static void name_member(struct run_member *member)
{
    const char *slash = strrchr(member->selector, '/'), *colon = strchr(member->selector, ':');
    const char *from = slash ? slash + 1 : colon ? colon + 1 : member->selector;
    const size_t length = strlen(from), ending = length > 4 ? length - 4 : length;
    snprintf(member->name, sizeof member->name, "%.*s",
             (int)(strcmp(from + ending, ".csv") == 0 ? ending : length), from);
    for (char *c = member->name; *c; c++)
        if (!strchr("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-", *c))
            *c = '-';
}

static int add_member(struct run_host *host, const char *selector, const struct gpu_info *info)
{
    if (host->count == RUN_DEVICES_MAX) {
        base_error("--device: at most %d devices", RUN_DEVICES_MAX);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    struct run_member *member = &host->members[host->count++];
    base_copy_text(member->selector, sizeof member->selector, selector);
    if (info) {
        gpu_format_uuid(info, member->selector);
        member->place = (struct topo_place){info->has_pci, info->pci_domain, info->pci_bus,
                                            info->pci_device, info->pci_function};
    }
    name_member(member);
    for (size_t i = 0; i + 1 < host->count; i++)
        if (strcmp(host->members[i].name, member->name) == 0) {
            base_error("--device: %s and %s would share the folder %s", host->members[i].selector,
                       selector, member->name);
            return DW_ERROR_INVALID_ARGUMENT;
        }
    return DW_OK;
}

/* Every GPU; where there is none, every CPU device. */
static int add_all(struct run_host *host, const struct gpu_instance *instance)
{
    bool has_gpu = false;
    int status = DW_OK;
    for (size_t i = 0; i < instance->count; i++)
        has_gpu = has_gpu || (instance->infos[i].compute_family >= 0 &&
                              instance->infos[i].key.kind != DW_DEVICE_KIND_CPU);
    for (size_t i = 0; i < instance->count && status == DW_OK; i++) {
        const struct gpu_info *info = &instance->infos[i];
        if (info->compute_family >= 0 && (!has_gpu || info->key.kind != DW_DEVICE_KIND_CPU))
            status = add_member(host, "", info);
    }
    return status;
}

static int add_listed(struct run_host *host, struct gpu_instance **instance)
{
    const char *list = host->options->device;
    char token[RUN_SELECTOR_SIZE];
    int status = DW_OK;
    while (status == DW_OK && next_selector(&list, token)) {
        const struct gpu_info *info = NULL;
        if (!sim_is_selector(token) && !*instance)
            status = gpu_create_instance(instance);
        if (!sim_is_selector(token) && status == DW_OK)
            info = gpu_select(*instance, token, &status);
        if (status == DW_OK)
            status = add_member(host, token, info);
    }
    return status;
}

static int place_members(struct run_host *host)
{
    struct topo_place places[RUN_DEVICES_MAX];
    int status = DW_OK;
    for (size_t i = 0; i < host->count; i++)
        places[i] = host->members[i].place;
    for (size_t i = 0; i < host->count && status == DW_OK; i++) {
        struct run_member *member = &host->members[i];
        topo_share_processors(places, host->count, i, member->processors,
                              sizeof member->processors);
        status =
            base_join_path(member->folder, sizeof member->folder, host->options->out, member->name);
        if (status == DW_OK)
            status = base_join_path(member->alone, sizeof member->alone, member->folder, "alone");
        if (status == DW_OK && host->options->plan)
            status = base_join_path(member->plan, sizeof member->plan, host->options->plan,
                                    member->name);
    }
    return status;
}

int run_find_members(struct run_host *host)
{
    struct gpu_instance *instance = NULL;
    const bool all = strcmp(host->options->device, "all") == 0;
    int status = all ? gpu_create_instance(&instance) : add_listed(host, &instance);
    if (status == DW_OK && all)
        status = add_all(host, instance);
    if (status == DW_OK && host->count == 0) {
        base_error("--device %s: there is none", host->options->device);
        status = DW_ERROR_NO_DEVICE;
    }
    gpu_destroy_instance(&instance);
    return status == DW_OK ? place_members(host) : status;
}

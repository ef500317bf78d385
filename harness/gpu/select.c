#include "gpu/device.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/text.h"
#include "sim/sim.h"

static int rank(const struct gpu_info *info)
{
    static const int by_kind[] = {[VK_PHYSICAL_DEVICE_TYPE_OTHER] = 1,
                                  [VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU] = 3,
                                  [VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU] = 4,
                                  [VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU] = 2,
                                  [VK_PHYSICAL_DEVICE_TYPE_CPU] = 0};
    return info->key.kind < DW_DEVICE_KIND_COUNT ? by_kind[info->key.kind] : 0;
}

static bool faster(const struct gpu_info *a, const struct gpu_info *b)
{
    if (rank(a) != rank(b))
        return rank(a) > rank(b);
    if (a->cores != b->cores)
        return a->cores > b->cores;
    return a->local_bytes > b->local_bytes;
}

void gpu_format_uuid(const struct gpu_info *info, char text[GPU_UUID_SIZE])
{
    for (size_t i = 0; i < VK_UUID_SIZE; i++)
        snprintf(text + 2 * i, 3, "%02x", info->uuid[i]);
}

static bool names_uuid(const struct gpu_info *info, const char *selector)
{
    char uuid[GPU_UUID_SIZE];
    gpu_format_uuid(info, uuid);
    size_t at = 0;
    for (const char *c = selector; *c; c++) {
        if (*c == '-')
            continue;
        if (at >= sizeof uuid - 1 || strncasecmp(c, &uuid[at], 1) != 0)
            return false;
        at++;
    }
    return at == sizeof uuid - 1;
}

static const struct gpu_info *fastest(const struct gpu_instance *instance)
{
    const struct gpu_info *best = NULL;
    for (size_t i = 0; i < instance->count; i++)
        if (instance->infos[i].compute_family >= 0 && (!best || faster(&instance->infos[i], best)))
            best = &instance->infos[i];
    return best;
}

static void list_candidates(const struct gpu_instance *instance)
{
    for (size_t i = 0; i < instance->count; i++)
        base_info("  %u  %s", instance->infos[i].index, instance->infos[i].key.name);
}

const struct gpu_info *gpu_select(const struct gpu_instance *instance, const char *selector,
                                  int *status)
{
    const struct gpu_info *found = NULL;
    size_t matches = 0;
    uint64_t index;
    *status = DW_ERROR_INVALID_ARGUMENT;
    if (!selector) {
        found = fastest(instance);
        matches = found ? 1 : 0;
    } else if (base_parse_u64(selector, UINT32_MAX, &index)) {
        found = index < instance->count ? &instance->infos[index] : NULL;
        matches = found ? 1 : 0;
    } else {
        for (size_t i = 0; i < instance->count; i++)
            if (*selector && (names_uuid(&instance->infos[i], selector) ||
                              strcasestr(instance->infos[i].key.name, selector))) {
                found = &instance->infos[i];
                matches++;
            }
    }
    if (!selector && matches == 0) {
        base_error("none of the Vulkan devices has a compute queue; there are:");
        list_candidates(instance);
        *status = DW_ERROR_NO_DEVICE;
        return NULL;
    }
    if (matches != 1) {
        base_error("--device %s: %s; there are:", selector,
                   matches ? "several devices match" : "no such device");
        list_candidates(instance);
        return NULL;
    }
    if (found->compute_family < 0) {
        base_error("%s has no compute queue", found->key.name);
        *status = DW_ERROR_NO_DEVICE;
        return NULL;
    }
    *status = DW_OK;
    return found;
}

int gpu_find_device_key(const char *selector, struct dw_device_key *key)
{
    if (sim_is_selector(selector))
        return sim_device_key(selector, key);
    struct gpu_instance *instance = NULL;
    int status = gpu_create_instance(&instance);
    if (status != DW_OK)
        return status;
    const struct gpu_info *info = gpu_select(instance, selector, &status);
    if (info)
        *key = info->key;
    gpu_destroy_instance(&instance);
    return status;
}

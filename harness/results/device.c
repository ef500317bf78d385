#include "results/device.h"

#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "results/results.h"

enum { KEY_TEXT, KEY_U32, KEY_U64, KEY_BOOL };

struct key {
    const char *name;
    int kind;
    size_t offset, size;
    bool optional; /* 0 where it is missing */
};

#define FIELD(member)                                                                              \
    offsetof(struct results_device, member), sizeof(((struct results_device *)0)->member)
static const struct key keys[] = {
    {"run_id", KEY_TEXT, FIELD(run_id), false},
    {"tool_version", KEY_TEXT, FIELD(tool_version), false},
    {"device_name", KEY_TEXT, FIELD(key.name), false},
    {"device_host", KEY_TEXT, FIELD(key.host), false},
    {"vendor_id", KEY_U32, FIELD(key.vendor_id), false},
    {"device_id", KEY_U32, FIELD(key.device_id), false},
    {"device_kind", KEY_U32, FIELD(key.kind), false},
    {"driver_version", KEY_U32, FIELD(key.driver_version), false},
    {"device_cores", KEY_U64, FIELD(cores), false},
    {"device_resident", KEY_U64, FIELD(resident), true},
    {"device_resources", KEY_U64, FIELD(resources), true},
    {"simulated", KEY_BOOL, FIELD(simulated), false},
};
#undef FIELD
#define KEY_COUNT (sizeof(keys) / sizeof(keys[0]))

struct reading {
    const char *directory;
    struct results_device *device;
    bool seen[KEY_COUNT];
};

static bool set(const struct key *key, const char *value, void *target)
{
    uint64_t number;
    switch (key->kind) {
    case KEY_TEXT:
        return base_copy_text((char *)target, key->size, value);
    case KEY_U32:
        if (!base_parse_u64(value, UINT32_MAX, &number))
            return false;
        *(uint32_t *)target = (uint32_t)number;
        return true;
    case KEY_U64:
        return base_parse_u64(value, UINT64_MAX, (uint64_t *)target);
    default:
        if (!base_parse_u64(value, 1, &number))
            return false;
        *(bool *)target = number == 1;
        return true;
    }
}

static int take_key(void *context, const void *row)
{
    struct reading *reading = context;
    const struct results_run *run = row;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strcmp(run->key, keys[i].name) != 0)
            continue;
        if (reading->seen[i] ||
            !set(&keys[i], run->value, (char *)reading->device + keys[i].offset)) {
            base_error("%s/%s: %s is '%s', which %s", reading->directory, results_schema_run.file,
                       run->key, run->value,
                       reading->seen[i] ? "stands twice" : "is not a value of that key");
            return DW_ERROR_PARSE;
        }
        reading->seen[i] = true;
    }
    return DW_OK;
}

int results_read_device(const char *directory, struct results_device *device)
{
    struct results_device found = {.cores = 0};
    struct reading reading = {.directory = directory, .device = &found};
    int status = results_check_run(directory);
    if (status == DW_OK)
        status = results_read(&results_schema_run, directory, take_key, &reading);
    if (status != DW_OK)
        return status;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (!reading.seen[i] && !keys[i].optional) {
            base_error("%s/%s: the key %s is missing", directory, results_schema_run.file,
                       keys[i].name);
            return DW_ERROR_PARSE;
        }
    }
    *device = found;
    return DW_OK;
}

#include "follow/facts.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "results/results.h"

enum kind { KIND_TEXT, KIND_U32, KIND_BOOL, KIND_VERSION };

struct key {
    const char *name;
    enum kind kind;
    bool needed;
    size_t offset, size;
};

#define FIELD(member)                                                                              \
    offsetof(struct follow_facts, member), sizeof(((struct follow_facts *)0)->member)
static const struct key keys[] = {
    {"schema_version", KIND_VERSION, true, 0, 0},
    {"run_id", KIND_TEXT, true, FIELD(run_id)},
    {"started", KIND_TEXT, false, FIELD(started)},
    {"simulated", KIND_BOOL, true, FIELD(simulated)},
    {"device_name", KIND_TEXT, true, FIELD(key.name)},
    {"device_host", KIND_TEXT, true, FIELD(key.host)},
    {"vendor_id", KIND_U32, true, FIELD(key.vendor_id)},
    {"device_id", KIND_U32, true, FIELD(key.device_id)},
    {"device_kind", KIND_U32, true, FIELD(key.kind)},
    {"driver_version", KIND_U32, true, FIELD(key.driver_version)},
    {"device_selector", KIND_TEXT, false, FIELD(selector)},
};
#undef FIELD
#define KEY_COUNT (sizeof(keys) / sizeof(keys[0]))

struct reading {
    const char *directory;
    struct follow_facts *facts;
    bool seen[KEY_COUNT];
};

const char *follow_cause_name(enum follow_cause cause)
{
    static const char *const names[FOLLOW_CAUSE_COUNT] = {
#define NAME(key) #key,
        FOLLOW_CAUSES(NAME)
#undef NAME
    };
    return names[cause];
}

static int refuse_value(const struct reading *reading, const struct results_run *row,
                        const char *why)
{
    base_error("%s/%s: %s is '%.80s', which %s", reading->directory, results_schema_run.file,
               row->key, row->value, why);
    return DW_ERROR_PARSE;
}

static bool set(const struct key *key, const char *value, void *target)
{
    uint64_t number;
    switch (key->kind) {
    case KIND_TEXT:
        return base_copy_text((char *)target, key->size, value);
    case KIND_U32:
        if (!base_parse_u64(value, UINT32_MAX, &number))
            return false;
        *(uint32_t *)target = (uint32_t)number;
        return true;
    case KIND_BOOL:
        if (!base_parse_u64(value, 1, &number))
            return false;
        *(bool *)target = number == 1;
        return true;
    case KIND_VERSION:
        return base_parse_u64(value, UINT64_MAX, &number) && number == RESULTS_SCHEMA_VERSION;
    }
    return false;
}

static int take_cause(const struct reading *reading, const struct results_run *row)
{
    for (int i = 0; i < FOLLOW_CAUSE_COUNT; i++) {
        char **cause = &reading->facts->causes[i];
        if (strcmp(row->key, follow_cause_name((enum follow_cause)i)) != 0)
            continue;
        free(*cause);
        *cause = strdup(row->value);
        if (!*cause) {
            base_error("%s: out of memory", reading->directory);
            return DW_ERROR_NO_MEMORY;
        }
    }
    return DW_OK;
}

static int take_row(void *context, const void *data)
{
    struct reading *reading = context;
    const struct results_run *row = data;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strcmp(row->key, keys[i].name) != 0)
            continue;
        if (reading->seen[i])
            return refuse_value(reading, row, "stands twice");
        if (!set(&keys[i], row->value, (char *)reading->facts + keys[i].offset))
            return refuse_value(reading, row,
                                keys[i].kind == KIND_VERSION ? "this program does not read"
                                                             : "is not a value of that key");
        reading->seen[i] = true;
    }
    return take_cause(reading, row);
}

static int check_keys(const struct reading *reading)
{
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (keys[i].needed && !reading->seen[i]) {
            base_error("%s is not a run's folder: its %s has no %s", reading->directory,
                       results_schema_run.file, keys[i].name);
            return DW_ERROR_PARSE;
        }
    }
    return DW_OK;
}

int follow_read_facts(const char *directory, struct follow_facts *facts)
{
    struct follow_facts found = {.simulated = false};
    struct reading reading = {.directory = directory, .facts = &found};
    char path[4096];
    int status = base_join_path(path, sizeof(path), directory, results_schema_run.file);
    if (status != DW_OK)
        return status;
    if (!base_file_exists(path)) {
        base_error("%s is not a run's folder: it has no %s", directory, results_schema_run.file);
        return DW_ERROR_PARSE;
    }
    status = results_read(&results_schema_run, directory, take_row, &reading);
    if (status == DW_OK)
        status = check_keys(&reading);
    for (int i = 0; i < FOLLOW_CAUSE_COUNT && status == DW_OK; i++) {
        if (!found.causes[i] && !(found.causes[i] = strdup(""))) {
            base_error("%s: out of memory", directory);
            status = DW_ERROR_NO_MEMORY;
        }
    }
    if (status == DW_OK)
        *facts = found;
    else
        follow_free_facts(&found);
    return status;
}

void follow_free_facts(struct follow_facts *facts)
{
    for (int i = 0; i < FOLLOW_CAUSE_COUNT; i++) {
        free(facts->causes[i]);
        facts->causes[i] = NULL;
    }
}

bool follow_same_device(const struct follow_facts *a, const struct follow_facts *b)
{
    return a->simulated == b->simulated && dw_compare_device_key(&a->key, &b->key) == 0;
}

void follow_describe_change(const struct follow_facts *before, const struct follow_facts *after,
                            char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < FOLLOW_CAUSE_COUNT && used < size; i++) {
        const char *from = before->causes[i], *to = after->causes[i];
        /* The driver's own text says more than its packed number. */
        bool told =
            i == FOLLOW_CAUSE_driver_version &&
            strcmp(before->causes[FOLLOW_CAUSE_driver], after->causes[FOLLOW_CAUSE_driver]) != 0;
        if (strcmp(from, to) == 0 || told)
            continue;
        int length = snprintf(text + used, size - used, "%s%s '%s' -> '%s'", used ? "; " : "",
                              follow_cause_name((enum follow_cause)i), from, to);
        used += length > 0 ? (size_t)length : 0;
    }
}

/* A file of planted parameters, read over the defaults. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "sim/parameters.h"
#include "sim/sim.h"

#define KEYS_MAX 128
#define KEY_SIZE 128

static const char prefix[] = "sim:";

/* The meaning is for who reads the file. */
enum { COLUMN_KEY, COLUMN_VALUE, COLUMN_UNIT, COLUMN_MEANING, COLUMN_COUNT };

struct loader {
    struct sim_parameters *values;
    int positions[COLUMN_COUNT];
    bool has_header;
    bool seen[KEYS_MAX]; /* by place in sim_parameters */
};

bool sim_is_selector(const char *selector)
{
    return strcmp(selector, "sim") == 0 || strncmp(selector, prefix, sizeof prefix - 1) == 0;
}

static const struct sim_parameter *find_parameter(const char *name)
{
    for (size_t i = 0; i < sim_parameter_count; i++)
        if (strcmp(sim_parameters[i].name, name) == 0)
            return &sim_parameters[i];
    return NULL;
}

/* kernel.WORKLOAD.FIELD is kernel.FIELD of one workload, *workload its place in the registry. */
static const struct sim_parameter *find_workload_parameter(const char *key, size_t *workload)
{
    static const char kernel[] = "kernel.";
    char name[KEY_SIZE];
    if (strncmp(key, kernel, sizeof kernel - 1) != 0)
        return NULL;
    key += sizeof kernel - 1;
    for (size_t i = 0; i < workload_count; i++) {
        const size_t length = strlen(workload_registry[i]->name);
        if (strncmp(key, workload_registry[i]->name, length) == 0 && key[length] == '.') {
            snprintf(name, sizeof name, "%s%.64s", kernel, key + length + 1);
            *workload = i;
            return find_parameter(name);
        }
    }
    return NULL;
}

static int refuse_key(const struct base_csv_row *row, const char *key)
{
    const char *names[KEYS_MAX];
    char expected[KEY_SIZE];
    for (size_t i = 0; i < sim_parameter_count; i++)
        names[i] = sim_parameters[i].name;
    const char *nearest = base_nearest_name(key, names, sim_parameter_count);
    snprintf(expected, sizeof expected, "a parameter%s%s%s", nearest ? " (did you mean " : "",
             nearest ? nearest : "", nearest ? "?)" : "");
    return base_csv_reject(row, "key", expected, key);
}

static int refuse_value(const struct base_csv_row *row, const struct sim_parameter *parameter,
                        const char *key, const char *text)
{
    static const char *const words[] = {
        [SIM_KIND_REAL] = "a number",
        [SIM_KIND_WHOLE] = "a whole number",
        [SIM_KIND_WORLD] = "reference or pipeline",
        [SIM_KIND_NAME] = "1 to 255 bytes",
        [SIM_KIND_REUSE] = "an arm of command_reuse",
        [SIM_KIND_PERSISTENT] = "an arm of persistent_kernel, or nothing",
        [SIM_KIND_PREFIX] = "how names of arms begin, or nothing",
    };
    char expected[2 * KEY_SIZE];
    if (parameter->initial_text)
        snprintf(expected, sizeof expected, "%.80s to be %s", key, words[parameter->kind]);
    else
        snprintf(expected, sizeof expected, "%.80s to be %s from %.15g to %.15g", key,
                 words[parameter->kind], parameter->least, parameter->most);
    return base_csv_reject(row, "value", expected, text);
}

/* A value in another unit than the parameter's would plant something else, silently. */
static int check_unit(const struct loader *loader, const struct base_csv_row *row,
                      const struct sim_parameter *parameter)
{
    const int position = loader->positions[COLUMN_UNIT];
    if (position < 0 || strcmp(row->fields[position], parameter->unit) == 0)
        return DW_OK;
    return base_csv_reject(row, "unit", *parameter->unit ? parameter->unit : "no unit",
                           row->fields[position]);
}

static int set_common(struct loader *loader, const struct base_csv_row *row,
                      const struct sim_parameter *parameter, const char *key, const char *text)
{
    bool *seen = &loader->seen[parameter - sim_parameters];
    if (*seen)
        return base_csv_reject(row, "key", "each key once", key);
    *seen = true;
    if (!sim_set_parameter(parameter, text, loader->values))
        return refuse_value(row, parameter, key, text);
    return check_unit(loader, row, parameter);
}

static int set_of_workload(struct loader *loader, const struct base_csv_row *row, const char *key,
                           const char *text)
{
    size_t workload;
    struct sim_parameters found;
    const struct sim_parameter *parameter = find_workload_parameter(key, &workload);
    if (!parameter)
        return refuse_key(row, key);
    const size_t within = parameter->offset - offsetof(struct sim_parameters, kernel);
    double value,
        *kept = (double *)(void *)((char *)&loader->values->workload_kernel[workload] + within);
    if (*kept >= 0)
        return base_csv_reject(row, "key", "each key once", key);
    if (!sim_set_parameter(parameter, text, &found))
        return refuse_value(row, parameter, key, text);
    memcpy(&value, (const char *)&found + parameter->offset, sizeof value);
    *kept = value;
    return check_unit(loader, row, parameter);
}

static int read_row(void *context, const struct base_csv_row *row)
{
    static const char *const columns[COLUMN_COUNT] = {"key", "value", "unit", "meaning"};
    static const unsigned char optional[COLUMN_COUNT] = {
        [COLUMN_UNIT] = true, [COLUMN_MEANING] = true};
    struct loader *loader = context;
    if (!loader->has_header) {
        loader->has_header = true;
        return base_csv_map_header(row, columns, optional, COLUMN_COUNT, loader->positions);
    }
    const char *key = row->fields[loader->positions[COLUMN_KEY]];
    const char *text = row->fields[loader->positions[COLUMN_VALUE]];
    const struct sim_parameter *parameter = find_parameter(key);
    return parameter ? set_common(loader, row, parameter, key, text)
                     : set_of_workload(loader, row, key, text);
}

static void set_defaults(struct sim_parameters *values)
{
    for (size_t i = 0; i < sim_parameter_count; i++) {
        const struct sim_parameter *parameter = &sim_parameters[i];
        bool taken = true;
        if (parameter->initial_text)
            taken = sim_set_parameter(parameter, parameter->initial_text, values);
        else
            memcpy((char *)values + parameter->offset, &parameter->initial,
                   sizeof parameter->initial);
        assert(taken);
        (void)taken;
    }
    for (size_t i = 0; i < SIM_WORKLOADS_MAX; i++)
        values->workload_kernel[i] = (struct grid_kernel){-1, -1, -1, -1};
}

int sim_load_parameters(const char *selector, struct sim_parameters *values)
{
    struct sim_parameters read = {0};
    struct loader loader = {.values = &read};
    const char *path = selector + sizeof prefix - 1;
    assert(sim_parameter_count <= KEYS_MAX && workload_count <= SIM_WORKLOADS_MAX);
    assert(sim_is_selector(selector));
    set_defaults(&read);
    if (strcmp(selector, "sim") != 0) {
        /* Every process of a run reads it anew: standard input would be empty by then. */
        if (*path == '\0' || strcmp(path, "-") == 0) {
            base_error("device %s: expected sim:FILE.csv, a file of parameters", selector);
            return DW_ERROR_IO;
        }
        const int status = base_csv_read(path, read_row, &loader);
        if (status != DW_OK)
            return status;
    }
    *values = read;
    return DW_OK;
}

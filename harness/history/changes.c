#include "history/changes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"

/* One device's runs and room for one series. */
struct device {
    const struct history_runs *runs;
    size_t first, count;
    double *values;
    size_t *numbers; /* of the runs that have a value */
    struct history_step *steps;
};

static int add_change(struct history_changes *changes, const struct history_change *change)
{
    if (changes->count == changes->capacity) {
        size_t capacity = changes->capacity ? changes->capacity * 2 : 64;
        struct history_change *grown = realloc(changes->changes, capacity * sizeof(*grown));
        if (!grown)
            return DW_ERROR_NO_MEMORY;
        changes->changes = grown;
        changes->capacity = capacity;
    }
    changes->changes[changes->count++] = *change;
    return DW_OK;
}

static int follow_series(const struct device *device, int series, struct history_changes *changes)
{
    size_t count = 0;
    for (size_t i = device->first; i < device->first + device->count; i++) {
        double value = device->runs->runs[i].values[series];
        if (isnan(value))
            continue;
        device->values[count] = value;
        device->numbers[count++] = i;
    }
    size_t found =
        history_find_steps(device->values, count, HISTORY_SHARE,
                           history_is_constant(series) ? 0 : HISTORY_SCORE_LEAST, device->steps);
    if (found == SIZE_MAX)
        return DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < found; i++) {
        size_t at = device->steps[i].at;
        struct history_change change = {.last = device->numbers[at - 1],
                                        .first = device->numbers[at],
                                        .series = series,
                                        .step = device->steps[i]};
        int status = add_change(changes, &change);
        if (status != DW_OK)
            return status;
    }
    return DW_OK;
}

/* Run numbers are in the order of device and time. */
static int compare_changes(const void *left, const void *right)
{
    const struct history_change *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->series > b->series) - (a->series < b->series);
}

int history_find_changes(const struct history_runs *runs, struct history_changes *changes)
{
    struct device device = {.runs = runs,
                            .values = malloc((runs->count + 1) * sizeof(double)),
                            .numbers = malloc((runs->count + 1) * sizeof(size_t)),
                            .steps = malloc((runs->count + 1) * sizeof(struct history_step))};
    int status = device.values && device.numbers && device.steps ? DW_OK : DW_ERROR_NO_MEMORY;
    *changes = (struct history_changes){.count = 0};
    for (; device.first < runs->count && status == DW_OK; device.first += device.count) {
        const struct follow_facts *facts = &runs->runs[device.first].facts;
        device.count = 1;
        while (device.first + device.count < runs->count &&
               history_compare_device(facts, &runs->runs[device.first + device.count].facts) == 0)
            device.count++;
        for (int series = 0; series < HISTORY_SERIES_COUNT && status == DW_OK; series++)
            status = follow_series(&device, series, changes);
    }
    if (changes->count > 1)
        qsort(changes->changes, changes->count, sizeof(*changes->changes), compare_changes);
    if (status != DW_OK)
        base_error("out of memory for %zu runs", runs->count);
    free(device.values);
    free(device.numbers);
    free(device.steps);
    return status;
}

void history_free_changes(struct history_changes *changes)
{
    free(changes->changes);
    *changes = (struct history_changes){.count = 0};
}

/* What changed from run number `at` - 1 to it; false: nothing, or they are not of one device. */
static bool describe(const struct history_runs *runs, size_t at, const char *suffix, char *text,
                     size_t size)
{
    if (at == 0 || at >= runs->count ||
        history_compare_device(&runs->runs[at - 1].facts, &runs->runs[at].facts) != 0)
        return false;
    follow_describe_change(&runs->runs[at - 1].facts, &runs->runs[at].facts, text, size);
    if (!text[0])
        return false;
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s", suffix);
    return true;
}

void history_attribute(const struct history_runs *runs, const struct history_change *change,
                       char *text, size_t size)
{
    text[0] = '\0';
    follow_describe_change(&runs->runs[change->last].facts, &runs->runs[change->first].facts, text,
                           size);
    if (!text[0] && !describe(runs, change->first - 1, " (one run earlier)", text, size))
        describe(runs, change->first + 1, " (one run later)", text, size);
}

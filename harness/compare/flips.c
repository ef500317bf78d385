#include "compare/flips.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "results/names.h"
#include "results/results.h"

/* One run's summary: what was chosen on each instance, and how long each arm took. */
struct choices {
    char names[COMPARE_CHOOSER_COUNT][DW_ARM_NAME_SIZE];
    char workload[32], instance[128], wait[8];
};

struct summary {
    struct results_names *instances, *arms;
    struct choices *choices; /* by instance */
    double *walls;           /* by arm: ns, NaN: not timed */
    size_t capacity, arm_capacity;
};

const char *compare_chooser_name(enum compare_chooser chooser)
{
    static const char *const names[COMPARE_CHOOSER_COUNT] = {"reference_choice", "planner_choice",
                                                             "oracle"};
    return names[chooser];
}

static bool grow(void **array, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return true;
    size_t larger = *capacity ? *capacity * 2 : 256;
    void *grown = realloc(*array, larger * size);
    if (!grown)
        return false;
    *array = grown;
    *capacity = larger;
    return true;
}

static int take_row(void *context, const void *data)
{
    struct summary *summary = context;
    const struct results_summary *row = data;
    const char *parts[] = {row->workload, row->instance, row->wait, row->arm};
    uint32_t before = results_names_count(summary->instances);
    uint32_t at = results_names_add(summary->instances, parts, 3);
    uint32_t arm = results_names_add(summary->arms, parts, 4);
    void *choices = summary->choices, *walls = summary->walls;
    bool enough = at != RESULTS_NO_NAME && arm != RESULTS_NO_NAME &&
                  grow(&choices, &summary->capacity, at, sizeof(*summary->choices)) &&
                  grow(&walls, &summary->arm_capacity, arm, sizeof(*summary->walls));
    summary->choices = choices;
    summary->walls = walls;
    if (!enough) {
        base_error("%s: out of memory", results_schema_summary.file);
        return DW_ERROR_NO_MEMORY;
    }
    struct choices *into = &summary->choices[at];
    if (at == before) {
        *into = (struct choices){.wait = ""};
        memcpy(into->workload, row->workload, sizeof(into->workload));
        memcpy(into->instance, row->instance, sizeof(into->instance));
        memcpy(into->wait, row->wait, sizeof(into->wait));
        memcpy(into->names[COMPARE_REFERENCE], row->reference_choice, DW_ARM_NAME_SIZE);
        memcpy(into->names[COMPARE_PLANNER], row->planner_choice, DW_ARM_NAME_SIZE);
    }
    if (row->is_oracle)
        memcpy(into->names[COMPARE_ORACLE], row->arm, DW_ARM_NAME_SIZE);
    summary->walls[arm] = row->wall_ns;
    return DW_OK;
}

static int read_summary(struct summary *summary, const char *run)
{
    *summary =
        (struct summary){.instances = results_names_create(), .arms = results_names_create()};
    if (!summary->instances || !summary->arms) {
        base_error("%s: out of memory", run);
        return DW_ERROR_NO_MEMORY;
    }
    return results_read(&results_schema_summary, run, take_row, summary);
}

static void free_summary(struct summary *summary)
{
    results_names_destroy(&summary->instances);
    results_names_destroy(&summary->arms);
    free(summary->choices);
    free(summary->walls);
}

static double wall_of(const struct summary *summary, const struct choices *instance,
                      const char *arm)
{
    const char *parts[] = {instance->workload, instance->instance, instance->wait, arm};
    uint32_t found = results_names_find(summary->arms, parts, 4);
    return found == RESULTS_NO_NAME ? (double)NAN : summary->walls[found];
}

static void compare_instance(struct compare_flips *flips, const struct choices *a,
                             const struct choices *b, const struct summary *b_summary)
{
    for (int i = 0; i < COMPARE_CHOOSER_COUNT; i++) {
        if (!a->names[i][0] || !b->names[i][0])
            continue;
        flips->compared++;
        if (strcmp(a->names[i], b->names[i]) == 0)
            continue;
        struct compare_flip *flip = &flips->flips[flips->count++];
        *flip = (struct compare_flip){.chooser = (enum compare_chooser)i};
        memcpy(flip->workload, a->workload, sizeof(flip->workload));
        memcpy(flip->instance, a->instance, sizeof(flip->instance));
        memcpy(flip->wait, a->wait, sizeof(flip->wait));
        memcpy(flip->a, a->names[i], sizeof(flip->a));
        memcpy(flip->b, b->names[i], sizeof(flip->b));
        flip->gain_log = log(wall_of(b_summary, b, b->names[i]) / wall_of(b_summary, b, flip->a));
    }
}

int compare_flips_create(struct compare_flips *flips, const char *a, const char *b)
{
    struct summary before = {.arms = NULL}, after = {.arms = NULL};
    *flips = (struct compare_flips){.count = 0};
    int status = read_summary(&before, a);
    if (status == DW_OK)
        status = read_summary(&after, b);
    if (status == DW_OK) {
        size_t most = (size_t)results_names_count(before.instances) * COMPARE_CHOOSER_COUNT;
        flips->flips = malloc((most + 1) * sizeof(*flips->flips));
        if (!flips->flips) {
            base_error("out of memory for %zu choices", most);
            status = DW_ERROR_NO_MEMORY;
        }
    }
    for (uint32_t i = 0; status == DW_OK && i < results_names_count(before.instances); i++) {
        const struct choices *from = &before.choices[i];
        const char *parts[] = {from->workload, from->instance, from->wait};
        uint32_t there = results_names_find(after.instances, parts, 3);
        if (there != RESULTS_NO_NAME)
            compare_instance(flips, from, &after.choices[there], &after);
    }
    free_summary(&before);
    free_summary(&after);
    return status;
}

void compare_flips_free(struct compare_flips *flips)
{
    free(flips->flips);
    *flips = (struct compare_flips){.count = 0};
}

#include "history/runs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "dispatchwise/status.h"
#include "results/results.h"

#define NAME(name) #name,
static const char *const policies[] = {HISTORY_POLICIES(NAME)};
static const char *const sets[] = {HISTORY_SETS(NAME)};
static const char *const scores[] = {HISTORY_SCORES(NAME)};
#undef NAME

#define OFFSET(name) offsetof(struct results_score, name),
static const size_t score_offsets[] = {HISTORY_SCORES(OFFSET)};
#undef OFFSET

static int score_series(size_t policy, size_t set, size_t score)
{
    return DW_CONSTANT_COUNT +
           (int)((policy * HISTORY_SET_COUNT + set) * HISTORY_SCORE_COUNT + score);
}

void history_series_name(int series, char name[HISTORY_NAME_SIZE])
{
    if (history_is_constant(series)) {
        snprintf(name, HISTORY_NAME_SIZE, "%s", dw_constant_info(series)->name);
        return;
    }
    const int score = series - DW_CONSTANT_COUNT, pair = score / HISTORY_SCORE_COUNT;
    snprintf(name, HISTORY_NAME_SIZE, "%s %s %s", policies[pair / HISTORY_SET_COUNT],
             sets[pair % HISTORY_SET_COUNT], scores[score % HISTORY_SCORE_COUNT]);
}

/* Where a text is among names; count if it is none. */
static size_t find(const char *text, const char *const *names, size_t count)
{
    size_t at = 0;
    while (at < count && strcmp(text, names[at]) != 0)
        at++;
    return at;
}

int history_score_series(const char *policy, const char *score)
{
    return score_series(find(policy, policies, HISTORY_POLICY_COUNT), 0,
                        find(score, scores, HISTORY_SCORE_COUNT));
}

static int take_score(void *context, const void *data)
{
    struct history_run *run = context;
    const struct results_score *row = data;
    size_t policy = find(row->policy, policies, HISTORY_POLICY_COUNT);
    size_t set = find(row->set, sets, HISTORY_SET_COUNT);
    if (policy == HISTORY_POLICY_COUNT || set == HISTORY_SET_COUNT)
        return DW_OK;
    for (size_t i = 0; i < HISTORY_SCORE_COUNT; i++)
        memcpy(&run->values[score_series(policy, set, i)], (const char *)row + score_offsets[i],
               sizeof(double));
    return DW_OK;
}

struct constants_reading {
    struct history_run *run;
    char device[DW_DEVICE_TEXT_SIZE];
};

static int take_constant(void *context, const void *data)
{
    const struct constants_reading *reading = context;
    const struct results_calibration *row = data;
    if (row->samples == 0 || strcmp(row->device, reading->device) != 0)
        return DW_OK;
    for (int i = 0; i < DW_CONSTANT_COUNT; i++) {
        if (strcmp(row->constant, dw_constant_info(i)->name) == 0)
            reading->run->values[i] =
                isnan(row->value) || row->value >= (double)DW_NEVER ? (double)INFINITY : row->value;
    }
    return DW_OK;
}

static int read_if_there(const struct results_schema *schema, const char *directory,
                         results_callback *callback, void *context)
{
    char path[4096];
    int status = base_join_path(path, sizeof(path), directory, schema->file);
    if (status != DW_OK || !base_file_exists(path))
        return status;
    return results_read(schema, directory, callback, context);
}

int history_read_run(const char *path, struct history_run *run)
{
    struct constants_reading reading = {.run = run};
    for (int i = 0; i < HISTORY_SERIES_COUNT; i++)
        run->values[i] = (double)NAN;
    int status = follow_read_facts(path, &run->facts);
    if (status != DW_OK)
        return status;
    dw_format_device_key(&run->facts.key, reading.device, sizeof(reading.device));
    status = read_if_there(&results_schema_score, path, take_score, run);
    if (status == DW_OK)
        status = read_if_there(&results_schema_calibration, path, take_constant, &reading);
    if (status != DW_OK)
        follow_free_facts(&run->facts);
    return status;
}

#include "export/gather.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "results/results.h"

/* Instances seen so far: what is told once for each, and the two copies of the baseline. */
struct instance {
    double baseline_ns, control_ns;
};

struct gathering {
    struct export_run *run;
    const char *directory;
    struct results_names *names; /* workload, instance, wait */
    struct instance *instances;
    size_t capacity, score_capacity;
};

static int no_memory(const struct gathering *gathering)
{
    base_error("%s: out of memory", gathering->directory);
    return DW_ERROR_NO_MEMORY;
}

static int take_score(void *context, const void *row)
{
    struct gathering *gathering = context;
    struct export_run *run = gathering->run;
    if (run->score_count == gathering->score_capacity) {
        size_t capacity = gathering->score_capacity ? gathering->score_capacity * 2 : 32;
        struct results_score *scores = realloc(run->scores, capacity * sizeof(*scores));
        if (!scores)
            return no_memory(gathering);
        run->scores = scores;
        gathering->score_capacity = capacity;
    }
    memcpy(&run->scores[run->score_count++], row, sizeof(*run->scores));
    return DW_OK;
}

static void count_choice(struct export_run *run, enum export_chooser chooser,
                         const struct results_summary *row, const char *choice)
{
    struct arm arm;
    if (!choice[0] || !arm_parse(choice, &arm))
        return;
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        if (strcmp(row->wait, dw_wait_name((enum dw_wait)wait)) == 0)
            run->choices[chooser][wait][arm_mode(&arm)]++;
    }
}

static int find_instance(struct gathering *gathering, const struct results_summary *row,
                         struct instance **instance)
{
    const char *parts[] = {row->workload, row->instance, row->wait};
    uint32_t before = results_names_count(gathering->names);
    uint32_t at = results_names_add(gathering->names, parts, 3);
    if (at == RESULTS_NO_NAME)
        return no_memory(gathering);
    if (at == gathering->capacity) {
        size_t capacity = gathering->capacity ? gathering->capacity * 2 : 64;
        struct instance *grown = realloc(gathering->instances, capacity * sizeof(*grown));
        if (!grown)
            return no_memory(gathering);
        gathering->instances = grown;
        gathering->capacity = capacity;
    }
    *instance = &gathering->instances[at];
    if (at == before) {
        **instance = (struct instance){(double)NAN, (double)NAN};
        count_choice(gathering->run, EXPORT_REFERENCE, row, row->reference_choice);
        count_choice(gathering->run, EXPORT_PLANNER, row, row->planner_choice);
    }
    return DW_OK;
}

static int take_summary(void *context, const void *data)
{
    struct gathering *gathering = context;
    const struct results_summary *row = data;
    const struct arm baseline = arm_baseline();
    struct instance *instance;
    struct arm control = arm_baseline(), arm;
    enum arm_status status;
    control.role = ARM_ROLE_CONTROL;
    if (!arm_parse(row->arm, &arm) || !arm_status_parse(row->status, &status)) {
        base_error("%s/%s: '%s' '%s' is no arm and status of this program", gathering->directory,
                   results_schema_summary.file, row->arm, row->status);
        return DW_ERROR_PARSE;
    }
    int found = find_instance(gathering, row, &instance);
    if (found != DW_OK)
        return found;
    gathering->run->arms[status]++;
    if (row->is_oracle)
        count_choice(gathering->run, EXPORT_ORACLE, row, row->arm);
    if (arm_equal(&arm, &baseline))
        instance->baseline_ns = row->wall_ns;
    if (arm_equal(&arm, &control))
        instance->control_ns = row->wall_ns;
    return DW_OK;
}

static int find_noise(struct gathering *gathering)
{
    struct export_run *run = gathering->run;
    size_t instances = results_names_count(gathering->names), count = 0;
    double *ratios = malloc((instances + 1) * sizeof(*ratios));
    run->noise_median = run->noise_p95 = (double)NAN;
    if (!ratios)
        return no_memory(gathering);
    for (size_t i = 0; i < instances; i++) {
        double ratio =
            fabs(gathering->instances[i].control_ns / gathering->instances[i].baseline_ns - 1);
        if (isfinite(ratio))
            ratios[count++] = ratio;
    }
    if (count > 0) {
        gsl_sort(ratios, 1, count);
        run->noise_median = gsl_stats_median_from_sorted_data(ratios, 1, count);
        run->noise_p95 = gsl_stats_quantile_from_sorted_data(ratios, 1, count, 0.95);
    }
    free(ratios);
    return DW_OK;
}

static double parse_time(const char *text)
{
    struct tm calendar = {.tm_isdst = 0};
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &calendar);
    return end && !*end ? (double)timegm(&calendar) : (double)NAN;
}

static bool has_file(const char *directory, const struct results_schema *schema)
{
    char path[4096];
    return base_join_path(path, sizeof(path), directory, schema->file) == DW_OK &&
           base_file_exists(path);
}

int export_gather(struct export_run *run, const char *directory)
{
    struct gathering gathering = {.run = run, .directory = directory};
    *run = (struct export_run){.score_count = 0};
    int status = follow_read_facts(directory, &run->facts);
    if (status != DW_OK)
        return status;
    run->timestamp_s = parse_time(run->facts.started);
    gathering.names = results_names_create();
    if (!gathering.names)
        return no_memory(&gathering);
    status = results_read(&results_schema_summary, directory, take_summary, &gathering);
    if (status == DW_OK)
        status = find_noise(&gathering);
    if (status == DW_OK && has_file(directory, &results_schema_score))
        status = results_read(&results_schema_score, directory, take_score, &gathering);
    if (status == DW_OK && has_file(directory, &results_schema_calibration))
        status = follow_read_calibration(directory, &run->calibration);
    results_names_destroy(&gathering.names);
    free(gathering.instances);
    return status;
}

void export_free(struct export_run *run)
{
    follow_free_facts(&run->facts);
    follow_free_calibration(&run->calibration);
    free(run->scores);
    *run = (struct export_run){.score_count = 0};
}

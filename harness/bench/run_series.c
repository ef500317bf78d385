/* A run's folder as series of samples with what is known of each arm. */
#include "bench/bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/dispatchwise.h"
#include "fit/load.h"
#include "fit/score_oracle.h"
#include "measure/statistics.h"
#include "modes/reference.h"

#define CALIBRATION_BYTES_MAX 65536
#define CALIBRATION_ROWS_MAX 16

struct source {
    const char *directory;
    struct fit_data data;
    struct score_field field;
    struct results_samples samples;
    struct dw_calibration_row rows[CALIBRATION_ROWS_MAX]; /* the run's own, once it is fitted */
    const struct dw_calibration_row *row;
};

static void add_context(struct bench_set *set, const char *key, const char *value)
{
    set->context[set->context_count].key = key;
    snprintf(set->context[set->context_count++].value, sizeof set->context[0].value, "%s", value);
}

/* The run's calibration.csv where it has been fitted, else the table that is compiled in. */
static int find_calibration(struct source *source, struct bench_set *set)
{
    static char text[CALIBRATION_BYTES_MAX];
    char path[4096], line[128];
    struct dw_calibration_table own = {.rows = NULL};
    enum dw_tier tier;
    int status = base_join_path(path, sizeof path, source->directory, "calibration.csv");
    FILE *file = status == DW_OK ? fopen(path, "rb") : NULL;
    if (file) {
        size_t offset = 0;
        const size_t size = fread(text, 1, sizeof text, file);
        fclose(file);
        status =
            dw_parse_calibration(text, size, source->rows, CALIBRATION_ROWS_MAX, &own, &offset);
        if (status != DW_OK)
            base_error("%s: byte %zu: %s", path, offset, dw_status_text(status));
    }
    if (status != DW_OK)
        return status;
    source->row = dw_lookup_calibration(own.rows ? &own : dw_builtin_calibration(),
                                        &source->data.device.key, &tier);
    snprintf(line, sizeof line, "%s (%s)", dw_tier_name(tier),
             own.rows ? "the run's calibration.csv" : "the table compiled in");
    add_context(set, "calibration_tier", line);
    return DW_OK;
}

static void add_counter(struct bench_series *series, const char *name, double value)
{
    if (!isfinite(value))
        return;
    series->counters[series->counter_count].name = name;
    series->counters[series->counter_count++].value = value;
}

/* The median of one of the times of a cell's samples. */
static double median_of(const struct results_time *times, size_t count, size_t offset,
                        double *scratch)
{
    for (size_t i = 0; i < count; i++)
        memcpy(&scratch[i], (const char *)&times[i] + offset, sizeof scratch[i]);
    return measure_median(scratch, count);
}

static double median_wall(const struct source *source, uint32_t arm, double *scratch)
{
    const size_t first = source->samples.starts[arm];
    return median_of(source->samples.times + first, source->samples.starts[arm + 1] - first,
                     offsetof(struct results_time, wall_ns), scratch);
}

static void count(const struct source *source, uint32_t arm, double *scratch,
                  struct bench_series *series)
{
    const struct fit_arm *timed = &source->data.arms[arm];
    const struct fit_instance *instance = &source->data.instances[timed->instance];
    const struct score_instance *scored = &source->field.instances[timed->instance];
    const struct results_time *times = source->samples.times + source->samples.starts[arm];
    const struct reference_batch batch = {.wait = instance->wait,
                                          .launches = instance->launches,
                                          .repeats = instance->repeats,
                                          .kernel_ns = instance->kernel_ns,
                                          .cores = source->data.device.cores};
    add_counter(series, "predicted_savings_ns",
                reference_savings_ns(source->row, arm_mode(&timed->arm), &batch));
    if (fit_data_timed(&source->data, instance->baseline))
        add_counter(series, "actual_savings_ns",
                    median_wall(source, instance->baseline, scratch) -
                        median_wall(source, arm, scratch));
    if (scored->scored)
        add_counter(series, "regret", expm1(timed->ratio_odd - scored->oracle_log));
    add_counter(series, "host_ns",
                median_of(times, series->count, offsetof(struct results_time, host_ns), scratch));
    add_counter(series, "cpu_ns",
                median_of(times, series->count, offsetof(struct results_time, cpu_ns), scratch));
}

/* Where each process begins; starts has room for every sample. */
static void find_processes(const struct results_time *times, size_t *starts,
                           struct bench_series *series)
{
    series->starts = starts;
    series->processes = 0;
    series->fewest = series->count;
    for (size_t i = 0; i < series->count; i++)
        if (i == 0 || times[i].process != times[i - 1].process)
            starts[series->processes++] = i;
    for (size_t p = 0; p < series->processes; p++) {
        const size_t end = p + 1 < series->processes ? starts[p + 1] : series->count;
        if (end - starts[p] < series->fewest)
            series->fewest = end - starts[p];
    }
}

const double *bench_take_part(const struct bench_series *series, size_t repetitions, size_t turn,
                              size_t *count)
{
    turn %= repetitions;
    if (repetitions > 1 && repetitions == series->processes) {
        *count = series->fewest;
        return series->seconds + series->starts[turn];
    }
    *count = series->count / repetitions;
    return series->seconds + turn * *count;
}

/* The set's arrays have room for every arm and sample, scratch for every sample; `used` of them are
 * taken. */
static void take_arm(const struct source *source, uint32_t arm, double *scratch,
                     struct bench_set *set, size_t used)
{
    const struct fit_instance *instance = &source->data.instances[source->data.arms[arm].instance];
    const size_t first = source->samples.starts[arm];
    struct bench_series *series = &set->series[set->count++];
    char name[DW_ARM_NAME_SIZE];
    arm_format(&source->data.arms[arm].arm, name, sizeof name);
    snprintf(series->name, sizeof series->name, "%s/%s/%s/%s", instance->workload,
             instance->instance, dw_wait_name(instance->wait), name);
    series->count = source->samples.starts[arm + 1] - first;
    for (size_t i = 0; i < series->count; i++)
        set->seconds[used + i] = source->samples.times[first + i].wall_ns * 1e-9;
    series->seconds = set->seconds + used;
    find_processes(source->samples.times + first, set->starts + used, series);
    count(source, arm, scratch, series);
}

static int take_arms(const struct source *source, struct bench_set *set)
{
    const size_t room = source->samples.count + 1;
    double *scratch = malloc(room * sizeof *scratch);
    set->series = calloc(source->data.arm_count + 1, sizeof *set->series);
    set->seconds = malloc(room * sizeof *set->seconds);
    set->starts = malloc(room * sizeof *set->starts);
    const bool enough = scratch && set->series && set->seconds && set->starts;
    size_t used = 0;
    for (uint32_t arm = 0; enough && arm < source->data.arm_count; arm++)
        if (fit_data_timed(&source->data, arm)) {
            take_arm(source, arm, scratch, set, used);
            used += set->series[set->count - 1].count;
        }
    free(scratch);
    if (!enough)
        base_error("out of memory for %zu samples", source->samples.count);
    return enough ? DW_OK : DW_ERROR_NO_MEMORY;
}

static void describe(const struct source *source, struct bench_set *set)
{
    char value[512];
    add_context(set, "run", source->directory);
    add_context(set, "run_id", source->data.run_ids);
    add_context(set, "device", source->data.device.key.name);
    add_context(set, "simulated", source->data.device.simulated ? "yes" : "no");
    if (results_run_value(source->directory, "driver", value))
        add_context(set, "driver", value);
    add_context(set, "dataset_hash", source->data.dataset_hash);
    add_context(set, "cpu_time",
                "of handing samples over, not of the batch: see the counter cpu_ns");
}

int bench_load_run(const char *directory, struct bench_set *set)
{
    struct source *source = calloc(1, sizeof *source);
    uint32_t processes = 0;
    if (!source) {
        base_error("%s", dw_status_text(DW_ERROR_NO_MEMORY));
        return DW_ERROR_NO_MEMORY;
    }
    source->directory = directory;
    int status = fit_load(&source->data, &directory, 1);
    if (status != DW_OK) {
        free(source);
        return status;
    }
    status = score_field_create(&source->field, &source->data);
    if (status == DW_OK)
        status = results_samples_read(&source->samples, directory, source->data.arm_names, 0,
                                      &processes);
    if (status == DW_OK)
        status = results_samples_sort(&source->samples, (uint32_t)source->data.arm_count);
    if (status == DW_OK)
        status = find_calibration(source, set);
    if (status == DW_OK)
        status = take_arms(source, set);
    if (status == DW_OK)
        describe(source, set);
    results_samples_free(&source->samples);
    score_field_free(&source->field);
    fit_data_free(&source->data);
    free(source);
    return status;
}

void bench_free_set(struct bench_set *set)
{
    free(set->series);
    free(set->seconds);
    free(set->starts);
    *set = (struct bench_set){.count = 0};
}

#include "run/scatter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "measure/statistics.h"
#include "modes/arm.h"
#include "results/results.h"

#define MAD_TO_DEVIATION 1.482602218505602

/* Rows of one round of an instance stand together. */
struct reading {
    struct results_sample last[2]; /* the baseline's latest, and its second copy's */
    bool seen[2];
    double *sizes; /* of log ratios */
    size_t count, capacity;
};

static bool same_round(const struct results_sample *a, const struct results_sample *b)
{
    return a->process == b->process && a->round == b->round &&
           strcmp(a->instance, b->instance) == 0 && strcmp(a->workload, b->workload) == 0 &&
           strcmp(a->wait, b->wait) == 0;
}

static int keep_size(struct reading *reading, double size)
{
    if (reading->count == reading->capacity) {
        const size_t capacity = reading->capacity ? reading->capacity * 2 : 1024;
        double *grown = realloc(reading->sizes, capacity * sizeof *grown);
        if (!grown) {
            base_error("out of memory for %zu rounds", capacity);
            return DW_ERROR_NO_MEMORY;
        }
        reading->sizes = grown;
        reading->capacity = capacity;
    }
    reading->sizes[reading->count++] = size;
    return DW_OK;
}

static int take_sample(void *context, const void *row)
{
    struct reading *reading = context;
    const struct results_sample *sample = row;
    const struct arm baseline = arm_baseline();
    struct arm control = baseline, arm;
    control.role = ARM_ROLE_CONTROL;
    if (!arm_parse(sample->arm, &arm) || !(sample->wall_ns > 0))
        return DW_OK;
    const int which = arm_equal(&arm, &control) ? 1 : arm_equal(&arm, &baseline) ? 0 : -1;
    if (which < 0)
        return DW_OK;
    reading->last[which] = *sample;
    reading->seen[which] = true;
    if (!reading->seen[0] || !reading->seen[1] || !same_round(&reading->last[0], &reading->last[1]))
        return DW_OK;
    reading->seen[0] = reading->seen[1] = false;
    return keep_size(reading, fabs(log(reading->last[1].wall_ns / reading->last[0].wall_ns)));
}

int run_find_scatter(const char *folder, struct run_scatter *scatter)
{
    struct reading reading = {.count = 0};
    const int status = results_read(&results_schema_sample, folder, take_sample, &reading);
    if (status == DW_OK)
        *scatter = (struct run_scatter){.log_sd = MAD_TO_DEVIATION *
                                                  measure_median(reading.sizes, reading.count),
                                        .rounds = reading.count};
    free(reading.sizes);
    return status;
}

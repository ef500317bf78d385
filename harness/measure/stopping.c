#include "measure/stopping.h"

#include <math.h>
#include <stdlib.h>

#include "dispatchwise/status.h"
#include "measure/statistics.h"

#define PRECISION 0.01 /* half width of the 95 % interval */
#define SAME 0.02      /* all of it within this of the baseline */
#define HOPELESS 1.5   /* times the best arm */

int measure_add_ratio(struct measure_ratios *ratios, double value, uint32_t process)
{
    if (ratios->count == ratios->capacity) {
        const size_t capacity = ratios->capacity ? ratios->capacity * 2 : 64;
        double *values = realloc(ratios->values, capacity * sizeof *values);
        if (!values)
            return DW_ERROR_NO_MEMORY;
        ratios->values = values;
        uint32_t *process_list = realloc(ratios->process, capacity * sizeof *process_list);
        if (!process_list)
            return DW_ERROR_NO_MEMORY;
        ratios->process = process_list;
        ratios->capacity = capacity;
    }
    ratios->values[ratios->count] = value;
    ratios->process[ratios->count++] = process;
    return DW_OK;
}

void measure_free_ratios(struct measure_ratios *ratios)
{
    free(ratios->values);
    free(ratios->process);
    *ratios = (struct measure_ratios){0};
}

static int judge_one(const struct measure_ratios *arm, double best, uint64_t seed, bool *enough)
{
    struct measure_interval usual, wide;
    int status = measure_location(arm->values, arm->process, arm->count, 0.95, seed, &usual);
    if (status == DW_OK)
        status = measure_location(arm->values, arm->process, arm->count, 0.998, seed, &wide);
    if (status != DW_OK)
        return status;
    const double half = fmax(usual.hi - usual.estimate, usual.estimate - usual.lo);
    const bool precise = half <= log1p(PRECISION);
    const bool same = usual.lo >= -log1p(SAME) && usual.hi <= log1p(SAME);
    const bool hopeless = wide.lo > best + log(HOPELESS);
    *enough = precise || same || hopeless;
    return DW_OK;
}

int measure_judge(const struct measure_ratios *arms, size_t count, uint64_t seed, bool *enough)
{
    double best = 0; /* the baseline against itself */
    for (size_t i = 0; i < count; i++) {
        struct measure_interval interval;
        enough[i] = false;
        if (arms[i].count < MEASURE_ROUNDS_MIN)
            continue;
        const int status =
            measure_location(arms[i].values, arms[i].process, arms[i].count, 0.95, seed, &interval);
        if (status != DW_OK)
            return status;
        best = fmin(best, interval.estimate);
    }
    for (size_t i = 0; i < count; i++) {
        if (arms[i].count < MEASURE_ROUNDS_MIN)
            continue;
        const int status = judge_one(&arms[i], best, seed, &enough[i]);
        if (status != DW_OK)
            return status;
    }
    return DW_OK;
}

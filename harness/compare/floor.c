#include "compare/floor.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "dispatchwise/status.h"
#include "measure/statistics.h"

#define CONFIDENCE 0.95
#define SEED 1

struct sums {
    double sum, count;
};

/* The instance's log ratio of the two copies over its units, added to the units' sums; NaN: none.
 */
static double take_instance(const struct fit_data *data, uint32_t control, struct sums *units)
{
    struct sums all = {0, 0};
    for (size_t u = 0; u < data->unit_count; u++) {
        const struct fit_value *value = &data->values[control * data->unit_count + u];
        if (value->count == 0)
            continue;
        double ratio = value->log_wall - value->log_base;
        units[u].sum += ratio;
        units[u].count++;
        all.sum += ratio;
        all.count++;
    }
    return all.count > 0 ? all.sum / all.count : (double)NAN;
}

static int pool_units(const struct sums *units, size_t unit_count, double *values,
                      uint32_t *numbers, double *pooled)
{
    struct measure_interval interval;
    size_t count = 0;
    for (size_t u = 0; u < unit_count; u++) {
        if (units[u].count <= 0)
            continue;
        values[count] = units[u].sum / units[u].count;
        numbers[count] = (uint32_t)u;
        count++;
    }
    int status = measure_location(values, numbers, count, CONFIDENCE, SEED, &interval);
    if (status == DW_OK)
        *pooled = count > 1   ? fmax(fabs(interval.lo), fabs(interval.hi))
                  : count > 0 ? fabs(interval.estimate)
                              : 0;
    return status;
}

int compare_find_floor(const struct fit_data *data, struct compare_floor *floor)
{
    const size_t most = data->instance_count + data->unit_count + 1;
    struct compare_floor found = {.count = 0};
    struct sums *units = calloc(data->unit_count + 1, sizeof(*units));
    double *values = malloc(most * sizeof(*values));
    uint32_t *numbers = malloc(most * sizeof(*numbers));
    int status = units && values && numbers ? DW_OK : DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < data->instance_count && status == DW_OK; i++) {
        if (!fit_data_timed(data, data->instances[i].control))
            continue;
        double ratio = take_instance(data, data->instances[i].control, units);
        if (!isnan(ratio))
            values[found.count++] = fabs(ratio);
    }
    if (status == DW_OK && found.count > 0) {
        gsl_sort(values, 1, found.count);
        found.single = gsl_stats_quantile_from_sorted_data(values, 1, found.count, CONFIDENCE);
        status = pool_units(units, data->unit_count, values, numbers, &found.pooled);
    }
    if (status == DW_OK)
        *floor = found;
    free(units);
    free(values);
    free(numbers);
    return status;
}

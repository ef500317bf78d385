#include "run/weights.h"

#include <stdlib.h>
#include <string.h>

#include "dispatchwise/status.h"
#include "results/results.h"

void run_free_weights(struct run_weights *weights)
{
    free(weights->rows);
    *weights = (struct run_weights){.rows = NULL};
}

int run_add_weight(struct run_weights *weights, const struct results_weight *weight)
{
    struct results_weight *grown =
        realloc(weights->rows, (weights->count + 1) * sizeof *weights->rows);
    if (!grown)
        return DW_ERROR_NO_MEMORY;
    weights->rows = grown;
    weights->rows[weights->count++] = *weight;
    return DW_OK;
}

static int take_weight(void *context, const void *row)
{
    return run_add_weight(context, row);
}

int run_read_weights(const char *folder, struct run_weights *weights)
{
    return results_read_if_there(&results_schema_weight, folder, take_weight, weights);
}

static bool is_of(const struct results_weight *weight, const struct results_instance *instances,
                  size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(instances[i].workload, weight->workload) == 0 &&
            strcmp(instances[i].instance, weight->instance) == 0 &&
            strcmp(instances[i].wait, weight->wait) == 0)
            return true;
    return false;
}

int run_write_weights(const char *out, const struct run_weights *weights,
                      const struct results_instance *instances, size_t count)
{
    size_t kept = 0;
    if (weights->count == 0)
        return DW_OK;
    struct results_weight *rows = calloc(weights->count, sizeof *rows);
    if (!rows)
        return DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < weights->count; i++)
        if (is_of(&weights->rows[i], instances, count))
            rows[kept++] = weights->rows[i];
    const int status = results_write_file(&results_schema_weight, out, rows, kept);
    free(rows);
    return status;
}

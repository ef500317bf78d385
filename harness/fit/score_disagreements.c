#include "fit/score_disagreements.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "fit/score_planner.h"

#define SHOWN 10

struct candidate {
    uint32_t arm;
    double predicted_ns, error; /* error: log(predicted / measured) */
};

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (fabs(a->error) != fabs(b->error))
        return fabs(a->error) > fabs(b->error) ? -1 : 1;
    return (a->arm > b->arm) - (a->arm < b->arm);
}

static void add_process(struct results_disagreement *row, double ns)
{
    const size_t used = strlen(row->processes_ns);
    char text[32];
    const int length = snprintf(text, sizeof(text), "%s%.0f", used > 0 ? " " : "", ns);
    if (length > 0 && used + (size_t)length < sizeof(row->processes_ns))
        memcpy(row->processes_ns + used, text, (size_t)length + 1);
}

static int fill(const struct fit_data *data, const struct candidate *candidate,
                struct results_disagreement *row)
{
    const struct fit_arm *arm = &data->arms[candidate->arm];
    const struct fit_instance *instance = &data->instances[arm->instance];
    struct measure_interval wall;
    const int status = score_arm_interval(data, candidate->arm, &wall);
    if (status != DW_OK)
        return status;
    *row = (struct results_disagreement){.predicted_ns = candidate->predicted_ns,
                                         .wall_ns = wall.estimate,
                                         .wall_ns_lo = wall.lo,
                                         .wall_ns_hi = wall.hi,
                                         .error = candidate->predicted_ns / wall.estimate - 1};
    base_copy_text(row->workload, sizeof(row->workload), instance->workload);
    base_copy_text(row->instance, sizeof(row->instance), instance->instance);
    base_copy_text(row->wait, sizeof(row->wait), dw_wait_name(instance->wait));
    arm_format(&arm->arm, row->arm, sizeof(row->arm));
    for (size_t u = 0; u < data->unit_count; u++) {
        const struct fit_value *value = &data->values[candidate->arm * data->unit_count + u];
        if (value->count > 0)
            add_process(row, exp(value->log_wall));
    }
    return DW_OK;
}

static size_t list_candidates(const struct fit_data *data, const struct dw_calibration_row *row,
                              struct candidate *candidates)
{
    size_t count = 0;
    for (uint32_t a = 0; a < data->arm_count; a++) {
        if (!score_is_candidate(data, a))
            continue;
        const double ns = score_predict_ns(data, row, a);
        if (ns > 0)
            candidates[count++] = (struct candidate){a, ns, log(ns / score_arm_ns(data, a))};
    }
    qsort(candidates, count, sizeof(*candidates), compare_candidates);
    return count < SCORE_DISAGREEMENTS_MAX ? count : SCORE_DISAGREEMENTS_MAX;
}

int score_find_disagreements(const struct fit_data *data, const struct dw_calibration_row *row,
                             struct results_disagreement **rows, size_t *count)
{
    struct candidate *candidates = malloc((data->arm_count + 1) * sizeof(*candidates));
    int status = DW_OK;
    *rows = malloc(SCORE_DISAGREEMENTS_MAX * sizeof(**rows));
    *count = 0;
    if (!candidates || !*rows)
        status = DW_ERROR_NO_MEMORY;
    const size_t found = status == DW_OK ? list_candidates(data, row, candidates) : 0;
    for (size_t i = 0; i < found && status == DW_OK; i++)
        status = fill(data, &candidates[i], &(*rows)[(*count)++]);
    if (status != DW_OK)
        base_error("out of memory for %zu arms", data->arm_count);
    free(candidates);
    return status;
}

void score_print_disagreements(FILE *stream, const struct results_disagreement *rows, size_t count)
{
    if (count == 0)
        return;
    fprintf(stream, "\nThe planner's worst predictions, us (processes' medians behind them)\n");
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        const struct results_disagreement *row = &rows[i];
        fprintf(stream,
                "  %+.0f %%: %s %s wait=%s %s: predicted %.4g, measured %.4g (%.4g to %.4g)",
                100 * row->error, row->workload, row->instance, row->wait, row->arm,
                row->predicted_ns / 1e3, row->wall_ns / 1e3, row->wall_ns_lo / 1e3,
                row->wall_ns_hi / 1e3);
        const char *at = row->processes_ns;
        for (char *end; *at; at = end)
            fprintf(stream, "%s%.4g", at == row->processes_ns ? ": " : " ", strtod(at, &end) / 1e3);
        fputc('\n', stream);
    }
}

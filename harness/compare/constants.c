#include "compare/constants.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "base/file.h"
#include "dispatchwise/status.h"
#include "follow/calibration.h"

static bool is_judged(int id)
{
    enum dw_wait wait;
    enum fit_cost cost;
    return dw_is_fact(id) || fit_find_cost(id, &wait, &cost);
}

const char *compare_constant_verdict(const struct compare_constant *constant)
{
    return constant->judged ? compare_verdict_name(constant->verdict) : "told";
}

/* The standard error behind a 95 % interval. It may be cut off at 0 below: the wider side counts.
 */
static double error_of(const struct results_calibration *row, double df)
{
    double half = fmax(row->hi - row->value, row->value - row->lo);
    return isnan(half) ? (double)INFINITY : half / gsl_cdf_tdist_Pinv(0.975, df);
}

/* Degrees of freedom. The interval of one process is of its blocks, and holds for no other process;
 * of what the device says of itself every process says the same. */
static double freedom(const struct fit_data *data, int id)
{
    return data->process_count > 1 || dw_is_fact(id) ? (double)data->unit_count - 1 : 0;
}

static void compare_rows(const struct compare_match *match,
                         const struct results_calibration *const rows[COMPARE_RUNS],
                         struct compare_constant *constant)
{
    const bool a_never = isinf(constant->value[0]), b_never = isinf(constant->value[1]);
    const double a_df = freedom(match->data[0], constant->id);
    const double b_df = freedom(match->data[1], constant->id);
    constant->p = 1;
    if (a_never || b_never) {
        bool both = a_never && b_never;
        double far = both ? 0 : (double)INFINITY;
        constant->estimate =
            (struct compare_estimate){.difference = both ? 0 : (double)NAN, .lo = -far, .hi = far};
        return;
    }
    /* Where A's value is 0, the larger end of the two stands in for the scale. */
    double scale = rows[0]->value > 0 ? rows[0]->value : fmax(rows[0]->hi, rows[1]->value);
    scale = scale > 0 ? scale : 1;
    constant->estimate = compare_difference(
        rows[0]->value / scale, a_df > 0 ? error_of(rows[0], a_df) / scale : (double)INFINITY, a_df,
        rows[1]->value / scale, b_df > 0 ? error_of(rows[1], b_df) / scale : (double)INFINITY,
        b_df);
    constant->p = compare_p(&constant->estimate);
}

static int read_calibration(const char *run, struct follow_calibration *calibration, bool *there)
{
    char path[4096];
    int status = base_join_path(path, sizeof(path), run, results_schema_calibration.file);
    *there = status == DW_OK && base_file_exists(path);
    return *there ? follow_read_calibration(run, calibration) : status;
}

static void judge(struct compare_constants *constants, double threshold)
{
    double p[DW_CONSTANT_COUNT];
    size_t order[DW_CONSTANT_COUNT], judged = 0;
    for (size_t i = 0; i < constants->count; i++) {
        if (constants->rows[i].judged)
            p[judged++] = constants->rows[i].p;
    }
    compare_adjust_holm(p, order, judged);
    constants->judged_count = judged;
    judged = 0;
    for (size_t i = 0; i < constants->count; i++) {
        struct compare_constant *constant = &constants->rows[i];
        constant->p = constant->judged ? p[judged++] : (double)NAN;
        constant->verdict = constant->judged
                                ? compare_judge(&constant->estimate,
                                                constant->p <= COMPARE_ALPHA_CONSTANTS, threshold)
                                : COMPARE_UNCLEAR;
    }
}

static void fill(struct compare_constants *constants, const struct compare_match *match,
                 const struct follow_calibration calibrations[COMPARE_RUNS])
{
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct results_calibration *rows[COMPARE_RUNS];
        struct compare_constant *constant = &constants->rows[constants->count];
        *constant = (struct compare_constant){.id = id, .judged = is_judged(id)};
        for (int run = 0; run < COMPARE_RUNS; run++) {
            rows[run] = follow_find_constant(&calibrations[run], &match->data[run]->device.key,
                                             dw_constant_info(id)->name);
            if (rows[run])
                constant->value[run] = follow_constant_value(rows[run]);
        }
        if (!rows[0] || !rows[1] || rows[0]->samples == 0 || rows[1]->samples == 0)
            continue;
        compare_rows(match, rows, constant);
        constants->count++;
    }
}

int compare_constants_create(struct compare_constants *constants, const struct compare_match *match,
                             const char *const runs[COMPARE_RUNS], double threshold)
{
    struct follow_calibration calibrations[COMPARE_RUNS] = {{.count = 0}, {.count = 0}};
    int status = DW_OK;
    *constants = (struct compare_constants){.count = 0};
    for (int run = 0; run < COMPARE_RUNS && status == DW_OK; run++)
        status = read_calibration(runs[run], &calibrations[run], &constants->there[run]);
    if (status == DW_OK) {
        fill(constants, match, calibrations);
        judge(constants, threshold);
    }
    for (int run = 0; run < COMPARE_RUNS; run++)
        follow_free_calibration(&calibrations[run]);
    return status;
}

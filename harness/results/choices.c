#include "results/choices.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "modes/reference.h"
#include "results/instance.h"
#include "results/names.h"

/* An instance, and what was chosen on it so far. */
struct site {
    struct dw_shape shape;
    struct reference_sides sides; /* of the arms that ran */
    struct dw_choice planned;
    double planned_ns; /* predicted; 0: nothing yet */
};

struct choosing {
    const struct dw_calibration_row *calibration;
    enum dw_tier tier; /* of the row */
    uint64_t cores;
    struct results_names *names; /* workload, instance, wait */
    struct site *sites;
};

static int refuse(const struct results_summary *row)
{
    base_error("%s: %s %s %s: '%s' is no arm, or its instance is not in %s",
               results_schema_summary.file, row->workload, row->instance, row->wait, row->arm,
               results_schema_instance.file);
    return DW_ERROR_PARSE;
}

static struct site *find_site(const struct choosing *choosing, const struct results_summary *row)
{
    const char *parts[] = {row->workload, row->instance, row->wait};
    uint32_t found = results_names_find(choosing->names, parts, 3);
    return found == RESULTS_NO_NAME ? NULL : &choosing->sites[found];
}

static int add_sites(struct choosing *choosing, const struct results_instance *instances,
                     size_t count)
{
    int status = DW_OK;
    for (size_t i = 0; i < count && status == DW_OK; i++) {
        const char *parts[] = {instances[i].workload, instances[i].instance, instances[i].wait};
        uint32_t id = results_names_add(choosing->names, parts, 3);
        if (id == RESULTS_NO_NAME) {
            base_error("out of memory for %zu instances", count);
            return DW_ERROR_NO_MEMORY;
        }
        status = results_take_planner_shape(&instances[i], &choosing->sites[id].shape);
    }
    return status;
}

/* Let an arm that was timed be a candidate on its instance. */
static void consider(const struct choosing *choosing, const struct arm *arm, struct site *site)
{
    struct dw_prediction prediction;
    reference_add_sides(&site->sides, &arm->choice);
    if (choosing->tier > DW_TIER_DEVICE || arm->role != ARM_ROLE_FORCED ||
        dw_predict(&site->shape, choosing->calibration, &arm->choice, false, &prediction) !=
            DW_OK ||
        (site->planned_ns > 0 && site->planned_ns <= prediction.wall_ns))
        return;
    site->planned = arm->choice;
    site->planned_ns = prediction.wall_ns;
}

static void fill_row(const struct choosing *choosing, const struct arm *arm,
                     const struct site *site, struct results_summary *row)
{
    assert(site); /* every row's was found before */
    const struct dw_calibration_row *calibration = choosing->calibration;
    struct reference_batch batch = reference_batch_of(&site->shape, calibration, choosing->cores);
    batch.sides = &site->sides;
    struct arm choice = reference_arm(calibration, reference_mode(calibration, &batch), &batch);
    arm_format(&choice, row->reference_choice, sizeof(row->reference_choice));
    row->predicted_savings_ns = reference_savings_ns(calibration, arm_mode(arm), &batch);
    row->planner_choice[0] = '\0';
    if (site->planned_ns > 0)
        dw_format_choice(&site->planned, row->planner_choice, sizeof(row->planner_choice));
}

int results_fill_choices(struct results_summary *rows, size_t count,
                         const struct results_instance *instances, size_t instance_count,
                         const struct dw_calibration_row *calibration, enum dw_tier tier,
                         uint64_t cores)
{
    struct choosing choosing = {.calibration = calibration,
                                .tier = tier,
                                .cores = cores,
                                .names = results_names_create(),
                                .sites = calloc(instance_count + 1, sizeof(*choosing.sites))};
    int status = DW_ERROR_NO_MEMORY;
    struct arm arm;
    if (choosing.names && choosing.sites)
        status = add_sites(&choosing, instances, instance_count);
    else
        base_error("out of memory for %zu instances", instance_count);
    for (size_t i = 0; i < count && status == DW_OK; i++) {
        struct site *site = find_site(&choosing, &rows[i]);
        if (!site || !arm_parse(rows[i].arm, &arm))
            status = refuse(&rows[i]);
        else if (rows[i].samples > 0)
            consider(&choosing, &arm, site);
    }
    for (size_t i = 0; i < count && status == DW_OK; i++) {
        if (arm_parse(rows[i].arm, &arm))
            fill_row(&choosing, &arm, find_site(&choosing, &rows[i]), &rows[i]);
    }
    if (choosing.names)
        results_names_destroy(&choosing.names);
    free(choosing.sites);
    return status;
}

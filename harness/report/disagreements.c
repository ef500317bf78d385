#include "report/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "modes/reference.h"
#include "report/html.h"

#define SHOWN 25

struct disagreement {
    const struct results_summary *row;
    double error; /* |predicted - actual savings| / baseline's time */
};

/* The variants that the run's fit tuned; the defaults without one. Costs are the defaults. */
static struct dw_calibration_row tuned_variants(const struct report_run *run)
{
    struct dw_calibration_row tuned = *dw_default_calibration();
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int mode = 0; mode < DW_MODE_COUNT; mode++) {
            char name[64];
            snprintf(name, sizeof(name), "variant.%s.%s", dw_wait_name((enum dw_wait)wait),
                     dw_mode_name((enum dw_mode)mode));
            const struct results_calibration *variant = report_constant(run, name);
            if (variant)
                snprintf(tuned.variant[wait][mode], DW_ARM_NAME_SIZE, "%.159s", variant->unit);
        }
    }
    return tuned;
}

/* True for the variant of its mode that the policy would run. */
static bool is_meant(const struct report_run *run, const struct dw_calibration_row *tuned,
                     const struct results_summary *row)
{
    struct arm arm, meant;
    if (!arm_parse(row->arm, &arm) || arm.role != ARM_ROLE_FORCED)
        return false;
    struct reference_batch batch = {.wait = strcmp(row->wait, "each") == 0 ? DW_WAIT_EACH
                                                                           : DW_WAIT_BATCH,
                                    .launches = (uint32_t)row->launches,
                                    .repeats = row->repeats,
                                    .kernel_ns = row->kernel_ns,
                                    .cores = run->device.cores};
    meant = reference_arm(tuned, arm_mode(&arm), &batch);
    return arm_equal(&arm, &meant);
}

static int compare(const void *left, const void *right)
{
    const struct disagreement *a = left, *b = right;
    if (a->error != b->error)
        return a->error > b->error ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static size_t collect(const struct report_run *run, struct disagreement *found)
{
    struct dw_calibration_row tuned = tuned_variants(run);
    size_t count = 0;
    for (size_t i = 0; i < run->row_count; i++) {
        const struct results_summary *row = &run->rows[i];
        double error = fabs(row->predicted_savings_ns - row->actual_savings_ns) /
                       (row->wall_ns + row->actual_savings_ns);
        if (!isnan(error) && is_meant(run, &tuned, row))
            found[count++] = (struct disagreement){row, error};
    }
    qsort(found, count, sizeof(*found), compare);
    return count;
}

static void write_row(FILE *file, const struct disagreement *found)
{
    const struct results_summary *row = found->row;
    html_open_row(file);
    html_heading_cell(file, row->workload);
    html_code_cell(file, row->instance);
    html_text_cell(file, row->wait);
    html_time_cell(file, row->kernel_ns);
    html_code_cell(file, row->arm);
    html_time_cell(file, row->predicted_savings_ns);
    html_interval_cell(file, row->actual_savings_ns, row->actual_savings_lo_ns,
                       row->actual_savings_hi_ns);
    html_share_cell(file, found->error);
    html_text_cell(file, strcmp(row->arm, row->reference_choice) == 0 ? "yes" : "no");
    html_close_row(file);
}

void report_write_disagreements(FILE *file, const struct report_page *page)
{
    static const struct html_column columns[] = {
        {"Workload", HTML_TEXT},      {"Instance", HTML_TEXT}, {"Wait", HTML_TEXT},
        {"Kernel time", HTML_NUMBER}, {"Arm", HTML_TEXT},      {"Savings predicted", HTML_NUMBER},
        {"measured", HTML_NUMBER},    {"Error", HTML_NUMBER},  {"Chosen", HTML_TEXT}};
    struct disagreement *found = malloc((page->run->row_count + 1) * sizeof(*found));
    size_t count = found ? collect(page->run, found) : 0;
    if (count == 0) {
        fputs("<p>No arm of this run has both a prediction and a measurement.</p>\n", file);
        free(found);
        return;
    }
    fprintf(
        file,
        "<p>Of each instance and mode, the variant that the policy would run: the %zu of %zu "
        "whose savings are the furthest from the prediction. Where the kernel is long, the "
        "usual cause is that launches overlap on the device, which the policy&#39;s formulas "
        "do not know. Error: |predicted - measured| savings over the baseline&#39;s time.</p>\n",
        count < SHOWN ? count : (size_t)SHOWN, count);
    html_open_table(file, "disagreements-table", "Savings per batch over the baseline", columns,
                    sizeof(columns) / sizeof(columns[0]));
    for (size_t i = 0; i < count && i < SHOWN; i++)
        write_row(file, &found[i]);
    html_close_table(file);
    free(found);
}

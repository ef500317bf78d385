#include "report/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "modes/arm.h"
#include "report/html.h"

/* The A/A arms of one wait, as shares of the baseline's time. */
struct control {
    double *differences;              /* A/A less baseline; sorted */
    double *sizes;                    /* without their sign; sorted */
    double *floors;                   /* far end of the 95 % interval; sorted */
    size_t count, floor_count, apart; /* apart: intervals that exclude 0 */
};

static void add(struct control *control, const struct results_summary *row)
{
    double base = row->wall_ns + row->actual_savings_ns;
    double lo = -row->actual_savings_hi_ns / base, hi = -row->actual_savings_lo_ns / base;
    control->differences[control->count] = -row->actual_savings_ns / base;
    control->sizes[control->count++] = fabs(row->actual_savings_ns / base);
    if (isnan(lo) || isnan(hi))
        return;
    control->floors[control->floor_count++] = fmax(fabs(lo), fabs(hi));
    control->apart += lo > 0 || hi < 0;
}

/* values has room for three times the run's rows. */
static void collect(const struct report_run *run, const char *wait, double *values,
                    struct control *control)
{
    *control = (struct control){.differences = values,
                                .sizes = values + run->row_count,
                                .floors = values + 2 * run->row_count};
    for (size_t i = 0; i < run->row_count; i++) {
        const struct results_summary *row = &run->rows[i];
        struct arm arm;
        if (arm_parse(row->arm, &arm) && arm.role == ARM_ROLE_CONTROL &&
            strcmp(row->wait, wait) == 0 && !isnan(row->actual_savings_ns))
            add(control, row);
    }
    gsl_sort(control->differences, 1, control->count);
    gsl_sort(control->sizes, 1, control->count);
    gsl_sort(control->floors, 1, control->floor_count);
}

static void write_quantile(FILE *file, const double *sorted, size_t count, double share)
{
    html_share_cell(file, count == 0
                              ? (double)NAN
                              : gsl_stats_quantile_from_sorted_data(sorted, 1, count, share));
}

static void write_control(FILE *file, const char *wait, const struct control *control)
{
    html_open_row(file);
    html_heading_cell(file, wait);
    html_count_cell(file, control->count);
    write_quantile(file, control->differences, control->count, 0.5);
    write_quantile(file, control->sizes, control->count, 0.5);
    write_quantile(file, control->sizes, control->count, 0.95);
    write_quantile(file, control->floors, control->floor_count, 0.5);
    html_count_cell(file, control->apart);
    html_close_row(file);
}

/* Whether more intervals exclude 0 than chance explains: 1 in 20 is expected, and such a count, or
 * a larger one, comes about in less than 1 of 100 silent runs. */
static void write_verdict(FILE *file, unsigned apart, unsigned count)
{
    if (count == 0)
        fputs("<p class=\"notice\">No A/A arm was timed: the noise floor is not known.</p>\n",
              file);
    else if (apart > 0 && gsl_cdf_binomial_Q(apart - 1, 0.05, count) < 0.01)
        fprintf(file,
                "<p class=\"notice\">The A/A arm is not silent: %u of %u intervals exclude 0, more "
                "than chance explains. Differences of the sizes below should not be trusted.</p>\n",
                apart, count);
    else
        fprintf(file, "<p>The A/A arm is silent: %u of %u intervals exclude 0.</p>\n", apart,
                count);
}

static void write_controls(FILE *file, const struct report_run *run)
{
    static const char *const waits[] = {"each", "batch"};
    static const struct html_column columns[] = {{"Wait", HTML_TEXT},
                                                 {"Instances", HTML_NUMBER},
                                                 {"Difference, median", HTML_NUMBER},
                                                 {"Size, median", HTML_NUMBER},
                                                 {"95th percentile", HTML_NUMBER},
                                                 {"Noise floor, median", HTML_NUMBER},
                                                 {"Intervals without 0", HTML_NUMBER}};
    double *values = malloc((6 * run->row_count + 1) * sizeof(*values));
    if (!values)
        return;
    struct control controls[sizeof(waits) / sizeof(waits[0])];
    unsigned apart = 0, intervals = 0;
    for (size_t w = 0; w < sizeof(waits) / sizeof(waits[0]); w++) {
        collect(run, waits[w], values + w * 3 * run->row_count, &controls[w]);
        apart += (unsigned)controls[w].apart;
        intervals += (unsigned)controls[w].floor_count;
    }
    write_verdict(file, apart, intervals);
    fputs("<p>Shares of the baseline&#39;s time. Noise floor: the far end of the 95 % interval. "
          "About one interval in 20 excludes 0 by chance.</p>\n",
          file);
    html_open_table(file, "controls", "A second copy of the baseline against the baseline", columns,
                    sizeof(columns) / sizeof(columns[0]));
    for (size_t w = 0; w < sizeof(waits) / sizeof(waits[0]); w++)
        write_control(file, waits[w], &controls[w]);
    html_close_table(file);
    free(values);
}

/* Arms that did not run everywhere: none is hidden. */
static void write_failures(FILE *file, const struct report_run *run)
{
    static const struct html_column columns[] = {{"Workload", HTML_TEXT},
                                                 {"Instance", HTML_TEXT},
                                                 {"Wait", HTML_TEXT},
                                                 {"Arm", HTML_TEXT},
                                                 {"Status", HTML_TEXT}};
    bool open = false;
    for (size_t i = 0; i < run->row_count; i++) {
        const struct results_summary *row = &run->rows[i];
        if (strcmp(row->status, "ok") == 0)
            continue;
        if (!open) {
            fputs("<details><summary>Arms that were not timed</summary>\n", file);
            html_open_table(file, "failures", "Arms whose status is not ok", columns,
                            sizeof(columns) / sizeof(columns[0]));
        }
        open = true;
        html_open_row(file);
        html_heading_cell(file, row->workload);
        html_text_cell(file, row->instance);
        html_text_cell(file, row->wait);
        html_code_cell(file, row->arm);
        html_text_cell(file, row->status);
        html_close_row(file);
    }
    if (open) {
        html_close_table(file);
        fputs("</details>\n", file);
    } else {
        fputs("<p>Every arm of every instance ran, and its output was right.</p>\n", file);
    }
}

void report_write_noise(FILE *file, const struct report_page *page)
{
    report_write_figure(file, REPORT_FIGURE_NOISE_FLOOR, page->drawings,
                        "The A/A arm is the baseline once more, in the same rounds: what differs "
                        "is noise. Above 0 it was slower. Points that lean to one side over a "
                        "range of times show a bias, not noise, and differences of their size "
                        "should not be trusted there.");
    write_controls(file, page->run);
    write_failures(file, page->run);
}

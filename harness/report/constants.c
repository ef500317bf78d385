#include "report/page.h"

#include <math.h>
#include <string.h>

#include "report/html.h"

static bool is_ns(const struct results_calibration *row)
{
    return strcmp(row->unit, "ns") == 0;
}

/* A constant that is no time. An interval without width is left to the remark. */
static void write_plain(FILE *file, const struct results_calibration *row)
{
    fprintf(file, "<td class=\"number\" data-value=\"%.10g\">%.6g ", row->value, row->value);
    html_text(file, row->unit);
    if (row->lo < row->hi)
        fprintf(file, " <span class=\"interval\">%.6g to %.6g</span>", row->lo, row->hi);
    fputs("</td>", file);
}

/* A value and its interval in the constant's own unit. */
static void write_value(FILE *file, const struct results_calibration *row)
{
    if (row->samples == 0)
        html_text_cell(file, "not measured");
    else if (isnan(row->value))
        html_text_cell(file, "never");
    else if (is_ns(row))
        html_interval_cell(file, row->value, row->lo, row->hi);
    else
        write_plain(file, row);
}

/* Of an interval without width: the fit draws processes, or blocks of rounds where there is but
 * one, and a fact has as many samples as there are processes. */
static const char *remark_no_width(const struct report_run *run)
{
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct results_calibration *fact =
            dw_is_fact(id) ? report_constant(run, dw_constant_info(id)->name) : NULL;
        if (fact && fact->samples == 1)
            return "one process: no spread is known";
    }
    return "no replicate differed";
}

static const char *remark(const struct report_run *run, const struct results_calibration *row,
                          int id)
{
    if (row->samples == 0)
        return "the default is used";
    if (isnan(row->value))
        return "does not pay, or cannot run";
    if (isnan(row->lo) || isnan(row->hi))
        return "no interval";
    if (row->hi - row->lo > fabs(row->value))
        return "wide: its interval spans more than its value";
    if (dw_is_fact(id))
        return "as the device says";
    return row->lo == row->hi ? remark_no_width(run) : "";
}

/* The constants from first to before last; of the planner's only those that were measured. */
static void write_fitted(FILE *file, const struct report_run *run, const char *id,
                         const char *caption, int first, int last)
{
    static const struct html_column columns[] = {{"Constant", HTML_TEXT},
                                                 {"Fitted, 95 % interval", HTML_NUMBER},
                                                 {"Default", HTML_NUMBER},
                                                 {"Samples", HTML_NUMBER},
                                                 {"Remark", HTML_TEXT}};
    html_open_table(file, id, caption, columns, sizeof(columns) / sizeof(columns[0]));
    for (int i = first; i < last; i++) {
        const struct dw_constant_info *info = dw_constant_info(i);
        const struct results_calibration *row = report_constant(run, info->name);
        if (!row || (i >= DW_REFERENCE_CONSTANT_COUNT && row->samples == 0))
            continue;
        html_open_row(file);
        html_heading_cell(file, info->name);
        write_value(file, row);
        if (is_ns(row))
            html_time_cell(file, info->initial);
        else
            fprintf(file, "<td class=\"number\" data-value=\"%g\">%g %s</td>", info->initial,
                    info->initial, info->unit);
        html_count_cell(file, row->samples);
        html_text_cell(file, remark(run, row, i));
        html_close_row(file);
    }
    html_close_table(file);
}

static void write_variants(FILE *file, const struct report_run *run)
{
    static const struct html_column columns[] = {{"Wait and mode", HTML_TEXT},
                                                 {"Tuned arm", HTML_TEXT}};
    html_open_table(file, "variants", "The best way to run each mode, over all instances", columns,
                    sizeof(columns) / sizeof(columns[0]));
    for (size_t i = 0; i < run->constant_count; i++) {
        const struct results_calibration *row = &run->constants[i];
        if (strncmp(row->constant, "variant.", 8) != 0)
            continue;
        html_open_row(file);
        html_heading_cell(file, row->constant + 8);
        html_code_cell(file, row->unit);
        html_close_row(file);
    }
    html_close_table(file);
}

static const struct results_calibration *measured(const struct report_run *run, int id)
{
    const struct results_calibration *row = report_constant(run, dw_constant_info(id)->name);
    return row && row->samples > 0 ? row : NULL;
}

static bool measured_in_any(const struct report_page *page, int id)
{
    for (size_t i = 0; i < page->run_count; i++) {
        if (measured(&page->runs[i], id))
            return true;
    }
    return false;
}

static void write_history(FILE *file, const struct report_page *page)
{
    struct html_column columns[DW_CONSTANT_COUNT + 2] = {{"Run", HTML_TEXT}, {"Driver", HTML_TEXT}};
    int shown[DW_CONSTANT_COUNT];
    size_t count = 0;
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        if (!measured_in_any(page, id))
            continue;
        columns[count + 2] = (struct html_column){dw_constant_info(id)->name, HTML_NUMBER};
        shown[count++] = id;
    }
    html_open_table(file, "history", "The constants over the runs of this device, the oldest first",
                    columns, count + 2);
    for (size_t i = 0; i < page->run_count; i++) {
        const struct report_run *run = &page->runs[i];
        char driver[16];
        snprintf(driver, sizeof(driver), "0x%x", (unsigned)run->device.key.driver_version);
        html_open_row(file);
        html_heading_cell(file, run->device.run_id);
        html_text_cell(file, driver);
        for (size_t k = 0; k < count; k++) {
            const struct results_calibration *row = measured(run, shown[k]);
            if (row)
                write_value(file, row);
            else
                html_time_cell(file, (double)NAN);
        }
        html_close_row(file);
    }
    html_close_table(file);
}

void report_write_constants(FILE *file, const struct report_page *page)
{
    if (page->run->constant_count == 0) {
        fputs("<p>There is no <code>calibration.csv</code> for this device in the run&#39;s "
              "folder; <code>dispatchwise fit RUN --out RUN</code> writes it.</p>\n",
              file);
        return;
    }
    report_write_figure(file, REPORT_FIGURE_CONSTANTS, page->drawings,
                        page->run_count > 1
                            ? "Each cost as fitted from each run, the oldest first."
                            : "Each cost as fitted from this run. Naming more runs of this device "
                              "adds their history.");
    write_fitted(file, page->run, "fitted-constants",
                 "Constants of the reference policy on this device", 0,
                 DW_REFERENCE_CONSTANT_COUNT);
    write_fitted(file, page->run, "planner-constants", "Constants of the planner on this device",
                 DW_REFERENCE_CONSTANT_COUNT, DW_CONSTANT_COUNT);
    write_variants(file, page->run);
    if (page->run_count > 1)
        write_history(file, page);
}

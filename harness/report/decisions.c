#include "report/page.h"

#include <math.h>
#include <string.h>

#include "report/html.h"

/* A policy's choice on the oracle's instance, if it was timed as a forced arm. */
static const struct results_summary *
find_choice(const struct report_run *run, const struct results_summary *oracle, const char *arm)
{
    for (size_t i = 0; i < run->row_count; i++) {
        const struct results_summary *row = &run->rows[i];
        if (report_compare_instances(row, oracle) == 0 && strcmp(row->arm, arm) == 0 &&
            !isnan(row->wall_ns))
            return row;
    }
    return NULL;
}

static void write_choice(FILE *file, const struct report_run *run,
                         const struct results_summary *oracle, const char *arm)
{
    const struct results_summary *choice = find_choice(run, oracle, arm);
    html_code_cell(file, arm);
    html_share_cell(file, choice ? choice->wall_ns / oracle->wall_ns - 1 : (double)NAN);
}

static void write_instance(FILE *file, const struct report_run *run,
                           const struct results_summary *oracle)
{
    html_open_row(file);
    html_heading_cell(file, oracle->workload);
    html_code_cell(file, oracle->instance);
    html_text_cell(file, oracle->wait);
    html_time_cell(file, oracle->kernel_ns);
    html_code_cell(file, oracle->arm);
    html_interval_cell(file, oracle->wall_ns, oracle->wall_ns_lo, oracle->wall_ns_hi);
    html_share_cell(file,
                    oracle->actual_savings_ns / (oracle->wall_ns + oracle->actual_savings_ns));
    write_choice(file, run, oracle, oracle->reference_choice);
    write_choice(file, run, oracle, oracle->planner_choice);
    html_close_row(file);
}

void report_write_decisions(FILE *file, const struct report_page *page)
{
    static const struct html_column columns[] = {{"Workload", HTML_TEXT},
                                                 {"Instance", HTML_TEXT},
                                                 {"Wait", HTML_TEXT},
                                                 {"Kernel time", HTML_NUMBER},
                                                 {"Fastest arm", HTML_TEXT},
                                                 {"Its time", HTML_NUMBER},
                                                 {"Saved of the baseline", HTML_NUMBER},
                                                 {"Reference chooses", HTML_TEXT},
                                                 {"Reference above fastest", HTML_NUMBER},
                                                 {"Planner chooses", HTML_TEXT},
                                                 {"Planner above fastest", HTML_NUMBER}};
    report_write_figure(file, REPORT_FIGURE_DECISION_MAP, page->drawings,
                        "Points: the mode of the fastest arm of each instance; the larger, the "
                        "more it gains over the baseline. Bars: the mode that the reference policy "
                        "chooses at each number of launches; it does not look at the kernel's "
                        "time. Lines: where it changes its mind, to the line's colour. A "
                        "persistent kernel cannot be waited for launch by launch: chosen there, "
                        "the baseline runs. Sizes under the noise floor mean little.");
    fputs("<details><summary>Every instance</summary>\n", file);
    html_open_table(file, "instances",
                    "Each instance's fastest arm over all rounds, and the arms that the fitted "
                    "reference policy and the planner choose",
                    columns, sizeof(columns) / sizeof(columns[0]));
    for (size_t i = 0; i < page->run->row_count; i++) {
        if (page->run->rows[i].is_oracle)
            write_instance(file, page->run, &page->run->rows[i]);
    }
    html_close_table(file);
    fputs("</details>\n", file);
}

void report_write_predictions(FILE *file, const struct report_page *page)
{
    report_write_figure(file, REPORT_FIGURE_PREDICTED_ACTUAL, page->drawings,
                        "On the line a saving was predicted exactly. The axes are linear within "
                        "about a microsecond of 0 and logarithmic beyond, on both sides of it. "
                        "Plain launches have no prediction. The policy has one formula for a mode, "
                        "so all variants of a mode share their prediction; only the one it "
                        "chooses is meant by it.");
}

void report_write_arms(FILE *file, const struct report_page *page)
{
    report_write_figure(file, REPORT_FIGURE_ARMS_OVER_N, page->drawings,
                        "Wall time of a batch divided by its launches, for kernels up to twice the "
                        "lower quartile of the run's kernel times, where the way of launching is "
                        "what differs. Lines join the means over workloads. A recording's time is "
                        "spread over its repeats, 1 or many. Panels with the same wait share their "
                        "range.");
}

void report_write_curves(FILE *file, const struct report_page *page)
{
    fputs("<p>A point is an instance: the time of an arm over the time of the arm that differs "
          "from it in one thing alone. Below 1 the way that the legend names is faster. Where "
          "several modes can take it, the one that is the fastest without it is shown. Lines join "
          "the geometric means over fifths of a decade; thin strokes are 95 % intervals, which "
          "take the two times as independent unless one is the baseline's. The numbers are in "
          "<code>curves.csv</code> beside this page.</p>\n",
          file);
    report_write_figure(file, REPORT_FIGURE_LAUNCH_CURVES, page->drawings,
                        "Launches at once: in batches whose kernels are at most half of the "
                        "baseline's time; \"used once\": the recording is paid by one batch. "
                        "Resident workgroups: over the fastest of the instance; behind the colon "
                        "the items of a pop; \"some idle\": the batch has fewer workgroups than "
                        "are resident. Buffers: \"rewritten\" are others for every batch.");
    report_write_figure(file, REPORT_FIGURE_OVERLAP_CURVES, page->drawings,
                        "Two kernels: \"copying\" batches have a copy too, before all kernels. "
                        "A copy: behind the colon the parts that it is cut into. Compiled ahead: "
                        "with \"no spare core\" the compiling thread takes the time of the one "
                        "that launches.");
}

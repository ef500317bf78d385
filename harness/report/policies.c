#include "report/page.h"

#include "report/html.h"

static void write_score(FILE *file, const struct results_score *row)
{
    html_open_row(file);
    html_heading_cell(file, row->policy);
    html_text_cell(file, row->set);
    html_count_cell(file, row->instances);
    html_share_cell(file, row->regret_mean);
    html_share_cell(file, row->regret_p95);
    html_share_cell(file, row->regret_max);
    html_share_cell(file, row->gap_closed);
    html_share_cell(file, row->agreement);
    html_share_cell(file, row->prediction_error_median);
    html_share_cell(file, row->prediction_error_p90);
    html_close_row(file);
}

void report_write_policies(FILE *file, const struct report_page *page)
{
    static const struct html_column columns[] = {{"Policy", HTML_TEXT},
                                                 {"Set", HTML_TEXT},
                                                 {"Instances", HTML_NUMBER},
                                                 {"Regret, mean", HTML_NUMBER},
                                                 {"95th percentile", HTML_NUMBER},
                                                 {"worst", HTML_NUMBER},
                                                 {"Gap closed", HTML_NUMBER},
                                                 {"Agreement", HTML_NUMBER},
                                                 {"Error, median", HTML_NUMBER},
                                                 {"90th percentile", HTML_NUMBER}};
    const struct report_run *run = page->run;
    if (run->score_count == 0) {
        fputs("<p>There is no <code>scores.csv</code> in the run&#39;s folder; <code>dispatchwise "
              "score</code> writes it.</p>\n",
              file);
        return;
    }
    report_write_figure(file, REPORT_FIGURE_POLICY_ORACLE, page->drawings,
                        "Time of each policy's choices over the oracle's, the fastest arm "
                        "measured. \"always\" is a static arm, used everywhere; where it cannot "
                        "run, the baseline does. The oracle is chosen on the even rounds and "
                        "everything is timed on the odd ones.");
    fputs("<p>Set: fit, or held_out, where each family is scored by constants that were fitted on "
          "the others. Agreement: the share of instances within the noise floor of the "
          "oracle. Error: |predicted - measured| savings over the baseline&#39;s time.</p>\n",
          file);
    html_open_table(file, "scores", "Scores of every policy", columns,
                    sizeof(columns) / sizeof(columns[0]));
    for (size_t i = 0; i < run->score_count; i++)
        write_score(file, &run->scores[i]);
    html_close_table(file);
}

#include "report/page.h"

#include <math.h>
#include <string.h>

#include "report/html.h"

static const char *value_of(const struct report_run *run, const char *key)
{
    for (size_t i = 0; i < run->pair_count; i++) {
        if (strcmp(run->pairs[i].key, key) == 0)
            return run->pairs[i].value;
    }
    return "";
}

/* A regret in words: the factor over the oracle, which stays readable where per cents do not. */
static void write_regret(FILE *file, double regret)
{
    char share[HTML_NUMBER_SIZE];
    html_format_share(share, regret);
    if (regret >= 1)
        fprintf(file, "<strong>%.3g times</strong> the oracle&#39;s time", 1 + regret);
    else
        fprintf(file, "<strong>%s</strong> more than the oracle", share);
}

static const struct results_score *best_static(const struct report_run *run)
{
    const struct results_score *best = NULL;
    for (size_t i = 0; i < run->score_count; i++) {
        const struct results_score *row = &run->scores[i];
        if (strncmp(row->policy, "always_", 7) == 0 && strcmp(row->set, "fit") == 0 &&
            (!best || row->regret_mean < best->regret_mean))
            best = row;
    }
    return best;
}

/* Of families that were not fitted on, where that is known: the number that carries over. */
static const struct results_score *honest_score(const struct report_run *run, const char *policy)
{
    const struct results_score *row = report_score(run, policy, "held_out");
    return row ? row : report_score(run, policy, "fit");
}

static void write_gap(FILE *file, const struct results_score *score)
{
    char share[HTML_NUMBER_SIZE];
    html_format_share(share, score->gap_closed);
    if (isnan(score->gap_closed))
        fputs(" The share of the gap that it closes is not judged: the best static arm is within "
              "three noise floors of the oracle.",
              file);
    else
        fprintf(file,
                " It closes <strong>%s</strong> of the gap between the best static arm and the "
                "oracle.",
                share);
}

static void write_planner(FILE *file, const struct report_run *run)
{
    const struct results_score *planner = honest_score(run, "planner");
    if (!planner)
        return;
    fputs(" The planner takes ", file);
    write_regret(file, planner->regret_mean);
    fputs(", its worst choice ", file);
    write_regret(file, planner->regret_max);
    fputs(".", file);
    if (!isnan(planner->gap_closed))
        write_gap(file, planner);
}

static void write_best_static(FILE *file, const struct report_run *run)
{
    const struct results_score *best = best_static(run);
    char share[HTML_NUMBER_SIZE];
    if (!best)
        return;
    html_format_share(share, best->regret_mean);
    fprintf(file, " The best single arm, <code>");
    html_text(file, best->policy + strlen("always_"));
    fprintf(file, "</code> always, takes %s more than the oracle.", share);
}

static void write_sentence(FILE *file, const struct report_run *run)
{
    const struct results_score *defaults = report_score(run, "reference_defaults", "fit");
    const struct results_score *fitted = honest_score(run, "reference_fitted");
    if (!defaults || !fitted) {
        fputs("<p class=\"notice\">This run is not scored yet: <code>dispatchwise score</code> on "
              "its folder writes the scores that this page compares.</p>\n",
              file);
        return;
    }
    fputs("<p class=\"lead\">With its default constants the reference policy takes, on average, ",
          file);
    write_regret(file, defaults->regret_mean);
    fputs("; with the constants fitted on this device it takes ", file);
    write_regret(file, fitted->regret_mean);
    if (strcmp(fitted->set, "held_out") == 0)
        fputs(", on workload families that were left out of the fit", file);
    fputs(". Its worst choice goes from ", file);
    write_regret(file, defaults->regret_max);
    fputs(" to ", file);
    write_regret(file, fitted->regret_max);
    fputs(".", file);
    write_gap(file, fitted);
    write_planner(file, run);
    write_best_static(file, run);
    fputs("</p>\n", file);
}

static void write_headline_row(FILE *file, const char *name, const struct results_score *row)
{
    if (!row)
        return;
    html_open_row(file);
    html_heading_cell(file, name);
    html_share_cell(file, row->gap_closed);
    html_share_cell(file, row->regret_mean);
    html_share_cell(file, row->regret_p95);
    html_share_cell(file, row->regret_max);
    html_close_row(file);
}

static void write_table(FILE *file, const struct report_run *run)
{
    static const struct html_column columns[] = {{"Policy", HTML_TEXT},
                                                 {"Gap closed", HTML_NUMBER},
                                                 {"Regret, mean", HTML_NUMBER},
                                                 {"95th percentile", HTML_NUMBER},
                                                 {"worst", HTML_NUMBER}};
    if (run->score_count == 0)
        return;
    html_open_table(file, "headline", "Regret: time of the choices over the oracle's, less 1",
                    columns, sizeof(columns) / sizeof(columns[0]));
    write_headline_row(file, "reference, default constants",
                       report_score(run, "reference_defaults", "fit"));
    write_headline_row(file, "reference, fitted constants",
                       report_score(run, "reference_fitted", "fit"));
    write_headline_row(file, "reference, fitted on other families",
                       report_score(run, "reference_fitted", "held_out"));
    write_headline_row(file, "planner", report_score(run, "planner", "fit"));
    write_headline_row(file, "planner, fitted on other families",
                       report_score(run, "planner", "held_out"));
    write_headline_row(file, "best static arm", best_static(run));
    html_close_table(file);
}

void report_write_headline(FILE *file, const struct report_page *page)
{
    const struct report_run *run = page->run;
    fputs("<h1>", file);
    html_text(file, run->device.key.name);
    fputs("</h1>\n<p class=\"facts\">", file);
    html_text(file, value_of(run, "driver"));
    if (run->device.key.host[0]) {
        fputs(", on ", file);
        html_text(file, run->device.key.host);
    }
    fputs("; measured ", file);
    html_text(file, run->started[0] ? run->started : "at an unknown time");
    fputs("</p>\n", file);
    if (run->device.simulated)
        fputs("<p class=\"notice\">A simulated device: these are results of a model, not of "
              "hardware.</p>\n",
              file);
    write_sentence(file, run);
    write_table(file, run);
}

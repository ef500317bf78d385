#include "fit/score_print.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static const struct results_score *find(const struct score_board *board, const char *policy,
                                        const char *set)
{
    for (size_t i = 0; i < board->count; i++) {
        if (strcmp(board->rows[i].policy, policy) == 0 && strcmp(board->rows[i].set, set) == 0)
            return &board->rows[i];
    }
    return NULL;
}

static void print_headline(FILE *stream, const struct score_board *board)
{
    const struct results_score *defaults = find(board, "reference_defaults", "fit");
    const struct results_score *fitted = find(board, "reference_fitted", "fit");
    const struct results_score *held_out = find(board, "reference_fitted", "held_out");
    const struct results_score *planner = find(board, "planner", "fit");
    const struct results_score *planner_held_out = find(board, "planner", "held_out");
    if (!defaults || !fitted)
        return;
    fprintf(
        stream,
        "The reference policy is %.1f %% above the oracle with its defaults, %.1f %% with fitted "
        "constants",
        100 * defaults->regret_mean, 100 * fitted->regret_mean);
    if (held_out)
        fprintf(stream, " (%.1f %% on families held out)", 100 * held_out->regret_mean);
    if (planner)
        fprintf(stream, ", the planner %.1f %%", 100 * planner->regret_mean);
    if (planner_held_out)
        fprintf(stream, " (%.1f %%)", 100 * planner_held_out->regret_mean);
    fprintf(stream, ": mean regret over %" PRIu64 " instances.\n\n", fitted->instances);
}

static void print_percent(FILE *stream, int width, double share)
{
    if (isnan(share))
        fprintf(stream, "%*s", width, "-");
    else
        fprintf(stream, "%*.1f", width, 100 * share);
}

static void print_row(FILE *stream, int width, const struct results_score *row)
{
    fprintf(stream, "%-*s  %-8s %9" PRIu64, width, row->policy, row->set, row->instances);
    print_percent(stream, 10, row->regret_mean);
    print_percent(stream, 9, row->regret_p95);
    print_percent(stream, 9, row->regret_max);
    print_percent(stream, 8, row->gap_closed);
    print_percent(stream, 11, row->agreement);
    print_percent(stream, 9, row->prediction_error_median);
    print_percent(stream, 9, row->prediction_error_p90);
    fputc('\n', stream);
}

static void print_decisions(FILE *stream, const struct score_board *board)
{
    fprintf(stream, "\n%-14s  %-18s  %-8s %9s%10s%9s%8s%11s%9s%11s\n", "decision", "policy", "set",
            "instances", "regret", "p95", "closed", "time error", "A/A", "sign right");
    for (size_t i = 0; i < board->decision_count; i++) {
        const struct results_decision *row = &board->decisions[i];
        fprintf(stream, "%-14s  %-18s  %-8s %9" PRIu64, row->decision, row->policy, row->set,
                row->instances);
        print_percent(stream, 10, row->regret_mean);
        print_percent(stream, 9, row->regret_p95);
        print_percent(stream, 8, row->gap_closed);
        print_percent(stream, 11, row->time_error_median);
        print_percent(stream, 9, row->noise_floor);
        print_percent(stream, 11, row->sign_correct);
        fputc('\n', stream);
    }
}

/* Static arms are many: the best are shown, and the baseline. */
#define STATICS_SHOWN 3

static bool is_static(const struct results_score *row)
{
    return strncmp(row->policy, "always_", strlen("always_")) == 0;
}

static bool is_shown(const struct score_board *board, const struct results_score *row)
{
    size_t better = 0;
    if (!is_static(row) || strcmp(row->policy, "always_plain_launches/each") == 0)
        return true;
    for (size_t i = 0; i < board->count; i++)
        better += is_static(&board->rows[i]) && board->rows[i].regret_mean < row->regret_mean;
    return better < STATICS_SHOWN;
}

void score_print(FILE *stream, const struct score_board *board)
{
    size_t width = strlen("policy"), hidden = 0;
    for (size_t i = 0; i < board->count; i++) {
        const size_t length = strlen(board->rows[i].policy);
        if (is_shown(board, &board->rows[i]))
            width = length > width ? length : width;
        else
            hidden++;
    }
    print_headline(stream, board);
    fprintf(stream, "%-*s  %-8s %9s%10s%9s%9s%8s%11s%9s%9s\n", (int)width, "all in %", "", "",
            "regret", "", "", "gap", "", "error", "");
    fprintf(stream, "%-*s  %-8s %9s%10s%9s%9s%8s%11s%9s%9s\n", (int)width, "policy", "set",
            "instances", "mean", "p95", "max", "closed", "agreement", "median", "p90");
    for (size_t i = 0; i < board->count; i++)
        if (is_shown(board, &board->rows[i]))
            print_row(stream, (int)width, &board->rows[i]);
    if (hidden > 0)
        fprintf(stream, "and %zu more static arms in scores.csv\n", hidden);
    print_decisions(stream, board);
    fprintf(stream,
            "\nNotes\n  choices that could not run and were the baseline: %zu with the "
            "defaults, %zu fitted, %zu of the planner\n",
            board->fallbacks[0], board->fallbacks[1], board->fallbacks[2]);
    fprintf(stream,
            "  free to choose any arm, the planner takes one that was not timed on %zu of %zu "
            "instances\n",
            board->untimed, board->asked);
}

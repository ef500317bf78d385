#include "fit/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/fit.h"
#include "fit/load.h"
#include "fit/score_disagreements.h"
#include "fit/score_notes.h"
#include "fit/score_planner.h"
#include "fit/score_policy.h"
#include "fit/score_print.h"
#include "fit/score_program.h"
#include "results/instance.h"
#include "results/results.h"

/* Held-out fits need only tell what is certain from what is not. */
#define HELD_OUT_REPLICATES 200

struct scoring {
    struct fit_data data;
    struct score_field field;
    struct fit_result fitted;
    struct fit_result *held_out; /* by family; NULL: there is only one */
    struct arm *statics;
    size_t static_count;
    const struct arm **best_static; /* by the family left out; of all families behind them */
    struct score_board board;
    size_t capacity; /* of board.rows */
    struct score_program program;
};

/* The policies that decide, on either set. */
enum { POLICY_DEFAULTS, POLICY_FITTED, POLICY_PLANNER, POLICY_COUNT };
#define DECISIONS_MAX (POLICY_COUNT * 2 * SCORE_DECISION_COUNT)

static int add_row(struct scoring *scoring, const struct results_score *row)
{
    struct score_board *board = &scoring->board;
    if (board->count == scoring->capacity) {
        size_t capacity = scoring->capacity ? scoring->capacity * 2 : 16;
        struct results_score *rows = realloc(board->rows, capacity * sizeof(*rows));
        if (!rows) {
            base_error("out of memory for %zu scores", capacity);
            return DW_ERROR_NO_MEMORY;
        }
        board->rows = rows;
        scoring->capacity = capacity;
    }
    board->rows[board->count++] = *row;
    return DW_OK;
}

/* Tally a policy on a decision's instances: on the set `fit` by what was fitted on all of them, on
 * the set `held_out` each family by what was fitted on the others; refitted: the policy's row is
 * that fit's. */
static int tally_set(const struct scoring *scoring, const struct score_policy *policy,
                     bool held_out, bool refitted, enum score_decision decision,
                     struct score_tally *tally)
{
    const uint32_t families = held_out ? results_names_count(scoring->data.families) : 1;
    int status = score_tally_create(tally, &scoring->field);
    for (uint32_t f = 0; f < families && status == DW_OK; f++) {
        const uint32_t family = held_out ? f : FIT_NONE;
        struct score_policy with = *policy;
        if (held_out && refitted)
            with.row = &scoring->held_out[f].row;
        score_tally_add(
            tally, &scoring->field, &with, family, decision,
            scoring->best_static[held_out ? f : results_names_count(scoring->data.families)]);
    }
    return status;
}

/* A row for all instances and, by decision, one for each decision that there are instances for. */
static int score_set(struct scoring *scoring, const struct score_policy *policy, bool held_out,
                     bool refitted, bool by_decision, size_t *fallbacks)
{
    struct score_board *board = &scoring->board;
    int status = DW_OK;
    if (held_out && !scoring->held_out)
        return DW_OK;
    for (int d = by_decision ? 0 : SCORE_ALL; d < SCORE_DECISION_COUNT && status == DW_OK; d++) {
        const enum score_decision decision = (enum score_decision)d;
        struct score_tally tally;
        status = tally_set(scoring, policy, held_out, refitted, decision, &tally);
        if (status == DW_OK) {
            const struct results_score row =
                score_tally_row(&tally, policy, held_out ? "held_out" : "fit");
            if (by_decision && tally.count > 0)
                board->decisions[board->decision_count++] =
                    score_tally_decision(&tally, &row, decision);
            if (decision == SCORE_ALL)
                status = add_row(scoring, &row);
        }
        if (fallbacks && decision == SCORE_ALL)
            *fallbacks = tally.fallbacks;
        score_tally_free(&tally);
    }
    return status;
}

/* What a recorded program costs under a policy; held out, by what was fitted without it. */
static void score_whole(struct scoring *scoring, const struct score_policy *policy, bool held_out,
                        bool refitted)
{
    const char *const name = results_recordings_family;
    const uint32_t family = results_names_find(scoring->data.families, &name, 1);
    struct score_policy with = *policy;
    if (held_out && (!scoring->held_out || family == RESULTS_NO_NAME))
        return;
    if (held_out && refitted)
        with.row = &scoring->held_out[family].row;
    score_program_add(&scoring->program, &scoring->field, &with, held_out ? "held_out" : "fit");
}

static int score_policies(struct scoring *scoring)
{
    const struct dw_calibration_row *fitted = &scoring->fitted.row;
    const struct score_policy policies[POLICY_COUNT] = {
        [POLICY_DEFAULTS] = {.name = "reference_defaults",
                             .row = dw_default_calibration(),
                             .measured = fitted},
        [POLICY_FITTED] = {.name = "reference_fitted", .row = fitted, .measured = fitted},
        [POLICY_PLANNER] = {.name = "planner", .row = fitted, .planner = true},
    };
    struct score_board *board = &scoring->board;
    int status = DW_OK;
    board->decisions = malloc(DECISIONS_MAX * sizeof(*board->decisions));
    if (!board->decisions) {
        base_error("out of memory for %d decisions", DECISIONS_MAX);
        return DW_ERROR_NO_MEMORY;
    }
    for (int p = 0; p < POLICY_COUNT; p++) {
        const bool refitted = p != POLICY_DEFAULTS;
        for (int set = 0; set < 2 && status == DW_OK; set++) {
            status = score_set(scoring, &policies[p], set == 1, refitted, true,
                               set == 0 ? &board->fallbacks[p] : NULL);
            if (status == DW_OK)
                score_whole(scoring, &policies[p], set == 1, refitted);
        }
    }
    board->untimed = score_count_untimed(&scoring->field, fitted, &board->asked);
    return status;
}

static int score_all(struct scoring *scoring)
{
    const struct score_policy oracle = {.name = "oracle"};
    int status = score_policies(scoring);
    for (int set = 0; set < 2 && status == DW_OK; set++)
        status = score_set(scoring, &oracle, set == 1, false, false, NULL);
    score_whole(scoring, &oracle, false, false);
    for (size_t i = 0; i < scoring->static_count && status == DW_OK; i++) {
        struct score_policy always = {.always = &scoring->statics[i]};
        char name[DW_ARM_NAME_SIZE];
        arm_format(&scoring->statics[i], name, sizeof(name));
        snprintf(always.name, sizeof(always.name), "always_%s", name);
        status = score_set(scoring, &always, false, false, false, NULL);
    }
    if (status == DW_OK)
        status = score_find_disagreements(&scoring->data, &scoring->fitted.row,
                                          &scoring->board.disagreements,
                                          &scoring->board.disagreement_count);
    return status;
}

static int fit_held_out(struct scoring *scoring)
{
    uint32_t families = results_names_count(scoring->data.families);
    int status = DW_OK;
    if (families < 2)
        return DW_OK;
    scoring->held_out = calloc(families, sizeof(*scoring->held_out));
    if (!scoring->held_out) {
        base_error("out of memory for %u families", (unsigned)families);
        return DW_ERROR_NO_MEMORY;
    }
    for (uint32_t f = 0; f < families && status == DW_OK; f++)
        status = fit_device(&scoring->data, f, HELD_OUT_REPLICATES, &scoring->held_out[f]);
    return status;
}

static int find_best_statics(struct scoring *scoring)
{
    const uint32_t families = results_names_count(scoring->data.families);
    scoring->statics = score_static_arms(&scoring->data, &scoring->static_count);
    if (!scoring->statics)
        return DW_ERROR_NO_MEMORY;
    scoring->best_static = malloc((families + 1) * sizeof(*scoring->best_static));
    if (!scoring->best_static) {
        base_error("out of memory for %u families", (unsigned)families);
        return DW_ERROR_NO_MEMORY;
    }
    for (uint32_t f = 0; f <= families; f++)
        scoring->best_static[f] = score_best_static(
            &scoring->field, scoring->statics, scoring->static_count, f < families ? f : FIT_NONE);
    return DW_OK;
}

static int prepare(struct scoring *scoring, const char *run)
{
    int status = score_field_create(&scoring->field, &scoring->data);
    if (status != DW_OK)
        return status;
    if (scoring->field.scored_count == 0) {
        base_error("%s: nothing to score: no instance whose baseline and another arm were timed in "
                   "at least two rounds",
                   run);
        return DW_ERROR_PARSE;
    }
    status = find_best_statics(scoring);
    if (status != DW_OK)
        return status;
    status = fit_device(&scoring->data, FIT_NONE, FIT_REPLICATES, &scoring->fitted);
    if (status == DW_OK)
        status = fit_held_out(scoring);
    return status == DW_OK ? score_program_create(&scoring->program, &scoring->field, run) : status;
}

static int write_files(const struct scoring *scoring, const char *out_dir)
{
    const struct score_board *board = &scoring->board;
    int status = results_write_file(&results_schema_score, out_dir, board->rows, board->count);
    if (status == DW_OK)
        status = results_write_file(&results_schema_decision, out_dir, board->decisions,
                                    board->decision_count);
    if (status == DW_OK)
        status = results_write_file(&results_schema_disagreement, out_dir, board->disagreements,
                                    board->disagreement_count);
    return status == DW_OK ? score_program_write(&scoring->program, out_dir) : status;
}

int score_run(const char *run_dir, const char *out_dir, bool print)
{
    struct scoring scoring = {.statics = NULL};
    int status = fit_load(&scoring.data, &run_dir, 1);
    if (status != DW_OK)
        return status;
    status = prepare(&scoring, run_dir);
    if (status == DW_OK)
        status = score_all(&scoring);
    if (status == DW_OK)
        status = write_files(&scoring, out_dir);
    if (status == DW_OK && print) {
        score_print(stdout, &scoring.board);
        score_program_print(stdout, &scoring.program);
        score_print_notes(stdout, &scoring.field);
        score_print_disagreements(stdout, scoring.board.disagreements,
                                  scoring.board.disagreement_count);
    }
    free(scoring.board.rows);
    free(scoring.board.decisions);
    free(scoring.board.disagreements);
    score_program_free(&scoring.program);
    free(scoring.held_out);
    free(scoring.statics);
    free(scoring.best_static);
    score_field_free(&scoring.field);
    fit_data_free(&scoring.data);
    return status;
}

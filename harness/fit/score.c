#include "fit/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/fit.h"
#include "fit/load.h"
#include "fit/score_notes.h"
#include "fit/score_policy.h"
#include "fit/score_print.h"
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
    struct score_board board;
    size_t capacity; /* of board.rows */
};

static int add_row(struct scoring *scoring, const struct score_policy *policy, const char *set,
                   struct score_tally *tally)
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
    board->rows[board->count++] = score_tally_row(tally, policy, set);
    return DW_OK;
}

/* Score on all instances, by what was fitted on all of them. */
static int score_fit(struct scoring *scoring, const struct score_policy *policy, size_t *fallbacks)
{
    struct score_tally tally;
    const struct arm *best =
        score_best_static(&scoring->field, scoring->statics, scoring->static_count, FIT_NONE);
    int status = score_tally_create(&tally, &scoring->field);
    if (status == DW_OK) {
        score_tally_add(&tally, &scoring->field, policy, FIT_NONE, best);
        *fallbacks = tally.fallbacks;
        status = add_row(scoring, policy, "fit", &tally);
    }
    score_tally_free(&tally);
    return status;
}

/* Score each family by what was fitted on the others; fitted: the policy's row is that fit's. */
static int score_held_out(struct scoring *scoring, const struct score_policy *policy, bool fitted)
{
    struct score_tally tally;
    uint32_t families = results_names_count(scoring->data.families);
    if (!scoring->held_out)
        return DW_OK;
    int status = score_tally_create(&tally, &scoring->field);
    for (uint32_t f = 0; f < families && status == DW_OK; f++) {
        struct score_policy with = *policy;
        if (fitted)
            with.row = &scoring->held_out[f].row;
        score_tally_add(
            &tally, &scoring->field, &with, f,
            score_best_static(&scoring->field, scoring->statics, scoring->static_count, f));
    }
    if (status == DW_OK)
        status = add_row(scoring, policy, "held_out", &tally);
    score_tally_free(&tally);
    return status;
}

static int score_all(struct scoring *scoring)
{
    const struct score_policy defaults = {.name = "reference_defaults",
                                          .row = dw_default_calibration()};
    const struct score_policy fitted = {.name = "reference_fitted", .row = &scoring->fitted.row};
    const struct score_policy oracle = {.name = "oracle"};
    size_t none;
    int status = score_fit(scoring, &defaults, &scoring->board.default_fallbacks);
    if (status == DW_OK)
        status = score_held_out(scoring, &defaults, false);
    if (status == DW_OK)
        status = score_fit(scoring, &fitted, &scoring->board.fitted_fallbacks);
    if (status == DW_OK)
        status = score_held_out(scoring, &fitted, true);
    if (status == DW_OK)
        status = score_fit(scoring, &oracle, &none);
    if (status == DW_OK)
        status = score_held_out(scoring, &oracle, false);
    for (size_t i = 0; i < scoring->static_count && status == DW_OK; i++) {
        struct score_policy always = {.always = &scoring->statics[i]};
        char name[DW_ARM_NAME_SIZE];
        arm_format(&scoring->statics[i], name, sizeof(name));
        snprintf(always.name, sizeof(always.name), "always_%s", name);
        status = score_fit(scoring, &always, &none);
    }
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
    scoring->statics = score_static_arms(&scoring->data, &scoring->static_count);
    if (!scoring->statics)
        return DW_ERROR_NO_MEMORY;
    status = fit_device(&scoring->data, FIT_NONE, FIT_REPLICATES, &scoring->fitted);
    return status == DW_OK ? fit_held_out(scoring) : status;
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
        status = results_write_file(&results_schema_score, out_dir, scoring.board.rows,
                                    scoring.board.count);
    if (status == DW_OK && print) {
        score_print(stdout, &scoring.board);
        score_print_notes(stdout, &scoring.field);
    }
    free(scoring.board.rows);
    free(scoring.held_out);
    free(scoring.statics);
    score_field_free(&scoring.field);
    fit_data_free(&scoring.data);
    return status;
}

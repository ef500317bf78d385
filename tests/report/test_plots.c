#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "fit/fit.h"
#include "modes/reference.h"
#include "report_folder.h"

static const uint32_t launches[] = {1, 2, 3, 5, 6, 10, 40, 50, 51, 300, 100000};
static const uint32_t repeats[] = {1, 7, 100};

#define NEVER ((double)INFINITY)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The costs of report_calibration_csv, with what the fit emits of them. */
static struct dw_calibration_row fitted_row(void)
{
    static const struct fit_constants constants = {.cost = {{{40000, 38000, 42000, 500},
                                                             {NEVER, NEVER, NEVER, 500},
                                                             {90000, 0, 400000, 500},
                                                             {23000, 22000, 24000, 500}},
                                                            {{12000, 11900, 12100, 500},
                                                             {9000, 8000, 10000, 500},
                                                             {10000, 9000, 11000, 500},
                                                             {4600, 4100, 5100, 500}}}};
    struct dw_calibration_row row = *dw_default_calibration();
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (int cost = 0; cost < FIT_COST_COUNT; cost++) {
            const struct fit_cost_value *value = &constants.cost[wait][cost];
            if (fit_is_certain(&constants, (enum dw_wait)wait, (enum fit_cost)cost))
                row.constant[fit_constant_id((enum dw_wait)wait, (enum fit_cost)cost)].value =
                    isinf(value->value) ? (double)DW_NEVER : value->value;
        }
    }
    return row;
}

static FILE *start_gnuplot(const char *folder)
{
    char path[128], command[2048];
    snprintf(path, sizeof(path), "%s/modes.gp", folder);
    folder_write(folder, "modes.gp",
                 "wide_height = 100\nnarrow_height = 100\n"
                 "load plots.'/common.gp'\nload plots.'/reference.gp'\nset print '-'\n"
                 "do for [wait = 0:1] {\n"
                 "do for [n in '1 2 3 5 6 10 40 50 51 300 100000'] {\n"
                 "do for [r in '1 7 100'] {\n"
                 "print default_mode(wait, int(n), int(r)), fitted_mode(wait, int(n), int(r))\n"
                 "}}}\n");
    snprintf(command, sizeof(command),
             "gnuplot -d -e \"run='%s'; out='%s/none.png'; plots='%s'\" %s", folder, folder,
             DISPATCHWISE_SOURCE_DIR "/scripts/plot", path);
    return popen(command, "r");
}

/* The figures decide as core does, on what the fit emits. */
static void test_modes_are_those_of_core(void **state)
{
    const struct dw_calibration_row fitted = fitted_row();
    char folder[FOLDER_SIZE];
    (void)state;
    if (!report_has_program("gnuplot"))
        skip();
    folder_create(folder);
    report_write_run(folder, true);
    FILE *gnuplot = start_gnuplot(folder);
    assert_non_null(gnuplot);
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (size_t i = 0; i < COUNT(launches) * COUNT(repeats); i++) {
            struct reference_batch batch = {.wait = (enum dw_wait)wait,
                                            .launches = launches[i / COUNT(repeats)],
                                            .repeats = repeats[i % COUNT(repeats)]};
            int expected[] = {(int)reference_mode(dw_default_calibration(), &batch),
                              (int)reference_mode(&fitted, &batch)};
            int found[2];
            assert_int_equal(fscanf(gnuplot, "%d %d", &found[0], &found[1]), 2);
            for (int k = 0; k < 2; k++) {
                if (found[k] != expected[k])
                    fail_msg("%s constants, wait=%s, n=%u, %u repeats: mode %d, core's is %d",
                             k ? "fitted" : "default", dw_wait_name(batch.wait),
                             (unsigned)batch.launches, (unsigned)batch.repeats, found[k],
                             expected[k]);
            }
        }
    }
    assert_int_equal(pclose(gnuplot), 0);
    folder_remove(folder);
}

/* Of two curves in one figure, an unknown interval and a side of a kind among them; the others are
 * not there. */
static void write_curves(const char *folder)
{
    static const char *const sides[] = {"one", "two:4", "two:4 (some)"};
    struct results_curve rows[COUNT(sides) * 12];
    memset(rows, 0, sizeof(rows));
    for (size_t i = 0; i < COUNT(rows); i++) {
        strcpy(rows[i].curve, i % 2 == 0 ? "waiting" : "binding");
        strcpy(rows[i].side, sides[i % COUNT(sides)]);
        strcpy(rows[i].arm, "plain_launches/each");
        rows[i].x = 1000 * (double)(i + 1);
        rows[i].ratio = 0.5 + 0.1 * (double)i;
        rows[i].ratio_lo = i == 5 ? (double)NAN : 0.9 * rows[i].ratio;
        rows[i].ratio_hi = i == 5 ? (double)NAN : 1.1 * rows[i].ratio;
    }
    assert_int_equal(results_write_file(&results_schema_curve, folder, rows, COUNT(rows)), DW_OK);
}

/* As the head of each script says. */
static void test_each_figure_by_hand(void **state)
{
    static const char *const names[] = {"policy_oracle", "decision_map",  "predicted_actual",
                                        "constants",     "arms_over_n",   "noise_floor",
                                        "launch_curves", "overlap_curves"};
    char folder[FOLDER_SIZE], command[1024];
    (void)state;
    if (!report_has_program("gnuplot"))
        skip();
    folder_create(folder);
    report_write_run(folder, true);
    write_curves(folder);
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(command, sizeof(command),
                 "gnuplot -d -e \"run='%s'; out='%s/x.png'\" %s/scripts/plot/%s.gp 2>&1 && test -s "
                 "%s/x.png && rm %s/x.png",
                 folder, folder, DISPATCHWISE_SOURCE_DIR, names[i], folder, folder);
        if (system(command) != 0)
            fail_msg("%s", command);
    }
    folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_modes_are_those_of_core),
        cmocka_unit_test(test_each_figure_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

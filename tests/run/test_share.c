/* How a run's budget is shared out among its processes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "run/share.h"

static void shares(void **state)
{
    static const struct {
        double budget_s, left_s;
        unsigned fewest;
        bool first;
        double share_s;
    } rows[] = {
        /* Those that must be. */
        {100, 100, 0, true, 20},
        {100, 60, 0, true, 12},
        {100, 40, 3, false, 20},
        {100, 30, 4, false, 30},
        {2, 2, 0, true, 1},
        {100, 0.5, 2, false, 1},
        {100, -5, 0, true, 1},
        {100, -5, 2, false, 0},
        {100, 0, 4, false, 0},
        /* Those after them. */
        {100, 80, 5, false, 20},
        {100, 41, 6, false, 20},
        {100, 39, 7, false, 39},
        {100, 1, 5, false, 1},
        {100, 0.9, 5, false, 0},
        {100, 100, 5, true, 20},
        {2, 1.5, 5, false, 1.5},
        {2, 2, 5, true, 1},
        {100, -5, 5, true, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const double share_s =
            run_share_budget(rows[i].budget_s, rows[i].left_s, rows[i].fewest, rows[i].first);
        if (!(share_s > rows[i].share_s - 1e-9 && share_s < rows[i].share_s + 1e-9))
            fail_msg("row %zu: %f s, expected %f", i, share_s, rows[i].share_s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

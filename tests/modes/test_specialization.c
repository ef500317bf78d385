/* Of the pipelines that are foreseen so many are right as the shape says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "modes/mode.h"

static void test_every_stretch_has_its_share(void **state)
{
    static const uint32_t shares_bps[] = {0, 1, 2500, 5000, 6000, 9999, 10000};
    static const uint32_t lengths[] = {1, 7, 100, 5000};
    (void)state;
    for (size_t s = 0; s < sizeof shares_bps / sizeof shares_bps[0]; s++)
        for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++)
            for (uint32_t first = 0; first < 3000; first += 171) {
                long right = 0;
                for (uint32_t i = first; i < first + lengths[l]; i++)
                    right += mode_guess_is_right(i, shares_bps[s]);
                const long expected = (long)lengths[l] * (long)shares_bps[s] / 10000;
                const long slack = shares_bps[s] % 10000 == 0 ? 0 : 3;
                if (labs(right - expected) > slack)
                    fail_msg("%u of 10000, guesses %u to %u: %ld right, expected %ld",
                             shares_bps[s], first, first + lengths[l] - 1, right, expected);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_stretch_has_its_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

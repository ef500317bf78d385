#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fit/constants.h"
#include "fit/planner.h"
#include "measure/statistics.h"
#include "planner_world.h"

enum { SEEDS = 40 };

struct tally {
    unsigned covered, judged;
    double biases[PLANNER_COLUMNS]; /* absolute, of the constants that are not 0 */
    size_t bias_count;
};

static void fit_one(const struct planner_world *world, unsigned seed,
                    struct dw_constant constants[DW_CONSTANT_COUNT])
{
    struct fit_data data;
    memset(constants, 0, DW_CONSTANT_COUNT * sizeof(*constants));
    planner_world_run(world, seed + 1, &data);
    assert_int_equal(fit_planner(&data, FIT_NONE, FIT_REPLICATES, constants), 0);
    fit_data_free(&data);
}

static void check_world(const char *name, const struct planner_world *world)
{
    static struct dw_constant found[SEEDS][DW_CONSTANT_COUNT];
    struct tally tally = {.covered = 0};
    for (unsigned seed = 0; seed < SEEDS; seed++)
        fit_one(world, seed, found[seed]);
    print_message("%s: constant, 95 %% intervals that hold the truth, median value/truth - 1\n",
                  name);
    for (int id = PLANNER_FIRST; id <= PLANNER_LAST; id++) {
        const double truth = world->truth.constant[id].value;
        double values[SEEDS];
        unsigned covered = 0;
        if (found[0][id].samples == 0)
            continue;
        for (unsigned seed = 0; seed < SEEDS; seed++) {
            values[seed] = truth > 0 ? found[seed][id].value / truth - 1 : found[seed][id].value;
            covered += found[seed][id].lo <= truth && truth <= found[seed][id].hi;
        }
        const double bias = measure_median(values, SEEDS);
        print_message("  %-36s %3u of %d %+8.3f %%\n", dw_constant_info(id)->name, covered, SEEDS,
                      100 * bias);
        tally.covered += covered;
        tally.judged += SEEDS;
        if (truth > 0)
            tally.biases[tally.bias_count++] = fabs(bias);
    }
    const double share = 100.0 * tally.covered / tally.judged;
    const double bias = 100 * measure_median(tally.biases, tally.bias_count);
    print_message("  pooled %5.1f %%, median of the biases %.3f %%\n", share, bias);
    if (share < 92 || share > 98.5 || bias > 1)
        fail_msg("%s: coverage %.1f %%, bias %.2f %%", name, share, bias);
}

static void test_five_processes(void **state)
{
    struct planner_world world = planner_world_default();
    (void)state;
    world.sample_noise = 0.05;
    world.process_noise = 0.005;
    check_world("five processes", &world);
}

static void test_one_process(void **state)
{
    struct planner_world world = planner_world_default();
    (void)state;
    world.sample_noise = 0.05;
    world.processes = 1;
    world.rounds = 60;
    check_world("one process", &world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_five_processes),
        cmocka_unit_test(test_one_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

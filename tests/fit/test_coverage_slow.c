#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "measure/statistics.h"
#include "world.h"

enum { SEEDS = 100 };

static const struct {
    enum dw_wait wait;
    enum fit_cost cost;
    const char *name;
} constants[] = {
    {DW_WAIT_EACH, FIT_LAUNCH, "each launch"},   {DW_WAIT_EACH, FIT_RECORD, "each record"},
    {DW_WAIT_EACH, FIT_REPLAY, "each replay"},   {DW_WAIT_BATCH, FIT_LAUNCH, "batch launch"},
    {DW_WAIT_BATCH, FIT_SETUP, "batch setup"},   {DW_WAIT_BATCH, FIT_RECORD, "batch record"},
    {DW_WAIT_BATCH, FIT_REPLAY, "batch replay"},
};
enum { CONSTANTS = sizeof(constants) / sizeof(constants[0]) };

static const struct world plain_world = {
    .cost = {{8200, 0, 31000, 1400}, {5200, 43000, 21000, 610}},
    .sample_noise = 0.05,
    .process_noise = 0.005,
    .processes = 5,
    .rounds = 40,
    .instances = 50,
};

struct tally {
    double errors[CONSTANTS][SEEDS], pooled[CONSTANTS * SEEDS];
    unsigned covered[CONSTANTS];
};

static void fit_one(const struct world *world, unsigned seed, struct tally *tally)
{
    struct fit_data data;
    struct fit_variants variants;
    struct fit_constants found;
    world_run(world, seed + 1, &data);
    fit_tune_variants(&data, FIT_NONE, &variants);
    assert_int_equal(fit_constants(&data, &variants, FIT_NONE, FIT_REPLICATES, &found), 0);
    for (size_t c = 0; c < CONSTANTS; c++) {
        double truth = world->cost[constants[c].wait][constants[c].cost];
        const struct fit_cost_value *value = &found.cost[constants[c].wait][constants[c].cost];
        assert_true(value->samples > 0);
        tally->errors[c][seed] = fabs(value->value / truth - 1);
        tally->pooled[c * SEEDS + seed] = tally->errors[c][seed];
        tally->covered[c] += value->lo <= truth && truth <= value->hi;
    }
    fit_data_free(&data);
}

static void check_world(const char *name, const struct world *world)
{
    static struct tally tally;
    unsigned covered = 0;
    tally = (struct tally){.covered = {0}};
    for (unsigned seed = 0; seed < SEEDS; seed++)
        fit_one(world, seed, &tally);
    print_message("%s: constant, 95 %% intervals that hold the truth, median absolute error\n",
                  name);
    for (size_t c = 0; c < CONSTANTS; c++) {
        covered += tally.covered[c];
        print_message("  %-14s %3u of %d %6.3f %%\n", constants[c].name, tally.covered[c], SEEDS,
                      100 * measure_median(tally.errors[c], SEEDS));
    }
    double share = 100.0 * covered / (CONSTANTS * SEEDS);
    double error = 100 * measure_median(tally.pooled, CONSTANTS * SEEDS);
    print_message("  pooled         %5.1f %%    %6.3f %%\n", share, error);
    if (share < 92 || share > 98 || error > 1)
        fail_msg("%s: coverage %.1f %%, median error %.2f %%", name, share, error);
}

static void test_five_processes(void **state)
{
    (void)state;
    check_world("five processes", &plain_world);
}

static void test_processes_that_differ_more(void **state)
{
    struct world world = plain_world;
    (void)state;
    world.process_noise = 0.01;
    world.instances = 25;
    world.rounds = 60;
    check_world("processes that differ by 1 %, half the instances", &world);
}

static void test_one_process(void **state)
{
    struct world world = plain_world;
    (void)state;
    world.processes = 1;
    world.process_noise = 0;
    world.rounds = 200;
    check_world("one process", &world);
}

/* The A/A arm is judged different at the 1 % level in at most 5 of 100 runs of one instance. */
static void test_control_stays_silent(void **state)
{
    struct world world = plain_world;
    unsigned different = 0, judged = 0, worst = 0;
    (void)state;
    world.instances = 6;
    world.rounds = 40;
    for (unsigned seed = 0; seed < SEEDS; seed++) {
        struct fit_data data;
        unsigned in_run = 0;
        world_run(&world, 1000 + seed, &data);
        for (size_t i = 0; i < data.instance_count; i++) {
            double ratios[8];
            uint32_t units[8];
            struct measure_interval interval;
            const struct fit_value *values =
                data.values + data.instances[i].control * data.unit_count;
            for (size_t u = 0; u < data.unit_count; u++) {
                ratios[u] = values[u].log_wall - values[u].log_base;
                units[u] = (uint32_t)u;
            }
            assert_int_equal(measure_location(ratios, units, data.unit_count, 0.99, 1, &interval),
                             0);
            in_run += interval.lo > 0 || interval.hi < 0;
            judged++;
        }
        different += in_run;
        worst = in_run > worst ? in_run : worst;
        fit_data_free(&data);
    }
    print_message("A/A: %u of %u judged different at the 1 %% level, at most %u in a run\n",
                  different, judged, worst);
    if (different * 100 > judged * 5)
        fail_msg("A/A: %u of %u judged different", different, judged);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_five_processes),
        cmocka_unit_test(test_processes_that_differ_more),
        cmocka_unit_test(test_one_process),
        cmocka_unit_test(test_control_stays_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

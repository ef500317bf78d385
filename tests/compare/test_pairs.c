/* Pairs of runs with planted truth, as the fit reduces them: five processes with an effect each,
 * arms on instances, the noise of a cell's median. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>

#include "compare/compare.h"
#include "results/run_folder.h"

#define PROCESSES 5
#define INSTANCES 24
#define PROCESS_EFFECT 0.01
#define CELL_NOISE (0.05 * 1.25 / 4) /* of the median of 16 samples with 5 % each */
#define PAIRS 300
#define THRESHOLD 0.025

static const char *const arm_names[] = {
    "plain_launches/each",           "plain_launches/each+role=control",
    "plain_launches/batched:all",    "plain_launches/infos:all",
    "command_reuse/resubmit",        "command_reuse/multi:all",
    "command_reuse/unrolled:all",    "command_reuse/armed",
    "persistent_kernel/drain:80x1",  "persistent_kernel/drain:160x1",
    "persistent_kernel/drain:320x1", "persistent_kernel/drain:640x1",
};
#define ARMS (sizeof(arm_names) / sizeof(arm_names[0]))

struct truth {
    unsigned long seed;
    double slowdown; /* factor on arms whose names begin with prefix */
    const char *prefix;
    const char *broken; /* arm that computes wrong results; NULL: none */
    bool one_process;   /* its blocks have one effect */
};

static void add_arm(struct fit_data *data, uint32_t instance, const char *name,
                    const struct truth *truth)
{
    struct arm arm;
    assert_true(arm_parse(name, &arm));
    bool broken = truth->broken && strcmp(name, truth->broken) == 0;
    uint32_t at =
        fit_data_arm(data, instance, &arm, broken ? ARM_STATUS_WRONG_RESULT : ARM_STATUS_OK);
    assert_int_not_equal(at, FIT_NONE);
    data->arms[at].samples = 80;
}

static void add_values(struct fit_data *data, const struct truth *truth)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    double effects[PROCESSES];
    gsl_rng_set(random, truth->seed);
    data->process_count = truth->one_process ? 1 : PROCESSES;
    data->unit_count = PROCESSES;
    data->values = calloc(data->arm_count * PROCESSES, sizeof(*data->values));
    for (size_t p = 0; p < PROCESSES; p++)
        effects[p] =
            p > 0 && truth->one_process ? effects[0] : gsl_ran_gaussian(random, PROCESS_EFFECT);
    for (size_t i = 0; i < data->arm_count; i++) {
        const char *name = arm_names[i % ARMS];
        bool slow = strncmp(name, truth->prefix, strlen(truth->prefix)) == 0;
        for (size_t p = 0; p < PROCESSES; p++) {
            struct fit_value *value = &data->values[i * PROCESSES + p];
            size_t baseline = i - i % ARMS;
            value->log_wall = 12 + 0.1 * (double)(i % 7) + effects[p] +
                              gsl_ran_gaussian(random, CELL_NOISE) +
                              (slow ? log(truth->slowdown) : 0);
            value->log_base = data->values[baseline * PROCESSES + p].log_wall;
            value->count = 16;
        }
    }
    gsl_rng_free(random);
}

static void make_run(struct fit_data *data, const struct truth *truth)
{
    assert_int_equal(fit_data_create(data), 0);
    for (int i = 0; i < INSTANCES; i++) {
        struct fit_instance instance = {
            .workload = "spin", .wait = DW_WAIT_BATCH, .launches = 64, .repeats = 1};
        snprintf(instance.instance, sizeof(instance.instance), "i%d", i);
        uint32_t at = fit_data_instance(data, &instance);
        for (size_t k = 0; k < ARMS; k++)
            add_arm(data, at, arm_names[k], truth);
    }
    add_values(data, truth);
}

static enum compare_verdict compare_pair(const struct truth *a, const struct truth *b)
{
    struct comparison comparison = {.verdict = COMPARE_UNCLEAR};
    make_run(&comparison.data[0], a);
    make_run(&comparison.data[1], b);
    assert_int_equal(
        compare_match_create(&comparison.match, &comparison.data[0], &comparison.data[1]), 0);
    assert_int_equal(compare_times_create(&comparison.times, &comparison.match, log1p(THRESHOLD)),
                     0);
    enum compare_verdict verdict = compare_overall(&comparison);
    compare_free(&comparison);
    return verdict;
}

static size_t count_slower(double slowdown, const char *prefix, size_t *same)
{
    size_t slower = 0;
    *same = 0;
    for (unsigned long pair = 0; pair < PAIRS; pair++) {
        const struct truth a = {2 * pair + 1, 1, "", NULL, false};
        const struct truth b = {2 * pair + 2, slowdown, prefix, NULL, false};
        enum compare_verdict verdict = compare_pair(&a, &b);
        slower += verdict == COMPARE_SLOWER;
        *same += verdict == COMPARE_SAME;
    }
    print_message("x%.2f on '%s': %zu of %d slower, %zu the same\n", slowdown, prefix, slower,
                  PAIRS, *same);
    return slower;
}

static void unchanged_pairs_are_the_same(void **state)
{
    size_t same;
    assert_in_range(count_slower(1, "", &same), 0, PAIRS / 100);
    assert_in_range(same, PAIRS * 97 / 100, PAIRS);
    (void)state;
}

static void a_slowdown_of_everything_is_found(void **state)
{
    size_t same;
    assert_in_range(count_slower(1.05, "", &same), PAIRS * 99 / 100, PAIRS);
    (void)state;
}

static void a_slowdown_of_one_arm_is_found(void **state)
{
    size_t same;
    assert_in_range(count_slower(1.05, "command_reuse/unrolled", &same), PAIRS * 99 / 100, PAIRS);
    assert_in_range(count_slower(1.05, "plain_launches/each", &same), PAIRS * 99 / 100, PAIRS);
    (void)state;
}

/* Its blocks agree, and another process would have started otherwise. */
static void one_process_is_one_value(void **state)
{
    size_t several = 0;
    for (unsigned long pair = 0; pair < PAIRS; pair++) {
        const struct truth a = {2 * pair + 1, 1, "", NULL, true};
        const struct truth b = {2 * pair + 2, 1, "", NULL, true};
        const struct truth c = {2 * pair + 2, 1, "", NULL, false};
        assert_string_equal(compare_verdict_name(compare_pair(&a, &b)), "unclear");
        const enum compare_verdict verdict = compare_pair(&a, &c);
        several += verdict != COMPARE_SAME && verdict != COMPARE_UNCLEAR;
    }
    assert_in_range(several, 0, PAIRS / 100);
    (void)state;
}

static void write_calibration(const char *folder, const struct fit_data *data, double launch_ns)
{
    char device[DW_DEVICE_TEXT_SIZE], text[256 + 2 * DW_DEVICE_TEXT_SIZE];
    dw_format_device_key(&data->device.key, device, sizeof(device));
    snprintf(text, sizeof(text),
             "device,constant,value,lo,hi,unit,samples\n"
             "%s,batch.per_launch_overhead,%g,%g,%g,ns,1260\n%s,device.cores,80,80,80,cores,1\n",
             device, launch_ns, launch_ns - 90, launch_ns + 90, device);
    folder_write(folder, "calibration.csv", text);
}

/* Nor does an interval of blocks hold for another process; what a device says does. */
static void one_process_says_little_of_costs(void **state)
{
    static char first[FOLDER_SIZE], second[FOLDER_SIZE];
    char *const folders[COMPARE_RUNS] = {first, second};
    const char *const runs[COMPARE_RUNS] = {first, second};
    for (int one = 0; one < 2; one++) {
        struct comparison comparison = {.verdict = COMPARE_UNCLEAR};
        for (int run = 0; run < COMPARE_RUNS; run++) {
            const struct truth truth = {(unsigned long)run + 1, 1, "", NULL, one == 1};
            make_run(&comparison.data[run], &truth);
            folder_create(folders[run]);
            write_calibration(folders[run], &comparison.data[run], run == 0 ? 8600 : 9400);
        }
        assert_int_equal(
            compare_match_create(&comparison.match, &comparison.data[0], &comparison.data[1]), 0);
        assert_int_equal(
            compare_constants_create(&comparison.constants, &comparison.match, runs, THRESHOLD), 0);
        assert_int_equal(comparison.constants.count, 2);
        assert_int_equal(comparison.constants.rows[0].verdict,
                         one ? COMPARE_UNCLEAR : COMPARE_SLOWER);
        assert_int_equal(comparison.constants.rows[1].verdict, COMPARE_SAME);
        compare_free(&comparison);
        for (int run = 0; run < COMPARE_RUNS; run++)
            folder_remove(folders[run]);
    }
    (void)state;
}

static void faster_is_not_slower(void **state)
{
    const struct truth a = {1, 1.1, "", NULL, false}, b = {2, 1, "", NULL, false};
    assert_int_equal(compare_pair(&a, &b), COMPARE_FASTER);
    (void)state;
}

static void an_arm_that_broke_is_different(void **state)
{
    const struct truth a = {1, 1, "", NULL, false}, b = {2, 1, "", "command_reuse/armed", false};
    assert_int_equal(compare_pair(&a, &b), COMPARE_DIFFERENT);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unchanged_pairs_are_the_same),
        cmocka_unit_test(a_slowdown_of_everything_is_found),
        cmocka_unit_test(a_slowdown_of_one_arm_is_found),
        cmocka_unit_test(one_process_is_one_value),
        cmocka_unit_test(one_process_says_little_of_costs),
        cmocka_unit_test(faster_is_not_slower),
        cmocka_unit_test(an_arm_that_broke_is_different),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>
#include <sys/stat.h>

#include "follow/follow_folder.h"
#include "merge/pool.h"

static struct merge_block block_of(double value, double half)
{
    return (struct merge_block){
        .value = {.value = value, .lo = value - half, .hi = value + half, .samples = 10}};
}

static void assert_between(double value, double lo, double hi)
{
    if (!(value >= lo && value <= hi))
        fail_msg("%.9g is not in %.9g to %.9g", value, lo, hi);
}

static void one_machine_is_itself(void **state)
{
    struct merge_block block = block_of(9000, 90);
    struct merge_value pooled;
    assert_int_equal(merge_pool(&block, 1, &pooled), 0);
    assert_between(pooled.value, 9000, 9000);
    assert_between(pooled.lo, 8910, 8910);
    assert_int_equal(pooled.machines, 1);
    (void)state;
}

/* Neither the smallest nor the last one wins. */
static void machines_are_pooled_in_their_middle(void **state)
{
    struct merge_block blocks[] = {block_of(9100, 50), block_of(8900, 50), block_of(9000, 50),
                                   block_of(9050, 50), block_of(8950, 50)};
    struct merge_value pooled;
    assert_int_equal(merge_pool(blocks, 5, &pooled), 0);
    assert_between(pooled.value, 8990, 9010);
    assert_between(pooled.lo, 8850, 8960);
    assert_between(pooled.hi, 9040, 9150);
    assert_int_equal(pooled.machines, 5);
    assert_int_equal(pooled.samples, 50);
    (void)state;
}

static void outliers_are_left_out(void **state)
{
    struct merge_block blocks[] = {block_of(9000, 50), block_of(9050, 50), block_of(27000, 50),
                                   block_of(8950, 50)};
    struct merge_value pooled;
    assert_int_equal(merge_pool(blocks, 4, &pooled), 0);
    assert_true(blocks[2].outlier);
    assert_false(blocks[0].outlier || blocks[1].outlier || blocks[3].outlier);
    assert_between(pooled.value, 8980, 9020);
    assert_int_equal(pooled.machines, 3);
    /* Two cannot say which of them is wrong, and close ones are not apart. */
    assert_int_equal(merge_pool(blocks + 1, 2, &pooled), 0);
    assert_false(blocks[1].outlier || blocks[2].outlier);
    assert_between(pooled.lo, 9000, 9000);
    assert_between(pooled.hi, 27050, 27050);
    struct merge_block close[] = {block_of(9000, 1), block_of(9001, 1), block_of(9500, 1)};
    assert_int_equal(merge_pool(close, 3, &pooled), 0);
    assert_false(close[2].outlier);
    (void)state;
}

static void most_machines_say_never(void **state)
{
    const double never = (double)INFINITY;
    struct merge_block blocks[] = {block_of(never, 0), block_of(never, 0), block_of(50000, 50)};
    struct merge_value pooled;
    assert_int_equal(merge_pool(blocks, 3, &pooled), 0);
    assert_true(isinf(pooled.value));
    assert_int_equal(pooled.machines, 2);
    blocks[0] = block_of(51000, 50);
    assert_int_equal(merge_pool(blocks, 3, &pooled), 0);
    assert_between(pooled.value, 50000, 51000);
    (void)state;
}

static void zeros_are_pooled(void **state)
{
    struct merge_block blocks[] = {block_of(0, 30), block_of(0, 20), block_of(10, 30)};
    struct merge_value pooled;
    assert_int_equal(merge_pool(blocks, 3, &pooled), 0);
    assert_between(pooled.value, 0, 5);
    assert_between(pooled.lo, 0, 0);
    (void)state;
}

/* An interval of no width is no small one and no wide one: pooled, it stays what it was. */
static void exact_values_stay_exact(void **state)
{
    struct merge_block cores[] = {block_of(132, 0), block_of(132, 0), block_of(132, 0)};
    struct merge_value pooled;
    assert_int_equal(merge_pool(cores, 3, &pooled), 0);
    assert_between(pooled.value, 132 - 1e-7, 132 + 1e-7);
    assert_between(pooled.lo, 132 - 1e-7, 132 + 1e-7);
    assert_between(pooled.hi, 132 - 1e-7, 132 + 1e-7);
    struct merge_block zeros[] = {block_of(0, 0), block_of(0, 0), block_of(0, 0)};
    assert_int_equal(merge_pool(zeros, 3, &pooled), 0);
    assert_between(pooled.value, 0, 0);
    assert_between(pooled.hi, 0, 1e-7);
    /* A side that is missing does not make an interval exact. */
    struct merge_block below[] = {block_of(16, 0), block_of(16, 0), block_of(16, 0)};
    below[0].value.lo = below[1].value.lo = below[2].value.lo = 12;
    assert_int_equal(merge_pool(below, 3, &pooled), 0);
    assert_between(pooled.lo, 8, 14);
    /* Where they differ, they differ by no more than they say: Student's t times sd / sqrt(3). */
    struct merge_block apart[] = {block_of(130, 0), block_of(132, 0), block_of(134, 0)};
    assert_int_equal(merge_pool(apart, 3, &pooled), 0);
    assert_between(pooled.value, 131.9, 132.1);
    assert_between(pooled.lo, 126.9, 127.3);
    assert_between(pooled.hi, 136.8, 137.2);
    (void)state;
}

/* A wide interval neither outweighs them nor widens theirs. */
static void a_wide_value_does_not_outweigh_exact_ones(void **state)
{
    struct merge_block blocks[] = {block_of(16, 0), block_of(16, 0), block_of(24, 8)};
    struct merge_value pooled;
    assert_int_equal(merge_pool(blocks, 3, &pooled), 0);
    assert_between(pooled.value, 16 - 1e-7, 16 + 1e-7);
    assert_between(pooled.lo, 8, 12);
    assert_between(pooled.hi, 24, 32);
    struct merge_block near[] = {block_of(16, 0), block_of(17, 8), block_of(16, 0),
                                 block_of(16, 0)};
    near[1].value.hi = (double)INFINITY;
    assert_int_equal(merge_pool(near, 4, &pooled), 0);
    assert_between(pooled.value, 16 - 1e-7, 16 + 1e-7);
    assert_between(pooled.hi, 16 - 1e-7, 16 + 1e-7);
    (void)state;
}

/* Alone among wide ones, an interval of no width is one that saw too little. */
static void one_exact_value_is_no_more_than_the_others(void **state)
{
    struct merge_block blocks[] = {block_of(16, 0), block_of(20, 8), block_of(20, 8),
                                   block_of(20, 8)};
    struct merge_value pooled;
    assert_int_equal(merge_pool(blocks, 4, &pooled), 0);
    assert_between(pooled.value, 18, 20);
    assert_between(pooled.lo, 12, 16);
    assert_between(pooled.hi, 22, 28);
    (void)state;
}

/* Also where its ends are the value, which is pooled as a logarithm. */
static void the_interval_holds_the_value(void **state)
{
    for (int value = 1; value <= 100; value++) {
        struct merge_block blocks[] = {block_of(value, 0), block_of(value, 0)};
        struct merge_value pooled;
        assert_int_equal(merge_pool(blocks, 2, &pooled), 0);
        if (!(pooled.lo <= pooled.value && pooled.hi >= pooled.value))
            fail_msg("%.17g is not within %.17g to %.17g", pooled.value, pooled.lo, pooled.hi);
        assert_between(pooled.value, value - 1e-9, value + 1e-9);
    }
    (void)state;
}

/* 3 % between machines, 1 % within: the interval holds the truth in 95 %. */
static void intervals_hold_the_truth(void **state)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    size_t held = 0;
    for (int trial = 0; trial < 2000; trial++) {
        struct merge_block blocks[8];
        struct merge_value pooled;
        for (size_t i = 0; i < 8; i++) {
            double place = gsl_ran_gaussian(random, 0.03) + gsl_ran_gaussian(random, 0.01);
            double value = 9000 * exp(place);
            blocks[i] = block_of(value, value * 0.0196);
        }
        assert_int_equal(merge_pool(blocks, 8, &pooled), 0);
        held += pooled.lo <= 9000 && pooled.hi >= 9000;
    }
    gsl_rng_free(random);
    print_message("held: %zu of 2000\n", held);
    assert_in_range(held, 1860, 1980);
    (void)state;
}

struct average {
    double value, weight;
};

static int compare_averages(const void *left, const void *right)
{
    const struct average *a = left, *b = right;
    return (a->value > b->value) - (a->value < b->value);
}

/* All Walsh averages, sorted: the weighted median of them. */
static double plain_median(const double *places, const double *weights, size_t count)
{
    struct average averages[24 * 25 / 2];
    size_t used = 0;
    double sum = 0, half = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i; k < count; k++) {
            averages[used] = (struct average){(places[i] + places[k]) / 2, weights[i] * weights[k]};
            sum += averages[used++].weight;
        }
    qsort(averages, used, sizeof(averages[0]), compare_averages);
    for (size_t i = 0; i < used; i++) {
        const double before = half;
        half += averages[i].weight;
        if (2 * half > sum * (1 + 1e-12))
            return 2 * before >= sum * (1 - 1e-12) && i > 0
                       ? (averages[i - 1].value + averages[i].value) / 2
                       : averages[i].value;
    }
    return averages[used - 1].value;
}

/* The spread is below what the intervals explain: weights are the intervals' alone. */
static void the_fast_median_is_the_plain_one(void **state)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    for (int trial = 0; trial < 3000; trial++) {
        struct merge_block blocks[24];
        struct merge_value pooled;
        double places[24], weights[24];
        const size_t count = 1 + gsl_rng_uniform_int(random, 24);
        const bool ties = trial % 3 == 0, even = trial % 2 == 0;
        for (size_t i = 0; i < count; i++) {
            const double error = even ? 0.2 : 0.1 + 0.1 * gsl_rng_uniform(random);
            double value = exp(gsl_ran_gaussian(random, 0.01));
            if (ties)
                value = 1 + 0.01 * (double)gsl_rng_uniform_int(random, 3);
            blocks[i] = (struct merge_block){
                .value = {
                    .value = value, .lo = value / 2, .hi = value * exp(1.959963984540054 * error)}};
            places[i] = log(value);
            weights[i] = 1 / (error * error);
        }
        assert_int_equal(merge_pool(blocks, count, &pooled), 0);
        const double expected = exp(plain_median(places, weights, count));
        assert_between(pooled.value / expected, 1 - 1e-9, 1 + 1e-9);
    }
    gsl_rng_free(random);
    (void)state;
}

static void make_machines(const char *folder)
{
    static const double factors[] = {1, 1.02, 0.99, 1.01, 3};
    for (unsigned i = 0; i < 5; i++) {
        char name[8], uuid[8], path[256];
        struct follow_run run = FOLLOW_RUN;
        snprintf(name, sizeof(name), "r%u", i);
        snprintf(uuid, sizeof(uuid), "gpu%u", i);
        run.uuid = uuid;
        run.number = i;
        run.factor = factors[i];
        follow_make_run(folder, name, &run, path);
    }
}

static void assert_same_files(const char *folder, const char *a, const char *b)
{
    static const char *const names[] = {"calibration.csv", "calibration_table.h", "members.csv",
                                        "outliers.csv"};
    for (int i = 0; i < 4; i++) {
        char command[512];
        snprintf(command, sizeof(command), "cmp '%s/%s/%s' '%s/%s/%s'", folder, a, names[i], folder,
                 b, names[i]);
        assert_int_equal(system(command), 0);
    }
}

static void order_and_steps_do_not_matter(void **state)
{
    char f[FOLDER_SIZE];
    folder_create(f);
    make_machines(f);
    assert_int_equal(follow_program(f,
                                    "merge '%s/r0' '%s/r1' '%s/r2' '%s/r3' '%s/r4' --out '%s/all'",
                                    f, f, f, f, f, f),
                     0);
    char *text = folder_read(f, "out");
    assert_non_null(strstr(text, "left out: gpu4"));
    free(text);
    assert_int_equal(
        follow_program(f, "merge '%s/r4' '%s/r2' '%s/r0' '%s/r3' '%s/r1' '%s/r0' --out '%s/other'",
                       f, f, f, f, f, f, f),
        0);
    assert_same_files(f, "all", "other");
    assert_int_equal(follow_program(f, "merge '%s/r3' '%s/r1' --out '%s/ab'", f, f, f), 0);
    assert_int_equal(follow_program(f, "merge '%s/r4' '%s/ab' '%s/r0' --out '%s/abc'", f, f, f, f),
                     0);
    assert_int_equal(follow_program(f, "merge '%s/abc' '%s/r2' --out '%s/abcd'", f, f, f), 0);
    assert_same_files(f, "all", "abcd");
    folder_remove(f);
    (void)state;
}

static size_t count_rows(const char *folder)
{
    size_t rows = 0;
    char *text = folder_read(folder, "calibration_table.h");
    assert_non_null(text);
    assert_int_equal(sscanf(strstr(text, "ROW_COUNT"), "ROW_COUNT %zu", &rows), 1);
    free(text);
    return rows;
}

/* Of the table, not of calibration.csv. */
static void rows_on_few_machines_are_cut(void **state)
{
    char f[FOLDER_SIZE], path[256], out[256];
    struct follow_run run = FOLLOW_RUN;
    folder_create(f);
    make_machines(f);
    run.device = "Lone";
    run.uuid = "lone";
    follow_make_run(f, "lone", &run, path);
    snprintf(out, sizeof(out), "%s/table", f);
    assert_int_equal(follow_program(f, "merge '%s' --out '%s'", f, out), 0);
    const size_t all = count_rows(out);
    assert_int_equal(follow_program(f, "merge '%s' --machines 3 --out '%s'", f, out), 0);
    assert_int_equal(count_rows(out), all - 1);
    char *text = folder_read(out, "calibration.csv");
    assert_non_null(strstr(text, ":Lone,batch.per_launch_overhead,9000,"));
    free(text);
    /* Both devices say the same: one row serves them. */
    assert_int_equal(follow_program(f, "merge '%s' --cut 5 --out '%s'", f, out), 0);
    assert_int_equal(count_rows(out), all - 1);
    folder_remove(f);
    (void)state;
}

static void what_cannot_be_merged_is_refused(void **state)
{
    char f[FOLDER_SIZE], path[256];
    struct follow_run run = FOLLOW_RUN;
    folder_create(f);
    make_machines(f);
    assert_int_equal(follow_program(f, "merge '%s/r0'", f), 2);
    assert_int_equal(follow_program(f, "merge --out '%s/x'", f), 2);
    assert_int_equal(follow_program(f, "merge '%s/r0' '%s/missing' --out '%s/x'", f, f, f), 2);
    assert_int_equal(follow_program(f, "merge '%s/r0' '%s/r1' --out '%s/r1'", f, f, f), 2);
    run.simulated = true;
    run.uuid = "s";
    follow_make_run(f, "sim", &run, path);
    assert_int_equal(follow_program(f, "merge '%s/r0' '%s/sim' --out '%s/x'", f, f, f), 2);
    /* The same run fitted to something else. */
    run = (struct follow_run)FOLLOW_RUN;
    run.uuid = "gpu0";
    run.factor = 2;
    follow_make_run(f, "twin", &run, path);
    assert_int_equal(follow_program(f, "merge '%s/r0' '%s/twin' --out '%s/x'", f, f, f), 2);
    snprintf(path, sizeof(path), "%s/r2", f);
    folder_write(path, "calibration.csv", "device,constant,value,lo,hi,unit,samples\n0x10de:0x2");
    assert_int_equal(follow_program(f, "merge '%s/r0' '%s/r2' --out '%s/x'", f, f, f), 2);
    char *errors = folder_read(f, "err");
    assert_non_null(strstr(errors, "/r2/calibration.csv"));
    free(errors);
    /* What core would not read is not passed on, from a run and from a merged folder. */
    static const char *const broken[] = {"-5,-8,-3", "5,6,8", "5,3,4", ",,8"};
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        char text[512], merged[256];
        snprintf(text, sizeof(text),
                 "device,constant,value,lo,hi,unit,samples\n"
                 "0x10de:0x2335:discrete:0x1:GPU,batch.per_launch_overhead,%s,ns,3\n",
                 broken[i]);
        folder_write(path, "calibration.csv", text);
        assert_int_equal(follow_program(f, "merge '%s/r0' '%s/r2' --out '%s/x'", f, f, f), 2);
        snprintf(text, sizeof(text),
                 "machine,run,dataset_hash,simulated,device,constant,value,lo,hi,unit,samples\n"
                 "m,r,1,0,0x10de:0x2335:discrete:0x1:GPU,batch.per_launch_overhead,%s,ns,3\n",
                 broken[i]);
        snprintf(merged, sizeof(merged), "%s/broken", f);
        assert_true(mkdir(merged, 0700) == 0 || i > 0);
        folder_write(merged, "members.csv", text);
        assert_int_equal(follow_program(f, "merge '%s/r0' '%s/broken' --out '%s/x'", f, f, f), 2);
        errors = folder_read(f, "err");
        assert_non_null(
            strstr(errors, "run r: 'batch.per_launch_overhead' is below 0, or outside"));
        free(errors);
    }
    snprintf(path, sizeof(path), "%s/x", f);
    assert_int_not_equal(access(path, F_OK), 0);
    folder_remove(f);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_machine_is_itself),
        cmocka_unit_test(machines_are_pooled_in_their_middle),
        cmocka_unit_test(outliers_are_left_out),
        cmocka_unit_test(most_machines_say_never),
        cmocka_unit_test(zeros_are_pooled),
        cmocka_unit_test(exact_values_stay_exact),
        cmocka_unit_test(a_wide_value_does_not_outweigh_exact_ones),
        cmocka_unit_test(one_exact_value_is_no_more_than_the_others),
        cmocka_unit_test(the_interval_holds_the_value),
        cmocka_unit_test(intervals_hold_the_truth),
        cmocka_unit_test(the_fast_median_is_the_plain_one),
        cmocka_unit_test(order_and_steps_do_not_matter),
        cmocka_unit_test(rows_on_few_machines_are_cut),
        cmocka_unit_test(what_cannot_be_merged_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

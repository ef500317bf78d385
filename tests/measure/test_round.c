/* The timing loop on an engine of counters: what is called, what is handed over, and when. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "measure/round.h"

#define ARMS 6
#define ROUNDS 600

static struct measure_engine engine;
static uint64_t clock_ns, processor_clock_ns;
static int fails_at, executed, prepared,
    stamped_batches; /* fails_at: the batch that fails, from 1 */

/* Takes time that must not be in any sample. */
static int prepare(struct measure_engine *base, void *arm, bool stamped)
{
    assert_ptr_equal(base->running, arm);
    clock_ns += 100000;
    processor_clock_ns += 100000;
    prepared += 1 + stamped;
    return DW_OK;
}

static int execute(struct measure_engine *base, void *arm, bool stamped,
                   struct measure_batch *batch)
{
    const uint64_t length = *(const uint64_t *)arm;
    assert_ptr_equal(base->running, arm);
    assert_int_equal(prepared, 1 + stamped); /* for this batch, and once */
    prepared = 0;
    stamped_batches += stamped;
    if (++executed == fails_at)
        return DW_ERROR_DEVICE_LOST;
    clock_ns += stamped ? 7 * length : length;
    processor_clock_ns += length / 4;
    batch->waited_ns = length / 2;
    batch->span_ns = stamped ? (double)length / 10 : (double)NAN;
    return DW_OK;
}

static void spend(struct measure_engine *base, double ns)
{
    (void)base;
    clock_ns += (uint64_t)ns;
    processor_clock_ns += (uint64_t)ns;
}

static uint64_t wall_ns(struct measure_engine *base)
{
    (void)base;
    return clock_ns;
}

static uint64_t processor_ns(struct measure_engine *base)
{
    (void)base;
    return processor_clock_ns;
}

static const struct measure_ops ops = {.prepare = prepare,
                                       .execute = execute,
                                       .spend = spend,
                                       .wall_ns = wall_ns,
                                       .processor_ns = processor_ns};

struct kept {
    size_t count;
    size_t arm[ARMS];
    uint32_t position[ARMS], round[ARMS];
    struct measure_sample sample[ARMS];
};

static uint64_t lengths[ARMS] = {1000, 2000, 3000, 4000, 5000, 6000};
static struct measure_arm arms[ARMS];

static int keep(void *context, const struct measure_arm *arm, uint32_t round, uint32_t position,
                const struct measure_sample *sample)
{
    struct kept *kept = context;
    assert_true(kept->count < ARMS);
    kept->arm[kept->count] = (size_t)(arm - arms);
    kept->round[kept->count] = round;
    kept->position[kept->count] = position;
    kept->sample[kept->count++] = *sample;
    return DW_OK;
}

static int set_up(void **state)
{
    (void)state;
    engine = (struct measure_engine){.ops = &ops};
    fails_at = executed = stamped_batches = 0;
    for (size_t i = 0; i < ARMS; i++)
        arms[i] = (struct measure_arm){.arm = arm_baseline(), .handle = &lengths[i]};
    return 0;
}

static void a_sample_is_what_the_clocks_say(void **state)
{
    struct measure_sample sample;
    (void)state;
    arms[1].record_share_ns = 30;
    assert_int_equal(measure_batch_once(&engine, &arms[1], false, &sample), DW_OK);
    assert_true(sample.wall_ns == 2030 && sample.host_ns == 1030 && sample.cpu_ns == 500);
    assert_true(isnan(sample.gpu_ns));
    /* The stamped batch comes after the timed one and is no part of it. */
    assert_int_equal(measure_batch_once(&engine, &arms[1], true, &sample), DW_OK);
    assert_true(sample.wall_ns == 2030 && sample.host_ns == 1030 && sample.cpu_ns == 500);
    assert_true(sample.gpu_ns == 200);
    assert_int_equal(executed, 3);
    assert_int_equal(stamped_batches, 1);
}

/* Within the time, whole, and of no other arm's; the device does not know. */
static void a_planted_slowdown_is_in_the_sample(void **state)
{
    struct measure_sample sample;
    (void)state;
    arms[1].planted_ns = 250;
    assert_int_equal(measure_batch_once(&engine, &arms[1], true, &sample), DW_OK);
    assert_true(sample.wall_ns == 2250 && sample.host_ns == 1250 && sample.cpu_ns == 750);
    assert_true(sample.gpu_ns == 200);
    assert_int_equal(measure_batch_once(&engine, &arms[0], false, &sample), DW_OK);
    assert_true(sample.wall_ns == 1000);
}

static void every_arm_once_a_round_at_every_place(void **state)
{
    unsigned places[ARMS][ARMS] = {{0}};
    uint64_t random_state = 1;
    (void)state;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct kept kept = {0};
        unsigned seen = 0;
        assert_int_equal(
            measure_round(&engine, arms, ARMS, &random_state, round, false, keep, &kept), DW_OK);
        assert_int_equal(kept.count, ARMS);
        for (size_t i = 0; i < ARMS; i++) {
            assert_int_equal(kept.position[i], i);
            assert_int_equal(kept.round[i], round);
            assert_true(kept.sample[i].wall_ns == (double)lengths[kept.arm[i]]);
            seen |= 1u << kept.arm[i];
            places[kept.arm[i]][i]++;
        }
        assert_int_equal(seen, (1u << ARMS) - 1);
    }
    /* 100 are expected, sd 9. */
    for (size_t arm = 0; arm < ARMS; arm++)
        for (size_t place = 0; place < ARMS; place++)
            if (places[arm][place] < 55 || places[arm][place] > 145)
                fail_msg("arm %zu was %u times at place %zu", arm, places[arm][place], place);
}

/* Each way of waiting is one stretch of the round, and any may come first. */
static void arms_that_wait_alike_are_neighbours(void **state)
{
    static const uint8_t sides[ARMS] = {
        DW_WAITING_SIDE_BLOCK, DW_WAITING_SIDE_SPIN,  DW_WAITING_SIDE_TIMELINE,
        DW_WAITING_SIDE_SPIN,  DW_WAITING_SIDE_BLOCK, DW_WAITING_SIDE_BLOCK,
    };
    unsigned first[DW_WAITING_SIDE_COUNT] = {0};
    uint64_t random_state = 1;
    (void)state;
    for (size_t i = 0; i < ARMS; i++)
        arms[i].arm.choice.side[DW_AXIS_WAITING] = sides[i];
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct kept kept = {0};
        unsigned changes = 0;
        measure_round(&engine, arms, ARMS, &random_state, round, false, keep, &kept);
        assert_int_equal(kept.count, ARMS);
        for (size_t i = 1; i < ARMS; i++)
            changes += sides[kept.arm[i]] != sides[kept.arm[i - 1]];
        assert_int_equal(changes, 2);
        first[sides[kept.arm[0]]]++;
    }
    /* 200 are expected, sd 12. */
    assert_in_range(first[DW_WAITING_SIDE_BLOCK], 140, 260);
    assert_in_range(first[DW_WAITING_SIDE_SPIN], 140, 260);
    assert_in_range(first[DW_WAITING_SIDE_TIMELINE], 140, 260);
}

static void the_order_follows_from_the_seed(void **state)
{
    uint64_t first = 5, again = 5, other = 6;
    unsigned different = 0;
    (void)state;
    for (uint32_t round = 0; round < 20; round++) {
        struct kept kept[3] = {{0}};
        measure_round(&engine, arms, ARMS, &first, round, false, keep, &kept[0]);
        measure_round(&engine, arms, ARMS, &again, round, false, keep, &kept[1]);
        measure_round(&engine, arms, ARMS, &other, round, false, keep, &kept[2]);
        assert_memory_equal(kept[0].arm, kept[1].arm, sizeof kept[0].arm);
        different += memcmp(kept[0].arm, kept[2].arm, sizeof kept[0].arm) != 0;
    }
    assert_true(different > 15);
}

static void arms_that_are_not_open_are_left_out(void **state)
{
    struct kept kept = {0};
    uint64_t random_state = 1;
    (void)state;
    arms[0].handle = arms[4].handle = NULL;
    assert_int_equal(measure_round(&engine, arms, ARMS, &random_state, 0, true, keep, &kept),
                     DW_OK);
    assert_int_equal(kept.count, ARMS - 2);
    for (size_t i = 0; i < kept.count; i++) {
        assert_int_equal(kept.position[i], i);
        assert_true(kept.arm[i] != 0 && kept.arm[i] != 4);
    }
}

static void a_failed_round_leaves_no_sample(void **state)
{
    (void)state;
    for (int at = 1; at <= 2 * ARMS; at++) {
        struct kept kept = {0};
        uint64_t random_state = 3;
        executed = 0;
        fails_at = at;
        assert_int_equal(measure_round(&engine, arms, ARMS, &random_state, 0, true, keep, &kept),
                         DW_ERROR_DEVICE_LOST);
        assert_int_equal(kept.count, 0);
        assert_int_equal(executed, at);
    }
}

/* The policy is asked anew within the time; an answer that is not the arm's mode is no sample. */
static void the_policys_own_arm_is_checked(void **state)
{
    static const struct dw_calibration_row *row;
    struct measure_sample sample;
    const struct reference_batch one = {.wait = DW_WAIT_BATCH, .launches = 1, .repeats = 1};
    const struct reference_batch many = {.wait = DW_WAIT_BATCH, .launches = 1000, .repeats = 1};
    enum dw_tier tier;
    const struct dw_device_key nobody = {.kind = DW_DEVICE_KIND_OTHER, .name = "nobody"};
    (void)state;
    row = dw_lookup_calibration(dw_builtin_calibration(), &nobody, &tier);
    arms[0].row = row;
    arms[0].asked = &one;
    assert_int_equal(measure_batch_once(&engine, &arms[0], false, &sample), DW_OK);
    arms[0].asked = &many;
    assert_int_equal(measure_batch_once(&engine, &arms[0], false, &sample), DW_ERROR_WRONG_RESULT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_sample_is_what_the_clocks_say, set_up),
        cmocka_unit_test_setup(a_planted_slowdown_is_in_the_sample, set_up),
        cmocka_unit_test_setup(every_arm_once_a_round_at_every_place, set_up),
        cmocka_unit_test_setup(arms_that_wait_alike_are_neighbours, set_up),
        cmocka_unit_test_setup(the_order_follows_from_the_seed, set_up),
        cmocka_unit_test_setup(arms_that_are_not_open_are_left_out, set_up),
        cmocka_unit_test_setup(a_failed_round_leaves_no_sample, set_up),
        cmocka_unit_test_setup(the_policys_own_arm_is_checked, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

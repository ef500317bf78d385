#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "dispatchwise/dispatchwise.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

#define SET_MAX 4
struct set {
    uint32_t slots[SET_MAX];
    size_t count;
};

static struct dw_slots view(const struct set *set)
{
    /* An empty set may have no memory at all. */
    struct dw_slots slots = {set->count > 0 ? set->slots : NULL, set->count};
    return slots;
}

static void test_hazards(void **state)
{
    static const struct {
        struct set a_reads, a_writes, b_reads, b_writes;
        enum dw_arms expected;
    } rows[] = {
        {{{0}, 0}, {{0}, 0}, {{0}, 0}, {{0}, 0}, DW_ARMS_INDEPENDENT},
        {{{0, 1}, 2}, {{2}, 1}, {{3, 4}, 2}, {{5}, 1}, DW_ARMS_INDEPENDENT},
        /* both read: no hazard */
        {{{7}, 1}, {{2}, 1}, {{7}, 1}, {{5}, 1}, DW_ARMS_INDEPENDENT},
        /* an arm may meet itself */
        {{{7}, 1}, {{7}, 1}, {{9}, 1}, {{9}, 1}, DW_ARMS_INDEPENDENT},
        {{{0}, 0}, {{3}, 1}, {{0}, 0}, {{3}, 1}, DW_ARMS_WRITE_WRITE_CONFLICT},
        {{{0}, 0}, {{3}, 1}, {{3}, 1}, {{0}, 0}, DW_ARMS_READ_AFTER_WRITE},
        {{{3}, 1}, {{0}, 0}, {{0}, 0}, {{3}, 1}, DW_ARMS_WRITE_AFTER_READ},
        {{{5}, 1}, {{1}, 1}, {{0}, 1}, {{5}, 1}, DW_ARMS_WRITE_AFTER_READ},
        /* of several hazards the first in the order */
        {{{3}, 1}, {{3}, 1}, {{3}, 1}, {{3}, 1}, DW_ARMS_WRITE_WRITE_CONFLICT},
        {{{4}, 1}, {{3}, 1}, {{3}, 1}, {{4}, 1}, DW_ARMS_READ_AFTER_WRITE},
        /* duplicates, any order */
        {{{0}, 0}, {{9, 2, 9, 9}, 4}, {{0}, 0}, {{1, 9, 1, 9}, 4}, DW_ARMS_WRITE_WRITE_CONFLICT},
        {{{1, 1, 1}, 3}, {{2, 2}, 2}, {{1, 1}, 2}, {{3, 3, 3}, 3}, DW_ARMS_INDEPENDENT},
        /* slots of any number; 64 apart is not the same */
        {{{0}, 0}, {{UINT32_MAX}, 1}, {{0}, 0}, {{UINT32_MAX}, 1}, DW_ARMS_WRITE_WRITE_CONFLICT},
        {{{0}, 0}, {{0}, 1}, {{64}, 1}, {{128}, 1}, DW_ARMS_INDEPENDENT},
        {{{64}, 1}, {{0}, 1}, {{128}, 1}, {{64}, 1}, DW_ARMS_WRITE_AFTER_READ},
        {{{0}, 0}, {{0, 70, 3, 9}, 4}, {{1, 2, 70, 5}, 4}, {{6}, 1}, DW_ARMS_READ_AFTER_WRITE},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_policy_inputs inputs = {
            .arm_a = {view(&rows[i].a_reads), view(&rows[i].a_writes)},
            .arm_b = {view(&rows[i].b_reads), view(&rows[i].b_writes)},
        };
        struct dw_policy_verdict verdict;
        enum dw_arms found = dw_decide_arms(&inputs.arm_a, &inputs.arm_b);
        dw_evaluate_policy(&inputs, NULL, NULL, &verdict);
        if (found != rows[i].expected || verdict.arms != rows[i].expected)
            fail_msg("row %zu: %s, in the bundle %s, expected %s", i, dw_arms_name(found),
                     dw_arms_name(verdict.arms), dw_arms_name(rows[i].expected));
    }
}

static void test_copy(void **state)
{
    static const uint32_t reads[] = {1, 65}, writes[] = {2, UINT32_MAX};
    static const struct {
        bool has_copy;
        uint32_t slot;
        enum dw_copy expected;
    } rows[] = {
        {false, 1, DW_COPY_NONE},      {true, 1, DW_COPY_SERIALIZE},
        {true, 2, DW_COPY_SERIALIZE},  {true, UINT32_MAX, DW_COPY_SERIALIZE},
        {true, 65, DW_COPY_SERIALIZE}, {true, 0, DW_COPY_OVERLAP},
        {true, 66, DW_COPY_OVERLAP},   {true, 129, DW_COPY_OVERLAP},
        {true, 3, DW_COPY_OVERLAP},
    };
    struct dw_policy_inputs inputs = {.arm_a = {{reads, 2}, {writes, 2}},
                                      .arm_b = {{writes, 2}, {NULL, 0}}};
    const struct dw_arm nothing = {{NULL, 0}, {NULL, 0}};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_policy_verdict verdict;
        enum dw_copy found;
        inputs.copy = (struct dw_copy_inputs){rows[i].has_copy, rows[i].slot};
        found = dw_decide_copy(&inputs.copy, &inputs.arm_a);
        dw_evaluate_policy(&inputs, NULL, NULL, &verdict);
        if (found != rows[i].expected || verdict.copy != rows[i].expected)
            fail_msg("row %zu: %s, in the bundle %s, expected %s", i, dw_copy_name(found),
                     dw_copy_name(verdict.copy), dw_copy_name(rows[i].expected));
    }
    inputs.copy = (struct dw_copy_inputs){true, 0};
    assert_int_equal(dw_decide_copy(&inputs.copy, &nothing), DW_COPY_OVERLAP);
}

static uint64_t random_state = 1;

static uint32_t random_u32(void)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 32);
}

static bool meet_by_pairs(struct dw_slots a, struct dw_slots b)
{
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = 0; k < b.count; k++)
            if (a.slots[i] == b.slots[k])
                return true;
    return false;
}

static int compare_slots(const void *a, const void *b)
{
    const uint32_t *first = a, *second = b;
    return (*first > *second) - (*first < *second);
}

/* Pairs are the plainest oracle, but not for sets of thousands. */
static bool meet(struct dw_slots a, struct dw_slots b)
{
    uint32_t *sorted;
    bool found = false;
    if (a.count * b.count < 1000000)
        return meet_by_pairs(a, b);
    sorted = malloc(b.count * sizeof(*sorted));
    assert_non_null(sorted);
    memcpy(sorted, b.slots, b.count * sizeof(*sorted));
    qsort(sorted, b.count, sizeof(*sorted), compare_slots);
    for (size_t i = 0; i < a.count && !found; i++)
        found = bsearch(&a.slots[i], sorted, b.count, sizeof(*sorted), compare_slots) != NULL;
    free(sorted);
    return found;
}

static enum dw_arms oracle(const struct dw_arm *a, const struct dw_arm *b)
{
    if (meet(a->writes, b->writes))
        return DW_ARMS_WRITE_WRITE_CONFLICT;
    if (meet(a->writes, b->reads))
        return DW_ARMS_READ_AFTER_WRITE;
    return meet(a->reads, b->writes) ? DW_ARMS_WRITE_AFTER_READ : DW_ARMS_INDEPENDENT;
}

#define LARGE 20000

/* Up to `most` slots, each a random number below `range` (0: any) plus `base`. */
static struct dw_slots random_set(uint32_t *slots, size_t most, uint32_t range, uint32_t base)
{
    struct dw_slots set = {slots, random_u32() % (most + 1)};
    for (size_t i = 0; i < set.count; i++)
        slots[i] = (range == 0 ? random_u32() : random_u32() % range) + base;
    return set;
}

static void check_random(size_t most, uint32_t range, uint32_t base, int rounds)
{
    static uint32_t memory[4][LARGE];
    for (int round = 0; round < rounds; round++) {
        struct dw_policy_inputs inputs = {
            .arm_a = {random_set(memory[0], most, range, base),
                      random_set(memory[1], most, range, base)},
            .arm_b = {random_set(memory[2], most, range, base),
                      random_set(memory[3], most, range, base)},
            .copy = {true, random_u32() % (range == 0 ? 64 : range) + base},
        };
        struct dw_policy_verdict verdict;
        const uint32_t slot = inputs.copy.dst_slot;
        const struct dw_slots destination = {&slot, 1};
        enum dw_arms expected = oracle(&inputs.arm_a, &inputs.arm_b);
        enum dw_copy copy = meet_by_pairs(destination, inputs.arm_a.reads) ||
                                    meet_by_pairs(destination, inputs.arm_a.writes)
                                ? DW_COPY_SERIALIZE
                                : DW_COPY_OVERLAP;
        dw_evaluate_policy(&inputs, NULL, NULL, &verdict);
        if (verdict.arms != expected || verdict.copy != copy ||
            dw_decide_arms(&inputs.arm_a, &inputs.arm_b) != expected)
            fail_msg("most %zu, range %u, base %u, round %d: %s %s, expected %s %s", most, range,
                     base, round, dw_arms_name(verdict.arms), dw_copy_name(verdict.copy),
                     dw_arms_name(expected), dw_copy_name(copy));
    }
}

static void test_random_sets(void **state)
{
    (void)state;
    check_random(2, 6, 0, 5000);
    check_random(6, 40, 0, 5000);
    check_random(6, 200, 0, 5000);
    check_random(6, 40, UINT32_MAX - 39, 2000);
    check_random(70, 5000, 0, 1000);
    /* around the change from pairs to tables; narrow ranges go by bits, wide ones by hashes */
    check_random(400, 40000, 0, 100);
    check_random(400, 0, 0, 100);
    check_random(400, 40000, UINT32_MAX - 39999, 100);
    check_random(2000, 300000, 0, 20);
    check_random(LARGE, UINT32_C(1) << 31, 1000, 12);
}

static void test_the_last_common_slot_is_found(void **state)
{
    static uint32_t a[LARGE], b[LARGE];
    (void)state;
    for (uint32_t stride = 1; stride < UINT32_C(1) << 17; stride *= 16) {
        const struct dw_arm first = {{NULL, 0}, {a, LARGE}}, second = {{NULL, 0}, {b, LARGE}};
        for (uint32_t i = 0; i < LARGE; i++) {
            a[i] = 2 * i * stride;
            b[i] = (2 * i + 1) * stride;
        }
        assert_int_equal(dw_decide_arms(&first, &second), DW_ARMS_INDEPENDENT);
        b[LARGE / 2] = a[LARGE - 2];
        assert_int_equal(dw_decide_arms(&first, &second), DW_ARMS_WRITE_WRITE_CONFLICT);
        assert_int_equal(dw_decide_arms(&second, &first), DW_ARMS_WRITE_WRITE_CONFLICT);
    }
}

/* Whole ranges that do not meet, either way round; and the ring, if there is one, is still served.
 */
static void test_large_sets_apart(void **state)
{
    static uint32_t low[LARGE], high[LARGE];
    struct dw_policy_inputs inputs = {
        .persistent = {500, 5000, 1000, 50000},
        .arm_a = {{NULL, 0}, {low, LARGE}},
        .arm_b = {{NULL, 0}, {high, LARGE}},
    };
    struct dw_policy_verdict verdict;
    struct dw_audit_ring ring;
    (void)state;
    for (uint32_t i = 0; i < LARGE; i++) {
        low[i] = i;
        high[i] = LARGE + i;
    }
    dw_clear_audit(&ring);
    dw_evaluate_policy(&inputs, NULL, &ring, &verdict);
    assert_int_equal(verdict.arms, DW_ARMS_INDEPENDENT);
    assert_int_equal(dw_count_audit_events(&ring), 1);
    assert_int_equal(dw_decide_arms(&inputs.arm_b, &inputs.arm_a), DW_ARMS_INDEPENDENT);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void test_large_sets_are_not_compared_pair_by_pair(void **state)
{
    enum { HUGE_COUNT = 100000 };
    uint32_t *memory = malloc(4 * HUGE_COUNT * sizeof(*memory));
    struct dw_arm a, b;
    double start;
    (void)state;
    assert_non_null(memory);
    /* odd and even numbers all over the range: nothing is found before the end */
    for (size_t i = 0; i < 4 * HUGE_COUNT; i++)
        memory[i] = (random_u32() & ~UINT32_C(1)) | (i >= 2 * HUGE_COUNT);
    a = (struct dw_arm){{memory, HUGE_COUNT}, {memory + HUGE_COUNT, HUGE_COUNT}};
    b = (struct dw_arm){{memory + 2 * HUGE_COUNT, HUGE_COUNT},
                        {memory + 3 * HUGE_COUNT, HUGE_COUNT}};
    start = seconds();
    assert_int_equal(dw_decide_arms(&a, &b), DW_ARMS_INDEPENDENT);
    /* pairs would be 3 * 10^10 comparisons */
    if (!getenv("DISPATCHWISE_UNTIMED") && seconds() - start > 1.5)
        fail_msg("three pairs of sets of %d took %.3f s", HUGE_COUNT, seconds() - start);
    free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hazards),
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_random_sets),
        cmocka_unit_test(test_the_last_common_slot_is_found),
        cmocka_unit_test(test_large_sets_apart),
        cmocka_unit_test(test_large_sets_are_not_compared_pair_by_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Lists of ranges against the plainest loops over them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "measure/random.h"
#include "trace/accesses.h"
#include "trace/format.h"

#define RANGES_MAX 12
#define ROUNDS 100000

static struct object_access draw_range(uint64_t *random)
{
    const uint64_t drawn = measure_random(random);
    struct object_access range = {.place = 1 + drawn % 2, .begin = drawn >> 8 & 15};
    range.end = range.begin + (drawn >> 16 & 7); /* of no bytes, too */
    range.access = 1 + (uint32_t)(drawn >> 24) % TRACE_ACCESS_BOTH;
    return range;
}

static bool overlap(const struct object_access *a, const struct object_access *b)
{
    return a->place == b->place && a->begin < a->end && b->begin < b->end && a->begin < b->end &&
           b->begin < a->end;
}

static enum trace_hazard plain_hazard(const struct object_accesses *a,
                                      const struct object_accesses *b)
{
    bool found[TRACE_HAZARD_COUNT] = {false};
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++) {
            const uint32_t first = a->list[i].access, second = b->list[k].access;
            if (!overlap(&a->list[i], &b->list[k]))
                continue;
            found[TRACE_HAZARD_WRITE_WRITE] |= (first & second & TRACE_ACCESS_WRITE) != 0;
            found[TRACE_HAZARD_READ_AFTER_WRITE] |=
                (first & TRACE_ACCESS_WRITE) && (second & TRACE_ACCESS_READ);
            found[TRACE_HAZARD_WRITE_AFTER_READ] |=
                (first & TRACE_ACCESS_READ) && (second & TRACE_ACCESS_WRITE);
        }
    for (int hazard = TRACE_HAZARD_WRITE_WRITE; hazard < TRACE_HAZARD_UNKNOWN; hazard++)
        if (found[hazard])
            return (enum trace_hazard)hazard;
    return TRACE_HAZARD_INDEPENDENT;
}

static void add_ranges(struct object_accesses *accesses, uint64_t *random)
{
    const size_t count = measure_random(random) % (RANGES_MAX + 1);
    for (size_t i = 0; i < count; i++)
        assert_true(objects_add_access(accesses, draw_range(random)));
    for (size_t i = 1; i < accesses->count; i++) {
        const struct object_access *a = &accesses->list[i - 1], *b = &accesses->list[i];
        assert_true(a->place < b->place ||
                    (a->place == b->place &&
                     (a->begin < b->begin || (a->begin == b->begin && a->end < b->end))));
    }
}

static void test_hazards(void **state)
{
    uint64_t random = 1, met[TRACE_HAZARD_COUNT] = {0};
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct object_accesses a = {.list = NULL}, b = {.list = NULL};
        add_ranges(&a, &random);
        add_ranges(&b, &random);
        const enum trace_hazard hazard = objects_hazard(&a, &b);
        assert_int_equal(hazard, plain_hazard(&a, &b));
        met[hazard]++;
        free(a.list);
        free(b.list);
    }
    for (int hazard = 0; hazard < TRACE_HAZARD_UNKNOWN; hazard++)
        assert_true(met[hazard] > 100);
}

/* More than are worth following: anything. */
static void test_long_lists(void **state)
{
    struct object_accesses list = {.list = NULL}, one = {.list = NULL};
    (void)state;
    assert_true(objects_add_access(&one, (struct object_access){1, 0, 1, TRACE_ACCESS_WRITE}));
    for (uint64_t i = 0; i < 100000; i++) {
        const struct object_access range = {2, 10 * i, 10 * i + 5, TRACE_ACCESS_READ};
        assert_true(objects_add_access(&list, range));
        if (i == 4000)
            assert_int_equal(objects_hazard(&list, &one), TRACE_HAZARD_INDEPENDENT);
    }
    assert_true(list.unknown && list.count < 10000);
    assert_int_equal(objects_hazard(&list, &one), TRACE_HAZARD_UNKNOWN);
    free(list.list);
    free(one.list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hazards),
        cmocka_unit_test(test_long_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

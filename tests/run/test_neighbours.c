/* Which batches of a recording are decided on together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "run/trace_neighbours.h"

/* A batch of one launch, submitted alone, that follows another without a wait and is independent of
 * it. */
#define PLAIN .launches = 1, .levels = 1, .submits = 1, .follows = true, .apart = true

static const struct {
    struct trace_batch first, second;
    enum run_neighbours expected;
    bool unshaped;
} verdicts[] = {
    {{PLAIN}, {PLAIN}, RUN_NEIGHBOURS_AT_ONCE, false},
    {{PLAIN}, {PLAIN, .neighbour = TRACE_HAZARD_READ_AFTER_WRITE}, RUN_NEIGHBOURS_APART, false},
    {{PLAIN}, {PLAIN, .neighbour = TRACE_HAZARD_UNKNOWN}, RUN_NEIGHBOURS_APART, false},
    /* The host waits between them. */
    {{.launches = 1, .levels = 1, .submits = 1, .waited = true},
     {.launches = 1, .levels = 1, .submits = 1, .waited = true},
     RUN_NEIGHBOURS_APART,
     false},
    /* Launches: as many of either, none that depends on another. */
    {{PLAIN},
     {.launches = 2, .levels = 1, .submits = 1, .follows = true},
     RUN_NEIGHBOURS_APART,
     true},
    {{.launches = 2, .levels = 1, .submits = 1},
     {.launches = 2, .levels = 2, .submits = 1, .follows = true},
     RUN_NEIGHBOURS_APART,
     true},
    /* Submits: one for all, one for each launch, or several for each batch. */
    {{.launches = 4, .levels = 1, .submits = 1},
     {.launches = 4, .levels = 1, .submits = 1, .follows = true, .joined = true},
     RUN_NEIGHBOURS_AT_ONCE,
     false},
    {{.launches = 4, .levels = 1, .submits = 1},
     {.launches = 4, .levels = 1, .submits = 1, .follows = true},
     RUN_NEIGHBOURS_APART,
     true},
    {{.launches = 4, .levels = 1, .submits = 4},
     {.launches = 4, .levels = 1, .submits = 4, .follows = true},
     RUN_NEIGHBOURS_AT_ONCE,
     false},
    {{.launches = 4, .levels = 1, .submits = 2},
     {.launches = 4, .levels = 1, .submits = 2, .follows = true},
     RUN_NEIGHBOURS_AT_ONCE,
     false},
    /* A recording that is submitted again has to have both. */
    {{PLAIN, .resubmitted = 1}, {PLAIN, .resubmitted = 1}, RUN_NEIGHBOURS_APART, true},
    {{PLAIN, .resubmitted = 1}, {PLAIN, .joined = true}, RUN_NEIGHBOURS_AT_ONCE, false},
    /* Copies: only such as the first waits for. */
    {{PLAIN, .copies_verdict = DW_COPY_SERIALIZE}, {PLAIN}, RUN_NEIGHBOURS_AT_ONCE, false},
    {{PLAIN, .copies_verdict = DW_COPY_OVERLAP}, {PLAIN}, RUN_NEIGHBOURS_APART, true},
    {{PLAIN}, {PLAIN, .copies_verdict = DW_COPY_SERIALIZE}, RUN_NEIGHBOURS_APART, true},
    /* A new pipeline is the second's, whatever the hazard. */
    {{PLAIN}, {PLAIN, .compiled = true}, RUN_NEIGHBOURS_LED, false},
    {{PLAIN},
     {PLAIN, .compiled = true, .neighbour = TRACE_HAZARD_READ_AFTER_WRITE},
     RUN_NEIGHBOURS_LED,
     false},
    {{PLAIN, .resubmitted = 1}, {PLAIN, .compiled = true}, RUN_NEIGHBOURS_LED, false},
    {{PLAIN, .compiled = true}, {PLAIN}, RUN_NEIGHBOURS_APART, false},
    {{PLAIN, .compiled = true}, {PLAIN, .compiled = true}, RUN_NEIGHBOURS_APART, false},
    {{PLAIN},
     {.launches = 2, .levels = 1, .submits = 1, .follows = true, .compiled = true},
     RUN_NEIGHBOURS_APART,
     false},
    /* Both are waited for, each by itself; or only one is. */
    {{.launches = 1, .levels = 1, .submits = 1, .waited = true},
     {.launches = 1, .levels = 1, .submits = 1, .waited = true, .compiled = true},
     RUN_NEIGHBOURS_LED,
     false},
    {{.launches = 1, .levels = 1, .submits = 1, .waited = true},
     {.launches = 1, .levels = 1, .submits = 1, .compiled = true},
     RUN_NEIGHBOURS_APART,
     false},
};

static void those_that_a_shape_has_go_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
        bool unshaped;
        const enum run_neighbours found =
            run_judge_neighbours(&verdicts[i].first, &verdicts[i].second, &unshaped);
        if (found != verdicts[i].expected || unshaped != verdicts[i].unshaped)
            fail_msg("row %zu: %d, expected %d; unshaped %d", i, (int)found,
                     (int)verdicts[i].expected, unshaped);
    }
}

static char told[256];

/* Batches by their queue and their first submit: "1a+1b 2c ". */
static void tell(void *context, const struct trace_batch *first, const struct trace_batch *second)
{
    char text[16];
    (void)context;
    snprintf(text, sizeof text, second ? "%u%c+%u%c " : "%u%c ", (unsigned)first->queue,
             (int)first->begin_ns, second ? (unsigned)second->queue : 0,
             second ? (int)second->begin_ns : 0);
    strcat(told, text);
}

/* Every batch once, in the order of its queue. */
static void each_is_in_one(void **state)
{
    struct run_pairing pairing = {.callback = tell};
    static const struct {
        char name;
        uint64_t queue;
        bool free, usable;
    } batches[] = {
        {'a', 1, false, true}, {'b', 1, true, true},  {'c', 1, true, true},  {'d', 2, false, true},
        {'e', 1, true, true},  {'f', 1, true, false}, {'g', 2, true, true},  {'h', 1, true, true},
        {'i', 2, true, true},  {'j', 1, true, true},  {'k', 1, false, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof batches / sizeof batches[0]; i++) {
        const struct trace_batch batch = {.queue = batches[i].queue,
                                          .begin_ns = (uint64_t)batches[i].name,
                                          .launches = 1,
                                          .levels = 1,
                                          .submits = 1,
                                          .follows = batches[i].free};
        run_pair_batch(&pairing, &batch, batches[i].usable);
    }
    run_end_pairing(&pairing);
    assert_false(pairing.failed);
    const char *last = strstr(told, "1k ");
    const char *other = strstr(told, "2i ");
    assert_non_null(last);
    assert_non_null(other);
    told[(last < other ? last : other) - told] = '\0';
    assert_string_equal(told, "1a+1b 1c+1e 2d+2g 1f 1h+1j ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_that_a_shape_has_go_together),
        cmocka_unit_test(each_is_in_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

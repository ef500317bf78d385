/* Replays on the simulated device, whose times are exact, and what they left. */
#ifndef TESTS_RUN_REPLAYED_H
#define TESTS_RUN_REPLAYED_H

#include "recorded.h"
#include "table.h"

#include <math.h>

#define EXACT "key,value\nworld,pipeline\nnoise,0\nspan_noise,0\nprocess_effect,0\noutlier_rate,0\n"

static struct outcome outcome;

static inline int replay_enter(void **state)
{
    const int status = program_enter(state);
    if (status == 0)
        write_text("sim.csv", EXACT);
    return status;
}

static inline void replay(const char *trace, const char *out)
{
    EXPECT(&outcome, 0,
           "rm -rf %s && dispatchwise run --device sim:sim.csv --trace %s --budget 2 "
           "-o %s 2>&1",
           out, trace, out);
}

/* The wall time of an arm on a weight's instance. */
static inline double wall_ns(const struct table *summary, const struct table *weights, size_t row,
                             const char *arm)
{
    for (size_t at = 1; at < summary->rows; at++)
        if (strcmp(table_text(summary, at, "workload"), table_text(weights, row, "workload")) ==
                0 &&
            strcmp(table_text(summary, at, "instance"), table_text(weights, row, "instance")) ==
                0 &&
            strcmp(table_text(summary, at, "wait"), table_text(weights, row, "wait")) == 0 &&
            (arm ? strcmp(table_text(summary, at, "arm"), arm) == 0
                 : table_number(summary, at, "is_oracle") > 0))
            return table_number(summary, at, "wall_ns");
    fail_msg("%s has no %s", table_text(weights, row, "instance"), arm ? arm : "oracle");
    return 0;
}

static inline double program_ns(const struct table *program, const char *policy, const char *set)
{
    const size_t row = table_find(program, 1, "policy", policy, "set", set);
    if (!row)
        fail_msg("no row %s %s", policy, set);
    return table_number(program, row, "time_ns");
}

static inline void expect_near(const char *what, double found, double expected)
{
    if (!(fabs(found / expected - 1) < 1e-6))
        fail_msg("%s: %f, expected %f", what, found, expected);
}

#endif

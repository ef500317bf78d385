/* Arms timed beside each other by the timing loop, in blocks that take the place of processes: for
 * each, every arm is opened anew, in a random order, and timed in rounds. */
#ifndef SELFTEST_SERIES_H
#define SELFTEST_SERIES_H

#include "measure/round.h"
#include "measure/statistics.h"
#include "measure/stopping.h"
#include "selftest/selftest.h"

#define SELFTEST_MEMBERS_MAX 4
#define SELFTEST_BLOCKS 8

/* The stated level of the A/A verdict, and of every other one here. */
#define SELFTEST_LEVEL 0.01

struct selftest_member {
    const struct grid_instance *instance; /* borrowed */
    struct arm arm;
    double planted_ns; /* host time planted in it */
};

/* The first is what the others are compared with. */
struct selftest_series {
    struct selftest_member members[SELFTEST_MEMBERS_MAX];
    size_t count;
    uint32_t stamp_every; /* rounds, for device spans; 0: none are taken */
};

/* One member, over all rounds of all blocks. */
struct selftest_times {
    struct measure_ratios ratios;       /* log of wall time over the first's of the same round */
    struct measure_ratios walls, spans; /* ns, by block, in the order of rounds */
    struct measure_ratios busy;         /* processor time of the process over wall time */
};
struct selftest_outcome {
    struct selftest_times times[SELFTEST_MEMBERS_MAX];
    enum arm_status status; /* of the first arm that could not be timed; ok if all were */
    char detail[MEASURE_DETAIL_SIZE + DW_ARM_NAME_SIZE + 16];
};

/* Time the series: MEASURE_ROUNDS_MIN rounds a block. *random_state orders, and is advanced. Free
 * the outcome also after a failure. Where status is not ok nothing was timed. Errors are the
 * engine's, DW_ERROR_NO_MEMORY, and DW_ERROR_WRONG_RESULT where words were wrong after timing. */
int selftest_time_series(const struct selftest *test, const struct selftest_series *series,
                         uint64_t *random_state, struct selftest_outcome *outcome);
void selftest_free_outcome(struct selftest_outcome *outcome);

/* The location of ratios, blocks being the unit of chance. */
int selftest_locate(const struct measure_ratios *ratios, double confidence,
                    struct measure_interval *interval);
/* Their quantile, 0.5 for the median; NaN if there are none. DW_ERROR_NO_MEMORY. */
int selftest_quantile(const struct measure_ratios *ratios, double share, double *value);
/* So few of the times, the shortest, show what something takes when nothing else gets between. */
#define SELFTEST_UNDISTURBED 0.1

/* A plain instance of a workload. */
struct grid_instance selftest_instance(const char *workload, enum dw_wait wait, uint32_t launches,
                                       uint32_t groups, uint32_t steps);

/* The baseline against its copy on an instance: its noise floor, the far end of the 95 % interval
 * (log), its verdict at SELFTEST_LEVEL, and the baseline's median wall time. */
struct selftest_same {
    double log, floor_log, wall_ns;
    bool differs;
};
int selftest_time_same(const struct selftest *test, const struct grid_instance *instance,
                       uint64_t *random_state, struct selftest_same *same);

#endif

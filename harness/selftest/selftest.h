/* The self-test: can what this program says be believed on the device at hand? A check is a file
 * and a row of SELFTEST_CHECKS; it finds figures, and each is held against a limit that the check's
 * own statistics give it. */
#ifndef SELFTEST_SELFTEST_H
#define SELFTEST_SELFTEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "measure/engine.h"
#include "results/schema.h"

/* A good device on a good machine fails a counted figure once in so many self-tests. */
#define SELFTEST_CHANCE 0.001

struct selftest {
    struct measure_engine *engine;
    uint64_t seed;
    double budget_s;            /* for all checks together */
    uint64_t (*clock_ns)(void); /* the host's clock */
    const char *sim_rows;       /* further rows, each with its line end, of the simulated devices
                                 * that the fit is tried on; NULL: none */
};

/* What a figure must be, of its limit. */
enum selftest_side { SELFTEST_AT_MOST, SELFTEST_AT_LEAST, SELFTEST_TOLD };

struct selftest_figure {
    const char *name, *unit;
    enum selftest_side side; /* told: there is no limit */
};

#define SELFTEST_NOTE_SIZE 160
/* What a check found: not finite is a failure. */
struct selftest_value {
    double value, limit;
    bool skipped; /* the device cannot; the note says why */
    char note[SELFTEST_NOTE_SIZE];
};

#define SELFTEST_FIGURES_MAX 6
struct selftest_check {
    const char *name, *what;
    const struct selftest_figure *figures;
    size_t count; /* at most SELFTEST_FIGURES_MAX */
    double share; /* of the budget; all together 1 */
    /* Fill a value for each figure, in about budget_s. Returns 0 or a negative status, which fails
     * them all; DW_ERROR_DEVICE_LOST and DW_ERROR_TIMEOUT end the engine. */
    int (*run)(const struct selftest *test, double budget_s, struct selftest_value *values);
};

/* Every check, in the order in which they are made. */
#define SELFTEST_CHECKS(X)                                                                         \
    X(host_clock)                                                                                  \
    X(device_clock)                                                                                \
    X(loop_limit)                                                                                  \
    X(outputs)                                                                                     \
    X(bookkeeping)                                                                                 \
    X(same_arms)                                                                                   \
    X(slowdown)                                                                                    \
    X(longer_kernel)                                                                               \
    X(waiting)                                                                                     \
    X(constants)

#define SELFTEST_EXTERN(name) extern const struct selftest_check selftest_##name;
SELFTEST_CHECKS(SELFTEST_EXTERN)
#undef SELFTEST_EXTERN
extern const struct selftest_check *const selftest_checks[];
extern const size_t selftest_check_count;

/* Hears a figure as soon as it is judged. */
typedef void selftest_sink(void *context, const struct results_selftest *row);

/* Make one check. Returns how many of its figures failed, or a negative status that ended the
 * engine (all of them failed, and the sink has heard so). */
int selftest_run_check(const struct selftest *test, const struct selftest_check *check,
                       selftest_sink *sink, void *context);
/* Make them all; *failed counts figures. After a status that ended the engine what is left is
 * failed as not made, and the status returned: the engine is then to be left as it is. */
int selftest_run(const struct selftest *test, selftest_sink *sink, void *context, size_t *failed);

/* Below: what checks are made of. */

/* Mark values as skipped, with the reason. */
__attribute__((format(printf, 3, 4))) void selftest_skip(struct selftest_value *values,
                                                         size_t count, const char *format, ...);

/* Of `count` trials, each of which comes out so with a probability of at most `rate`: more than the
 * first, or fewer than the second with a probability of at least `rate`, are seen with
 * SELFTEST_CHANCE. */
double selftest_most(double rate, size_t count);
double selftest_least(double rate, size_t count);

/* A plant is of so many noise floors, or of the least that its check asks for; of such plants this
 * share is found. */
#define SELFTEST_FLOORS 4
#define SELFTEST_POWER 0.95

#endif

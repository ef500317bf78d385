/* A kernel of more steps, of which the device's own clock says how much longer it takes: is it
 * found in the wall time, and by as much? */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "dispatchwise/status.h"
#include "run/probe.h"
#include "selftest/series.h"

#define PLANTS_MAX 40
#define PLANTS_MIN 5
#define PLANT_LEAST 0.2
#define FEW_STEPS 256
#define MANY_STEPS 4096 /* to find the time of a step */
#define PROBES 5
#define STEP_LEAST_NS 0.01
#define SIZE_MOST 25 /* %: a stamped batch is not the one whose wall time is taken */

enum { FOUND, SIZE, PLANTED, FIGURES };
static const struct selftest_figure figures[FIGURES] = {
    [FOUND] = {"found", "plants", SELFTEST_AT_LEAST},
    [SIZE] = {"size_off", "%", SELFTEST_AT_MOST},
    [PLANTED] = {"planted", "%", SELFTEST_TOLD},
};

struct tally {
    double planted[PLANTS_MAX]; /* by the device's clock, of the wall time */
    double sizes[PLANTS_MAX];   /* what the wall time shows, of that */
    size_t count, found;
};

/* The device time of a step, by the shortest of some probes: what disturbs one makes it longer. The
 * barrier's price is in both times, and not in their difference. */
static int find_step(struct measure_engine *engine, double *step_ns)
{
    const struct run_probe probe = {.engine = engine};
    const struct workload *workload = workload_find("spin");
    const struct run_probe_launch few_launch = {workload, 1, 1, FEW_STEPS};
    const struct run_probe_launch many_launch = {workload, 1, 1, MANY_STEPS};
    double few_ns = (double)INFINITY, many_ns = (double)INFINITY;
    int status = DW_OK;
    for (size_t i = 0; i < PROBES && status == DW_OK; i++) {
        double few = 0, many = 0;
        status = run_probe_apart(&probe, &few_launch, &few);
        if (status == DW_OK)
            status = run_probe_apart(&probe, &many_launch, &many);
        few_ns = fmin(few_ns, few);
        many_ns = fmin(many_ns, many);
    }
    if (status == DW_OK)
        *step_ns = fmax((many_ns - few_ns) / (MANY_STEPS - FEW_STEPS), STEP_LEAST_NS);
    return status;
}

/* Steps that take about so much longer than few, as far as loops go. */
static uint32_t steps_for(const struct measure_engine *engine, const struct grid_instance *few,
                          double steps)
{
    const struct workload *workload = few->workload;
    struct workload_shape shape = few->shape;
    shape.steps = (uint32_t)fmin(FEW_STEPS + ceil(steps), workload->steps_max);
    while (shape.steps > MANY_STEPS && workload->loops(&shape) > engine->facts.loop_limit)
        shape.steps -= shape.steps / 16;
    return shape.steps;
}

/* What the wall time shows of a size, by which of two it is nearer to: the device's clock in a
 * chain of launches, and in the stamped batches. Under contention the second can be in another mode
 * than the timed batches are; a clock that is wrong is so in both. */
static double nearer(double rise_ns, double chain_ns, double span_ns)
{
    const double chain = rise_ns / chain_ns, span = rise_ns / span_ns;
    return fabs(chain - 1) < fabs(span - 1) ? chain : span;
}

/* Undisturbed times are compared: under contention, work that is longer is also interrupted longer,
 * by how much no clock of the device's says. chain_ns: by what the kernel was planned longer. */
static int keep(const struct selftest_outcome *outcome, double chain_ns, struct tally *tally)
{
    const struct selftest_times *few = &outcome->times[0], *many = &outcome->times[1];
    const struct measure_ratios *const times[] = {&few->spans, &many->spans, &few->walls,
                                                  &many->walls};
    double ns[4];
    struct measure_interval strict;
    int status = selftest_locate(&many->ratios, 1 - SELFTEST_LEVEL, &strict);
    for (size_t i = 0; i < 4 && status == DW_OK; i++)
        status = selftest_quantile(times[i], SELFTEST_UNDISTURBED, &ns[i]);
    if (status != DW_OK)
        return status;
    tally->found += strict.lo > 0;
    tally->planted[tally->count] = (ns[1] - ns[0]) / ns[2];
    tally->sizes[tally->count++] = nearer(ns[3] - ns[2], chain_ns, ns[1] - ns[0]);
    return DW_OK;
}

static int compare(const struct selftest *test, const struct grid_instance *few,
                   const struct grid_instance *many, double chain_ns, uint64_t *random_state,
                   struct tally *tally)
{
    const struct selftest_series series = {.members = {{.instance = few, .arm = arm_baseline()},
                                                       {.instance = many, .arm = arm_baseline()}},
                                           .count = 2,
                                           .stamp_every = 3};
    struct selftest_outcome outcome;
    int status = selftest_time_series(test, &series, random_state, &outcome);
    if (status == DW_OK)
        status = keep(&outcome, chain_ns, tally);
    selftest_free_outcome(&outcome);
    return status;
}

static int time_plant(const struct selftest *test, double step_ns, uint64_t *random_state,
                      struct tally *tally)
{
    const struct grid_instance few = selftest_instance("spin", DW_WAIT_EACH, 1, 1, FEW_STEPS);
    struct selftest_same same;
    const int status = selftest_time_same(test, &few, random_state, &same);
    if (status != DW_OK)
        return status;
    const double share = fmax(PLANT_LEAST, expm1(SELFTEST_FLOORS * same.floor_log));
    const uint32_t steps = steps_for(test->engine, &few, share * same.wall_ns / step_ns);
    const struct grid_instance many = selftest_instance("spin", DW_WAIT_EACH, 1, 1, steps);
    return compare(test, &few, &many, step_ns * (steps - FEW_STEPS), random_state, tally);
}

static int gather(const struct selftest *test, double budget_s, struct tally *tally)
{
    struct measure_engine *engine = test->engine;
    const uint64_t start = engine->ops->wall_ns(engine);
    uint64_t random_state = test->seed + 4;
    double step_ns = 0;
    int status = find_step(engine, &step_ns);
    while (status == DW_OK && tally->count < PLANTS_MAX &&
           (tally->count < PLANTS_MIN ||
            (double)(engine->ops->wall_ns(engine) - start) < budget_s * 1e9))
        status = time_plant(test, step_ns, &random_state, tally);
    return status;
}

static int run(const struct selftest *test, double budget_s, struct selftest_value *values)
{
    struct tally tally = {.count = 0};
    if (test->engine->facts.timestamp_bits == 0) {
        selftest_skip(values, FIGURES, "the device has no timestamps on its compute queue");
        return DW_OK;
    }
    const int status = gather(test, budget_s, &tally);
    if (status != DW_OK)
        return status;
    values[FOUND] = (struct selftest_value){.value = (double)tally.found,
                                            .limit = selftest_least(SELFTEST_POWER, tally.count)};
    values[PLANTED].value = 100 * measure_median(tally.planted, tally.count);
    values[SIZE] = (struct selftest_value){
        .value = 100 * fabs(measure_median(tally.sizes, tally.count) - 1), .limit = SIZE_MOST};
    snprintf(values[FOUND].note, SELFTEST_NOTE_SIZE, "of %zu, each of %d noise floors or %g %%",
             tally.count, SELFTEST_FLOORS, 100 * PLANT_LEAST);
    snprintf(values[SIZE].note, SELFTEST_NOTE_SIZE, "wall time against the device's clock");
    return DW_OK;
}

const struct selftest_check selftest_longer_kernel = {
    .name = "longer_kernel",
    .what = "more steps, that the device's clock says are longer",
    .figures = figures,
    .count = FIGURES,
    .share = 0.15,
    .run = run,
};

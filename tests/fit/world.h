/* Runs of a device on which the reference formulas are exact: planted constants, lognormal noise of
 * each sample, a factor of each process. In memory, just behind the readers of the files. */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "fit/constants.h"
#include "fit/data.h"

struct world {
    double cost[DW_WAIT_COUNT][FIT_COST_COUNT]; /* ns; setup of each is not used */
    double sample_noise, process_noise;         /* standard deviations of logarithms */
    uint32_t processes, rounds;
    uint32_t instances; /* of each wait */
};

enum { WORLD_ARMS = 4 };
static const char *const world_arms[DW_WAIT_COUNT][WORLD_ARMS] = {
    {"plain_launches/each", "plain_launches/each+role=control", "command_reuse/resubmit", NULL},
    {"plain_launches/each", "plain_launches/each+role=control", "command_reuse/unrolled:all",
     "persistent_kernel/drain:132x1"},
};

static inline void world_abort(bool bad)
{
    if (bad)
        abort();
}

/* Launches of 1 to 1000, kernels of 0.5 to 500 us, six families, batches of at most 20 ms. */
static inline void world_shape(uint32_t number, struct fit_instance *instance)
{
    static const uint32_t launches[] = {1, 2, 8, 32, 100, 300, 1000};
    static const double kernels[] = {500, 2000, 10000, 50000, 200000, 500000};
    static const char *const families[] = {"spin", "saxpy", "matmul", "stencil", "scan", "sort"};
    uint32_t candidate = 0;
    for (uint32_t accepted = 0;; candidate++) {
        instance->launches = launches[candidate % 7];
        instance->kernel_ns = kernels[(candidate / 7 + candidate) % 6];
        if (instance->launches * instance->kernel_ns <= 2e7 && accepted++ == number)
            break;
    }
    instance->kernel_ns *= 1 + 0.1 * (number % 5);
    instance->repeats = candidate % 3 ? 100 : 1;
    snprintf(instance->workload, sizeof(instance->workload), "%s", families[number % 6]);
    snprintf(instance->instance, sizeof(instance->instance), "n%u-i%u-r%u", instance->launches,
             number, (unsigned)instance->repeats);
}

static inline double world_time(const struct world *world, const struct fit_instance *instance,
                                const struct arm *arm)
{
    const double *cost = world->cost[instance->wait];
    double n = instance->launches, kernels = n * instance->kernel_ns;
    switch (arm_mode(arm)) {
    case DW_MODE_PERSISTENT_KERNEL:
        return cost[FIT_SETUP] + kernels;
    case DW_MODE_COMMAND_REUSE:
        return cost[FIT_RECORD] / (double)instance->repeats + n * cost[FIT_REPLAY] + kernels;
    case DW_MODE_PLAIN_LAUNCHES:
    case DW_MODE_COUNT:
        break;
    }
    return n * cost[FIT_LAUNCH] + kernels;
}

static inline void world_plan(const struct world *world, struct fit_data *data)
{
    world_abort(fit_data_create(data) != 0);
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (uint32_t i = 0; i < world->instances; i++) {
            struct fit_instance instance = {.wait = (enum dw_wait)wait};
            world_shape(i, &instance);
            uint32_t at = fit_data_instance(data, &instance);
            world_abort(at == FIT_NONE);
            data->instances[at].kernel_ns = instance.kernel_ns;
            for (int a = 0; a < WORLD_ARMS && world_arms[wait][a]; a++) {
                struct arm arm;
                world_abort(!arm_parse(world_arms[wait][a], &arm) ||
                            fit_data_arm(data, at, &arm, ARM_STATUS_OK) == FIT_NONE);
            }
        }
    }
    data->process_count = world->processes;
}

/* Samples of every arm of the plan, sorted. */
static inline void world_sample(const struct world *world, const struct fit_data *data,
                                unsigned long seed, struct results_samples *samples)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    double *factors = malloc(world->processes * sizeof(*factors));
    size_t count = data->arm_count * world->processes * world->rounds;
    *samples = (struct results_samples){.times = malloc(count * sizeof(*samples->times))};
    world_abort(!factors || !samples->times);
    gsl_rng_set(random, seed);
    for (uint32_t p = 0; p < world->processes; p++)
        factors[p] = gsl_ran_gaussian(random, world->process_noise);
    for (uint32_t a = 0; a < data->arm_count; a++) {
        double ns = world_time(world, &data->instances[data->arms[a].instance], &data->arms[a].arm);
        for (uint32_t p = 0; p < world->processes; p++) {
            for (uint32_t r = 0; r < world->rounds; r++) {
                double log_factor = factors[p] + gsl_ran_gaussian(random, world->sample_noise);
                const double wall_ns = ns * exp(log_factor);
                samples->times[samples->count++] = (struct results_time){.cell = a,
                                                                         .process = p,
                                                                         .round = r,
                                                                         .wall_ns = wall_ns,
                                                                         .host_ns = wall_ns / 2,
                                                                         .gpu_ns = (double)NAN};
            }
        }
    }
    free(factors);
    gsl_rng_free(random);
    world_abort(results_samples_sort(samples, (uint32_t)data->arm_count) != 0);
}

/* The reduced data of one run of the world. */
static inline void world_run(const struct world *world, unsigned long seed, struct fit_data *data)
{
    struct results_samples samples;
    world_plan(world, data);
    world_sample(world, data, seed, &samples);
    world_abort(fit_data_reduce(data, &samples) != 0);
    results_samples_free(&samples);
}

#endif

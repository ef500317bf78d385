/* Runs of a device on which the planner's formulas are exact: the simulated device's constants
 * planted, lognormal noise of each sample, a factor of each process. */
#ifndef TESTS_PLANNER_WORLD_H
#define TESTS_PLANNER_WORLD_H

#include "fit/planner_rows.h"
#include "modes/mode.h"
#include "sim/parameters.h"
#include "world.h"

struct planner_world {
    struct dw_calibration_row truth;
    double sample_noise, process_noise; /* standard deviations of logarithms */
    uint32_t processes, rounds;
    uint32_t instances;
    bool (*wanted)(const struct dw_shape *shape, const struct dw_choice *choice); /* NULL: all */
};

static inline struct planner_world planner_world_default(void)
{
    struct planner_world world = {
        .truth = *dw_default_calibration(), .processes = 5, .rounds = 6, .instances = 120};
    struct sim_parameters parameters;
    world_abort(sim_load_parameters("sim", &parameters) != 0);
    for (int id = DW_REFERENCE_CONSTANT_COUNT; id < DW_CONSTANT_COUNT; id++)
        world.truth.constant[id] = (struct dw_constant){
            parameters.constant[id], parameters.constant[id], parameters.constant[id], 1};
    /* Few: device.overlap shows where the device does not hold all launches at once. */
    world.truth.constant[DW_CONSTANT_DEVICE_RESIDENT].value = 64;
    return world;
}

/* Kernels of 600 ns to 50 us, of 1 to 2048 workgroups of which 640 run at once. */
static inline struct dw_kernel planner_world_kernel(uint32_t number)
{
    static const uint32_t groups[] = {1, 8, 64, 512, 2048};
    static const double taus[] = {600, 2000, 8000, 50000};
    struct dw_kernel kernel = {.groups = groups[number % 5],
                               .tau_ns = taus[number / 5 % 4] * (1 + 0.07 * (number % 7))};
    kernel.theta_per_ns = 640 / kernel.tau_ns;
    kernel.kernel_ns = fmax(kernel.tau_ns, kernel.groups / kernel.theta_per_ns);
    return kernel;
}

/* By number modulo 12: launches alone, a chain, a second kernel, a copy, resources that change or
 * stay, pipelines that are not there yet; either wait. */
static inline struct dw_shape planner_world_shape(uint32_t number)
{
    static const uint32_t launches[] = {1, 3, 10, 40, 150, 600};
    const uint32_t kind = number % 12, turn = number / 12;
    struct dw_shape shape = dw_default_shape();
    shape.wait = kind < 3 ? DW_WAIT_EACH : DW_WAIT_BATCH;
    shape.launches = launches[(number + turn) % 6];
    shape.kernel = planner_world_kernel(number + 3 * turn);
    shape.repeats = turn % 2 ? 100 : 1;
    shape.spare_core = true;
    if (kind == 6)
        shape.levels = shape.launches;
    if (kind == 7)
        shape.second = planner_world_kernel(number + 1);
    if (kind == 2 || kind == 8 || kind == 9) {
        shape.copy = DW_COPY_OVERLAP;
        shape.copy_bytes = UINT64_C(4096) << (2 * (turn % 6));
    }
    if (kind == 1 || kind == 10 || kind == 5) {
        shape.resources = UINT32_C(4) << (2 * (turn % 4));
        if (kind == 10) /* longer kernels would hide what a binding takes */
            shape.kernel = planner_world_kernel((number + 3 * turn) % 10);
        shape.rebind = turn % 2 == (kind == 5);
    }
    if (kind == 11) {
        shape.specializations = 1 + turn % 2 * (shape.launches / 2);
        shape.confidence_bps = 1000 + 1000 * (turn % 10);
    }
    return shape;
}

static inline void planner_world_plan(const struct planner_world *world, struct fit_data *data)
{
    static const char *const families[] = {"spin", "saxpy", "matmul", "stencil", "scan", "sort"};
    const struct arm control = {.role = ARM_ROLE_CONTROL};
    world_abort(fit_data_create(data) != 0);
    for (uint32_t i = 0; i < world->instances; i++) {
        const struct dw_shape shape = planner_world_shape(i);
        struct fit_instance instance = {
            .wait = shape.wait, .launches = shape.launches, .repeats = shape.repeats};
        struct arm arms[MODE_CANDIDATES_MAX];
        snprintf(instance.workload, sizeof(instance.workload), "%s", families[(i + i / 12) % 6]);
        snprintf(instance.instance, sizeof(instance.instance), "n%u-i%u", shape.launches, i);
        const uint32_t at = fit_data_instance(data, &instance);
        world_abort(at == FIT_NONE);
        data->instances[at].kernel_ns = shape.kernel.kernel_ns;
        fit_data_add_shape(&data->instances[at], &shape);
        const size_t count = mode_list_candidates(&shape, 80, arms);
        for (size_t a = 0; a < count; a++) {
            double ns[PLANNER_TIMES];
            if ((!world->wanted || world->wanted(&shape, &arms[a].choice)) &&
                planner_predict(&world->truth, &shape, &arms[a].choice, ns))
                world_abort(fit_data_arm(data, at, &arms[a], ARM_STATUS_OK) == FIT_NONE);
        }
        world_abort(fit_data_arm(data, at, &control, ARM_STATUS_OK) == FIT_NONE);
    }
    data->process_count = world->processes;
    data->device.cores = 80;
    data->device.resident = (uint64_t)world->truth.constant[DW_CONSTANT_DEVICE_RESIDENT].value;
}

/* Samples of every arm of the plan, sorted. Host times and device spans scatter on their own. */
static inline void planner_world_sample(const struct planner_world *world,
                                        const struct fit_data *data, unsigned long seed,
                                        struct results_samples *samples)
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
        const struct fit_instance *at = &data->instances[data->arms[a].instance];
        double ns[PLANNER_TIMES];
        world_abort(!planner_predict(&world->truth, &at->shape, &data->arms[a].arm.choice, ns));
        for (uint32_t p = 0; p < world->processes; p++) {
            for (uint32_t r = 0; r < world->rounds; r++) {
                double times[PLANNER_TIMES];
                for (int t = 0; t < PLANNER_TIMES; t++)
                    times[t] =
                        ns[t] * exp(factors[p] + gsl_ran_gaussian(random, world->sample_noise));
                samples->times[samples->count++] = (struct results_time){
                    .cell = a,
                    .process = p,
                    .round = r,
                    .wall_ns = times[PLANNER_WALL],
                    .host_ns = times[PLANNER_HOST],
                    .gpu_ns = times[PLANNER_GPU] > 0 ? times[PLANNER_GPU] : (double)NAN};
            }
        }
    }
    free(factors);
    gsl_rng_free(random);
    world_abort(results_samples_sort(samples, (uint32_t)data->arm_count) != 0);
}

/* The reduced data of one run of the world. */
static inline void planner_world_run(const struct planner_world *world, unsigned long seed,
                                     struct fit_data *data)
{
    struct results_samples samples;
    planner_world_plan(world, data);
    planner_world_sample(world, data, seed, &samples);
    world_abort(fit_data_reduce(data, &samples) != 0);
    results_samples_free(&samples);
}

#endif

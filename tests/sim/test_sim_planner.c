/* Core's predictions against the simulated device's pipeline world, which plays the same formulas
 * event by event: every choice there is, on random shapes and devices. */
#include "sim_device.h"

#include <gsl/gsl_rng.h>

#include "sim/model.h"

#define DEVICES 40
#define SHAPES 25 /* a device */
#define CHOICES_MAX 32768
#define LAUNCHES_MAX 150

/* Recordings served so often cost a batch nothing. */
#define FOREVER (UINT64_C(1) << 50)

static struct dw_choice choices[CHOICES_MAX];
/* How often each was compared. */
static size_t variants[DW_VARIANT_COUNT], sides[DW_AXIS_COUNT][DW_SIDES_MAX];

/* About the defaults, some of them nothing. */
static struct sim_parameters random_device(gsl_rng *random)
{
    struct sim_parameters parameters;
    assert_int_equal(sim_load_parameters("sim", &parameters), DW_OK);
    parameters.world = SIM_WORLD_PIPELINE;
    parameters.has.spare_core = (double)gsl_rng_uniform_int(random, 2);
    for (int id = DW_REFERENCE_CONSTANT_COUNT; id < DW_CONSTANT_DEVICE_CORES; id++)
        parameters.constant[id] *=
            gsl_rng_uniform_int(random, 10) == 0 ? 0 : exp(6 * gsl_rng_uniform(random) - 3);
    parameters.constant[DW_CONSTANT_DEVICE_CORES] = (double)gsl_rng_uniform_int(random, 3) * 20;
    parameters.constant[DW_CONSTANT_DEVICE_RESIDENT] =
        (double)(gsl_rng_uniform_int(random, 2) << gsl_rng_uniform_int(random, 16));
    parameters.kernel.alone_ns = exp(12 * gsl_rng_uniform(random));
    parameters.kernel.share_ns = parameters.kernel.alone_ns * exp(-8 * gsl_rng_uniform(random));
    return parameters;
}

static uint32_t below(gsl_rng *random, unsigned long most)
{
    return (uint32_t)gsl_rng_uniform_int(random, most);
}

static struct workload_shape random_shape(gsl_rng *random)
{
    struct workload_shape shape =
        WORKLOAD_PLAIN_SHAPE((enum dw_wait)below(random, DW_WAIT_COUNT),
                             1 + below(random, below(random, 2) ? 6 : LAUNCHES_MAX),
                             1 + below(random, 500), 1 + below(random, 50), 1);
    shape.dependent = below(random, 3) == 0;
    shape.resources = below(random, 2) * below(random, 300);
    shape.rebind = below(random, 2);
    if (below(random, 2)) {
        shape.second_groups = 1 + below(random, 500);
        shape.second_steps = 1 + below(random, 50);
        shape.arms = below(random, 4) ? DW_ARMS_INDEPENDENT : DW_ARMS_READ_AFTER_WRITE;
    }
    if (below(random, 2)) {
        shape.copy_bytes = 1 + below(random, 1UL << (10 + below(random, 20)));
        shape.copy = below(random, 4) ? DW_COPY_OVERLAP : DW_COPY_SERIALIZE;
    }
    if (below(random, 2))
        shape.specializations = below(random, shape.launches + 1);
    shape.confidence_bps = below(random, 10001);
    return shape;
}

static struct dw_calibration_row row_of(const struct sim_parameters *parameters)
{
    struct dw_calibration_row row = *dw_default_calibration();
    for (int id = DW_REFERENCE_CONSTANT_COUNT; id < DW_CONSTANT_COUNT; id++) {
        const double value = parameters->constant[id];
        row.constant[id] = (struct dw_constant){value, value, value, 10};
    }
    return row;
}

static struct dw_kernel kernel_of(const struct grid_kernel *kernel, uint32_t groups, uint32_t steps)
{
    return (struct dw_kernel){
        .groups = groups,
        .kernel_ns = grid_kernel_ns(kernel, groups, steps),
        .tau_ns = kernel->alone_ns + steps * kernel->alone_step_ns,
        .theta_per_ns = 1 / (kernel->share_ns + steps * kernel->share_step_ns),
    };
}

static struct dw_shape planned(const struct sim_parameters *parameters,
                               const struct workload_shape *shape)
{
    struct dw_shape made = workload_planner_shape(shape);
    made.kernel = kernel_of(&parameters->kernel, shape->groups, shape->steps);
    if (shape->second_groups > 0)
        made.second = kernel_of(&parameters->kernel, shape->second_groups, shape->second_steps);
    made.spare_core = parameters->has.spare_core > 0;
    return made;
}

static void assert_same(const struct workload_shape *shape, const struct dw_choice *choice,
                        const char *what, double found, double expected)
{
    char arm[DW_ARM_NAME_SIZE], name[WORKLOAD_INSTANCE_SIZE];
    if (fabs(found - expected) <= 1e-9 * fabs(expected) + 1e-6)
        return;
    dw_format_choice(choice, arm, sizeof arm);
    workload_instance_name(shape, name);
    fail_msg("%s %s, %s: %s: core %.6f, simulated %.6f", dw_wait_name(shape->wait), name, arm, what,
             found, expected);
}

static double predicted_wall(const struct dw_shape *shape, const struct dw_calibration_row *row,
                             const struct dw_choice *choice)
{
    struct dw_prediction prediction;
    assert_int_equal(dw_predict(shape, row, choice, false, &prediction), DW_OK);
    return prediction.wall_ns;
}

/* What a recording adds, looked at without what stands beside the launches, and awake. */
static void check_recording(const struct dw_calibration_row *measured, struct dw_shape shape,
                            struct dw_choice choice, const struct workload_shape *simulated,
                            double record_ns)
{
    struct dw_calibration_row row = *measured;
    row.constant[DW_CONSTANT_WAKE_DOUBLING].value = 0;
    shape.copy_bytes = 0;
    shape.copy = DW_COPY_NONE;
    choice.side[DW_AXIS_COPY] = DW_COPY_SIDE_SERIALIZE;
    choice.copy_parts = 0;
    shape.repeats = FOREVER;
    const double without_ns = predicted_wall(&shape, &row, &choice);
    shape.repeats = 3;
    const double with_ns = predicted_wall(&shape, &row, &choice);
    assert_same(simulated, &choice, "with a recording", with_ns, without_ns + record_ns / 3);
}

static void compare(const struct sim_parameters *parameters, const struct workload_shape *shape)
{
    const struct grid_instance instance = {.workload = workload_registry[0], .shape = *shape};
    const struct dw_calibration_row row = row_of(parameters);
    struct dw_shape made = planned(parameters, shape);
    made.repeats = FOREVER;
    const size_t count = dw_list_choices(&made, &row, choices, CHOICES_MAX);
    assert_true(count > 0 && count <= CHOICES_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct arm arm = {.choice = choices[i]};
        char detail[MEASURE_DETAIL_SIZE];
        struct dw_prediction found;
        if (sim_allow(parameters, shape, &choices[i], detail) != ARM_STATUS_OK)
            fail_msg("refused: %s", detail);
        const struct sim_times times = sim_model(parameters, &instance, &arm);
        assert_int_equal(dw_predict(&made, &row, &choices[i], false, &found), DW_OK);
        assert_same(shape, &choices[i], "wall", found.wall_ns, times.wall_ns);
        assert_same(shape, &choices[i], "host", fmin(found.host_ns, found.wall_ns),
                    times.wall_ns - times.waited_ns);
        assert_same(shape, &choices[i], "device", found.device_ns, times.span_ns);
        check_recording(&row, made, choices[i], shape, times.record_ns);
        variants[choices[i].variant]++;
        for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
            sides[axis][choices[i].side[axis]]++;
    }
}

static void test_core_predicts_the_simulated_device(void **state)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    (void)state;
    gsl_rng_set(random, 1);
    for (int i = 0; i < DEVICES; i++) {
        const struct sim_parameters parameters = random_device(random);
        for (int k = 0; k < SHAPES; k++) {
            const struct workload_shape shape = random_shape(random);
            compare(&parameters, &shape);
        }
    }
    gsl_rng_free(random);
    for (int i = 0; i < DW_VARIANT_COUNT; i++)
        assert_true(variants[i] > 100);
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        for (unsigned side = 0; side < dw_axis_info(axis)->side_count; side++)
            assert_true(sides[axis][side] > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_core_predicts_the_simulated_device),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

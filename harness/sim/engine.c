#include "sim/sim.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "sim/model.h"
#include "sim/noise.h"

#define TIMEOUT_NS 10e9

struct sim_engine {
    struct measure_engine base;
    struct sim_parameters parameters;
    struct sim_noise noise;
    double wall_ns, processor_ns; /* the virtual clocks */
    bool struck;                  /* lost_arm or timeout_arm met */
};

struct instance_state {
    struct grid_instance instance;
    bool spoiled; /* its results are wrong */
};

struct arm_state {
    struct instance_state *instance;
    struct sim_times times;
    double factor;      /* that holds for the process */
    double span_factor; /* that holds always */
    int fatal;          /* what its first timed batch ends with */
    bool spoils;
};

static struct sim_engine *engine_of(struct measure_engine *base)
{
    return (struct sim_engine *)base;
}

static void advance(struct sim_engine *engine, double wall_ns, double asleep_ns)
{
    engine->wall_ns += wall_ns;
    engine->processor_ns += wall_ns - asleep_ns;
}

static bool begins_with(const char *name, const char *beginning)
{
    return *beginning && strncmp(name, beginning, strlen(beginning)) == 0;
}

static int open_instance(struct measure_engine *base, const struct grid_instance *instance,
                         const struct measure_kernel_times *times, void **handle)
{
    const double held = engine_of(base)->parameters.held_copy;
    (void)times;
    if (held > 0 && (double)instance->shape.copy_bytes > held) {
        base_error("%s: %llu bytes to copy; the device holds %.0f", instance->workload->name,
                   (unsigned long long)instance->shape.copy_bytes, held);
        return DW_ERROR_UNSUPPORTED;
    }
    struct instance_state *state = calloc(1, sizeof *state);
    if (!state)
        return DW_ERROR_NO_MEMORY;
    state->instance = *instance;
    *handle = state;
    return DW_OK;
}

static void close_handle(struct measure_engine *base, void **handle)
{
    (void)base;
    free(*handle);
    *handle = NULL;
}

/* Whether the arm runs at all; says why not. */
static enum arm_status refuse(const struct sim_parameters *parameters, const char *name,
                              const struct arm *arm, const struct workload_shape *shape,
                              char detail[MEASURE_DETAIL_SIZE])
{
    const enum arm_status status = sim_allow(parameters, shape, &arm->choice, detail);
    if (status != ARM_STATUS_OK)
        return status;
    if (begins_with(name, parameters->unsupported_arm)) {
        snprintf(detail, MEASURE_DETAIL_SIZE, "planted by unsupported_arm");
        return ARM_STATUS_UNSUPPORTED;
    }
    if (begins_with(name, parameters->wrong_arm)) {
        snprintf(detail, MEASURE_DETAIL_SIZE, "planted by wrong_arm");
        return ARM_STATUS_WRONG_RESULT;
    }
    return ARM_STATUS_OK;
}

/* How far a choice on an instance is from the model, in the world that has an error to plant. */
static int misfit(const struct sim_parameters *parameters, const struct grid_instance *instance,
                  const struct dw_choice *choice, double *factor)
{
    char text[DW_ARM_NAME_SIZE], name[2 * DW_ARM_NAME_SIZE + WORKLOAD_INSTANCE_SIZE];
    const bool planted = parameters->world == SIM_WORLD_PIPELINE;
    dw_format_choice(choice, text, sizeof text);
    snprintf(name, sizeof name, "%s %s %s %s", instance->workload->name, instance->name,
             dw_wait_name(instance->shape.wait), text);
    return sim_lasting_factor(
        name, planted ? parameters->constant[DW_CONSTANT_PREDICTION_ERROR] : 0, factor);
}

static bool supports(struct measure_engine *base, void *handle, const struct dw_choice *choice)
{
    const struct instance_state *instance = handle;
    char why[MEASURE_DETAIL_SIZE];
    return sim_allow(&engine_of(base)->parameters, &instance->instance.shape, choice, why) ==
           ARM_STATUS_OK;
}

static int create_arm(struct sim_engine *engine, struct instance_state *instance,
                      const struct arm *choice, const char *name, struct arm_state **out)
{
    const struct sim_parameters *parameters = &engine->parameters;
    double factor, misfit_factor;
    int status = sim_name_factor(&engine->noise, name, parameters->arm_process_effect, &factor);
    if (status == DW_OK)
        status = misfit(parameters, &instance->instance, &choice->choice, &misfit_factor);
    if (status != DW_OK)
        return status;
    struct arm_state *arm = calloc(1, sizeof *arm);
    if (!arm)
        return DW_ERROR_NO_MEMORY;
    if (parameters->slowdown_arm[0] == '\0' || begins_with(name, parameters->slowdown_arm))
        factor *= parameters->slowdown;
    *arm = (struct arm_state){
        .instance = instance,
        .times = sim_model(parameters, &instance->instance, choice),
        .factor = factor * misfit_factor,
        .span_factor = misfit_factor,
        .fatal = begins_with(name, parameters->lost_arm)      ? DW_ERROR_DEVICE_LOST
                 : begins_with(name, parameters->timeout_arm) ? DW_ERROR_TIMEOUT
                                                              : DW_OK,
        .spoils = begins_with(name, parameters->late_wrong_arm),
    };
    *out = arm;
    return DW_OK;
}

static int open_arm(struct measure_engine *base, void *handle, const struct arm *choice,
                    struct measure_opened *opened, void **out)
{
    struct sim_engine *engine = engine_of(base);
    struct instance_state *instance = handle;
    struct arm_state *arm = NULL;
    char name[DW_ARM_NAME_SIZE];
    arm_format(choice, name, sizeof name);
    *opened = (struct measure_opened){.overlap = (double)NAN};
    opened->status =
        refuse(&engine->parameters, name, choice, &instance->instance.shape, opened->detail);
    if (opened->status != ARM_STATUS_OK)
        return DW_OK;
    const int status = create_arm(engine, instance, choice, name, &arm);
    if (status != DW_OK)
        return status;
    const double noise = engine->parameters.noise;
    opened->setup_ns = engine->parameters.setup_ns * sim_draw_factor(&engine->noise, noise);
    opened->record_ns = arm->times.record_ns * sim_draw_factor(&engine->noise, noise);
    opened->first_use_ns = arm->times.wall_ns * arm->factor * engine->parameters.first_use_factor *
                           sim_draw_factor(&engine->noise, noise);
    advance(engine, opened->setup_ns + opened->record_ns + opened->first_use_ns, 0);
    instance->spoiled = false;
    *out = arm;
    return DW_OK;
}

static int execute(struct measure_engine *base, void *handle, bool stamped,
                   struct measure_batch *batch)
{
    struct sim_engine *engine = engine_of(base);
    struct arm_state *arm = handle;
    if (arm->fatal != DW_OK && !engine->struck &&
        engine->noise.process < engine->parameters.fault_processes) {
        const double hung_ns = arm->fatal == DW_ERROR_TIMEOUT ? TIMEOUT_NS : arm->times.wall_ns;
        engine->struck = true;
        advance(engine, hung_ns, hung_ns);
        return arm->fatal;
    }
    const double seconds = engine->wall_ns * 1e-9;
    const double factor =
        arm->factor * sim_draw_batch(&engine->noise, &engine->parameters, seconds);
    const double span =
        arm->span_factor * sim_draw_factor(&engine->noise, engine->parameters.span_noise);
    batch->begin_ticks = stamped ? (uint64_t)engine->wall_ns : 0;
    advance(engine, arm->times.wall_ns * factor, arm->times.asleep_ns * factor);
    arm->instance->spoiled |= arm->spoils;
    batch->waited_ns = (uint64_t)(arm->times.waited_ns * factor);
    batch->span_ns = stamped ? arm->times.span_ns * span : (double)NAN;
    return DW_OK;
}

static int check(struct measure_engine *base, void *handle, enum arm_status *status)
{
    (void)base;
    const struct instance_state *instance = handle;
    *status = instance->spoiled ? ARM_STATUS_WRONG_RESULT : ARM_STATUS_OK;
    return DW_OK;
}

static int recheck(struct measure_engine *base, void *handle, void *arm, uint32_t runs,
                   enum arm_status *result)
{
    struct instance_state *instance = handle;
    struct measure_batch batch;
    int status = DW_OK;
    instance->spoiled = false;
    for (uint32_t i = 0; i < runs && status == DW_OK; i++)
        status = execute(base, arm, false, &batch);
    return status == DW_OK ? check(base, instance, result) : status;
}

static int prepare(struct measure_engine *base, void *handle, bool stamped)
{
    (void)base;
    (void)handle;
    (void)stamped;
    return DW_OK;
}

static int chain_span(struct measure_engine *base, void *handle, uint32_t launches,
                      enum measure_chain chain, double *span_ns)
{
    struct sim_engine *engine = engine_of(base);
    const struct instance_state *instance = handle;
    *span_ns = sim_chain_ns(&engine->parameters, &instance->instance, launches, chain) *
               sim_draw_factor(&engine->noise, engine->parameters.span_noise);
    advance(engine, *span_ns, *span_ns);
    return DW_OK;
}

static void spend(struct measure_engine *base, double ns)
{
    advance(engine_of(base), ns, 0);
}

static uint64_t wall_ns(struct measure_engine *base)
{
    return (uint64_t)engine_of(base)->wall_ns;
}

static uint64_t processor_ns(struct measure_engine *base)
{
    return (uint64_t)engine_of(base)->processor_ns;
}

static void close_engine(struct measure_engine **out)
{
    struct sim_engine *engine = *out ? engine_of(*out) : NULL;
    if (!engine)
        return;
    sim_stop_noise(&engine->noise);
    free(engine);
    *out = NULL;
}

static const struct measure_ops sim_engine_ops = {
    .open_instance = open_instance,
    .close_instance = close_handle,
    .supports = supports,
    .open_arm = open_arm,
    .close_arm = close_handle,
    .prepare = prepare,
    .execute = execute,
    .check = check,
    .recheck = recheck,
    .chain_span = chain_span,
    .spend = spend,
    .wall_ns = wall_ns,
    .processor_ns = processor_ns,
    .close = close_engine,
};

int sim_open_engine(const char *selector, uint64_t seed, uint32_t process,
                    struct measure_engine **out)
{
    struct sim_engine *engine = calloc(1, sizeof *engine);
    if (!engine)
        return DW_ERROR_NO_MEMORY;
    engine->base.ops = &sim_engine_ops;
    int status = sim_load_parameters(selector, &engine->parameters);
    if (status == DW_OK)
        status = sim_start_noise(&engine->parameters, seed, process, &engine->noise);
    if (status != DW_OK) {
        free(engine);
        return status;
    }
    sim_fill_facts(&engine->parameters, &engine->base.facts);
    *out = &engine->base;
    return DW_OK;
}

#include "sim/sim.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "dispatchwise/status.h"
#include "sim/model.h"
#include "sim/noise.h"

#define TIMEOUT_NS 10e9
/* Nothing is stored: only counts of words must not overflow where they are multiplied. */
#define WORDS_MAX (UINT64_C(1) << 40)

struct sim_engine {
    struct measure_engine base;
    struct sim_parameters parameters;
    struct sim_noise noise;
    double wall_ns, processor_ns; /* the virtual clocks */
    bool struck;                  /* lost_arm or timeout_arm met */
};

struct instance_state {
    struct grid_instance instance;
    struct grid_kernel kernel;
    bool spoiled; /* its results are wrong */
};

struct arm_state {
    struct instance_state *instance;
    struct sim_times times;
    double factor; /* that holds for the process */
    int fatal;     /* what its first timed batch ends with */
    bool spoils;
};

static struct sim_engine *engine_of(struct measure_engine *base)
{
    return (struct sim_engine *)base;
}

static void advance(struct sim_engine *engine, double wall_ns, double waited_ns)
{
    engine->wall_ns += wall_ns;
    engine->processor_ns += wall_ns - waited_ns;
}

static bool begins_with(const char *name, const char *beginning)
{
    return *beginning && strncmp(name, beginning, strlen(beginning)) == 0;
}

static int open_instance(struct measure_engine *base, const struct grid_instance *instance,
                         const struct measure_kernel_times *times, void **handle)
{
    (void)times;
    struct instance_state *state = calloc(1, sizeof *state);
    if (!state)
        return DW_ERROR_NO_MEMORY;
    state->instance = *instance;
    state->kernel = sim_kernel(&engine_of(base)->parameters, instance->workload);
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
                              const struct arm *choice, enum dw_wait wait,
                              char detail[MEASURE_DETAIL_SIZE])
{
    enum arm_status status = ARM_STATUS_OK;
    const char *why = "";
    if (!arm_legal(choice, wait)) {
        status = ARM_STATUS_ILLEGAL;
        why = "needs wait=batch";
    } else if (begins_with(name, parameters->unsupported_arm)) {
        status = ARM_STATUS_UNSUPPORTED;
        why = "planted by unsupported_arm";
    } else if (begins_with(name, parameters->wrong_arm)) {
        status = ARM_STATUS_WRONG_RESULT;
        why = "planted by wrong_arm";
    }
    snprintf(detail, MEASURE_DETAIL_SIZE, "%s", why);
    return status;
}

static int create_arm(struct sim_engine *engine, struct instance_state *instance,
                      const struct arm *choice, const char *name, struct arm_state **out)
{
    const struct sim_parameters *parameters = &engine->parameters;
    double factor;
    const int status =
        sim_name_factor(&engine->noise, name, parameters->arm_process_effect, &factor);
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
        .factor = factor,
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
        refuse(&engine->parameters, name, choice, instance->instance.shape.wait, opened->detail);
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
    const double span = sim_draw_factor(&engine->noise, engine->parameters.span_noise);
    advance(engine, arm->times.wall_ns * factor, arm->times.waited_ns * factor);
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
    const struct workload_shape *shape = &instance->instance.shape;
    const struct grid_kernel *kernel = &instance->kernel;
    const double kernel_ns =
        chain == MEASURE_CHAIN_EMPTY ? 0 : grid_kernel_ns(kernel, shape->groups, shape->steps);
    double apart_ns = kernel_ns + engine->parameters.barrier_ns;
    if (chain == MEASURE_CHAIN_CLOSE)
        apart_ns = shape->groups * (kernel->share_ns + shape->steps * kernel->share_step_ns);
    *span_ns = (kernel_ns + (launches - 1) * apart_ns + engine->parameters.barrier_ns) *
               sim_draw_factor(&engine->noise, engine->parameters.span_noise);
    advance(engine, *span_ns, *span_ns);
    return DW_OK;
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
    .open_arm = open_arm,
    .close_arm = close_handle,
    .prepare = prepare,
    .execute = execute,
    .check = check,
    .recheck = recheck,
    .chain_span = chain_span,
    .wall_ns = wall_ns,
    .processor_ns = processor_ns,
    .close = close_engine,
};

static void fill_key(const struct sim_parameters *parameters, struct dw_device_key *key)
{
    *key = (struct dw_device_key){.kind = DW_DEVICE_KIND_OTHER,
                                  .driver_version = (uint32_t)parameters->driver_version};
    base_copy_text(key->name, sizeof key->name, parameters->device_name);
}

static void fill_facts(const struct sim_parameters *parameters, struct measure_facts *facts)
{
    const uint64_t hash =
        base_hash_bytes(BASE_HASH_SEED, parameters->device_name, strlen(parameters->device_name));
    *facts = (struct measure_facts){
        .simulated = true,
        .cores = (uint32_t)parameters->cores,
        .loop_limit = parameters->loop_limit > 0 ? (uint64_t)parameters->loop_limit : UINT64_MAX,
        .max_submit_ns = UINT64_MAX,
        .max_output_words = WORDS_MAX,
        .max_buffer_words = WORDS_MAX,
        .pinned = "no",
        .timestamp_bits = 64,
        .timestamp_period_ns = 1,
    };
    fill_key(parameters, &facts->key);
    snprintf(facts->uuid, sizeof facts->uuid, "%016llx%016llx", (unsigned long long)hash,
             (unsigned long long)~hash);
    snprintf(facts->driver, sizeof facts->driver, "simulated, world %s",
             sim_world_names[parameters->world]);
}

int sim_device_key(const char *selector, struct dw_device_key *key)
{
    struct sim_parameters parameters;
    const int status = sim_load_parameters(selector, &parameters);
    if (status == DW_OK)
        fill_key(&parameters, key);
    return status;
}

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
    fill_facts(&engine->parameters, &engine->base.facts);
    *out = &engine->base;
    return DW_OK;
}

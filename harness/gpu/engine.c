#include "gpu/engine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "gpu/instance_state.h"
#include "measure/statistics.h"
#include "topo/topo.h"

#define RESIDENT_LANES 64 /* of the workgroups that device.resident counts */
#define MAX_SUBMIT_NS UINT64_C(1000000000)
#define MAX_OUTPUT_WORDS (UINT64_C(2) << 20)
#define RECORDINGS 5
#define RECORDINGS_NS 2000000 /* about how long they may take, with the batches between */

struct arm_state {
    struct gpu_instance_state *instance;
    struct mode_run *run;
};

static struct gpu_engine *engine_of(struct measure_engine *base)
{
    return (struct gpu_engine *)base;
}

static int open_instance(struct measure_engine *base, const struct grid_instance *instance,
                         const struct measure_kernel_times *times, void **handle)
{
    struct gpu_instance_state *state = NULL;
    const int status = gpu_open_instance_state(engine_of(base), instance, times, &state);
    if (status == DW_OK)
        *handle = state;
    return status;
}

static void close_instance(struct measure_engine *base, void **handle)
{
    (void)base;
    struct gpu_instance_state *state = *handle;
    gpu_close_instance_state(&state);
    *handle = NULL;
}

static void close_arm(struct measure_engine *base, void **handle)
{
    (void)base;
    struct arm_state *arm = *handle;
    if (!arm)
        return;
    mode_close_run(&arm->run);
    free(arm);
    *handle = NULL;
}

static int execute_once(struct arm_state *arm)
{
    struct mode_times times = {0};
    const int status = mode_prepare_run(arm->run, false);
    return status == DW_OK ? mode_execute_run(arm->run, false, &times) : status;
}

/* The median cost of recording, each time behind a batch, as a runtime would record anew: one
 * recording behind another takes half as long. */
static int time_recording(struct arm_state *arm, double *record_ns)
{
    double times[RECORDINGS];
    const uint64_t begin = base_clock_ns();
    size_t count = 0;
    *record_ns = 0;
    if (!arm->run->ops->record)
        return DW_OK;
    int status = DW_OK;
    while (status == DW_OK && count < RECORDINGS &&
           (count < 2 || base_clock_ns() - begin < RECORDINGS_NS)) {
        status = execute_once(arm);
        const uint64_t start = base_clock_ns();
        if (status == DW_OK)
            status = mode_record_run(arm->run);
        times[count++] = (double)(base_clock_ns() - start);
    }
    if (status == DW_OK)
        *record_ns = measure_median(times, count);
    return status;
}

/* Run the batch `runs` times on poisoned buffers and compare every word. */
static int run_checked(struct arm_state *arm, uint32_t runs, double *first_ns,
                       enum arm_status *result, char detail[MEASURE_DETAIL_SIZE])
{
    struct mode_times times = {0};
    int status = gpu_poison(arm->instance);
    for (uint32_t i = 0; i < runs && status == DW_OK; i++) {
        status = mode_prepare_run(arm->run, false);
        const uint64_t start = base_clock_ns();
        if (status == DW_OK)
            status = mode_execute_run(arm->run, false, &times);
        if (i == 0)
            *first_ns = (double)(base_clock_ns() - start);
    }
    if (status == DW_OK)
        status = gpu_check_results(arm->instance, result, detail);
    return status;
}

/* A status that ends the engine is passed on; any other failure is the arm's own. */
static int settle(int status, struct measure_opened *opened)
{
    if (status == DW_OK)
        return DW_OK;
    opened->status = status == DW_ERROR_DEVICE_LOST ? ARM_STATUS_DEVICE_LOST
                     : status == DW_ERROR_TIMEOUT   ? ARM_STATUS_TIMEOUT
                                                    : ARM_STATUS_UNSUPPORTED;
    if (opened->detail[0] == '\0')
        snprintf(opened->detail, sizeof opened->detail, "%s", dw_status_text(status));
    return measure_is_fatal(status) ? status : DW_OK;
}

/* Whether the batch allows the choice and the device can run it; says why not. */
static enum arm_status refuse(struct gpu_instance_state *instance, const struct dw_choice *choice,
                              char detail[MEASURE_DETAIL_SIZE])
{
    const char *illegal = dw_illegal_choice(&instance->batch.planned, choice);
    if (illegal) {
        snprintf(detail, MEASURE_DETAIL_SIZE, "%s", illegal);
        return ARM_STATUS_ILLEGAL;
    }
    return mode_supported(&instance->batch, choice, detail) ? ARM_STATUS_OK
                                                            : ARM_STATUS_UNSUPPORTED;
}

static bool supports(struct measure_engine *base, void *handle, const struct dw_choice *choice)
{
    char why[MEASURE_DETAIL_SIZE];
    (void)base;
    return refuse(handle, choice, why) == ARM_STATUS_OK;
}

static void describe_cold(const struct mode_batch *batch, char detail[MEASURE_DETAIL_SIZE])
{
    const struct mode_scratch *scratch = &batch->scratch;
    if (batch->shape.specializations > 0)
        snprintf(detail, MEASURE_DETAIL_SIZE,
                 "a new pipeline, cold: created in %.0f us, first dispatch %.0f us, second %.0f us",
                 scratch->create_ns / 1e3, scratch->first_ns / 1e3, scratch->second_ns / 1e3);
}

static int open_arm(struct measure_engine *base, void *handle, const struct arm *choice,
                    struct measure_opened *opened, void **out)
{
    struct gpu_instance_state *instance = handle;
    *opened = (struct measure_opened){.overlap = (double)NAN};
    opened->status = refuse(instance, &choice->choice, opened->detail);
    if (opened->status != ARM_STATUS_OK)
        return DW_OK;
    struct arm_state *arm = calloc(1, sizeof *arm);
    if (!arm)
        return DW_ERROR_NO_MEMORY;
    arm->instance = instance;
    const uint64_t start = base_clock_ns();
    int status = mode_open_run(&instance->batch, &choice->choice, &arm->run);
    opened->setup_ns = (double)(base_clock_ns() - start);
    if (status == DW_OK)
        status = mode_record_run(arm->run);
    if (status == DW_OK)
        status = run_checked(arm, 1, &opened->first_use_ns, &opened->status, opened->detail);
    if (status == DW_OK && opened->status == ARM_STATUS_OK)
        status = time_recording(arm, &opened->record_ns);
    opened->record_within = arm->run && mode_records_within(arm->run);
    if (status == DW_OK && opened->status == ARM_STATUS_OK)
        status = gpu_find_overlap(arm->run, &opened->overlap);
    status = settle(status, opened);
    if (opened->status == ARM_STATUS_OK)
        describe_cold(&instance->batch, opened->detail);
    instance->engine->elsewhere = arm->run && arm->run->lane_count > 1;
    void *state = arm;
    if (status == DW_OK && opened->status == ARM_STATUS_OK) {
        *out = arm;
        return DW_OK;
    }
    close_arm(base, &state);
    /* What it did, or counted and did not do, is no fault of the arms that are timed. */
    return status == DW_OK ? gpu_poison(instance) : status;
}

/* A device may stay where it was last: on an H200 what comes to the main queue behind a batch that
 * used a second one begins 160 us late, whatever it is. No batch is to pay for the one before. */
static int return_to_main(struct gpu_engine *engine)
{
    if (!engine->elsewhere)
        return DW_OK;
    engine->elsewhere = false;
    return gpu_run_canary(&engine->canary, 1, NULL, NULL);
}

static int prepare(struct measure_engine *base, void *handle, bool stamped)
{
    struct arm_state *arm = handle;
    int status = gpu_hold_clocks(engine_of(base));
    if (status == DW_OK)
        status = return_to_main(engine_of(base));
    return status == DW_OK ? mode_prepare_run(arm->run, stamped) : status;
}

static int execute(struct measure_engine *base, void *handle, bool stamped,
                   struct measure_batch *batch)
{
    struct arm_state *arm = handle;
    struct mode_times times = {0};
    stamped = stamped && arm->instance->batch.stamps;
    int status = mode_execute_run(arm->run, stamped, &times);
    engine_of(base)->clocks.busy_ns = base_clock_ns();
    engine_of(base)->elsewhere = arm->run->lane_count > 1;
    batch->waited_ns = times.waited_ns;
    batch->span_ns = (double)NAN;
    batch->begin_ticks = 0;
    if (status != DW_OK || !stamped)
        return status;
    struct gpu_spans spans;
    status = gpu_read_spans(arm->run, &spans);
    if (status == DW_OK) {
        batch->span_ns = gpu_whole_span(&spans);
        batch->begin_ticks = spans.origin;
    }
    return status;
}

static int check(struct measure_engine *base, void *handle, enum arm_status *result)
{
    (void)base;
    char detail[MEASURE_DETAIL_SIZE];
    return gpu_check_results(handle, result, detail);
}

static int recheck(struct measure_engine *base, void *instance, void *arm, uint32_t runs,
                   enum arm_status *result)
{
    (void)base;
    (void)instance;
    double first_ns;
    char detail[MEASURE_DETAIL_SIZE];
    return run_checked(arm, runs, &first_ns, result, detail);
}

static int chain_span(struct measure_engine *base, void *instance, uint32_t launches,
                      enum measure_chain chain, double *span_ns)
{
    (void)base;
    return gpu_chain_span(instance, launches, chain, span_ns);
}

static void plant(struct measure_engine *base, enum measure_fault fault)
{
    static const struct mode_faults faults[MEASURE_FAULT_COUNT] = {
        [MEASURE_FAULT_SKIPPED_LAUNCH] = {.launches = -1},
        [MEASURE_FAULT_DOUBLED_LAUNCH] = {.launches = 1},
        [MEASURE_FAULT_MISSING_BARRIER] = {.late_reset = true},
    };
    gpu_plant_faults(base, &faults[fault]);
}

static void spend(struct measure_engine *base, double ns)
{
    (void)base;
    const uint64_t start = base_clock_ns();
    while ((double)(base_clock_ns() - start) < ns)
        ;
}

static uint64_t wall_ns(struct measure_engine *base)
{
    (void)base;
    return base_clock_ns();
}

static uint64_t processor_ns(struct measure_engine *base)
{
    (void)base;
    return base_processor_ns();
}

static void close_engine(struct measure_engine **out)
{
    struct gpu_engine *engine = *out ? engine_of(*out) : NULL;
    *out = NULL;
    if (!engine || (engine->device && engine->device->gone))
        return;
    if (engine->device) {
        gpu_destroy_canary(&engine->canary);
        gpu_destroy_buffer(engine->device, &engine->staging);
        for (size_t i = 0; i < GPU_PIPELINES_MAX; i++)
            vkDestroyPipeline(engine->device->handle, engine->pipelines[i].handle, NULL);
    }
    gpu_close_device(&engine->device);
    gpu_destroy_instance(&engine->instance);
    free(engine);
}

static const struct measure_ops gpu_engine_ops = {
    .open_instance = open_instance,
    .close_instance = close_instance,
    .supports = supports,
    .open_arm = open_arm,
    .close_arm = close_arm,
    .prepare = prepare,
    .execute = execute,
    .check = check,
    .recheck = recheck,
    .chain_span = chain_span,
    .plant = plant,
    .spend = spend,
    .wall_ns = wall_ns,
    .processor_ns = processor_ns,
    .close = close_engine,
};

/* Environment variables that change what is measured. */
static void describe_environment(char *text, size_t size)
{
    static const char *const names[] = {"LP_NUM_THREADS",           "VK_INSTANCE_LAYERS",
                                        "VK_LOADER_LAYERS_DISABLE", "MESA_SHADER_CACHE_DISABLE",
                                        "__GL_SHADER_DISK_CACHE",   "DISPATCHWISE_VALIDATE"};
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof names[0] && used < size; i++) {
        const char *value = getenv(names[i]);
        if (value)
            used += (size_t)snprintf(text + used, size - used, "%s%s=%s", used ? " " : "", names[i],
                                     value);
    }
}

static void fill_facts(struct gpu_engine *engine)
{
    struct measure_facts *facts = &engine->base.facts;
    const struct gpu_info *info = engine->device->info;
    facts->key = info->key;
    facts->cores = info->cores;
    facts->resident = info->lanes / RESIDENT_LANES;
    facts->max_submit_ns = MAX_SUBMIT_NS;
    facts->max_output_words = MAX_OUTPUT_WORDS;
    facts->max_resources = mode_max_resources(info);
    facts->max_buffer_words = info->max_buffer_bytes / sizeof(uint32_t);
    facts->timestamp_bits = engine->device->queues[GPU_QUEUE_MAIN].timestamp_bits;
    facts->timestamp_period_ns = (double)info->timestamp_period_ns;
    gpu_format_uuid(info, facts->uuid);
    snprintf(facts->driver, sizeof facts->driver, "%.100s %.180s", info->driver_name,
             info->driver_info);
    size_t used = 0;
    for (size_t i = 0; i < engine->instance->layer_count && used < sizeof facts->layers; i++)
        used += (size_t)snprintf(facts->layers + used, sizeof facts->layers - used, "%s%s",
                                 used ? " " : "", engine->instance->layers[i]);
    describe_environment(facts->environment, sizeof facts->environment);
    topo_list_near(info->has_pci, info->pci_domain, info->pci_bus, info->pci_device,
                   info->pci_function, facts->near, sizeof facts->near);
    unsigned processor;
    if (topo_pin_thread(info->has_pci, info->pci_domain, info->pci_bus, info->pci_device,
                        info->pci_function, &processor) == DW_OK)
        snprintf(facts->pinned, sizeof facts->pinned, "%u", processor);
    else
        snprintf(facts->pinned, sizeof facts->pinned, "no");
}

int gpu_open_engine(const char *selector, struct measure_engine **out)
{
    struct gpu_engine *engine = calloc(1, sizeof *engine);
    if (!engine)
        return DW_ERROR_NO_MEMORY;
    engine->base.ops = &gpu_engine_ops;
    const struct gpu_info *info = NULL;
    int status = gpu_create_instance(&engine->instance);
    if (status == DW_OK)
        info = gpu_select(engine->instance, selector, &status);
    if (status == DW_OK)
        status = gpu_open_device(info, &engine->device);
    if (status == DW_OK)
        status = gpu_create_canary(engine->device, &engine->canary);
    if (status == DW_OK)
        status = gpu_find_loop_limit(&engine->canary, &engine->base.facts.loop_limit);
    if (status == DW_OK)
        status = gpu_create_worker(engine->device->timeout_ns, &engine->device->worker);
    if (status == DW_OK)
        status = gpu_open_clocks(engine);
    if (status == DW_OK)
        fill_facts(engine);
    struct measure_engine *base = &engine->base;
    if (status != DW_OK)
        close_engine(&base);
    else
        *out = base;
    return status;
}

void gpu_plant_faults(struct measure_engine *base, const struct mode_faults *faults)
{
    engine_of(base)->faults = *faults;
}

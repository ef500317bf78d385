/* The plan of a run: which instances, on which device, under which circumstances. */
#include "run/run.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/text.h"
#include "results/device.h"
#include "results/instance.h"
#include "run/options.h"
#include "run/probe.h"
#include "run/shapes.h"
#include "run/shard.h"
#include "run/trace_plan.h"
#include "run/weights.h"
#include "topo/topo.h"

#define MAX_SAMPLE_NS 8e6      /* of a GPU: some hundred plain launches at 12 us or so */
#define MAX_SAMPLE_CPU_NS 10e6 /* of a CPU device: its launches are slow, and so would be a run */
#define SAMPLE_SLACK 1.5
#define FACTS_MAX 48

struct plan {
    const struct run_options *options;
    struct measure_engine *engine;
    struct run_probe probe;
    struct grid_device device;
    struct results_instance *rows;
    size_t count;
    struct run_weights weights; /* of a trace */
    struct run_whole whole;     /* before a shard was taken */
    struct results_run facts[FACTS_MAX];
    size_t fact_count;
};

static void add_fact(struct plan *plan, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void add_fact(struct plan *plan, const char *key, const char *format, ...)
{
    if (plan->fact_count == FACTS_MAX)
        return;
    struct results_run *row = &plan->facts[plan->fact_count++];
    va_list arguments;
    base_copy_text(row->key, sizeof row->key, key);
    va_start(arguments, format);
    vsnprintf(row->value, sizeof row->value, format, arguments);
    va_end(arguments);
}

static bool planned(const struct plan *plan, const struct grid_instance *instance)
{
    for (size_t i = 0; i < plan->count; i++)
        if (strcmp(plan->rows[i].instance, instance->name) == 0 &&
            strcmp(plan->rows[i].workload, instance->workload->name) == 0 &&
            strcmp(plan->rows[i].wait, dw_wait_name(instance->shape.wait)) == 0)
            return true;
    return false;
}

static int probe_kernel(struct plan *plan, const struct run_probe_launch *launch,
                        struct dw_kernel *kernel)
{
    const int status = run_probe_apart(&plan->probe, launch, &kernel->kernel_ns);
    return status == DW_OK ? run_probe_rest(&plan->probe, launch, kernel) : status;
}

static struct run_probe_launch first_launch(const struct grid_instance *instance)
{
    return (struct run_probe_launch){instance->workload, instance->shape.launches,
                                     instance->shape.groups, instance->shape.steps};
}

/* second: groups 0, there is none. */
static int put_instance(struct plan *plan, const struct grid_instance *instance,
                        const struct dw_kernel *first, const struct dw_kernel *second)
{
    struct results_instance *grown = realloc(plan->rows, (plan->count + 1) * sizeof *grown);
    if (!grown)
        return DW_ERROR_NO_MEMORY;
    plan->rows = grown;
    struct results_instance *row = &plan->rows[plan->count++];
    *row = (struct results_instance){
        .kernel_ns = first->kernel_ns,
        .tau_ns = first->tau_ns,
        .theta_per_ns = first->theta_per_ns,
        .b_kernel_ns = second->groups > 0 ? second->kernel_ns : (double)NAN,
        .b_tau_ns = second->groups > 0 ? second->tau_ns : (double)NAN,
        .b_theta_per_ns = second->groups > 0 ? second->theta_per_ns : (double)NAN,
    };
    results_put_shape(instance, row);
    return DW_OK;
}

static int add_instance(struct plan *plan, const struct grid_instance *instance,
                        const struct dw_kernel *first)
{
    const struct workload_shape *shape = &instance->shape;
    struct dw_kernel second = {.groups = 0};
    if (shape->second_groups > 0) {
        const struct run_probe_launch launch = {instance->workload, shape->launches,
                                                shape->second_groups, shape->second_steps};
        const int status = probe_kernel(plan, &launch, &second);
        if (status != DW_OK)
            return status;
    }
    return put_instance(plan, instance, first, &second);
}

/* The grid was built from a few noisy probes: an instance that turns out longer than a sample may
 * be loses launches, then steps, then groups. False: nothing is left to take away. */
static bool shrink(struct workload_shape *shape, double times_too_long)
{
    uint32_t *number = shape->launches > 1 ? &shape->launches
                       : shape->steps > 1  ? &shape->steps
                                           : &shape->groups;
    if (*number == 1)
        return false;
    const double smaller = *number / times_too_long;
    *number = smaller > 1 ? (uint32_t)smaller : 1;
    return true;
}

static int add_fitting(struct plan *plan, struct grid_instance instance)
{
    struct dw_kernel kernel = {0};
    struct run_probe_launch launch;
    int status = DW_OK;
    for (;;) {
        launch = first_launch(&instance);
        status = run_probe_apart(&plan->probe, &launch, &kernel.kernel_ns);
        const double sample_ns = instance.shape.launches * kernel.kernel_ns;
        if (status != DW_OK || !(sample_ns > SAMPLE_SLACK * plan->device.max_sample_ns) ||
            !shrink(&instance.shape, sample_ns / plan->device.max_sample_ns))
            break;
    }
    workload_instance_name(&instance.shape, instance.name);
    if (status != DW_OK || planned(plan, &instance))
        return status;
    status = run_probe_rest(&plan->probe, &launch, &kernel);
    return status == DW_OK ? add_instance(plan, &instance, &kernel) : status;
}

static int plan_grid(struct plan *plan)
{
    int status = DW_OK;
    for (size_t i = 0; i < workload_count && status == DW_OK && !run_interrupted; i++) {
        const struct workload *workload = workload_registry[i];
        struct grid_instance instances[2 * GRID_INSTANCES_MAX];
        struct grid_kernel kernel;
        if (!run_wants_workload(plan->options->workload, workload->name))
            continue;
        status = run_probe_kernel(&plan->probe, workload, &plan->device, &kernel);
        size_t count = 0;
        if (status == DW_OK)
            count = grid_build(workload, &plan->device, &kernel, instances);
        if (status == DW_OK)
            count += grid_build_beside(workload, &plan->device, &kernel, instances + count);
        for (size_t at = 0; at < count && status == DW_OK && !run_interrupted; at++)
            status = add_fitting(plan, instances[at]);
    }
    return status;
}

static int add_shape(struct plan *plan, const struct grid_instance *instance)
{
    const struct run_probe_launch launch = first_launch(instance);
    struct dw_kernel kernel;
    const int status = probe_kernel(plan, &launch, &kernel);
    return status == DW_OK ? add_instance(plan, instance, &kernel) : status;
}

static int plan_shapes(struct plan *plan)
{
    struct grid_instance *instances = NULL;
    size_t count = 0;
    int status = run_read_shapes(plan->options->shapes, &plan->engine->facts, &instances, &count);
    for (size_t i = 0; i < count && status == DW_OK && !run_interrupted; i++)
        if (run_wants_workload(plan->options->workload, instances[i].workload->name))
            status = add_shape(plan, &instances[i]);
    free(instances);
    return status;
}

static int plan_trace(struct plan *plan)
{
    const struct run_options *options = plan->options;
    struct run_trace_row *rows = NULL;
    size_t count = 0;
    int status = run_plan_trace(options->trace, options->workload, &plan->probe, &rows, &count);
    for (size_t i = 0; i < count && status == DW_OK; i++) {
        if (!planned(plan, &rows[i].instance))
            status = put_instance(plan, &rows[i].instance, &rows[i].kernel[0], &rows[i].kernel[1]);
        if (status == DW_OK)
            status = run_add_weight(&plan->weights, &rows[i].weight);
    }
    free(rows);
    return status == DW_OK && options->grid_too ? plan_grid(plan) : status;
}

static int take_planned(void *context, const void *row)
{
    struct plan *plan = context;
    struct results_instance *grown = realloc(plan->rows, (plan->count + 1) * sizeof *grown);
    if (!grown)
        return DW_ERROR_NO_MEMORY;
    plan->rows = grown;
    plan->rows[plan->count++] = *(const struct results_instance *)row;
    return DW_OK;
}

static double planned_real(const struct plan *plan, const char *key)
{
    char value[512];
    double number = 0;
    if (results_run_value(plan->options->plan, key, value))
        base_parse_real(value, &number);
    return number;
}

/* As another run of the same device planned it: nothing is probed again. */
static int plan_alike(struct plan *plan)
{
    const char *folder = plan->options->plan;
    const struct measure_facts *facts = &plan->engine->facts;
    struct results_device device;
    int status = results_check_run(folder);
    if (status == DW_OK)
        status = results_read_device(folder, &device);
    if (status == DW_OK && (dw_compare_device_key(&device.key, &facts->key) != 0 ||
                            device.simulated != facts->simulated)) {
        base_error("--plan %s is of %s, not of %s", folder, device.key.name, facts->key.name);
        status = DW_ERROR_PARSE;
    }
    if (status == DW_OK)
        status = results_read(&results_schema_instance, folder, take_planned, plan);
    if (status == DW_OK)
        status = run_read_weights(folder, &plan->weights);
    plan->device.each_ns = planned_real(plan, "probe_each_ns");
    plan->device.batch_ns = planned_real(plan, "probe_batch_ns");
    plan->probe.empty_ns = planned_real(plan, "probe_empty_chain_ns");
    return status;
}

static int choose_instances(struct plan *plan)
{
    if (plan->options->plan)
        return plan_alike(plan);
    const int status = run_probe_device(&plan->probe, &plan->device);
    if (status != DW_OK)
        return status;
    return plan->options->trace    ? plan_trace(plan)
           : plan->options->shapes ? plan_shapes(plan)
                                   : plan_grid(plan);
}

static void describe_device(struct plan *plan)
{
    const struct measure_facts *facts = &plan->engine->facts;
    add_fact(plan, "device_name", "%s", facts->key.name);
    add_fact(plan, "vendor_id", "%" PRIu32, facts->key.vendor_id);
    add_fact(plan, "device_id", "%" PRIu32, facts->key.device_id);
    add_fact(plan, "device_kind", "%" PRIu32, facts->key.kind);
    add_fact(plan, "driver_version", "%" PRIu32, facts->key.driver_version);
    add_fact(plan, "device_host", "%s", facts->key.host);
    add_fact(plan, "device_cores", "%" PRIu32, facts->cores);
    add_fact(plan, "device_resident", "%" PRIu32, facts->resident);
    add_fact(plan, "device_resources", "%" PRIu32, facts->max_resources);
    add_fact(plan, "simulated", "%d", facts->simulated);
    /* Later processes open the same device, whatever the order of the list is then. */
    add_fact(plan, "device_selector", "%s", facts->simulated ? plan->options->device : facts->uuid);
    add_fact(plan, "driver", "%s", facts->driver);
    if (facts->loop_limit == UINT64_MAX)
        add_fact(plan, "loop_limit", "none");
    else
        add_fact(plan, "loop_limit", "%" PRIu64, facts->loop_limit);
    add_fact(plan, "max_submit_ns", "%" PRIu64, facts->max_submit_ns);
    add_fact(plan, "timestamp_bits", "%u", facts->timestamp_bits);
    add_fact(plan, "timestamp_period_ns", "%.9g", facts->timestamp_period_ns);
    add_fact(plan, "layers_present", "%s", facts->layers);
    add_fact(plan, "environment", "%s", facts->environment);
    add_fact(plan, "processors_near", "%s", facts->near);
    add_fact(plan, "processor_pinned", "%s", facts->pinned);
    add_fact(plan, "probe_each_ns", "%.1f", plan->device.each_ns);
    add_fact(plan, "probe_batch_ns", "%.1f", plan->device.batch_ns);
    add_fact(plan, "probe_empty_chain_ns", "%.1f", plan->probe.empty_ns);
}

static void describe_run(struct plan *plan)
{
    char text[512], stamp[32];
    const time_t now = time(NULL);
    struct tm calendar;
    gmtime_r(&now, &calendar);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &calendar);
    add_fact(plan, "schema_version", "%d", RESULTS_SCHEMA_VERSION);
    add_fact(plan, "tool_version", "%s", DISPATCHWISE_VERSION);
    add_fact(plan, "run_id", "%s-%" PRIu64, stamp, plan->options->seed);
    add_fact(plan, "started", "%s", stamp);
    add_fact(plan, "seed", "%" PRIu64, plan->options->seed);
    add_fact(plan, "arms", "%s", plan->options->arms ? plan->options->arms : "");
    add_fact(plan, "shapes", "%s", plan->options->shapes ? plan->options->shapes : "");
    add_fact(plan, "trace", "%s", plan->options->trace ? plan->options->trace : "");
    describe_device(plan);
    topo_describe_machine(text, sizeof text);
    add_fact(plan, "machine", "%s", text);
    topo_describe_kernel(text, sizeof text);
    add_fact(plan, "kernel", "%s", text);
    topo_describe_governor(text, sizeof text);
    add_fact(plan, "governor", "%s", text);
    add_fact(plan, "shard", "%s", plan->options->shard ? plan->options->shard : "1/1");
    add_fact(plan, "plan_instances", "%zu", plan->whole.count);
    add_fact(plan, "plan_hash", "%016" PRIx64, plan->whole.hash);
    /* Last: whoever goes on with the run sees from it that both files are whole. */
    add_fact(plan, "instances", "%zu", plan->count);
}

int run_make_plan(const struct run_options *options, const char *out)
{
    struct plan plan = {.options = options};
    int status = run_open_engine(options->device, options->seed, 0, &plan.engine);
    if (status != DW_OK)
        return status;
    plan.probe.engine = plan.engine;
    plan.device.max_sample_ns =
        plan.engine->facts.key.kind == DW_DEVICE_KIND_CPU ? MAX_SAMPLE_CPU_NS : MAX_SAMPLE_NS;
    status = choose_instances(&plan);
    if (status == DW_OK && run_interrupted)
        status = DW_ERROR_INTERRUPTED;
    if (status == DW_OK && plan.count == 0) {
        base_error("no instances: --workload %s selects none of them", options->workload);
        status = DW_ERROR_INVALID_ARGUMENT;
    }
    if (status == DW_OK)
        status = run_keep_shard(options->shard, plan.rows, &plan.count, &plan.whole);
    if (status == DW_OK) {
        describe_run(&plan);
        status = results_write_file(&results_schema_instance, out, plan.rows, plan.count);
    }
    if (status == DW_OK)
        status = run_write_weights(out, &plan.weights, plan.rows, plan.count);
    if (status == DW_OK)
        status = results_write_file(&results_schema_run, out, plan.facts, plan.fact_count);
    if (measure_is_fatal(status))
        base_error("%s: %s before anything was measured", plan.engine->facts.key.name,
                   dw_status_text(status));
    if (measure_may_close(plan.engine, status))
        plan.engine->ops->close(&plan.engine);
    run_free_probe(&plan.probe);
    free(plan.rows);
    run_free_weights(&plan.weights);
    return status;
}

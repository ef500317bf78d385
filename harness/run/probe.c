#include "run/probe.h"

#include <math.h>
#include <stdlib.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "measure/round.h"
#include "measure/statistics.h"

#define REPETITIONS 5
#define LAUNCHES 16
#define CHAIN_NS 1.5e6 /* about how long a chain may take */
#define CHAIN_MAX 64
#define LONG_NS 20e6 /* what is fixed no longer matters to a launch so long */
#define TRIES 3      /* that a launch has to be shorter than that */
#define GROWTH 8     /* of groups and steps from one probe to the next */
#define GROUPS_FULL 32768
#define STEPS_LONG 4096
#define REGIONS 16        /* that the launches of a chain write to in turn */
#define SHORTEST_NS 100   /* what the grid is scaled by is no shorter */
#define NOTHING_NS 1      /* a launch that takes no longer than an empty one still takes a time */
#define EMPTY_GROUPS 4096 /* of the largest instance on which empty launches are timed */
#define EMPTY_SIZES 7     /* a quarter each of the one before, down to 1 */
#define RESIDENT 16       /* workgroups of a core that run at once, about */
#define FULL 4            /* times a launch: what fills the device takes at least so long */

static const struct measure_kernel_times unknown = {0};

static struct grid_instance make_instance(const struct workload *workload, enum dw_wait wait,
                                          uint32_t launches, uint32_t groups, uint32_t steps)
{
    struct grid_instance instance = {
        .workload = workload,
        .shape =
            {.wait = wait, .launches = launches, .groups = groups, .steps = steps, .repeats = 1},
    };
    workload_instance_name(&instance.shape, instance.name);
    return instance;
}

/* Median wall time a launch of the baseline on a small instance. */
static int probe_launch(struct measure_engine *engine, enum dw_wait wait, double *launch_ns)
{
    const struct grid_instance instance = make_instance(workload_registry[0], wait, LAUNCHES, 1, 1);
    struct measure_opened opened;
    struct measure_arm arm = {.arm = arm_baseline()};
    double walls[REPETITIONS];
    void *handle = NULL;
    int status = engine->ops->open_instance(engine, &instance, &unknown, &handle);
    if (status != DW_OK)
        return status;
    status = engine->ops->open_arm(engine, handle, &arm.arm, &opened, &arm.handle);
    if (status == DW_OK && !arm.handle) {
        base_error("the baseline does not run on this device: %s: %s",
                   arm_status_name(opened.status), opened.detail);
        status = DW_ERROR_WRONG_RESULT;
    }
    for (int i = 0; i < REPETITIONS && status == DW_OK; i++) {
        struct measure_sample sample;
        status = measure_batch_once(engine, &arm, false, &sample);
        walls[i] = sample.wall_ns / LAUNCHES;
    }
    if (status == DW_OK)
        *launch_ns = measure_median(walls, REPETITIONS);
    engine->ops->close_arm(engine, &arm.handle);
    engine->ops->close_instance(engine, &handle);
    return status;
}

/* A slope is what a chain of so many launches more takes. */
struct chain_lengths {
    uint32_t shorter, more;
};

/* Launches that take about as long as chains may, behind the first; of a merged chain as many again
 * as fill the device several times over: from there on it is full. */
static int choose_lengths(struct measure_engine *engine, void *handle, enum measure_chain chain,
                          double first_ns, struct chain_lengths *lengths)
{
    const double fit = CHAIN_NS / fmax(first_ns, 1);
    double span_ns = first_ns;
    int status = DW_OK;
    lengths->shorter = 1;
    lengths->more = fit < 3 ? 3 : fit > CHAIN_MAX ? CHAIN_MAX : (uint32_t)fit;
    if (chain != MEASURE_CHAIN_MERGED)
        return DW_OK;
    while (status == DW_OK && span_ns < FULL * first_ns &&
           lengths->shorter <= MEASURE_MERGED_MAX / 4) {
        lengths->shorter *= 2;
        status = engine->ops->chain_span(engine, handle, lengths->shorter, chain, &span_ns);
    }
    lengths->more = lengths->shorter;
    return status;
}

/* The first launch warms up: a driver may compile in it. Any other may have met a load, but for one
 * that is long each time. */
static int first_span(struct measure_engine *engine, void *handle, enum measure_chain chain,
                      double *first_ns)
{
    double span_ns;
    int status = engine->ops->chain_span(engine, handle, 1, chain, &span_ns);
    for (int i = 0; i < TRIES && status == DW_OK && (i == 0 || *first_ns > LONG_NS); i++) {
        status = engine->ops->chain_span(engine, handle, 1, chain, &span_ns);
        *first_ns = i == 0 ? span_ns : fmin(*first_ns, span_ns);
    }
    return status;
}

/* Slope of the device span over the launches of a chain. */
static int chain_slope(struct measure_engine *engine, void *handle, enum measure_chain chain,
                       double *slope_ns)
{
    double slopes[REPETITIONS], first = 0;
    int status = first_span(engine, handle, chain, &first);
    if (status != DW_OK)
        return status;
    if (first > LONG_NS) {
        *slope_ns = first;
        return DW_OK;
    }
    struct chain_lengths lengths;
    status = choose_lengths(engine, handle, chain, first, &lengths);
    const uint32_t longest = lengths.shorter + lengths.more;
    const int repetitions = first * longest > 4 * CHAIN_NS ? 3 : REPETITIONS;
    for (int i = 0; i < repetitions && status == DW_OK; i++) {
        double short_ns, long_ns = 0;
        status = engine->ops->chain_span(engine, handle, lengths.shorter, chain, &short_ns);
        if (status == DW_OK)
            status = engine->ops->chain_span(engine, handle, longest, chain, &long_ns);
        /* What is full takes time in proportion, but for what is fixed: much less is noise. */
        slopes[i] = fmax((long_ns - short_ns) / lengths.more, long_ns / longest / 2);
    }
    if (status == DW_OK)
        *slope_ns = measure_median(slopes, (size_t)repetitions);
    return status;
}

/* The slopes of some chains on one instance. */
static int instance_slopes(struct measure_engine *engine, const struct grid_instance *instance,
                           const enum measure_chain *chains, size_t count, double *slopes_ns)
{
    void *handle = NULL;
    int status = engine->ops->open_instance(engine, instance, &unknown, &handle);
    if (status != DW_OK)
        return status;
    for (size_t i = 0; i < count && status == DW_OK; i++)
        status = chain_slope(engine, handle, chains[i], &slopes_ns[i]);
    engine->ops->close_instance(engine, &handle);
    return status;
}

/* What an empty launch takes. On an H200 that is less as long as no larger launch has run since the
 * machine started (1.06 for 1.24 us), so the largest instance comes first, and first its own
 * launches; and it depends on where memory came to lie (1.15 to 1.30 us): the median. */
static int probe_empty(struct run_probe *probe)
{
    static const enum measure_chain chains[] = {MEASURE_CHAIN_APART, MEASURE_CHAIN_EMPTY};
    const struct workload *workload = workload_registry[0];
    double empty_ns[EMPTY_SIZES];
    size_t count = 0;
    int status = DW_OK;
    for (uint32_t groups = EMPTY_GROUPS; groups > 0 && status == DW_OK; groups /= 4) {
        const struct grid_instance instance = make_instance(workload, DW_WAIT_BATCH, 1, groups, 1);
        double slopes_ns[2];
        if (workload->region_words(&instance.shape) > probe->engine->facts.max_output_words)
            continue;
        status = instance_slopes(probe->engine, &instance, chains, 2, slopes_ns);
        if (status == DW_OK)
            empty_ns[count++] = slopes_ns[1];
    }
    if (status == DW_OK)
        probe->empty_ns = measure_median(empty_ns, count);
    return status;
}

int run_probe_device(struct run_probe *probe, struct grid_device *device)
{
    device->max_output_words = probe->engine->facts.max_output_words;
    device->loop_limit = probe->engine->facts.loop_limit;
    device->max_resources = probe->engine->facts.max_resources;
    int status = probe_launch(probe->engine, DW_WAIT_EACH, &device->each_ns);
    if (status == DW_OK)
        status = probe_launch(probe->engine, DW_WAIT_BATCH, &device->batch_ns);
    return status == DW_OK ? probe_empty(probe) : status;
}

/* The slope of a chain whose launches write to so many regions in turn, as far as they fit; NaN
 * where the device has no timestamps. */
static int probe_chain(const struct run_probe *probe, const struct run_probe_launch *launch,
                       uint32_t regions, enum measure_chain chain, double *ns)
{
    const struct workload_shape one =
        WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, launch->groups, launch->steps, 1);
    const uint64_t held =
        probe->engine->facts.max_output_words / launch->workload->region_words(&one);
    if (regions > held)
        regions = held < 1 ? 1 : (uint32_t)held;
    const struct grid_instance several =
        make_instance(launch->workload, DW_WAIT_BATCH, regions, launch->groups, launch->steps);
    double slope;
    const int status = instance_slopes(probe->engine, &several, &chain, 1, &slope);
    if (status == DW_OK)
        *ns = chain == MEASURE_CHAIN_APART && !isnan(slope)
                  ? fmax(slope - probe->empty_ns, NOTHING_NS)
                  : slope;
    return status;
}

int run_probe_apart(const struct run_probe *probe, const struct run_probe_launch *launch,
                    double *kernel_ns)
{
    return probe_chain(probe, launch, launch->launches < REGIONS ? launch->launches : REGIONS,
                       MEASURE_CHAIN_APART, kernel_ns);
}

static int kernel_at(const struct run_probe *probe, const struct workload *workload,
                     uint32_t groups, uint32_t steps, double *kernel_ns)
{
    const struct run_probe_launch launch = {workload, 1, groups, steps};
    const int status = run_probe_apart(probe, &launch, kernel_ns);
    if (status == DW_OK)
        *kernel_ns = fmax(*kernel_ns, SHORTEST_NS);
    return status;
}

/* Multiply steps until they, and not what is fixed, take the time. */
static int probe_steps(const struct run_probe *probe, const struct workload *workload,
                       uint32_t groups, double short_ns, uint32_t *steps, double *long_ns)
{
    int status = DW_OK;
    *steps = 1;
    *long_ns = short_ns;
    while (status == DW_OK && *long_ns < GROWTH * short_ns && *long_ns < CHAIN_NS &&
           *steps * GROWTH <= workload->steps_max && *steps < STEPS_LONG) {
        *steps *= GROWTH;
        status = kernel_at(probe, workload, groups, *steps, long_ns);
    }
    return status;
}

/* Multiply groups until the device is full, and its time with it. */
static int probe_groups(const struct run_probe *probe, const struct workload *workload,
                        const struct grid_device *device, double alone_ns, uint32_t *groups,
                        double *full_ns)
{
    int status = DW_OK;
    *groups = 1;
    *full_ns = alone_ns;
    while (status == DW_OK && *full_ns < GROWTH * alone_ns && *full_ns < CHAIN_NS &&
           *groups < GROUPS_FULL) {
        const struct workload_shape next = {
            .launches = 1, .groups = *groups * GROWTH, .steps = 1, .repeats = 1};
        if (workload->region_words(&next) > device->max_output_words)
            break;
        *groups *= GROWTH;
        status = kernel_at(probe, workload, *groups, 1, full_ns);
    }
    return status;
}

int run_probe_kernel(const struct run_probe *probe, const struct workload *workload,
                     const struct grid_device *device, struct grid_kernel *kernel)
{
    double alone, alone_long, full, full_long;
    uint32_t groups = 1, steps = 1, full_steps = 1;
    int status = kernel_at(probe, workload, 1, 1, &alone);
    if (status == DW_OK)
        status = probe_steps(probe, workload, 1, alone, &steps, &alone_long);
    if (status == DW_OK)
        status = probe_groups(probe, workload, device, alone, &groups, &full);
    if (status == DW_OK)
        status = probe_steps(probe, workload, groups, full, &full_steps, &full_long);
    if (status != DW_OK)
        return status;
    kernel->alone_step_ns = fmax((alone_long - alone) / (steps - 1), 0.01);
    kernel->alone_ns = fmax(alone - kernel->alone_step_ns, 10);
    kernel->share_step_ns = fmax((full_long - full) / (full_steps - 1) / groups, 1e-6);
    kernel->share_ns = fmax(full / groups - kernel->share_step_ns, 1e-6);
    return DW_OK;
}

static uint32_t cores_of(const struct run_probe *probe)
{
    return probe->engine->facts.cores > 0 ? probe->engine->facts.cores : 1;
}

/* tau of a workload's kernel, found once for each number of steps. A workgroup is alone where it
 * has a core to itself: its neighbours on other cores share what the caches hold with it, as they
 * will in the batch. */
static int find_tau(struct run_probe *probe, const struct run_probe_launch *launch, double *tau_ns)
{
    for (size_t i = 0; i < probe->tau_count; i++)
        if (probe->tau[i].workload == launch->workload && probe->tau[i].steps == launch->steps) {
            *tau_ns = probe->tau[i].ns;
            return DW_OK;
        }
    struct run_probe_tau *grown = realloc(probe->tau, (probe->tau_count + 1) * sizeof *grown);
    if (!grown)
        return DW_ERROR_NO_MEMORY;
    probe->tau = grown;
    struct run_probe_launch alone = *launch;
    alone.groups = cores_of(probe);
    const int status = run_probe_apart(probe, &alone, tau_ns);
    if (status == DW_OK)
        grown[probe->tau_count++] =
            (struct run_probe_tau){launch->workload, launch->steps, *tau_ns};
    return status;
}

int run_probe_rest(struct run_probe *probe, const struct run_probe_launch *launch,
                   struct dw_kernel *kernel)
{
    double merged_ns = 0;
    int status = DW_OK;
    kernel->groups = launch->groups;
    kernel->tau_ns = kernel->kernel_ns;
    if (launch->groups > cores_of(probe))
        status = find_tau(probe, launch, &kernel->tau_ns);
    /* Each launch that runs writes words of its own, as in the batch: workgroups that write the
     * same ones are in each other's way. */
    const uint32_t at_once = 1 + RESIDENT * cores_of(probe) / launch->groups;
    const uint32_t regions = launch->launches > at_once ? launch->launches : at_once;
    if (status == DW_OK)
        status = probe_chain(probe, launch, regions, MEASURE_CHAIN_MERGED, &merged_ns);
    if (status == DW_OK)
        kernel->theta_per_ns = launch->groups / merged_ns;
    return status;
}

void run_free_probe(struct run_probe *probe)
{
    free(probe->tau);
    probe->tau = NULL;
    probe->tau_count = 0;
}

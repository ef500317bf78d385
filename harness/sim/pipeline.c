/* The planner's starting model for every variant there is: host and device as two stages, submits
 * flowing from one to the other. */
#include <math.h>

#include "sim/model.h"

#define DEPTH_MAX 256

/* A batch as the model sees it. */
struct flow {
    const struct sim_pipeline *costs;
    double kernel_ns; /* w(G) */
    double apart_ns;  /* how far apart launches without barriers begin */
    uint32_t launches;
};

/* How a variant cuts a batch. */
enum { ONE, NUMBER, WHOLE };
struct cut {
    unsigned char call_launches, buffer_launches; /* one, the arm's number, the batch */
    bool info_each;                               /* a submit info a buffer */
    bool recorded;                                /* once, ahead */
    bool armed;                                   /* submitted ahead, released by a signal */
};
static const struct cut cuts[DW_VARIANT_COUNT] = {
    [DW_VARIANT_EACH] = {ONE, ONE, false, false, false},
    [DW_VARIANT_BATCHED] = {WHOLE, NUMBER, false, false, false},
    [DW_VARIANT_INFOS] = {NUMBER, ONE, true, false, false},
    [DW_VARIANT_RESUBMIT] = {ONE, ONE, false, true, false},
    [DW_VARIANT_MULTI] = {NUMBER, ONE, false, true, false},
    [DW_VARIANT_UNROLLED] = {NUMBER, NUMBER, false, true, false},
    [DW_VARIANT_ARMED] = {ONE, ONE, false, true, true},
};

/* c and g of one call. */
struct call {
    double host_ns, device_ns;
};

static uint32_t cut_launches(const struct flow *flow, const struct arm *arm, unsigned char size)
{
    const uint32_t number = size == ONE      ? 1
                            : size == NUMBER ? arm->choice.number[0]
                                             : flow->launches;
    return number < flow->launches ? number : flow->launches;
}

/* D: k launches, no barriers. */
static double device_ns(const struct flow *flow, double launches)
{
    return flow->kernel_ns + (launches - 1) * flow->apart_ns;
}

static struct call make_call(const struct flow *flow, const struct cut *cut, uint32_t launches,
                             uint32_t buffer_launches)
{
    const struct sim_pipeline *costs = flow->costs;
    const double buffers = ceil((double)launches / buffer_launches);
    const double submits = cut->info_each ? buffers : 1;
    struct call call = {
        .host_ns = costs->c_submit + buffers * costs->c_buffer,
        .device_ns = submits * (costs->g_submit + device_ns(flow, launches / submits)) +
                     buffers * costs->g_buffer,
    };
    if (!cut->recorded)
        call.host_ns += launches * costs->c_launch;
    if (cut->armed) {
        call.host_ns += costs->c_signal;
        call.device_ns += costs->g_signal - costs->g_submit;
    }
    return call;
}

/* C_i = max(C_(i-1), G_(i-depth)) + c_i, G_i = max(G_(i-1), C_i) + g_i. */
static struct sim_times wait_for_batch(const struct flow *flow, const struct arm *arm,
                                       const struct cut *cut)
{
    const uint32_t depth = (uint32_t)flow->costs->depth;
    const uint32_t step = cut_launches(flow, arm, cut->call_launches);
    const uint32_t buffer = cut_launches(flow, arm, cut->buffer_launches);
    double ends[DEPTH_MAX] = {0}, host = 0, device = 0, begin = 0;
    uint32_t i = 0;
    for (uint32_t left = flow->launches, launches; left > 0; left -= launches, i++) {
        launches = left < step ? left : step;
        const struct call call = make_call(flow, cut, launches, buffer);
        host = fmax(host, ends[i % depth]) + call.host_ns;
        begin = i == 0 ? host : begin;
        device = fmax(device, host) + call.device_ns;
        ends[i % depth] = device;
    }
    const double wall_ns = device + flow->costs->latency + flow->costs->wake;
    return (struct sim_times){
        .wall_ns = wall_ns, .waited_ns = wall_ns - host, .span_ns = device - begin};
}

static struct sim_times wait_for_each(const struct flow *flow, const struct cut *cut)
{
    const struct sim_pipeline *costs = flow->costs;
    const struct call call = make_call(flow, cut, 1, 1);
    const double back_ns = costs->latency + costs->wake, n = flow->launches;
    const double turn_ns = call.device_ns + back_ns;
    struct sim_times times = {.wall_ns = n * (call.host_ns + turn_ns), .waited_ns = n * turn_ns};
    if (cut->armed) {
        /* The next launch is armed while this one runs; the first has nothing to hide behind. */
        const double arm_ns = call.host_ns - costs->c_signal;
        times.wall_ns = arm_ns + n * costs->c_signal + (n - 1) * fmax(turn_ns, arm_ns) + turn_ns;
        times.waited_ns = (n - 1) * fmax(turn_ns - arm_ns, 0) + turn_ns;
    }
    times.span_ns = times.wall_ns - call.host_ns - back_ns;
    return times;
}

static struct sim_times drain(const struct flow *flow, const struct grid_kernel *kernel,
                              const struct workload_shape *shape, const struct arm *arm)
{
    const struct sim_pipeline *costs = flow->costs;
    const double items = (double)shape->launches * shape->groups, claim = arm->choice.number[1];
    const double alone_ns = kernel->alone_ns + shape->steps * kernel->alone_step_ns;
    const double share_ns = kernel->share_ns + shape->steps * kernel->share_step_ns;
    const double waves = ceil(items / (claim * arm->choice.number[0]));
    const double span_ns = costs->p_start + items * costs->p_pop / claim +
                           costs->rho * fmax(waves * claim * alone_ns, items * share_ns);
    const double waited_ns = costs->g_submit + span_ns + costs->latency + costs->wake;
    return (struct sim_times){.wall_ns = costs->c_submit + costs->c_buffer + waited_ns,
                              .waited_ns = waited_ns,
                              .span_ns = span_ns};
}

struct sim_times sim_model_pipeline(const struct sim_pipeline *pipeline,
                                    const struct grid_kernel *kernel,
                                    const struct workload_shape *shape, const struct arm *arm)
{
    const double kernel_ns = grid_kernel_ns(kernel, shape->groups, shape->steps);
    const double full_ns =
        shape->groups * (kernel->share_ns + shape->steps * kernel->share_step_ns);
    const struct flow flow = {
        .costs = pipeline,
        .kernel_ns = kernel_ns,
        .apart_ns = fmax(fmax(pipeline->g_launch, kernel_ns / pipeline->concurrency), full_ns),
        .launches = shape->launches,
    };
    const struct cut *cut = &cuts[arm->choice.variant];
    if (arm_mode(arm) == DW_MODE_PERSISTENT_KERNEL)
        return drain(&flow, kernel, shape, arm);
    struct sim_times times =
        shape->wait == DW_WAIT_EACH ? wait_for_each(&flow, cut) : wait_for_batch(&flow, arm, cut);
    if (cut->recorded)
        times.record_ns = pipeline->c_buffer +
                          cut_launches(&flow, arm, cut->buffer_launches) * pipeline->c_launch;
    return times;
}

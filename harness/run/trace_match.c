#include "run/trace_match.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dispatchwise/status.h"
#include "measure/statistics.h"
#include "run/options.h"

#define PROBES_MAX 16    /* of a workload */
#define NEAR_ENOUGH 0.02 /* then no better steps are looked for */
#define NEAR 0.25        /* such a reading may be noise */
#define PROBES_NEAR 3
#define LEAP 64 /* times the steps, at most, from one probe to the next */
#define WORKLOADS_MAX 64

static bool holds(const struct measure_facts *facts, const struct workload *workload,
                  struct workload_shape shape, uint32_t steps)
{
    struct workload_refusal refusal;
    shape.steps = steps;
    return workload_check_shape(workload, &shape, &refusal) &&
           workload_loops(workload, &shape) <= facts->loop_limit &&
           workload->region_words(&shape) <= facts->max_buffer_words / shape.launches &&
           workload->input_words(&shape) <= facts->max_buffer_words;
}

/* The most steps that the device holds; 0: not even one. */
static uint32_t most_steps(const struct measure_facts *facts, const struct workload *workload,
                           const struct workload_shape *shape)
{
    uint32_t good = 0, bad = workload->steps_max + 1;
    while (bad - good > 1) {
        const uint32_t middle = good + (bad - good) / 2;
        if (holds(facts, workload, *shape, middle))
            good = middle;
        else
            bad = middle;
    }
    return good;
}

struct tried {
    uint32_t steps;
    double ns;
};

/* Between what was too short and what was too long; beyond it, in proportion. */
static uint32_t next_steps(const struct tried *low, const struct tried *high, double target_ns,
                           uint32_t most)
{
    double steps = low->steps * fmin(target_ns / fmax(low->ns, 1), LEAP);
    if (high->steps > 0)
        steps = low->steps +
                (high->steps - low->steps) * (target_ns - low->ns) / fmax(high->ns - low->ns, 1);
    const double least = low->steps + 1, last = high->steps > 0 ? high->steps - 1 : most;
    return (uint32_t)fmin(fmax(round(steps), least), last);
}

/* A time that may be the one looked for is believed when three probes have it between them. */
static int probe_time(struct run_probe *probe, struct run_probe_launch launch, double target_ns,
                      struct tried *now)
{
    double ns[PROBES_NEAR];
    launch.steps = now->steps;
    int status = run_probe_apart(probe, &launch, &ns[0]);
    size_t count = 1;
    if (fabs(ns[0] / target_ns - 1) <= NEAR)
        for (; count < PROBES_NEAR && status == DW_OK; count++)
            status = run_probe_apart(probe, &launch, &ns[count]);
    if (status == DW_OK)
        now->ns = measure_median(ns, count);
    return status;
}

/* The steps of a workload that come nearest to a time. Noise can close a bracket on the wrong
 * steps: it is opened anew, once. */
static int find_steps(struct run_probe *probe, const struct run_probe_launch *launch, uint32_t most,
                      double target_ns, struct tried *best)
{
    struct tried low = {0, 0}, high = {0, 0}, now = {1, 0};
    bool again = false;
    *best = (struct tried){1, (double)INFINITY};
    for (int i = 0; i < PROBES_MAX && !run_interrupted; i++) {
        const int status = probe_time(probe, *launch, target_ns, &now);
        if (status != DW_OK)
            return status;
        if (isnan(now.ns))
            return DW_OK;
        if (fabs(now.ns - target_ns) < fabs(best->ns - target_ns))
            *best = now;
        *(now.ns < target_ns ? &low : &high) = now;
        const double off = fabs(best->ns / target_ns - 1);
        const bool closed = high.steps > 0 && high.steps <= low.steps + 1;
        if (off <= NEAR_ENOUGH || high.steps == 1 || low.steps == most ||
            (closed && (again || off <= RUN_MATCH_TOLERANCE)))
            break;
        if (closed) {
            again = true;
            low = high = (struct tried){0, 0};
            now.steps = best->steps;
        } else {
            now.steps = next_steps(&low, &high, target_ns, most);
        }
    }
    return DW_OK;
}

static int compare_traffic(const void *left, const void *right)
{
    const struct workload *a = *(const struct workload *const *)left;
    const struct workload *b = *(const struct workload *const *)right;
    if (a->step_words != b->step_words)
        return a->step_words > b->step_words ? -1 : 1;
    return strcmp(a->name, b->name);
}

/* Those of the list, the most memory bound first: arithmetic alone flatters every overlap. */
static size_t list_workloads(const char *list, const struct workload *workloads[WORKLOADS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < workload_count && count < WORKLOADS_MAX; i++)
        if (run_wants_workload(list, workload_registry[i]->name))
            workloads[count++] = workload_registry[i];
    /* cppcheck-suppress uninitvar; as many as are sorted were set */
    qsort(workloads, count, sizeof(const struct workload *), compare_traffic);
    return count;
}

/* The members' kernels as launches of a workload. */
static size_t list_launches(const struct run_trace_batch *batch, const struct workload *workload,
                            struct run_probe_launch launches[RUN_TRACE_MEMBERS_MAX])
{
    const struct workload_shape *shape = &batch->shape;
    launches[0] = (struct run_probe_launch){workload, shape->launches, shape->groups, shape->steps};
    launches[1] = (struct run_probe_launch){workload, shape->launches, shape->second_groups,
                                            shape->second_steps};
    return batch->key.members;
}

/* The steps of all members' kernels, and how far the farthest is off: infinity if the device does
 * not hold one of them. A time that was not recorded is matched by one step. */
static int find_all_steps(struct run_probe *probe, const struct workload *workload,
                          const struct run_trace_batch *batch,
                          struct tried found[RUN_TRACE_MEMBERS_MAX], double *off)
{
    struct run_probe_launch launches[RUN_TRACE_MEMBERS_MAX];
    const size_t members = list_launches(batch, workload, launches);
    int status = DW_OK;
    *off = 0;
    for (size_t i = 0; i < members && status == DW_OK && *off < (double)INFINITY; i++) {
        const struct workload_shape one =
            WORKLOAD_PLAIN_SHAPE(batch->shape.wait, launches[i].launches, launches[i].groups, 1, 1);
        const double wanted_ns = batch->kernel_ns[i];
        const uint32_t most = most_steps(&probe->engine->facts, workload, &one);
        found[i] = (struct tried){1, (double)NAN};
        if (most > 0 && isnan(wanted_ns))
            continue;
        if (most > 0)
            status = find_steps(probe, &launches[i], most, wanted_ns, &found[i]);
        *off = most == 0            ? (double)INFINITY
               : isnan(found[i].ns) ? (double)FLT_MAX
                                    : fmax(*off, fabs(found[i].ns / wanted_ns - 1));
    }
    return status;
}

static int probe_members(struct run_probe *probe, const struct workload *workload,
                         const struct run_trace_batch *batch,
                         const struct tried found[RUN_TRACE_MEMBERS_MAX],
                         struct dw_kernel kernel[RUN_TRACE_MEMBERS_MAX])
{
    struct run_probe_launch launches[RUN_TRACE_MEMBERS_MAX];
    const size_t members = list_launches(batch, workload, launches);
    int status = DW_OK;
    for (size_t i = 0; i < members && status == DW_OK; i++) {
        kernel[i].kernel_ns = found[i].ns;
        if (isnan(batch->kernel_ns[i]))
            status = run_probe_apart(probe, &launches[i], &kernel[i].kernel_ns);
        if (status == DW_OK)
            status = run_probe_rest(probe, &launches[i], &kernel[i]);
    }
    return status;
}

int run_match_kernels(struct run_probe *probe, const char *list, struct run_trace_batch *batch,
                      const struct workload **workload,
                      struct dw_kernel kernel[RUN_TRACE_MEMBERS_MAX])
{
    const struct workload *workloads[WORKLOADS_MAX];
    const size_t count = list_workloads(list, workloads);
    struct tried found[RUN_TRACE_MEMBERS_MAX] = {{1, (double)NAN}, {1, (double)NAN}};
    double least = (double)INFINITY;
    int status = DW_OK;
    *workload = NULL;
    for (size_t i = 0; i < count && status == DW_OK && least > RUN_MATCH_TOLERANCE; i++) {
        struct tried now[RUN_TRACE_MEMBERS_MAX];
        double off;
        status = find_all_steps(probe, workloads[i], batch, now, &off);
        if (status != DW_OK || !(off < least))
            continue;
        *workload = workloads[i];
        memcpy(found, now, sizeof found);
        least = off;
    }
    if (status != DW_OK || !*workload)
        return status;
    batch->shape.steps = found[0].steps;
    if (batch->key.members > 1)
        batch->shape.second_steps = found[1].steps;
    return probe_members(probe, *workload, batch, found, kernel);
}

struct arm run_recorded_arm(const struct run_trace_batch *batch)
{
    const struct dw_shape shape = workload_planner_shape(&batch->shape);
    const struct run_trace_key *key = &batch->key;
    const uint32_t launches = (key->launches * key->members + key->submits / 2) / key->submits;
    struct arm arm = arm_baseline();
    if (launches > 1 && batch->shape.wait == DW_WAIT_BATCH) {
        arm.choice.variant = key->resubmitted ? DW_VARIANT_UNROLLED : DW_VARIANT_BATCHED;
        arm.choice.number[0] = launches;
    } else if (key->resubmitted) {
        arm.choice.variant = DW_VARIANT_RESUBMIT;
    }
    if (dw_illegal_choice(&shape, &arm.choice))
        arm = arm_baseline();
    if (key->members > 1 && !key->apart)
        arm.choice.side[DW_AXIS_ARMS] = DW_ARMS_SIDE_CONCURRENT;
    if (key->ahead)
        arm.choice.side[DW_AXIS_SPECIALIZATION] = DW_SPECIALIZATION_SIDE_SPECULATE;
    arm = arm_canonical(&arm, key->launches);
    return dw_illegal_choice(&shape, &arm.choice) ? arm_baseline() : arm;
}

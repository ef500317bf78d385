#include "run/trace_match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dispatchwise/status.h"
#include "modes/mode.h"
#include "run/options.h"

#define PROBES_MAX 10    /* of a workload */
#define NEAR_ENOUGH 0.02 /* then no better steps are looked for */
#define LEAP 64          /* times the steps, at most, from one probe to the next */
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

/* The steps of a workload that come nearest to a time. */
static int find_steps(struct run_probe *probe, const struct workload *workload, uint32_t groups,
                      uint32_t most, double target_ns, struct tried *best)
{
    struct tried low = {0, 0}, high = {0, 0}, now = {1, 0};
    *best = (struct tried){1, (double)INFINITY};
    for (int i = 0; i < PROBES_MAX && !run_interrupted; i++) {
        const int status = run_probe_apart(probe, workload, groups, now.steps, &now.ns);
        if (status != DW_OK)
            return status;
        if (isnan(now.ns))
            return DW_OK;
        if (fabs(now.ns - target_ns) < fabs(best->ns - target_ns))
            *best = now;
        *(now.ns < target_ns ? &low : &high) = now;
        if (fabs(now.ns / target_ns - 1) <= NEAR_ENOUGH || low.steps == 0 || low.steps == most ||
            (high.steps > 0 && high.steps <= low.steps + 1))
            break;
        now.steps = next_steps(&low, &high, target_ns, most);
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
    qsort(workloads, count, sizeof(const struct workload *), compare_traffic);
    return count;
}

int run_match_kernel(struct run_probe *probe, const char *list, struct run_trace_batch *batch,
                     const struct workload **workload, struct dw_kernel *kernel)
{
    const struct workload *workloads[WORKLOADS_MAX];
    const size_t count = list_workloads(list, workloads);
    const uint32_t groups = batch->shape.groups;
    double least = (double)INFINITY;
    int status = DW_OK;
    *workload = NULL;
    for (size_t i = 0; i < count && status == DW_OK && least > RUN_MATCH_TOLERANCE; i++) {
        const uint32_t most = most_steps(&probe->engine->facts, workloads[i], &batch->shape);
        struct tried best = {1, (double)NAN};
        if (most == 0)
            continue;
        if (!isnan(batch->kernel_ns))
            status = find_steps(probe, workloads[i], groups, most, batch->kernel_ns, &best);
        const double off = isnan(batch->kernel_ns) ? 0 : fabs(best.ns / batch->kernel_ns - 1);
        if (*workload && !(off < least))
            continue;
        *workload = workloads[i];
        batch->shape.steps = best.steps;
        least = off;
    }
    if (status == DW_OK && *workload)
        status = run_probe_times(probe, *workload, groups, batch->shape.steps, kernel);
    return status;
}

/* The variant, and the launches of a buffer. */
static enum dw_variant recorded_variant(const struct run_trace_batch *batch, double *launches)
{
    *launches = (double)batch->shape.launches / batch->submits;
    if (*launches < 1.5 || batch->shape.wait == DW_WAIT_EACH)
        return batch->resubmitted ? DW_VARIANT_RESUBMIT : DW_VARIANT_EACH;
    return batch->resubmitted ? DW_VARIANT_UNROLLED : DW_VARIANT_BATCHED;
}

struct arm run_recorded_arm(const struct run_trace_batch *batch, uint32_t cores)
{
    struct arm candidates[MODE_CANDIDATES_MAX], found = arm_baseline();
    const struct dw_shape shape = workload_planner_shape(&batch->shape);
    const size_t count = mode_list_candidates(&shape, cores, candidates);
    double launches, nearest = (double)INFINITY;
    const enum dw_variant variant = recorded_variant(batch, &launches);
    for (size_t i = 0; i < count; i++) {
        const struct dw_choice *choice = &candidates[i].choice;
        const uint32_t number =
            choice->number[0] < shape.launches ? choice->number[0] : (uint32_t)shape.launches;
        const double off = number > 0 ? fabs(log(number / launches)) : 0;
        bool plain = choice->variant == variant;
        for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
            plain = plain && choice->side[axis] == 0;
        if (plain && off < nearest) {
            nearest = off;
            found = candidates[i];
        }
    }
    return arm_canonical(&found, batch->shape.launches);
}

#include "run/run.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "modes/mode.h"

/* The rows of one round, which stand together in samples.csv, until the baseline is known. */
struct pending {
    struct run_instance_state *instance;
    uint64_t process, round;
    size_t arm[RUN_ARMS_MAX];
    double wall_ns[RUN_ARMS_MAX];
    size_t count;
};

struct loader {
    struct run_state *state;
    struct pending pending;
    size_t last; /* instance of the last row: rows of one instance stand together */
};

static struct run_instance_state *find_instance(struct loader *loader, const char *workload,
                                                const char *instance, const char *wait)
{
    const struct run_state *state = loader->state;
    for (size_t i = 0; i < state->count; i++) {
        const size_t at = (loader->last + i) % state->count;
        const struct results_instance *row = &state->instances[at].row;
        if (strcmp(row->instance, instance) == 0 && strcmp(row->workload, workload) == 0 &&
            strcmp(row->wait, wait) == 0) {
            loader->last = at;
            return &state->instances[at];
        }
    }
    return NULL;
}

struct run_arm_state *run_find_arm(const struct run_instance_state *instance, const struct arm *arm)
{
    for (size_t i = 0; i < instance->arm_count; i++)
        if (arm_equal(&instance->arms[i].arm, arm))
            return &instance->arms[i];
    return NULL;
}

/* The arm's state in its instance, added if it is new. DW_ERROR_PARSE if it is no arm. */
static int find_arm(struct run_instance_state *instance, const char *name,
                    struct run_arm_state **found)
{
    struct arm arm;
    if (!arm_parse(name, &arm))
        return DW_ERROR_PARSE;
    *found = run_find_arm(instance, &arm);
    if (*found)
        return DW_OK;
    if (instance->arm_count == instance->arm_capacity) {
        const size_t capacity = instance->arm_capacity ? 2 * instance->arm_capacity : 16;
        struct run_arm_state *grown = realloc(instance->arms, capacity * sizeof *grown);
        if (!grown)
            return DW_ERROR_NO_MEMORY;
        instance->arms = grown;
        instance->arm_capacity = capacity;
    }
    *found = &instance->arms[instance->arm_count++];
    **found = (struct run_arm_state){.arm = arm};
    return DW_OK;
}

static int load_instance(void *context, const void *data)
{
    struct loader *loader = context;
    struct run_state *state = loader->state;
    struct run_instance_state *grown =
        realloc(state->instances, (state->count + 1) * sizeof *state->instances);
    if (!grown)
        return DW_ERROR_NO_MEMORY;
    state->instances = grown;
    state->instances[state->count++] =
        (struct run_instance_state){.row = *(const struct results_instance *)data};
    return DW_OK;
}

static int refuse_row(const char *file, const char *const names[3], const char *arm)
{
    base_error("%s: %s %s %s is not among the instances of the run, or %s is no arm", file,
               names[0], names[1], names[2], arm);
    return DW_ERROR_PARSE;
}

static int load_weight(void *context, const void *data)
{
    const struct results_weight *row = data;
    struct arm arm;
    struct run_instance_state *instance =
        find_instance(context, row->workload, row->instance, row->wait);
    if (!instance || !arm_parse(row->arm, &arm))
        return refuse_row(results_schema_weight.file,
                          (const char *[]){row->workload, row->instance, row->wait}, row->arm);
    if (instance->recorded_count < RUN_RECORDED_MAX)
        instance->recorded[instance->recorded_count++] = arm;
    return DW_OK;
}

static int load_arm(void *context, const void *data)
{
    struct loader *loader = context;
    const struct results_arm *row = data;
    enum arm_status status;
    struct run_instance_state *instance =
        find_instance(loader, row->workload, row->instance, row->wait);
    struct run_arm_state *arm = NULL;
    const int known = instance ? find_arm(instance, row->arm, &arm) : DW_ERROR_PARSE;
    if (known == DW_ERROR_PARSE || !arm_status_parse(row->status, &status))
        return refuse_row(results_schema_arm.file,
                          (const char *[]){row->workload, row->instance, row->wait}, row->arm);
    if (known != DW_OK)
        return known;
    if (status == ARM_STATUS_DEVICE_LOST || status == ARM_STATUS_TIMEOUT) {
        struct run_strikes *strikes = &loader->state->strikes[arm->arm.choice.variant];
        strikes->count += strikes->count < RUN_STRIKES_MAX;
        strikes->last = status;
    }
    if (arm_status_worse(status, arm->status))
        arm->status = status;
    if (row->process >= loader->state->next_process)
        loader->state->next_process = (uint32_t)row->process + 1;
    return DW_OK;
}

static int flush_round(struct pending *pending)
{
    struct run_instance_state *instance = pending->instance;
    const struct arm baseline = arm_baseline();
    double base_ns = (double)NAN;
    int status = DW_OK;
    for (size_t i = 0; i < pending->count; i++)
        if (arm_equal(&instance->arms[pending->arm[i]].arm, &baseline))
            base_ns = pending->wall_ns[i];
    for (size_t i = 0; i < pending->count && status == DW_OK && base_ns > 0; i++) {
        struct run_arm_state *arm = &instance->arms[pending->arm[i]];
        if (!arm_equal(&arm->arm, &baseline) && pending->wall_ns[i] > 0)
            status = measure_add_ratio(&arm->ratios, log(pending->wall_ns[i] / base_ns),
                                       (uint32_t)pending->process);
    }
    if (pending->count && base_ns > 0) {
        const uint64_t bit = UINT64_C(1) << (pending->process % 64);
        instance->process_count += !(instance->processes_seen & bit);
        instance->processes_seen |= bit;
        instance->rounds++;
    }
    pending->count = 0;
    return status;
}

static int load_sample(void *context, const void *data)
{
    struct loader *loader = context;
    struct pending *pending = &loader->pending;
    const struct results_sample *row = data;
    struct run_instance_state *instance =
        find_instance(loader, row->workload, row->instance, row->wait);
    struct run_arm_state *arm = NULL;
    int status = instance ? find_arm(instance, row->arm, &arm) : DW_ERROR_PARSE;
    if (status == DW_ERROR_PARSE)
        return refuse_row(results_schema_sample.file,
                          (const char *[]){row->workload, row->instance, row->wait}, row->arm);
    if (status == DW_OK && pending->count &&
        (instance != pending->instance || row->process != pending->process ||
         row->round != pending->round))
        status = flush_round(pending);
    if (status != DW_OK)
        return status;
    if (pending->count == RUN_ARMS_MAX) {
        base_error("%s: %s %s %s, process %" PRIu64 ", round %" PRIu64
                   ": more than the %d arms that a round has at most",
                   results_schema_sample.file, row->workload, row->instance, row->wait,
                   row->process, row->round, RUN_ARMS_MAX);
        return DW_ERROR_PARSE;
    }
    pending->instance = instance;
    pending->process = row->process;
    pending->round = row->round;
    pending->arm[pending->count] = (size_t)(arm - instance->arms);
    pending->wall_ns[pending->count++] = row->wall_ns;
    if (row->process >= loader->state->next_process)
        loader->state->next_process = (uint32_t)row->process + 1;
    return DW_OK;
}

static int judge(struct run_instance_state *instance, uint64_t seed)
{
    const size_t count = instance->arm_count;
    struct measure_ratios *ratios = calloc(count + 1, sizeof *ratios);
    bool *enough = calloc(count + 1, sizeof *enough);
    int status = ratios && enough ? DW_OK : DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < count && status == DW_OK; i++)
        ratios[i] = instance->arms[i].ratios;
    if (status == DW_OK)
        status = measure_judge(ratios, count, seed, enough);
    for (size_t i = 0; i < count && status == DW_OK; i++)
        instance->arms[i].enough = enough[i];
    free(ratios);
    free(enough);
    return status;
}

static int load_settings(const char *out, struct run_state *state, uint64_t *instances)
{
    char value[512];
    uint64_t cores;
    if (!results_run_value(out, "seed", value) ||
        !base_parse_u64(value, UINT64_MAX, &state->seed) ||
        !results_run_value(out, "device_cores", value) ||
        !base_parse_u64(value, UINT32_MAX, &cores) ||
        !results_run_value(out, "device_selector", state->device) ||
        !results_run_value(out, "arms", state->arms)) {
        base_error("%s/run.csv: seed, device_cores, device_selector or arms is missing", out);
        return DW_ERROR_PARSE;
    }
    /* The last key of the file: a file that lost its end lacks it. */
    if (!results_run_value(out, "instances", value) ||
        !base_parse_u64(value, UINT32_MAX, instances)) {
        base_error("%s/run.csv: the key instances is missing: the file has lost its end", out);
        return DW_ERROR_PARSE;
    }
    state->cores = (uint32_t)cores;
    if (results_run_value(out, "probe_each_ns", value))
        base_parse_real(value, &state->each_ns);
    if (results_run_value(out, "probe_batch_ns", value))
        base_parse_real(value, &state->batch_ns);
    return DW_OK;
}

static int load_plan(const char *out, struct loader *loader)
{
    struct run_state *state = loader->state;
    uint64_t instances = 0;
    int status = results_check_run(out);
    if (status == DW_OK)
        status = load_settings(out, state, &instances);
    if (status == DW_OK)
        status = results_read(&results_schema_instance, out, load_instance, loader);
    if (status == DW_OK && state->count != instances) {
        base_error("%s/instances.csv: %zu instances, but run.csv says %" PRIu64
                   ": the file has lost rows",
                   out, state->count, instances);
        status = DW_ERROR_PARSE;
    }
    return status == DW_OK ? results_read_if_there(&results_schema_weight, out, load_weight, loader)
                           : status;
}

int run_load_plan(const char *out, struct run_state **result)
{
    struct run_state *state = calloc(1, sizeof *state);
    struct loader loader = {.state = state};
    if (!state)
        return DW_ERROR_NO_MEMORY;
    const int status = load_plan(out, &loader);
    if (status != DW_OK)
        run_free_state(&state);
    else
        *result = state;
    return status;
}

int run_load_state(const char *out, struct run_state **result)
{
    struct run_state *state = NULL;
    int status = run_load_plan(out, &state);
    if (status != DW_OK)
        return status;
    struct loader loader = {.state = state};
    status = results_read_if_there(&results_schema_arm, out, load_arm, &loader);
    if (status == DW_OK)
        status = results_read_if_there(&results_schema_sample, out, load_sample, &loader);
    if (status == DW_OK && loader.pending.count)
        status = flush_round(&loader.pending);
    for (size_t i = 0; i < state->count && status == DW_OK; i++)
        status = judge(&state->instances[i], state->seed);
    if (status != DW_OK)
        run_free_state(&state);
    else
        *result = state;
    return status;
}

void run_free_state(struct run_state **out)
{
    struct run_state *state = *out;
    if (!state)
        return;
    for (size_t i = 0; i < state->count; i++) {
        for (size_t arm = 0; arm < state->instances[i].arm_count; arm++)
            measure_free_ratios(&state->instances[i].arms[arm].ratios);
        free(state->instances[i].arms);
    }
    free(state->instances);
    free(state);
    *out = NULL;
}

bool run_has_baseline(const struct run_instance_state *instance)
{
    const struct arm baseline = arm_baseline();
    const struct run_arm_state *known = run_find_arm(instance, &baseline);
    return !known || known->status == ARM_STATUS_OK;
}

bool run_needs_rounds(const struct run_instance_state *instance)
{
    const struct arm baseline = arm_baseline();
    if (!run_has_baseline(instance))
        return false;
    if (instance->process_count < RUN_PROCESSES_MIN || instance->rounds < MEASURE_ROUNDS_MIN)
        return true;
    for (size_t i = 0; i < instance->arm_count; i++) {
        const struct run_arm_state *arm = &instance->arms[i];
        if (arm->status == ARM_STATUS_OK && !arm->enough && !arm_equal(&arm->arm, &baseline))
            return true;
    }
    return false;
}

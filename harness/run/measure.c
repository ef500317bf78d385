/* One process's share of a run. */
#include "run/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "measure/random.h"
#include "measure/round.h"
#include "modes/mode.h"

#define ROUNDS_EACH 3  /* at least, of a process on an instance: 5 processes make 15 */
#define ROUNDS_MAX 250 /* at most */
/* For a first idea of how long an instance takes: opening it, arms by wait, an arm's usual share of
 * the baseline's time. */
#define OPEN_NS 30e6
#define ARMS_EACH 5
#define ARMS_BATCH 17
#define ARM_SHARE 0.6
#define STAMP_EVERY 4 /* every so many rounds the device span is taken too */

/* What one instance needs while it is open. */
struct session {
    struct measure_engine *engine;
    const struct run_instance_state *known;
    struct grid_instance instance;
    void *handle;
    struct measure_arm arms[RUN_ARMS_MAX];
    size_t count;
    struct reference_batch asked;
    const struct dw_calibration_row *row;
    uint32_t process;
    FILE *samples, *arm_rows;
};

/* The engine's clock: a simulated device has its own. */
static uint64_t now_ns(const struct session *session)
{
    return session->engine->ops->wall_ns(session->engine);
}

static int load_shape(const struct results_instance *row, struct grid_instance *instance)
{
    instance->workload = workload_find(row->workload);
    if (!instance->workload) {
        base_error("instances.csv: no workload %s in this build", row->workload);
        return DW_ERROR_PARSE;
    }
    instance->shape = (struct workload_shape){
        .wait = strcmp(row->wait, dw_wait_name(DW_WAIT_EACH)) == 0 ? DW_WAIT_EACH : DW_WAIT_BATCH,
        .launches = (uint32_t)row->launches,
        .groups = (uint32_t)row->groups,
        .steps = (uint32_t)row->steps,
        .repeats = (uint32_t)row->repeats,
    };
    base_copy_text(instance->name, sizeof instance->name, row->instance);
    return DW_OK;
}

/* The arm that the reference policy chooses with the constants that the library has for this
 * device; fills what it is asked. */
static struct arm reference_choice(struct session *session)
{
    const struct workload_shape *shape = &session->instance.shape;
    const struct measure_facts *facts = &session->engine->facts;
    enum dw_tier tier;
    session->row = dw_lookup_calibration(dw_builtin_calibration(), &facts->key, &tier);
    session->asked = (struct reference_batch){.wait = shape->wait,
                                              .launches = shape->launches,
                                              .repeats = shape->repeats,
                                              .kernel_ns = session->known->row.kernel_ns,
                                              .cores = facts->cores};
    struct arm arm =
        reference_arm(session->row, reference_mode(session->row, &session->asked), &session->asked);
    arm.role = ARM_ROLE_REFERENCE;
    return arm;
}

/* True if `list` (names or prefixes between commas; empty: everything) selects the arm. */
static bool selected(const char *list, const struct arm *arm)
{
    char name[DW_ARM_NAME_SIZE];
    arm_format(arm, name, sizeof name);
    if (!*list)
        return true;
    for (const char *at = list; *at;) {
        const size_t length = strcspn(at, ",");
        if (length && strncmp(name, at, length) == 0)
            return true;
        at += length + (at[length] == ',');
    }
    return false;
}

/* Add the arms that the list names in full and that are no candidates. */
static size_t add_named(const char *list, enum dw_wait wait, uint32_t launches,
                        struct arm arms[MODE_CANDIDATES_MAX], size_t count)
{
    for (const char *at = list; *at && count < MODE_CANDIDATES_MAX;) {
        char name[DW_ARM_NAME_SIZE];
        struct arm arm;
        const size_t length = strcspn(at, ",");
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        at += length + (at[length] == ',');
        if (!arm_parse(name, &arm) || arm.role != ARM_ROLE_FORCED || !arm_legal(&arm, wait))
            continue;
        arm = arm_canonical(&arm, launches);
        bool there = false;
        for (size_t i = 0; i < count; i++)
            there = there || arm_equal(&arms[i], &arm);
        if (!there)
            arms[count++] = arm;
    }
    return count;
}

static enum arm_status known_status(const struct run_instance_state *known, const struct arm *arm,
                                    bool *enough)
{
    *enough = false;
    for (size_t i = 0; i < known->arm_count; i++)
        if (arm_equal(&known->arms[i].arm, arm)) {
            *enough = known->arms[i].enough && known->process_count >= RUN_PROCESSES_MIN;
            return known->arms[i].status;
        }
    return ARM_STATUS_OK;
}

static void write_arm(struct session *session, const struct arm *arm,
                      const struct measure_opened *opened)
{
    struct results_arm row = {.process = session->process,
                              .record_ns = opened->record_ns,
                              .setup_ns = opened->setup_ns,
                              .first_use_ns = opened->first_use_ns};
    const struct results_instance *shape = &session->known->row;
    base_copy_text(row.workload, sizeof row.workload, shape->workload);
    base_copy_text(row.instance, sizeof row.instance, shape->instance);
    base_copy_text(row.wait, sizeof row.wait, shape->wait);
    arm_format(arm, row.arm, sizeof row.arm);
    base_copy_text(row.status, sizeof row.status, arm_status_name(opened->status));
    base_copy_text(row.detail, sizeof row.detail, opened->detail);
    if (opened->status != ARM_STATUS_OK)
        row.record_ns = row.setup_ns = row.first_use_ns = (double)NAN;
    results_write_row(&results_schema_arm, session->arm_rows, &row);
    fflush(session->arm_rows);
}

static int open_one(struct session *session, const struct arm *choice)
{
    struct measure_opened opened;
    bool enough;
    const enum arm_status known = known_status(session->known, choice, &enough);
    const bool fixed =
        choice->role != ARM_ROLE_FORCED || choice->variant == &arm_variants[ARM_VARIANT_EACH];
    if (known != ARM_STATUS_OK || (enough && !fixed))
        return DW_OK;
    struct measure_arm *arm = &session->arms[session->count];
    *arm = (struct measure_arm){.choice = *choice};
    const int status = session->engine->ops->open_arm(session->engine, session->handle, choice,
                                                      &opened, &arm->handle);
    write_arm(session, choice, &opened);
    if (opened.status == ARM_STATUS_WRONG_RESULT) {
        char name[DW_ARM_NAME_SIZE];
        arm_format(choice, name, sizeof name);
        base_warn("%s %s %s: wrong result: %s", session->known->row.workload,
                  session->known->row.instance, name, opened.detail);
    }
    if (status != DW_OK || !arm->handle)
        return status;
    if (choice->variant->mode == DW_MODE_COMMAND_REUSE)
        arm->record_share_ns = opened.record_ns / session->instance.shape.repeats;
    if (choice->role == ARM_ROLE_REFERENCE) {
        arm->asked = &session->asked;
        arm->row = session->row;
    }
    session->count++;
    return DW_OK;
}

/* The arms of the instance that the user's selection leaves, the baseline always among them. */
static size_t list_arms(struct session *session, const struct run_state *state,
                        struct arm arms[RUN_ARMS_MAX])
{
    struct arm candidates[MODE_CANDIDATES_MAX];
    const struct workload_shape *shape = &session->instance.shape;
    const size_t usual =
        mode_list_candidates(shape->wait, shape->launches, state->cores, candidates);
    const size_t all = add_named(state->arms, shape->wait, shape->launches, candidates, usual);
    const struct arm baseline = arm_baseline();
    size_t count = 0;
    for (size_t i = 0; i < all; i++)
        if (i >= usual || arm_equal(&candidates[i], &baseline) ||
            selected(state->arms, &candidates[i]))
            arms[count++] = candidates[i];
    arms[count] = baseline;
    arms[count++].role = ARM_ROLE_CONTROL;
    arms[count++] = reference_choice(session);
    return count;
}

/* In a random order: what is allocated first is not always as fast as what comes later. */
static int open_arms(struct session *session, const struct run_state *state, uint64_t *random_state)
{
    struct arm arms[RUN_ARMS_MAX];
    size_t order[RUN_ARMS_MAX];
    const size_t count = list_arms(session, state, arms);
    int status = DW_OK;
    measure_shuffle(random_state, order, count);
    for (size_t i = 0; i < count && status == DW_OK; i++)
        status = open_one(session, &arms[order[i]]);
    return status;
}

static int keep_sample(void *context, const struct measure_arm *arm, uint32_t round,
                       uint32_t position, const struct measure_sample *sample)
{
    struct session *session = context;
    struct results_sample row = {.process = session->process,
                                 .round = round,
                                 .position = position,
                                 .wall_ns = sample->wall_ns,
                                 .host_ns = sample->host_ns,
                                 .cpu_ns = sample->cpu_ns,
                                 .gpu_ns = sample->gpu_ns};
    const struct results_instance *shape = &session->known->row;
    base_copy_text(row.workload, sizeof row.workload, shape->workload);
    base_copy_text(row.instance, sizeof row.instance, shape->instance);
    base_copy_text(row.wait, sizeof row.wait, shape->wait);
    arm_format(&arm->choice, row.arm, sizeof row.arm);
    results_write_row(&results_schema_sample, session->samples, &row);
    return ferror(session->samples) ? DW_ERROR_IO : DW_OK;
}

/* After the timing: are the words still right? If not, find out whose fault it is. */
static int check_session(struct session *session)
{
    enum arm_status result;
    const struct measure_ops *ops = session->engine->ops;
    int status = ops->check(session->engine, session->handle, &result);
    if (status != DW_OK || result == ARM_STATUS_OK)
        return status;
    struct measure_opened opened = {.status = ARM_STATUS_WRONG_RESULT,
                                    .detail = "right at first, wrong when repeated"};
    bool found = false;
    for (size_t i = 0; i < session->count && status == DW_OK; i++) {
        status =
            ops->recheck(session->engine, session->handle, session->arms[i].handle, 3, &result);
        if (status == DW_OK && result == ARM_STATUS_WRONG_RESULT) {
            write_arm(session, &session->arms[i].choice, &opened);
            found = true;
        }
    }
    snprintf(opened.detail, sizeof opened.detail, "results of the instance wrong after timing");
    for (size_t i = 0; i < session->count && status == DW_OK && !found; i++)
        write_arm(session, &session->arms[i].choice, &opened);
    base_warn("%s %s: results were wrong after timing", session->known->row.workload,
              session->known->row.instance);
    return status;
}

static int time_rounds(struct session *session, double slice_ns, uint64_t *random_state)
{
    const uint64_t start = now_ns(session);
    int status = DW_OK;
    for (uint32_t round = 0; round < ROUNDS_MAX && status == DW_OK && !run_interrupted; round++) {
        const double spent = (double)(now_ns(session) - start);
        if (round >= ROUNDS_EACH && spent * (round + 1) / round > slice_ns)
            break;
        status = measure_round(session->engine, session->arms, session->count, random_state, round,
                               round % STAMP_EVERY == 0, keep_sample, session);
        if (fflush(session->samples) != 0)
            status = DW_ERROR_IO;
    }
    return status;
}

/* The failure of a batch is the failure of the arm that was running. */
static void blame(struct session *session, int status)
{
    const struct measure_opened opened = {
        .status = status == DW_ERROR_TIMEOUT ? ARM_STATUS_TIMEOUT : ARM_STATUS_DEVICE_LOST,
        .detail = "while it was timed"};
    if (run_is_fatal(status))
        for (size_t i = 0; i < session->count; i++)
            if (session->arms[i].handle == session->engine->running)
                write_arm(session, &session->arms[i].choice, &opened);
}

static int measure_instance(struct session *session, const struct run_state *state, double slice_ns)
{
    int status = load_shape(&session->known->row, &session->instance);
    if (status != DW_OK)
        return status;
    const uint64_t start = now_ns(session);
    uint64_t random_state = base_hash_bytes(state->seed + session->process, session->instance.name,
                                            strlen(session->instance.name));
    status = session->engine->ops->open_instance(session->engine, &session->instance,
                                                 session->known->row.kernel_ns, &session->handle);
    if (status == DW_OK)
        status = open_arms(session, state, &random_state);
    if (status == DW_OK)
        status = time_rounds(session, slice_ns - (double)(now_ns(session) - start), &random_state);
    if (status == DW_OK)
        status = check_session(session);
    else
        blame(session, status);
    if (run_is_fatal(status))
        return status;
    for (size_t i = 0; i < session->count; i++)
        session->engine->ops->close_arm(session->engine, &session->arms[i].handle);
    session->count = 0;
    if (session->handle)
        session->engine->ops->close_instance(session->engine, &session->handle);
    return status;
}

/* About what an instance takes at the least: each arm's checked run, its rounds, a stamped batch.
 */
static double least_ns(const struct run_state *state, const struct run_instance_state *instance)
{
    const bool each = strcmp(instance->row.wait, dw_wait_name(DW_WAIT_EACH)) == 0;
    const double kernel_ns = isnan(instance->row.kernel_ns) ? 0 : instance->row.kernel_ns;
    const double launch_ns = kernel_ns + (each ? state->each_ns : state->batch_ns);
    return OPEN_NS + (ROUNDS_EACH + 2) * (each ? ARMS_EACH : ARMS_BATCH) * ARM_SHARE *
                         (double)instance->row.launches * launch_ns;
}

/* What all instances need at the least is set aside; the rest is shared evenly. */
static double next_slice(const struct run_state *state, const struct run_instance_state *instance,
                         double left_ns, double owed_ns, size_t left_count)
{
    const double spare_ns = (left_ns - owed_ns) / (double)left_count;
    return least_ns(state, instance) + (spare_ns > 0 ? spare_ns : 0);
}

static int measure_all(struct session *session, const struct run_state *state, double budget_s,
                       run_told *told, void *context)
{
    const uint64_t start = now_ns(session);
    uint64_t random_state = state->seed * 1000 + session->process + 1;
    size_t *order = calloc(state->count + 1, sizeof *order);
    size_t total = 0, done = 0;
    double owed_ns = 0;
    int status = order ? DW_OK : DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < state->count; i++)
        if (run_needs_rounds(&state->instances[i])) {
            total++;
            owed_ns += least_ns(state, &state->instances[i]);
        }
    if (order)
        measure_shuffle(&random_state, order, state->count);
    for (size_t i = 0; i < state->count && status == DW_OK && !run_interrupted; i++) {
        session->known = &state->instances[order[i]];
        if (!run_needs_rounds(session->known))
            continue;
        const double left_ns = budget_s * 1e9 - (double)(now_ns(session) - start);
        status = measure_instance(
            session, state, next_slice(state, session->known, left_ns, owed_ns, total - done));
        owed_ns -= least_ns(state, session->known);
        done++;
        if (told && status == DW_OK)
            told(context, done, total);
    }
    free(order);
    return status;
}

int run_measure(const char *out, uint32_t process, double budget_s, run_told *told, void *context)
{
    struct run_state *state = NULL;
    struct session session = {.process = process};
    const uint64_t start = base_clock_ns();
    int status = run_load_state(out, &state);
    if (status == DW_OK)
        status = run_open_engine(state->device, state->seed, process, &session.engine);
    if (status == DW_OK) {
        session.samples = results_open_append(&results_schema_sample, out);
        session.arm_rows = results_open_append(&results_schema_arm, out);
        if (!session.samples || !session.arm_rows)
            status = DW_ERROR_IO;
    }
    if (status == DW_OK)
        status = measure_all(&session, state, budget_s - (double)(base_clock_ns() - start) * 1e-9,
                             told, context);
    if (session.samples && fclose(session.samples) != 0 && status == DW_OK)
        status = DW_ERROR_IO;
    if (session.arm_rows && fclose(session.arm_rows) != 0 && status == DW_OK)
        status = DW_ERROR_IO;
    if (status == DW_ERROR_IO)
        base_error("%s: the samples could not be written", out);
    if (session.engine && !run_is_fatal(status))
        session.engine->ops->close(&session.engine);
    run_free_state(&state);
    return status;
}

#include "run/session.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "measure/random.h"
#include "results/instance.h"
#include "run/arms.h"

#define ROUNDS_MAX 250 /* at most */
#define STAMP_EVERY 8  /* every so many rounds the device span is taken too */
#define RECHECKS 3     /* batches of an arm that may be the wrong one */

_Static_assert(RUN_ARMS_MAX <= MEASURE_ARMS_MAX, "a round holds all arms of an instance");

/* The engine's clock: a simulated device has its own. */
static uint64_t now_ns(const struct run_session *session)
{
    return session->engine->ops->wall_ns(session->engine);
}

static void find_sides(struct run_session *session)
{
    session->sides = (struct reference_sides){.known = {{false}}};
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        for (unsigned side = 0; side < dw_axis_info(axis)->side_count; side++) {
            struct dw_choice choice = arm_baseline().choice;
            choice.side[axis] = (uint8_t)side;
            choice.copy_parts = axis == DW_AXIS_COPY && dw_axis_info(axis)->side[side].numbered;
            if (session->engine->ops->supports(session->engine, session->handle, &choice))
                reference_add_sides(&session->sides, &choice);
        }
}

/* The arm that the reference policy chooses with the constants that the library has for this
 * device; fills what it is asked. */
static struct arm reference_choice(struct run_session *session)
{
    find_sides(session);
    session->asked =
        reference_batch_of(&session->planned, session->row, session->engine->facts.cores);
    session->asked.sides = &session->sides;
    struct arm arm =
        reference_arm(session->row, reference_mode(session->row, &session->asked), &session->asked);
    arm.role = ARM_ROLE_REFERENCE;
    return arm;
}

/* The arm that the planner chooses with what the library holds for this device; false if that is
 * nothing. */
static bool planner_choice(const struct run_session *session, struct arm *arm)
{
    struct dw_plan plan;
    dw_plan_launch(&session->planned, session->row, session->tier, &plan);
    *arm = (struct arm){.choice = plan.choice, .role = ARM_ROLE_PLANNER};
    return !isnan(plan.wall_ns);
}

/* Given up, or sampled enough. */
static bool is_done(const struct run_session *session, const struct arm *arm)
{
    const struct run_arm_state *known = run_find_arm(session->known, arm);
    const bool fixed = arm->role != ARM_ROLE_FORCED || arm->choice.variant == DW_VARIANT_EACH;
    if (!known)
        return false;
    return known->status != ARM_STATUS_OK ||
           (known->enough && !fixed && session->known->process_count >= RUN_PROCESSES_MIN);
}

/* What was measured before and now cannot be opened is no verdict: the failure is this process's
 * alone. True if it is so; says so. */
static bool passes_over_arm(const struct run_session *session, const struct arm *arm,
                            const struct measure_opened *opened)
{
    const struct results_instance *row = &session->known->row;
    const struct run_arm_state *known = run_find_arm(session->known, arm);
    const struct arm baseline = arm_baseline();
    const bool before =
        arm_equal(arm, &baseline) ? session->known->rounds > 0 : known && known->ratios.count > 0;
    char name[DW_ARM_NAME_SIZE];
    if (opened->status != ARM_STATUS_UNSUPPORTED || !before)
        return false;
    arm_format(arm, name, sizeof name);
    base_warn("%s %s %s %s: cannot be opened: %s; this process goes on without it", row->workload,
              row->instance, row->wait, name, opened->detail);
    return true;
}

/* A variant that took the device with it on other instances is not given another one. */
static bool struck_out(const struct run_session *session, const struct arm *choice,
                       struct measure_opened *opened)
{
    const struct run_strikes *strikes = &session->state->strikes[choice->choice.variant];
    if (strikes->count < RUN_STRIKES_MAX)
        return false;
    *opened = (struct measure_opened){.status = strikes->last};
    snprintf(opened->detail, sizeof opened->detail,
             "not tried: %s/%s ended so %u times in this run", dw_mode_name(arm_mode(choice)),
             dw_variant_info(choice->choice.variant)->name, strikes->count);
    return true;
}

static int keep_arm(struct run_session *session, const struct arm *choice,
                    const struct measure_opened *opened, void *handle)
{
    const struct arm baseline = arm_baseline();
    struct measure_arm *arm = &session->arms[session->count++];
    *arm = (struct measure_arm){.arm = *choice, .handle = handle};
    if (arm_mode(choice) == DW_MODE_COMMAND_REUSE && !opened->record_within)
        arm->record_share_ns = opened->record_ns / session->instance.shape.repeats;
    arm->row = session->row;
    arm->tier = session->tier;
    if (choice->role == ARM_ROLE_REFERENCE)
        arm->asked = &session->asked;
    if (choice->role == ARM_ROLE_PLANNER)
        arm->planned = &session->planned;
    session->has_baseline = session->has_baseline || arm_equal(choice, &baseline);
    return DW_OK;
}

static int open_one(struct run_session *session, const struct arm *choice)
{
    struct measure_opened opened;
    void *handle = NULL;
    if (is_done(session, choice))
        return DW_OK;
    if (struck_out(session, choice, &opened))
        return run_write_arm(&session->rows, choice, &opened);
    const int status =
        session->engine->ops->open_arm(session->engine, session->handle, choice, &opened, &handle);
    if (status != DW_OK && !measure_is_fatal(status))
        return status;
    if (passes_over_arm(session, choice, &opened))
        return DW_OK;
    if (opened.status == ARM_STATUS_WRONG_RESULT) {
        char name[DW_ARM_NAME_SIZE];
        arm_format(choice, name, sizeof name);
        base_warn("%s %s %s: wrong result: %s", session->known->row.workload,
                  session->known->row.instance, name, opened.detail);
    }
    const int written = run_write_arm(&session->rows, choice, &opened);
    if (handle)
        keep_arm(session, choice, &opened, handle);
    return status != DW_OK ? status : written;
}

/* In a random order: what is allocated first is not always as fast as what comes later. */
static int open_arms(struct run_session *session, uint64_t *random_state)
{
    struct arm arms[RUN_ARMS_MAX];
    size_t order[RUN_ARMS_MAX];
    const struct run_state *state = session->state;
    struct arm planner;
    const bool planned = planner_choice(session, &planner);
    size_t count = run_list_arms(state->arms, session->known, &session->instance.shape,
                                 state->cores, planned ? &planner.choice : NULL, arms);
    arms[count++] = reference_choice(session);
    if (planned)
        arms[count++] = planner;
    int status = DW_OK;
    measure_shuffle(random_state, order, count);
    for (size_t i = 0; i < count && status == DW_OK; i++)
        status = open_one(session, &arms[order[i]]);
    return status;
}

/* After the timing: are the words still right? If not, find out whose fault it is. */
static int check_session(struct run_session *session)
{
    enum arm_status result;
    const struct measure_ops *ops = session->engine->ops;
    int status = ops->check(session->engine, session->handle, &result);
    if (status != DW_OK || result == ARM_STATUS_OK)
        return status;
    struct measure_opened opened = {.status = ARM_STATUS_WRONG_RESULT,
                                    .detail = "right at first, wrong when repeated"};
    bool found = false;
    base_warn("%s %s: results were wrong after timing", session->known->row.workload,
              session->known->row.instance);
    for (size_t i = 0; i < session->count && status == DW_OK; i++) {
        session->engine->running = session->arms[i].handle;
        status = ops->recheck(session->engine, session->handle, session->arms[i].handle, RECHECKS,
                              &result);
        if (status == DW_OK && result == ARM_STATUS_WRONG_RESULT) {
            status = run_write_arm(&session->rows, &session->arms[i].arm, &opened);
            found = true;
        }
    }
    snprintf(opened.detail, sizeof opened.detail, "results of the instance wrong after timing");
    for (size_t i = 0; i < session->count && status == DW_OK && !found; i++)
        status = run_write_arm(&session->rows, &session->arms[i].arm, &opened);
    return status;
}

static int time_rounds(struct run_session *session, double slice_ns, uint64_t *random_state)
{
    const uint64_t start = now_ns(session);
    /* By the processes that left rounds of the instance: a short one is stamped in the first of
     * them alone, also where processes before it were killed. */
    const uint32_t turn = session->known->process_count;
    int status = DW_OK;
    for (uint32_t round = 0; round < ROUNDS_MAX && status == DW_OK && !run_interrupted; round++) {
        const double spent = (double)(now_ns(session) - start);
        if (round >= RUN_ROUNDS_EACH && spent * (round + 1) / round > slice_ns)
            break;
        status = measure_round(session->engine, session->arms, session->count, random_state, round,
                               (round + turn) % STAMP_EVERY == 0, run_write_sample, &session->rows);
        if (status == DW_OK)
            status = run_flush_samples(&session->rows);
    }
    return status;
}

/* The failure of a batch is the failure of the arm that was running. */
static void blame(struct run_session *session, int status)
{
    const struct measure_opened opened = {
        .status = status == DW_ERROR_TIMEOUT ? ARM_STATUS_TIMEOUT : ARM_STATUS_DEVICE_LOST,
        .detail = "while it was timed"};
    for (size_t i = 0; i < session->count; i++)
        if (session->arms[i].handle == session->engine->running)
            run_write_arm(&session->rows, &session->arms[i].arm, &opened);
}

static void close_all(struct run_session *session)
{
    for (size_t i = 0; i < session->count; i++)
        session->engine->ops->close_arm(session->engine, &session->arms[i].handle);
    session->count = 0;
    if (session->handle)
        session->engine->ops->close_instance(session->engine, &session->handle);
}

/* What the device cannot hold is no reason to give up the other instances. Where it was measured
 * before, the failure is this process's alone, and no verdict. */
static int pass_over(struct run_session *session, int status)
{
    const struct results_instance *row = &session->known->row;
    const struct arm baseline = arm_baseline();
    struct measure_opened opened = {.status = ARM_STATUS_UNSUPPORTED};
    const bool before = session->known->rounds > 0;
    snprintf(opened.detail, sizeof opened.detail, "the instance cannot be opened: %s",
             dw_status_text(status));
    base_warn("%s %s %s: cannot be opened: %s; %s", row->workload, row->instance, row->wait,
              dw_status_text(status),
              before ? "this process goes on without it" : "it is not measured");
    return before ? DW_OK : run_write_arm(&session->rows, &baseline, &opened);
}

int run_measure_instance(struct run_session *session, double slice_ns)
{
    const struct results_instance *row = &session->known->row;
    const struct measure_kernel_times times = {
        .kernel_ns = isnan(row->kernel_ns) ? 0 : row->kernel_ns,
        .second_kernel_ns = isnan(row->b_kernel_ns) ? 0 : row->b_kernel_ns};
    int status = results_take_shape(row, &session->instance);
    if (status == DW_OK)
        status = results_take_planner_shape(row, &session->planned);
    if (status != DW_OK)
        return status;
    session->row = dw_lookup_calibration(dw_builtin_calibration(), &session->engine->facts.key,
                                         &session->tier);
    const uint64_t start = now_ns(session);
    uint64_t random_state = base_hash_bytes(session->state->seed + session->rows.process,
                                            session->instance.name, strlen(session->instance.name));
    session->rows.instance = row;
    session->has_baseline = false;
    session->engine->running = NULL;
    status = session->engine->ops->open_instance(session->engine, &session->instance, &times,
                                                 &session->handle);
    if (status != DW_OK && !measure_is_fatal(status))
        return pass_over(session, status);
    if (status == DW_OK)
        status = open_arms(session, &random_state);
    if (status == DW_OK && session->has_baseline)
        status = time_rounds(session, slice_ns - (double)(now_ns(session) - start), &random_state);
    if (status == DW_OK)
        status = check_session(session);
    if (measure_is_fatal(status))
        blame(session, status);
    if (measure_may_close(session->engine, status))
        close_all(session);
    return status;
}

/* One process's share of a run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "measure/random.h"
#include "run/session.h"

/* For a first idea of how long an instance takes: opening and checking an arm, arms by wait, an
 * arm's usual share of the baseline's time. */
#define OPEN_NS 5e6
#define ARMS_EACH 5
#define ARMS_BATCH 17
#define ARM_SHARE 0.6

/* About what an instance takes at the least: each arm's checked run, its rounds, a stamped batch.
 */
static double least_ns(const struct run_state *state, const struct run_instance_state *instance)
{
    const bool each = strcmp(instance->row.wait, dw_wait_name(DW_WAIT_EACH)) == 0;
    const double kernel_ns = isnan(instance->row.kernel_ns) ? 0 : instance->row.kernel_ns;
    const double launch_ns = kernel_ns + (each ? state->each_ns : state->batch_ns);
    const double batch_ns = (double)instance->row.launches * launch_ns * ARM_SHARE;
    return (each ? ARMS_EACH : ARMS_BATCH) * (OPEN_NS + (RUN_ROUNDS_EACH + 2) * batch_ns);
}

/* What all instances need at the least is set aside and the rest shared evenly; where there is less
 * than that, all get less alike. */
static double next_slice(const struct run_state *state, const struct run_instance_state *instance,
                         double left_ns, double owed_ns, size_t left_count)
{
    const double own_ns = least_ns(state, instance);
    return left_ns > owed_ns ? own_ns + (left_ns - owed_ns) / (double)left_count
                             : own_ns * left_ns / owed_ns;
}

static int measure_all(struct run_session *session, double budget_ns, run_told *told, void *context)
{
    const struct run_state *state = session->state;
    struct measure_engine *engine = session->engine;
    const uint64_t start = engine->ops->wall_ns(engine);
    uint64_t random_state = state->seed * 1000 + session->rows.process + 1;
    size_t *order = calloc(state->count + 1, sizeof *order);
    size_t total = 0, done = 0;
    double owed_ns = 0;
    if (!order)
        return DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < state->count; i++)
        if (run_needs_rounds(&state->instances[i])) {
            total++;
            owed_ns += least_ns(state, &state->instances[i]);
        }
    measure_shuffle(&random_state, order, state->count);
    int status = DW_OK;
    for (size_t i = 0; i < state->count && status == DW_OK && !run_interrupted; i++) {
        session->known = &state->instances[order[i]];
        if (!run_needs_rounds(session->known))
            continue;
        const double left_ns = budget_ns - (double)(engine->ops->wall_ns(engine) - start);
        status = run_measure_instance(
            session, next_slice(state, session->known, left_ns, owed_ns, total - done));
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
    struct run_session session = {0};
    const uint64_t start = base_clock_ns();
    int status = run_load_state(out, &state);
    if (status == DW_OK)
        status = run_open_engine(state->device, state->seed, process, &session.engine);
    if (status == DW_OK)
        status = run_open_rows(out, process, &session.rows);
    if (status == DW_OK) {
        /* A simulated budget is of simulated time. */
        const uint64_t spent_ns = session.engine->facts.simulated ? 0 : base_clock_ns() - start;
        session.state = state;
        status = measure_all(&session, budget_s * 1e9 - (double)spent_ns, told, context);
    }
    const int closed = run_close_rows(&session.rows);
    if (status == DW_OK)
        status = closed;
    if (session.engine && measure_may_close(session.engine, status))
        session.engine->ops->close(&session.engine);
    run_free_state(&state);
    return status;
}

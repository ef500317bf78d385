/* The pipeline world: planner.h's formulas, played event by event. A host makes calls, a device
 * works them off in their order, and two clocks say when each is through. */
#include <math.h>

#include "sim/model.h"
#include "sim/pipeline.h"

/* How a variant cuts a batch. */
enum { ONE, NUMBER, WHOLE };
struct cut {
    unsigned char call_launches, buffer_launches; /* one, the choice's number, the batch */
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

struct stage {
    double alone_ns; /* a launch alone */
    double gap_ns;   /* from its beginning to the next launch's, if the device does not hold all */
    double full_ns;  /* its share of a full device */
    double groups;
};

struct play {
    const double *constant;
    struct cut cut;
    struct stage stage[2]; /* of the kernels */
    unsigned stages;
    uint32_t launches, call_launches, buffer_launches;
    bool one_call, one_buffer; /* for both kernels */
    bool chain, apart;         /* a barrier between launches, between kernels */
    struct sim_binding binding;
    double wake_ns;

    double host_ns, device_ns; /* the clocks */
    double begin_ns;           /* of the device's work; negative: not yet */
    double waited_ns;
    bool device_busy; /* it got work since the host last waited for it */
};

/* The launches of some kernels that are still to be cut into buffers. */
struct call {
    unsigned stage, stages;
    uint32_t launches, taken;
};
struct buffer {
    unsigned stage, stages;
    uint32_t launches; /* of each */
};

static bool take_buffer(const struct play *play, struct call *call, struct buffer *buffer)
{
    const uint32_t left = call->launches - call->taken;
    if (call->stages == 0)
        return false;
    *buffer = (struct buffer){
        .stage = call->stage,
        .stages = play->one_buffer ? call->stages : 1,
        .launches = left < play->buffer_launches ? left : play->buffer_launches,
    };
    call->taken += buffer->launches;
    if (call->taken == call->launches) {
        call->stage += buffer->stages;
        call->stages -= buffer->stages;
        call->taken = 0;
    }
    return true;
}

static double recording_ns(const struct play *play, const struct buffer *buffer)
{
    return play->constant[DW_CONSTANT_HOST_BUFFER] +
           (double)buffer->stages * buffer->launches *
               (play->constant[DW_CONSTANT_HOST_LAUNCH] + play->binding.host_ns +
                (play->chain ? play->constant[DW_CONSTANT_HOST_BARRIER] : 0));
}

static void host_submits(struct play *play, struct call call)
{
    struct buffer buffer;
    play->host_ns += play->constant[DW_CONSTANT_HOST_SUBMIT];
    for (uint32_t i = 0; take_buffer(play, &call, &buffer); i++) {
        if (play->cut.info_each && i > 0)
            play->host_ns += play->constant[DW_CONSTANT_HOST_INFO];
        play->host_ns += play->constant[DW_CONSTANT_HOST_ATTACH];
        if (!play->cut.recorded)
            play->host_ns += recording_ns(play, &buffer);
    }
}

static void host_waits(struct play *play)
{
    const double until_ns = fmax(play->host_ns, play->device_ns + play->wake_ns);
    play->waited_ns += until_ns - play->host_ns;
    play->host_ns = until_ns;
    play->device_busy = false;
}

/* Whether the device holds all workgroups of a buffer's launches between two barriers; *share_ns:
 * what these take of a full device. */
static bool held_at_once(const struct play *play, const struct buffer *buffer, double *share_ns)
{
    const uint32_t launches = play->chain ? 1 : buffer->launches;
    double groups = 0;
    *share_ns = 0;
    for (unsigned i = buffer->stage; i < buffer->stage + buffer->stages; i++) {
        groups += play->stage[i].groups * launches;
        *share_ns += play->stage[i].full_ns * launches;
    }
    return groups <= play->constant[DW_CONSTANT_DEVICE_RESIDENT];
}

/* When launches are through that begin now. One begins when all before it is through if a barrier
 * is between them; else so far behind the beginning of the last: of its share of the device, or
 * where they share it (share_ns not negative) of no more than launching takes; each then takes as
 * long as all. */
static double run_flight(const struct play *play, const struct buffer *buffer, double share_ns)
{
    const double launch_ns = play->constant[DW_CONSTANT_DEVICE_LAUNCH] + play->binding.device_ns;
    double begin_ns = 0, through_ns = play->device_ns, gap_ns = 0;
    for (unsigned i = 0; i < buffer->stages; i++) {
        const struct stage *stage = &play->stage[buffer->stage + i];
        for (uint32_t k = 0; k < buffer->launches; k++) {
            const bool first = i == 0 && k == 0, barrier = k > 0 && play->chain;
            if (barrier)
                through_ns += play->constant[DW_CONSTANT_DEVICE_BARRIER];
            begin_ns = first || barrier ? through_ns + play->binding.device_ns : begin_ns + gap_ns;
            through_ns = fmax(through_ns, begin_ns + fmax(stage->alone_ns, share_ns));
            gap_ns = share_ns < 0 ? stage->gap_ns : launch_ns;
        }
    }
    return through_ns;
}

/* Launches that the device holds at once share it if that is faster. */
static void device_flies(struct play *play, const struct buffer *buffer)
{
    double share_ns;
    const bool held = held_at_once(play, buffer, &share_ns);
    const double queued_ns = run_flight(play, buffer, -1);
    play->device_ns = held ? fmin(queued_ns, run_flight(play, buffer, share_ns)) : queued_ns;
}

static void device_runs_buffer(struct play *play, const struct buffer *buffer)
{
    if (!play->apart) {
        device_flies(play, buffer);
        return;
    }
    for (unsigned i = 0; i < buffer->stages; i++) {
        const struct buffer own = {buffer->stage + i, 1, buffer->launches};
        if (i > 0)
            play->device_ns += play->constant[DW_CONSTANT_DEVICE_BARRIER];
        device_flies(play, &own);
    }
}

static void device_runs(struct play *play, struct call call)
{
    const double ordered_ns = play->chain ? play->constant[DW_CONSTANT_DEVICE_BARRIER] : 0;
    struct buffer buffer;
    play->device_ns = fmax(play->device_ns, play->host_ns);
    if (play->begin_ns < 0)
        play->begin_ns = play->device_ns;
    if (play->device_busy)
        play->device_ns += play->constant[DW_CONSTANT_DEVICE_SUBMIT] + ordered_ns +
                           (play->cut.armed ? play->constant[DW_CONSTANT_DEVICE_ARMED] : 0);
    play->device_ns += play->binding.fetch_ns;
    play->device_busy = true;
    for (uint32_t i = 0; take_buffer(play, &call, &buffer); i++) {
        if (play->cut.info_each && i > 0)
            play->device_ns += play->constant[DW_CONSTANT_DEVICE_INFO];
        if (i > 0)
            play->device_ns += play->constant[DW_CONSTANT_DEVICE_BUFFER] + ordered_ns;
        device_runs_buffer(play, &buffer);
    }
}

static void host_releases(struct play *play)
{
    if (play->cut.armed)
        play->host_ns += play->constant[DW_CONSTANT_HOST_SIGNAL];
}

/* An armed launch is submitted while the one before it runs. */
static void play_each(struct play *play)
{
    for (unsigned stage = 0; stage < play->stages; stage++) {
        const struct call call = {stage, 1, 1, 0};
        bool submitted = false;
        for (uint32_t i = 0; i < play->launches; i++) {
            if (!submitted)
                host_submits(play, call);
            host_releases(play);
            device_runs(play, call);
            submitted = play->cut.armed && i + 1 < play->launches;
            if (submitted)
                host_submits(play, call);
            host_waits(play);
        }
    }
}

static void play_stages(struct play *play, unsigned stage, unsigned stages)
{
    for (uint32_t left = play->launches, launches; left > 0; left -= launches) {
        launches = left < play->call_launches ? left : play->call_launches;
        const struct call call = {stage, stages, launches, 0};
        host_submits(play, call);
        host_releases(play);
        device_runs(play, call);
    }
}

static void play_batch(struct play *play)
{
    if (play->one_call)
        play_stages(play, 0, play->stages);
    for (unsigned stage = 0; stage < play->stages && !play->one_call; stage++)
        play_stages(play, stage, 1);
    host_waits(play);
}

static struct sim_spent spent(const struct play *play)
{
    return (struct sim_spent){.wall_ns = play->host_ns,
                              .host_ns = play->host_ns - play->waited_ns,
                              .span_ns = play->device_ns - play->begin_ns};
}

/* Each kernel as if it were alone, then both at once. */
static struct sim_spent play_queues(const struct play *play, double overhead_ns, double serial)
{
    struct play first = *play, second = *play;
    play_stages(&first, 0, 1);
    play_stages(&second, 1, 1);
    const double through_ns =
        sim_overlap_ns(first.device_ns, second.device_ns, serial) + overhead_ns;
    return (struct sim_spent){.wall_ns = through_ns + play->wake_ns,
                              .host_ns = first.host_ns + second.host_ns,
                              .span_ns = through_ns - first.begin_ns};
}

static struct sim_spent play_launches(struct play *play, const struct workload_shape *shape,
                                      const struct dw_choice *choice)
{
    const double *constant = play->constant;
    if (choice->side[DW_AXIS_ARMS] == DW_ARMS_SIDE_QUEUES)
        return play_queues(play, constant[DW_CONSTANT_ARMS_QUEUES_OVERHEAD],
                           constant[DW_CONSTANT_ARMS_QUEUES_SERIAL]);
    if (choice->side[DW_AXIS_ARMS] == DW_ARMS_SIDE_FAMILIES)
        return play_queues(play, constant[DW_CONSTANT_ARMS_FAMILIES_OVERHEAD],
                           constant[DW_CONSTANT_ARMS_FAMILIES_SERIAL]);
    if (shape->wait == DW_WAIT_EACH)
        play_each(play);
    else
        play_batch(play);
    return spent(play);
}

/* Of the batch's buffers, those that differ. */
static double record_once_ns(const struct play *play)
{
    struct call call = {0, play->stages, play->launches, 0};
    struct buffer buffer, last = {0};
    double record_ns = 0;
    while (take_buffer(play, &call, &buffer)) {
        if (buffer.stage != last.stage || buffer.launches != last.launches)
            record_ns += recording_ns(play, &buffer);
        last = buffer;
    }
    return record_ns;
}

static uint32_t cut_launches(unsigned char size, uint32_t number, uint32_t launches)
{
    const uint32_t wanted = size == ONE ? 1 : size == NUMBER ? number : launches;
    return wanted < launches ? wanted : launches;
}

static struct stage make_stage(const double *constant, const struct grid_kernel *kernel,
                               uint32_t groups, uint32_t steps, double binding_ns)
{
    const double alone_ns = grid_kernel_ns(kernel, groups, steps);
    const double full_ns = groups * (kernel->share_ns + steps * kernel->share_step_ns);
    const double gap_ns = constant[DW_CONSTANT_DEVICE_LAUNCH] + binding_ns;
    return (struct stage){
        .alone_ns = alone_ns,
        .gap_ns = fmax(fmax(gap_ns, alone_ns * constant[DW_CONSTANT_DEVICE_OVERLAP]), full_ns),
        .full_ns = full_ns,
        .groups = groups,
    };
}

static struct play make_play(const struct sim_parameters *parameters,
                             const struct grid_kernel *kernel, const struct workload_shape *shape,
                             const struct dw_choice *choice)
{
    const struct cut cut = cuts[choice->variant];
    const unsigned side = choice->side[DW_AXIS_ARMS];
    struct play play = {
        .constant = parameters->constant,
        .cut = cut,
        .stages = shape->second_groups > 0 ? 2 : 1,
        .launches = shape->launches,
        .call_launches = cut_launches(cut.call_launches, choice->number[0], shape->launches),
        .buffer_launches = cut_launches(cut.buffer_launches, choice->number[0], shape->launches),
        .chain = shape->dependent > 0 && shape->launches > 1,
        .apart = side == DW_ARMS_SIDE_SERIAL,
        .binding = sim_bind(parameters, shape, choice),
        .wake_ns = sim_wake_ns(parameters, shape->wait, choice),
        .begin_ns = -1,
    };
    const double binding_ns = play.binding.device_ns;
    play.one_call = cut.call_launches != ONE && play.call_launches == play.launches;
    play.one_buffer = cut.buffer_launches != ONE && play.buffer_launches == play.launches &&
                      (side == DW_ARMS_SIDE_SERIAL || side == DW_ARMS_SIDE_CONCURRENT);
    play.stage[0] = make_stage(play.constant, kernel, shape->groups, shape->steps, binding_ns);
    play.stage[1] =
        make_stage(play.constant, kernel, shape->second_groups, shape->second_steps, binding_ns);
    return play;
}

struct sim_times sim_model_pipeline(const struct sim_parameters *parameters,
                                    const struct grid_kernel *kernel,
                                    const struct workload_shape *shape,
                                    const struct dw_choice *choice)
{
    struct play play = make_play(parameters, kernel, shape, choice);
    const double record_ns = play.cut.recorded ? record_once_ns(&play) : 0;
    struct sim_spent batch;
    if (choice->variant == DW_VARIANT_DRAIN)
        batch = sim_drain(parameters, kernel, shape, choice);
    else
        batch = play_launches(&play, shape, choice);
    batch.span_ns += parameters->constant[DW_CONSTANT_DEVICE_BEGIN];
    batch = sim_copy(parameters, shape, choice, batch);
    batch = sim_specialize(parameters, shape, choice, batch);
    batch.wall_ns += sim_deeper_ns(parameters, shape, choice, batch.wall_ns);
    const double waited_ns = fmax(batch.wall_ns - batch.host_ns, 0);
    return (struct sim_times){
        .wall_ns = batch.wall_ns,
        .waited_ns = waited_ns,
        .asleep_ns = waited_ns * sim_asleep_share(choice),
        .span_ns = batch.span_ns,
        .record_ns = record_ns,
    };
}

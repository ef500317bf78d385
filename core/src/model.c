#include "model.h"

/* How a variant cuts a batch into calls and buffers: of one launch, of its number, of all. */
enum { ONE, NUMBER, WHOLE };
struct cut {
    uint8_t call, buffer;
    bool info_each; /* a submit info a buffer */
    bool recorded;  /* once, ahead */
    bool armed;     /* submitted ahead, released by a signal */
};
static const struct cut cuts[DW_VARIANT_COUNT] = {
    [DW_VARIANT_EACH] = {ONE, ONE, false, false, false},
    [DW_VARIANT_BATCHED] = {WHOLE, NUMBER, false, false, false},
    [DW_VARIANT_INFOS] = {NUMBER, ONE, true, false, false},
    [DW_VARIANT_RESUBMIT] = {ONE, ONE, false, true, false},
    [DW_VARIANT_MULTI] = {NUMBER, ONE, false, true, false},
    [DW_VARIANT_UNROLLED] = {NUMBER, NUMBER, false, true, false},
    [DW_VARIANT_ARMED] = {ONE, ONE, false, true, true},
    [DW_VARIANT_DRAIN] = {WHOLE, WHOLE, false, false, false},
};

/* A division whose divisor is mostly one, or all there is. */
struct quotient {
    uint32_t whole, rest;
};

static inline struct quotient divide(uint32_t launches, uint32_t size)
{
    if (size == 1 || size == launches)
        return (struct quotient){size == 1 ? launches : 1, 0};
    return (struct quotient){launches / size, launches % size};
}

struct call {
    double host_ns, device_ns;
    double between_ns; /* of the device, after an earlier call */
};

static uint32_t cut_launches(uint8_t size, uint32_t number, uint32_t launches)
{
    const uint32_t wanted = size == ONE ? 1 : size == NUMBER ? number : launches;
    return wanted < launches ? wanted : launches;
}

uint32_t dw_model_buffer_launches(const struct dw_choice *choice, uint32_t launches, bool *both)
{
    const uint8_t size = cuts[choice->variant].buffer;
    const uint32_t found = cut_launches(size, choice->number[0], launches);
    *both = size != ONE && found == launches;
    return found;
}

bool dw_model_many_buffers(const struct dw_choice *choice, uint32_t launches)
{
    const struct cut *cut = &cuts[choice->variant];
    return cut_launches(cut->call, choice->number[0], launches) >
           cut_launches(cut->buffer, choice->number[0], launches);
}

static struct model_kernel make_kernel(const struct dw_kernel *kernel, double overlap)
{
    const double item_ns = 1 / kernel->theta_per_ns;
    return (struct model_kernel){
        .alone_ns = kernel->kernel_ns,
        .item_ns = item_ns,
        .groups = kernel->groups,
        .apart_ns = model_max(kernel->kernel_ns * overlap, kernel->groups * item_ns),
    };
}

void dw_make_model(const struct dw_shape *shape, const struct dw_constant *constant,
                   struct model *model)
{
    const double overlap = constant[DW_CONSTANT_DEVICE_OVERLAP].value;
    model->shape = shape;
    model->constant = constant;
    model->record_share = 1 / (double)shape->repeats;
    const double barriers =
        shape->launches > 1 ? (shape->levels - 1.0) / (shape->launches - 1.0) : 0;
    model->record_launch_ns = constant[DW_CONSTANT_HOST_LAUNCH].value +
                              barriers * constant[DW_CONSTANT_HOST_BARRIER].value;
    model->ordered_ns = barriers * constant[DW_CONSTANT_DEVICE_BARRIER].value;
    model->fetch_ns = shape->resources * constant[DW_CONSTANT_DEVICE_FETCH].value;
    model->kernels = 1;
    model->kernel[0] = make_kernel(&shape->kernel, overlap);
    if (shape->second.groups > 0) {
        model->kernels = 2;
        model->kernel[1] = make_kernel(&shape->second, overlap);
    }
}

/* How many dependency levels so many launches of the batch reach into. */
static uint32_t count_levels(const struct model_launching *launching, uint32_t launches)
{
    const uint32_t levels = launching->model->shape->levels;
    if (levels == 1 || launches == 1)
        return 1;
    return (uint32_t)(((uint64_t)launches * levels + launching->model->shape->launches - 1) /
                      launching->model->shape->launches);
}

/* Launches of both kernels, or of one, that no barrier keeps apart. */
struct flight {
    bool held;       /* the device holds all of their workgroups at once */
    double share_ns; /* what they take of a full device */
};

static struct flight make_flight(const struct model *model, unsigned kernel, unsigned count,
                                 uint32_t launches)
{
    struct flight flight = {false, 0};
    double groups = 0;
    for (unsigned i = kernel; i < kernel + count; i++) {
        groups += launches * model->kernel[i].groups;
        flight.share_ns += launches * model->kernel[i].groups * model->kernel[i].item_ns;
    }
    flight.held = groups <= model_constant(model, DW_CONSTANT_DEVICE_RESIDENT);
    return flight;
}

/* From a launch's beginning to the next one's. */
static double gap_ns(const struct model_launching *launching, unsigned kernel, bool shared)
{
    const struct model *model = launching->model;
    const double launch_ns =
        model_constant(model, DW_CONSTANT_DEVICE_LAUNCH) + launching->binding.device_ns;
    return shared ? launch_ns : model_max(launch_ns, model->kernel[kernel].apart_ns);
}

/* Launches of one kernel, behind each other, or sharing the device with their flight. */
static double fly_ns(const struct model_launching *launching, unsigned kernel, uint32_t launches,
                     uint32_t levels, const struct flight *sharing)
{
    const struct model *model = launching->model;
    const double alone_ns = model->kernel[kernel].alone_ns;
    const double one_ns = sharing != NULL ? model_max(alone_ns, sharing->share_ns) : alone_ns;
    return levels * (launching->binding.device_ns + one_ns) +
           (launches - levels) * gap_ns(launching, kernel, sharing != NULL) +
           (levels - 1) * model_constant(model, DW_CONSTANT_DEVICE_BARRIER);
}

/* D: launches of one kernel in a buffer. */
static double run_ns(const struct model_launching *launching, unsigned kernel, uint32_t launches)
{
    const uint32_t levels = count_levels(launching, launches);
    const uint32_t level = dw_model_level(launching->model->shape);
    const struct flight flight =
        make_flight(launching->model, kernel, 1, launches < level ? launches : level);
    const double queued_ns = fly_ns(launching, kernel, launches, levels, NULL);
    return flight.held ? model_min(queued_ns, fly_ns(launching, kernel, launches, levels, &flight))
                       : queued_ns;
}

/* The second of two kernels begins as any launch does. */
static double fly_both_ns(const struct model_launching *launching, uint32_t launches,
                          const struct flight *sharing)
{
    return model_max(fly_ns(launching, 0, launches, 1, sharing),
                     launches * gap_ns(launching, 0, sharing != NULL) +
                         fly_ns(launching, 1, launches, 1, sharing));
}

/* Those of two kernels in a buffer: what runs at once is in one level. */
static double run_both_ns(const struct model_launching *launching, unsigned arms, uint32_t launches)
{
    if (arms == DW_ARMS_SIDE_SERIAL)
        return run_ns(launching, 0, launches) +
               model_constant(launching->model, DW_CONSTANT_DEVICE_BARRIER) +
               run_ns(launching, 1, launches);
    const struct flight flight = make_flight(launching->model, 0, 2, launches);
    const double queued_ns = fly_both_ns(launching, launches, NULL);
    return flight.held ? model_min(queued_ns, fly_both_ns(launching, launches, &flight))
                       : queued_ns;
}

/* Recording so many buffers with so many launches in all. */
static double recording_ns(const struct model_launching *launching, double buffers, double launches)
{
    const struct model *model = launching->model;
    return buffers * model_constant(model, DW_CONSTANT_HOST_BUFFER) +
           launches * (model->record_launch_ns + launching->binding.host_ns);
}

/* c and g: a call with so many launches of each of `count` kernels. */
static struct call make_call(const struct model_launching *launching, unsigned arms,
                             unsigned kernel, unsigned count, uint32_t launches)
{
    const struct model *model = launching->model;
    const struct cut *cut = &cuts[launching->choice->variant];
    const struct quotient buffers_of = divide(launches, launching->buffer_launches);
    const bool joined = count == 2 && launching->one_buffer;
    const double buffers = joined ? 1 : (double)count * (buffers_of.whole + (buffers_of.rest > 0));
    const double more_buffers = buffers - 1, more_infos = cut->info_each ? more_buffers : 0;
    struct call call = {.host_ns = model_constant(model, DW_CONSTANT_HOST_SUBMIT) +
                                   more_infos * model_constant(model, DW_CONSTANT_HOST_INFO) +
                                   buffers * model_constant(model, DW_CONSTANT_HOST_ATTACH)};
    if (joined)
        call.device_ns = run_both_ns(launching, arms, launches);
    for (unsigned i = kernel; i < kernel + count && !joined; i++)
        call.device_ns += buffers_of.whole * run_ns(launching, i, launching->buffer_launches) +
                          (buffers_of.rest > 0 ? run_ns(launching, i, buffers_of.rest) : 0);
    if (!cut->recorded)
        call.host_ns += recording_ns(launching, buffers, (double)count * launches);
    call.between_ns = model_constant(model, DW_CONSTANT_DEVICE_SUBMIT) + model->ordered_ns;
    call.device_ns +=
        model->fetch_ns + more_infos * model_constant(model, DW_CONSTANT_DEVICE_INFO) +
        more_buffers * (model_constant(model, DW_CONSTANT_DEVICE_BUFFER) + model->ordered_ns);
    if (cut->armed) {
        call.host_ns += model_constant(model, DW_CONSTANT_HOST_SIGNAL);
        call.between_ns += model_constant(model, DW_CONSTANT_DEVICE_ARMED);
    }
    return call;
}

/* Each call begins on the device when the host is through with it and the device with the one
 * before. Of calls that are alike, the device is through last because of the first, the second (it
 * is the first to have a gap before it) or the last. */
static void add_calls(struct model_lane *lane, uint32_t count, const struct call *call)
{
    const double more = count - 1;
    const double next_ns = call->between_ns + call->device_ns;
    lane->host_ns += call->host_ns;
    if (lane->device_ns > 0) {
        lane->device_ns = model_max(lane->device_ns, lane->host_ns) + next_ns;
    } else {
        lane->begin_ns = lane->host_ns;
        lane->device_ns = lane->host_ns + call->device_ns;
    }
    if (count == 1)
        return;
    const double second_ns = lane->host_ns + call->host_ns + more * next_ns;
    lane->host_ns += more * call->host_ns;
    lane->device_ns =
        model_max(model_max(lane->device_ns + more * next_ns, second_ns), lane->host_ns + next_ns);
}

/* All launches of `count` kernels, in calls that hold all of these. */
static void add_lane(const struct model_launching *launching, unsigned arms, unsigned kernel,
                     unsigned count, struct model_lane *lane)
{
    const struct quotient calls =
        divide(launching->model->shape->launches, launching->call_launches);
    struct call call = make_call(launching, arms, kernel, count, launching->call_launches);
    add_calls(lane, calls.whole, &call);
    if (calls.rest > 0) {
        call = make_call(launching, arms, kernel, count, calls.rest);
        add_calls(lane, 1, &call);
    }
}

/* A queue for each kernel; overhead is a constant, the next one is the serial share. */
static struct model_time wait_for_queues(struct model_launching *launching, unsigned arms)
{
    const struct model_lane *lane = launching->lane;
    const int overhead = arms == DW_ARMS_SIDE_QUEUES ? DW_CONSTANT_ARMS_QUEUES_OVERHEAD
                                                     : DW_CONSTANT_ARMS_FAMILIES_OVERHEAD;
    for (unsigned i = 0; i < 2 && !launching->has_lanes; i++) {
        launching->lane[i] = (struct model_lane){0, 0, 0};
        add_lane(launching, arms, i, 1, &launching->lane[i]);
    }
    launching->has_lanes = true;
    const double end_ns = model_constant(launching->model, overhead) +
                          model_overlap(lane[0].device_ns, lane[1].device_ns,
                                        model_constant(launching->model, overhead + 1));
    return (struct model_time){.wall_ns = end_ns,
                               .host_ns = lane[0].host_ns + lane[1].host_ns,
                               .device_ns = end_ns - lane[0].begin_ns};
}

static struct model_time wait_for_batch(const struct model_launching *launching, unsigned arms)
{
    const unsigned kernels = launching->model->kernels;
    struct model_lane lane = {0, 0, 0};
    if (launching->one_call)
        add_lane(launching, arms, 0, kernels, &lane);
    for (unsigned i = 0; i < kernels && !launching->one_call; i++)
        add_lane(launching, arms, i, 1, &lane);
    return (struct model_time){.wall_ns = lane.device_ns,
                               .host_ns = lane.host_ns,
                               .device_ns = lane.device_ns - lane.begin_ns};
}

/* Armed, the next launch is submitted while this one runs; the first has nothing to hide behind. */
static struct model_time wait_for_each(const struct model_launching *launching, double wake_ns)
{
    const double launches = launching->model->shape->launches;
    struct model_time time = {0, 0, 0};
    double first_ns = 0;
    for (unsigned i = 0; i < launching->model->kernels; i++) {
        const struct call call = make_call(launching, DW_ARMS_SIDE_SERIAL, i, 1, 1);
        first_ns = i == 0 ? call.host_ns : first_ns;
        time.host_ns += launches * call.host_ns;
        if (launching->choice->variant == DW_VARIANT_ARMED) {
            const double signal_ns = model_constant(launching->model, DW_CONSTANT_HOST_SIGNAL);
            const double submit_ns = call.host_ns - signal_ns, turn_ns = call.device_ns + wake_ns;
            time.wall_ns += submit_ns + launches * signal_ns +
                            (launches - 1) * model_max(turn_ns, submit_ns) + turn_ns;
        } else {
            time.wall_ns += launches * (call.host_ns + call.device_ns + wake_ns);
        }
    }
    time.device_ns = time.wall_ns - first_ns - wake_ns;
    return time;
}

/* A recording's share: the buffers that differ are one of full size and, behind it, a rest. */
static double record_ns(const struct model_launching *launching, bool joined)
{
    const struct model *model = launching->model;
    const uint32_t rest =
        divide(launching->model->shape->launches, launching->buffer_launches).rest;
    const double buffers = joined ? 1 : (double)model->kernels * (1 + (rest > 0));
    const double launches = (double)model->kernels * (launching->buffer_launches + rest);
    return recording_ns(launching, buffers, launches) * model->record_share;
}

/* The buffer of a drain is recorded once, like the queue that it drains. */
static struct model_time drain(const struct model *model, const struct dw_choice *choice)
{
    const struct dw_shape *shape = model->shape;
    const double claim = choice->number[1];
    const uint64_t items = (uint64_t)shape->launches * shape->kernel.groups;
    const uint64_t wave = (uint64_t)choice->number[0] * choice->number[1];
    const uint64_t wave_count = items / wave + (items % wave > 0);
    const double waves = (double)wave_count;
    const double stretch = 1 + model_constant(model, DW_CONSTANT_PERSISTENT_STRETCH);
    /* What the busiest workgroup runs, one behind the other. */
    const double busiest = model_min(waves * claim, (double)items);
    const double resident_ns =
        waves * model_constant(model, DW_CONSTANT_PERSISTENT_POP) +
        busiest * shape->kernel.tau_ns * model_constant(model, DW_CONSTANT_PERSISTENT_ALONE);
    /* Workgroups that found an item may share a core while others have none. */
    const double crowd = model_min(choice->number[0],
                                   (double)items * model_constant(model, DW_CONSTANT_DEVICE_CORES));
    const double full_ns = model_max((double)items, crowd) *
                           model_max(stretch * model->kernel[0].item_ns,
                                     model_constant(model, DW_CONSTANT_PERSISTENT_SERIAL) / claim);
    const double host_ns = model_constant(model, DW_CONSTANT_HOST_SUBMIT) +
                           model_constant(model, DW_CONSTANT_HOST_ATTACH);
    const double device_ns =
        model_constant(model, DW_CONSTANT_PERSISTENT_START) +
        choice->number[0] * model_constant(model, DW_CONSTANT_PERSISTENT_GROUP) +
        model_max(resident_ns, full_ns);
    return (struct model_time){host_ns + device_ns, host_ns, device_ns};
}

void dw_make_launching(const struct model *model, const struct dw_choice *choice,
                       const struct model_binding *binding, struct model_launching *launching)
{
    const uint8_t size = cuts[choice->variant].call;
    const uint32_t launches = model->shape->launches;
    launching->model = model;
    launching->choice = choice;
    launching->binding = *binding;
    launching->call_launches = cut_launches(size, choice->number[0], launches);
    launching->buffer_launches = dw_model_buffer_launches(choice, launches, &launching->one_buffer);
    launching->one_call = size != ONE && launching->call_launches == launches;
    launching->has_lanes = false;
}

struct model_time dw_model_launches(struct model_launching *launching, unsigned arms,
                                    double wake_ns)
{
    const bool queues = arms == DW_ARMS_SIDE_QUEUES || arms == DW_ARMS_SIDE_FAMILIES;
    struct model_time time;
    if (launching->choice->variant == DW_VARIANT_DRAIN) {
        time = drain(launching->model, launching->choice);
    } else if (launching->model->shape->wait == DW_WAIT_EACH) {
        time = wait_for_each(launching, wake_ns);
        wake_ns = 0;
    } else {
        time = queues ? wait_for_queues(launching, arms) : wait_for_batch(launching, arms);
    }
    time.wall_ns += wake_ns;
    time.device_ns += model_constant(launching->model, DW_CONSTANT_DEVICE_BEGIN);
    if (cuts[launching->choice->variant].recorded) {
        const double share_ns = record_ns(launching, launching->one_buffer && !queues);
        time.wall_ns += share_ns;
        time.host_ns += share_ns;
    }
    return time;
}

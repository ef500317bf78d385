/* An arm on its instance: the queues that its launches go to, and its axes around the mode. */
#include "modes/mode.h"

#include <stdio.h>
#include <stdlib.h>

/* The queue of the second kernel's own lane, by side of the arms axis. */
static const enum gpu_queue_role second_queue[DW_ARMS_SIDE_COUNT] = {
    [DW_ARMS_SIDE_SERIAL] = GPU_QUEUE_MAIN,
    [DW_ARMS_SIDE_CONCURRENT] = GPU_QUEUE_MAIN,
    [DW_ARMS_SIDE_QUEUES] = GPU_QUEUE_SECOND,
    [DW_ARMS_SIDE_FAMILIES] = GPU_QUEUE_OTHER,
};

static void make_lanes(struct mode_run *run)
{
    const struct gpu_queue *queues = run->batch->device->queues;
    const uint32_t each = run->batch->shape.launches;
    const enum gpu_queue_role second = second_queue[run->choice.side[DW_AXIS_ARMS]];
    const bool apart = second != GPU_QUEUE_MAIN;
    run->lanes[0] = (struct mode_lane){&queues[GPU_QUEUE_MAIN], 0,
                                       apart ? each : each * run->batch->kernel_count};
    run->lanes[1] = (struct mode_lane){&queues[second], each, each};
    run->lane_count = apart ? 2 : 1;
}

uint32_t mode_launches(const struct mode_run *run)
{
    return run->batch->shape.launches * run->batch->kernel_count;
}

double mode_launches_ns(const struct mode_run *run, uint32_t first, uint32_t count)
{
    const uint32_t each = run->batch->shape.launches, end = first + count;
    const uint32_t of_first = (end < each ? end : each) - (first < each ? first : each);
    return of_first * run->batch->kernels[0].kernel_ns +
           (count - of_first) * run->batch->kernels[1].kernel_ns;
}

enum mode_span mode_span_of(const struct mode_run *run, uint32_t launch)
{
    const bool at_once = run->choice.side[DW_AXIS_ARMS] == DW_ARMS_SIDE_CONCURRENT;
    return launch < run->batch->shape.launches || at_once ? MODE_SPAN_KERNEL : MODE_SPAN_SECOND;
}

bool mode_has_span(const struct mode_run *run, enum mode_span span)
{
    switch (span) {
    case MODE_SPAN_KERNEL:
        return true;
    case MODE_SPAN_SECOND:
        return mode_span_of(run, mode_launches(run) - 1) == MODE_SPAN_SECOND;
    case MODE_SPAN_COPY:
        return mode_stamps_copy(run);
    case MODE_SPAN_COUNT:
        break;
    }
    return false;
}

static bool supported_queues(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    for (uint32_t i = 0; i < run->lane_count; i++)
        if (!run->lanes[i].queue->handle) {
            snprintf(why, MODE_WHY_SIZE, "the device has no such second queue");
            return false;
        }
    return true;
}

static bool supported_waiting(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    if (!run->waiting->on_timeline || run->batch->device->info->has_timeline)
        return true;
    snprintf(why, MODE_WHY_SIZE, "the device has no timeline semaphores");
    return false;
}

static void start_run(struct mode_batch *batch, const struct dw_choice *choice,
                      struct mode_run *run)
{
    *run = (struct mode_run){
        .batch = batch,
        .choice = *choice,
        .waiting = mode_find_waiting((enum dw_waiting_side)choice->side[DW_AXIS_WAITING]),
        .binding = batch->shape.resources > 0
                       ? mode_find_binding((enum dw_binding_side)choice->side[DW_AXIS_BINDING])
                       : NULL,
        .ops = mode_find((enum dw_variant)choice->variant),
    };
    make_lanes(run);
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        run->around[axis].ops = mode_find_axis(batch, choice, (enum dw_axis)axis);
}

static bool supported_around(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++) {
        const struct mode_axis_ops *ops = run->around[axis].ops;
        if (ops && ops->supported && !ops->supported(run, why))
            return false;
    }
    return true;
}

bool mode_supported(struct mode_batch *batch, const struct dw_choice *choice,
                    char why[MODE_WHY_SIZE])
{
    struct mode_run run;
    start_run(batch, choice, &run);
    return supported_queues(&run, why) && supported_waiting(&run, why) &&
           mode_supported_binding(&run, why) && supported_around(&run, why) &&
           (!run.ops->supported || run.ops->supported(&run, why));
}

int mode_open_run(struct mode_batch *batch, const struct dw_choice *choice, struct mode_run **out)
{
    struct mode_run *run = malloc(sizeof *run);
    if (!run)
        return DW_ERROR_NO_MEMORY;
    start_run(batch, choice, run);
    *out = run;
    int status = mode_open_binding(run);
    if (status == DW_OK)
        status = run->ops->create(run, &run->mode);
    for (int axis = 0; axis < DW_AXIS_COUNT && status == DW_OK; axis++) {
        struct mode_around *around = &run->around[axis];
        if (around->ops && around->ops->create)
            status = around->ops->create(run, &around->state);
    }
    return status;
}

void mode_close_run(struct mode_run **out)
{
    struct mode_run *run = *out;
    *out = NULL;
    if (!run || run->batch->device->gone)
        return;
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        if (run->around[axis].state)
            run->around[axis].ops->destroy(&run->around[axis].state);
    run->ops->destroy(&run->mode);
    mode_close_binding(run);
    free(run);
}

int mode_record_run(struct mode_run *run)
{
    return run->ops->record ? run->ops->record(run->mode) : DW_OK;
}

bool mode_records_within(const struct mode_run *run)
{
    return run->ops->record && run->batch->shape.repeats == 1;
}

int mode_prepare_run(struct mode_run *run, bool stamped)
{
    const struct mode_batch *batch = run->batch;
    if (stamped && batch->stamps)
        vkResetQueryPool(batch->device->handle, batch->stamps, 0, 2 * MODE_SPAN_COUNT);
    int status = DW_OK;
    for (int axis = 0; axis < DW_AXIS_COUNT && status == DW_OK; axis++) {
        const struct mode_around *around = &run->around[axis];
        if (around->ops && around->ops->prepare)
            status = around->ops->prepare(around->state);
    }
    return status;
}

static int begin_around(struct mode_run *run, bool stamped, struct mode_times *times)
{
    int status = DW_OK;
    for (int axis = 0; axis < DW_AXIS_COUNT && status == DW_OK; axis++) {
        const struct mode_around *around = &run->around[axis];
        if (around->ops && around->ops->begin)
            status = around->ops->begin(around->state, stamped, times);
    }
    run->launching = status == DW_OK;
    return status;
}

int mode_beside_launches(struct mode_run *run)
{
    int status = DW_OK;
    for (int axis = 0; axis < DW_AXIS_COUNT && run->launching && status == DW_OK; axis++) {
        const struct mode_around *around = &run->around[axis];
        if (around->ops && around->ops->beside)
            status = around->ops->beside(around->state);
    }
    run->launching = false;
    return status;
}

/* The first failure counts, but every axis ends. */
static int end_around(struct mode_run *run, int status, struct mode_times *times)
{
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++) {
        const struct mode_around *around = &run->around[axis];
        const int ended =
            around->ops && around->ops->end ? around->ops->end(around->state, times) : DW_OK;
        status = status == DW_OK ? ended : status;
    }
    return status;
}

int mode_execute_run(struct mode_run *run, bool stamped, struct mode_times *times)
{
    stamped = stamped && run->batch->stamps;
    int status = begin_around(run, stamped, times);
    if (status == DW_OK && !stamped && mode_records_within(run))
        status = mode_record_run(run);
    if (status == DW_OK)
        status = run->ops->execute(run->mode, stamped, times);
    run->launching = false;
    run->batch->executed++;
    if (status != DW_OK && run->ops->abandon)
        status = run->ops->abandon(run->mode, status);
    return gpu_settle(run->batch->device, end_around(run, status, times));
}

/* With --gpu-times: a pair of timestamps around every dispatch, in query pools of the recorder's
 * own. They are read when the program has learned that something is done, and never waited for. A
 * time begins when all before it is done, so that dispatches which overlap share their time between
 * them. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "recorder.h"
#include "trace/format.h"

#define CHUNK_DISPATCHES 64
#define MILESTONES_MAX 256

/* Pools are added as a recording needs them, and kept. */
struct chunk {
    struct chunk *next;
    VkQueryPool pool;
};

struct recorder_stamps {
    struct chunk *first, *current; /* current: of the next dispatch */
    uint32_t count;                /* dispatches stamped in this recording */
    uint32_t bits;
    bool failed;
};

/* A recording in a submit whose times have not been read. */
struct recorder_pending {
    struct recorder_pending *next;
    struct recorder_commands *commands;
    uint64_t submit, recording, queue;
    bool done; /* the program knows that the device is through */
};

/* What the host can wait for: when it is there, the queue is through with that submit and those
 * before. Ids grow, so that `submit` is also an order. */
struct recorder_milestone {
    struct recorder_milestone *next;
    uint64_t sync, value, queue, submit;
};

static struct recorder_stamps *make_stamps(struct recorder_commands *commands)
{
    const uint32_t family = commands->pool->family;
    const struct recorder_device *device = commands->device;
    if (family >= device->family_count || device->timestamp_bits[family] == 0 ||
        !(device->family_flags[family] & VK_QUEUE_COMPUTE_BIT))
        return NULL;
    struct recorder_stamps *made = calloc(1, sizeof *made);
    if (made)
        made->bits = device->timestamp_bits[family];
    return made;
}

void recorder_stamp_begin(struct recorder_commands *commands)
{
    if (!recorder_wants_times)
        return;
    if (!commands->stamps)
        commands->stamps = make_stamps(commands);
    if (commands->stamps) {
        commands->stamps->current = NULL;
        commands->stamps->count = 0;
        commands->stamps->failed = false;
    }
}

static struct chunk *add_chunk(struct recorder_commands *commands)
{
    const struct recorder_device *device = commands->device;
    const VkQueryPoolCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO,
        .queryType = VK_QUERY_TYPE_TIMESTAMP,
        .queryCount = 2 * CHUNK_DISPATCHES,
    };
    struct chunk *made = calloc(1, sizeof *made);
    if (made &&
        device->next.CreateQueryPool(device->handle, &info, NULL, &made->pool) != VK_SUCCESS) {
        free(made);
        made = NULL;
    }
    return made;
}

/* The chunk of the next dispatch, emptied by the device as it gets there. */
static struct chunk *next_chunk(struct recorder_commands *commands)
{
    struct recorder_stamps *stamps = commands->stamps;
    if (stamps->count % CHUNK_DISPATCHES != 0)
        return stamps->current;
    struct chunk **place = stamps->current ? &stamps->current->next : &stamps->first;
    if (!*place)
        *place = add_chunk(commands);
    stamps->current = *place;
    if (stamps->current)
        commands->device->next.CmdResetQueryPool(commands->handle, stamps->current->pool, 0,
                                                 2 * CHUNK_DISPATCHES);
    else
        stamps->failed = true;
    return stamps->current;
}

static void stamp(struct recorder_commands *commands, uint32_t which)
{
    struct recorder_stamps *stamps = commands->stamps;
    commands->device->next.CmdWriteTimestamp(commands->handle, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT,
                                             stamps->current->pool,
                                             2 * (stamps->count % CHUNK_DISPATCHES) + which);
}

bool recorder_stamp_before(struct recorder_commands *commands)
{
    if (!commands->open || !commands->stamps || commands->stamps->failed || !recorder_on() ||
        !next_chunk(commands))
        return false;
    stamp(commands, 0);
    return true;
}

void recorder_stamp_after(struct recorder_commands *commands)
{
    stamp(commands, 1);
    commands->stamps->count++;
}

/* Returns false while a stamp of these has not come. */
static bool read_chunk(const struct recorder_commands *commands, const struct chunk *chunk,
                       uint32_t count, struct trace_item_span *spans)
{
    struct {
        uint64_t ticks, available;
    } found[2 * CHUNK_DISPATCHES];
    const struct recorder_device *device = commands->device;
    const double period_ns = device->timestamp_period_ns;
    const uint32_t bits = commands->stamps->bits;
    const uint64_t mask = bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
    const VkResult result = device->next.GetQueryPoolResults(
        device->handle, chunk->pool, 0, 2 * count, sizeof found, found, sizeof found[0],
        VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WITH_AVAILABILITY_BIT);
    if (result != VK_SUCCESS)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t begin = found[2 * i].ticks & mask;
        if (found[2 * i].available == 0 || found[2 * i + 1].available == 0)
            return false;
        spans[i] = (struct trace_item_span){
            .begin_ns = (uint64_t)((long double)begin * (long double)period_ns),
            .duration_ns =
                (uint64_t)((double)((found[2 * i + 1].ticks - begin) & mask) * period_ns),
        };
    }
    return true;
}

/* All times of a submit into the trace; false: not there yet. */
static bool read_times(const struct recorder_pending *pending)
{
    struct recorder_commands *commands = pending->commands;
    struct recorder_stamps *stamps = commands->stamps;
    const uint32_t count = stamps->count;
    struct trace_item_span *spans = calloc(count, sizeof *spans);
    const struct trace_gpu_times event = {.submit = pending->submit,
                                          .recording = pending->recording};
    bool there = spans != NULL;
    uint32_t done = 0;
    for (const struct chunk *chunk = stamps->first; there && done < count; chunk = chunk->next) {
        const uint32_t part = count - done < CHUNK_DISPATCHES ? count - done : CHUNK_DISPATCHES;
        there = read_chunk(commands, chunk, part, spans + done);
        done += part;
    }
    if (there)
        recorder_emit(TRACE_GPU_TIMES, NULL, &event, spans, count);
    free(spans);
    return there;
}

static void give_up(const struct recorder_pending *pending)
{
    assert(pending->commands);
    const struct trace_gpu_times event = {
        .submit = pending->submit,
        .recording = pending->recording,
        .lost = pending->commands->stamps->count,
    };
    recorder_emit(TRACE_GPU_TIMES, NULL, &event, NULL, 0);
}

/* Read what is done, and give up what of `commands` is not. Called with the lock. */
static void collect(struct recorder_device *device, const struct recorder_commands *commands)
{
    for (struct recorder_pending **at = &device->pending, *pending; (pending = *at) != NULL;) {
        const bool leaving = pending->commands == commands;
        if (!leaving && !pending->done) {
            at = &pending->next;
            continue;
        }
        if (!pending->done || !read_times(pending))
            give_up(pending);
        *at = pending->next;
        free(pending);
    }
}

static void mark(struct recorder_device *device, uint64_t queue, uint64_t last_submit)
{
    for (struct recorder_pending *pending = device->pending; pending; pending = pending->next)
        if ((queue == 0 || pending->queue == queue) && pending->submit <= last_submit)
            pending->done = true;
}

static void reach(struct recorder_device *device, uint64_t sync, uint64_t value)
{
    for (struct recorder_milestone **at = &device->milestones, *stone; (stone = *at) != NULL;) {
        if (stone->sync != sync || stone->value > value) {
            at = &stone->next;
            continue;
        }
        mark(device, stone->queue, stone->submit);
        *at = stone->next;
        free(stone);
    }
}

/* Of a wait for any of several, nothing follows. */
void recorder_times_waited(struct recorder_device *device, const struct trace_wait *wait,
                           const struct trace_item_point *points, size_t count)
{
    if (!recorder_wants_times || wait->result != VK_SUCCESS)
        return;
    pthread_mutex_lock(&device->times_lock);
    if (wait->type == TRACE_WAIT_QUEUE)
        mark(device, wait->object, UINT64_MAX);
    else if (wait->type == TRACE_WAIT_DEVICE)
        mark(device, 0, UINT64_MAX);
    else if (wait->all || count == 1)
        for (size_t i = 0; i < count; i++)
            reach(device, points[i].id, points[i].value);
    collect(device, NULL);
    pthread_mutex_unlock(&device->times_lock);
}

/* The program may only do this when the device is through with them. */
void recorder_times_leave(struct recorder_commands *commands)
{
    struct recorder_device *device = commands->device;
    if (!recorder_wants_times || !commands->stamps)
        return;
    pthread_mutex_lock(&device->times_lock);
    for (struct recorder_pending *pending = device->pending; pending; pending = pending->next)
        pending->done |= pending->commands == commands;
    collect(device, commands);
    pthread_mutex_unlock(&device->times_lock);
}

/* A submit writes the same stamps anew. One that may still be on its way cannot be read any more.
 */
static void expect(struct recorder_commands *commands, const struct trace_submit *submit)
{
    struct recorder_device *device = commands->device;
    if (!commands->stamps || commands->stamps->count == 0)
        return;
    struct recorder_pending *made = recorder_allocate(1, sizeof *made);
    if (!made)
        return;
    *made = (struct recorder_pending){.commands = commands,
                                      .submit = submit->id,
                                      .recording = commands->recording,
                                      .queue = submit->queue};
    pthread_mutex_lock(&device->times_lock);
    for (struct recorder_pending *pending = device->pending; pending; pending = pending->next)
        pending->done |= pending->commands == commands && !commands->simultaneous;
    collect(device, commands);
    struct recorder_pending **end = &device->pending;
    while (*end)
        end = &(*end)->next;
    *end = made;
    pthread_mutex_unlock(&device->times_lock);
}

void recorder_times_submit(struct recorder_commands *commands, const struct trace_submit *submit)
{
    if (!recorder_wants_times || !commands->pool)
        return;
    expect(commands, submit);
    for (size_t i = 0; i < commands->executed_count; i++) {
        struct recorder_commands *executed = recorder_commands_of(commands->executed[i]);
        if (executed->pool)
            expect(executed, submit);
    }
}

/* Those that a program never waits for are dropped, the oldest first. */
static void add_milestone(struct recorder_device *device, const struct trace_submit *submit,
                          uint64_t sync, uint64_t value)
{
    struct recorder_milestone *made = recorder_allocate(1, sizeof *made), **end, *oldest;
    size_t count = 0;
    if (!made)
        return;
    *made = (struct recorder_milestone){
        .sync = sync, .value = value, .queue = submit->queue, .submit = submit->id};
    for (end = &device->milestones; *end; end = &(*end)->next)
        count++;
    *end = made;
    if (count >= MILESTONES_MAX) {
        oldest = device->milestones;
        device->milestones = oldest->next;
        free(oldest);
    }
}

void recorder_times_signals(struct recorder_device *device, const struct trace_submit *submit,
                            const struct trace_item_part *parts, size_t count)
{
    if (!recorder_wants_times)
        return;
    pthread_mutex_lock(&device->times_lock);
    if (submit->fence && submit->info + 1 >= submit->infos)
        add_milestone(device, submit, submit->fence, 0);
    for (size_t i = 0; i < count; i++)
        if (parts[i].role == TRACE_ROLE_SIGNAL && parts[i].value != 0)
            add_milestone(device, submit, parts[i].id, parts[i].value);
    pthread_mutex_unlock(&device->times_lock);
}

void recorder_drop_times(struct recorder_device *device)
{
    for (struct recorder_milestone *stone = device->milestones, *next; stone; stone = next) {
        next = stone->next;
        free(stone);
    }
    device->milestones = NULL;
}

void recorder_drop_stamps(struct recorder_commands *commands)
{
    struct recorder_stamps *stamps = commands->stamps;
    if (!stamps)
        return;
    for (struct chunk *chunk = stamps->first, *next; chunk; chunk = next) {
        next = chunk->next;
        commands->device->next.DestroyQueryPool(commands->device->handle, chunk->pool, NULL);
        free(chunk);
    }
    free(stamps);
    commands->stamps = NULL;
}

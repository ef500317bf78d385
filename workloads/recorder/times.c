/* With --gpu-times: a pair of timestamps around every dispatch, in query pools of the recorder's
 * own. They are read when the program has learned that something is done, and never waited for. A
 * time begins when all before it is done, so that dispatches which overlap share their time between
 * them. */
#include <stdlib.h>
#include <string.h>
#include "recorder.h"
#include "trace/format.h"

#define CHUNK_DISPATCHES 64

/* Pools are added as a recording needs them, and kept. */
struct chunk {
    struct chunk *next;
    VkQueryPool pool;
};

struct recorder_stamps {
    struct chunk *first, *current; /* current: of the next dispatch */
    uint32_t count;                /* dispatches stamped in this recording */
    uint64_t last_begin;           /* the first stamp that was read last: seen again, it is old */
    uint32_t bits;
    bool failed;
};

/* A submit whose times have not been read. */
struct recorder_pending {
    struct recorder_pending *next;
    struct recorder_commands *commands;
    uint64_t submit, recording;
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
    if (there && spans[0].begin_ns == stamps->last_begin)
        there = false;
    if (there) {
        stamps->last_begin = spans[0].begin_ns;
        recorder_emit(TRACE_GPU_TIMES, NULL, &event, spans, count);
    }
    free(spans);
    return there;
}

static void give_up(const struct recorder_pending *pending)
{
    const struct trace_gpu_times event = {
        .submit = pending->submit,
        .recording = pending->recording,
        .lost = pending->commands->stamps->count,
    };
    recorder_emit(TRACE_GPU_TIMES, NULL, &event, NULL, 0);
}

void recorder_collect_times(struct recorder_device *device, struct recorder_commands *commands)
{
    if (!recorder_wants_times)
        return;
    pthread_mutex_lock(&device->times_lock);
    for (struct recorder_pending **at = &device->pending, *pending; (pending = *at) != NULL;) {
        bool done = false;
        if (!commands || pending->commands == commands)
            done = read_times(pending);
        if (!done && pending->commands == commands) {
            give_up(pending);
            done = true;
        }
        if (done) {
            *at = pending->next;
            free(pending);
        } else {
            at = &pending->next;
        }
    }
    pthread_mutex_unlock(&device->times_lock);
}

static void expect(struct recorder_commands *commands, uint64_t submit)
{
    struct recorder_device *device = commands->device;
    if (!commands->stamps || commands->stamps->count == 0)
        return;
    recorder_collect_times(device, commands);
    struct recorder_pending *pending = recorder_allocate(1, sizeof *pending);
    if (!pending)
        return;
    *pending = (struct recorder_pending){
        .commands = commands, .submit = submit, .recording = commands->recording};
    pthread_mutex_lock(&device->times_lock);
    struct recorder_pending **end = &device->pending;
    while (*end)
        end = &(*end)->next;
    *end = pending;
    pthread_mutex_unlock(&device->times_lock);
}

void recorder_stamp_submit(struct recorder_commands *commands, uint64_t submit)
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

#include "batches.h"

#include <assert.h>
#include <stdlib.h>
#include "dispatchwise/status.h"
#include "hash.h"
#include "open_batch.h"
#include "promises.h"
#include "recordings.h"
#include "successors.h"

#define EXECUTE_DEPTH_MAX 4
/* Of a submit: recordings that execute each other many times over would not come to an end. */
#define SUBMIT_OPS_MAX (UINT32_C(1) << 20)
/* Closed batches of a queue that are kept for their times: of submits before, and of one. */
#define CLOSED_MAX 64
#define CLOSED_OF_SUBMIT_MAX 4096

struct queue {
    uint64_t id, last_ns;
    uint64_t submits;
    struct open_batch *oldest; /* closed ones, up to the newest */
    struct open_batch *open;   /* the newest; NULL: there is none */
    size_t closed_count;
    struct object_accesses last, copied;
    bool has_last;
    uint64_t copies, copy_bytes, copy_texels;
    uint64_t last_hash;
};

struct program {
    uint32_t number;
    struct objects *objects;
    struct trace_table queues, set_writes;
    struct trace_table promises; /* of what the host can wait for */
    struct trace_table met;      /* pipelines that were launched with */
    struct trace_successors successors;
};

/* What is given to a queue: a recording of a submit. */
struct giving {
    struct program *program;
    struct queue *queue;
    const struct trace_event *event; /* the submit */
    uint64_t submit;                 /* its id */
    const struct recording *recording;
};

struct trace_cutter {
    trace_batch_callback *callback;
    void *context;
    struct program **programs;
    size_t program_count;
    uint32_t ops; /* of the submit at hand, that were followed */
    bool failed;  /* no memory */
};

struct trace_cutter *trace_create_cutter(trace_batch_callback *callback, void *context)
{
    struct trace_cutter *made = calloc(1, sizeof *made);
    if (made) {
        made->callback = callback;
        made->context = context;
    }
    return made;
}

/* Write closed batches of a queue, the oldest first, until only so many are left. */
static void write_closed(struct trace_cutter *cutter, struct queue *queue, size_t left)
{
    for (; queue->closed_count > left; queue->closed_count--) {
        struct open_batch *oldest = queue->oldest;
        queue->oldest = oldest->next;
        if (queue->open == oldest)
            queue->open = NULL;
        cutter->callback(cutter->context, &oldest->batch);
        open_batch_free(oldest);
    }
}

static void close_batch(struct queue *queue, bool waited)
{
    struct open_batch *open = queue->open;
    if (!open || open->closed)
        return;
    open_batch_close(open, waited);
    queue->closed_count++;
    queue->copied.count = 0;
    queue->copied.unknown = false;
    queue->last_ns = open->batch.end_ns;
}

static void free_program(struct trace_cutter *cutter, struct program *program)
{
    if (!program)
        return;
    for (size_t i = 0; i < program->queues.size; i++) {
        struct queue *queue = program->queues.slots[i].value;
        if (program->queues.slots[i].key == 0)
            continue;
        close_batch(queue, false);
        write_closed(cutter, queue, 0);
        free(queue->last.list);
        free(queue->copied.list);
    }
    trace_table_free(&program->queues, free);
    trace_table_free(&program->promises, promises_free_list);
    trace_table_free(&program->set_writes, NULL);
    trace_table_free(&program->met, NULL);
    trace_successors_free(&program->successors);
    objects_destroy(&program->objects);
    free(program);
}

void trace_destroy_cutter(struct trace_cutter **cutter)
{
    struct trace_cutter *gone = *cutter;
    if (!gone)
        return;
    for (size_t i = 0; i < gone->program_count; i++)
        free_program(gone, gone->programs[i]);
    free(gone->programs);
    free(gone);
    *cutter = NULL;
}

static struct program *program_of(struct trace_cutter *cutter, uint32_t process)
{
    if (process < cutter->program_count)
        return cutter->programs[process];
    struct program **programs =
        realloc(cutter->programs, ((size_t)process + 1) * sizeof(struct program *));
    if (!programs)
        return NULL;
    cutter->programs = programs;
    while (cutter->program_count <= process) {
        struct program *made = calloc(1, sizeof *made);
        if (!made || !(made->objects = objects_create())) {
            free(made);
            return NULL;
        }
        made->number = (uint32_t)cutter->program_count;
        programs[cutter->program_count++] = made;
    }
    return programs[process];
}

static struct queue *queue_of(struct program *program, uint64_t id)
{
    struct queue *queue = trace_table_get(&program->queues, id);
    if (queue || id == 0)
        return queue;
    queue = calloc(1, sizeof *queue);
    if (queue && !trace_table_put(&program->queues, id, queue)) {
        free(queue);
        queue = NULL;
    }
    if (queue)
        queue->id = id;
    return queue;
}

/* What a dispatcher knew of this pipeline's coming, and what it learns. */
static void predict(struct trace_cutter *cutter, struct program *program, struct queue *queue,
                    struct trace_batch *batch)
{
    const uint64_t hash = batch->pipeline ? batch->pipeline->hash : 0;
    struct trace_prediction prediction;
    if (!trace_successors_learn(&program->successors, queue->last_hash, hash, &prediction))
        cutter->failed = true;
    batch->hits = prediction.hits;
    batch->seen = prediction.seen;
    batch->confidence_bps = prediction.confidence_bps;
    batch->predicted = prediction.predicted;
    batch->missing =
        prediction.next != 0 &&
        (prediction.predicted ? batch->compiled
                              : !objects_has_pipeline(program->objects, prediction.next));
    queue->last_hash = hash;
}

/* Whether the pipeline of a batch was created for it: since the batch before was given to the
 * queue, or, where both are in one submit, since it was recorded. What was created before the first
 * batch is the program's start. */
static void judge_creation(struct trace_cutter *cutter, const struct giving *giving,
                           const struct op *op, struct open_batch *open)
{
    struct trace_table *met = &giving->program->met;
    const struct open_batch *before = open->before;
    if (!op->pipeline || trace_table_get(met, op->pipeline->fields.id))
        return;
    if (!trace_table_put(met, op->pipeline->fields.id, met))
        cutter->failed = true;
    const struct trace_creation *creation = &op->pipeline->creation;
    if (!before ||
        creation->end_ns <= (open->batch.joined ? before->recorded_ns : before->batch.end_ns))
        return;
    open->batch.compiled = true;
    open->batch.compile_ns = creation->share_ns;
    open->batch.ahead =
        creation->thread != giving->event->thread && creation->thread != giving->recording->thread;
}

static bool joins(const struct queue *queue, const struct op *op)
{
    const struct open_batch *open = queue->open;
    return open && !open->closed && op->pipeline && open->batch.pipeline == &op->pipeline->fields;
}

static struct open_batch *begin_batch(struct trace_cutter *cutter, const struct giving *giving,
                                      const struct op *op)
{
    struct queue *queue = giving->queue;
    const uint64_t time_ns = giving->event->time_ns;
    close_batch(queue, false);
    write_closed(cutter, queue, CLOSED_OF_SUBMIT_MAX);
    struct open_batch *made = calloc(1, sizeof *made), *before = queue->open;
    if (!made) {
        cutter->failed = true;
        return NULL;
    }
    const bool joined = before && before->last_submit == queue->submits;
    made->before = before;
    made->batch = (struct trace_batch){
        .process = giving->program->number,
        .queue = queue->id,
        .pipeline = op->pipeline ? &op->pipeline->fields : NULL,
        .levels = 1,
        .begin_ns = time_ns,
        .gap_ns = queue->last_ns && time_ns > queue->last_ns ? time_ns - queue->last_ns : 0,
        .copies = queue->copies,
        .copy_bytes = queue->copy_bytes,
        .copy_texels = queue->copy_texels,
        .follows = before && !before->batch.waited,
        .joined = joined,
        .apart = !joined || before->barrier,
    };
    made->first_submit = queue->submits;
    queue->copies = queue->copy_bytes = queue->copy_texels = 0;
    judge_creation(cutter, giving, op, made);
    predict(cutter, giving->program, queue, &made->batch);
    if (before)
        before->next = made;
    else
        queue->oldest = made;
    queue->open = made;
    return made;
}

/* D9: how many writes the launch's sets have had since they were launched with. */
static uint64_t rewrites_of(struct trace_cutter *cutter, struct program *program,
                            const struct op *op)
{
    if (op->sets == 0)
        return 0;
    const uintptr_t before = (uintptr_t)trace_table_get(&program->set_writes, op->sets);
    if (!trace_table_put(&program->set_writes, op->sets, (void *)(uintptr_t)(op->set_writes + 1)))
        cutter->failed = true;
    return before != 0 && op->set_writes + 1 > before ? op->set_writes + 1 - before : 0;
}

static void meet_last(struct trace_cutter *cutter, struct queue *queue, struct trace_batch *batch,
                      const struct op *op)
{
    if (queue->has_last)
        batch->hazards[objects_hazard(&queue->last, &op->accesses)]++;
    queue->has_last = true;
    if (!objects_copy_accesses(&queue->last, &op->accesses))
        cutter->failed = true;
}

static void add_launch(struct trace_cutter *cutter, const struct giving *giving,
                       const struct op *op, const struct segment *at)
{
    struct queue *queue = giving->queue;
    struct open_batch *open = joins(queue, op) ? queue->open : begin_batch(cutter, giving, op);
    if (!open)
        return;
    struct trace_batch *batch = &open->batch;
    if (open->segment_count == 0 || open->segments[open->segment_count - 1].submit != at->submit)
        batch->submits++;
    batch->launches++;
    batch->indirect += op->groups == 0;
    batch->groups += op->groups;
    batch->groups_max = op->groups > batch->groups_max ? op->groups : batch->groups_max;
    batch->resources = op->resources > batch->resources ? op->resources : batch->resources;
    batch->rewrites += rewrites_of(cutter, giving->program, op);
    batch->identity = trace_hash(&op->identity, sizeof op->identity, batch->identity);
    batch->end_ns = giving->event->time_ns;
    open->last_submit = queue->submits;
    open->recorded_ns = op->time_ns;
    if (!trace_table_put(&open->identities, op->identity | 1, open))
        cutter->failed = true;
    meet_last(cutter, queue, batch, op);
    if (!open_batch_place(open, &op->accesses) ||
        !objects_add_accesses(&open->accesses, &op->accesses) || !open_batch_note_segment(open, at))
        cutter->failed = true;
    if (batch->copies > 0)
        open_batch_judge_copies(open, &queue->copied);
}

static void add_copy(struct trace_cutter *cutter, struct queue *queue, const struct op *op)
{
    struct open_batch *open = queue->open && !queue->open->closed ? queue->open : NULL;
    if (!objects_add_accesses(&queue->copied, &op->accesses))
        cutter->failed = true;
    if (open) {
        open->batch.copies++;
        open->batch.copy_bytes += op->bytes;
        open->batch.copy_texels += op->texels;
        open_batch_judge_copies(open, &op->accesses);
    } else {
        queue->copies++;
        queue->copy_bytes += op->bytes;
        queue->copy_texels += op->texels;
    }
}

static void add_recording(struct trace_cutter *cutter, const struct giving *by, uint64_t id,
                          int depth)
{
    struct recording *recording = objects_recording(by->program->objects, id);
    struct queue *queue = by->queue;
    struct segment at = {.submit = by->submit, .recording = id, .count = 1};
    struct giving giving = *by;
    if (!recording || depth > EXECUTE_DEPTH_MAX)
        return;
    giving.recording = recording;
    const bool again = recording->submits++ > 0;
    for (size_t i = 0; i < recording->count && cutter->ops < SUBMIT_OPS_MAX; i++) {
        const struct op *op = &recording->ops[i];
        cutter->ops++;
        switch (op->type) {
        case OP_LAUNCH:
            add_launch(cutter, &giving, op, &at);
            if (queue->open && !again)
                queue->open->batch.record_ns += recording->record_ns / recording->launches;
            at.first++;
            break;
        case OP_COPY:
            add_copy(cutter, queue, op);
            break;
        case OP_BARRIER:
            if (queue->open && !queue->open->closed) {
                queue->open->barrier = true;
                queue->open->batch.barriers++;
            }
            break;
        case OP_EXECUTE:
            add_recording(cutter, by, op->recording, depth + 1);
            break;
        }
    }
    if (again && recording->launches > 0 && queue->open && !queue->open->closed)
        queue->open->batch.resubmitted++;
}

/* A semaphore or a fence that the host can wait for; queue NULL: it has the value by the host. */
static void promise(struct trace_cutter *cutter, struct program *program, uint64_t sync,
                    const struct queue *queue, uint64_t value)
{
    const struct promise made = {value, queue ? queue->id : 0, queue ? queue->submits : 0};
    if (!promises_add(&program->promises, sync, made))
        cutter->failed = true;
}

static void take_sync(struct trace_cutter *cutter, struct program *program,
                      const struct trace_event *event)
{
    const struct trace_sync *sync = trace_fields(event);
    if (sync->type == TRACE_SYNC_TIMELINE)
        promise(cutter, program, sync->id, NULL, sync->value);
}

static void take_signal(struct trace_cutter *cutter, struct program *program,
                        const struct trace_event *event)
{
    const struct trace_signal *signal = trace_fields(event);
    promise(cutter, program, signal->id, NULL, signal->value);
}

static void take_submit(struct trace_cutter *cutter, struct program *program,
                        const struct trace_event *event)
{
    const struct trace_submit *submit = trace_fields(event);
    size_t count;
    const struct trace_item_part *parts = trace_items(event, &count);
    struct queue *queue = queue_of(program, submit->queue);
    if (!queue) {
        cutter->failed |= submit->queue != 0;
        return;
    }
    write_closed(cutter, queue, CLOSED_MAX);
    queue->submits++;
    cutter->ops = 0;
    /* A submit is a dependency's end for memory, but for launches as good as a barrier. */
    if (queue->open)
        queue->open->barrier = true;
    const struct giving giving = {program, queue, event, submit->id, NULL};
    for (size_t i = 0; i < count; i++)
        if (parts[i].role == TRACE_ROLE_RECORDING)
            add_recording(cutter, &giving, parts[i].id, 0);
        else if (parts[i].role == TRACE_ROLE_SIGNAL)
            promise(cutter, program, parts[i].id, queue, parts[i].value);
    promise(cutter, program, submit->fence, queue, 0);
}

/* All that the queue was given up to a submit is done. If that is none of the newest batch, it goes
 * on: nothing of it had to be decided by then. */
static void wait_for(struct program *program, uint64_t id, uint64_t submit, uint64_t now_ns)
{
    struct queue *queue = trace_table_get(&program->queues, id);
    if (!queue)
        return;
    if (!queue->open || queue->open->first_submit <= submit) {
        close_batch(queue, true);
        queue->last_ns = now_ns;
    }
    for (struct open_batch *open = queue->oldest; open; open = open->next)
        if (open->batch.done_ns == 0 && open->last_submit <= submit)
            open->batch.done_ns = now_ns;
}

static void take_wait(struct program *program, const struct trace_event *event)
{
    const struct trace_wait *wait = trace_fields(event);
    const uint64_t now_ns = event->time_ns + event->duration_ns;
    size_t count;
    const struct trace_item_point *points = trace_items(event, &count);
    if (wait->result != 0 || wait->type == TRACE_WAIT_EVENT_STATUS)
        return;
    if (wait->type == TRACE_WAIT_QUEUE)
        wait_for(program, wait->object, UINT64_MAX, now_ns);
    for (size_t i = 0; wait->type == TRACE_WAIT_DEVICE && i < program->queues.size; i++)
        if (program->queues.slots[i].key != 0)
            wait_for(program, program->queues.slots[i].key, UINT64_MAX, now_ns);
    /* Of a wait for any of several, nothing follows. */
    for (size_t i = 0; (wait->all || count == 1) && i < count; i++) {
        struct promise kept[PROMISES_MAX];
        const size_t kept_count = promises_keep(&program->promises, points[i].id, points[i].value,
                                                wait->type == TRACE_WAIT_SEMAPHORE_VALUE, kept);
        for (size_t k = 0; k < kept_count; k++)
            wait_for(program, kept[k].queue, kept[k].submit, now_ns);
    }
}

/* Times go to the launches that they are of, in whatever batch. */
static void take_times(struct program *program, const struct trace_event *event)
{
    const struct trace_gpu_times *times = trace_fields(event);
    size_t count;
    const struct trace_item_span *spans = trace_items(event, &count);
    for (size_t q = 0; q < program->queues.size; q++) {
        const struct queue *queue = program->queues.slots[q].value;
        struct open_batch *open = program->queues.slots[q].key != 0 ? queue->oldest : NULL;
        for (; open; open = open->next)
            for (size_t s = 0; s < open->segment_count; s++) {
                const struct segment *at = &open->segments[s];
                if (at->submit != times->submit || at->recording != times->recording)
                    continue;
                for (size_t i = at->first; i < (size_t)at->first + at->count && i < count; i++) {
                    open->batch.timed++;
                    open->batch.device_ns += spans[i].duration_ns;
                }
            }
    }
}

int trace_cut(struct trace_cutter *cutter, uint32_t process, const struct trace_event *event)
{
    struct program *program = program_of(cutter, process);
    if (!program)
        return DW_ERROR_NO_MEMORY;
    switch ((unsigned)event->kind) {
    case TRACE_SUBMIT:
        take_submit(cutter, program, event);
        break;
    case TRACE_SYNC:
        take_sync(cutter, program, event);
        break;
    case TRACE_SIGNAL:
        take_signal(cutter, program, event);
        break;
    case TRACE_WAIT:
        take_wait(program, event);
        break;
    case TRACE_GPU_TIMES:
        take_times(program, event);
        break;
    default:
        if (objects_take(program->objects, event) != DW_OK)
            cutter->failed = true;
    }
    return cutter->failed ? DW_ERROR_NO_MEMORY : DW_OK;
}

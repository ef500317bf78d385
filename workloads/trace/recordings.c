#include "recordings.h"

#include <stdlib.h>
#include "hash.h"
#include "objects_state.h"
#include "room.h"

void objects_free_recording(void *value)
{
    struct recording *recording = value;
    if (!recording)
        return;
    for (size_t i = 0; i < recording->count; i++)
        free(recording->ops[i].accesses.list);
    free(recording->ops);
    free(recording);
}

void objects_drop_held(struct objects *objects, uint64_t commands)
{
    const struct recording *held = trace_table_take(&objects->current, commands);
    if (!held)
        return;
    if (objects->open == held)
        objects->open = NULL;
    objects_free_recording(trace_table_take(&objects->recordings, held->id));
}

struct recording *objects_recording(const struct objects *objects, uint64_t id)
{
    return trace_table_get(&objects->recordings, id);
}

static struct op *add_op(struct objects *objects, enum op_type type)
{
    struct recording *open = objects->open;
    if (!open)
        return NULL;
    struct op *ops = trace_make_room(open->ops, open->count, &open->size, sizeof *ops);
    if (!ops) {
        objects->failed = true;
        return NULL;
    }
    open->ops = ops;
    struct op *op = &open->ops[open->count++];
    *op = (struct op){.type = type};
    return op;
}

/* What a launch reaches through one binding of its pipeline. */
static void reach(struct objects *objects, struct op *op, const struct trace_item_binding *binding)
{
    const struct bound *bound = &objects->bound;
    const struct set *set = binding->set < OBJECTS_SETS_MAX
                                ? trace_table_get(&objects->sets, bound->sets[binding->set])
                                : NULL;
    if (!set || set->large) {
        op->accesses.unknown = true;
        return;
    }
    for (size_t i = 0; i < set->count; i++) {
        const struct trace_item_descriptor *item = &set->list[i];
        if (item->binding != binding->binding)
            continue;
        op->resources++;
        op->identity = trace_hash(item, sizeof *item, op->identity);
        if (item->type != 0) /* a sampler reads nothing itself */
            objects_touch(objects, &op->accesses, item->resource, item->offset, item->range,
                          binding->access);
    }
}

/* Which sets a launch has, each once, and how often they were written. */
static void note_sets(const struct objects *objects, struct op *op)
{
    uint32_t noted = 0;
    for (size_t i = 0; i < op->pipeline->binding_count; i++) {
        const uint32_t index = op->pipeline->bindings[i].set;
        const uint64_t *id = index < OBJECTS_SETS_MAX ? &objects->bound.sets[index] : NULL;
        const struct set *set = id ? trace_table_get(&objects->sets, *id) : NULL;
        if (!set || noted >> index & 1)
            continue;
        noted |= UINT32_C(1) << index;
        op->set_writes += set->writes;
        op->sets = trace_hash(id, sizeof *id, op->sets) | 1;
    }
}

static void add_launch(struct objects *objects, uint64_t now_ns, const uint32_t grid[3],
                       bool indirect)
{
    struct op *op = add_op(objects, OP_LAUNCH);
    if (!op)
        return;
    objects->open->launches++;
    op->pipeline = trace_table_get(&objects->pipelines, objects->bound.pipeline);
    op->time_ns = now_ns;
    op->groups = indirect ? 0 : (uint64_t)grid[0] * grid[1] * grid[2];
    op->identity = trace_hash(grid, 3 * sizeof grid[0], objects->bound.dynamic_hash + indirect);
    if (!op->pipeline ||
        op->pipeline->fields.flags & (TRACE_PIPELINE_UNREFLECTED | TRACE_PIPELINE_ADDRESSES))
        op->accesses.unknown = true;
    if (!op->pipeline)
        return;
    op->identity =
        trace_hash(&op->pipeline->fields.hash, sizeof op->pipeline->fields.hash, op->identity);
    for (size_t i = 0; i < op->pipeline->binding_count; i++)
        reach(objects, op, &op->pipeline->bindings[i]);
    note_sets(objects, op);
}

static void add_copy(struct objects *objects, const struct trace_event *event)
{
    const struct trace_copy *fields = trace_fields(event);
    size_t count;
    const struct trace_item_region *regions = trace_items(event, &count);
    struct op *op = add_op(objects, OP_COPY);
    for (size_t i = 0; op && i < count; i++) {
        const uint64_t bytes = regions[i].bytes ? regions[i].bytes : UINT64_MAX;
        op->bytes += regions[i].bytes != UINT64_MAX ? regions[i].bytes : 0;
        op->texels += regions[i].texels;
        if (fields->source)
            objects_touch(objects, &op->accesses, fields->source, regions[i].source_offset, bytes,
                          TRACE_ACCESS_READ);
        objects_touch(objects, &op->accesses, fields->dest, regions[i].dest_offset, bytes,
                      TRACE_ACCESS_WRITE);
    }
}

static void bind_sets(struct objects *objects, const struct trace_event *event)
{
    const struct trace_bind_sets *fields = trace_fields(event);
    size_t count;
    const struct trace_item_id *items = trace_items(event, &count);
    if (fields->point != 1)
        return;
    for (size_t i = 0; i < count && fields->first + i < OBJECTS_SETS_MAX; i++)
        objects->bound.sets[fields->first + i] = items[i].id;
    objects->bound.dynamic_hash = fields->dynamic_hash;
}

static void open_recording(struct objects *objects, const struct trace_event *event)
{
    const struct trace_recording *fields = trace_fields(event);
    struct recording *made = calloc(1, sizeof *made);
    objects->open = made;
    objects->bound = (struct bound){.pipeline = 0};
    if (!made) {
        objects->failed = true;
        return;
    }
    made->id = fields->id;
    made->begin_ns = event->time_ns;
    made->thread = event->thread;
    objects_drop_held(objects, fields->commands);
    objects->open = made;
    if (!objects_keep(objects, &objects->recordings, made->id, made)) {
        free(made);
        objects->open = NULL;
    } else if (fields->commands != 0 &&
               !trace_table_put(&objects->current, fields->commands, made)) {
        objects->failed = true;
    }
}

static void end_recording(struct objects *objects, uint64_t now_ns)
{
    struct recording *open = objects->open;
    if (open && now_ns > open->begin_ns) {
        const uint64_t created_ns =
            trace_creations_within(&objects->creations, open->thread, open->begin_ns, now_ns);
        const uint64_t whole_ns = now_ns - open->begin_ns;
        open->record_ns = whole_ns > created_ns ? whole_ns - created_ns : 0;
    }
    objects->open = NULL;
}

void objects_take_command(struct objects *objects, const struct trace_event *event)
{
    const void *fields = trace_fields(event);
    const struct trace_dispatch *dispatch = fields;
    const struct trace_bind_pipeline *bind = fields;
    const uint32_t none[3] = {0, 0, 0};
    size_t count;
    const struct trace_item_id *ids;
    switch ((unsigned)event->kind) {
    case TRACE_RECORDING:
        open_recording(objects, event);
        break;
    case TRACE_RECORDING_END:
        end_recording(objects, event->time_ns);
        break;
    case TRACE_BIND_PIPELINE:
        if (bind->point == 1)
            objects->bound.pipeline = bind->pipeline;
        break;
    case TRACE_BIND_SETS:
        bind_sets(objects, event);
        break;
    case TRACE_DISPATCH:
        add_launch(objects, event->time_ns,
                   (const uint32_t[3]){dispatch->x, dispatch->y, dispatch->z}, false);
        break;
    case TRACE_DISPATCH_INDIRECT:
        add_launch(objects, event->time_ns, none, true);
        break;
    case TRACE_COPY:
        add_copy(objects, event);
        break;
    case TRACE_BARRIER:
        add_op(objects, OP_BARRIER);
        break;
    case TRACE_EXECUTE:
        ids = trace_items(event, &count);
        for (size_t i = 0; i < count; i++) {
            struct op *op = add_op(objects, OP_EXECUTE);
            if (op)
                op->recording = ids[i].id;
        }
        break;
    default:
        break;
    }
}

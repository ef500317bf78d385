#include "objects.h"

#include <stdlib.h>
#include <string.h>
#include "dispatchwise/status.h"
#include "hash.h"

/* A set with more is not followed: any of it may be accessed. */
#define DESCRIPTORS_MAX 1024

/* Buffers, images and views: where they lie. */
struct resource {
    uint64_t of; /* a view's resource; 0: is one itself */
    uint64_t memory, offset, bytes;
};

struct layout {
    size_t slot_count;
    struct trace_item_slot slots[];
};

struct set {
    uint64_t pool, layout, writes;
    struct trace_item_descriptor *list;
    size_t count, size;
    bool large;
};

/* What is bound where in the recording whose commands come by. */
struct bound {
    uint64_t pipeline;
    uint64_t sets[OBJECTS_SETS_MAX];
    uint64_t dynamic_hash;
};

struct objects {
    struct trace_table resources, layouts, sets, pipelines, recordings;
    struct trace_table current; /* command buffer to the recording that it holds */
    struct recording *open;     /* also among recordings */
    struct bound bound;
    bool failed; /* no memory */
};

struct objects *objects_create(void)
{
    return calloc(1, sizeof(struct objects));
}

static void free_recording(struct recording *recording)
{
    if (!recording)
        return;
    for (size_t i = 0; i < recording->count; i++)
        free(recording->ops[i].accesses.list);
    free(recording->ops);
    free(recording);
}

static void free_set(struct set *set)
{
    if (set)
        free(set->list);
    free(set);
}

static void free_table(struct trace_table *table, void (*release)(void *))
{
    for (size_t i = 0; i < table->size; i++)
        if (table->slots[i].key != 0)
            release(table->slots[i].value);
    free(table->slots);
}

static void release_recording(void *recording)
{
    free_recording(recording);
}

static void release_set(void *set)
{
    free_set(set);
}

static void keep_value(void *value)
{
    (void)value;
}

void objects_destroy(struct objects **objects)
{
    struct objects *gone = *objects;
    if (!gone)
        return;
    free_table(&gone->resources, free);
    free_table(&gone->layouts, free);
    free_table(&gone->sets, release_set);
    free_table(&gone->pipelines, free);
    free_table(&gone->recordings, release_recording);
    free_table(&gone->current, keep_value);
    free(gone);
    *objects = NULL;
}

struct recording *objects_recording(const struct objects *objects, uint64_t id)
{
    return trace_table_get(&objects->recordings, id);
}

/* An object may come twice in a forged trace: the second is dropped. */
static bool keep(struct objects *objects, struct trace_table *table, uint64_t id, void *value)
{
    const bool kept =
        value && id != 0 && !trace_table_get(table, id) && trace_table_put(table, id, value);
    if (!value)
        objects->failed = true;
    return kept;
}

static void add_resource(struct objects *objects, uint64_t id, struct resource resource)
{
    struct resource *made = malloc(sizeof *made);
    if (made)
        *made = resource;
    if (!keep(objects, &objects->resources, id, made))
        free(made);
}

static void bind_memory(struct objects *objects, const struct trace_bind_memory *bound)
{
    struct resource *resource = trace_table_get(&objects->resources, bound->resource);
    if (resource) {
        resource->memory = bound->memory;
        resource->offset = bound->offset;
    }
}

static void set_requirements(struct objects *objects, const struct trace_requirements *found)
{
    struct resource *resource = trace_table_get(&objects->resources, found->resource);
    if (resource && resource->bytes == 0)
        resource->bytes = found->bytes;
}

static void add_layout(struct objects *objects, const struct trace_event *event)
{
    size_t count;
    const struct trace_set_layout *fields = trace_fields(event);
    const struct trace_item_slot *slots = trace_items(event, &count);
    struct layout *made = malloc(sizeof *made + count * sizeof *slots);
    if (made) {
        made->slot_count = count;
        memcpy(made->slots, slots, count * sizeof *slots);
    }
    if (!keep(objects, &objects->layouts, fields->id, made))
        free(made);
}

static void add_set(struct objects *objects, const struct trace_set *fields)
{
    struct set *made = calloc(1, sizeof *made);
    if (made) {
        made->pool = fields->pool;
        made->layout = fields->layout;
    }
    if (!keep(objects, &objects->sets, fields->id, made))
        free(made);
}

static void reset_sets(struct objects *objects, uint64_t pool)
{
    for (size_t i = 0; i < objects->sets.size; i++) {
        struct set *set = objects->sets.slots[i].value;
        if (objects->sets.slots[i].key == 0 || set->pool != pool)
            continue;
        free_set(trace_table_take(&objects->sets, objects->sets.slots[i].key));
        i--; /* another may have moved here */
    }
}

/* Elements beyond a binding's end are the next binding's first. */
static void settle(const struct objects *objects, const struct set *set,
                   struct trace_item_descriptor *item)
{
    const struct layout *layout = trace_table_get(&objects->layouts, set->layout);
    for (size_t i = 0; layout && i < layout->slot_count;) {
        const struct trace_item_slot *slot = &layout->slots[i++];
        if (slot->binding != item->binding || item->element < slot->count || slot->count == 0)
            continue;
        item->element -= slot->count;
        item->binding++;
        i = 0;
    }
}

static void write_one(struct objects *objects, struct set *set, struct trace_item_descriptor item)
{
    settle(objects, set, &item);
    for (size_t i = 0; i < set->count; i++)
        if (set->list[i].binding == item.binding && set->list[i].element == item.element) {
            set->list[i] = item;
            return;
        }
    if (set->count == DESCRIPTORS_MAX) {
        set->large = true;
        return;
    }
    if (set->count == set->size) {
        const size_t size = set->size ? 2 * set->size : 8;
        struct trace_item_descriptor *list = realloc(set->list, size * sizeof *list);
        if (!list) {
            objects->failed = true;
            return;
        }
        set->list = list;
        set->size = size;
    }
    set->list[set->count++] = item;
}

static void write_set(struct objects *objects, uint64_t id, const struct trace_event *event)
{
    size_t count;
    const struct trace_item_descriptor *items = trace_items(event, &count);
    struct set *set = trace_table_get(&objects->sets, id);
    if (!set)
        return;
    set->writes++;
    for (size_t i = 0; i < count && !set->large; i++)
        write_one(objects, set, items[i]);
}

static void copy_set(struct objects *objects, const struct trace_copy_set *copy)
{
    const struct set *source = trace_table_get(&objects->sets, copy->source);
    struct set *dest = trace_table_get(&objects->sets, copy->dest);
    if (!dest)
        return;
    dest->writes++;
    if (!source || source->large || source == dest) {
        dest->large = true;
        return;
    }
    for (size_t i = 0; i < source->count; i++) {
        struct trace_item_descriptor item = source->list[i];
        if (item.binding != copy->source_binding || item.element < copy->source_element ||
            item.element - copy->source_element >= copy->count)
            continue;
        item.element += copy->dest_element - copy->source_element;
        item.binding = copy->dest_binding;
        write_one(objects, dest, item);
    }
}

static void add_pipeline(struct objects *objects, const struct trace_event *event)
{
    size_t count;
    const struct trace_pipeline *fields = trace_fields(event);
    const struct trace_item_binding *bindings = trace_items(event, &count);
    struct object_pipeline *made = malloc(sizeof *made + count * sizeof *bindings);
    if (made) {
        made->fields = *fields;
        made->binding_count = count;
        memcpy(made->bindings, bindings, count * sizeof *bindings);
    }
    if (!keep(objects, &objects->pipelines, fields->id, made))
        free(made);
}

/* What a command buffer holds, before it is recorded anew or goes. */
static void drop_held(struct objects *objects, uint64_t commands)
{
    const struct recording *held = trace_table_take(&objects->current, commands);
    if (!held)
        return;
    if (objects->open == held)
        objects->open = NULL;
    free_recording(trace_table_take(&objects->recordings, held->id));
}

/* Pipelines stay: recordings that are gone for Vulkan may still be looked at. */
static void destroy(struct objects *objects, uint64_t id)
{
    free(trace_table_take(&objects->resources, id));
    free(trace_table_take(&objects->layouts, id));
    free_set(trace_table_take(&objects->sets, id));
    drop_held(objects, id);
}

/* A range of a resource, or of a view of one, as memory. */
static void touch(struct objects *objects, struct object_accesses *accesses, uint64_t id,
                  uint64_t offset, uint64_t range, uint32_t access)
{
    const struct resource *resource = trace_table_get(&objects->resources, id);
    if (resource && resource->of != 0) {
        offset += resource->offset;
        range = range < resource->bytes ? range : resource->bytes;
        id = resource->of;
        resource = trace_table_get(&objects->resources, id);
    }
    if (!resource) {
        accesses->unknown = true;
        return;
    }
    const uint64_t bytes = resource->bytes ? resource->bytes : UINT64_MAX;
    const uint64_t most = offset < bytes ? bytes - offset : 0;
    const uint64_t begin = (resource->memory ? resource->offset : 0) + offset;
    const uint64_t length = range < most ? range : most;
    const struct object_access item = {
        .place = resource->memory ? resource->memory : id,
        .begin = begin,
        .end = length < UINT64_MAX - begin ? begin + length : UINT64_MAX,
        .access = access,
    };
    if (access != TRACE_ACCESS_NONE && !objects_add_access(accesses, item))
        objects->failed = true;
}

static struct op *add_op(struct objects *objects, enum op_type type)
{
    struct recording *open = objects->open;
    if (!open)
        return NULL;
    if (open->count == open->size) {
        const size_t size = open->size ? 2 * open->size : 4;
        struct op *ops = realloc(open->ops, size * sizeof *ops);
        if (!ops) {
            objects->failed = true;
            return NULL;
        }
        open->ops = ops;
        open->size = size;
    }
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
            touch(objects, &op->accesses, item->resource, item->offset, item->range,
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

static void add_launch(struct objects *objects, const uint32_t grid[3], bool indirect)
{
    struct op *op = add_op(objects, OP_LAUNCH);
    if (!op)
        return;
    objects->open->launches++;
    op->pipeline = trace_table_get(&objects->pipelines, objects->bound.pipeline);
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
            touch(objects, &op->accesses, fields->source, regions[i].source_offset, bytes,
                  TRACE_ACCESS_READ);
        touch(objects, &op->accesses, fields->dest, regions[i].dest_offset, bytes,
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
    drop_held(objects, fields->commands);
    objects->open = made;
    if (!keep(objects, &objects->recordings, made->id, made)) {
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
    if (open && now_ns > open->begin_ns)
        open->record_ns = now_ns - open->begin_ns;
    objects->open = NULL;
}

static void take_command(struct objects *objects, const struct trace_event *event)
{
    const void *fields = trace_fields(event);
    const struct trace_dispatch *dispatch = fields;
    const struct trace_bind_pipeline *bind = fields;
    const uint32_t none[3] = {0, 0, 0};
    size_t count;
    const struct trace_item_id *ids;
    switch ((unsigned)event->kind) {
    case TRACE_BIND_PIPELINE:
        if (bind->point == 1)
            objects->bound.pipeline = bind->pipeline;
        break;
    case TRACE_BIND_SETS:
        bind_sets(objects, event);
        break;
    case TRACE_DISPATCH:
        add_launch(objects, (const uint32_t[3]){dispatch->x, dispatch->y, dispatch->z}, false);
        break;
    case TRACE_DISPATCH_INDIRECT:
        add_launch(objects, none, true);
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

static void take_object(struct objects *objects, const struct trace_event *event)
{
    const void *fields = trace_fields(event);
    const struct trace_buffer *buffer = fields;
    const struct trace_image *image = fields;
    const struct trace_view *view = fields;
    switch ((unsigned)event->kind) {
    case TRACE_BUFFER:
        add_resource(objects, buffer->id, (struct resource){.bytes = buffer->bytes});
        break;
    case TRACE_IMAGE:
        add_resource(objects, image->id, (struct resource){.bytes = 0});
        break;
    case TRACE_VIEW:
        add_resource(objects, view->id,
                     (struct resource){.of = view->resource ? view->resource : UINT64_MAX,
                                       .offset = view->offset,
                                       .bytes = view->range});
        break;
    case TRACE_BIND_MEMORY:
        bind_memory(objects, fields);
        break;
    case TRACE_REQUIREMENTS:
        set_requirements(objects, fields);
        break;
    case TRACE_SET_LAYOUT:
        add_layout(objects, event);
        break;
    case TRACE_SET:
        add_set(objects, fields);
        break;
    case TRACE_RESET_SETS:
        reset_sets(objects, ((const struct trace_reset_sets *)fields)->pool);
        break;
    case TRACE_WRITE_SET:
        write_set(objects, ((const struct trace_write_set *)fields)->set, event);
        break;
    case TRACE_COPY_SET:
        copy_set(objects, fields);
        break;
    case TRACE_PIPELINE:
        add_pipeline(objects, event);
        break;
    case TRACE_DESTROY:
        destroy(objects, ((const struct trace_destroy *)fields)->id);
        break;
    default:
        break;
    }
}

int objects_take(struct objects *objects, const struct trace_event *event)
{
    if (event->kind == TRACE_RECORDING)
        open_recording(objects, event);
    else if (event->kind == TRACE_RECORDING_END)
        end_recording(objects, event->time_ns);
    else if (event->kind > TRACE_RECORDING)
        take_command(objects, event);
    else
        take_object(objects, event);
    return objects->failed ? DW_ERROR_NO_MEMORY : DW_OK;
}

#include "objects.h"

#include <stdlib.h>
#include <string.h>
#include "dispatchwise/status.h"
#include "objects_state.h"
#include "room.h"

/* A set with more is not followed: any of it may be accessed. */
#define DESCRIPTORS_MAX 1024

/* Buffers, images and views: where they lie. */
struct resource {
    uint64_t of; /* a view's resource; 0: is one itself */
    uint64_t memory, offset, bytes;
};

struct layout {
    size_t slot_count;
    struct trace_item_slot slots[]; /* by binding */
};

struct objects *objects_create(void)
{
    return calloc(1, sizeof(struct objects));
}

static void free_set(void *value)
{
    struct set *set = value;
    if (set)
        free(set->list);
    free(set);
}

void objects_destroy(struct objects **objects)
{
    struct objects *gone = *objects;
    if (!gone)
        return;
    trace_table_free(&gone->resources, free);
    trace_table_free(&gone->layouts, free);
    trace_table_free(&gone->sets, free_set);
    trace_table_free(&gone->pipelines, free);
    trace_table_free(&gone->recordings, objects_free_recording);
    trace_table_free(&gone->current, NULL);
    trace_creations_free(&gone->creations);
    free(gone);
    *objects = NULL;
}

bool objects_keep(struct objects *objects, struct trace_table *table, uint64_t id, void *value)
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
    if (!objects_keep(objects, &objects->resources, id, made))
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

static int compare_slots(const void *left, const void *right)
{
    const struct trace_item_slot *a = left, *b = right;
    return (a->binding > b->binding) - (a->binding < b->binding);
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
        qsort(made->slots, count, sizeof *slots, compare_slots);
    }
    if (!objects_keep(objects, &objects->layouts, fields->id, made))
        free(made);
}

static void add_set(struct objects *objects, const struct trace_set *fields)
{
    struct set *made = calloc(1, sizeof *made);
    if (made) {
        made->pool = fields->pool;
        made->layout = fields->layout;
    }
    if (!objects_keep(objects, &objects->sets, fields->id, made))
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
    const struct trace_item_slot wanted = {.binding = item->binding};
    const struct layout *layout = trace_table_get(&objects->layouts, set->layout);
    const struct trace_item_slot *slot =
        layout ? bsearch(&wanted, layout->slots, layout->slot_count, sizeof wanted, compare_slots)
               : NULL;
    for (; slot && slot < layout->slots + layout->slot_count; slot++) {
        if (slot->binding != item->binding || item->element < slot->count || slot->count == 0)
            break;
        item->element -= slot->count;
        item->binding++;
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
    struct trace_item_descriptor *list =
        trace_make_room(set->list, set->count, &set->size, sizeof *list);
    if (!list) {
        objects->failed = true;
        return;
    }
    set->list = list;
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
    const struct trace_creation *creation = trace_creations_add(&objects->creations, event);
    if (!creation)
        objects->failed = true;
    if (made && creation) {
        made->fields = *fields;
        made->creation = *creation;
        made->binding_count = count;
        memcpy(made->bindings, bindings, count * sizeof *bindings);
    }
    if (!objects_keep(objects, &objects->pipelines, fields->id, made))
        free(made);
}

bool objects_has_pipeline(const struct objects *objects, uint64_t hash)
{
    return trace_creations_has(&objects->creations, hash);
}

/* Pipelines stay: recordings that are gone for Vulkan may still be looked at. */
static void destroy(struct objects *objects, uint64_t id)
{
    const struct object_pipeline *pipeline = trace_table_get(&objects->pipelines, id);
    if (pipeline && !trace_creations_drop(&objects->creations, pipeline->fields.hash))
        objects->failed = true;
    free(trace_table_take(&objects->resources, id));
    free(trace_table_take(&objects->layouts, id));
    free_set(trace_table_take(&objects->sets, id));
    objects_drop_held(objects, id);
}

void objects_touch(struct objects *objects, struct object_accesses *accesses, uint64_t id,
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
    if (event->kind >= TRACE_RECORDING)
        objects_take_command(objects, event);
    else
        take_object(objects, event);
    return objects->failed ? DW_ERROR_NO_MEMORY : DW_OK;
}

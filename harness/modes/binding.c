/* The binding axis: how a launch comes by its resources. What a side makes ahead of all batches is
 * made in create; what stands in record_launch is done again for every launch that is recorded.
 *   traditional  a descriptor set bound for each launch, rewritten before if they are others for
 *                every batch
 *   push         descriptors written into the command buffer for each launch
 *   bindless     one table of them all, bound once a buffer; a launch is told its place in it
 *   static       the same with arrays of fixed length, as many launches' as the device binds */
#include "modes/mode.h"

#include <stdio.h>
#include <stdlib.h>

/* A table has at least so many entries, written or not: a runtime's holds all that there is. */
#define TABLE_ENTRIES 1024
/* An array has at least so many: sets of few descriptors can be dearer to launch with than larger
 * ones (an H200, of 5 and 8: 0.9 us more to record and 0.2 us more on the device). */
#define ARRAY_ENTRIES 64
/* Descriptors that one arm may hold. */
#define DESCRIPTORS_MAX (UINT32_C(1) << 24)

struct mode_binding {
    /* Optional: whether the device can; writes why not. */
    bool (*supported)(const struct mode_run *run, char why[MODE_WHY_SIZE]);
    struct mode_array (*array)(const struct mode_batch *batch);
    /* Optional: the run's descriptor sets. */
    int (*create)(struct mode_run *run);
    /* Bind launch's resources; fresh: nothing is bound in this buffer yet. */
    void (*record_launch)(const struct mode_run *run, VkCommandBuffer commands, uint32_t launch,
                          bool fresh);
};

static uint32_t resources_of(const struct mode_batch *batch)
{
    return batch->shape.resources;
}

/* Of which set the launch reads, faults included. */
static uint32_t choose_set(const struct mode_batch *batch, uint32_t launch)
{
    return mode_resource_set(batch, (uint64_t)launch + batch->faults.resources, batch->executed);
}

/* Point the set's slot at the resources of set `which`. */
static void write_slot(const struct mode_run *run, VkDescriptorSet set, uint32_t slot,
                       uint32_t which)
{
    const struct mode_batch *batch = run->batch;
    const VkWriteDescriptorSet write = {
        .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
        .dstSet = set,
        .dstArrayElement = slot * resources_of(batch),
        .descriptorCount = resources_of(batch),
        .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
        .pBufferInfo = &batch->resources.infos[which * resources_of(batch)],
    };
    vkUpdateDescriptorSets(batch->device->handle, 1, &write, 0, NULL);
}

static void bind_set(const struct mode_run *run, VkCommandBuffer commands, uint32_t which)
{
    vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, run->access->layout, 1, 1,
                            &run->sets.handles[which], 0, NULL);
}

static int allocate_sets(struct mode_run *run, uint32_t count)
{
    int status = DW_OK;
    struct mode_sets *sets = &run->sets;
    const VkDevice device = run->batch->device->handle;
    const VkDescriptorPoolSize size = {.type = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
                                       .descriptorCount = count * run->access->array.entries};
    const VkDescriptorPoolCreateInfo pool = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
        .maxSets = count,
        .poolSizeCount = 1,
        .pPoolSizes = &size,
    };
    VkDescriptorSetAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
        .descriptorSetCount = 1,
        .pSetLayouts = &run->access->set_layout,
    };
    sets->handles = calloc(count, sizeof(VkDescriptorSet));
    if (!sets->handles)
        return DW_ERROR_NO_MEMORY;
    GPU_TRY(vkCreateDescriptorPool(device, &pool, NULL, &sets->pool));
    info.descriptorPool = sets->pool;
    for (uint32_t i = 0; i < count; i++)
        GPU_TRY(vkAllocateDescriptorSets(device, &info, &sets->handles[i]));
fail:
    return status;
}

/* All resources, in as few sets as their arrays allow. The last set's array starts over with the
 * first resources: all of it is written, unless it is a table, which need not be. */
static int create_written_sets(struct mode_run *run)
{
    const struct mode_array *array = &run->access->array;
    const uint32_t all = run->batch->resources.sets;
    const uint32_t count = (all + array->slots - 1) / array->slots;
    const int status = allocate_sets(run, count);
    for (uint32_t i = 0; i < count && status == DW_OK; i++)
        for (uint32_t slot = 0; slot < array->slots; slot++)
            write_slot(run, run->sets.handles[i], slot, (i * array->slots + slot) % all);
    return status;
}

/* An array as long as a launch has resources. */
static struct mode_array array_of_one(const struct mode_batch *batch)
{
    return (struct mode_array){.entries = resources_of(batch), .slots = 1};
}

static bool traditional_supported(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    const uint64_t descriptors = (uint64_t)mode_launches(run) * resources_of(run->batch);
    if (!run->batch->shape.rebind || descriptors <= DESCRIPTORS_MAX)
        return true;
    snprintf(why, MODE_WHY_SIZE, "%llu descriptors would be held at once",
             (unsigned long long)descriptors);
    return false;
}

/* What is rewritten is a set of the launch's own: those before it may be pending. */
static int traditional_create(struct mode_run *run)
{
    return run->batch->shape.rebind ? allocate_sets(run, mode_launches(run))
                                    : create_written_sets(run);
}

static void traditional_record_launch(const struct mode_run *run, VkCommandBuffer commands,
                                      uint32_t launch, bool fresh)
{
    const uint32_t which = choose_set(run->batch, launch);
    (void)fresh;
    if (run->batch->shape.rebind)
        write_slot(run, run->sets.handles[launch], 0, which);
    bind_set(run, commands, run->batch->shape.rebind ? launch : which);
}

static bool push_supported(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    const struct gpu_info *info = run->batch->device->info;
    if (!info->has_push_descriptors)
        snprintf(why, MODE_WHY_SIZE, "the device has no push descriptors");
    else if (resources_of(run->batch) > info->max_push_descriptors)
        snprintf(why, MODE_WHY_SIZE, "the device pushes at most %u descriptors",
                 info->max_push_descriptors);
    else
        return true;
    return false;
}

static struct mode_array push_array(const struct mode_batch *batch)
{
    return (struct mode_array){.entries = resources_of(batch), .slots = 1, .pushed = true};
}

static void push_record_launch(const struct mode_run *run, VkCommandBuffer commands,
                               uint32_t launch, bool fresh)
{
    const struct mode_batch *batch = run->batch;
    const uint32_t first = choose_set(batch, launch) * resources_of(batch);
    const VkWriteDescriptorSet write = {
        .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
        .descriptorCount = resources_of(batch),
        .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
        .pBufferInfo = &batch->resources.infos[first],
    };
    (void)fresh;
    vkCmdPushDescriptorSetKHR(commands, VK_PIPELINE_BIND_POINT_COMPUTE, run->access->layout, 1, 1,
                              &write);
}

static bool bindless_supported(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    const struct mode_batch *batch = run->batch;
    const struct gpu_info *info = batch->device->info;
    const uint32_t all = batch->resources.sets * resources_of(batch);
    if (info->indexing != GPU_INDEXING_FULL)
        snprintf(why, MODE_WHY_SIZE, "the device has no descriptor tables of any length");
    else if (all > mode_max_resources(info))
        snprintf(why, MODE_WHY_SIZE, "a table of %u resources; the device binds %u", all,
                 mode_max_resources(info));
    else
        return true;
    return false;
}

static struct mode_array bindless_array(const struct mode_batch *batch)
{
    const uint32_t all = batch->resources.sets * resources_of(batch);
    const uint32_t most = mode_max_resources(batch->device->info);
    const uint32_t least = most < TABLE_ENTRIES ? most : TABLE_ENTRIES;
    return (struct mode_array){
        .entries = all > least ? all : least, .slots = batch->resources.sets, .table = true};
}

/* As many launches' resources as the device binds at once. */
static uint32_t static_slots(const struct mode_batch *batch)
{
    const uint32_t resources = resources_of(batch);
    const uint32_t most = mode_max_resources(batch->device->info) / resources;
    const uint32_t least = (ARRAY_ENTRIES + resources - 1) / resources;
    const uint32_t wanted = least > batch->resources.sets ? least : batch->resources.sets;
    return most < wanted ? most : wanted;
}

static bool static_supported(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    if (static_slots(run->batch) > 1)
        return true;
    snprintf(why, MODE_WHY_SIZE, "the device binds %u resources, not two launches' of %u",
             mode_max_resources(run->batch->device->info), resources_of(run->batch));
    return false;
}

static struct mode_array static_array(const struct mode_batch *batch)
{
    const uint32_t slots = static_slots(batch);
    return (struct mode_array){.entries = slots * resources_of(batch), .slots = slots};
}

/* Where one set holds not all resources, the next is bound when a launch's are not in the one
 * before's. */
static void indexed_record_launch(const struct mode_run *run, VkCommandBuffer commands,
                                  uint32_t launch, bool fresh)
{
    const uint32_t slots = run->access->array.slots;
    const uint32_t which = choose_set(run->batch, launch);
    const uint32_t first = which % slots * resources_of(run->batch);
    if (fresh || choose_set(run->batch, launch - 1) / slots != which / slots)
        bind_set(run, commands, which / slots);
    vkCmdPushConstants(commands, run->access->layout, VK_SHADER_STAGE_COMPUTE_BIT,
                       offsetof(struct workload_push, first_resource), sizeof first, &first);
}

static const struct mode_binding sides[DW_BINDING_SIDE_COUNT] = {
    [DW_BINDING_SIDE_TRADITIONAL] = {.supported = traditional_supported,
                                     .array = array_of_one,
                                     .create = traditional_create,
                                     .record_launch = traditional_record_launch},
    [DW_BINDING_SIDE_PUSH] = {.supported = push_supported,
                              .array = push_array,
                              .record_launch = push_record_launch},
    [DW_BINDING_SIDE_BINDLESS] = {.supported = bindless_supported,
                                  .array = bindless_array,
                                  .create = create_written_sets,
                                  .record_launch = indexed_record_launch},
    [DW_BINDING_SIDE_STATIC] = {.supported = static_supported,
                                .array = static_array,
                                .create = create_written_sets,
                                .record_launch = indexed_record_launch},
};

const struct mode_binding *mode_find_binding(enum dw_binding_side side)
{
    return &sides[side];
}

bool mode_supported_binding(const struct mode_run *run, char why[MODE_WHY_SIZE])
{
    return !run->binding || !run->binding->supported || run->binding->supported(run, why);
}

int mode_open_binding(struct mode_run *run)
{
    const enum dw_binding_side side = (enum dw_binding_side)run->choice.side[DW_AXIS_BINDING];
    if (!run->binding)
        return DW_OK;
    const struct mode_array array = run->binding->array(run->batch);
    const int status = mode_need_access(run->batch, side, &array);
    run->access = &run->batch->resources.access[side];
    return status == DW_OK && run->binding->create ? run->binding->create(run) : status;
}

void mode_close_binding(struct mode_run *run)
{
    vkDestroyDescriptorPool(run->batch->device->handle, run->sets.pool, NULL);
    free(run->sets.handles);
    run->sets = (struct mode_sets){0};
}

void mode_bind_resources(const struct mode_run *run, VkCommandBuffer commands, uint32_t launch,
                         bool fresh)
{
    if (run->binding)
        run->binding->record_launch(run, commands, launch, fresh);
}

#include "gpu/instance_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"

static int find_pipeline(struct gpu_engine *engine, const struct workload_code *code,
                         VkPipeline *pipeline)
{
    for (size_t i = 0; i < GPU_PIPELINES_MAX; i++) {
        struct gpu_cached_pipeline *cached = &engine->pipelines[i];
        if (!cached->handle) {
            const int status = gpu_create_pipeline(engine->device, code, &cached->handle);
            if (status != DW_OK)
                return status;
            cached->words = code->words;
        }
        if (cached->words == code->words) {
            *pipeline = cached->handle;
            return DW_OK;
        }
    }
    base_error("more than %d pipelines in one process", GPU_PIPELINES_MAX);
    return DW_ERROR_NO_SPACE;
}

int gpu_need_staging(struct gpu_engine *engine, VkDeviceSize bytes)
{
    if (engine->staging.bytes >= bytes)
        return DW_OK;
    gpu_destroy_buffer(engine->device, &engine->staging);
    return gpu_create_buffer(engine->device, bytes, GPU_MEMORY_HOST, &engine->staging);
}

static int create_set(const struct mode_batch *batch, struct mode_kernel *kernel)
{
    int status = DW_OK;
    const VkDescriptorSetAllocateInfo set_info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
        .descriptorPool = batch->descriptors,
        .descriptorSetCount = 1,
        .pSetLayouts = &batch->device->set_layout,
    };
    VkDescriptorBufferInfo infos[WORKLOAD_BINDING_COUNT];
    VkWriteDescriptorSet writes[WORKLOAD_BINDING_COUNT];
    GPU_TRY(vkAllocateDescriptorSets(batch->device->handle, &set_info, &kernel->set));
    for (uint32_t i = 0; i < WORKLOAD_BINDING_COUNT; i++) {
        infos[i] =
            (VkDescriptorBufferInfo){.buffer = kernel->buffers[i].handle, .range = VK_WHOLE_SIZE};
        writes[i] = (VkWriteDescriptorSet){.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                                           .dstSet = kernel->set,
                                           .dstBinding = i,
                                           .descriptorCount = 1,
                                           .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
                                           .pBufferInfo = &infos[i]};
    }
    vkUpdateDescriptorSets(batch->device->handle, WORKLOAD_BINDING_COUNT, writes, 0, NULL);
fail:
    return status;
}

int gpu_create_descriptors(struct mode_batch *batch)
{
    int status = DW_OK;
    const VkDevice device = batch->device->handle;
    const bool scratch = batch->scratch.kernel.buffers[0].handle != VK_NULL_HANDLE;
    const uint32_t sets = batch->kernel_count + (scratch ? 1 : 0);
    const VkDescriptorPoolSize size = {.type = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
                                       .descriptorCount = WORKLOAD_BINDING_COUNT * sets};
    const VkDescriptorPoolCreateInfo pool_info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
        .maxSets = sets,
        .poolSizeCount = 1,
        .pPoolSizes = &size,
    };
    const VkQueryPoolCreateInfo query_info = {
        .sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO,
        .queryType = VK_QUERY_TYPE_TIMESTAMP,
        .queryCount = 2 * MODE_SPAN_COUNT,
    };
    GPU_TRY(vkCreateDescriptorPool(device, &pool_info, NULL, &batch->descriptors));
    for (uint32_t k = 0; k < batch->kernel_count && status == DW_OK; k++)
        status = create_set(batch, &batch->kernels[k]);
    if (status == DW_OK && scratch)
        status = create_set(batch, &batch->scratch.kernel);
    if (status == DW_OK && batch->device->info->has_host_reset &&
        batch->device->queues[GPU_QUEUE_MAIN].timestamp_bits)
        GPU_TRY(vkCreateQueryPool(device, &query_info, NULL, &batch->stamps));
fail:
    return status;
}

/* Buffers for launches of the shape. */
static int create_buffers(const struct mode_batch *batch, const struct workload_shape *shape,
                          struct gpu_buffer buffers[WORKLOAD_BINDING_COUNT])
{
    const struct workload *workload = batch->workload;
    const uint64_t words[WORKLOAD_BINDING_COUNT] = {
        [WORKLOAD_BINDING_COUNTERS] = WORKLOAD_COUNTER_WORDS(shape->groups),
        [WORKLOAD_BINDING_INPUT] = workload->input_words(shape),
        [WORKLOAD_BINDING_OUTPUT] = workload->region_words(shape) * shape->launches,
        [WORKLOAD_BINDING_QUEUE] = 1,
    };
    const uint64_t largest = batch->device->info->max_buffer_bytes;
    for (size_t i = 0; i < WORKLOAD_BINDING_COUNT; i++) {
        const unsigned long long bytes = words[i] * sizeof(uint32_t);
        if (bytes > largest) {
            base_error("%s: a buffer of %llu bytes; the device binds %llu", workload->name, bytes,
                       (unsigned long long)largest);
            return DW_ERROR_UNSUPPORTED;
        }
        const int status = gpu_create_buffer(batch->device, words[i] * sizeof(uint32_t),
                                             GPU_MEMORY_DEVICE, &buffers[i]);
        if (status != DW_OK)
            return status;
    }
    return DW_OK;
}

/* What one workgroup of one launch reads and writes, at first all 0. */
static int create_scratch_buffers(struct mode_batch *batch)
{
    const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 1, 1);
    struct gpu_buffer *buffers = batch->scratch.kernel.buffers;
    VkCommandBuffer commands;
    if (batch->shape.specializations == 0)
        return DW_OK;
    int status = create_buffers(batch, &shape, buffers);
    if (status == DW_OK)
        status = gpu_begin_transfer(batch->device, &commands);
    if (status != DW_OK)
        return status;
    for (size_t i = 0; i < WORKLOAD_BINDING_COUNT; i++)
        vkCmdFillBuffer(commands, buffers[i].handle, 0, VK_WHOLE_SIZE, 0);
    return gpu_end_transfer(batch->device, commands);
}

static int upload_input(struct gpu_instance_state *state, uint32_t which)
{
    const struct gpu_buffer *input = &state->batch.kernels[which].buffers[WORKLOAD_BINDING_INPUT];
    const int status = gpu_need_staging(state->engine, input->bytes);
    if (status != DW_OK)
        return status;
    memcpy(state->engine->staging.mapped, state->expectations[which].input, input->bytes);
    return gpu_copy_buffer(state->engine->device, &state->engine->staging, input, input->bytes);
}

int gpu_compute_expected(const struct workload *workload, struct gpu_expectation *expectation)
{
    const struct workload_shape *shape = &expectation->shape;
    const size_t bytes = expectation->region_words * sizeof(uint32_t);
    if (expectation->expected)
        return DW_OK;
    uint32_t *expected = malloc(shape->launches * bytes);
    if (!expected)
        return DW_ERROR_NO_MEMORY;
    expectation->expected = expected;
    workload->expect(shape, 0, 1, expectation->input, expected);
    const uint64_t once = base_hash_bytes(BASE_HASH_SEED, expected, bytes);
    workload->expect(shape, 0, 2, expectation->input, expected);
    expectation->accumulates = once != base_hash_bytes(BASE_HASH_SEED, expected, bytes);
    for (uint32_t launch = 0; launch < shape->launches; launch++)
        workload->expect(shape, launch, 1, expectation->input,
                         expected + launch * expectation->region_words);
    return DW_OK;
}

/* A kernel's pipelines, buffers and input. */
static int create_kernel(struct gpu_instance_state *state, uint32_t which)
{
    struct mode_kernel *kernel = &state->batch.kernels[which];
    struct gpu_expectation *expectation = &state->expectations[which];
    const struct workload *workload = state->batch.workload;
    expectation->shape = state->batch.shape;
    expectation->shape.groups = kernel->groups;
    expectation->shape.steps = kernel->steps;
    expectation->region_words = workload->region_words(&expectation->shape);
    int status = find_pipeline(state->engine, &workload->direct, &kernel->direct);
    if (status == DW_OK)
        status = find_pipeline(state->engine, &workload->drain, &kernel->drain);
    if (status == DW_OK)
        status = create_buffers(&state->batch, &expectation->shape, kernel->buffers);
    if (status != DW_OK)
        return status;
    expectation->input = malloc(kernel->buffers[WORKLOAD_BINDING_INPUT].bytes);
    if (!expectation->input)
        return DW_ERROR_NO_MEMORY;
    workload->fill_input(&expectation->shape, expectation->input);
    return upload_input(state, which);
}

int gpu_open_instance_state(struct gpu_engine *engine, const struct grid_instance *instance,
                            const struct measure_kernel_times *times,
                            struct gpu_instance_state **out)
{
    const struct workload_shape *shape = &instance->shape;
    struct gpu_instance_state *state = calloc(1, sizeof *state);
    if (!state)
        return DW_ERROR_NO_MEMORY;
    state->engine = engine;
    state->batch = (struct mode_batch){
        .device = engine->device,
        .workload = instance->workload,
        .shape = *shape,
        .planned = workload_planner_shape(shape),
        .loop_limit = engine->base.facts.loop_limit,
        .max_submit_ns = engine->base.facts.max_submit_ns,
        .kernels = {{.groups = shape->groups, .steps = shape->steps, .kernel_ns = times->kernel_ns},
                    {.groups = shape->second_groups,
                     .steps = shape->second_steps,
                     .kernel_ns = times->second_kernel_ns}},
        .kernel_count = shape->second_groups > 0 ? 2 : 1,
        .faults = engine->faults,
    };
    int status = find_pipeline(engine, &workload_empty, &state->empty);
    for (uint32_t k = 0; k < state->batch.kernel_count && status == DW_OK; k++)
        status = create_kernel(state, k);
    if (status == DW_OK)
        status = create_scratch_buffers(&state->batch);
    if (status == DW_OK)
        status = gpu_create_descriptors(&state->batch);
    if (status == DW_OK && shape->specializations > 0)
        status = mode_create_scratch(&state->batch);
    if (status == DW_OK)
        status = mode_create_resources(&state->batch);
    if (status == DW_OK)
        status = gpu_poison(state);
    if (status != DW_OK)
        gpu_close_instance_state(&state);
    else
        *out = state;
    return status;
}

void gpu_close_instance_state(struct gpu_instance_state **out)
{
    struct gpu_instance_state *state = *out;
    *out = NULL;
    if (!state || state->batch.device->gone)
        return; /* NOLINT(clang-analyzer-unix.Malloc): the process ends, a thread may use it yet */
    struct gpu_device *device = state->batch.device;
    mode_destroy_resources(&state->batch);
    vkDestroyQueryPool(device->handle, state->batch.stamps, NULL);
    vkDestroyDescriptorPool(device->handle, state->batch.descriptors, NULL);
    mode_destroy_copied(&state->batch);
    mode_destroy_scratch(&state->batch);
    for (size_t k = 0; k < MODE_KERNELS_MAX; k++) {
        for (size_t i = 0; i < WORKLOAD_BINDING_COUNT; i++)
            gpu_destroy_buffer(device, &state->batch.kernels[k].buffers[i]);
        free(state->expectations[k].input);
        free(state->expectations[k].expected);
    }
    free(state);
}

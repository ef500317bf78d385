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
            const int status = gpu_create_pipeline(engine->device, code->words, code->bytes,
                                                   &cached->handle, &cached->create_ns);
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

/* Staging memory of at least that size. */
static int need_staging(struct gpu_engine *engine, VkDeviceSize bytes)
{
    if (engine->staging.bytes >= bytes)
        return DW_OK;
    gpu_destroy_buffer(engine->device, &engine->staging);
    return gpu_create_buffer(engine->device, bytes, false, &engine->staging);
}

int gpu_create_descriptors(struct mode_batch *batch)
{
    int status = DW_OK;
    const VkDevice device = batch->device->handle;
    const VkDescriptorPoolSize size = {.type = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
                                       .descriptorCount = WORKLOAD_BINDING_COUNT};
    const VkDescriptorPoolCreateInfo pool_info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
        .maxSets = 1,
        .poolSizeCount = 1,
        .pPoolSizes = &size,
    };
    GPU_TRY(vkCreateDescriptorPool(device, &pool_info, NULL, &batch->descriptors));
    const VkDescriptorSetAllocateInfo set_info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
        .descriptorPool = batch->descriptors,
        .descriptorSetCount = 1,
        .pSetLayouts = &batch->device->set_layout,
    };
    GPU_TRY(vkAllocateDescriptorSets(device, &set_info, &batch->set));
    VkDescriptorBufferInfo infos[WORKLOAD_BINDING_COUNT];
    VkWriteDescriptorSet writes[WORKLOAD_BINDING_COUNT];
    for (uint32_t i = 0; i < WORKLOAD_BINDING_COUNT; i++) {
        infos[i] =
            (VkDescriptorBufferInfo){.buffer = batch->buffers[i].handle, .range = VK_WHOLE_SIZE};
        writes[i] = (VkWriteDescriptorSet){.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                                           .dstSet = batch->set,
                                           .dstBinding = i,
                                           .descriptorCount = 1,
                                           .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
                                           .pBufferInfo = &infos[i]};
    }
    vkUpdateDescriptorSets(device, WORKLOAD_BINDING_COUNT, writes, 0, NULL);
    if (batch->device->info->families[batch->device->family].timestampValidBits) {
        const VkQueryPoolCreateInfo query_info = {
            .sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO,
            .queryType = VK_QUERY_TYPE_TIMESTAMP,
            .queryCount = 2,
        };
        GPU_TRY(vkCreateQueryPool(device, &query_info, NULL, &batch->stamps));
    }
fail:
    return status;
}

static int create_buffers(struct gpu_instance_state *state)
{
    struct mode_batch *batch = &state->batch;
    const struct workload *workload = batch->workload;
    const uint64_t words[WORKLOAD_BINDING_COUNT] = {
        [WORKLOAD_BINDING_COUNTERS] = batch->shape.groups,
        [WORKLOAD_BINDING_INPUT] = workload->input_words(&batch->shape),
        [WORKLOAD_BINDING_OUTPUT] = state->region_words * batch->shape.launches,
        [WORKLOAD_BINDING_QUEUE] = 1,
    };
    const uint64_t largest = batch->device->info->max_buffer_bytes;
    for (size_t i = 0; i < WORKLOAD_BINDING_COUNT; i++) {
        if (words[i] * sizeof(uint32_t) > largest) {
            base_error("%s: a buffer of %llu bytes; the device binds %llu", workload->name,
                       (unsigned long long)(words[i] * sizeof(uint32_t)),
                       (unsigned long long)largest);
            return DW_ERROR_UNSUPPORTED;
        }
        const int status =
            gpu_create_buffer(batch->device, words[i] * sizeof(uint32_t), true, &batch->buffers[i]);
        if (status != DW_OK)
            return status;
    }
    state->input = malloc(words[WORKLOAD_BINDING_INPUT] * sizeof(uint32_t));
    state->expected = malloc(words[WORKLOAD_BINDING_OUTPUT] * sizeof(uint32_t));
    return state->input && state->expected ? DW_OK : DW_ERROR_NO_MEMORY;
}

static int upload_input(struct gpu_instance_state *state)
{
    struct gpu_device *device = state->engine->device;
    const struct gpu_buffer *input = &state->batch.buffers[WORKLOAD_BINDING_INPUT];
    VkCommandBuffer commands;
    int status = need_staging(state->engine, input->bytes);
    if (status == DW_OK)
        status = gpu_begin_transfer(device, &commands);
    if (status != DW_OK)
        return status;
    memcpy(state->engine->staging.mapped, state->input, input->bytes);
    const VkBufferCopy copy = {.size = input->bytes};
    vkCmdCopyBuffer(commands, state->engine->staging.handle, input->handle, 1, &copy);
    return gpu_end_transfer(device, commands);
}

/* Also finds out whether a second batch leaves other words than the first. */
static void compute_expected(struct gpu_instance_state *state)
{
    const struct workload *workload = state->batch.workload;
    const struct workload_shape *shape = &state->batch.shape;
    workload->fill_input(shape, state->input);
    workload->expect(shape, 0, 1, state->input, state->expected);
    const uint64_t once =
        base_hash_bytes(BASE_HASH_SEED, state->expected, state->region_words * sizeof(uint32_t));
    workload->expect(shape, 0, 2, state->input, state->expected);
    state->accumulates = once != base_hash_bytes(BASE_HASH_SEED, state->expected,
                                                 state->region_words * sizeof(uint32_t));
    for (uint32_t launch = 0; launch < shape->launches; launch++)
        workload->expect(shape, launch, 1, state->input,
                         state->expected + launch * state->region_words);
}

int gpu_open_instance_state(struct gpu_engine *engine, const struct grid_instance *instance,
                            double kernel_ns, struct gpu_instance_state **out)
{
    struct gpu_instance_state *state = calloc(1, sizeof *state);
    if (!state)
        return DW_ERROR_NO_MEMORY;
    state->engine = engine;
    state->region_words = instance->workload->region_words(&instance->shape);
    state->batch = (struct mode_batch){
        .device = engine->device,
        .workload = instance->workload,
        .shape = instance->shape,
        .kernel_ns = kernel_ns,
        .loop_limit = engine->base.facts.loop_limit,
        .max_submit_ns = engine->base.facts.max_submit_ns,
        .faults = engine->faults,
    };
    int status = find_pipeline(engine, &instance->workload->direct, &state->batch.direct);
    if (status == DW_OK)
        status = find_pipeline(engine, &instance->workload->drain, &state->batch.drain);
    if (status == DW_OK)
        status = find_pipeline(engine, &workload_empty, &state->empty);
    if (status == DW_OK)
        status = create_buffers(state);
    if (status == DW_OK)
        status = gpu_create_descriptors(&state->batch);
    if (status == DW_OK) {
        compute_expected(state);
        status = upload_input(state);
    }
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
    if (!state)
        return;
    struct gpu_device *device = state->batch.device;
    vkDestroyQueryPool(device->handle, state->batch.stamps, NULL);
    vkDestroyDescriptorPool(device->handle, state->batch.descriptors, NULL);
    for (size_t i = 0; i < WORKLOAD_BINDING_COUNT; i++)
        gpu_destroy_buffer(device, &state->batch.buffers[i]);
    free(state->input);
    free(state->expected);
    free(state);
    *out = NULL;
}

int gpu_poison(struct gpu_instance_state *state)
{
    VkCommandBuffer commands;
    const int status = gpu_begin_transfer(state->batch.device, &commands);
    if (status != DW_OK)
        return status;
    const struct gpu_buffer *buffers = state->batch.buffers;
    vkCmdFillBuffer(commands, buffers[WORKLOAD_BINDING_COUNTERS].handle, 0, VK_WHOLE_SIZE, 0);
    vkCmdFillBuffer(commands, buffers[WORKLOAD_BINDING_QUEUE].handle, 0, VK_WHOLE_SIZE,
                    WORKLOAD_POISON);
    vkCmdFillBuffer(commands, buffers[WORKLOAD_BINDING_OUTPUT].handle, 0, VK_WHOLE_SIZE,
                    WORKLOAD_POISON);
    state->runs = 0;
    return gpu_end_transfer(state->batch.device, commands);
}

/* Bring counters (first) and output (behind them) to the staging memory. */
static int read_back(struct gpu_instance_state *state, VkDeviceSize counter_bytes,
                     VkDeviceSize output_bytes)
{
    VkCommandBuffer commands;
    int status = need_staging(state->engine, counter_bytes + output_bytes);
    if (status == DW_OK)
        status = gpu_begin_transfer(state->batch.device, &commands);
    if (status != DW_OK)
        return status;
    const struct gpu_buffer *buffers = state->batch.buffers;
    const VkBuffer staging = state->engine->staging.handle;
    const VkBufferCopy counters = {.size = counter_bytes};
    const VkBufferCopy output = {.dstOffset = counter_bytes, .size = output_bytes};
    vkCmdCopyBuffer(commands, buffers[WORKLOAD_BINDING_COUNTERS].handle, staging, 1, &counters);
    vkCmdCopyBuffer(commands, buffers[WORKLOAD_BINDING_OUTPUT].handle, staging, 1, &output);
    return gpu_end_transfer(state->batch.device, commands);
}

/* The regions after `runs` batches: the words of the first run unless the workload accumulates. */
static bool regions_match(struct gpu_instance_state *state, const uint32_t *output,
                          char detail[MEASURE_DETAIL_SIZE])
{
    const struct workload_shape *shape = &state->batch.shape;
    const size_t bytes = state->region_words * sizeof(uint32_t);
    uint32_t *later = NULL;
    bool match = true;
    if (state->accumulates && state->runs != 1 && !(later = malloc(bytes)))
        return false;
    for (uint32_t launch = 0; launch < shape->launches && match; launch++) {
        const uint32_t *found = output + launch * state->region_words;
        const uint32_t *expected = state->expected + launch * state->region_words;
        if (later) {
            state->batch.workload->expect(shape, launch, state->runs, state->input, later);
            expected = later;
        }
        if (memcmp(found, expected, bytes) == 0)
            continue;
        for (uint64_t i = 0; i < state->region_words && match; i++) {
            match = found[i] == expected[i];
            if (!match)
                snprintf(detail, MEASURE_DETAIL_SIZE,
                         "launch %u word %llu: 0x%08x, expected 0x%08x", launch,
                         (unsigned long long)i, found[i], expected[i]);
        }
    }
    free(later);
    return match;
}

int gpu_check_results(struct gpu_instance_state *state, enum arm_status *result,
                      char detail[MEASURE_DETAIL_SIZE])
{
    const struct workload_shape *shape = &state->batch.shape;
    const VkDeviceSize counter_bytes = shape->groups * sizeof(uint32_t);
    const VkDeviceSize output_bytes = state->region_words * shape->launches * sizeof(uint32_t);
    const int status = read_back(state, counter_bytes, output_bytes);
    if (status != DW_OK)
        return status;
    const uint32_t *words = state->engine->staging.mapped;
    const uint32_t launched = state->runs * shape->launches;
    *result = ARM_STATUS_OK;
    for (uint32_t group = 0; group < shape->groups && *result == ARM_STATUS_OK; group++) {
        if (words[group] == launched)
            continue;
        snprintf(detail, MEASURE_DETAIL_SIZE, "workgroup %u ran %u times, expected %u", group,
                 words[group], launched);
        *result = ARM_STATUS_WRONG_RESULT;
    }
    if (*result == ARM_STATUS_OK && !regions_match(state, words + shape->groups, detail))
        *result = ARM_STATUS_WRONG_RESULT;
    return DW_OK;
}

int gpu_read_span(struct gpu_instance_state *state, double *span_ns)
{
    int status = DW_OK;
    uint64_t stamps[2];
    const struct gpu_info *info = state->batch.device->info;
    const uint32_t bits = info->families[state->batch.device->family].timestampValidBits;
    const uint64_t mask = bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
    GPU_TRY(vkGetQueryPoolResults(state->batch.device->handle, state->batch.stamps, 0, 2,
                                  sizeof stamps, stamps, sizeof stamps[0],
                                  VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WAIT_BIT));
    *span_ns = (double)((stamps[1] - stamps[0]) & mask) * (double)info->timestamp_period_ns;
fail:
    return status;
}
